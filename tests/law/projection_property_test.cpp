// What `attributes` and `excludedAttributes` leave of random resources (RFC 7644 §3.9), for random
// schemas and random wishes.
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include <algorithm>
#include <map>

#include "scim/document.hpp"
#include "tests/law/random_resource.hpp"
#include "tests/law/random_schema.hpp"

namespace scimd::tests {
namespace {

namespace json = boost::json;
using scim::attribute;
using scim::returned;

constexpr std::size_t projections_per_catalogue = 100;

// An attribute by the name a client gives it, and where it stands.
struct known_attribute {
    const scim::schema* extension = nullptr;
    const attribute* of = nullptr;

    std::string name() const {
        return (extension == nullptr ? "" : extension->urn + ":") + of->name;
    }
    const json::value* in(const json::object& resource) const {
        const json::object* home = &resource;
        if (extension != nullptr) {
            const json::value* part = resource.if_contains(extension->urn);
            if (part == nullptr) return nullptr;
            home = &part->as_object();
        }
        return home->if_contains(of->name);
    }
};

std::vector<known_attribute> attributes_of(const scim::resource_type& type) {
    std::vector<known_attribute> all;
    for (const scim::schema* one : {type.common, type.core})
        for (const attribute& of : one->attributes) all.push_back({nullptr, &of});
    for (const scim::schema* one : type.extensions)
        for (const attribute& of : one->attributes) all.push_back({one, &of});
    return all;
}

// A resource, some of its attributes' names, and a client's two ways to use them.
struct wish {
    const scim::resource_type& type;
    json::object resource;
    std::vector<std::string> names;

    std::string list() const {
        std::string text;
        for (const std::string& one : names) text += (text.empty() ? "" : ",") + one;
        return text;
    }
    bool has(const known_attribute& one) const {
        return std::ranges::find(names, one.name()) != names.end();
    }
    json::object projected(bool included) const {
        scim::tolerance strict(model::tolerance::strict);
        const auto made =
            scim::parse_projection(included ? list() : "", included ? "" : list(), type, strict);
        json::object left = resource;
        made->apply(left, type);
        json::object once_more = left;
        made->apply(once_more, type);
        EXPECT_EQ(json::serialize(once_more), json::serialize(left)) << "twice is once";
        return left;
    }
};

// Tries a property with many resources and wishes for whole attributes.
template <class Property>
void try_wishes(Property property) {
    try_seeds(fewer_cases_wanted(), projections_per_catalogue, [&](chance& dice) {
        const scim::catalogue catalogue = random_catalogue(dice);
        const scim::resource_type& type = catalogue.user();
        const auto known = attributes_of(type);
        for (std::size_t i = 0; i < projections_per_catalogue && !testing::Test::HasFailure();
             ++i) {
            scim::tolerance strict(model::tolerance::strict);
            auto document = scim::read_document(random_body(dice, type, "x"), type, strict).value();
            wish made{type, std::move(document.attributes), {}};
            made.resource["id"] = "u-1";
            for (std::size_t count = 1 + dice.below(6); count > 0; --count)
                made.names.push_back(dice.of(known).name());
            property(made, known);
        }
    });
}

// Whether a complex value is there with all its parts, for those parts that are returned by
// default.
bool is_whole(const json::value* left, const json::value* full) {
    return left != nullptr && full != nullptr && *left == *full;
}

TEST(Projection, OfIncludedAttributesIsThoseAndWhatIsAlwaysReturned) {
    try_wishes([](const wish& made, const std::vector<known_attribute>& known) {
        const json::object left = made.projected(true);
        for (const known_attribute& one : known) {
            const json::value* full = one.in(made.resource);
            const bool expected = full != nullptr && one.of->returned != returned::never &&
                                  (made.has(one) || one.of->returned == returned::always);
            EXPECT_EQ(is_whole(one.in(left), full), expected)
                << one.name() << " of attributes=" << made.list() << "\n"
                << json::serialize(made.resource) << "\nleft\n"
                << json::serialize(left);
            EXPECT_EQ(one.in(left) != nullptr, expected) << one.name();
        }
    });
}

TEST(Projection, OfExcludedAttributesIsWhatIsReturnedByDefaultWithoutThem) {
    try_wishes([](const wish& made, const std::vector<known_attribute>& known) {
        const json::object left = made.projected(false);
        for (const known_attribute& one : known) {
            const json::value* full = one.in(made.resource);
            const bool expected =
                full != nullptr && (one.of->returned == returned::always ||
                                    (one.of->returned == returned::by_default && !made.has(one)));
            EXPECT_EQ(is_whole(one.in(left), full), expected)
                << one.name() << " of excludedAttributes=" << made.list() << "\n"
                << json::serialize(made.resource) << "\nleft\n"
                << json::serialize(left);
            EXPECT_EQ(one.in(left) != nullptr, expected) << one.name();
        }
    });
}

}  // namespace
}  // namespace scimd::tests
