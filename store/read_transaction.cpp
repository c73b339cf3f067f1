#include "store/read_transaction.hpp"

namespace scimd::store {
namespace {

using clock = std::chrono::steady_clock;

}  // namespace

void read_transaction::enter() {
    if (depth_ == 0 && !still_holds()) {
        let_go();
        // Before the state is chosen, which the first statement does: what is committed in between
        // is seen, and read anew once too often.
        if (commits_ != nullptr) {
            commits_seen_ = commits_->all();
            began_ = clock::now();
        }
        ask_.execute(statement_name::begin_read);
        is_open_ = true;
        ++number_;
    }
    ++depth_;
}

void read_transaction::leave() noexcept {
    --depth_;
    if (depth_ == 0 && commits_ == nullptr) let_go();
}

// Ending a read loses nothing; where it fails, the session itself is broken and the next read will
// say so.
void read_transaction::let_go() noexcept {
    if (!is_open_) return;
    is_open_ = false;
    try {
        ask_.execute(statement_name::commit);
    } catch (const store_failure&) {
        return;
    }
}

bool read_transaction::still_holds() const {
    return is_open_ && commits_->all() == commits_seen_ && clock::now() - began_ < held_max;
}

}  // namespace scimd::store
