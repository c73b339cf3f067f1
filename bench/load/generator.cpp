#include "bench/load/generator.hpp"

#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <stdexcept>
#include <system_error>

namespace scimd::bench {
namespace {

constexpr std::size_t buffer_bytes = 256 * 1024;
constexpr int patience_milliseconds = 60'000;  // a scan over a million users takes its time
constexpr std::size_t shown_bytes = 2'000;     // of a wrong answer

std::chrono::duration<double> seconds_of(const timespec& time) {
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::chrono::duration<double> own_time() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return seconds_of(time);
}

}  // namespace

generator::generator(const options& from)
    : options_(from),
      questions_(from),
      tls_(from.tls ? std::make_unique<tls_client>() : nullptr),
      events_(epoll_create1(EPOLL_CLOEXEC)),
      buffer_(buffer_bytes) {
    if (events_ < 0) throw std::system_error(errno, std::generic_category(), "epoll");
    if (!from.save_ids.empty()) created_.open(from.save_ids, std::ios::app);
    for (std::size_t i = 0; i < from.connections; ++i)
        clients_.push_back({stream(from.host, from.port, tls_.get()), {}, 0, {}, {}, {}});
    for (client& one : clients_) {
        epoll_event interest{};
        interest.events = EPOLLIN | EPOLLOUT | EPOLLET;
        interest.data.ptr = &one;
        epoll_ctl(events_, EPOLL_CTL_ADD, one.stream.descriptor(), &interest);
    }
}

generator::~generator() {
    if (events_ >= 0) close(events_);
}

report generator::run() {
    now_ = clock::now();
    began_ = now_ + std::chrono::duration_cast<clock::duration>(options_.warm_up);
    end_ = clock::time_point::max();
    if (options_.warm_up.count() <= 0) begin_to_measure();
    for (client& one : clients_) ask(one);
    while (unanswered_ > 0) wait_for_events();
    if (measuring_) end_measuring();  // the requests ended before the time did
    report_.next_turn = questions_.next_turn();
    std::ranges::sort(report_.latencies);
    return report_;
}

void generator::wait_for_events() {
    std::array<epoll_event, 256> ready{};
    const int count =
        epoll_wait(events_, ready.data(), static_cast<int>(ready.size()), patience_milliseconds);
    if (count == 0) throw std::runtime_error("no answer for a minute");
    for (int i = 0; i < count; ++i) {
        auto& one = *static_cast<client*>(ready[static_cast<std::size_t>(i)].data.ptr);
        if (one.sent < one.asked.text.size()) send(one);
        receive(one);
    }
}

// Puts the next question, unless it is time to stop.
void generator::ask(client& one) {
    const bool enough = options_.requests > 0 && measuring_ && asked_ >= options_.requests;
    if (stopping_ || enough) return;
    questions_.ask(one.asked);
    one.sent = 0;
    one.received.clear();
    one.head.reset();
    one.began = clock::now();
    ++unanswered_;
    ++asked_;
    send(one);
}

void generator::send(client& one) {
    const std::string_view text = one.asked.text;
    while (one.sent < text.size()) {
        const std::size_t done = one.stream.write(text.substr(one.sent));
        if (done == 0) return;
        one.sent += done;
    }
}

// Edge-triggered: takes all there is. An answer that is complete is followed by nothing, so that
// most take one read.
void generator::receive(client& one) {
    while (true) {
        const std::size_t count = one.stream.read(buffer_);
        if (count == 0) return;
        one.received.append(buffer_.data(), count);
        if (!one.head) one.head = read_answer_head(one.received);
        if (one.head && one.received.size() >= one.head->size()) return take_answer(one);
        if (one.stream.short_read_is_all() && count < buffer_.size()) return;
    }
}

void generator::take_answer(client& one) {
    now_ = clock::now();
    const std::string_view body = std::string_view(one.received).substr(one.head->head_bytes);
    check(one, body);
    keep_created(one, body);
    if (measuring_ && one.began >= began_) {
        report_.latencies.push_back(now_ - one.began);
        report_.bytes += one.received.size();
    }
    --unanswered_;
    questions_.advance(one.asked);
    look_at_the_clock();
    ask(one);
}

void generator::check(const client& one, std::string_view body) const {
    const step& now = questions_.step_of(one.asked);
    const int status = one.head->status;
    const bool expected = status == now.status || status == now.or_status;
    const bool right = one.asked.expect.empty() || status == 204 ||
                       occurrences(body, one.asked.expect, now.expected) >= now.expected;
    if (expected && right && one.received.size() == one.head->size()) return;
    throw std::runtime_error("a wrong answer\n--- asked\n" + one.asked.text.substr(0, shown_bytes) +
                             "\n--- expected " + std::to_string(now.status) + " with " +
                             std::to_string(now.expected) + " × " + one.asked.expect +
                             "\n--- answered\n" + one.received.substr(0, shown_bytes));
}

// The ids of what an answer says was created: the last segments of its locations.
void generator::keep_created(client& one, std::string_view body) {
    constexpr std::string_view location = R"("location":")";
    const bool creates = questions_.step_of(one.asked).method == "POST";
    if (!creates || (options_.save_ids.empty() && options_.what->steps.size() == 1)) return;
    for (std::size_t at = body.find(location); at != std::string_view::npos;
         at = body.find(location, at + 1)) {
        const std::string_view rest = body.substr(at + location.size());
        const std::string_view address = rest.substr(0, rest.find('"'));
        one.asked.made = address.substr(address.rfind('/') + 1);
        if (created_.is_open()) created_ << one.asked.made << '\n';
    }
}

void generator::look_at_the_clock() {
    if (!measuring_ && !stopping_ && now_ >= began_) begin_to_measure();
    if (measuring_ && now_ >= end_) {
        stopping_ = true;
        end_measuring();
    }
}

void generator::begin_to_measure() {
    measuring_ = true;
    asked_ = 0;
    began_ = clock::now();
    if (options_.requests == 0)
        end_ = began_ + std::chrono::duration_cast<clock::duration>(options_.duration);
    report_.own_processor_time = own_time();
    if (options_.server_pid) report_.server_processor_time = server_time();
}

void generator::end_measuring() {
    measuring_ = false;
    report_.took = clock::now() - began_;
    report_.own_processor_time = own_time() - report_.own_processor_time;
    if (options_.server_pid)
        report_.server_processor_time = server_time() - *report_.server_processor_time;
}

// Of all the server's threads, those that ended included, to the nanosecond.
std::chrono::duration<double> generator::server_time() const {
    clockid_t which{};
    timespec time{};
    if (clock_getcpuclockid(*options_.server_pid, &which) != 0 || clock_gettime(which, &time) != 0)
        throw std::runtime_error("the server's processor time cannot be read");
    return seconds_of(time);
}

}  // namespace scimd::bench
