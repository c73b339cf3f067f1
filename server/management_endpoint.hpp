// CloudSSO's actions over HTTP: a request to the gateway, its answer back.
#pragma once

#include "directory/directories.hpp"
#include "management/entrance.hpp"
#include "server/http.hpp"

namespace scimd::server {

// Answers `/` with an action, whatever it is asked, for a client at this address. The nonces are
// one for the whole server, the view is the thread's; they outlive the answer, and so does the
// request.
awaitable<response> answer_management(directory::directories&, directory::view&,
                                      management::entrance&, const request&, std::string client);

}  // namespace scimd::server
