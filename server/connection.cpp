#include "server/connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <exception>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "server/request_head.hpp"

namespace scimd::server {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using clock = std::chrono::steady_clock;
using directory::use_awaitable;

constexpr std::size_t head_read_bytes = 4'096;
constexpr std::size_t body_read_bytes = 65'536;
constexpr std::string_view unknown_exception = "something that is no std::exception was thrown";
constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

// The name of the peer, an IPv4 one in IPv4's form even when the listener is an IPv6 one.
std::string address_of(const tcp_socket& socket) {
    error_code failed;
    auto address = socket.remote_endpoint(failed).address();
    if (failed) return {};
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return address.to_string();
}

tcp_socket& tcp_of(tcp_socket& stream) {
    return stream;
}
tcp_socket& tcp_of(asio::ssl::stream<tcp_socket>& stream) {
    return stream.next_layer();
}

// Stream is tcp_socket or a TLS stream over one. Reading is done by hand rather than with Beast's
// async_read: fewer suspensions, and it is here that one sees which limit holds when.
template <class Stream>
class connection {
 public:
    static constexpr bool secure = !std::is_same_v<Stream, tcp_socket>;

    connection(Stream& stream, hall& around)
        : stream_(stream),
          hall_(around),
          watch_(around.present.emplace(around.present.end())),
          share_(around.bodies) {
        watch_->socket = &tcp_of(stream);
        error_code ignored;
        tcp_of(stream).set_option(asio::ip::tcp::no_delay(true), ignored);
        remote_address_ = address_of(tcp_of(stream));
    }
    ~connection() { hall_.present.erase(watch_); }
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    awaitable<bool> shake_hands();  // TLS only; whether it worked
    awaitable<void> talk();
    awaitable<void> turn_away();

 private:
    awaitable<std::optional<refusal>> read_request(request&);
    awaitable<std::optional<refusal>> read_head();
    awaitable<std::optional<refusal>> read_body();
    awaitable<bool> read_more(std::size_t bytes);
    answering ask(const request&);
    awaitable<response> wait_for(awaitable<response>, const request&);
    response apologize(const request&, std::string_view what_broke);
    awaitable<void> send(const request&, const response&, connection_line);
    awaitable<void> part(bool refused);

    void take_head(request&);
    void allow(std::chrono::milliseconds, bool idle);
    void allow_any_time() { watch_->deadline = clock::time_point::max(); }
    std::optional<refusal> cut_off();

