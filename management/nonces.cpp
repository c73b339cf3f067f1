#include "management/nonces.hpp"

#include "model/secret.hpp"

#include <cstring>

namespace scimd::management {
namespace {

std::int64_t minute_of(std::int64_t milliseconds) {
    return milliseconds / 60'000;
}

std::uint64_t fingerprint(std::string_view nonce) {
    const std::string digest = model::sha256(nonce);
    std::uint64_t print = 0;
    std::memcpy(&print, digest.data(), sizeof print);
    return print;
}

template <class Minutes>
std::size_t count(const Minutes& minutes) {
    std::size_t sum = 0;
    for (const auto& [minute, prints] : minutes) sum += prints.size();
    return sum;
}

}  // namespace

model::used_nonce nonce_of(std::string_view access_key, std::string_view nonce,
                           model::instant stamp) {
    return {std::string(access_key), fingerprint(nonce),
            minute_of(stamp.milliseconds + clock_skew_milliseconds_max)};
}

nonces::nonces(std::size_t remembered_max) : remembered_max_(remembered_max) {}

nonces::verdict nonces::remember(const model::used_nonce& nonce, model::instant now) {
    const std::lock_guard lock(mutex_);
    forget_before(minute_of(now.milliseconds));

    minutes& known = keys_[nonce.access_key];
    for (const auto& [minute, prints] : known)
        if (prints.contains(nonce.print)) return verdict::used;
    if (count(known) >= remembered_max_) return verdict::full;
    known[nonce.minute].insert(nonce.print);
    return verdict::fresh;
}

void nonces::restore(const std::vector<model::used_nonce>& kept) {
    const std::lock_guard lock(mutex_);
    for (const model::used_nonce& one : kept) keys_[one.access_key][one.minute].insert(one.print);
}

std::size_t nonces::remembered() const {
    const std::lock_guard lock(mutex_);
    std::size_t sum = 0;
    for (const auto& [key, known] : keys_) sum += count(known);
    return sum;
}

// Once a minute, over all keys: a key that is no longer used, or no longer exists, leaves nothing
// behind.
void nonces::forget_before(std::int64_t minute) {
    if (minute <= forgotten_before_) return;
    forgotten_before_ = minute;
    for (auto& [key, known] : keys_) known.erase(known.begin(), known.lower_bound(minute));
    std::erase_if(keys_, [](const auto& entry) { return entry.second.empty(); });
}

}  // namespace scimd::management
