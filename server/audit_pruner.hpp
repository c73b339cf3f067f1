// Keeps the audit log as long as it was asked to (--audit-days), and no longer.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "directory/directories.hpp"

namespace scimd::server {

constexpr std::int64_t audit_days_default = 365;
constexpr std::int64_t audit_days_max = 36'500;

// Takes events older than `days` out of the log: now and every hour, on a thread of its own, a
// thousand in an edit, so that nobody waits for it. The directories outlive it.
class audit_pruner {
 public:
    audit_pruner(directory::directories&, std::chrono::days);
    ~audit_pruner();
    audit_pruner(const audit_pruner&) = delete;
    audit_pruner& operator=(const audit_pruner&) = delete;

 private:
    void work();
    bool prune_some();

    directory::directories& house_;
    std::chrono::days days_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace scimd::server
