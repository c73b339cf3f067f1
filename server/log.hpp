// What the server says on stderr: one line per request and one per error, and never a secret. A
// line is one write(2), so threads need no lock to keep theirs apart.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "server/http.hpp"

namespace scimd::server {

enum class log_level { none, errors, requests };

// "none", "errors" or "requests"; anything else is nothing.
std::optional<log_level> log_level_from_text(std::string_view);

class logbook {
 public:
    explicit logbook(log_level level = log_level::requests, int descriptor = 2)
        : level_(level), descriptor_(descriptor) {}

    // One line: time, method, target, status, bytes sent, milliseconds, remote address, request id.
    // `answered` brings the id along in its x-acs-request-id or X-Request-Id header.
    void exchange(const request& asked, const response& answered, std::size_t bytes_sent,
                  std::chrono::steady_clock::duration taken) const;

    // What should not have happened. Called once, where it is answered.
    void error(std::string_view what) const;

 private:
    void write_line(std::string& line) const;

    log_level level_;
    int descriptor_;
};

// What may be told of a request's target: all of it under /scim/v2; elsewhere the path and the
// Action, because the rest of a management query is signature and personal data. Control characters
// are escaped, and it is cut at 1,500 bytes.
std::string loggable_target(const request&);

}  // namespace scimd::server
