// What flipping the switch entails.
#pragma once

#include "model/synchronization.hpp"

namespace scimd::policy {

struct transition {
    bool flips = false;          // the status is not the one the directory has already
    bool discard_drift = false;  // local changes are rolled back in the same transaction (Law 1)
};

constexpr transition on_switch(model::synchronization from, model::synchronization to) {
    return {from != to, from != to && to == model::synchronization::enabled};
}

}  // namespace scimd::policy
