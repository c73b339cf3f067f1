#include "model/instant.hpp"

#include <gtest/gtest.h>

namespace scimd::model {
namespace {

struct written {
    const char* text;
    std::int64_t milliseconds;
};

class InstantFromText : public testing::TestWithParam<written> {};

TEST_P(InstantFromText, ReadsRfc3339) {
    const auto read = instant_from_text(GetParam().text);
    ASSERT_TRUE(read) << GetParam().text;
    EXPECT_EQ(read->milliseconds, GetParam().milliseconds) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Rows, InstantFromText,
                         testing::Values(written{"1970-01-01T00:00:00Z", 0},
                                         written{"2026-11-22T08:00:00Z", 1795334400000},
                                         written{"2026-11-22T08:00:00.123Z", 1795334400123},
                                         written{"2026-11-22T08:00:00.1239999Z", 1795334400123},
                                         written{"2026-11-22T10:30:00+02:30", 1795334400000},
                                         written{"2026-11-22T03:00:00-05:00", 1795334400000},
                                         written{"2026-11-22t08:00:00z", 1795334400000},
                                         written{"2024-02-29T00:00:00Z", 1709164800000},
                                         written{"1969-12-31T23:59:59.5Z", -500}));

TEST(InstantFromText, RefusesWhatIsNotADateTime) {
    for (const char* text :
         {"", "2026-11-22", "2026-11-22T08:00:00", "2026-13-01T00:00:00Z", "2025-02-29T00:00:00Z",
          "2026-11-22T24:00:00Z", "2026-11-22T08:60:00Z", "2026-11-22T08:00:00.Z",
          "2026-11-22T08:00:00Zx", "26-11-22T08:00:00Z", "2026-11-22T08:00:00+2:00"})
        EXPECT_FALSE(instant_from_text(text)) << text;
}

TEST(InstantFromDateTime, TakesAMissingOffsetForUtc) {
    EXPECT_EQ(instant_from_date_time("2026-11-22T08:00:00"), instant{1795334400000});
    EXPECT_EQ(instant_from_date_time("2026-11-22T08:00:00.123"), instant{1795334400123});
    EXPECT_EQ(instant_from_date_time("2026-11-22T10:30:00+02:30"), instant{1795334400000});
    for (const char* text : {"2026-11-22", "2026-11-22T08:00", "2026-11-22T08:00:00+"})
        EXPECT_FALSE(instant_from_date_time(text)) << text;
}

TEST(Instant, WritesScimAndCloudSsoForms) {
    EXPECT_EQ(to_text(instant{1795334400123}), "2026-11-22T08:00:00.123Z");
    EXPECT_EQ(to_seconds_text(instant{1795334400999}), "2026-11-22T08:00:00Z");
    EXPECT_EQ(to_text(instant{-1}), "1969-12-31T23:59:59.999Z");
}

}  // namespace
}  // namespace scimd::model
