// Every change anyone can make, as a value (Law 7: what an edit needs of the clock, of chance and
// of secrets travels in it). The IdP's PATCH and the console's UpdateUser are the same alternative
// with another `who`.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/audit.hpp"
#include "model/author.hpp"
#include "model/entity.hpp"
#include "model/preferences.hpp"
#include "model/secret.hpp"
#include "model/tag.hpp"
#include "scim/patch.hpp"

namespace scimd::directory {

// A password that an edit brings: its digest, or an empty text to remove it.
using password_change = std::optional<std::string>;
// What the client's If-Match and If-None-Match (RFC 9110 §13.1) say of the version that is to be
// changed.
struct preconditions {
    bool stated = false;                             // there was an If-Match, if only "*"
    std::optional<std::vector<std::int64_t>> match;  // one of these; nothing: any
    std::vector<std::int64_t> none_match;            // none of these
    bool none_at_all = false;                        // If-None-Match: *

    bool matches(std::int64_t version) const {
        return !match || std::ranges::find(*match, version) != match->end();
    }
    // Whether If-None-Match names the version: "*" names them all.
    bool excludes(std::int64_t version) const {
        return none_at_all || std::ranges::find(none_match, version) != none_match.end();
    }
};

// An IdP's POST takes over a manual user of the same name; then `id` is not used
// (synchronization.md).
struct create_user {
    model::user_id id;
    scim::document document;  // may hold `active`; the directory takes it out
    std::string description;
    password_change password;
    std::vector<model::tag> tags = {};  // an administrator's: each key once
};
struct replace_user {
    model::user_id id;
    scim::document document;
    password_change password;
    preconditions conditions;
};
struct patch_user {
    model::user_id id;
    scim::patch patch;
    std::optional<std::string> description;
    password_change password;
    preconditions conditions;
};
struct delete_user {
    model::user_id id;
    preconditions conditions;
};
struct set_logon {
    model::user_id id;
    bool active = true;
};
struct set_password {
    model::user_id id;
    password_change password;
};
struct set_user_mfa {  // UserMFAAuthenticationSettings: as little an attribute as the logon state
    model::user_id id;
    bool enabled = true;
};

struct create_group {
    model::group_id id;
    scim::document document;  // may hold `members`; the directory takes them out
    std::string description;
};
struct replace_group {
    model::group_id id;
    scim::document document;
    preconditions conditions;
};
struct patch_group {
    model::group_id id;
    scim::patch patch;  // of attributes
    std::vector<scim::member_step>
        members;  // of members, taken out of the patch: scim::take_member_steps
    std::optional<std::string> description;
    preconditions conditions;
};
struct delete_group {
    model::group_id id;
    preconditions conditions;
};
// AddUserToGroup and RemoveUserFromGroup: unlike SCIM's, they refuse what changes nothing.
struct add_user_to_group {
    model::group_id group;
    model::user_id user;
};
struct remove_user_from_group {
    model::group_id group;
    model::user_id user;
};

struct set_synchronization {
    model::synchronization status = model::synchronization::disabled;
};

struct create_directory {  // edit::where is the new directory's id
    std::string name;
    model::settings settings;
};
struct rename_directory {
    std::string name;
};
struct change_settings {
    std::vector<std::pair<std::string, std::string>>
        values;  // names and values as in model::change
};
struct change_preferences {
    std::string operation;       // which of the actions it was
    model::named_values values;  // as in model::change
};
struct delete_directory {};
// EnableService and DisableService: edit::where is not used.
struct set_service_status {
    bool enabled = true;
};

struct create_credential {
    model::credential_id id;
    model::token_digest digest{};
    model::instant expires;
};
struct set_credential_status {
    model::credential_id id;
    bool enabled = true;
};
struct delete_credential {
    model::credential_id id;
};
struct create_access_key {  // edit::where is not used by these three: keys are the house's
    std::string id;
    std::string sealed_secret;
    std::string name = {};
    bool read_only = false;
    std::optional<std::vector<model::directory_id>> directories = {};  // as in model::access_key
};
struct update_access_key {  // what is not said stays
    std::string id;
    std::optional<std::string> name;
    std::optional<bool> enabled;
};
struct delete_access_key {
    std::string id;
};

// What one operation of a SCIM Bulk request can ask for (RFC 7644 §3.7).
using bulk_change = std::variant<create_user, replace_user, patch_user, delete_user, create_group,
                                 replace_group, patch_group, delete_group>;
struct bulk_step {
    model::result<bulk_change> what;  // or why the operation could not even be understood
    std::vector<std::size_t> needs;   // the steps whose new resources it refers to
    std::string operation;            // as the audit log names what was not understood
    std::string target;               // likewise: an id, or empty
};
// All steps in one transaction, each with a fate of its own. What a step refers to by bulkId stands
// in it as the id that the create it needs was given; where that create takes a manual entity over
// instead, the reference follows.
struct bulk {
    std::vector<bulk_step> steps;
    // In which order, and together: the steps of one batch refer to one another in a circle and
    // succeed or fail as one.
    std::vector<std::vector<std::size_t>> batches;
    std::optional<std::int64_t> fail_on_errors;  // so many errors end it; nothing: none does
};

// A request to change something that was refused before it could become an edit: the audit log
// hears of it all the same. `where` need not be there. A push is judged by the switch once more, as
// of now: where the switch refuses what was refused for another reason, or no longer refuses what
// it did, nothing is told, `changed` is false, and the push is to be looked at again.
struct refused_request {
    std::string operation;  // as operation_of says it
    std::string target;
    std::string code;  // to_text(errc), or what the border calls it
    std::string reason;
};
// Takes events from before `before` out of the audit log, some at a time: until `changed` is false.
struct prune_audit {  // edit::where is not used
    model::instant before;
};

using change = std::variant<create_user, replace_user, patch_user, delete_user, set_logon,
                            set_password, create_group, replace_group, patch_group, delete_group,
                            add_user_to_group, remove_user_from_group, bulk, set_synchronization,
                            create_directory, rename_directory, change_settings, delete_directory,
                            set_user_mfa, change_preferences, set_service_status, create_credential,
                            set_credential_status, delete_credential, create_access_key,
                            update_access_key, delete_access_key, refused_request, prune_audit>;

struct edit {
    model::directory_id where;
    model::author who = model::author::administrator;
    model::instant when;
    change what;
    model::origin from = {};
    bool tries_again = false;  // a version_mismatch is for its author to see to, and not told
};

// What became of each step of a bulk: nothing when it was not reached any more.
struct version_of_entity {
    std::string id;
    std::int64_t version = 0;
};
using bulk_outcomes = std::vector<std::optional<model::result<version_of_entity>>>;

// What an accepted edit left behind; the alternative follows from the edit.
struct receipt {
    std::variant<std::monostate, model::user, model::group, model::directory, model::credential,
                 model::access_key, bulk_outcomes>
        left;
    bool changed = true;         // false: the edit was accepted and there was nothing to do
    scim::rules tolerated = {};  // which dialects applying it needed
};

}  // namespace scimd::directory
