// The coroutine type of the house: bound to io_context's own executor, which costs less than
// any_io_executor at each suspension (performance.md, "What follows", 1).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace scimd::directory {

using executor = boost::asio::io_context::executor_type;
template <class T>
using awaitable = boost::asio::awaitable<T, executor>;
constexpr boost::asio::use_awaitable_t<executor> use_awaitable{};

}  // namespace scimd::directory
