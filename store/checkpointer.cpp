#include "store/checkpointer.hpp"

#include <chrono>

#include "store/queries.hpp"

namespace scimd::store {

checkpointer::checkpointer(std::unique_ptr<session> on, std::int64_t between)
    : session_(std::move(on)), between_(between), thread_([this] { work(); }) {}

checkpointer::~checkpointer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void checkpointer::committed(std::int64_t pages_in_log) {
    bool first = false;
    bool enough = false;
    {
        const std::lock_guard lock(mutex_);
        if (pages_in_log < pages_seen_) pages_seen_ = 0;  // the log was begun anew
        first = pages_in_log_ <= pages_seen_;
        const bool was_enough = is_enough();
        pages_in_log_ = pages_in_log;
        enough = is_enough() && !was_enough;
    }
    if (first || enough) wake_.notify_one();
}

void checkpointer::work() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        wake_.wait(lock, [this] { return stopping_ || pages_in_log_ > pages_seen_; });
        wake_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_ || is_enough(); });
        pages_seen_ = pages_in_log_;
        const bool last = stopping_;
        lock.unlock();
        if (!last) checkpoint();
        lock.lock();
    }
    try {
        queries ask(*session_);
        rows outcome = ask.run(statement_name::checkpoint_and_truncate, {});
        outcome.next();
    } catch (const store_failure&) {
        return;  // the log stays; the next start reads it
    }
}

// Nearly all is moved while the writer goes on; the little that it wrote meanwhile while it waits.
void checkpointer::checkpoint() try {
    queries ask(*session_);
    {
        rows outcome = ask.run(statement_name::checkpoint, {});
        if (!outcome.next() || outcome.integer(1) < between_) return;
    }
    const std::lock_guard turn(turn_);
    rows outcome = ask.run(statement_name::checkpoint_and_restart, {});
    outcome.next();
} catch (const store_failure&) {
    return;  // busy or a broken disk: nothing is lost, the writer will meet the latter itself
}

}  // namespace scimd::store
