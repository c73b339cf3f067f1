#include "model/instant.hpp"

#include <algorithm>
#include <array>
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

void write_digits(char* at, unsigned number, std::size_t count) {
    for (std::size_t i = count; i-- > 0; number /= 10) at[i] = static_cast<char>('0' + number % 10);
}

// By hand: two of these stand in every resource, and printf would cost as much as the look-up.
void append(std::string& out, instant at, bool with_milliseconds) {
    const sys_time<milliseconds> time{milliseconds{at.milliseconds}};
    const auto day = floor<days>(time);
    const std::chrono::year_month_day date{day};
    const auto in_day = static_cast<unsigned>((time - day).count());
    constexpr std::string_view form = "0000-00-00T00:00:00.000Z";
    std::array<char, form.size()> text{};
    std::ranges::copy(form, text.begin());
    write_digits(text.data(), static_cast<unsigned>(static_cast<int>(date.year())), 4);
    write_digits(&text[5], static_cast<unsigned>(date.month()), 2);
    write_digits(&text[8], static_cast<unsigned>(date.day()), 2);
    write_digits(&text[11], in_day / 3'600'000, 2);
    write_digits(&text[14], in_day / 60'000 % 60, 2);
    write_digits(&text[17], in_day / 1000 % 60, 2);
    if (with_milliseconds) {
        write_digits(&text[20], in_day % 1000, 3);
        out.append(text.data(), text.size());
    } else {
        out.append(text.data(), form.find('.'));
        out += 'Z';
    }
}

std::string written(instant at, bool with_milliseconds) {
    std::string text;
    append(text, at, with_milliseconds);
    return text;
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

void append_text(std::string& out, instant at) {
    append(out, at, true);
}

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
