#include "server/response_head.hpp"

#include <boost/beast/http/status.hpp>

#include <array>

namespace scimd::server {

void head_writer::write(std::string& head, const response& answer, connection_line line) {
    const auto status = boost::beast::http::int_to_status(static_cast<unsigned>(answer.status));
    head.assign("HTTP/1.1 ").append(std::to_string(answer.status)).append(" ");
    head.append(boost::beast::http::obsolete_reason(status));
    head.append("\r\nDate: ").append(date()).append("\r\n");
    if (!answer.content_type.empty() && has_body(answer.status))
        head.append("Content-Type: ").append(answer.content_type).append("\r\n");
    if (has_body(answer.status))
        head.append("Content-Length: ").append(std::to_string(answer.body.size())).append("\r\n");
    head.append(answer.headers);
    if (line == connection_line::close) head.append("Connection: close\r\n");
    if (line == connection_line::keep_alive) head.append("Connection: keep-alive\r\n");
    head.append("\r\n");
}

// "Sun, 22 Nov 2026 08:00:00 GMT" (RFC 9110 §5.6.7). Names of days and months are English: not
// strftime, which asks the locale.
const std::string& head_writer::date() {
    static constexpr std::array days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t now = std::time(nullptr);
    if (now == second_) return date_;

    std::tm utc{};
    gmtime_r(&now, &utc);
    const auto two_digits = [](int number) {
        return std::string{static_cast<char>('0' + number / 10),
                           static_cast<char>('0' + number % 10)};
    };
    date_ = std::string(days[static_cast<std::size_t>(utc.tm_wday)]) + ", " +
            two_digits(utc.tm_mday) + " " + months[static_cast<std::size_t>(utc.tm_mon)] + " " +
            std::to_string(utc.tm_year + 1900) + " " + two_digits(utc.tm_hour) + ":" +
            two_digits(utc.tm_min) + ":" + two_digits(utc.tm_sec) + " GMT";
    second_ = now;
    return date_;
}

}  // namespace scimd::server
