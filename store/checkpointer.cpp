#include "store/checkpointer.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace scimd::store {
namespace {

// For as long as the writer is asked to wait; it is told in the end, whatever happens meanwhile.
class wanting_turn {
 public:
    explicit wanting_turn(std::atomic<bool>& flag) : flag_(flag) { flag_ = true; }
    wanting_turn(const wanting_turn&) = delete;
    wanting_turn& operator=(const wanting_turn&) = delete;
    ~wanting_turn() {
        flag_ = false;
        flag_.notify_all();
    }

 private:
    std::atomic<bool>& flag_;
};

}  // namespace

checkpointer::checkpointer(std::unique_ptr<session> on, std::int64_t between)
    : session_(std::move(on)),
      ask_(*session_),
      between_(between),
      wanted_(between),
      thread_([this] { work(); }) {}

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
        first = pages_in_log_ <= pages_seen_;  // all that there was has been seen
        if (pages_in_log < pages_in_log_) pages_seen_ = pages_in_log_ = 0;  // it was begun anew
        const bool was_enough = is_enough();
        pages_in_log_ = pages_in_log;
        enough = is_enough() && !was_enough;
    }
    if (first || enough) wake_.notify_one();
}

void checkpointer::work() {
    const std::int64_t soon = between_ / 8;
    std::int64_t retry = soon;
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        wake_.wait(lock, [this] { return stopping_ || pages_in_log_ > pages_seen_; });
        wake_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_ || is_enough(); });
        pages_seen_ = pages_in_log_;
        if (stopping_) break;
        lock.unlock();
        const bool done = checkpoint();
        lock.lock();
        wanted_ = done ? between_ : std::exchange(retry, std::min(2 * retry, between_));
        if (done) retry = soon;
    }
    try {
        rows outcome = ask_.run(statement_name::checkpoint_and_truncate, {});
        outcome.next();
    } catch (const store_failure&) {
        return;  // the log stays; the next start reads it
    }
}

std::int64_t checkpointer::move_pages() {
    rows outcome = ask_.run(statement_name::checkpoint, {});
    return outcome.next() ? outcome.integer(1) : 0;
}

// Nearly all is moved while the writer goes on; and once more, so that little is left when it has
// to wait. Whether the log is as short as it should be.
bool checkpointer::checkpoint() try {
    if (move_pages() < between_) return true;
    const bool is_too_long = move_pages() > 2 * between_;
    return restart_log(is_too_long ? patience : 1);
} catch (const std::exception&) {
    return false;  // busy or a broken disk: nothing is lost, the writer will meet the latter itself
}

// Once all is moved, who begins to read does without the log: each try finds fewer in the way.
bool checkpointer::restart_log(int tries) {
    const wanting_turn wanted(wants_turn_);
    const std::lock_guard turn(turn_);
    for (; tries > 0; --tries) {
        rows outcome = ask_.run(statement_name::checkpoint_and_restart, {});
        if (outcome.next() && outcome.integer(0) == 0) return true;
    }
    return false;
}

}  // namespace scimd::store
