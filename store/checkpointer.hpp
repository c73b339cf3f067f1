// Moves committed pages from the write-ahead log into the database, on a thread and a session of
// its own, so that no commit waits for it (performance.md, "What follows", 5).
//
// The log can begin anew only when all of it is moved and nobody reads from it. A writer that never
// rests would be ahead for ever, so at the end of a checkpoint it waits, for the few pages it wrote
// meanwhile and some milliseconds for who reads (session.cpp). Where somebody reads for longer, the
// log grows until the next time.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "store/session.hpp"

namespace scimd::store {

class checkpointer {
 public:
    // After so many pages (of 4 KiB) in the log, or a second after a commit, whichever comes first.
    static constexpr std::int64_t pages_between = 16'000;
    // What the log comes to under steady writes while nobody reads for longer than a moment. What a
    // large edit needs beyond it is cut off when the log begins anew.
    static constexpr std::int64_t log_pages_max = 2 * pages_between;

    explicit checkpointer(std::unique_ptr<session>, std::int64_t between = pages_between);
    checkpointer(const checkpointer&) = delete;
    checkpointer& operator=(const checkpointer&) = delete;
    ~checkpointer();  // a last checkpoint empties the log

    // The writer holds it from BEGIN to COMMIT.
    std::mutex& turn() { return turn_; }
    // session::log_pages after a COMMIT.
    void committed(std::int64_t pages_in_log);

 private:
    void work();
    void checkpoint();
    bool is_enough() const { return pages_in_log_ - pages_seen_ >= between_; }

    std::unique_ptr<session> session_;
    const std::int64_t between_;
    std::mutex turn_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::int64_t pages_in_log_ = 0;
    std::int64_t pages_seen_ = 0;  // by the last checkpoint
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace scimd::store
