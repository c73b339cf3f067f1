#include "management/passwords.hpp"

#include "management/field_rules.hpp"
#include "model/random_text.hpp"

namespace scimd::management {

model::result<new_password> password_asked_for(const parameters& arguments) {
    const auto generate = boolean_of(arguments, "GenerateRandomPassword", false);
    if (!generate) return generate.error();
    const auto must_reset = boolean_of(arguments, "RequirePasswordResetForNextLogin", false);
    if (!must_reset) return must_reset.error();
    if (*generate) return new_password{random_password(), true};

    const std::string_view sent = text_of(arguments, "Password");
    if (sent.empty())
        return model::refusal(model::errc::missing_parameter, "Password",
                              "Password is mandatory for this action.");
    auto checked = check(field::password, "Password", sent);
    if (!checked) return checked.error();
    return new_password{std::string(sent), false};
}

std::string random_password() {
    constexpr std::size_t group_characters = 5;
    constexpr std::size_t groups = 4;
    while (true) {
        std::string made = model::random_alphanumeric(group_characters);
        for (std::size_t more = 1; more < groups; ++more)
            made += "-" + model::random_alphanumeric(group_characters);
        // One in fifty has no digit; it is thrown away.
        if (check(field::password, "Password", made)) return made;
    }
}

}  // namespace scimd::management
