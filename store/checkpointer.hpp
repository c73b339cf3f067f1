// Moves committed pages from the write-ahead log into the database, on a thread and a session of
// its own, so that no commit waits for it (performance.md, "What follows", 5).
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "store/session.hpp"

namespace scimd::store {

class checkpointer {
 public:
    // After this many edits, or a second after the last one, whichever comes first.
    static constexpr std::size_t edits_between = 2000;
    // A log longer than this (in pages of 4 KiB) is restarted, for which the writer has to pause a
    // moment.
    static constexpr std::int64_t log_pages_max = 32'768;

    explicit checkpointer(std::unique_ptr<session>);
    checkpointer(const checkpointer&) = delete;
    checkpointer& operator=(const checkpointer&) = delete;
    ~checkpointer();  // a last checkpoint empties the log

    void committed(std::size_t edits);

 private:
    void work();
    void checkpoint();

    std::unique_ptr<session> session_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::size_t edits_ = 0;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace scimd::store
