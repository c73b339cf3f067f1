// Proof of one verdict. The store's mutators take one; only judge() makes it; it cannot be copied,
// and it is good for the edit it was judged in and no other.
#pragma once

#include <cstdint>

#include "policy/intent.hpp"

namespace scimd::policy {

class permit {
 public:
    permit(const permit&) = delete;
    permit& operator=(const permit&) = delete;
    permit(permit&&) = default;
    permit& operator=(permit&&) = default;
    ~permit() = default;

    model::author who() const { return asked_.who; }
    verb what() const { return asked_.what; }
    std::int64_t transaction() const { return known_.transaction; }
    // A local change of what an identity provider said: the store must keep its upstream (Law 2).
    bool makes_drift() const {
        return asked_.who == model::author::administrator &&
               known_.target == model::provision::synchronized;
    }

 private:
    permit(intent asked, const facts& known) : asked_(asked), known_(known) {}
    friend class judgement;

    intent asked_;
    facts known_;
};

}  // namespace scimd::policy
