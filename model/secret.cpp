#include "model/secret.hpp"

#include <argon2.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <memory>
#include <stdexcept>

namespace scimd::model {
namespace {

constexpr std::uint32_t argon2_passes = 5;
constexpr std::uint32_t argon2_kibibytes = 7168;
constexpr std::size_t argon2_salt_bytes = 16;
constexpr std::size_t argon2_digest_bytes = 32;
constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t tag_bytes = 16;

// OpenSSL and Argon2 speak of bytes, the rest of the house of text.
const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(
        text.data());  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
}
unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(
        text.data());  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
}

void must(int outcome, const char* what) {
    if (outcome != 1) throw std::runtime_error(std::string("libcrypto failed: ") + what);
}

std::string hmac(const EVP_MD* method, std::string_view key, std::string_view text) {
    std::string out(EVP_MAX_MD_SIZE, '\0');
    unsigned length = 0;
    if (HMAC(method, key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(),
             bytes_of(out), &length) == nullptr)
        throw std::runtime_error("libcrypto failed: HMAC");
    out.resize(length);
    return out;
}

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    must(RAND_bytes(bytes_of(bytes), static_cast<int>(count)), "RAND_bytes");
    return bytes;
}

using digest_context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using cipher_context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

}  // namespace

// Looking the method up among libcrypto's providers costs more than digesting a token: it is done
// once, and each thread keeps a context.
token_digest digest_token(std::string_view token) {
    static EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    thread_local const digest_context context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    token_digest digest{};
    must(EVP_DigestInit_ex(context.get(), method, nullptr), "DigestInit");
    must(EVP_DigestUpdate(context.get(), token.data(), token.size()), "DigestUpdate");
    must(EVP_DigestFinal_ex(context.get(), digest.data(), nullptr), "DigestFinal");
    return digest;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char byte : bytes) {
        text += digits[static_cast<unsigned char>(byte) >> 4U];
        text += digits[static_cast<unsigned char>(byte) & 0x0FU];
    }
    return text;
}

std::string to_base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // and the NUL that OpenSSL writes
    text.resize(static_cast<std::size_t>(
        EVP_EncodeBlock(bytes_of(text), bytes_of(bytes), static_cast<int>(bytes.size()))));
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    // OpenSSL takes '=' anywhere for a zero.
    if (text.size() % 4 != 0 ||
        text.substr(0, text.size() - padding).find('=') != std::string_view::npos)
        return std::nullopt;
    std::string bytes(text.size() / 4 * 3, '\0');
    const int decoded =
        EVP_DecodeBlock(bytes_of(bytes), bytes_of(text), static_cast<int>(text.size()));
    if (decoded < 0) return std::nullopt;
    bytes.resize(static_cast<std::size_t>(decoded) - padding);
    return bytes;
}

std::string sha256(std::string_view text) {
    const token_digest digest = digest_token(text);
    return {digest.begin(), digest.end()};
}

std::string hmac_sha1(std::string_view key, std::string_view text) {
    return hmac(EVP_sha1(), key, text);
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
    return hmac(EVP_sha256(), key, text);
}

std::string password::digest() const {
    const std::string salt = random_bytes(argon2_salt_bytes);
    std::string encoded(argon2_encodedlen(argon2_passes, argon2_kibibytes, 1, argon2_salt_bytes,
                                          argon2_digest_bytes, Argon2_id),
                        '\0');
    const int outcome = argon2id_hash_encoded(argon2_passes, argon2_kibibytes, 1, clear_.data(),
                                              clear_.size(), salt.data(), salt.size(),
                                              argon2_digest_bytes, encoded.data(), encoded.size());
    if (outcome != ARGON2_OK) throw std::runtime_error(argon2_error_message(outcome));
    encoded.resize(encoded.find('\0'));
    return encoded;
}

bool password::is(const std::string& digest) const {
    const int outcome = argon2id_verify(digest.c_str(), clear_.data(), clear_.size());
    if (outcome == ARGON2_MEMORY_ALLOCATION_ERROR || outcome == ARGON2_THREAD_FAIL)
        throw std::runtime_error(argon2_error_message(outcome));
    return outcome == ARGON2_OK;
}

sealing_key::sealing_key(std::string_view bytes) : bytes_(bytes) {
    if (bytes_.size() != length) throw std::invalid_argument("a sealing key has exactly 32 bytes");
}

sealing_key sealing_key::derive(std::string_view purpose) const {
    return sealing_key(hmac_sha256(bytes_, std::string(purpose) + '\x01'));
}

std::string sealing_key::fresh() {
    return random_bytes(length);
}

std::string sealing_key::seal(std::string_view clear) const {
    const std::string nonce = random_bytes(nonce_bytes);
    const cipher_context context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    std::string body(clear.size(), '\0');
    std::string tag(tag_bytes, '\0');
    int length_now = 0;
    must(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes_of(bytes_),
                            bytes_of(nonce)),
         "EncryptInit");
    must(EVP_EncryptUpdate(context.get(), bytes_of(body), &length_now, bytes_of(clear),
                           static_cast<int>(clear.size())),
         "Encrypt");
    must(EVP_EncryptFinal_ex(context.get(), bytes_of(body) + length_now, &length_now),
         "EncryptFinal");
    must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, tag.data()), "tag");
    return nonce + body + tag;
}

result<std::string> sealing_key::open(std::string_view sealed) const {
    if (sealed.size() < nonce_bytes + tag_bytes)
        return refusal(errc::internal, "a sealed secret is too short");
    const std::string_view body =
        sealed.substr(nonce_bytes, sealed.size() - nonce_bytes - tag_bytes);
    std::string tag(sealed.substr(sealed.size() - tag_bytes));
    const cipher_context context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    std::string clear(body.size(), '\0');
    int length_now = 0;
    must(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes_of(bytes_),
                            bytes_of(sealed)),
         "DecryptInit");
    must(EVP_DecryptUpdate(context.get(), bytes_of(clear), &length_now, bytes_of(body),
                           static_cast<int>(body.size())),
         "Decrypt");
    must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()), "tag");
    if (EVP_DecryptFinal_ex(context.get(), bytes_of(clear) + length_now, &length_now) != 1)
        return refusal(errc::internal,
                       "a sealed secret was not sealed with this data directory's key");
    return clear;
}

}  // namespace scimd::model
