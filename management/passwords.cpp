#include "management/passwords.hpp"

#include "management/field_rules.hpp"
#include "model/random_text.hpp"
#include "model/utf8.hpp"
#include "scim/fold.hpp"

#include <algorithm>

namespace scimd::management {
namespace {

constexpr std::string_view name = "Password";
constexpr std::size_t random_characters = 20;
// A user may be called like one of them.
constexpr std::string_view special_characters = "-+";

bool holds_name(std::string_view clear, std::string_view user_name) {
    const std::string folded = scim::fold(user_name);
    return !folded.empty() && scim::fold(clear).find(folded) != std::string::npos;
}

// Three letters in four that are drawn are new ones: twice as many as the longest password has are
// enough, or it is tried again.
std::string different_letters(std::size_t count) {
    std::string found;
    for (const char drawn :
         model::random_alphanumeric(2 * static_cast<std::size_t>(model::password_characters_max)))
        if (found.size() < count && found.find(drawn) == std::string::npos) found += drawn;
    return found;
}

}  // namespace

model::result<void> check_password(const password_owner& of, std::string_view clear) {
    if (auto checked = check(field::password, name, clear); !checked) return checked;
    const model::preferences& policy = of.policy;
    const auto is_fewer_than = [](std::size_t count, std::int64_t least) {
        return static_cast<std::int64_t>(count) < least;
    };
    if (is_fewer_than(model::count_characters(clear).value_or(0), policy.min_password_length))
        return invalid(name, "has at least " + std::to_string(policy.min_password_length) +
                                 " characters, as the password policy wants");
    if (is_fewer_than(model::count_different_characters(clear),
                      policy.min_password_different_chars))
        return invalid(name, "has at least " + std::to_string(policy.min_password_different_chars) +
                                 " different characters, as the password policy wants");
    if (policy.password_not_contain_username && holds_name(clear, of.user_name))
        return invalid(name, "does not contain the user name, as the password policy wants");
    return {};
}

model::fault reused_password(const model::preferences& policy) {
    return invalid(name, "is none of the user's last " +
                             std::to_string(policy.password_reuse_prevention) +
                             ", as the password policy wants");
}

model::result<new_password> password_asked_for(const parameters& arguments,
                                               const password_owner& of) {
    const auto generate = boolean_of(arguments, "GenerateRandomPassword", false);
    if (!generate) return generate.error();
    const auto must_reset = boolean_of(arguments, "RequirePasswordResetForNextLogin", false);
    if (!must_reset) return must_reset.error();
    if (*generate) return new_password{random_password(of), true};

    const std::string_view sent = text_of(arguments, name);
    if (sent.empty())
        return model::refusal(model::errc::missing_parameter, std::string(name),
                              "Password is mandatory for this action.");
    if (auto checked = check_password(of, sent); !checked) return checked.error();
    return new_password{std::string(sent), false};
}

std::string random_password(const password_owner& of) {
    const std::size_t characters =
        std::max(random_characters, static_cast<std::size_t>(of.policy.min_password_length));
    for (std::size_t tries = 0;; ++tries) {
        std::string made = different_letters(characters - 1);
        made.insert(made.size() / 2, 1, special_characters[tries % special_characters.size()]);
        // Some have no digit, or the short name of the user in them; those are thrown away.
        if (check_password(of, made)) return made;
    }
}

}  // namespace scimd::management
