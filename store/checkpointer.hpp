// Moves committed pages from the write-ahead log into the database, on a thread and a session of
// its own, so that no commit waits for it (performance.md, "What follows", 5).
//
// The log can begin anew only when all of it is moved and nobody reads from it. A writer that never
// rests would be ahead for ever, so at the end of a checkpoint it waits, for the few pages it wrote
// meanwhile and some milliseconds for who reads (session.cpp). Where somebody reads for longer, it
// is tried again soon, and then less and less soon.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "store/queries.hpp"
#include "store/session.hpp"

namespace scimd::store {

class checkpointer {
 public:
    // After so many pages (of 4 KiB) in the log, or a second after a commit, whichever comes first.
    static constexpr std::int64_t pages_between = 16'000;
    // What the log comes to under steady writes while nobody reads for longer than a moment. What a
    // large edit needs beyond it is cut off when the log begins anew.
    static constexpr std::int64_t log_pages_max = 2 * pages_between;
    // For a log that is longer, the writer waits so many times as long: a tenth of a second.
    static constexpr int patience = 20;

    explicit checkpointer(std::unique_ptr<session>, std::int64_t between = pages_between);
    checkpointer(const checkpointer&) = delete;
    checkpointer& operator=(const checkpointer&) = delete;
    ~checkpointer();  // a last checkpoint empties the log

    // The writer holds it from BEGIN to COMMIT. One that never rests would take it again before
    // this thread is awake: where a checkpoint wants it, the writer goes second.
    std::unique_lock<std::mutex> take_turn() {
        wants_turn_.wait(true);
        return std::unique_lock(turn_);
    }
    // session::log_pages after a COMMIT.
    void committed(std::int64_t pages_in_log);

 private:
    void work();
    std::int64_t move_pages();  // how many there are in the log
    bool checkpoint();
    bool restart_log(int tries);
    bool is_enough() const { return pages_in_log_ - pages_seen_ >= wanted_; }

    std::unique_ptr<session> session_;
    queries ask_;
    const std::int64_t between_;
    std::mutex turn_;
    std::atomic<bool> wants_turn_ = false;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::int64_t pages_in_log_ = 0;
    std::int64_t pages_seen_ = 0;  // by the last checkpoint
    std::int64_t wanted_;          // further pages until the next
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace scimd::store
