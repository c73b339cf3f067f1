// Rows of PATCH operations with what becomes of a user, or why they are refused.
#pragma once

#include "scim/patch.hpp"
#include "tests/scim/house.hpp"

namespace scimd::scim::testing {

// A PATCH body with these operations.
inline json::value body_of(std::string_view operations) {
    return json::object{{"schemas", {"urn:ietf:params:scim:api:messages:2.0:PatchOp"}},
                        {"Operations", from_text(operations)}};
}

inline model::result<void> patch_with(document& changed, std::string_view operations,
                                      tolerance& allowed) {
    const auto parsed = parse_patch(body_of(operations), user(), allowed);
    if (!parsed) return parsed.error();
    return apply_patch(changed, *parsed, user(), allowed);
}

struct change_row {
    std::string_view name, before, operations, after;
};

inline void expect_changes(std::initializer_list<change_row> rows) {
    for (const change_row& row : rows) {
        SCOPED_TRACE(row.name);
        for (const auto setting : {model::tolerance::strict, model::tolerance::lenient}) {
            tolerance allowed(setting);
            document changed = a_user(row.before);
            const auto patched = patch_with(changed, row.operations, allowed);
            ASSERT_TRUE(patched.has_value()) << reason(patched);
            EXPECT_EQ(to_text(changed), to_text(a_user(row.after)));
            EXPECT_EQ(to_text(allowed.needed()), "");
        }
    }
}

struct refusal_row {
    std::string_view name, before, operations;
    errc code;
};

inline void expect_refusals(std::initializer_list<refusal_row> rows,
                            std::initializer_list<model::tolerance> settings) {
    for (const refusal_row& row : rows) {
        SCOPED_TRACE(row.name);
        for (const auto setting : settings) {
            tolerance allowed(setting);
            document changed = a_user(row.before);
            const auto patched = patch_with(changed, row.operations, allowed);
            ASSERT_FALSE(patched.has_value()) << to_text(changed);
            EXPECT_EQ(static_cast<int>(patched.error().code), static_cast<int>(row.code))
                << patched.error().detail;
            EXPECT_FALSE(patched.error().detail.empty());
            EXPECT_EQ(changed, a_user(row.before)) << "a refused patch left a trace";
        }
    }
}

constexpr auto both = {model::tolerance::strict, model::tolerance::lenient};

}  // namespace scimd::scim::testing
