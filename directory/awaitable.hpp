// The coroutine type of the house: bound to io_context's own executor, which costs less than
// any_io_executor at each suspension (performance.md, "What follows", 1).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>

namespace scimd::directory {

using executor = boost::asio::io_context::executor_type;
template <class T>
using awaitable = boost::asio::awaitable<T, executor>;
constexpr boost::asio::use_awaitable_t<executor> use_awaitable{};

// Lets others go on meanwhile; at once where there is nothing to wait for.
inline awaitable<void> wait_for(std::chrono::steady_clock::duration how_long) {
    using clock = std::chrono::steady_clock;
    if (how_long <= clock::duration::zero()) co_return;
    const executor here = co_await boost::asio::this_coro::executor;
    boost::asio::basic_waitable_timer<clock, boost::asio::wait_traits<clock>, executor> timer(
        here, how_long);
    co_await timer.async_wait(use_awaitable);
}

}  // namespace scimd::directory
