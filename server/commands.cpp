#include "server/commands.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <iostream>

#include "directory/directories.hpp"
#include "management/run_action.hpp"
#include "model/instant.hpp"
#include "model/random_text.hpp"
#include "server/command_calls.hpp"

namespace scimd::server {
namespace {

namespace asio = boost::asio;
using management::admitted;
using management::parameters;
using management::rejection;
using action_outcome = admitted<boost::json::object>;

// A coroutine on a loop of its own, until it is done.
action_outcome run_to_end(directory::awaitable<action_outcome> work) {
    asio::io_context loop(1);
    action_outcome outcome;
    std::exception_ptr thrown;
    const auto keep = [&](std::exception_ptr failure, action_outcome answered) {
        thrown = std::move(failure);
        outcome = std::move(answered);
    };
    asio::co_spawn(loop.get_executor(), std::move(work), keep);
    loop.run();
    if (thrown) std::rethrow_exception(thrown);
    return outcome;
}

// Whoever may read the data folder may do everything: no key is asked for, nothing is signed.
action_outcome call_here(directory::directories& house, directory::view& view,
                         std::string_view action, const parameters& arguments) {
    const model::access_key anything;
    const model::origin from{"command line", "", model::random_uuid()};
    auto outcome = run_to_end(
        management::run_action(house, view, {action, arguments, anything, from, model::now()}));
    if (outcome) return outcome;
    rejection refused = outcome.error();
    refused.more["RequestId"] = from.request_id;
    return refused;
}

admitted<std::string> carry_out_here(directory::directories& house, const command& what) {
    directory::view view = house.open_view();
    return carry_out(what, [&](std::string_view action, const parameters& arguments) {
        return call_here(house, view, action, arguments);
    });
}

admitted<std::string> carry_out_there(const management_server& server, const command& what) {
    return carry_out(what, [&](std::string_view action, const parameters& arguments) {
        return call_server(server, action, arguments);
    });
}

// Without a code: no action said it.
rejection reason(std::string message) {
    return {0, "", std::move(message), {}};
}

admitted<std::string> check_laws(directory::directories& house) {
    const auto broken = house.check();
    if (broken.empty()) return std::string("All laws hold.\n");
    std::string lines;
    for (const std::string& one : broken) lines += (lines.empty() ? "" : "\n") + one;
    return reason(lines);
}

admitted<std::string> run_in_folder(const options& chosen, const scim::catalogues& schemas) {
    const auto house =
        directory::directories::open({chosen.data, !makes_a_house(chosen.command), true}, schemas);
    const bool is_check = std::holds_alternative<check>(chosen.command);
    if (!house) {
        const bool elsewhere = house.error().code == model::errc::busy && !is_check;
        return reason(
            house.error().detail +
            (elsewhere ? "; ask that server itself, with --server URL and an access key" : ""));
    }
    return is_check ? check_laws(**house) : carry_out_here(**house, chosen.command);
}

}  // namespace

int run_command(const options& chosen, const scim::catalogues& schemas) {
    const auto outcome = chosen.server ? carry_out_there(*chosen.server, chosen.command)
                                       : run_in_folder(chosen, schemas);
    if (!outcome) {
        std::cerr << "scimd: " << to_text(outcome.error()) << "\n";
        return 1;
    }
    std::cout << *outcome;
    return 0;
}

}  // namespace scimd::server
