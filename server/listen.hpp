// The face of the HTTP server: an address, some threads, and an application on each.
#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/result.hpp"
#include "server/endpoint.hpp"
#include "server/io_thread.hpp"

namespace scimd::server {

// Makes the application of one thread. Called once per thread by listener::open, on the caller's.
using application_factory = std::function<application(std::size_t thread)>;

struct listening {
    endpoint where;
    std::size_t threads = 1;
    std::optional<certificate_files> certificate;  // none: plain HTTP
    server::limits limits;
    logbook log;
};

class listener {
 public:
    // Binds, so that clients can connect, but answers nobody before run. errc::internal when the
    // address cannot be had or the certificate not be read; the detail says why.
    static model::result<std::unique_ptr<listener>> open(const listening&,
                                                         const application_factory&, refuser);

    ~listener();  // stops
    listener(const listener&) = delete;
    listener& operator=(const listener&) = delete;

    endpoint address() const { return address_; }  // with the real port where any was asked for
    std::string base_url() const;                  // "http://127.0.0.1:8080"

    void run();  // starts the threads
    // Accepts no more, closes idle connections, lets requests that run finish, for limits::stop at
    // most; then joins the threads. What still runs then stays suspended until the listener is
    // destroyed: destroy it after whatever its applications wait for has come to rest.
    void stop();

    // Reads the certificate files again; new connections get what is in them now. When they are
    // broken, the old certificate stays and the log says why. Does nothing over plain HTTP. For
    // SIGHUP; any thread may call it.
    void reload_certificate() const;

 private:
    listener(const listening&, tls_context, const application_factory&, refuser);

    boost::system::error_code bind();
    awaitable<void> accept();
    void admit(tcp_socket, io_thread&);

    listening config_;
    endpoint address_;
    body_budget bodies_;
    std::vector<std::unique_ptr<io_thread>> threads_;  // the first one accepts
    boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, directory::executor> acceptor_;
    timer pause_;
    bool running_ = false;
};

}  // namespace scimd::server
