// The messages of RFC 7644 and the discovery resources, as JSON text ready to be sent.
#pragma once

#include <boost/json/object.hpp>

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "model/entity.hpp"
#include "scim/schema.hpp"

namespace scimd::scim {

constexpr std::string_view error_urn = "urn:ietf:params:scim:api:messages:2.0:Error";
constexpr std::string_view list_response_urn = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
constexpr std::string_view patch_op_urn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
constexpr std::string_view search_request_urn =
    "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

// {"schemas":[…Error],"status":"404","scimType":…,"detail":…} (RFC 7644 §3.12); scimType is left
// out when empty.
std::string error_text(int status, std::string_view scim_type, std::string_view detail);

// A full user: the stored document with id, active, groups and meta spliced in, nothing parsed.
// `base` is the absolute URL of /scim/v2 without a slash at the end. groups == nullptr leaves
// `groups` out.
void append_user(std::string& out, const model::user&,
                 const std::vector<model::joined_group>* groups, std::string_view base);

// A full group; `members` writes its elements (append_member, separated by commas) or is empty to
// leave `members` out.
void append_group(std::string& out, const model::group&,
                  const std::function<void(std::string&)>& members, std::string_view base);
void append_member(std::string& out, const model::member&, std::string_view base);

// The value of meta.version and of the ETag header: W/"7" (RFC 7644 §3.14).
std::string version_text(std::int64_t version);

// Opens and closes a ListResponse around comma-separated resources (RFC 7644 §3.4.2).
void append_list_head(std::string& out, std::int64_t total, std::int64_t start_index,
                      std::size_t items);
// The head of a page of a walk by cursor (RFC 9865 section 2); the last page has no next cursor.
void append_cursor_list_head(std::string& out, std::int64_t total, std::size_t items,
                             std::string_view next_cursor);
void append_list_tail(std::string& out);

// The discovery resources (RFC 7643 §5–7), each with its meta.location under `base`. Lists are
// ListResponses, which have no location.
struct description {
    std::string text;
    std::string location;  // meta.location, which Content-Location repeats (RFC 7643 §3.1)
};
description describe_service(const catalogue&, std::string_view base);
description describe_resource_types(const catalogue&, std::string_view base);
description describe_schemas(const catalogue&, std::string_view base);
// One by its name or URN, without regard to case; an empty text when there is none.
description describe_resource_type(const catalogue&, std::string_view name, std::string_view base);
description describe_schema(const catalogue&, std::string_view urn, std::string_view base);

// JSON string escaping, quotes included.
void append_json_string(std::string& out, std::string_view text);

}  // namespace scimd::scim
