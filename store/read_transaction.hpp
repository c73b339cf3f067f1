// The read transaction of a session. Beginning and ending one costs as much as a look-up, so one
// may be held from call to call while nothing is committed (docs/decisions/0004): briefly, because
// a checkpoint cannot go past what somebody still reads.
#pragma once

#include <chrono>
#include <cstdint>

#include "store/commits.hpp"
#include "store/queries.hpp"

namespace scimd::store {

// The longest that one is held by calls that follow each other.
constexpr std::chrono::milliseconds held_max{10};

class read_transaction {
 public:
    // Without `commits` it is never held.
    explicit read_transaction(queries& ask, const commits* told = nullptr)
        : ask_(ask), commits_(told) {}
    read_transaction(const read_transaction&) = delete;
    read_transaction& operator=(const read_transaction&) = delete;
    ~read_transaction() = default;

    // Everything read between the two is of one moment, which is not before the last commit that
    // anybody was told of. Pairs may stand inside of pairs.
    void enter();
    void leave() noexcept;

    // Ends what is held. Not between the two.
    void let_go() noexcept;
    bool is_held() const { return is_open_; }
    // Which of this session's it is, from 1 on: what was read in it is true of all of it.
    std::uint64_t number() const { return number_; }

 private:
    bool still_holds() const;

    queries& ask_;
    const commits* commits_;
    std::uint64_t commits_seen_ = 0;
    std::uint64_t number_ = 0;
    std::chrono::steady_clock::time_point began_;
    int depth_ = 0;
    bool is_open_ = false;
};

}  // namespace scimd::store
