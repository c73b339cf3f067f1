// Secrets. A clear-text secret can be digested, compared or sealed; nothing here prints one (Law
// 8).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/result.hpp"

namespace scimd::model {

// The SHA-256 of a bearer token: what the store keeps and looks up. Tokens are random and long, so
// a fast digest does.
using token_digest = std::array<std::uint8_t, 32>;
token_digest digest_token(std::string_view token);

// In time that does not depend on where the two differ.
bool equal_in_constant_time(std::string_view left, std::string_view right);

std::string to_hex(std::string_view bytes);
std::string to_base64(std::string_view bytes);
std::optional<std::string> from_base64(
    std::string_view text);                 // padded; nothing when it is not base64
std::string sha256(std::string_view text);  // 32 raw bytes
std::string hmac_sha1(std::string_view key, std::string_view text);    // 20 raw bytes
std::string hmac_sha256(std::string_view key, std::string_view text);  // 32 raw bytes

// A password rests as an Argon2id digest in the usual encoded form ("$argon2id$v=19$…"), 7 MiB and
// 5 passes (the smallest memory of the OWASP sheet). Takes some 15 ms: never on an I/O thread.
class password {
 public:
    explicit password(std::string clear) : clear_(std::move(clear)) {}
    std::string digest() const;
    // Whether the digest is one of this password. Takes as long; a text that is no digest is one of
    // none.
    bool is(const std::string& digest) const;

 private:
    std::string clear_;
};

// Seals what must be recoverable (an access key's secret, for HMAC) with AES-256-GCM under the data
// directory's key.
class sealing_key {
 public:
    static constexpr std::size_t length = 32;

    explicit sealing_key(std::string_view bytes);  // exactly `length` bytes
    static std::string fresh();                    // `length` random bytes
    // Another key for another purpose (HKDF-Expand, RFC 5869 §2.3): what is sealed often shall not
    // wear out the key of what is sealed for good.
    sealing_key derive(std::string_view purpose) const;

    std::string seal(std::string_view clear) const;  // nonce, ciphertext, tag
    result<std::string> open(
        std::string_view sealed) const;  // errc::internal when it was not sealed with this key

 private:
    std::string bytes_;
};

}  // namespace scimd::model
