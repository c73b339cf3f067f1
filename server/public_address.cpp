#include "server/public_address.hpp"

#include <algorithm>
#include <map>

#include "model/text.hpp"
#include "scim/schema.hpp"

namespace scimd::server {
namespace {

namespace ip = boost::asio::ip;
using model::errc;
using model::refusal;
using model::result;
using model::trim;

constexpr std::string_view forwarded = "Forwarded";
constexpr std::string_view x_forwarded = "X-Forwarded-";

// What stands after the last comma: what the proxy next to us added.
std::string_view last_of(std::string_view list) {
    const std::size_t comma = list.rfind(',');
    return trim(comma == std::string_view::npos ? list : list.substr(comma + 1));
}

// What stands before it: what that proxy was told itself.
std::string_view without_last(std::string_view list) {
    const std::size_t comma = list.rfind(',');
    return comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
}

bool is_host(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("-._~:[]%").find(c) != std::string_view::npos;
    });
}

bool is_scheme(std::string_view text) {
    return scim::equal_names(text, "http") || scim::equal_names(text, "https");
}

// How a client reached us, as far as somebody said; empty where nobody did.
struct reached {
    std::string_view scheme;
    std::string_view host;
    std::string_view port;
    std::string_view client;  // an address, maybe with a port
};

std::string_view unquoted(std::string_view text) {
    if (text.size() >= 2 && text.starts_with('"') && text.ends_with('"'))
        return text.substr(1, text.size() - 2);
    return text;
}

// Forwarded: for=192.0.2.43;proto=https;host=scim.example.com   (RFC 7239 §4)
reached read_forwarded(std::string_view element) {
    reached said;
    while (!element.empty()) {
        const std::size_t length = std::min(element.find(';'), element.size());
        const std::string_view pair = trim(element.substr(0, length));
        element.remove_prefix(std::min(length + 1, element.size()));
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos) continue;
        const std::string_view name = trim(pair.substr(0, equals));
        const std::string_view value = unquoted(trim(pair.substr(equals + 1)));
        if (scim::equal_names(name, "proto")) said.scheme = value;
        if (scim::equal_names(name, "host")) said.host = value;
        if (scim::equal_names(name, "for")) said.client = value;
    }
    return said;
}

reached read_proxy(const request& from) {
    if (const std::string_view standard = from.header("Forwarded"); !standard.empty())
        return read_forwarded(last_of(standard));
    return {last_of(from.header("X-Forwarded-Proto")),
            last_of(from.header("X-Forwarded-Host")),
            last_of(from.header("X-Forwarded-Port")),
            {}};
}

// Whether anybody says anything about where the request came from: most come from clients directly.
bool is_passed_on(const request& from) {
    return std::ranges::any_of(from.headers, [](const auto& header) {
        const std::string_view name = header.name_string();
        return name.size() >= forwarded.size() &&
               (scim::equal_names(name.substr(0, forwarded.size()), forwarded) ||
                scim::equal_names(name.substr(0, x_forwarded.size()), x_forwarded));
    });
}

// "192.0.2.43", "192.0.2.43:4711", "2001:db8::17" or "[2001:db8::17]:4711" (RFC 7239 §6), without
// the port; empty when it is none of them.
std::string address_in(std::string_view node) {
    if (node.starts_with('['))
        node = node.substr(1, node.find(']') - 1);
    else if (node.find(':') == node.rfind(':'))
        node = node.substr(0, node.find(':'));
    boost::system::error_code failed;
    const auto address = ip::make_address(node, failed);
    return failed ? std::string() : address.to_string();
}

// A list may come in several lines (RFC 9110 §5.3): some proxies add one of their own.
std::string all_lines(const request& from, std::string_view name) {
    std::string joined;
    const auto [first, behind] = from.headers.equal_range(name);
    for (auto line = first; line != behind; ++line) {
        if (!joined.empty()) joined += ',';
        joined += std::string_view(line->value());
    }
    return joined;
}

bool is_port(std::string_view text) {
    return !text.empty() && text.size() <= 5 &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool names_port(std::string_view host) {
    return host.find(':', std::min(host.find(']'), host.size())) != std::string_view::npos ||
           (!host.starts_with('[') && host.find(':') != std::string_view::npos);
}

}  // namespace

trusted_proxies trusted_proxies::loopback() {
    return *from_text("127.0.0.0/8, ::1/128");
}

result<trusted_proxies> trusted_proxies::from_text(std::string_view text) {
    trusted_proxies made;
    if (trim(text) == "none") return made;
    while (!text.empty()) {
        const std::size_t length = std::min(text.find(','), text.size());
        const std::string part(trim(text.substr(0, length)));
        text.remove_prefix(std::min(length + 1, text.size()));
        if (part.empty()) continue;
        const bool network = part.find('/') != std::string::npos;
        const bool six = part.find(':') != std::string::npos;
        boost::system::error_code failed;
        if (six)
            made.v6_.push_back(ip::make_network_v6(network ? part : part + "/128", failed));
        else
            made.v4_.push_back(ip::make_network_v4(network ? part : part + "/32", failed));
        if (failed)
            return refusal(errc::invalid_parameter, "trusted-proxies",
                           "'" + part +
                               "' is neither an IP address nor a network like "
                               "10.0.0.0/8");
    }
    return made;
}

bool trusted_proxies::include(std::string_view remote_address) const {
    boost::system::error_code failed;
    const auto address = ip::make_address(remote_address, failed);
    if (failed) return false;
    if (address.is_v4())
        return std::ranges::any_of(v4_, [&](const ip::network_v4& one) {
            return ip::network_v4(address.to_v4(), one.prefix_length()).network() == one.network();
        });
    return std::ranges::any_of(v6_, [&](const ip::network_v6& one) {
        return ip::network_v6(address.to_v6(), one.prefix_length()).network() == one.network();
    });
}

std::string public_address::base_of(const request& from) const {
    if (!url.empty()) return url + "/scim/v2";
    reached said;
    if (is_passed_on(from) && proxies.include(from.remote_address)) said = read_proxy(from);
    std::string base(from.secure ? "https" : "http");
    if (is_scheme(said.scheme)) base = scim::equal_names(said.scheme, "https") ? "https" : "http";
    base += "://";
    const std::string_view host = is_host(said.host) ? said.host : from.header("Host");
    base += is_host(host) ? host : std::string_view("localhost");
    if (is_port(said.port) && !names_port(host) &&
        said.port != (base.starts_with("https") ? "443" : "80"))
        base += ":" + std::string(said.port);
    return base + "/scim/v2";
}

// From who connected, past trusted proxies, to the one that the last of them names.
template <class Read>
std::string public_address::walk_back(std::string client, std::string_view said,
                                      Read address) const {
    while (!said.empty() && proxies.include(client)) {
        std::string named = address(last_of(said));
        if (named.empty()) break;
        client = std::move(named);
        said = without_last(said);
    }
    return client;
}

std::string public_address::client_of(const request& from) const {
    if (!is_passed_on(from)) return from.remote_address;
    const std::string standard = all_lines(from, "Forwarded");
    const std::string usual = all_lines(from, "X-Forwarded-For");
    const std::string by_standard = walk_back(
        from.remote_address, standard,
        [](std::string_view nearest) { return address_in(read_forwarded(nearest).client); });
    const std::string by_usual = walk_back(from.remote_address, usual, &address_in);
    // A proxy sets one of the two and passes on what the client says in the other.
    if (!standard.empty() && !usual.empty() && by_standard != by_usual) return from.remote_address;
    return standard.empty() ? by_usual : by_standard;
}

}  // namespace scimd::server
