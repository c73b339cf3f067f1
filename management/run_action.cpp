#include "management/run_action.hpp"

#include "management/call.hpp"
#include "management/field_rules.hpp"
#include "management/permissions.hpp"

namespace scimd::management {

using directory::awaitable;
using model::errc;

namespace {

admitted<const action*> choose_action(const asked_action& asked) {
    if (asked.name.empty()) return missing("Action");
    const action* const chosen = find_action(asked.name);
    if (chosen == nullptr) return to_rejection(gate::action_not_found);
    for (const std::string_view name : chosen->required)
        if (text_of(asked.arguments, name).empty()) return missing(name);
    return chosen;
}

// An id of another form than ours is one of no directory.
model::result<model::directory> find_directory(directory::view& view, const action& chosen,
                                               const parameters& arguments) {
    if (chosen.about != about::directory) return model::directory();
    const std::string_view text = text_of(arguments, "DirectoryId");
    const auto id = model::directory_id::from_text(text);
    if (id) return view.find_directory(*id);
    return model::refusal(errc::directory_not_found,
                          "There is no directory " + std::string(text) + ".");
}

awaitable<answer> run(const action& chosen, call asked) {
    if (const looks* const look = std::get_if<looks>(&chosen.run)) co_return (*look)(asked);
    const searches* const search = std::get_if<searches>(&chosen.run);
    const acts waits = search != nullptr ? search->run : std::get<acts>(chosen.run);
    auto outcome = co_await waits(std::move(asked));
    co_return outcome;
}

awaitable<admitted<boost::json::object>> admit_and_run(directory::directories& house,
                                                       directory::view& view,
                                                       const asked_action& asked, bool& told) {
    const auto chosen = choose_action(asked);
    if (!chosen) co_return chosen.error();
    auto where = find_directory(view, **chosen, asked.arguments);
    if (!where) co_return to_rejection(where.error());
    const auto may = check_permission(asked.by, **chosen, asked.arguments);
    if (!may) co_return may.error();

    call made{house,      view, asked.arguments, asked.now, std::move(*where), asked.by,
              asked.from, told};
    const auto outcome = co_await run(**chosen, std::move(made));
    if (!outcome) co_return to_rejection(outcome.error());
    co_return *outcome;
}

// Whom a call is about, as far as that is an id of ours.
std::string target_of(const parameters& arguments) {
    const auto user = model::user_id::from_text(text_of(arguments, "UserId"));
    const auto group = model::group_id::from_text(text_of(arguments, "GroupId"));
    const auto credential = model::credential_id::from_text(text_of(arguments, "CredentialId"));
    const auto where = model::directory_id::from_text(text_of(arguments, "DirectoryId"));
    if (group) return group->text();
    if (user) return user->text();
    if (credential) return credential->text();
    constexpr std::string_view of_key = "UserAccessKeyId";
    const std::string_view key = text_of(arguments, of_key);
    if (check(field::access_key_id, of_key, key)) return std::string(key);
    return where ? where->text() : std::string();
}

// A call that acts and was refused before it could become an edit: it is in the audit log before it
// is answered.
awaitable<void> tell_refusal(directory::directories& house, const asked_action& asked,
                             const rejection& why) {
    const action* const wanted = find_action(asked.name);
    if (wanted == nullptr || !std::holds_alternative<acts>(wanted->run)) co_return;
    directory::refused_request told;
    told.operation = asked.name;
    told.target = target_of(asked.arguments);
    told.code = why.code;
    told.reason = why.message;
    const auto where = model::directory_id::from_text(text_of(asked.arguments, "DirectoryId"));
    directory::edit edit{where.value_or(model::directory_id()), model::author::administrator,
                         asked.now, std::move(told), asked.from};
    // Whether it could be written changes nothing about the answer.
    [[maybe_unused]] const auto outcome = co_await house.submit(std::move(edit));
}

}  // namespace

awaitable<admitted<boost::json::object>> run_action(directory::directories& house,
                                                    directory::view& view,
                                                    const asked_action& asked) {
    bool told = false;
    auto outcome = co_await admit_and_run(house, view, asked, told);
    if (!outcome && !told) co_await tell_refusal(house, asked, outcome.error());
    co_return outcome;
}

}  // namespace scimd::management
