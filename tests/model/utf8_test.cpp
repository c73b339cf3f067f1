#include "model/utf8.hpp"

#include <gtest/gtest.h>

namespace scimd::model {
namespace {

TEST(Utf8, CountsCharactersAndRefusesWhatIsNone) {
    EXPECT_EQ(count_characters(""), 0U);
    EXPECT_EQ(count_characters("aé€😀"), 4U);
    for (const char* broken :
         {"\x80", "\xC0\x80", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82"}) {
        EXPECT_EQ(count_characters(broken), std::nullopt);
    }
}

TEST(Utf8, CountsDifferentCharactersNotBytes) {
    EXPECT_EQ(count_different_characters(""), 0U);
    EXPECT_EQ(count_different_characters("aab€é€"), 4U);
}

}  // namespace
}  // namespace scimd::model
