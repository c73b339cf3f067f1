// The Authorization header → the token in it. Bearer (RFC 6750), or Basic with the token for a
// password, because some connectors can do no other (OKTA-28). Scheme names compare without case.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "directory/directories.hpp"
#include "server/http.hpp"

namespace scimd::server {

// Nothing when the header holds no credential we understand.
std::optional<std::string> token_from(std::string_view authorization);

// Whom a request speaks for. errc::unauthenticated, in a sentence that tells a missing header from
// a wrong one and nothing else: which tokens exist is nobody's business.
model::result<std::shared_ptr<const directory::bearer>> authenticate(const request&,
                                                                     directory::view&);

// 401 with a challenge for each scheme that is taken (RFC 7644 §2), Bearer as RFC 6750 §3 has it.
response challenge(const request&, const model::fault&);

}  // namespace scimd::server
