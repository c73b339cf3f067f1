// What the commands about directories, credentials and access keys do, said as management actions:
// one code for a data folder and for a running server, from the parameters to what is printed.
#pragma once

#include <boost/json/object.hpp>

#include <functional>
#include <string>
#include <string_view>

#include "management/faults.hpp"
#include "management/parameters.hpp"
#include "server/options.hpp"

namespace scimd::server {

// Calls an action: in the house at hand or over the network. Answers the members of a success. Of a
// refusal, `more` holds the RequestId; one without a code came from no action.
using call_action = std::function<management::admitted<boost::json::object>(
    std::string_view action, const management::parameters&)>;

// Carries a command out and answers what to print; secrets are in it this once. The first action
// that is refused ends it. dev, serve and check are no such commands: there is nothing to print.
management::admitted<std::string> carry_out(const command&, const call_action&);

// What may be the first thing ever said to a data folder. Everything else is about what is there.
bool makes_a_house(const command&);

// "Code: Message (RequestId)", as far as there is each of them.
std::string to_text(const management::rejection&);

}  // namespace scimd::server
