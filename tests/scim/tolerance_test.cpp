#include "scim/tolerance.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace scimd::scim {
namespace {

TEST(Tolerance, DescribesEveryRuleOnceInTheRulesOrder) {
    std::set<std::string_view> names;
    std::size_t at = 0;
    for (const rule_description& row : rule_descriptions()) {
        EXPECT_EQ(static_cast<std::size_t>(row.rule), at++);
        EXPECT_TRUE(names.insert(row.name).second) << row.name << " is there twice";
        EXPECT_FALSE(row.meaning.empty()) << row.name;
        EXPECT_EQ(row.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"), std::string_view::npos)
            << row.name << " goes into a header";
    }
    EXPECT_EQ(at, rule_count);
}

TEST(Tolerance, IsDocumentedRuleByRule) {
    std::ifstream file(SCIMD_SOURCE_DIR "/docs/dialects.md");
    const std::string document{std::istreambuf_iterator<char>(file), {}};

    for (const rule_description& row : rule_descriptions()) {
        const std::string line = "| `" + std::string(row.name) + "` | " + std::string(row.quirks) +
                                 " | " + std::string(row.meaning) + " |";
        EXPECT_NE(document.find(line), std::string::npos) << "docs/dialects.md lacks: " << line;
    }
}

TEST(Tolerance, LenientAllowsEveryRuleAndStrictNone) {
    tolerance lenient(model::tolerance::lenient);
    tolerance strict(model::tolerance::strict);

    for (const rule_description& row : rule_descriptions()) {
        EXPECT_TRUE(lenient.allows(row.rule)) << row.name;
        EXPECT_FALSE(strict.allows(row.rule)) << row.name;
    }
    EXPECT_EQ(to_text(strict.needed()), "");
}

TEST(Tolerance, NamesWhatWasNeededOnceInTheTablesOrder) {
    tolerance lenient(model::tolerance::lenient);
    EXPECT_EQ(to_text(lenient.needed()), "");

    lenient.allows(rule::dotted_keys);
    lenient.allows(rule::boolean_text);
    lenient.allows(rule::dotted_keys);

    EXPECT_EQ(to_text(lenient.needed()), "boolean-text, dotted-keys");
}

}  // namespace
}  // namespace scimd::scim
