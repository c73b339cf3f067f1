#include "bench/load/scenario.hpp"

#include <algorithm>

namespace scimd::bench {
namespace {

// A user as identity providers send them: some 900 bytes as answered. A macro, because texts that
// stand side by side become one only as literals.
#define SCIMD_BENCH_USER(title)                                                                     \
    R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User",)"                                  \
    R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"userName":"user-{number}",)"  \
    R"("externalId":"00u{number}","displayName":"User {number}","name":{"givenName":"User",)"       \
    R"("familyName":"Number {number}","formatted":"User Number {number}"},"emails":[{"value":)"     \
    R"("user-{number}@example.com","type":"work","primary":true}],"phoneNumbers":[{"value":)"       \
    R"("+49 30 {number}","type":"work"}],"title":")" title                                          \
    R"(","preferredLanguage":"en-GB","timezone":"Europe/Berlin","active":true,)"                    \
    R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"{number}",)" \
    R"("department":"Tools","costCenter":"4130","organization":"Example"}})"

constexpr std::string_view user = SCIMD_BENCH_USER("Engineer");
constexpr std::string_view changed_user = SCIMD_BENCH_USER("Engineer {turn}");
constexpr std::string_view created_in_bulk =
    R"({"method":"POST","path":"/Users","bulkId":"b{number}","data":)" SCIMD_BENCH_USER(
        "Engineer") "}";
#undef SCIMD_BENCH_USER

constexpr std::string_view bulk =
    R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[…]})";
constexpr std::string_view set_active =
    R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],)"
    R"("Operations":[{"op":"replace","path":"active","value":{active}}]})";
constexpr std::string_view add_member =
    R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],)"
    R"("Operations":[{"op":"add","path":"members","value":[{"value":"{member}"}]}]})";
constexpr std::string_view add_made =
    R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],)"
    R"("Operations":[{"op":"add","path":"members","value":[{"value":"{made}"}]}]})";

constexpr std::string_view the_user = R"("id":"{id}")";
constexpr std::string_view nobody = R"("totalResults":0)";
constexpr std::string_view whole_page = R"("itemsPerPage":100,)";

// clang-format off
constexpr step constant[]      = {{"GET", "/constant"}};
constexpr step health[]        = {{"GET", "/healthz"}};
constexpr step get[]           = {{.method = "GET", .target = "/scim/v2/Users/{id}", .expect = the_user}};
constexpr step attributes[]    = {{.method = "GET", .target = "/scim/v2/Users/{id}?attributes=userName,active,emails", .expect = the_user}};
constexpr step excluded[]      = {{.method = "GET", .target = "/scim/v2/Users/{id}?excludedAttributes=phoneNumbers,name", .expect = the_user}};
constexpr step find_hit[]      = {{.method = "GET", .target = "/scim/v2/Users?filter=userName%20eq%20%22user-{number}%22", .expect = the_user}};
constexpr step find_miss[]     = {{.method = "GET", .target = "/scim/v2/Users?filter=userName%20eq%20%22nobody-{number}%22", .expect = nobody}};
constexpr step page_first[]    = {{.method = "GET", .target = "/scim/v2/Users?startIndex=1&count=100", .expect = whole_page}};
constexpr step page_deep[]     = {{.method = "GET", .target = "/scim/v2/Users?startIndex={start}&count=100", .expect = whole_page}};
constexpr step page_chosen[]   = {{.method = "GET", .target = "/scim/v2/Users?startIndex=1&count=100&attributes=userName,emails", .expect = whole_page}};
constexpr step scan[]          = {{.method = "GET", .target = "/scim/v2/Users?filter=title%20co%20%22nowhere-{turn}%22", .expect = nobody}};
constexpr step post[]          = {{.method = "POST", .target = "/scim/v2/Users", .whom = choice::newcomer, .body = user, .status = 201, .expect = R"("userName":"user-{number}")"}};
constexpr step patch_active[]  = {{.method = "PATCH", .target = "/scim/v2/Users/{id}", .whom = choice::in_turn, .body = set_active, .expect = R"("active":{active})"}};
constexpr step put[]           = {{.method = "PUT", .target = "/scim/v2/Users/{id}", .whom = choice::in_turn, .body = changed_user, .expect = R"("title":"Engineer {turn}")"}};
constexpr step member[]        = {{.method = "PATCH", .target = "/scim/v2/Groups/{group}", .body = add_member, .or_status = 204, .expect = R"("id":"{group}")"}};
constexpr step group[]         = {{.method = "GET", .target = "/scim/v2/Groups/{group}?excludedAttributes=members", .expect = R"("id":"{group}")"}};
constexpr step bulk_100[]      = {{"POST", "/scim/v2/Bulk", choice::newcomer, bulk, created_in_bulk, 100, 200, 0, R"("status":"201")", 100}};
constexpr step bulk_1000[]     = {{"POST", "/scim/v2/Bulk", choice::newcomer, bulk, created_in_bulk, 1000, 200, 0, R"("status":"201")", 1000}};

