// A real house in memory with one access key, and a client that signs its calls: what the tests of
// actions start from.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <exception>
#include <memory>
#include <string>

#include "directory/directories.hpp"
#include "management/gateway.hpp"
#include "scim/catalogues.hpp"

namespace scimd::management::tests {

namespace json = boost::json;

// Runs a coroutine on a loop of its own until it is done.
template <class Outcome>
Outcome run_to_end(directory::awaitable<Outcome> work) {
    boost::asio::io_context loop(1);
    Outcome outcome;
    std::exception_ptr thrown;
    auto keep = [&](std::exception_ptr failure, Outcome value) {
        thrown = failure;
        outcome = std::move(value);
    };
    boost::asio::co_spawn(loop.get_executor(), std::move(work), keep);
    loop.run();
    if (thrown) std::rethrow_exception(thrown);
    return outcome;
}

struct reply {
    int status = 0;
    json::object body;
    std::string text;  // as sent, for XML
    parameters headers;

    std::string code() const {
        const json::value* const found = body.if_contains("Code");
        return found == nullptr ? std::string() : std::string(found->as_string());
    }
    std::string message() const { return std::string(body.at("Message").as_string()); }
};

constexpr std::string_view access_key = "test-key";
constexpr std::string_view access_secret = "test-secret";

class a_house {
 public:
    // Without flow control, unless the rates say otherwise.
    explicit a_house(call_rates = {0, 0});

    // A call of version 1.0 with DirectoryId, signed. Arguments replace the common parameters of
    // the same name.
    reply call(const std::string& action, const parameters& arguments = {});
    // The same without DirectoryId.
    reply call_without_directory(const std::string& action, const parameters& arguments = {});
    // A call that must succeed.
    json::object succeed(const std::string& action, const parameters& arguments = {});
    // Sends anything.
    reply send(const incoming&);
    // Signs the parameters given, none added, and sends them in the URL.
    reply send_signed(parameters, const std::string& method = "GET",
                      std::string_view secret = access_secret);
    // The common parameters of a call now, with a fresh nonce.
    parameters common(const std::string& action);

    // What an identity provider pushes; answers the id.
    std::string push_user(const std::string& document);
    std::string push_group(const std::string& document);
    // Makes a manual user or group; answers the id.
    std::string make_user(const std::string& name);
    std::string make_group(const std::string& name);
    void enable() {
        succeed("SetSCIMSynchronizationStatus", {{"SCIMSynchronizationStatus", "Enabled"}});
    }
    void disable() {
        succeed("SetSCIMSynchronizationStatus", {{"SCIMSynchronizationStatus", "Disabled"}});
    }

    model::instant now{1'795'334'400'000};  // 2026-11-22T08:00:00Z
    std::string directory_id;
    scim::catalogues catalogues;
    std::unique_ptr<directory::directories> house;
    directory::view view;
    entrance door;
    model::token_buckets::moment moment{};

 private:
    directory::receipt submit(directory::change, model::author);
    int calls_ = 0;
};

// `&name=value` as a client encodes it.
std::string encoded(const parameters&);

}  // namespace scimd::management::tests
