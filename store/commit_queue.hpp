// One writer thread: it takes what waits, a COMMIT per group, and only then tells the authors (Laws
// 5 and 6). Generic, yet closed: it is constructed with the one function it will ever run.
//
// A savepoint per edit would copy every page the edit touches, and an edit is hardly ever refused
// after it has written something. So a group is tried without; if one of its edits has to be taken
// back, all of them are, and run again with a savepoint each: by Law 7 that comes to the same.
#pragma once

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/system_executor.hpp>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "model/result.hpp"
#include "store/checkpointer.hpp"
#include "store/commits.hpp"
#include "store/tables.hpp"

namespace scimd::store {

template <class Edit, class Receipt>
class commit_queue {
 public:
    using outcome = model::result<Receipt>;
    struct functions {
        outcome (*apply)(tables&, const Edit&);
        // Told of every edit that was refused or failed, once it has left no trace.
        void (*refused)(tables&, const Edit&, const model::fault&);
    };
    using log_fn =
        std::function<void(std::string_view)>;     // broken promises and broken disks, once each
    static constexpr std::size_t group_max = 256;  // edits in one COMMIT

    struct limits {
        std::size_t queued_max;  // errc::busy beyond
    };

    commit_queue(std::unique_ptr<session> writer, std::unique_ptr<session> checkpoints,
                 const scim::catalogues& schemas, functions run, limits bounds, log_fn log)
        : session_(std::move(writer)),
          tables_(*session_, schemas),
          checkpointer_(std::move(checkpoints)),
          run_(run),
          limits_(bounds),
          log_(std::move(log)),
          thread_([this] { work(); }) {}

    commit_queue(const commit_queue&) = delete;
    commit_queue& operator=(const commit_queue&) = delete;

    // What is queued is committed first.
    ~commit_queue() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }

    // Completes with the outcome after COMMIT, on the token's executor; with errc::busy when the
    // queue is full.
    template <class Token>
    auto async_commit(Edit change, Token&& token) {
        return boost::asio::async_initiate<Token, void(outcome)>(
            [this](auto done, Edit moved) { enqueue(std::move(moved), std::move(done)); }, token,
            std::move(change));
    }

    // What was committed so far, for readers.
    const store::commits& commits() const { return commits_; }

 private:
    using handler = boost::asio::any_completion_handler<void(outcome)>;

    struct waiting {
        Edit edit;
        handler done;
        boost::asio::any_completion_executor executor;
        std::optional<outcome> decided;

        // On the author's executor, never on the writer's thread.
        void complete() {
            auto finish = [done = std::move(done), decided = std::move(*decided)]() mutable {
                std::move(done)(std::move(decided));
            };
            boost::asio::prefer(executor, boost::asio::execution::blocking.never)
                .execute(std::move(finish));
        }
    };

    void enqueue(Edit change, handler done) {
        auto executor = boost::asio::get_associated_executor(
            done, boost::asio::any_completion_executor(boost::asio::system_executor()));
        // The executor is kept working until the author has been told.
        executor = boost::asio::prefer(executor, boost::asio::execution::outstanding_work.tracked);
        waiting one{std::move(change), std::move(done), std::move(executor), std::nullopt};
        {
            std::unique_lock lock(mutex_);
            if (!stopping_ && queue_.size() < limits_.queued_max) {
                queue_.push_back(std::move(one));
                // Woken under the lock, the writer would only run into it. Only an empty queue lets
                // it sleep.
                const bool may_sleep = queue_.size() == 1;
                lock.unlock();
                if (may_sleep) wake_.notify_one();
                return;
            }
            one.decided = model::refusal(
                stopping_ ? model::errc::stopping : model::errc::busy,
                "The server has more writes waiting than it takes on; try again in a moment.");
        }
        one.complete();
    }

    void work() {
        std::vector<waiting> group;
        while (true) {
            {
                std::unique_lock lock(mutex_);
                if (!stopping_ && queue_.empty()) wait_for_authors(lock);
                if (queue_.empty()) return;
                while (!queue_.empty() && group.size() < group_max) {
                    group.push_back(std::move(queue_.front()));
                    queue_.pop_front();
                }
            }
            commit(group);
            commits_.happened(tables_.has_administered());
            for (waiting& one : group) one.complete();
            checkpointer_.committed(session_->log_pages());
            group.clear();
        }
    }

    // Who woke this thread may share a core with it, and have more edits at hand: once it is let go
    // on, the group is the larger. Where nobody waits for the core, this is one short call.
    void wait_for_authors(std::unique_lock<std::mutex>& lock) {
        wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        lock.unlock();
        std::this_thread::yield();
        lock.lock();
    }

    // Leaves every edit of the group decided.
    void commit(std::vector<waiting>& group) {
        const auto turn = checkpointer_.take_turn();
        try {
            if (!apply_all(group, kept_apart::by_repetition)) {
                tables_.rollback_after_failure();
                apply_all(group, kept_apart::by_savepoints);
            }
            tables_.commit();
        } catch (const std::exception& failure) {
            log_(std::string("a commit failed: ") + failure.what());
            tables_.rollback_after_failure();
            for (waiting& one : group)
                one.decided =
                    model::refusal(model::errc::internal, "The write could not be stored.");
        }
    }

    // Whether the transaction holds what it should, and nothing else.
    bool apply_all(std::vector<waiting>& group, kept_apart how) {
        tables_.begin(how);
        for (waiting& one : group) {
            one.decided = apply_one(one.edit, how == kept_apart::by_savepoints);
            if (tables_.is_spoiled()) return false;
            if (!*one.decided) run_.refused(tables_, one.edit, one.decided->error());
        }
        return !tables_.is_spoiled();
    }

    // Law 6: what is refused or fails leaves no trace.
    outcome apply_one(const Edit& change, bool keeps_apart) {
        tables_.begin_edit();
        try {
            outcome decided = run_.apply(tables_, change);
            decided ? tables_.keep_edit() : tables_.drop_edit();
            return decided;
        } catch (const std::exception& failure) {
            const std::string why = std::string("an edit failed: ") + failure.what();
            if (keeps_apart)
                log_(why);  // first: where SQLite rolled back by itself, dropping fails
            tables_.drop_failed_edit();
            if (!keeps_apart && !tables_.is_spoiled()) log_(why);
            return model::refusal(model::errc::internal,
                                  "The server failed on this request; its log says why.");
        }
    }

    std::unique_ptr<session> session_;
    tables tables_;
    checkpointer checkpointer_;
    store::commits commits_;
    functions run_;
    limits limits_;
    log_fn log_;

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<waiting> queue_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace scimd::store
