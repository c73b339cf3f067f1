#include "server/io_thread.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

namespace scimd::server {
namespace {

namespace asio = boost::asio;
using clock = std::chrono::steady_clock;

// How long a thread goes on, or waits for more, before it rests.
constexpr std::chrono::milliseconds patience{4};

// Deadlines are met to a tenth of the shortest limit, but nobody needs it finer than a second.
std::chrono::milliseconds sweep_interval(const limits& bounds) {
    const auto shortest = std::min({bounds.header_read, bounds.idle, bounds.body_read, bounds.write,
                                    bounds.linger, bounds.stop});
    return std::clamp(shortest / 10, std::chrono::milliseconds(2), std::chrono::milliseconds(1000));
}

}  // namespace

struct io_thread::departure {
    io_thread* left;

    void operator()(const std::exception_ptr& broken) const {
        left->count_.fetch_sub(1, std::memory_order_relaxed);
        left->rest_if_done();
        if (!broken) return;
        try {
            std::rethrow_exception(broken);
        } catch (const std::exception& thrown) {
            left->hall_.log.error(std::string("a connection broke: ") + thrown.what());
        } catch (...) {
            left->hall_.log.error("a connection broke");
        }
    }
};

io_thread::io_thread(application answer, refuser refuse, const limits& bounds, logbook log,
                     tls_context certificate, body_budget& bodies)
    : hall_{std::move(answer), std::move(refuse), bounds, log, bodies, {}, {}, false},
      certificate_(std::move(certificate)),
      sweep_every_(sweep_interval(bounds)) {}

io_thread::~io_thread() {
    join();
}

void io_thread::run() {
    thread_ = std::thread([this] { work(); });
}

// Until there is no more work. Whoever asks again soon finds what was held, but not for longer than
// that: who only writes never asks, and would hold it for ever.
void io_thread::work() {
    while (!io_.stopped()) {
        const bool was_asked = io_.run_for(patience) > 0;
        hall_.application.rest();
        if (!was_asked) io_.run_one();
    }
    hall_.application.rest();
}

void io_thread::join() {
    if (thread_.joinable()) thread_.join();
}

void io_thread::take(tcp_socket socket, bool turn_it_away) {
    count_.fetch_add(1, std::memory_order_relaxed);
    asio::post(io_, [this, turn_it_away, taken = std::move(socket)]() mutable {
        arrive(std::move(taken), turn_it_away);
    });
}

void io_thread::arrive(tcp_socket socket, bool turn_it_away) {
    if (!sweeping_) await_sweep();
    const departure over{this};
    if (turn_it_away)
        asio::co_spawn(io_, server::turn_away(std::move(socket), hall_), over);
    else if (certificate_)
        asio::co_spawn(io_, converse(std::move(socket), certificate_, hall_), over);
    else
        asio::co_spawn(io_, converse(std::move(socket), hall_), over);
}

void io_thread::renew(tls_context certificate) {
    asio::post(
        io_, [this, fresh = std::move(certificate)]() mutable { certificate_ = std::move(fresh); });
}

void io_thread::close() {
    asio::post(io_, [this] {
        hall_.closing = true;
        give_up_ = clock::now() + hall_.limits.stop;
        work_.reset();
        for (auto& connection : hall_.present)
            if (connection.idle) connection.deadline = clock::time_point::min();
        sweep();
        rest_if_done();
    });
}

// Without connections there is nothing to sweep; once the timer is gone too, the thread ends.
void io_thread::rest_if_done() {
    if (hall_.closing && connections() == 0) timer_.cancel();
}

void io_thread::await_sweep() {
    sweeping_ = true;
    timer_.expires_after(sweep_every_);
    timer_.async_wait([this](const boost::system::error_code& cancelled) {
        if (cancelled) return;
        sweep();
        sweeping_ = false;
        if (connections() > 0) await_sweep();
    });
}

// Interrupts the connections whose time is up; what that means to each is its own affair
// (connection.cpp). A pass over 10,000 of them takes less than one timer each would take to arm.
void io_thread::sweep() {
    const auto now = clock::now();
    for (auto& connection : hall_.present) {
        if (now < connection.deadline) continue;
        connection.deadline = clock::time_point::max();
        connection.expired = true;
        boost::system::error_code ignored;
        connection.socket->cancel(ignored);
    }
    if (now < give_up_) return;
    hall_.log.error("stopped with " + std::to_string(connections()) + " connections still busy");
    io_.stop();
}

}  // namespace scimd::server
