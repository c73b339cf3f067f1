// Command lines and environments, as tests say them.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <variant>
#include <vector>

#include "server/options.hpp"

namespace scimd::server {

inline std::variant<options, farewell> read(std::vector<const char*> words) {
    words.insert(words.begin(), "scimd");
    return read_options(static_cast<int>(words.size()), words.data());
}

inline options accepted(const std::vector<const char*>& words) {
    auto outcome = read(words);
    if (const auto* said = std::get_if<farewell>(&outcome)) ADD_FAILURE() << said->text;
    return std::get<options>(outcome);
}

template <class Command>
Command accepted_as(const std::vector<const char*>& words) {
    return std::get<Command>(accepted(words).command);
}

inline std::string refused(const std::vector<const char*>& words) {
    auto outcome = read(words);
    if (!std::holds_alternative<farewell>(outcome)) return "(accepted)";
    EXPECT_EQ(std::get<farewell>(outcome).exit_code, 2);
    return std::get<farewell>(outcome).text;
}

// For as long as it lives.
class environment {
 public:
    environment(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
    ~environment() { unsetenv(name_); }
    environment(const environment&) = delete;
    environment& operator=(const environment&) = delete;

 private:
    const char* name_;
};

}  // namespace scimd::server
