// One connection to the server, with TLS or without. It is made and shakes hands while one waits;
// after that nothing waits.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

using SSL = struct ssl_st;          // NOLINT(readability-identifier-naming): OpenSSL calls it so
using SSL_CTX = struct ssl_ctx_st;  // NOLINT(readability-identifier-naming)

namespace scimd::bench {

class tls_client;

class stream {
 public:
    // Throws std::system_error or std::runtime_error when the server cannot be reached. No `tls`:
    // plain TCP.
    stream(const std::string& host, const std::string& port, const tls_client* tls);
    ~stream();
    stream(stream&&) noexcept;
    stream& operator=(stream&&) = delete;

    int descriptor() const { return descriptor_; }
    // How many bytes went out or came in; 0 when one has to wait for more. Both throw when the
    // connection is gone.
    std::size_t write(std::string_view);
    std::size_t read(std::span<char>);
    // Whether a read that did not fill its buffer took all there was. A TLS stream may have
    // decrypted more.
    bool short_read_is_all() const { return tls_ == nullptr; }

 private:
    int descriptor_ = -1;
    SSL* tls_ = nullptr;
};

// What TLS connections share: no verification, since generator and server are on one machine.
class tls_client {
 public:
    tls_client();
    ~tls_client();
    tls_client(const tls_client&) = delete;
    tls_client& operator=(const tls_client&) = delete;

    SSL_CTX* handle() const { return context_; }

 private:
    SSL_CTX* context_;
};

}  // namespace scimd::bench
