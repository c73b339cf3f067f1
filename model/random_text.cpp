#include "model/random_text.hpp"

#include <openssl/rand.h>

#include <array>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <string_view>

namespace scimd::model {
namespace {

constexpr std::string_view lower_alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view full_alphabet =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t time_characters = 9;  // enough for the year 5000

// Bytes are taken from the generator by the block and handed out one at a time: its call costs more
// than its bytes.
std::uint8_t random_byte() {
    thread_local std::array<std::uint8_t, 256> block;
    thread_local std::size_t used = block.size();
    if (used == block.size()) {
        if (RAND_bytes(block.data(), static_cast<int>(block.size())) != 1)
            throw std::runtime_error("the system's random generator failed");
        used = 0;
    }
    return block[used++];
}

// Each character equally likely: bytes past the last whole multiple of the alphabet are thrown
// away.
std::string random_from(std::string_view alphabet, std::size_t count) {
    const std::size_t fair = 256 / alphabet.size() * alphabet.size();
    std::string text;
    text.reserve(count);
    while (text.size() < count) {
        const std::size_t byte = random_byte();
        if (byte < fair) text += alphabet[byte % alphabet.size()];
    }
    return text;
}

std::mt19937_64 seeded() {
    std::seed_seq seed{random_byte(), random_byte(), random_byte(), random_byte(),
                       random_byte(), random_byte(), random_byte(), random_byte()};
    return std::mt19937_64(seed);
}

template <class Id>
Id fresh(std::string_view prefix, std::size_t length, instant at) {
    std::string text(time_characters, '0');
    auto rest = static_cast<std::uint64_t>(at.milliseconds);
    for (std::size_t i = time_characters; i-- > 0; rest /= lower_alphabet.size())
        text[i] = lower_alphabet[rest % lower_alphabet.size()];
    return *Id::from_text(std::string(prefix) + text +
                          random_from(lower_alphabet, length - time_characters));
}

}  // namespace

std::string random_alphanumeric(std::size_t count) {
    return random_from(full_alphabet, count);
}

// A request id is a name and no secret: what follows the generator's seed can be guessed by who
// sees many of them, and tells nobody anything.
std::string random_uuid() {
    thread_local std::mt19937_64 numbers = seeded();
    const std::array<std::uint64_t, 2> drawn = {
        (numbers() & ~0xF000ULL) | 0x4000ULL,                                 // version 4
        (numbers() & ~0xC000'0000'0000'0000ULL) | 0x8000'0000'0000'0000ULL};  // RFC 9562 §4.1
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text = "00000000-0000-0000-0000-000000000000";
    std::size_t digit = 0;
    for (char& one : text) {
        if (one == '-') continue;
        one = digits[(drawn[digit / 16] >> (60 - digit % 16 * 4)) & 0xFU];
        ++digit;
    }
    return text;
}

directory_id fresh_directory_id() {
    return *directory_id::from_text("d-" + random_from(lower_alphabet, directory_kind::length));
}
user_id fresh_user_id(instant at) {
    return fresh<user_id>(user_kind::prefix, user_kind::length, at);
}
group_id fresh_group_id(instant at) {
    return fresh<group_id>(group_kind::prefix, group_kind::length, at);
}
credential_id fresh_credential_id(instant at) {
    return fresh<credential_id>(credential_kind::prefix, credential_kind::length, at);
}

}  // namespace scimd::model
