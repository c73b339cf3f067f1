#include "server/management_client.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <openssl/ssl.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <exception>
#include <optional>
#include <system_error>
#include <thread>

#include "directory/awaitable.hpp"
#include "management/gateway.hpp"
#include "management/signature.hpp"
#include "model/instant.hpp"
#include "model/random_text.hpp"
#include "model/text.hpp"
#include "scim/document.hpp"

namespace scimd::server {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace json = boost::json;
namespace ssl = asio::ssl;
using directory::awaitable;
using directory::use_awaitable;
using management::admitted;
using management::rejection;
using tcp = asio::ip::tcp;
using socket = asio::basic_stream_socket<tcp, directory::executor>;
using resolver = asio::ip::basic_resolver<tcp, directory::executor>;
using post = http::request<http::string_body>;
using parser = http::response_parser<http::string_body>;

constexpr std::chrono::milliseconds retry_least{10};
constexpr std::chrono::milliseconds retry_most{5'000};

// What kept the answer away: no code, because nobody gave one.
rejection no_answer(std::string message) {
    return {0, "", std::move(message), {}};
}

// Everything goes into the body: an address would stand in the logs of proxies.
post signed_post(const management_server& to, std::string_view action,
                 const management::parameters& arguments) {
    post made{http::verb::post, to.path, 11};
    made.body() = management::canonical_query(arguments);
    made.set(http::field::host, to.authority);
    made.set(http::field::accept, "application/json");
    made.set(http::field::content_type, "application/x-www-form-urlencoded");
    made.set("x-acs-action", action);
    made.set("x-acs-version", management::api_version);
    made.set("x-acs-date", model::to_seconds_text(model::now()));
    made.set("x-acs-signature-nonce", model::random_uuid());
    made.set("x-acs-content-sha256", management::body_digest(made.body()));
    const management::v3_authorization as{
        to.access_key_id,
        {"content-type", "host", "x-acs-action", "x-acs-content-sha256", "x-acs-date",
         "x-acs-signature-nonce", "x-acs-version"},
        {}};
    const management::header_lookup header = [&made](std::string_view name) -> std::string_view {
        return made[name];
    };
    made.set(http::field::authorization,
             management::v3_authorization_header(to.access_key_secret,
                                                 {"POST", {}, header, made.body()}, as));
    made.prepare_payload();
    return made;
}

// One call from the name of the host to the answer; `doing` says at any time what it is at.
struct exchange {
    const management_server& to;
    const post& asked;
    parser answer;
    std::string doing;
    std::exception_ptr failure;
    std::string distrust;  // why a certificate was not trusted
    bool done = false;
};

template <class Stream>
awaitable<void> talk(Stream& stream, exchange& at) {
    at.doing = "the connection to " + at.to.authority + " broke";
    co_await http::async_write(stream, at.asked, use_awaitable);
    boost::beast::flat_buffer buffer;
    co_await http::async_read(stream, buffer, at.answer, use_awaitable);
}

ssl::context trusting(const std::string& certificates) {
    ssl::context made(ssl::context::tls_client);
    made.set_verify_mode(ssl::verify_peer);
    if (certificates.empty())
        made.set_default_verify_paths();
    else
        made.load_verify_file(certificates);
    return made;
}

awaitable<void> talk_secured(socket connected, exchange& at) {
    at.doing = "the certificates in '" + at.to.tls_ca + "' cannot be read";
    ssl::context context = trusting(at.to.tls_ca);
    ssl::stream<socket> stream(std::move(connected), context);
    at.doing = "no TLS with " + at.to.authority;
    stream.set_verify_callback(ssl::host_name_verification(at.to.host));
    SSL* const native = stream.native_handle();
    // An address is no name (RFC 6066 §3).
    boost::system::error_code is_a_name;
    asio::ip::make_address(at.to.host, is_a_name);
    if (is_a_name) SSL_set_tlsext_host_name(native, at.to.host.c_str());
    boost::system::error_code failed;
    co_await stream.async_handshake(ssl::stream_base::client,
                                    asio::redirect_error(use_awaitable, failed));
    const long verdict = SSL_get_verify_result(native);
    if (failed && verdict != X509_V_OK) at.distrust = X509_verify_cert_error_string(verdict);
    if (failed) throw boost::system::system_error(failed);
    co_await talk(stream, at);
}

awaitable<void> call_once(asio::io_context& loop, exchange& at) {
    at.doing = "there is no host " + at.to.host;
    resolver names(loop.get_executor());
    const auto found = co_await names.async_resolve(at.to.host, at.to.port, use_awaitable);
    at.doing = "cannot connect to " + at.to.authority;
    socket connected(loop.get_executor());
    co_await asio::async_connect(connected, found, use_awaitable);
    if (at.to.tls)
        co_await talk_secured(std::move(connected), at);
    else
        co_await talk(connected, at);
}

std::string told(const exchange& at) {
    if (!at.failure) return at.doing + ": there was no answer in time";
    if (!at.distrust.empty()) return at.doing + ": its certificate is not trusted: " + at.distrust;
    try {
        std::rethrow_exception(at.failure);
    } catch (const boost::system::system_error& why) {
        return at.doing + ": " + why.code().message();
    }
}

const json::string* text_member(const json::object& of, std::string_view name) {
    const json::value* const found = of.if_contains(name);
    return found == nullptr ? nullptr : found->if_string();
}

rejection refusal_of(const management_server& to, int status, const json::object& said) {
    rejection made{status, "", "", {}};
    model::append_printable(made.code, said.at("Code").get_string());
    model::append_printable(made.message, said.at("Message").get_string());
    // The server's message is for programmers: it holds what it wanted to be signed.
    if (made.code == "SignatureDoesNotMatch")
        made.message =
            "The server computed another signature: it knows the access key " + to.access_key_id +
            " by another secret, or something on the way rewrites the request (its Host, mostly).";
    if (const json::string* const id = text_member(said, "RequestId")) made.more["RequestId"] = *id;
    return made;
}

admitted<json::object> read_answer(const management_server& to, const parser::value_type& answer) {
    const int status = static_cast<int>(answer.result_int());
    const auto read = scim::parse_json(answer.body());
    const json::object* const said = read ? read->if_object() : nullptr;
    const bool is_refusal = said != nullptr && text_member(*said, "Code") != nullptr &&
                            text_member(*said, "Message") != nullptr;
    if (is_refusal && status >= 400) return refusal_of(to, status, *said);
    if (said != nullptr && status == 200 && text_member(*said, "RequestId") != nullptr)
        return *said;
    return no_answer(to.authority + " answered HTTP " + std::to_string(status) +
                     " with what is no answer of a management action; is this scimd's address?");
}

// How long a throttled call is to wait; nothing for an answer that is final.
std::optional<std::chrono::milliseconds> retry_after(const admitted<json::object>& outcome,
                                                     const parser::value_type& answer) {
    if (outcome || !outcome.error().code.starts_with("Throttling")) return std::nullopt;
    const std::string_view text = answer["x-acs-retry-after"];
    std::int64_t wait = retry_most.count();  // unless it says so
    std::from_chars(text.data(), text.data() + text.size(), wait);
    return std::clamp(std::chrono::milliseconds(wait), retry_least, retry_most);
}

bool is_port(std::string_view text) {
    std::uint16_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, failed] = std::from_chars(text.data(), end, number);
    return failed == std::errc{} && stopped == end && number != 0;
}

void run(exchange& at) {
    asio::io_context loop(1);
    const auto keep = [&at](std::exception_ptr failure) {
        at.failure = std::move(failure);
        at.done = true;
    };
    asio::co_spawn(loop.get_executor(), call_once(loop, at), keep);
    loop.run_for(call_time_max);
}

}  // namespace