    Stream& stream_;
    hall& hall_;
    std::list<watched>::iterator watch_;
    std::string remote_address_;
    boost::beast::flat_buffer
        buffer_;  // what was read and not yet parsed: pipelined requests wait here
    std::optional<http::request_parser<http::string_body>> parser_;
    std::string head_;
    body_share share_;  // until the request is answered
    clock::time_point began_;
    bool gone_ = false;  // nobody is there to answer
};

template <class Stream>
awaitable<void> connection<Stream>::talk() {
    bool stay = true;
    bool refused = false;
    while (stay && !(hall_.closing && buffer_.size() == 0)) {
        request asked;
        auto fault = co_await read_request(asked);
        if (gone_) co_return;

        response answer;
        refused = fault.has_value();
        if (refused) {
            answer = hall_.refuse(fault->status, asked.target, fault->detail);
            if (fault->status == 503) answer.add("Retry-After", "1");
        } else {
            auto given = ask(asked);
            if (auto* at_once = std::get_if<response>(&given)) {
                answer = std::move(*at_once);
            } else {
                auto waited_for =
                    co_await wait_for(std::get<awaitable<response>>(std::move(given)), asked);
                answer = std::move(waited_for);
            }
        }
        // An HTTP/1.0 client that may stay has to be told so; any client that may not, too.
        stay = !refused && !answer.close && !hall_.closing && parser_->keep_alive();
        const bool silent = stay && parser_->get().version() >= 11;
        const auto line = silent ? connection_line::none
                          : stay ? connection_line::keep_alive
                                 : connection_line::close;
        co_await send(asked, answer, line);
        if (gone_) co_return;
        share_.let_go();
    }
    co_await part(refused);
}

template <class Stream>
awaitable<bool> connection<Stream>::shake_hands() {
    allow(hall_.limits.header_read, true);
    error_code failed;
    if constexpr (secure)
        co_await stream_.async_handshake(asio::ssl::stream_base::server,
                                         asio::redirect_error(use_awaitable, failed));
    co_return !failed;
}

template <class Stream>
awaitable<void> connection<Stream>::turn_away() {
    began_ = clock::now();
    request nothing;
    nothing.remote_address = remote_address_;
    auto answer = hall_.refuse(503, {}, "The server has as many connections as it takes.");
    answer.add("Retry-After", "1");
    co_await send(nothing, answer, connection_line::close);
    if (!gone_) co_await part(true);
}

// Reads one request whole. A refusal comes with as much of the request as is known.
template <class Stream>
awaitable<std::optional<refusal>> connection<Stream>::read_request(request& asked) {
    parser_.emplace();
    parser_->header_limit(
        std::numeric_limits<std::uint32_t>::max());  // ours counts better: read_head
    parser_->body_limit(hall_.limits.body_bytes_max);

    auto fault = co_await read_head();
    began_ = clock::now();
    if (gone_) co_return fault;
    take_head(asked);
    if (fault) co_return fault;

    const unsigned version = parser_->get().version();
    fault = settle_head(asked, version);
    if (fault || parser_->is_done()) co_return fault;

    allow(hall_.limits.body_read, false);
    if (waits_for_continue(asked, version) && buffer_.size() == 0) {
        error_code failed;
        co_await asio::async_write(stream_, asio::buffer(continue_line),
                                   asio::redirect_error(use_awaitable, failed));
    }
    auto cut_short = co_await read_body();
    asked.body = std::move(parser_->get().body());
    co_return cut_short;
}

template <class Stream>
awaitable<std::optional<refusal>> connection<Stream>::read_head() {
    if (buffer_.size() == 0 && buffer_.capacity() > head_read_bytes) buffer_.shrink_to_fit();
    allow(hall_.limits.idle, true);
    // Beast's own limit is for what one call of put sees: a head that arrives in pieces could grow
    // without end.
    std::size_t size = 0;
    for (;;) {
        // A blank line before the request line is skipped (RFC 9112 §2.2): old clients send one
        // after a body.
        const auto waiting = [&] { return static_cast<const char*>(buffer_.data().data()); };
        while (buffer_.size() >= 2 && !parser_->got_some() && waiting()[0] == '\r' &&
               waiting()[1] == '\n')
            buffer_.consume(2);
        if (buffer_.size() > 0) {
            error_code said;
            const auto used = parser_->put(buffer_.data(), said);
            buffer_.consume(used);
            size += used;
            const bool done = said != http::error::need_more;
            if (size + (done ? 0 : buffer_.size()) > hall_.limits.header_bytes_max)
                co_return refusal_for(http::error::header_limit, hall_.limits.body_bytes_max);
            if (parser_->is_header_done()) co_return std::nullopt;
            if (done && said) co_return refusal_for(said, hall_.limits.body_bytes_max);
            if (watch_->idle) allow(hall_.limits.header_read, false);
        }
        const bool more = co_await read_more(head_read_bytes);
        if (!more) co_return cut_off();
    }
}

template <class Stream>
awaitable<std::optional<refusal>> connection<Stream>::read_body() {
    parser_->eager(true);
    while (!parser_->is_done()) {
        error_code said = http::error::need_more;
        if (buffer_.size() > 0) {
            const auto used = parser_->put(buffer_.data(), said);
            buffer_.consume(used);
            if (said && said != http::error::need_more)
                co_return refusal_for(said, hall_.limits.body_bytes_max);
            if (!share_.grow_to(parser_->get().body().size()))
                co_return refusal{503, "The server has more to receive than it takes on at once."};
            if (!said) continue;
        }
        // What the parser cannot use yet is a chunk's line or the trailer, which have no limit in
        // Beast.
        if (buffer_.size() >= hall_.limits.header_bytes_max)
            co_return refusal{431, "The trailer or a chunk extension is too large."};
        const bool more = co_await read_more(body_read_bytes);
        if (!more) co_return cut_off();
    }
    co_return std::nullopt;
}

// Whether there is more in the buffer. What arrives at the very moment of the deadline still
// counts.
template <class Stream>
awaitable<bool> connection<Stream>::read_more(std::size_t bytes) {
    if (watch_->expired) co_return false;
    const auto room = buffer_.prepare(bytes);
    error_code failed;
    const auto got =
        co_await stream_.async_read_some(room, asio::redirect_error(use_awaitable, failed));
    buffer_.commit(got);
    co_return !failed;
}

// After a failed read: a client that was too slow hears of it; one that left or asked nothing does
// not.
template <class Stream>
std::optional<refusal> connection<Stream>::cut_off() {
    if (watch_->expired && !watch_->idle)
        return refusal{408, "The request took too long to arrive."};
    gone_ = true;
    return std::nullopt;
}

// Moves what is known of the head out of the parser. Fields of a trailer that come later stay in
// the parser: they are not headers, and nobody shall mistake them for such (RFC 9110 §6.5.1).
template <class Stream>
void connection<Stream>::take_head(request& asked) {
    auto& head = parser_->get();
    asked.method = head.method();
    asked.method_text = head.method_string();
    asked.target = head.target();
    asked.headers = std::move(static_cast<http::fields&>(head));
    asked.remote_address = remote_address_;
    asked.secure = secure;
}

template <class Stream>
answering connection<Stream>::ask(const request& asked) {
    allow_any_time();
    try {
        return hall_.application.answer(asked);
    } catch (const std::exception& thrown) {
        return apologize(asked, thrown.what());
    } catch (...) {
        return apologize(asked, unknown_exception);
    }
}

template <class Stream>
awaitable<response> connection<Stream>::wait_for(awaitable<response> answer, const request& asked) {
    std::string broken;
    try {
        auto given = co_await std::move(answer);
        co_return given;
    } catch (const std::exception& thrown) {
        broken = thrown.what();
    } catch (...) {
        broken = unknown_exception;
    }
    co_return apologize(asked, broken);
}

template <class Stream>
response connection<Stream>::apologize(const request& asked, std::string_view what_broke) {
    hall_.log.error(asked.method_text + " " + loggable_target(asked) + ": " +
                    std::string(what_broke));
    return hall_.refuse(500, asked.target, "The server failed to answer.");
}

template <class Stream>
awaitable<void> connection<Stream>::send(const request& asked, const response& answer,
                                         connection_line line) {
    hall_.heads.write(head_, answer, line);
    const bool bodiless = asked.method == http::verb::head || !has_body(answer.status);
    const auto body = bodiless ? asio::const_buffer() : asio::buffer(answer.body);
    const std::array<asio::const_buffer, 2> whole = {asio::buffer(head_), body};

    allow(hall_.limits.write, false);
    error_code failed;
    const auto sent =
        co_await asio::async_write(stream_, whole, asio::redirect_error(use_awaitable, failed));
    gone_ = failed.failed();
    hall_.log.exchange(asked, answer, sent, clock::now() - began_);
}

// Ends our side, then waits a little for the peer to end its own: closing at once, with bytes of
// the peer unread, makes the kernel send RST, and RST can destroy our last answer before the peer
// has read it (RFC 9112 §9.6).
template <class Stream>
awaitable<void> connection<Stream>::part(bool refused) {
    const bool in_haste = hall_.closing && !refused;  // the next sweep ends the farewell of TLS
    allow(in_haste ? std::chrono::milliseconds(0) : hall_.limits.linger, !refused);
    error_code ended;
    if constexpr (secure)
        co_await stream_.async_shutdown(asio::redirect_error(use_awaitable, ended));

    auto& socket = tcp_of(stream_);
    socket.shutdown(tcp_socket::shutdown_send, ended);
    if (in_haste) co_return;
    buffer_.clear();
    std::size_t thrown_away = 0;
    ended = {};
    while (!ended && !watch_->expired && thrown_away < hall_.limits.linger_bytes_max) {
        const auto room = buffer_.prepare(body_read_bytes);
        const auto got =
            co_await socket.async_read_some(room, asio::redirect_error(use_awaitable, ended));
        thrown_away += got;
    }
}

template <class Stream>
void connection<Stream>::allow(std::chrono::milliseconds time, bool idle) {
    watch_->deadline = clock::now() + time;
    watch_->idle = idle;
    watch_->expired = false;
}

}  // namespace

awaitable<void> converse(tcp_socket socket, hall& around) {
    connection<tcp_socket> plain(socket, around);
    co_await plain.talk();
}

awaitable<void> converse(tcp_socket socket, tls_context certificate, hall& around) {
    asio::ssl::stream<tcp_socket> stream(std::move(socket), *certificate);
    connection<asio::ssl::stream<tcp_socket>> secured(stream, around);
    const bool agreed = co_await secured.shake_hands();
    if (agreed) co_await secured.talk();
}

awaitable<void> turn_away(tcp_socket socket, hall& around) {
    connection<tcp_socket> visitor(socket, around);
    co_await visitor.turn_away();
}

}  // namespace scimd::server
