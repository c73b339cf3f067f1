// What the generator is asked to do, from its command line.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "bench/load/scenario.hpp"

namespace scimd::bench {

struct options {
    const scenario* what = nullptr;
    std::string host;
    std::string port;
    bool tls = false;  // certificates are not looked at: it is the server that is measured
    std::string token;
    std::size_t connections = 1;
    std::chrono::duration<double> warm_up{};
    std::chrono::duration<double> duration{};
    std::uint64_t requests = 0;  // 0: as many as fit into the duration
    std::string ids;             // files, see population.hpp
    std::string groups;
    std::string save_ids;  // where the ids of what is created go, in the order of the answers
    std::uint64_t members_from = 0;  // the first of the ids that is in no group
    std::uint64_t first_turn = 0;
    std::uint64_t seed = 1;
    std::optional<int> server_pid;  // whose processor time is told, too
};

struct farewell {
    int exit_code = 0;
    std::string text;
};

// The options, or what to say instead: help, the list of scenarios, what is wrong with the command
// line.
std::variant<options, farewell> read_options(int argc, char** argv);

}  // namespace scimd::bench
