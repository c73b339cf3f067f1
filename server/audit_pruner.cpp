#include "server/audit_pruner.hpp"

#include "model/instant.hpp"
#include "model/random_text.hpp"

namespace scimd::server {
namespace {

constexpr std::chrono::hours every{1};

}  // namespace

audit_pruner::audit_pruner(directory::directories& house, std::chrono::days days)
    : house_(house), days_(days), thread_([this] { work(); }) {}

audit_pruner::~audit_pruner() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void audit_pruner::work() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        const bool there_may_be_more = prune_some();
        lock.lock();
        if (!there_may_be_more) wake_.wait_for(lock, every, [this] { return stopping_; });
    }
}

// A refusal (the queue is full, the server stops) is tried again in an hour.
bool audit_pruner::prune_some() {
    const model::instant now = model::now();
    const std::int64_t age = std::chrono::milliseconds(days_).count();
    const auto outcome = house_.submit_and_wait({{},
                                                 model::author::administrator,
                                                 now,
                                                 directory::prune_audit{{now.milliseconds - age}},
                                                 {"scimd serve", "", model::random_uuid()}});
    return outcome && outcome->changed;
}

}  // namespace scimd::server
