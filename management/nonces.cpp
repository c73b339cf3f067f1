#include "management/nonces.hpp"

#include "model/secret.hpp"

#include <cstring>

namespace scimd::management {
namespace {

std::uint64_t fingerprint(std::string_view nonce) {
    const std::string digest = model::sha256(nonce);
    std::uint64_t print = 0;
    std::memcpy(&print, digest.data(), sizeof print);
    return print;
}

template <class Minutes>
std::size_t count(const Minutes& minutes) {
    std::size_t sum = 0;
    for (const auto& [minute, one] : minutes) sum += one.prints.size();
    return sum;
}

}  // namespace

model::used_nonce nonce_of(std::string_view access_key, std::string_view nonce,
                           model::instant stamp) {
    return {std::string(access_key), fingerprint(nonce),
            model::minute_of({stamp.milliseconds + clock_skew_milliseconds_max})};
}

nonces::nonces(std::size_t remembered_max, std::size_t all_max)
    : remembered_max_(remembered_max), all_max_(all_max) {}

nonces::verdict nonces::remember(const model::used_nonce& nonce, model::instant now, moment at) {
    const std::lock_guard lock(mutex_);
    forget_past(model::minute_of(now), at);

    const auto known = keys_.find(nonce.access_key);
    if (known != keys_.end()) {
        for (const auto& [when, one] : known->second)
            if (one.prints.contains(nonce.print)) return verdict::used;
        if (count(known->second) >= remembered_max_) return verdict::full;
    }
    if (all_ >= all_max_) return verdict::full;
    add(nonce, at);
    return verdict::fresh;
}

void nonces::restore(const std::vector<model::used_nonce>& kept, moment at) {
    const std::lock_guard lock(mutex_);
    for (const model::used_nonce& one : kept) add(one, at);
}

void nonces::add(const model::used_nonce& nonce, moment at) {
    minute& into = keys_[nonce.access_key][nonce.minute];
    all_ += into.prints.insert(nonce.print).second ? 1 : 0;
    into.last_added = at;
}

std::size_t nonces::remembered() const {
    const std::lock_guard lock(mutex_);
    return all_;
}

// Once a minute, over all keys: a key that is no longer used, or no longer exists, leaves nothing
// behind.
void nonces::forget_past(std::int64_t minute_now, moment at) {
    if (at < forget_at_) return;
    forget_at_ = at + std::chrono::minutes(1);
    for (auto& [key, known] : keys_)
        std::erase_if(known, [&](const auto& entry) {
            const auto& [last_in_time, one] = entry;
            const bool is_past = last_in_time < minute_now && at - one.last_added >= remembered_min;
            if (is_past) all_ -= one.prints.size();
            return is_past;
        });
    std::erase_if(keys_, [](const auto& entry) { return entry.second.empty(); });
}

}  // namespace scimd::management
