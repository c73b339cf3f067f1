// A moment in UTC, to the millisecond, and its two texts: RFC 3339 as SCIM writes it, and whole
// seconds as CloudSSO does.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace scimd::model {

struct instant {
    std::int64_t milliseconds = 0;  // since 1970-01-01T00:00:00Z

    friend bool operator==(const instant&, const instant&) = default;
    friend auto operator<=>(const instant&, const instant&) = default;
};

// "2026-11-22T08:00:00.123Z" (RFC 7643 §2.3.5).
std::string to_text(instant);
void append_text(std::string& out, instant);

// "2026-11-22T08:00:00Z" (CloudSSO, "Identifiers"), the fraction cut off.
std::string to_seconds_text(instant);

// Any RFC 3339 date-time, offset and fraction included (digits past the millisecond are dropped); a
// leap second counts as the second after. Nothing when the text is not one or names a day that does
// not exist.
std::optional<instant> instant_from_text(std::string_view);

// The same, but the offset may be missing, which means UTC: xsd:dateTime, as SCIM's dateTimes are
// (RFC 7643 §2.3.5).
std::optional<instant> instant_from_date_time(std::string_view);

// The wall clock. Only borders ask it: edits carry their time with them (Law 7).
instant now();

}  // namespace scimd::model
