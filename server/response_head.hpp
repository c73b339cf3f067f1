// The head of an answer as text, ready to be written before its body: cheaper than Beast's
// serializer, which is a third of what an answer costs (performance.md, "What the parts cost").
#pragma once

#include <ctime>
#include <string>

#include "server/http.hpp"

namespace scimd::server {

// What the head says about the connection: nothing is "stay" in HTTP/1.1 and "close" in HTTP/1.0.
enum class connection_line { none, keep_alive, close };

// One per thread: it remembers the text of the current second.
class head_writer {
 public:
    // Replaces what `head` holds. Content-Length is the size of the body, except for 204 and 304,
    // which have neither.
    void write(std::string& head, const response&, connection_line);

 private:
    const std::string& date();

    std::time_t second_ = 0;
    std::string date_;
};

// Whether an answer with this status may have a body (RFC 9110 §6.4.1).
constexpr bool has_body(int status) {
    return status != 204 && status != 304;
}

}  // namespace scimd::server
