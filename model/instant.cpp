#include "model/instant.hpp"

#include <chrono>

namespace scimd::model {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::milliseconds;
using std::chrono::sys_days;
using std::chrono::sys_time;

struct reader {
    std::string_view rest;
    bool good = true;

    int digits(std::size_t count) {
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (i >= rest.size() || rest[i] < '0' || rest[i] > '9') {
                good = false;
                return 0;
            }
            value = value * 10 + (rest[i] - '0');
        }
        rest.remove_prefix(count);
        return value;
    }
    void one_of(std::string_view choices) {
        if (rest.empty() || choices.find(rest.front()) == std::string_view::npos)
            good = false;
        else
            rest.remove_prefix(1);
    }
};

int fraction_milliseconds(reader& in) {
    if (in.rest.empty() || in.rest.front() != '.') return 0;
    in.rest.remove_prefix(1);
    int value = 0;
    int count = 0;
    while (!in.rest.empty() && in.rest.front() >= '0' && in.rest.front() <= '9') {
        if (count < 3) value = value * 10 + (in.rest.front() - '0');
        ++count;
        in.rest.remove_prefix(1);
    }
    if (count == 0) in.good = false;
    for (int i = count; i < 3; ++i) value *= 10;
    return value;
}

int offset_minutes(reader& in) {
    if (!in.rest.empty() && (in.rest.front() == 'Z' || in.rest.front() == 'z')) {
        in.rest.remove_prefix(1);
        return 0;
    }
    const bool west = !in.rest.empty() && in.rest.front() == '-';
    in.one_of("+-");
    const int hours = in.digits(2);
    in.one_of(":");
    const int minutes = in.digits(2);
    if (hours > 23 || minutes > 59) in.good = false;
    return (west ? -1 : 1) * (hours * 60 + minutes);
}

void append_digits(std::string& out, int number, std::size_t count) {
    const std::size_t start = out.size();
    out.resize(start + count);
    for (std::size_t i = count; i-- > 0; number /= 10)
        out[start + i] = static_cast<char>('0' + number % 10);
}

// By hand: two of these stand in every resource, and printf would cost as much as the look-up.
std::string written(instant at, bool with_milliseconds) {
    const sys_time<milliseconds> time{milliseconds{at.milliseconds}};
    const auto day = floor<days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    std::string text;
    text.reserve(sizeof("2026-11-22T08:00:00.123Z"));
    append_digits(text, static_cast<int>(date.year()), 4);
    text += '-';
    append_digits(text, static_cast<int>(static_cast<unsigned>(date.month())), 2);
    text += '-';
    append_digits(text, static_cast<int>(static_cast<unsigned>(date.day())), 2);
    text += 'T';
    append_digits(text, static_cast<int>(clock.hours().count()), 2);
    text += ':';
    append_digits(text, static_cast<int>(clock.minutes().count()), 2);
    text += ':';
    append_digits(text, static_cast<int>(clock.seconds().count()), 2);
    if (with_milliseconds) {
        text += '.';
        append_digits(text, static_cast<int>(clock.subseconds().count()), 3);
    }
    return text + 'Z';
}

enum class offset { required, optional };

std::optional<instant> read_instant(std::string_view text, offset how) {
    reader in{text};
    const int year = in.digits(4);
    in.one_of("-");
    const int month = in.digits(2);
    in.one_of("-");
    const int day = in.digits(2);
    in.one_of("Tt ");
    const int hour = in.digits(2);
    in.one_of(":");
    const int minute = in.digits(2);
    in.one_of(":");
    const int second = in.digits(2);
    const int fraction = fraction_milliseconds(in);
    const bool unsaid = how == offset::optional && in.rest.empty();
    const int west_to_east = unsaid ? 0 : offset_minutes(in);
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!in.good || !in.rest.empty() || !date.ok() || hour > 23 || minute > 59 || second > 60)
        return std::nullopt;
    const auto since = std::chrono::minutes{hour * 60 + minute - west_to_east} +
                       std::chrono::seconds{second} + milliseconds{fraction};
    return instant{(sys_time<milliseconds>{sys_days{date}} + since).time_since_epoch().count()};
}

}  // namespace

std::string to_text(instant at) {
    return written(at, true);
}

std::string to_seconds_text(instant at) {
    return written(at, false);
}

std::optional<instant> instant_from_text(std::string_view text) {
    return read_instant(text, offset::required);
}

std::optional<instant> instant_from_date_time(std::string_view text) {
    return read_instant(text, offset::optional);
}

instant now() {
    const auto time = std::chrono::system_clock::now();
    return {std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count()};
}

}  // namespace scimd::model
