#include "management/permissions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace scimd::management {
namespace {

constexpr const char* mine = "d-000000000001";
constexpr const char* another = "d-000000000002";

model::access_key full() {
    model::access_key made;
    made.id = "k-1";
    return made;
}
model::access_key read_only() {
    model::access_key made = full();
    made.read_only = true;
    return made;
}
model::access_key bound() {
    model::access_key made = full();
    made.directories = {{*model::directory_id::from_text(mine)}};
    return made;
}
model::access_key bound_to_what_is_gone() {
    model::access_key made = full();
    made.directories.emplace();
    return made;
}
model::access_key bound_and_read_only() {
    model::access_key made = bound();
    made.read_only = true;
    return made;
}

// clang-format off
const struct {
    const char* name;
    model::access_key (*key)();
    const char* action;
    const char* where;  // nullptr: no DirectoryId
    const char* reason; // nullptr: it may
} rows[] = {
    {"full, acts",                 full,                  "CreateUser",       mine,    nullptr},
    {"full, the house",            full,                  "CreateDirectory",  nullptr, nullptr},
    {"full, the whole log",        full,                  "ListAuditEvents",  nullptr, nullptr},
    {"read-only, looks",           read_only,             "GetUser",          mine,    nullptr},
    {"read-only, searches",        read_only,             "GetDirectoryStatistics", mine, nullptr},
    {"read-only, the house",       read_only,             "ListAccessKeys",   nullptr, nullptr},
    {"read-only, acts",            read_only,             "CreateUser",       mine,    "is read-only, and CreateUser changes something"},
    {"read-only, makes keys",      read_only,             "CreateAccessKey",  nullptr, "is read-only, and CreateAccessKey changes something"},
    {"bound, its own",             bound,                 "CreateUser",       mine,    nullptr},
    {"bound, may delete its own",  bound,                 "DeleteDirectory",  mine,    nullptr},
    {"bound, another",             bound,                 "GetUser",          another, "is for other directories than the one that GetUser is called for"},
    {"bound, another's past",      bound,                 "GetEntityHistory", another, "is for other directories than the one that GetEntityHistory is called for"},
    {"bound, its own past",        bound,                 "GetEntityHistory", mine,    nullptr},
    {"bound, its own log",         bound,                 "ListAuditEvents",  mine,    nullptr},
    {"bound, another's log",       bound,                 "ListAuditEvents",  another, "is for other directories than the one that ListAuditEvents is called for"},
    {"bound, no directory's log",  bound,                 "ListAuditEvents",  "all",   "is for other directories than the one that ListAuditEvents is called for"},
    {"bound, the whole log",       bound,                 "ListAuditEvents",  nullptr, "is for some directories only, and ListAuditEvents is about more than those"},
    {"bound, which there are",     bound,                 "ListDirectories",  nullptr, nullptr},
    {"bound, a new one",           bound,                 "CreateDirectory",  nullptr, "is for some directories only, and CreateDirectory is about more than those"},
    {"bound, a new one, named so", bound,                 "CreateDirectory",  mine,    "is for some directories only, and CreateDirectory is about more than those"},
    {"bound, the keys",            bound,                 "ListAccessKeys",   mine,    "is for some directories only, and ListAccessKeys is about more than those"},
    {"bound, a wider key",         bound,                 "CreateAccessKey",  mine,    "is for some directories only, and CreateAccessKey is about more than those"},
    {"bound to none, any",         bound_to_what_is_gone, "GetUser",          mine,    "is for other directories than the one that GetUser is called for"},
    {"bound to none, the house",   bound_to_what_is_gone, "CreateAccessKey",  nullptr, "is for some directories only, and CreateAccessKey is about more than those"},
    {"both, looks at its own",     bound_and_read_only,   "GetUser",          mine,    nullptr},
    {"both, changes its own",      bound_and_read_only,   "CreateUser",       mine,    "is read-only, and CreateUser changes something"},
};
// clang-format on

TEST(Permissions, FollowFromTheKeyAndTheRowOfTheAction) {
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        parameters sent;
        if (row.where != nullptr) sent["DirectoryId"] = row.where;

        const auto may = check_permission(row.key(), *find_action(row.action), sent);

        EXPECT_EQ(may.has_value(), row.reason == nullptr);
        if (!may && row.reason != nullptr) {
            EXPECT_EQ(may.error().status, 403);
            EXPECT_EQ(may.error().code, "NoPermission");
            EXPECT_EQ(may.error().message, "The access key k-1 " + std::string(row.reason) + ".");
        }
    }
}

TEST(Permissions, ThatAreMissingAreToldInTheFormThatClientsPassOn) {
    const auto may = check_permission(read_only(), *find_action("CreateUser"), {});

    const boost::json::object expected{{"AuthAction", "cloudsso:CreateUser"},
                                       {"AuthPrincipalDisplayName", "k-1"},
                                       {"AuthPrincipalType", "AccessKey"},
                                       {"NoPermissionType", "ExplicitDeny"}};
    EXPECT_EQ(may.error().more.at("AccessDeniedDetail"), boost::json::value(expected));
}

// What changes something is never open to a key that may only look, whatever is added to the table.
TEST(Permissions, OfAReadOnlyKeyAreThoseOfAllActionsThatLookOrSearch) {
    for (const action& one : actions()) {
        const bool may = check_permission(read_only(), one, {}).has_value();
        EXPECT_EQ(may, !std::holds_alternative<acts>(one.run)) << one.name;
        const bool looks_by_name = one.name.starts_with("Get") || one.name.starts_with("List") ||
                                   one.name.starts_with("Preview");
        EXPECT_EQ(may, looks_by_name) << one.name;
    }
}

TEST(Permissions, OfABoundKeyEndAtItsDirectoriesWhateverTheAction) {
    for (const action& one : actions()) {
        const bool may = check_permission(bound(), one, {{"DirectoryId", another}}).has_value();
        EXPECT_EQ(may, one.about == about::own_directories) << one.name;
    }
}

}  // namespace
}  // namespace scimd::management
