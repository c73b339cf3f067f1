#include "client.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/beast/core/string.hpp>

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace scimd::server::test {
namespace {

awaitable<response> answer_in_kind(const request& asked) {
    ++requests_seen;
    response answer;
    answer.content_type = "text/plain";
    if (asked.path() == "/throw") throw std::runtime_error("the disk is on fire");
    if (asked.path() == "/slow") {
        auto executor = co_await boost::asio::this_coro::executor;
        timer wait(executor, 200ms);
        co_await wait.async_wait(directory::use_awaitable);
    }
    if (asked.path() == "/none") {
        answer.status = 204;
        answer.content_type = {};
        co_return answer;
    }
    if (asked.path() == "/large") {
        answer.body.assign(8'000'000, 'x');
        co_return answer;
    }
    answer.close = asked.path() == "/close";
    answer.body = asked.method_text + " " + asked.target + "|" + asked.body;
    answer.add("X-Host", asked.header("host"));
    answer.add("X-Secure", asked.secure ? "yes" : "no");
    answer.add("X-Remote", asked.remote_address);
    answer.add("X-Trailer", asked.header("X-Late"));
    co_return answer;
}

}  // namespace

application echo() {
    return {answer_in_kind};
}

response refuse_in_words(int status, std::string_view target, std::string_view detail) {
    response made;
    made.status = status;
    made.content_type = "text/plain";
    made.body = std::to_string(status) + "|" + std::string(target) + "|" + std::string(detail);
    return made;
}

echo_server::echo_server(const limits& bounds, std::size_t threads, int log_descriptor,
                         std::optional<certificate_files> certificate) {
    listening config;
    config.where = {"127.0.0.1", 0};
    config.threads = threads;
    config.limits = bounds;
    config.certificate = std::move(certificate);
    config.log =
        logbook(log_descriptor < 0 ? log_level::none : log_level::requests, log_descriptor);
    auto opened = listener::open(
        config, [](std::size_t) { return echo(); }, refuse_in_words);
    if (!opened) throw std::runtime_error(opened.error().detail);
    listener_ = std::move(*opened);
    listener_->run();
}

std::string answer::header(std::string_view name) const {
    std::size_t at = 0;
    while ((at = head.find("\r\n", at)) != std::string::npos) {
        at += 2;
        const auto colon = head.find(':', at);
        if (colon == std::string::npos) break;
        if (boost::beast::iequals(std::string_view(head).substr(at, colon - at), name))
            return head.substr(colon + 2, head.find("\r\n", colon) - colon - 2);
    }
    return "(absent)";
}

client::client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(port);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&where), sizeof where) != 0)
        throw std::runtime_error("cannot connect");
}

client::~client() {
    ::close(socket_);
}

client& client::send(std::string_view text) {
    while (!text.empty()) {
        const auto sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent < 0) can_send_ = false;
        if (sent < 0) break;
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return *this;
}

void client::finish_sending() {
    ::shutdown(socket_, SHUT_WR);
}

bool client::receive(std::chrono::milliseconds time) {
    pollfd ready{socket_, POLLIN, 0};
    if (end_ != ending::open || ::poll(&ready, 1, static_cast<int>(time.count())) <= 0)
        return false;
    char bytes[65536];
    const auto got = ::recv(socket_, bytes, sizeof bytes, 0);
    if (got <= 0) {
        end_ = got == 0 ? ending::closed : ending::reset;
        return false;
    }
    waiting_.append(bytes, static_cast<std::size_t>(got));
    return true;
}

answer client::read(bool with_body) {
    std::size_t end = 0;
    while ((end = waiting_.find("\r\n\r\n")) == std::string::npos)
        if (!receive(5s)) return {};
    answer got;
    got.head = waiting_.substr(0, end + 2);
    waiting_.erase(0, end + 4);
    got.status = std::atoi(got.head.c_str() + 9);
    const auto length = got.header("Content-Length");
    const auto size = with_body && length != "(absent)" ? std::stoul(length) : 0;
    while (waiting_.size() < size)
        if (!receive(5s)) break;
    got.body = waiting_.substr(0, size);
    waiting_.erase(0, size);
    return got;
}

ending client::end(std::chrono::milliseconds time) {
    const auto until = std::chrono::steady_clock::now() + time;
    while (end_ == ending::open && std::chrono::steady_clock::now() < until) receive(10ms);
    return end_;
}

bool client::silent(std::chrono::milliseconds time) {
    return waiting_.empty() && !receive(time) && end_ == ending::open;
}

std::string get(std::string_view path, std::string_view headers) {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: here\r\n" + std::string(headers) +
           "\r\n";
}

std::string post(std::string_view path, std::string_view body, std::string_view headers) {
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: here\r\n" + std::string(headers) +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

}  // namespace scimd::server::test
