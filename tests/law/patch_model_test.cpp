// Random PATCHes of random users: scim::apply_patch against a small model, and what holds for
// every PATCH.
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "scim/messages.hpp"
#include "tests/law/patch_model.hpp"
#include "tests/law/random_resource.hpp"
#include "tests/law/random_schema.hpp"

namespace scimd::tests {
namespace {

namespace json = boost::json;
using scim::attribute;
using scim::data_type;
using scim::patch_kind;

constexpr std::size_t patches_per_catalogue = 250;

// The value an attribute has in a document; nullptr where it has none.
const json::value* held_in(const scim::document& user, const patch_step& step) {
    const json::object* home = &user.attributes;
    if (step.extension != nullptr) {
        const json::value* part = home->if_contains(step.extension->urn);
        if (part == nullptr) return nullptr;
        home = &part->as_object();
    }
    return home->if_contains(step.attribute->name);
}

bool is_comparable(const attribute& one) {
    return !one.multi_valued && (one.type == data_type::string || one.type == data_type::boolean ||
                                 one.type == data_type::reference);
}

// One of the values that there are, most often: a filter that matches nothing shows little.
std::optional<patch_step::condition> random_condition(chance& dice, const patch_step& step,
                                                      const scim::document& user) {
    // A filter must not tell what is never told.
    if (step.attribute->returned == scim::returned::never ||
        step.attribute->mutability == scim::mutability::write_only)
        return std::nullopt;
    std::vector<const attribute*> subs;
    for (const attribute& one : step.attribute->sub_attributes)
        if (is_comparable(one)) subs.push_back(&one);
    const bool complex = step.attribute->type == data_type::complex;
    if (complex ? subs.empty() : step.attribute->type != data_type::string) return std::nullopt;
    const attribute* sub = complex ? dice.of(subs) : nullptr;
    const attribute& compared = complex ? *sub : *step.attribute;
    patch_step::condition made{sub, random_simple_value(dice, compared.type)};
    const json::value* held = held_in(user, step);
    if (held == nullptr || dice.one_in(5)) return made;
    const json::value& element = dice.of(held->as_array());
    const json::value* wanted = complex ? element.as_object().if_contains(sub->name) : &element;
    if (wanted != nullptr) made.equals = *wanted;
    return made;
}

json::value random_operand(chance& dice, const patch_step& step) {
    if (dice.one_in(12)) return {};
    if (step.sub != nullptr) return random_value(dice, *step.sub);
    const json::value made = random_value(dice, *step.attribute);
    return step.where && made.is_array() ? made.get_array().front() : made;
}

bool is_patched(const attribute& one) {
    return one.name != "schemas" && one.name != "password";
}

void choose_attribute(chance& dice, patch_step& step, const scim::resource_type& type) {
    const std::size_t which = dice.below(1 + type.extensions.size());
    if (which > 0) step.extension = type.extensions[which - 1];
    const auto& attributes =
        step.extension == nullptr ? type.core->attributes : step.extension->attributes;
    do step.attribute = &dice.of(attributes);
    while (!is_patched(*step.attribute));
}

// An operation about an attribute that was chosen.
patch_step random_step(chance& dice, patch_step step, const scim::document& user) {
    step.kind = static_cast<patch_kind>(dice.below(3));
    if (step.attribute->multi_valued && dice.one_in(2))
        step.where = random_condition(dice, step, user);
    if (step.attribute->type == data_type::complex && dice.one_in(2))
        step.sub = &dice.of(step.attribute->sub_attributes);
    step.value = random_operand(dice, step);
    // Where nothing says what goes, a client that removes needs a path; a read-only attribute in a
    // value is another subject.
    step.without_path =
        !step.where && step.sub == nullptr && step.kind != patch_kind::remove && dice.one_in(4);
    return step;
}

struct attempt {
    model::result<void> outcome;
    scim::document left;
};

attempt patch(const scim::document& user, const std::vector<patch_step>& steps,
              const scim::resource_type& type, model::tolerance setting) {
    json::array operations;
    for (const patch_step& one : steps) operations.push_back(to_operation(one));
    const json::object body{{"schemas", {scim::patch_op_urn}}, {"Operations", operations}};
    scim::tolerance allowed(setting);
    attempt made{{}, user};
    const auto parsed = scim::parse_patch(body, type, allowed);
    if (!parsed)
        made.outcome = parsed.error();
    else
        made.outcome = scim::apply_patch(made.left, *parsed, type, allowed);
    return made;
}

std::string shown(const scim::document& user, const std::vector<patch_step>& steps) {
    std::string text = scim::to_text(user);
    for (const patch_step& one : steps) text += "\n" + json::serialize(to_operation(one));
    return text;
}

scim::document random_user(chance& dice, const scim::resource_type& type) {
    scim::tolerance strict(model::tolerance::strict);
    auto read = scim::read_document(random_body(dice, type, "u"), type, strict);
    if (!read) throw std::logic_error(read.error().detail);
    return std::move(*read);
}

std::vector<patch_step> random_steps(chance& dice, const scim::resource_type& type,
                                     const scim::document& user) {
    std::vector<patch_step> steps;
    patch_step about;
    for (std::size_t i = 1 + dice.below(4); i > 0; --i) {
        // Operations about one attribute are the ones that may get into each other's way.
        if (about.attribute == nullptr || dice.one_in(3)) {
            about = {};
            choose_attribute(dice, about, type);
        }
        steps.push_back(random_step(dice, about, user));
    }
    return steps;
}

// Tries a property with many users and PATCHes.
template <class Property>
void try_patches(Property property) {
    try_seeds(fewer_cases_wanted(), patches_per_catalogue, [&](chance& dice) {
        const scim::catalogue catalogue = random_catalogue(dice);
        const scim::resource_type& type = catalogue.user();
        for (std::size_t i = 0; i < patches_per_catalogue && !testing::Test::HasFailure(); ++i) {
            const scim::document user = random_user(dice, type);
            property(user, random_steps(dice, type, user), type);
        }
    });
}

TEST(PatchModel, SaysWhatBecomesOfAUser) {
    std::size_t refused = 0;
    std::size_t tried = 0;
    try_patches([&](const auto& user, const auto& steps, const auto& type) {
        const auto expected = model_patch(user.attributes, steps, type);
        const attempt made = patch(user, steps, type, model::tolerance::strict);
        ++tried;
        refused += expected ? 0 : 1;
        ASSERT_EQ(made.outcome.has_value(), expected.has_value())
            << shown(user, steps) << "\n"
            << (made.outcome ? scim::to_text(made.left) : made.outcome.error().detail);
        if (!expected)
            EXPECT_EQ(static_cast<int>(made.outcome.error().code),
                      static_cast<int>(expected.error().code))
                << made.outcome.error().detail << "\n"
                << shown(user, steps);
        else
            EXPECT_EQ(json::value(made.left.attributes), json::value(*expected))
                << shown(user, steps) << "\nmodel: " << json::serialize(*expected);
    });
    EXPECT_LT(refused, tried * 3 / 4) << "too few PATCHes are accepted to show anything";
}

TEST(Patch, LeavesACanonicalUserOrTheUserAsItWas) {
    try_patches([](const auto& user, const auto& steps, const auto& type) {
        const attempt made = patch(user, steps, type, model::tolerance::lenient);
        if (!made.outcome) {
            EXPECT_EQ(made.left, user) << shown(user, steps);
            return;
        }
        scim::tolerance strict(model::tolerance::strict);
        const auto read = scim::read_document(made.left.attributes, type, strict);
        ASSERT_TRUE(read.has_value()) << read.error().detail << "\n" << shown(user, steps);
        EXPECT_EQ(scim::to_text(*read), scim::to_text(made.left)) << shown(user, steps);
    });
}

TEST(Patch, IsUnderstoodLenientlyAsStrictly) {
    try_patches([](const auto& user, const auto& steps, const auto& type) {
        const attempt strictly = patch(user, steps, type, model::tolerance::strict);
        if (!strictly.outcome) return;
        const attempt leniently = patch(user, steps, type, model::tolerance::lenient);
        ASSERT_TRUE(leniently.outcome.has_value()) << leniently.outcome.error().detail << "\n"
                                                   << shown(user, steps);
        EXPECT_EQ(scim::to_text(leniently.left), scim::to_text(strictly.left))
            << shown(user, steps);
    });
}

TEST(Patch, OfSeveralOperationsIsThatManyPatchesOfOne) {
    try_patches([](const auto& user, const auto& steps, const auto& type) {
        scim::document one_by_one = user;
        for (const patch_step& step : steps) {
            const attempt made = patch(one_by_one, {step}, type, model::tolerance::strict);
            if (!made.outcome) return;  // what a later operation mends is no fault of the whole
            one_by_one = made.left;
        }
        const attempt at_once = patch(user, steps, type, model::tolerance::strict);
        ASSERT_TRUE(at_once.outcome.has_value()) << at_once.outcome.error().detail << "\n"
                                                 << shown(user, steps);
        EXPECT_EQ(scim::to_text(at_once.left), scim::to_text(one_by_one)) << shown(user, steps);
    });
}

TEST(PatchAdd, OfWhatIsThereChangesNothing) {
    try_patches([](const auto& user, auto steps, const auto& type) {
        steps.resize(1);
        steps.front().kind = patch_kind::add;
        const attempt once = patch(user, steps, type, model::tolerance::strict);
        if (!once.outcome || steps.front().where) return;
        const attempt twice = patch(once.left, steps, type, model::tolerance::strict);
        ASSERT_TRUE(twice.outcome.has_value()) << shown(user, steps);
        EXPECT_EQ(scim::to_text(twice.left), scim::to_text(once.left)) << shown(user, steps);
    });
}

}  // namespace
}  // namespace scimd::tests
