#include "server/log.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/url/pct_string_view.hpp>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "model/instant.hpp"
#include "model/text.hpp"

namespace scimd::server {
namespace {

constexpr std::size_t target_bytes_max = 1500;
constexpr std::size_t action_bytes_max = 64;

void append_milliseconds(std::string& line, std::chrono::steady_clock::duration taken) {
    std::array<char, 32> digits{};
    const double milliseconds = std::chrono::duration<double, std::milli>(taken).count();
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), milliseconds,
                                   std::chars_format::fixed, 3);
    line.append(digits.data(), end.ptr);
}

bool is_action_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The value of Action= among name=value pairs, when it looks like the name of an action.
std::string_view action_among(std::string_view pairs) {
    while (!pairs.empty()) {
        const auto pair = pairs.substr(0, pairs.find('&'));
        pairs.remove_prefix(std::min(pair.size() + 1, pairs.size()));
        if (pair.starts_with("Action=")) return pair.substr(7);
    }
    return {};
}

std::string_view action_of(const request& asked) {
    auto action = action_among(asked.query());
    if (action.empty()) action = asked.header("x-acs-action");
    if (action.empty() &&
        asked.header("Content-Type").starts_with("application/x-www-form-urlencoded"))
        action = action_among(asked.body);
    if (action.size() > action_bytes_max ||
        !std::all_of(action.begin(), action.end(), is_action_character))
        return {};
    return action;
}

// The value of a header among the lines of response::headers.
std::string_view value_among(std::string_view lines, std::string_view name) {
    while (!lines.empty()) {
        const auto line = lines.substr(0, lines.find("\r\n"));
        lines.remove_prefix(std::min(line.size() + 2, lines.size()));
        if (line.size() > name.size() + 2 && line[name.size()] == ':' &&
            boost::beast::iequals(line.substr(0, name.size()), name))
            return line.substr(name.size() + 2);
    }
    return {};
}

std::string_view request_id_of(const response& answered) {
    const auto id = value_among(answered.headers, "x-acs-request-id");
    return id.empty() ? value_among(answered.headers, "X-Request-Id") : id;
}

std::string_view or_dash(std::string_view text) {
    return text.empty() ? "-" : text;
}

// Somebody who filters by a password is refused, and still must not find it in our log (Law 8).
bool mentions_password(std::string_view query) {
    std::string plain;
    while (!query.empty()) {
        // An escape that is none must not hide those that are.
        const auto encoded = boost::urls::make_pct_string_view(query.substr(0, 3));
        const bool is_escape = query.starts_with('%') && encoded;
        plain += is_escape ? encoded->decode() : std::string(1, query.front());
        query.remove_prefix(is_escape ? 3 : 1);
    }
    return model::to_lower(plain).find("password") != std::string::npos;
}

}  // namespace

std::optional<log_level> log_level_from_text(std::string_view text) {
    if (text == "none") return log_level::none;
    if (text == "errors") return log_level::errors;
    if (text == "requests") return log_level::requests;
    return std::nullopt;
}

std::string loggable_target(const request& asked) {
    const auto path = asked.path();
    const bool scim = path == "/scim/v2" || path.starts_with("/scim/v2/");
    const bool whole = scim && !mentions_password(asked.query());
    const std::string_view shown = whole ? std::string_view(asked.target) : path;
    std::string target;
    model::append_printable(target, shown.substr(0, target_bytes_max));
    if (shown.size() > target_bytes_max) target.append("…");
    if (scim) return target;
    if (const auto action = action_of(asked); !action.empty())
        target.append("?Action=").append(action);
    return target;
}

void logbook::exchange(const request& asked, const response& answered, std::size_t bytes_sent,
                       std::chrono::steady_clock::duration taken) const {
    if (level_ < log_level::requests) return;
    std::string line = model::to_text(model::now());
    line.append(" ").append(
        or_dash(std::string_view(asked.method_text).substr(0, action_bytes_max)));
    line.append(" ").append(or_dash(loggable_target(asked)));
    line.append(" ").append(std::to_string(answered.status));
    line.append(" ").append(std::to_string(bytes_sent)).append(" ");
    append_milliseconds(line, taken);
    line.append("ms ").append(or_dash(asked.remote_address)).append(" ");
    model::append_printable(line, or_dash(request_id_of(answered)));
    write_line(line);
}

void logbook::error(std::string_view what) const {
    if (level_ < log_level::errors) return;
    std::string line = model::to_text(model::now()) + " error: ";
    model::append_printable(line, what);
    write_line(line);
}

void logbook::write_line(std::string& line) const {
    line.push_back('\n');
    // A log that cannot be written is not worth failing a request for.
    [[maybe_unused]] const auto written = ::write(descriptor_, line.data(), line.size());
}

}  // namespace scimd::server
