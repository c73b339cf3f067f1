// CloudSSO's actions over HTTP: a request to the gateway, its answer back.
#pragma once

#include "directory/directories.hpp"
#include "management/nonces.hpp"
#include "server/http.hpp"

namespace scimd::server {

// Answers `/` with an action, whatever it is asked. The nonces are one for the whole server, the
// view is the thread's; all four outlive the answer.
awaitable<response> answer_management(directory::directories&, directory::view&,
                                      management::nonces&, const request&);

}  // namespace scimd::server
