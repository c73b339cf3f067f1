#include "directory/apply.hpp"
#include "directory/directories.hpp"

namespace scimd::directory {
namespace {

using model::errc;
using model::refusal;
using model::result;

result<model::credential> find_credential(const applying& now, const model::credential_id& id) {
    auto found = now.tables.find_credential(now.where, id);
    if (!found)
        return refusal(errc::credential_not_found,
                       "There is no SCIM credential " + id.text() + " in this directory.");
    return *found;
}

model::fault no_access_key(const std::string& id) {
    return refusal(errc::access_key_not_found, "There is no access key " + id + ".");
}

result<void> check_directory_name(const applying& now, const std::string& name) {
    const auto other = now.tables.find_directory_by_name(name);
    if (other && other->id != now.by.where)
        return refusal(errc::directory_name_taken,
                       "The directory name " + name + " is taken by " + other->id.text() + ".");
    return {};
}

}  // namespace

result<policy::permit> judge_administration(const applying& now) {
    return now.judge(policy::verb::administer, policy::entity_kind::none, std::nullopt);
}

result<receipt> apply_to_directory(const applying& now, const create_directory& what) {
    auto permit = judge_administration(now);
    if (!permit) return permit.error();
    if (now.where.key != 0)
        return refusal(errc::directory_name_taken,
                       "The directory " + now.by.where.text() + " is there already.");
    if (auto free = check_directory_name(now, what.name); !free) return free.error();
    if (!now.tables.is_service_enabled())
        return refusal(errc::service_disabled,
                       "The service is Disabled: enable it with EnableService first.");
    return receipt{
        now.tables.insert_directory(*permit, now.by.where, what.name, what.settings, now.by.when)};
}

result<receipt> apply_to_directory(const applying& now, const rename_directory& what) {
    auto permit = judge_administration(now);
    if (!permit) return permit.error();
    if (what.name == now.where.name) return receipt{now.where, false};
    if (auto free = check_directory_name(now, what.name); !free) return free.error();
    now.tables.rename_directory(*permit, now.where, what.name, now.by.when);
    model::directory after = now.where;
    after.name = what.name;
    after.modified = now.by.when;
    return receipt{after};
}

result<receipt> apply_to_directory(const applying& now, const change_settings& what) {
    auto permit = judge_administration(now);
    if (!permit) return permit.error();
    model::directory after = now.where;
    for (const auto& [name, value] : what.values)
        if (auto changed = model::change(after.settings, name, value); !changed)
            return changed.error();
    if (after.settings == now.where.settings) return receipt{now.where, false};
    const auto repeated = now.tables.set_settings(*permit, now.where, after.settings, now.by.when);
    if (!repeated.empty()) {
        std::string names;
        for (const std::string& name : repeated)
            names += (names.empty() ? "\"" : ", \"") + name + "\"";
        return refusal(
            errc::group_name_taken,
            "Group names cannot be made unique: " + names +
                " stand more than once in the directory or in what a rollback would bring back.");
    }
    after.modified = now.by.when;
    return receipt{after};
}

// CloudSSO's precondition: empty of users, groups and SCIM credentials. Drift goes with it: there
// is nobody left to whom it could matter.
result<receipt> apply_to_directory(const applying& now, const delete_directory&) {
    auto permit = judge_administration(now);
    if (!permit) return permit.error();
    if (now.where.users > 0 || now.where.groups > 0)
        return refusal(errc::directory_not_empty,
                       "The directory still has users or groups. Delete them first.");
    if (!now.tables.list_credentials(now.where).empty())
        return refusal(errc::directory_not_empty,
                       "The directory still has SCIM credentials. Delete them first.");
    now.tables.delete_directory(*permit, now.where);
    return receipt{now.where};
}

result<receipt> apply_to_directory(const applying& now, const create_credential& what) {
    auto permit = judge_administration(now);
    if (!permit) return permit.error();
    if (now.tables.list_credentials(now.where).size() >= credentials_per_directory)
        return refusal(errc::credential_limit,
                       "A directory has at most 2 SCIM credentials. Delete one first.");
    const model::credential made{what.id, now.where.id, true, now.by.when, what.expires};
    now.tables.insert_credential(*permit, now.where, made, what.digest);
    return receipt{made};
}

result<receipt> apply_to_directory(const applying& now, const set_credential_status& what) {
    auto permit = judge_administration(now);
    if (!permit) return permit.error();
    auto found = find_credential(now, what.id);
    if (!found) return found.error();
    if (found->enabled == what.enabled) return receipt{*found, false};
    now.tables.set_credential_status(*permit, what.id, what.enabled);
    found->enabled = what.enabled;
    return receipt{*found};
}

result<receipt> apply_to_directory(const applying& now, const delete_credential& what) {
    auto permit = judge_administration(now);
    if (!permit) return permit.error();
    auto found = find_credential(now, what.id);
    if (!found) return found.error();
    now.tables.delete_credential(*permit, what.id);
    return receipt{*found};
}

result<receipt> apply_to_directory(const applying& now, const create_access_key& what) {
    auto permit = judge_administration(now);
    if (!permit) return permit.error();
    if (now.tables.find_access_key(what.id))
        return refusal(errc::access_key_taken, "There is an access key " + what.id + " already.");
    if (now.tables.list_access_keys().size() >= access_keys_max)
        return refusal(errc::access_key_limit, "There are at most " +
                                                   std::to_string(access_keys_max) +
                                                   " access keys. Delete one first.");
    if (what.directories)
        for (const model::directory_id& one : *what.directories)
            if (!now.tables.find_directory(one))
                return refusal(errc::directory_not_found,
                               "There is no directory " + one.text() + ".");
    const model::access_key made{what.id,        what.sealed_secret, what.name,  true,
                                 what.read_only, what.directories,   now.by.when};
    now.tables.insert_access_key(*permit, made);
    return receipt{made};
}

result<receipt> apply_to_directory(const applying& now, const update_access_key& what) {
    auto permit = judge_administration(now);
    if (!permit) return permit.error();
    const auto found = now.tables.find_access_key(what.id);
    if (!found) return no_access_key(what.id);
    model::access_key after = *found;
    after.name = what.name.value_or(found->name);
    after.enabled = what.enabled.value_or(found->enabled);
    if (after.name == found->name && after.enabled == found->enabled) return receipt{after, false};
    now.tables.update_access_key(*permit, *found, after);
    return receipt{after};
}

result<receipt> apply_to_directory(const applying& now, const delete_access_key& what) {
    auto permit = judge_administration(now);
    if (!permit) return permit.error();
    const auto found = now.tables.find_access_key(what.id);
    if (!found) return no_access_key(what.id);
    now.tables.delete_access_key(*permit, *found);
    return receipt{*found};
}

}  // namespace scimd::directory
