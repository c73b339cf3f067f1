// ServiceProviderConfig, ResourceTypes and Schemas (RFC 7644 §4): what the schemas say, for
// everybody, without a token.
#pragma once

#include <string_view>

#include "scim/schema.hpp"
#include "server/http.hpp"

namespace scimd::server {

// Whether the first segment below /scim/v2 is one of theirs; /serviceConfiguration is what
// Microsoft's collection calls the first of them.
bool is_discovery(std::string_view collection);

// `id` names one of the collection when there are two segments. 405 for other methods than GET, 403
// with a filter, 404 for what there is not.
response answer_discovery(const scim::catalogue&, const request&, std::string_view collection,
                          std::string_view id, std::size_t segments, std::string_view base);

}  // namespace scimd::server
