// scimd_load: asks a SCIM server as fast as it answers, and prints what that took as JSON.
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <cmath>
#include <exception>
#include <iostream>

#include "bench/load/generator.hpp"
#include "bench/load/options.hpp"

namespace {

using namespace scimd::bench;

double microseconds(std::chrono::duration<double, std::micro> time) {
    return std::round(time.count() * 10) / 10;
}

// The latency that this share of the requests does not exceed.
double latency_at(const report& measured, double share) {
    const auto& sorted = measured.latencies;
    if (sorted.empty()) return 0;
    const auto place = static_cast<std::size_t>(static_cast<double>(sorted.size()) * share);
    return microseconds(sorted[std::min(place, sorted.size() - 1)]);
}

boost::json::object to_json(const options& asked, const report& measured) {
    const auto requests = static_cast<double>(measured.latencies.size());
    boost::json::object told{
        {"scenario", asked.what->name},
        {"connections", asked.connections},
        {"tls", asked.tls},
        {"requests", measured.latencies.size()},
        {"seconds", measured.took.count()},
        {"requests_per_second", std::round(requests / measured.took.count())},
        {"p50_microseconds", latency_at(measured, 0.5)},
        {"p99_microseconds", latency_at(measured, 0.99)},
        {"p999_microseconds", latency_at(measured, 0.999)},
        {"max_microseconds", latency_at(measured, 1)},
        {"bytes", measured.bytes},
        {"generator_microseconds_each", microseconds(measured.own_processor_time / requests)},
        {"next", measured.next_turn},
    };
    if (measured.server_processor_time)
        told["server_microseconds_each"] = microseconds(*measured.server_processor_time / requests);
    return told;
}

}  // namespace

int main(int argc, char** argv) try {
    const auto read = read_options(argc, argv);
    if (const auto* done = std::get_if<farewell>(&read)) {
        (done->exit_code == 0 ? std::cout : std::cerr) << done->text;
        return done->exit_code;
    }
    const auto& asked = std::get<options>(read);
    const report measured = generator(asked).run();
    if (measured.latencies.empty()) throw std::runtime_error("nothing was answered in time");
    std::cout << to_json(asked, measured) << '\n';
    return 0;
} catch (const std::exception& failure) {
    std::cerr << "scimd_load: " << failure.what() << '\n';
    return 1;
}
