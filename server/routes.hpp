// Who answers what: the table of addresses under /scim/v2, and the few beside it (interface.md,
// "Addresses").
#pragma once

#include <string>

#include "directory/directories.hpp"
#include "management/entrance.hpp"
#include "server/application.hpp"
#include "server/public_address.hpp"
#include "server/scim_throttle.hpp"

namespace scimd::server {

// What the endpoints of one thread share. Everything outlives the listener.
struct house_of_thread {
    directory::directories& house;
    directory::view view;
    management::entrance& entrance;  // these two: one for the whole server
    scim_throttle& throttle;
    public_address address;
};

// Both are borrowed until the answer is there.
answering answer(house_of_thread&, const request&);

// Refusals that happen before a request has reached anybody (see application.hpp).
response refuse_early(int status, std::string_view target, std::string_view detail);

}  // namespace scimd::server
