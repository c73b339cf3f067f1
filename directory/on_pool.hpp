// Work on a thread of a pool, awaited by a coroutine that stays where it is. For directory/*.cpp.
#pragma once

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <exception>
#include <utility>

#include "directory/awaitable.hpp"

namespace scimd::directory {

// Starts `run` on a pool and resumes the coroutine on its own executor. `run` is borrowed: the
// coroutine waits for it.
template <class Run>
struct on_pool {
    boost::asio::thread_pool& pool;
    Run& run;

    template <class Handler>
    void operator()(Handler handler) const {
        auto resume = boost::asio::get_associated_executor(handler);
        auto work = boost::asio::make_work_guard(resume);
        boost::asio::post(pool, [this_run = &run, handler = std::move(handler), resume,
                                 work = std::move(work)]() mutable {
            (*this_run)();
            boost::asio::post(resume, std::move(handler));
        });
    }
};

// What `run` throws is thrown where it is awaited: on a thread of the pool it would end the
// process.
template <class Run>
awaitable<void> run_on(boost::asio::thread_pool& pool, Run& run) {
    std::exception_ptr failure;
    auto guarded = [&run, &failure] {
        try {
            run();
        } catch (...) {
            failure = std::current_exception();
        }
    };
    co_await boost::asio::async_initiate<decltype(use_awaitable), void()>(
        on_pool<decltype(guarded)>{pool, guarded}, use_awaitable);
    if (failure) std::rethrow_exception(failure);
}

}  // namespace scimd::directory
