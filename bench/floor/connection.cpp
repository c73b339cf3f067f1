#include "bench/floor/connection.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>

#include <exception>

namespace scimd::bench {

namespace http = boost::beast::http;

namespace {

constexpr std::uint64_t body_bytes_max = 16 * 1024 * 1024;

}  // namespace

void connection::read() {
    parser_.emplace();
    parser_->body_limit(body_bytes_max);
    http::async_read(socket_, buffer_, *parser_,
                     [self = shared_from_this()](boost::system::error_code failed, std::size_t) {
                         if (!failed) self->answer();
                     });
}

void connection::answer() try {
    const auto& asked = parser_->get();
    answers_.answer(asked.method_string(), asked.target(), asked[http::field::authorization],
                    asked.body(),
                    [self = shared_from_this()](const outcome& given) { self->send(given); });
} catch (const std::exception&) {
    send({400, {}});
}

void connection::send(const outcome& given) {
    out_ = "HTTP/1.1 " + std::to_string(given.status) + " ";
    out_ += http::obsolete_reason(static_cast<http::status>(given.status));
    out_ += "\r\nContent-Type: application/scim+json\r\nContent-Length: ";
    out_ += std::to_string(given.body.size()) + "\r\n\r\n" + given.body;
    boost::asio::async_write(
        socket_, boost::asio::buffer(out_),
        [self = shared_from_this()](boost::system::error_code failed, std::size_t) {
            if (!failed) self->read();
        });
}

}  // namespace scimd::bench
