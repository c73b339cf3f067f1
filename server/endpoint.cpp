#include "server/endpoint.hpp"

#include <boost/asio/ip/address.hpp>

#include <charconv>
#include <optional>
#include <system_error>

namespace scimd::server {
namespace {

using boost::asio::ip::address;

std::optional<address> address_from_text(std::string_view text) {
    boost::system::error_code failed;
    const auto made = boost::asio::ip::make_address(text, failed);
    if (failed) return std::nullopt;
    return made;
}

std::optional<std::uint16_t> port_from_text(std::string_view text) {
    std::uint16_t port = 0;
    const auto end = text.data() + text.size();
    const auto [stopped, failed] = std::from_chars(text.data(), end, port);
    if (text.empty() || failed != std::errc{} || stopped != end) return std::nullopt;
    return port;
}

model::fault refuse(std::string_view text, std::string_view why) {
    return model::refusal(
        model::errc::invalid_parameter, "listen",
        "'" + std::string(text) + "' is no address to listen on: " + std::string(why));
}

}  // namespace

model::result<endpoint> endpoint_from_text(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return refuse(text, "write host:port");
    auto host = text.substr(0, colon);
    const auto port = port_from_text(text.substr(colon + 1));
    if (!port) return refuse(text, "the port must be a number from 0 to 65535");

    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
        const auto literal = address_from_text(host);
        if (!literal || !literal->is_v6())
            return refuse(text, "in the brackets belongs an IPv6 address");
    } else if (host.find(':') != std::string_view::npos) {
        return refuse(text, "put an IPv6 address in brackets, as in [::1]:8080");
    } else if (host != "localhost" && !address_from_text(host)) {
        return refuse(text, "the host must be an IP address or localhost");
    }
    return endpoint{std::string(host), *port};
}

std::string to_text(const endpoint& where) {
    const bool bare = where.host.find(':') == std::string::npos;
    return (bare ? where.host : "[" + where.host + "]") + ":" + std::to_string(where.port);
}

bool is_loopback(std::string_view host) {
    if (host == "localhost") return true;
    auto literal = address_from_text(host);
    if (!literal) return false;
    // ::ffff:127.0.0.1 is the IPv4 loopback in an IPv6 coat, but address_v6::is_loopback knows ::1
    // only.
    if (literal->is_v6() && literal->to_v6().is_v4_mapped())
        literal = boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, literal->to_v6());
    return literal->is_loopback();
}

}  // namespace scimd::server
