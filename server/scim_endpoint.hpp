// The SCIM operations over HTTP (RFC 7644 §3): parse, submit, answer.
// What may have to wait is a coroutine; what reads at once is not.
#pragma once

#include "server/scim_request.hpp"

namespace scimd::server {

answering list_everything(const scim_request&);
answering search_everything(const scim_request&);

answering list_users(const scim_request&);
answering search_users(const scim_request&);
awaitable<response> create_user(const scim_request&);
response get_user(const scim_request&);
awaitable<response> replace_user(const scim_request&);
awaitable<response> patch_user(const scim_request&);
awaitable<response> delete_user(const scim_request&);

answering list_groups(const scim_request&);
answering search_groups(const scim_request&);
awaitable<response> create_group(const scim_request&);
response get_group(const scim_request&);
awaitable<response> replace_group(const scim_request&);
awaitable<response> patch_group(const scim_request&);
awaitable<response> delete_group(const scim_request&);

// All four methods on many resources, in one transaction (RFC 7644 §3.7). 413 beyond
// scim::bulk_operations_max; while the switch refuses pushes the request is refused whole.
awaitable<response> run_bulk(const scim_request&);

}  // namespace scimd::server
