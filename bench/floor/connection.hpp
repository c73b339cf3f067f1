// One connection: Beast parses, the answer goes out as one prepared text. No timers, no strands:
// this is the floor.
#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <memory>
#include <optional>
#include <string>

#include "bench/floor/answers.hpp"

namespace scimd::bench {

using tcp_socket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

// Owns itself: each operation that runs holds it, and so does an answer that waits for its commit.
class connection : public std::enable_shared_from_this<connection> {
 public:
    connection(tcp_socket accepted, answers& from) : socket_(std::move(accepted)), answers_(from) {}

    void read();

 private:
    void answer();
    void send(const outcome&);

    tcp_socket socket_;
    answers& answers_;
    boost::beast::flat_buffer buffer_;
    std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
    std::string out_;
};

}  // namespace scimd::bench