model::result<management_server> management_server_from_text(std::string_view url) {
    const auto wrong = model::refusal(
        model::errc::invalid_parameter, "server",
        "'" + std::string(url) + "' must look like https://host, or http://host:8080");
    const auto read = boost::urls::parse_uri(url);
    if (!read || (read->scheme() != "http" && read->scheme() != "https")) return wrong;
    // Boost.URL 1.81 takes "http://host:80x" for one with a path "x", and any digits for a port.
    const bool path_is_one = read->encoded_path().empty() || read->encoded_path().starts_with('/');
    const bool port_is_one = !read->has_port() || is_port(read->port());
    if (read->host_address().empty() || !path_is_one || !port_is_one || read->has_userinfo() ||
        read->has_query() || read->has_fragment())
        return wrong;

    management_server made;
    made.tls = read->scheme() == "https";
    made.authority = read->encoded_host_and_port();
    made.host = read->host_address();
    made.port = read->has_port() ? std::string(read->port()) : made.tls ? "443" : "80";
    made.path = read->encoded_path();
    if (!made.path.ends_with('/')) made.path += '/';
    return made;
}

admitted<json::object> call_server(const management_server& to, std::string_view action,
                                   const management::parameters& arguments) {
    for (int tries = 1;; ++tries) {
        const post asked = signed_post(to, action, arguments);
        exchange at{to, asked, parser(), {}, {}, {}};
        at.answer.body_limit(call_answer_bytes_max);
        run(at);
        if (!at.done || at.failure) return no_answer(told(at));
        auto outcome = read_answer(to, at.answer.get());
        const auto wait = retry_after(outcome, at.answer.get());
        if (!wait || tries == throttled_tries_max) return outcome;
        std::this_thread::sleep_for(*wait);
    }
}

}  // namespace scimd::server
