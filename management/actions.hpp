// The functions the table in actions.cpp points to, by the file they live in. Each reads its own
// parameters; the gateway has seen to those that are required and to the directory.
#pragma once

#include "management/call.hpp"

namespace scimd::management {

// directories.cpp
answer list_directories(const call&);
answer get_directory(const call&);
directory::awaitable<answer> create_directory(call);
directory::awaitable<answer> update_directory(call);
directory::awaitable<answer> delete_directory(call);
answer get_directory_settings(const call&);
directory::awaitable<answer> update_directory_settings(call);

// access_keys.cpp
directory::awaitable<answer> create_access_key(call);
answer list_access_keys(const call&);
directory::awaitable<answer> update_access_key(call);
directory::awaitable<answer> delete_access_key(call);

// preferences.cpp
answer get_password_policy(const call&);
directory::awaitable<answer> set_password_policy(call);
answer get_login_preference(const call&);
directory::awaitable<answer> set_login_preference(call);
answer get_mfa_status(const call&);
directory::awaitable<answer> set_mfa_status(call);
answer get_mfa_settings(const call&);
answer get_mfa_setting_info(const call&);
directory::awaitable<answer> update_mfa_settings(call);

// user_mfa.cpp
answer get_user_mfa_settings(const call&);
directory::awaitable<answer> update_user_mfa_settings(call);
answer list_mfa_devices(const call&);
directory::awaitable<answer> delete_mfa_device(call);

// service.cpp
answer get_service_status(const call&);
directory::awaitable<answer> enable_service(call);
directory::awaitable<answer> disable_service(call);

// synchronization.cpp
directory::awaitable<answer> get_synchronization(call);
directory::awaitable<answer> set_synchronization(call);

// audit.cpp
directory::awaitable<answer> list_audit_events(call);
directory::awaitable<answer> get_entity_history(call);

// preview.cpp
directory::awaitable<answer> preview_synchronization(call);

// statistics.cpp
directory::awaitable<answer> get_directory_statistics(call);

// credentials.cpp
directory::awaitable<answer> create_credential(call);
answer list_credentials(const call&);
directory::awaitable<answer> update_credential_status(call);
directory::awaitable<answer> delete_credential(call);

// users.cpp
directory::awaitable<answer> create_user(call);
answer get_user(const call&);
answer get_user_id(const call&);
directory::awaitable<answer> list_users(call);
directory::awaitable<answer> update_user(call);
directory::awaitable<answer> update_user_status(call);
directory::awaitable<answer> delete_user(call);
directory::awaitable<answer> reset_user_password(call);

// groups.cpp
directory::awaitable<answer> create_group(call);
answer get_group(const call&);
directory::awaitable<answer> list_groups(call);
directory::awaitable<answer> update_group(call);
directory::awaitable<answer> delete_group(call);
directory::awaitable<answer> add_user_to_group(call);
directory::awaitable<answer> remove_user_from_group(call);
answer list_group_members(const call&);
answer list_joined_groups(const call&);

}  // namespace scimd::management
