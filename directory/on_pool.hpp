// Work on a thread of a pool, awaited by a coroutine that stays where it is. For directory/*.cpp.
#pragma once

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <utility>

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

}  // namespace scimd::directory
