// As much of HTTP/1.1 as one needs to know where an answer ends and whether it is right.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace scimd::bench {

struct answer_head {
    int status = 0;
    std::size_t head_bytes = 0;  // up to and with the empty line
    std::size_t body_bytes = 0;

    std::size_t size() const { return head_bytes + body_bytes; }
};

// The head at the beginning of what came in; nothing when it is not complete. Throws
// std::runtime_error for what is not HTTP/1.1 and for a body of unsaid length: none of the servers
// that are measured sends one.
std::optional<answer_head> read_answer_head(std::string_view received);

// How often a text has another in it.
std::size_t occurrences(std::string_view text, std::string_view of, std::size_t at_most);

}  // namespace scimd::bench
