#include "bench/load/answer.hpp"

#include <strings.h>

#include <charconv>
#include <cstring>
#include <stdexcept>
#include <string>

namespace scimd::bench {
namespace {

constexpr std::string_view version = "HTTP/1.1 ";
constexpr std::string_view length_field = "\r\nContent-Length: ";

template <class Number>
Number number_at(std::string_view text, std::size_t where) {
    Number read{};
    if (std::from_chars(text.data() + where, text.data() + text.size(), read).ec != std::errc())
        throw std::runtime_error("an answer that is not HTTP: " + std::string(text.substr(0, 200)));
    return read;
}

// Behind the name; npos: there is none. Names of fields are written in any case.
std::size_t find_length(std::string_view head) {
    for (std::size_t at = head.find("\r\n"); at != std::string_view::npos;
         at = head.find("\r\n", at + 2)) {
        const std::string_view line = head.substr(at);
        if (line.size() > length_field.size() &&
            strncasecmp(line.data(), length_field.data(), length_field.size()) == 0)
            return at + length_field.size();
    }
    return std::string_view::npos;
}

}  // namespace

std::optional<answer_head> read_answer_head(std::string_view received) {
    const std::size_t end = received.find("\r\n\r\n");
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view head = received.substr(0, end + 2);
    if (!head.starts_with(version))
        throw std::runtime_error("an answer that is not HTTP/1.1: " + std::string(head));
    answer_head read{number_at<int>(head, version.size()), end + 4, 0};
    if (const std::size_t at = find_length(head); at != std::string_view::npos)
        read.body_bytes = number_at<std::size_t>(head, at);
    else if (read.status != 204 && read.status != 304)
        throw std::runtime_error("an answer without Content-Length: " + std::string(head));
    return read;
}

std::size_t occurrences(std::string_view text, std::string_view of, std::size_t at_most) {
    std::size_t count = 0;
    while (count < at_most) {
        const void* found = memmem(text.data(), text.size(), of.data(), of.size());
        if (found == nullptr) break;
        ++count;
        const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
        text.remove_prefix(at + of.size());
    }
    return count;
}

}  // namespace scimd::bench
