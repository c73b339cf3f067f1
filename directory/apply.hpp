// What an edit does, inside the transaction of the commit queue, on the writer's thread: the one
// mouth. No clock and no dice here (Law 7).
#pragma once

#include "directory/edit.hpp"
#include "model/result.hpp"
#include "store/tables.hpp"

namespace scimd::directory {

// What it did, or that it was refused, is in the audit log when this returns; an edit that found
// nothing to do leaves no event.
model::result<receipt> apply(store::tables&, const edit&);

// What an edit has looked at so far: all steps of a bulk together may cost no more than one PATCH.
struct work_done {
    std::size_t patch_work = 0;    // scim::patch_work_max
    std::size_t member_looks = 0;  // member_looks_max
};

// One per alternative of `change`; `where` was read in this transaction.
struct applying {
    store::tables& tables;
    const edit& by;
    const model::directory& where;

    // The verdict on one intent about a target that is there, or (nothing) is not.
    model::result<policy::permit> judge(policy::verb, policy::entity_kind,
                                        std::optional<model::provision> target) const;
    scim::tolerance& tolerance;  // what a PATCH may be forgiven, and was
    work_done& work;
    bool by_idp() const { return by.who == model::author::idp; }
};

model::result<receipt> apply_to_users(const applying&, const create_user&);
model::result<receipt> apply_to_users(const applying&, const replace_user&);
model::result<receipt> apply_to_users(const applying&, const patch_user&);
model::result<receipt> apply_to_users(const applying&, const delete_user&);
model::result<receipt> apply_to_users(const applying&, const set_logon&);
model::result<receipt> apply_to_users(const applying&, const set_password&);
model::result<receipt> apply_to_users(const applying&, const set_user_mfa&);

model::result<receipt> apply_to_groups(const applying&, const create_group&);
model::result<receipt> apply_to_groups(const applying&, const replace_group&);
model::result<receipt> apply_to_groups(const applying&, const patch_group&);
model::result<receipt> apply_to_groups(const applying&, const delete_group&);
model::result<receipt> apply_to_groups(const applying&, const add_user_to_group&);
model::result<receipt> apply_to_groups(const applying&, const remove_user_from_group&);

// apply_bulk.cpp
model::result<receipt> apply_to_directory(const applying&, const bulk&);

model::result<receipt> apply_to_directory(const applying&, const set_synchronization&);
model::result<receipt> apply_to_directory(const applying&, const create_directory&);
model::result<receipt> apply_to_directory(const applying&, const rename_directory&);
model::result<receipt> apply_to_directory(const applying&, const change_settings&);
model::result<receipt> apply_to_directory(const applying&, const delete_directory&);
model::result<receipt> apply_to_directory(const applying&, const create_credential&);
model::result<receipt> apply_to_directory(const applying&, const set_credential_status&);
model::result<receipt> apply_to_directory(const applying&, const delete_credential&);
model::result<receipt> apply_to_directory(const applying&, const create_access_key&);
model::result<receipt> apply_to_directory(const applying&, const update_access_key&);
model::result<receipt> apply_to_directory(const applying&, const delete_access_key&);

// What every one of these asks first.
model::result<policy::permit> judge_administration(const applying&);

// apply_preferences.cpp
model::result<receipt> apply_to_directory(const applying&, const change_preferences&);
model::result<receipt> apply_to_directory(const applying&, const set_service_status&);

// apply_audit.cpp
constexpr std::int64_t events_pruned_together = 1000;
model::result<receipt> apply_to_directory(const applying&, const refused_request&);
model::result<receipt> apply_to_directory(const applying&, const prune_audit&);

// What the schemas of the directory ask of a document that takes the place of a stored one:
// scim::keep_values. errc::mutability.
model::result<void> keep_values(const std::string& before, scim::document& after,
                                const scim::resource_type&, scim::left_out);
// And of every document: what is unique belongs to nobody but `self`. errc::value_taken names the
// attribute, the value and who has it.
model::result<void> check_unique(const applying&, const scim::document&, const scim::resource_type&,
                                 std::optional<model::member_key> self);

// A user's and a group's names stand in every group they are in and in every member they have, so
// that one long name makes many answers long.
constexpr std::size_t shown_name_bytes_max = 1024;
// errc::invalid_value for a longer userName or displayName.
model::result<void> check_shown_names(const scim::document&);

// errc::version_mismatch when the version is not what the client expects; errc::version_missing
// when it expects nothing and the directory demands it of identity providers (setting ifMatch).
model::result<void> check_version(const applying&, const preconditions&, std::int64_t version);

}  // namespace scimd::directory
