// One connection is one loop: read a request, ask the application, write the answer, until either
// side has had enough. Everything a peer can make us wait for or hold in memory has a limit here.
#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstddef>
#include <list>

#include "server/application.hpp"
#include "server/body_budget.hpp"
#include "server/log.hpp"
#include "server/response_head.hpp"
#include "server/tls.hpp"

namespace scimd::server {

// A socket bound to its thread's io_context: no strand, no type-erased executor.
using tcp_socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, directory::executor>;

// The limits of the interface, as defaults. Only tests choose others.
// clang-format off
struct limits {
    std::size_t header_bytes_max = 16UL * 1024;         // request line and headers: 431
    std::size_t body_bytes_max = 4UL * 1024 * 1024;     // 413
    std::size_t bodies_bytes_max = 64UL * 1024 * 1024;  // of all connections at a time: 503
    std::size_t body_bytes_free = 16UL * 1024;          // of each body, not counted there
    std::size_t connections_max = 10'000;               // 503
    std::size_t turned_away_max = 200;                  // of those, at a time; beyond them, not even a 503
    std::size_t linger_bytes_max = 16UL * 1024 * 1024;  // read and thrown away after a refusal
    std::chrono::milliseconds header_read{10'000};      // first byte of a head to its last: 408; and TLS handshakes
    std::chrono::milliseconds idle{60'000};             // between requests
    std::chrono::milliseconds body_read{60'000};        // end of the head to end of the body: 408
    std::chrono::milliseconds write{60'000};            // one answer
    std::chrono::milliseconds linger{2'000};            // waiting for the peer to close first
    std::chrono::milliseconds stop{10'000};             // for what runs when the server is told to stop
};
// clang-format on

// A connection as its thread's clock sees it (io_thread::sweep). A deadline is stored, not armed:
// it costs no timer.
struct watched {
    tcp_socket* socket = nullptr;
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
    bool idle = true;      // nothing is lost when it is interrupted now
    bool expired = false;  // it was interrupted, and reads no more
};

// What the connections of one thread share: whom they ask, what limits them, and who is there. It
// outlives them.
struct hall {
    server::application application;
    refuser refuse;
    server::limits limits;
    logbook log;
    body_budget& bodies;  // of all threads
    head_writer heads;
    std::list<watched> present;
    bool closing = false;  // answer what was asked, with "Connection: close"
};

// Talks with a client until the connection is over, over plain TCP or over TLS.
awaitable<void> converse(tcp_socket, hall&);
awaitable<void> converse(tcp_socket, tls_context, hall&);

// Answers 503 with Retry-After before anything was asked, and closes: there are connections_max
// connections already.
awaitable<void> turn_away(tcp_socket, hall&);

}  // namespace scimd::server
