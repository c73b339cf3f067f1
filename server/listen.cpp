#include "server/listen.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include <sys/resource.h>

#include <algorithm>
#include <utility>

namespace scimd::server {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using directory::use_awaitable;

constexpr rlim_t descriptors_besides = 256;  // databases, logs, the acceptor
constexpr std::chrono::milliseconds accept_pause{100};

// Debian starts programs with 1,024 descriptors and lets them ask for more.
void raise_descriptor_limit(std::size_t connections) {
    rlimit now{};
    if (getrlimit(RLIMIT_NOFILE, &now) != 0 || now.rlim_cur >= connections + descriptors_besides)
        return;
    now.rlim_cur = std::min<rlim_t>(now.rlim_max, connections + descriptors_besides);
    setrlimit(RLIMIT_NOFILE, &now);
}

model::fault refuse(const std::string& what, const error_code& why) {
    return model::refusal(model::errc::internal, what + ": " + why.message());
}

}  // namespace

model::result<std::unique_ptr<listener>> listener::open(const listening& config,
                                                        const application_factory& make,
                                                        refuser refuse_request) {
    tls_context certificate;
    if (config.certificate) {
        auto read = read_certificate(*config.certificate);
        if (!read) return read.error();
        certificate = std::move(*read);
    }
    raise_descriptor_limit(config.limits.connections_max);
    std::unique_ptr<listener> made(
        new listener(config, std::move(certificate), make, std::move(refuse_request)));
    if (const auto failed = made->bind())
        return refuse("cannot listen on " + to_text(config.where), failed);
    return made;
}

listener::listener(const listening& config, tls_context certificate,
                   const application_factory& make, refuser refuse_request)
    : config_(config),
      address_(config.where),
      bodies_(config.limits.bodies_bytes_max, config.limits.body_bytes_free),
      threads_([&] {
          std::vector<std::unique_ptr<io_thread>> made;
          for (std::size_t i = 0; i < std::max<std::size_t>(config.threads, 1); ++i)
              made.push_back(std::make_unique<io_thread>(make(i), refuse_request, config.limits,
                                                         config.log, certificate, bodies_));
          return made;
      }()),
      acceptor_(threads_.front()->io()),
      pause_(threads_.front()->io()) {}

listener::~listener() {
    stop();
}

error_code listener::bind() {
    error_code failed;
    const auto host = address_.host == "localhost" ? "127.0.0.1" : address_.host;
    const asio::ip::tcp::endpoint where(asio::ip::make_address(host, failed), address_.port);
    if (!failed) acceptor_.open(where.protocol(), failed);
    if (!failed) acceptor_.set_option(asio::socket_base::reuse_address(true), failed);
    if (!failed) acceptor_.bind(where, failed);
    if (!failed) acceptor_.listen(asio::socket_base::max_listen_connections, failed);
    if (!failed) address_.port = acceptor_.local_endpoint(failed).port();
    return failed;
}

std::string listener::base_url() const {
    return (config_.certificate ? "https://" : "http://") + to_text(address_);
}

void listener::run() {
    running_ = true;
    asio::co_spawn(threads_.front()->io(), accept(), asio::detached);
    for (auto& thread : threads_) thread->run();
}

void listener::stop() {
    if (!std::exchange(running_, false)) return;
    asio::post(threads_.front()->io(), [this] {
        error_code ignored;
        acceptor_.close(ignored);
        pause_.cancel();
    });
    for (auto& thread : threads_) thread->close();
    for (auto& thread : threads_) thread->join();
}

void listener::reload_certificate() const {
    if (!config_.certificate) return;
    auto fresh = read_certificate(*config_.certificate);
    if (!fresh)
        return config_.log.error("the certificate stays as it was: " + fresh.error().detail);
    for (const auto& thread : threads_) thread->renew(*fresh);
}

// Accepting fails for good only when the acceptor is closed. Anything else (no descriptors left:
// EMFILE) passes, and is waited for: the connection stays in the queue, so trying again at once
// would spin.
awaitable<void> listener::accept() {
    bool failing = false;
    for (std::size_t turn = 0; acceptor_.is_open(); ++turn) {
        io_thread& host = *threads_[turn % threads_.size()];
        error_code failed;
        auto socket = co_await acceptor_.async_accept(host.io().get_executor(),
                                                      asio::redirect_error(use_awaitable, failed));
        if (!acceptor_.is_open()) co_return;
        if (!failed) admit(std::move(socket), host);
        if (failed && failed != asio::error::connection_aborted) {
            if (!failing) config_.log.error("cannot accept connections: " + failed.message());
            pause_.expires_after(accept_pause);
            co_await pause_.async_wait(asio::redirect_error(use_awaitable, failed));
            failing = true;
        } else {
            failing = false;
        }
    }
}

// Hands a connection to its thread. Beyond the limit it is answered 503; over TLS, where that would
// take a handshake, and when too many are being turned away already, it is dropped.
void listener::admit(tcp_socket socket, io_thread& host) {
    std::size_t present = 0;
    for (const auto& thread : threads_) present += thread->connections();
    const bool full = present >= config_.limits.connections_max;
    const bool drop = config_.certificate ||
                      present >= config_.limits.connections_max + config_.limits.turned_away_max;
    if (full && drop) return;
    host.take(std::move(socket), full);
}

}  // namespace scimd::server
