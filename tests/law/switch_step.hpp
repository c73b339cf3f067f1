// One step of a script about the switch: what somebody does in one of the directories, as a value.
// The model and the house both carry it out; a script that they disagree about is shrunk step by
// step and printed one step a line. Entities go by small numbers that never mean another one, so
// that a script without some of its steps still says something.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/author.hpp"
#include "model/result.hpp"

namespace scimd::tests {

constexpr int switch_directories = 3;
// Where members whom nobody knows are kept (setting unknownMembers).
constexpr int directory_with_strangers = 2;

enum class entity_kind : char { user = 'u', group = 'g' };

// "u7" and "g3", whether they are there or not. A stranger is a member by that id and nobody else.
struct entity {
    entity_kind kind = entity_kind::user;
    int number = 0;
    bool stranger = false;

    friend auto operator<=>(const entity&, const entity&) = default;
};
inline bool is_user(const entity& one) {
    return one.kind == entity_kind::user;
}
std::string to_text(const entity&);
// The id that the house knows it by, and back.
std::string to_id(const entity&);
entity entity_from_id(const std::string& id);

enum class verb {
    create,
    replace,
    patch,
    remove,
    set_logon,
    set_password,
    join,   // AddUserToGroup
    leave,  // RemoveUserFromGroup
    bulk,
    enable,
    disable,
    free_names,  // the setting groupNames
    unique_names
};

// Whether a step of that kind has a target.
constexpr bool is_about_one(verb what) {
    return what < verb::bulk;
}

// A PATCH of members.
enum class member_verb { add, remove, replace };
struct member_change {
    member_verb what = member_verb::add;
    std::vector<entity> members = {};

    friend bool operator==(const member_change&, const member_change&) = default;
};

// What a step does not mention is nothing; an empty text removes the value.
struct step {
    int where = 0;  // which directory
    model::author who = model::author::administrator;
    verb what = verb::create;
    entity target = {};  // the new one of a create, the group of join and leave
    std::optional<std::string> name = {};
    std::optional<std::string> extra = {};  // a user's title, a group's externalId
    std::optional<std::string> email = {};  // of users
    std::optional<std::string> description = {};
    std::optional<bool> active = {};
    bool password = false;                      // a new one comes along
    entity member = {};                         // of join and leave
    std::vector<member_change> members = {};    // a create and a replace have one of them at most
    std::optional<std::int64_t> if_match = {};  // the version it must have
    std::vector<step> parts = {};               // of a bulk
    std::optional<std::int64_t> stops_after = {};  // so many failures end the bulk

    friend bool operator==(const step&, const step&) = default;
};
using script = std::vector<step>;

// "d0 idp create u3 name=ann active=false"
std::string to_text(const step&);
std::string to_text(const script&);

// Every refusal that a step can meet.
constexpr model::errc refusals_of_steps[] = {
    model::errc::invalid_value,       model::errc::synchronization_disabled,
    model::errc::locked_user,         model::errc::locked_group,
    model::errc::not_permitted,       model::errc::user_not_found,
    model::errc::group_not_found,     model::errc::not_a_member,
    model::errc::user_name_taken,     model::errc::group_name_taken,
    model::errc::email_taken,         model::errc::already_a_member,
    model::errc::user_in_group,       model::errc::group_has_members,
    model::errc::rollback_conflict,   model::errc::version_mismatch,
    model::errc::unresolved_reference};

// What came of a step, in the words that the two sides are compared by.
struct outcome {
    std::optional<model::errc> refused = {};
    std::vector<entity> conflicts = {};  // of a refused rollback: whom it names, sorted
    bool changed = true;
    std::optional<entity> left = {};  // of create, replace and patch: whom it was about at last,
    std::int64_t version = 0;         // and the version it has now
    std::vector<std::optional<outcome>> parts = {};  // of a bulk; nothing: not reached

    friend bool operator==(const outcome&, const outcome&) = default;
};
std::string to_text(const outcome&);

}  // namespace scimd::tests
