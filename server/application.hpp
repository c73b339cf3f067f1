// What a connection hands its requests to. One per server thread: it holds that thread's view of
// the directories.
#pragma once

#include <functional>

#include "server/http.hpp"

namespace scimd::server {

struct application {
    // Answers a request, which stays where it is until then. What it throws, or what it returns
    // does, is our own bug: caught in connection.cpp, logged once, answered with a bare 500.
    std::function<answering(const request&)> answer;
    // Told every few milliseconds while requests come, once more when none came, and at the end:
    // what is held for the next request is let go.
    std::function<void()> rest = [] {};
};

// Answers a request that was refused before it could be read whole (a malformed head, too large a
// head or body), in the form that belongs to its path: SCIM Error JSON under /scim/v2, the CloudSSO
// envelope elsewhere. `target` may be empty.
using refuser =
    std::function<response(int status, std::string_view target, std::string_view detail)>;

}  // namespace scimd::server
