#include "bench/load/stream.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace scimd::bench {
namespace {

[[noreturn]] void fail(const std::string& doing) {
    throw std::system_error(errno, std::generic_category(), doing);
}

[[noreturn]] void gone() {
    throw std::runtime_error("the server closed a connection");
}

// Whether OpenSSL did nothing because the socket would have made it wait.
bool must_wait(const SSL* tls, int outcome) {
    if (outcome == 1) return false;
    const int why = SSL_get_error(tls, outcome);
    if (why != SSL_ERROR_WANT_WRITE && why != SSL_ERROR_WANT_READ) gone();
    return true;
}

int connect_to(const std::string& host, const std::string& port) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), port.c_str(), &wanted, &found) != 0)
        throw std::runtime_error("no such host: " + host);
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, &freeaddrinfo);
    const int made = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (made < 0) fail("socket");
    if (connect(made, found->ai_addr, found->ai_addrlen) != 0) {
        close(made);
        fail("connecting to " + host + ":" + port);
    }
    const int at_once = 1;
    setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    return made;
}

}  // namespace

tls_client::tls_client() : context_(SSL_CTX_new(TLS_client_method())) {
    if (context_ == nullptr) throw std::runtime_error("OpenSSL makes no context");
    SSL_CTX_set_mode(context_, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

tls_client::~tls_client() {
    SSL_CTX_free(context_);
}

stream::stream(const std::string& host, const std::string& port, const tls_client* tls)
    : descriptor_(connect_to(host, port)) {
    if (tls != nullptr) {
        tls_ = SSL_new(tls->handle());
        SSL_set_fd(tls_, descriptor_);
        if (SSL_connect(tls_) != 1) throw std::runtime_error("the TLS handshake failed");
    }
    fcntl(descriptor_, F_SETFL, O_NONBLOCK);
}

stream::stream(stream&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), tls_(std::exchange(other.tls_, nullptr)) {}

stream::~stream() {
    SSL_free(tls_);
    if (descriptor_ >= 0) close(descriptor_);
}

std::size_t stream::write(std::string_view text) {
    if (tls_ != nullptr) {
        std::size_t done = 0;
        const int outcome = SSL_write_ex(tls_, text.data(), text.size(), &done);
        return must_wait(tls_, outcome) ? 0 : done;
    }
    const ssize_t done = send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
    if (done >= 0) return static_cast<std::size_t>(done);
    if (errno != EAGAIN) fail("sending");
    return 0;
}

std::size_t stream::read(std::span<char> into) {
    if (tls_ != nullptr) {
        std::size_t done = 0;
        const int outcome = SSL_read_ex(tls_, into.data(), into.size(), &done);
        return must_wait(tls_, outcome) ? 0 : done;
    }
    const ssize_t done = recv(descriptor_, into.data(), into.size(), 0);
    if (done > 0) return static_cast<std::size_t>(done);
    if (done == 0) gone();
    if (errno != EAGAIN) fail("receiving");
    return 0;
}

}  // namespace scimd::bench
