#include "management/network_masks.hpp"

#include <gtest/gtest.h>

namespace scimd::management {
namespace {

std::string repeated(std::size_t count) {
    std::string masks = "10.0.0.1";
    for (std::size_t more = 1; more < count; ++more) masks += ";10.0.0.1";
    return masks;
}

// clang-format off
const struct { const char* name; std::string sent; bool good; } rows[] = {
    {"an address",             "192.0.2.1", true},
    {"a block",                "192.0.2.0/24", true},
    {"both",                   "192.0.2.1;10.0.0.0/8", true},
    {"a block from its middle", "192.0.2.7/24", true},
    {"everything",             "0.0.0.0/0", true},
    {"one address as a block", "192.0.2.1/32", true},
    {"a hundred",              repeated(100), true},
    {"one more",               repeated(101), false},
    {"nothing",                "", false},
    {"nothing between two",    "192.0.2.1;;10.0.0.0/8", false},
    {"a separator behind",     "192.0.2.1;", false},
    {"two separators",         ";;", false},
    {"33 bits",                "192.0.2.0/33", false},
    {"bits beyond counting",   "192.0.2.0/4294967296", false},
    {"no bits",                "192.0.2.0/", false},
    {"negative bits",          "192.0.2.0/-1", false},
    {"too large a part",       "192.0.2.256", false},
    {"three parts",            "192.0.2", false},
    {"IPv6",                   "2001:db8::1", false},
    {"a name",                 "localhost", false},
    {"a blank",                "192.0.2.1; 10.0.0.1", false},
    {"a NUL",                  std::string("192.0.2.1\0x", 11), false},
};
// clang-format on

TEST(NetworkMasks, AreAddressesAndBlocksAndNothingElse) {
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const auto read = network_masks_from(row.sent);
        ASSERT_EQ(read.has_value(), row.good);
        if (read) {
            EXPECT_EQ(*read, row.sent);
        } else {
            EXPECT_EQ(read.error().parameter, "LoginNetworkMasks");
        }
    }
}

TEST(NetworkMasks, AreClearedByALoneSeparator) {
    EXPECT_EQ(network_masks_from(";").value(), "");
}

}  // namespace
}  // namespace scimd::management