// What a connector does about one new user: is there one, no; create; read; update; is there the group, yes; add.
constexpr step cycle[] = {
    {.method = "GET", .target = "/scim/v2/Users?filter=userName%20eq%20%22user-{number}%22", .whom = choice::newcomer, .expect = nobody},
    {.method = "POST", .target = "/scim/v2/Users", .whom = choice::newcomer, .body = user, .status = 201, .expect = R"("userName":"user-{number}")"},
    {.method = "GET", .target = "/scim/v2/Users/{made}", .whom = choice::newcomer, .expect = R"("id":"{made}")"},
    {.method = "PATCH", .target = "/scim/v2/Users/{made}", .whom = choice::newcomer, .body = set_active, .expect = R"("active":{active})"},
    {.method = "GET", .target = "/scim/v2/Groups?excludedAttributes=members&filter=displayName%20eq%20%22{group_name}%22", .whom = choice::newcomer, .expect = R"("totalResults":1)"},
    {.method = "PATCH", .target = "/scim/v2/Groups/{group}", .whom = choice::newcomer, .body = add_made, .or_status = 204, .expect = R"("id":"{group}")"},
};

constexpr scenario all[] = {
    {"constant",       "the floor's answer to nothing: how fast the generator itself is", constant, false},
    {"health",         "GET /healthz", health, false},
    {"get",            "GET a user by id", get},
    {"attributes",     "GET a user by id with attributes", attributes},
    {"excluded",       "GET a user by id with excludedAttributes", excluded},
    {"find_hit",       "filter userName eq, somebody", find_hit},
    {"find_miss",      "filter userName eq, nobody", find_miss},
    {"page_first",     "the first page of 100 users", page_first, false},
    {"page_deep",      "a page of 100 users in the second half", page_deep},
    {"page_projected", "the first page of 100 users with attributes", page_chosen, false},
    {"scan",           "filter title co over all users, nobody", scan, false},
    {"post",           "POST a user", post, false},
    {"patch_active",   "PATCH a user's active", patch_active},
    {"put",            "PUT a user", put},
    {"add_member",     "PATCH a group: add a member", member, true, true},
    {"get_group",      "GET a group without its members", group, false, true},
    {"bulk_100",       "Bulk of 100 POSTs of users", bulk_100, false},
    {"bulk_1000",      "Bulk of 1,000 POSTs of users: how directories are filled", bulk_1000, false},
    {"cycle",          "a connector's six requests about a new user: filter, POST, GET, PATCH, filter for a group, PATCH of it", cycle, false, true},
};
// clang-format on

}  // namespace

std::span<const scenario> scenarios() {
    return all;
}

const scenario* find_scenario(std::string_view name) {
    const auto* const found = std::ranges::find(all, name, &scenario::name);
    return found == std::end(all) ? nullptr : found;
}

}  // namespace scimd::bench
