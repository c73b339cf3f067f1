// What is read, written and read again is what it was: documents, filters, and what the store
// gives back.
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "tests/law/filter_text.hpp"
#include "tests/law/random_filter.hpp"
#include "tests/law/random_resource.hpp"
#include "tests/law/random_schema.hpp"
#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

namespace json = boost::json;

constexpr std::size_t cases_per_catalogue = 100;

model::result<scim::document> read(const json::object& body, const scim::resource_type& type,
                                   model::tolerance setting = model::tolerance::strict) {
    scim::tolerance allowed(setting);
    return scim::read_document(body, type, allowed);
}

// Tries a property with many bodies.
template <class Property>
void try_bodies(Property property) {
    try_seeds(fewer_cases_wanted(), cases_per_catalogue, [&](chance& dice) {
        const scim::catalogue catalogue = random_catalogue(dice);
        for (std::size_t i = 0; i < cases_per_catalogue && !testing::Test::HasFailure(); ++i) {
            const scim::resource_type& type = dice.one_in(4) ? catalogue.group() : catalogue.user();
            property(dice, random_body(dice, type, "x"), type);
        }
    });
}

TEST(RoundTrip, OfADocumentThroughItsTextChangesNothing) {
    try_bodies([](chance&, const json::object& body, const scim::resource_type& type) {
        const auto made = read(body, type);
        ASSERT_TRUE(made.has_value()) << made.error().detail << "\n" << json::serialize(body);
        const std::string text = scim::to_text(*made);
        EXPECT_EQ(scim::to_text(scim::document_from_text(text)), text);
        const auto again = read(scim::document_from_text(text).attributes, type);
        ASSERT_TRUE(again.has_value()) << again.error().detail << "\n" << text;
        EXPECT_EQ(scim::to_text(*again), text) << "a document is canonical";
    });
}

TEST(RoundTrip, MakesOneDocumentOfABodyHoweverItIsWritten) {
    try_bodies([](chance& dice, const json::object& body, const scim::resource_type& type) {
        const json::object other = rewritten(dice, body);
        const auto one = read(body, type);
        const auto two = read(other, type);
        ASSERT_TRUE(one && two) << json::serialize(body) << "\n" << json::serialize(other);
        EXPECT_EQ(scim::to_text(*one), scim::to_text(*two)) << json::serialize(other);
        const auto leniently = read(body, type, model::tolerance::lenient);
        ASSERT_TRUE(leniently.has_value()) << leniently.error().detail;
        EXPECT_EQ(scim::to_text(*leniently), scim::to_text(*one)) << json::serialize(body);
    });
}

TEST(RoundTrip, OfAFilterThroughItsTextMeansTheSame) {
    try_bodies([](chance& dice, const json::object& body, const scim::resource_type& type) {
        scim::tolerance lenient(model::tolerance::lenient);
        const std::string text = random_filter(dice, type);
        const auto once = scim::parse_filter(text, type, lenient);
        if (!once) return;
        const std::string written = to_text(*once);
        const auto twice = scim::parse_filter(written, type, lenient);
        ASSERT_TRUE(twice.has_value()) << text << "\n" << written << "\n" << twice.error().detail;
        EXPECT_EQ(to_text(*twice), written) << text;
        const auto document = read(body, type);
        EXPECT_EQ(scim::matches(*once, document->attributes),
                  scim::matches(*twice, document->attributes))
            << text << "\n"
            << written << "\n"
            << scim::to_text(*document);
    });
}

TEST(RoundTrip, OfAUserThroughTheStoreChangesNothing) {
    try_seeds(fewer_cases_wanted(), cases_per_catalogue, [](chance& dice) {
        const scim::catalogues catalogues(random_catalogue(dice));
        const scim::catalogue& catalogue = catalogues.common();
        house home(":memory:", catalogues);
        home.enable().value();
        for (std::size_t i = 0; i < cases_per_catalogue && !testing::Test::HasFailure(); ++i) {
            const auto body = random_body(dice, catalogue.user(), std::to_string(i));
            auto document = read(body, catalogue.user()).value();
            const model::user pushed = home.push(document);
            scim::take(document, "active");  // a column of its own
            EXPECT_EQ(home.find(pushed.id)->user.document, scim::to_text(document));
            const auto receipt = home.idp(
                directory::replace_user{pushed.id, read(body, catalogue.user()).value(), {}, {}});
            ASSERT_TRUE(receipt.has_value()) << receipt.error().detail;
            EXPECT_FALSE(receipt->changed) << "PUT of what is there changes nothing";
        }
    });
}

}  // namespace
}  // namespace scimd::tests
