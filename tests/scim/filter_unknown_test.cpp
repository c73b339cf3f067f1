// Attributes in a filter that the resource type does not have (RFC 7644 §3.4.2.1): treated "as if
// there is no attribute value", in strict directories too.
#include <array>

#include "scim/filter.hpp"
#include "tests/scim/house.hpp"

namespace scimd::scim {
namespace {

using namespace testing;

const json::object& ann() {
    static const json::object resource = from_text(R"({"userName": "ann",
        "name": {"givenName": "Ann"}, "emails": [{"value": "ann@x.example"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
            {"manager": {"value": "u-boss"}}})")
                                             .as_object();
    return resource;
}

struct row {
    std::string_view text;
    bool matches;
};

TEST(UnknownAttribute, HasNoValueWhateverTheToleranceAndIsNoted) {
    const row rows[] = {
        {R"(shoeSize eq "9")", false},
        {R"(shoeSize ne "9")", true},
        {"shoeSize pr", false},
        {"shoeSize eq null", true},
        {"shoeSize ne null", false},
        {"shoeSize gt 9", false},
        {"not (shoeSize pr)", true},
        {R"(name.shoe eq "9")", false},
        {R"(shoes[size eq "9" and left pr])", false},
        {R"(emails[size eq "9"])", false},
        {R"(emails[not (size eq "9")])", true},
        {R"(urn:x:y:z eq "9")", false},
    };
    for (const row& one : rows) {
        for (tolerance allowed : {lenient(), strict()}) {
            const auto made = parse_filter(one.text, user(), allowed);
            ASSERT_TRUE(made.has_value()) << one.text << ": " << made.error().detail;
            EXPECT_EQ(matches(*made, ann()), one.matches) << one.text;
            EXPECT_EQ(to_text(allowed.needed()), "unknown-filter-attribute") << one.text;
        }
    }
}

// ENTRA-29, without the URN: a strict directory knows no attribute of that name.
TEST(UnknownAttribute, IsOneOfAnExtensionWithoutItsUrnInAStrictDirectory) {
    constexpr std::string_view text = R"(manager eq "U-BOSS")";
    auto allowed = lenient();
    EXPECT_TRUE(matches(*parse_filter(text, user(), allowed), ann()));
    EXPECT_EQ(to_text(allowed.needed()), "bare-extension-attribute, complex-means-value");
    auto refusing = strict();
    EXPECT_FALSE(matches(*parse_filter(text, user(), refusing), ann()));
    EXPECT_EQ(to_text(refusing.needed()), "unknown-filter-attribute");
}

TEST(UnknownAttribute, IsNoneThatAnotherListedTypeHas) {
    const std::array<const resource_type*, 2> listed = {&user(), &group()};
    const auto noted = [&](std::string_view text) {
        auto allowed = strict();
        EXPECT_TRUE(parse_filter(text, user(), allowed, listed).has_value()) << text;
        EXPECT_TRUE(parse_filter(text, group(), allowed, listed).has_value()) << text;
        return to_text(allowed.needed());
    };
    EXPECT_EQ(noted(R"(userName eq "x" or members.value eq "y")"), "");
    EXPECT_EQ(noted(R"(emails[type eq "work"])"), "");
    EXPECT_EQ(noted(R"(userName eq "x" or shoeSize pr)"), "unknown-filter-attribute");
    EXPECT_EQ(noted(R"(emails[size eq "9"])"), "unknown-filter-attribute");
}

TEST(UnknownAttribute, IsRefusedInAPatchPathUnlessTheRuleIsOn) {
    const attribute& emails = *user().find("emails");
    auto refusing = strict();
    EXPECT_FALSE(parse_value_filter(R"(size eq "9")", emails, user(), refusing).has_value());
    auto allowed = lenient();
    EXPECT_TRUE(parse_value_filter(R"(size eq "9")", emails, user(), allowed).has_value());
    EXPECT_EQ(to_text(allowed.needed()), "unknown-filter-attribute");
}

}  // namespace
}  // namespace scimd::scim
