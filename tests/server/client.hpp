// A server with an echo application, and a client that shows every byte: what tests of the HTTP
// core talk through.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "server/listen.hpp"

namespace scimd::server::test {

using namespace std::chrono_literals;

// Answers 200 with "METHOD target|body". Paths with a meaning of their own: /slow answers after 200
// ms, /throw throws, /none is 204, /close closes, /large is 8 MB. Refusals are
// "status|target|detail".
application echo();
response refuse_in_words(int status, std::string_view target, std::string_view detail);

inline std::atomic<int> requests_seen = 0;

class echo_server {
 public:
    explicit echo_server(const limits& = {}, std::size_t threads = 1, int log_descriptor = -1,
                         std::optional<certificate_files> = std::nullopt);

    std::uint16_t port() const { return listener_->address().port; }
    void stop() { listener_->stop(); }
    listener& operator*() { return *listener_; }

 private:
    std::unique_ptr<listener> listener_;
};

struct answer {
    int status = 0;  // 0: the connection ended instead
    std::string head;
    std::string body;

    // The value of a header, or "(absent)".
    std::string header(std::string_view name) const;
};

enum class ending { open, closed, reset };

class client {
 public:
    explicit client(const echo_server& server) : client(server.port()) {}
    explicit client(std::uint16_t port);
    ~client();
    client(const client&) = delete;
    client& operator=(const client&) = delete;

    client& send(std::string_view);
    answer read(bool with_body = true);  // one answer; waits 5 s at most
    ending end(
        std::chrono::milliseconds = 5s);  // reads until the connection ends or the time is over
    void finish_sending();
    bool can_send() const { return can_send_; }  // until the peer answers what is sent with RST
    bool silent(std::chrono::milliseconds);      // whether nothing arrives for so long
    int descriptor() const { return socket_; }

 private:
    bool receive(std::chrono::milliseconds);

    int socket_ = -1;
    std::string waiting_;
    bool can_send_ = true;
    ending end_ = ending::open;
};

// "GET /path HTTP/1.1" with a Host, further header lines (each with its \r\n) and a body.
std::string get(std::string_view path, std::string_view headers = {});
std::string post(std::string_view path, std::string_view body, std::string_view headers = {});

}  // namespace scimd::server::test
