#include "directory/nonce_keeper.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <mutex>

#include "directory/on_pool.hpp"
#include "store/nonce_log.hpp"

namespace scimd::directory {
namespace {

namespace asio = boost::asio;

// In the frame of the coroutine that waits for it.
struct waiting {
    model::used_nonce nonce;
    std::exception_ptr failure;
};

}  // namespace

struct nonce_keeper::insides {
    // All that wait are written by the first turn that comes; the turns of the others then find
    // nothing to do. There is one thread, so a turn that has ended has seen its own nonce written.
    void take_turn(std::int64_t minute) {
        std::vector<waiting*> together;
        {
            const std::lock_guard lock(mutex);
            together.swap(queue);
        }
        if (together.empty()) return;
        try {
            std::vector<model::used_nonce> batch;
            std::ranges::transform(together, std::back_inserter(batch),
                                   [](const waiting* one) { return one->nonce; });
            log->add(batch, minute);
        } catch (...) {
            for (waiting* one : together) one->failure = std::current_exception();
        }
    }

    std::unique_ptr<store::nonce_log> log;
    std::vector<model::used_nonce> found;
    std::mutex mutex;
    std::vector<waiting*> queue;
    asio::thread_pool writer{1};
};

nonce_keeper::nonce_keeper(std::unique_ptr<insides> made) : insides_(std::move(made)) {}

nonce_keeper::~nonce_keeper() {
    insides_->writer.join();
}

model::result<std::unique_ptr<nonce_keeper>> nonce_keeper::open(const store::data_folder& folder,
                                                                model::instant now) {
    auto log = store::nonce_log::open(folder);
    if (!log) return log.error();
    auto made = std::make_unique<insides>();
    made->log = std::move(*log);
    made->found = made->log->recall(model::minute_of(now));
    return std::unique_ptr<nonce_keeper>(new nonce_keeper(std::move(made)));
}

std::vector<model::used_nonce> nonce_keeper::take_found() {
    return std::exchange(insides_->found, {});
}

awaitable<void> nonce_keeper::keep(model::used_nonce nonce, model::instant now) {
    waiting mine{std::move(nonce), nullptr};
    {
        const std::lock_guard lock(insides_->mutex);
        insides_->queue.push_back(&mine);
    }
    auto run = [in = insides_.get(), minute = model::minute_of(now)] { in->take_turn(minute); };
    co_await run_on(insides_->writer, run);
    if (mine.failure) std::rethrow_exception(mine.failure);
}

}  // namespace scimd::directory
