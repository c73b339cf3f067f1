// One server thread: its io_context, its application and its connections. A connection stays with
// its thread, so nothing in here needs a lock; the other threads' ways in are take, renew and
// close, which send a message.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <cstddef>
#include <thread>

#include "server/connection.hpp"

namespace scimd::server {

using timer = boost::asio::steady_timer::rebind_executor<directory::executor>::other;

class io_thread {
 public:
    // No tls_context: plain HTTP. The budget is all threads'.
    io_thread(application, refuser, const limits&, logbook, tls_context, body_budget&);
    ~io_thread();  // after close and join
    io_thread(const io_thread&) = delete;
    io_thread& operator=(const io_thread&) = delete;

    void run();  // starts the thread
    void take(tcp_socket, bool turn_it_away);
    void renew(tls_context);  // for connections taken from now on
    void close();  // idle connections now, the others once answered, all after limits::stop
    void join();   // waits for that

    std::size_t connections() const { return count_.load(std::memory_order_relaxed); }
    boost::asio::io_context& io() { return io_; }

 private:
    struct departure;  // what happens when a connection is over

    void work();
    void arrive(tcp_socket, bool turn_it_away);
    void await_sweep();
    void sweep();
    void rest_if_done();

    // The order matters: destroying io_ destroys the connections that never ended, and they leave
    // the hall then.
    hall hall_;
    tls_context certificate_;
    std::atomic<std::size_t> count_ = 0;
    std::chrono::milliseconds sweep_every_;
    std::chrono::steady_clock::time_point give_up_ = std::chrono::steady_clock::time_point::max();
    bool sweeping_ = false;
    boost::asio::io_context io_{1};
    timer timer_{io_};
    boost::asio::executor_work_guard<directory::executor> work_{io_.get_executor()};
    std::thread thread_;
};

}  // namespace scimd::server
