#include "server/server_options.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace scimd::server {
namespace {

using wrong = CLI::ValidationError;  // whose argument, and what is wrong with it: exit code 2
using words = std::span<const char* const>;

// On the command line itself, not in the environment.
bool is_a_flag(words line, std::string_view name) {
    return std::ranges::any_of(line, [name](std::string_view word) {
        return word == name || word.starts_with(std::string(name) + "=");
    });
}

}  // namespace

void take_server(CLI::App& app) {
    app.add_option("--server",
                   "ask a running server, such as https://scim.example.com, and leave "
                   "--data alone")
        ->envname("SCIMD_SERVER");
    app.add_option("--access-key-id", "with which access key to ask it")
        ->envname("SCIMD_ACCESS_KEY_ID");
    app.add_option("--access-key-secret",
                   "its secret; the environment keeps it out of the list of processes")
        ->envname("SCIMD_ACCESS_KEY_SECRET");
    app.add_option("--tls-ca", "certificates to trust, PEM (default: the system's)")
        ->envname("SCIMD_TLS_CA");
}

std::optional<management_server> read_server(const arguments& said, words line) {
    if (said.text("--server").empty()) return std::nullopt;
    if (is_a_flag(line, "--data") && is_a_flag(line, "--server"))
        throw wrong("--server", "a server is asked and a data folder opened, not both");
    if (is_a_flag(line, "--data")) return std::nullopt;
    auto read = management_server_from_text(said.text("--server"));
    if (!read) throw wrong("--server", read.error().detail);
    read->access_key_id = said.text("--access-key-id");
    read->access_key_secret = said.text("--access-key-secret");
    read->tls_ca = said.text("--tls-ca");
    for (const auto* needed : {"--access-key-id", "--access-key-secret"})
        if (said.text(needed).empty()) throw wrong(needed, "a server asks who it is");
    // It stands in a header.
    if (!std::ranges::all_of(read->access_key_id, [](char c) { return c > ' ' && c <= '~'; }))
        throw wrong("--access-key-id", "the id of an access key is letters, digits and . _ -");
    return *read;
}

}  // namespace scimd::server
