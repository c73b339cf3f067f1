#include "store/checkpointer.hpp"

#include <chrono>

#include "store/queries.hpp"

namespace scimd::store {

checkpointer::checkpointer(std::unique_ptr<session> on)
    : session_(std::move(on)), thread_([this] { work(); }) {}

checkpointer::~checkpointer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void checkpointer::committed(std::size_t edits) {
    bool first = false;
    bool enough = false;
    {
        const std::lock_guard lock(mutex_);
        first = edits_ == 0;
        edits_ += edits;
        enough = edits_ >= edits_between;
    }
    if (first || enough) wake_.notify_one();
}

void checkpointer::work() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        wake_.wait(lock, [this] { return stopping_ || edits_ > 0; });
        wake_.wait_for(lock, std::chrono::seconds(1),
                       [this] { return stopping_ || edits_ >= edits_between; });
        edits_ = 0;
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

void checkpointer::checkpoint() try {
    queries ask(*session_);
    std::int64_t pages = 0;
    {
        rows outcome = ask.run(statement_name::checkpoint, {});
        if (outcome.next()) pages = outcome.integer(1);
    }
    if (pages > log_pages_max) {
        rows outcome = ask.run(statement_name::checkpoint_and_restart, {});
        outcome.next();
    }
} catch (const store_failure&) {
    return;  // busy or a broken disk: nothing is lost, the writer will meet the latter itself
}

}  // namespace scimd::store
