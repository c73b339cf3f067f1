// What a POST, PUT or PATCH asks the directory to do, read from its body. The endpoints of single
// resources and Bulk read alike.
#pragma once

#include <boost/json/value.hpp>

#include "server/scim_request.hpp"

namespace scimd::server {

// Each refuses with what scim::read_document or parse_patch refuse. A password in the body comes
// back as its digest (Law 8): that takes some 15 ms, on a thread of its own. The body is borrowed
// until they are done.
awaitable<model::result<directory::create_user>> read_create_user(const scim_request&,
                                                                  const boost::json::value& body,
                                                                  model::user_id fresh);
awaitable<model::result<directory::replace_user>> read_replace_user(const scim_request&,
                                                                    const boost::json::value& body,
                                                                    model::user_id,
                                                                    directory::preconditions);
awaitable<model::result<directory::patch_user>> read_patch_user(const scim_request&,
                                                                const boost::json::value& body,
                                                                model::user_id,
                                                                directory::preconditions);
model::result<directory::create_group> read_create_group(const scim_request&,
                                                         const boost::json::value& body,
                                                         model::group_id fresh);
model::result<directory::replace_group> read_replace_group(const scim_request&,
                                                           const boost::json::value& body,
                                                           model::group_id,
                                                           directory::preconditions);
model::result<directory::patch_group> read_patch_group(const scim_request&,
                                                       const boost::json::value& body,
                                                       model::group_id, directory::preconditions);

// The identity provider's edit, submitted; the dialects it needed are noted in the request.
awaitable<model::result<directory::receipt>> submit(const scim_request&, directory::change);

}  // namespace scimd::server
