// The load generator itself: one thread, some connections, each of which asks again as soon as it
// is answered.
#pragma once

#include <chrono>
#include <cstdint>
#include <fstream>
#include <optional>
#include <vector>

#include "bench/load/answer.hpp"
#include "bench/load/options.hpp"
#include "bench/load/questions.hpp"
#include "bench/load/stream.hpp"

namespace scimd::bench {

struct report {
    std::vector<std::chrono::nanoseconds> latencies;  // of the requests that count, sorted
    std::chrono::duration<double> took{};
    std::uint64_t bytes = 0;  // of the answers, heads included
    std::uint64_t next_turn = 0;
    std::chrono::duration<double> own_processor_time{};
    std::optional<std::chrono::duration<double>> server_processor_time;
};

class generator {
 public:
    // Connects. Throws what stream and questions throw.
    explicit generator(const options&);
    ~generator();
    generator(const generator&) = delete;
    generator& operator=(const generator&) = delete;

    // Warms up, measures, and hears the last answers out. Throws std::runtime_error with the answer
    // when one is wrong, and when none comes for long: a measurement of wrong answers is none.
    report run();

 private:
    using clock = std::chrono::steady_clock;
    struct client {
        bench::stream stream;
        question asked;
        std::size_t sent = 0;
        std::string received;
        std::optional<answer_head> head;
        clock::time_point began;
    };

    void wait_for_events();
    void ask(client&);
    void send(client&);
    void receive(client&);
    void take_answer(client&);
    void check(const client&, std::string_view body) const;
    void keep_created(client&, std::string_view body);
    void look_at_the_clock();
    void begin_to_measure();
    void end_measuring();
    std::chrono::duration<double> server_time() const;

    const options& options_;
    questions questions_;
    std::unique_ptr<tls_client> tls_;
    std::vector<client> clients_;
    int events_ = -1;
    std::vector<char> buffer_;
    std::ofstream created_;
    clock::time_point now_;
    clock::time_point began_;  // to measure
    clock::time_point end_;
    bool measuring_ = false;
    bool stopping_ = false;
    std::size_t unanswered_ = 0;
    std::uint64_t asked_ = 0;  // since measuring began
    report report_;
};

}  // namespace scimd::bench
