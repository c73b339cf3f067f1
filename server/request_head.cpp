#include "server/request_head.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <utility>

namespace scimd::server {
namespace {

namespace http = boost::beast::http;
using boost::beast::iequals;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// uri-host [":" port], by its alphabet (RFC 3986 §3.2.2): what endpoints put into links must not be
// able to leave them.
bool is_authority(std::string_view text) {
    constexpr std::string_view marks = "-._~%!$&'()*+,;=:[]";
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               marks.find(c) != std::string_view::npos;
    });
}

std::optional<refusal> find_host_fault(const request& asked, unsigned version) {
    const auto hosts = asked.headers.count(http::field::host);
    if (hosts > 1) return refusal{400, "There is more than one Host header."};
    if (hosts == 0 && version >= 11) return refusal{400, "The Host header is missing."};
    return std::nullopt;
}

// Stricter than Beast, which takes "5, 5" and equal duplicates, and reads a request with
// "Transfer-Encoding: gzip" as if it had no body. No client we know sends any of these.
std::optional<refusal> find_framing_fault(const request& asked, unsigned version) {
    const auto lengths = asked.headers.count(http::field::content_length);
    const auto encodings = asked.headers.count(http::field::transfer_encoding);
    const auto length = asked.headers[http::field::content_length];
    if (lengths > 1 || !std::all_of(length.begin(), length.end(), is_digit))
        return refusal{400, "Content-Length must be one number."};
    if (encodings == 0) return std::nullopt;
    if (lengths > 0)
        return refusal{400, "Content-Length and Transfer-Encoding exclude each other."};
    if (version < 11) return refusal{400, "HTTP/1.0 has no Transfer-Encoding."};
    if (encodings > 1 || !iequals(asked.headers[http::field::transfer_encoding], "chunked"))
        return refusal{501, "The only Transfer-Encoding understood is chunked."};
    return std::nullopt;
}

bool is_origin_form(const request& asked) {
    return asked.target.starts_with('/') ||
           (asked.target == "*" && asked.method == http::verb::options);
}

void to_origin_form(request& asked) {
    const std::string_view target = asked.target;
    const auto scheme = iequals(target.substr(0, 7), "http://")    ? std::size_t{7}
                        : iequals(target.substr(0, 8), "https://") ? std::size_t{8}
                                                                   : std::size_t{0};
    if (scheme == 0) return;
    const auto authority_end = std::min(target.find_first_of("/?", scheme), target.size());
    asked.headers.set(http::field::host,
                      std::string(target.substr(scheme, authority_end - scheme)));
    std::string path(target.substr(authority_end));
    if (!path.starts_with('/')) path.insert(0, "/");
    asked.target = std::move(path);
}

}  // namespace

refusal refusal_for(const boost::system::error_code& said, std::size_t body_bytes_max) {
    if (said == http::error::header_limit)
        return {431, "The request line and headers are too large."};
    if (said == http::error::body_limit)
        return {413, "The body has more than " + std::to_string(body_bytes_max) +
                         " bytes, the most that is read (maxPayloadSize)."};
    return {400, "The request is malformed: " + said.message() + "."};
}

std::optional<refusal> settle_head(request& asked, unsigned version) {
    if (auto fault = find_framing_fault(asked, version)) return fault;
    if (auto fault = find_host_fault(asked, version)) return fault;
    to_origin_form(asked);
    if (!is_authority(asked.headers[http::field::host]))
        return refusal{400, "The Host header is malformed."};
    if (!is_origin_form(asked)) return refusal{400, "The request target must be a path."};
    if (version >= 11 && asked.headers.count(http::field::expect) > 0 &&
        !waits_for_continue(asked, version))
        return refusal{417, "The only expectation that can be met is 100-continue."};
    return std::nullopt;
}

bool waits_for_continue(const request& asked, unsigned version) {
    return version >= 11 && iequals(asked.headers[http::field::expect], "100-continue");
}

}  // namespace scimd::server
