// Who the tokens speak for that were asked for lately, as long as nothing is committed about
// credentials or directories. For directory/view.cpp.
#pragma once

#include <cstring>
#include <memory>
#include <unordered_map>

#include "directory/directories.hpp"
#include "store/commits.hpp"

namespace scimd::directory {

// Some 10 MB; beyond it all are forgotten.
constexpr std::size_t remembered_bearers_max = 20'000;

// One per view, so that nobody waits for anybody.
class bearer_memory {
 public:
    // Without `commits` nothing is remembered.
    explicit bearer_memory(const store::commits* told) : commits_(told) {}

    // Nothing where it has to be asked for.
    std::shared_ptr<const bearer> find(const model::token_digest&);
    // What was read since find found nothing.
    void remember(const model::token_digest&, std::shared_ptr<const bearer>);

    std::size_t size() const { return known_.size(); }

 private:
    struct first_bytes {
        std::size_t operator()(const model::token_digest& of) const {
            std::size_t bytes = 0;
            std::memcpy(&bytes, of.data(), sizeof bytes);
            return bytes;
        }
    };

    const store::commits* commits_;
    std::uint64_t administrations_seen_ = 0;
    std::unordered_map<model::token_digest, std::shared_ptr<const bearer>, first_bytes> known_;
};

}  // namespace scimd::directory
