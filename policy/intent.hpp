// What somebody wants to do, and what is known of the world when it is judged. Values only.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "model/author.hpp"
#include "model/synchronization.hpp"

namespace scimd::policy {

enum class verb {
    create,          // an entity that is not there yet
    change,          // attributes of an entity, take-over included
    change_members,  // who is in a group
    remove,          // an entity
    set_password,
    set_logon,            // SCIM's active, CloudSSO's Status
    set_synchronization,  // the switch
    administer            // directories, their settings, credentials, access keys
};

enum class entity_kind { none, user, group };

struct intent {
    model::author who = model::author::administrator;
    verb what = verb::administer;
    entity_kind on = entity_kind::none;
};

// Read inside the transaction that will write, never cached (see "Why nothing can go round the
// check").
struct facts {
    model::synchronization synchronization = model::synchronization::disabled;
    std::optional<model::provision>
        target;  // nothing: there is no such entity yet, or the intent is about none
    std::int64_t transaction = 0;  // which edit of which transaction these facts belong to
};

std::string_view to_text(verb);
std::string_view to_text(entity_kind);

}  // namespace scimd::policy
