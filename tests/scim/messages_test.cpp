#include "scim/messages.hpp"
#include "scim/cursor.hpp"
#include "scim/list_request.hpp"

#include "tests/scim/house.hpp"

namespace scimd::scim {
namespace {

using namespace testing;

constexpr std::string_view base = "https://x.test/scim/v2";

model::instant at(std::string_view text) {
    return *model::instant_from_text(text);
}

model::user ann() {
    model::user one;
    one.id = *model::user_id::from_text("u-00000000000000000001");
    one.document = R"({"schemas":["urn:x"],"userName":"ann"})";
    one.version = 7;
    one.created = at("2026-01-02T03:04:05.678Z");
    one.modified = at("2026-01-03T00:00:00Z");
    return one;
}

TEST(Messages, WriteAnErrorWithItsStatusAsText) {
    EXPECT_EQ(error_text(404, "", "No \"such\" user."),
              R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404",)"
              R"("detail":"No \"such\" user."})");
    EXPECT_EQ(error_text(409, "uniqueness", "Taken."),
              R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"409",)"
              R"("scimType":"uniqueness","detail":"Taken."})");
}

TEST(Messages, SpliceWhatTheServerKnowsIntoAStoredUser) {
    std::string out = "[";
    append_user(out, ann(), nullptr, base);
    EXPECT_EQ(out,
              R"([{"schemas":["urn:x"],"userName":"ann","id":"u-00000000000000000001",)"
              R"("active":true,"meta":{"resourceType":"User",)"
              R"("created":"2026-01-02T03:04:05.678Z","lastModified":"2026-01-03T00:00:00.000Z",)"
              R"("location":"https://x.test/scim/v2/Users/u-00000000000000000001",)"
              R"("version":"W/\"7\""}})");
}

TEST(Messages, ListTheGroupsOfAUserAndSayHowSheIsInThem) {
    model::user inactive = ann();
    inactive.active = false;
    const std::vector<model::joined_group> groups = {
        {*model::group_id::from_text("g-00000000000000000001"), "A \"B\"", true},
        {*model::group_id::from_text("g-00000000000000000002"), "", false}};
    std::string out;
    append_user(out, inactive, &groups, base);
    const json::value read = from_text(out);
    EXPECT_EQ(read.at("active"), json::value(false));
    EXPECT_EQ(read.at("groups"), from_text(R"([
        {"value":"g-00000000000000000001","display":"A \"B\"","type":"direct",
         "$ref":"https://x.test/scim/v2/Groups/g-00000000000000000001"},
        {"value":"g-00000000000000000002","type":"indirect",
         "$ref":"https://x.test/scim/v2/Groups/g-00000000000000000002"}])"));

    const std::vector<model::joined_group> none;
    out.clear();
    append_user(out, inactive, &none, base);
    EXPECT_FALSE(from_text(out).as_object().contains("groups"));
}

TEST(Messages, WriteAGroupWithAndWithoutItsMembers) {
    model::group tours;
    tours.id = *model::group_id::from_text("g-00000000000000000001");
    tours.document = R"({"schemas":["urn:x"],"displayName":"Tours"})";
    const auto members = [](std::string& out) {
        append_member(out, {model::member_kind::user, "u-1", "Ann", {}}, base);
        out += ',';
        append_member(out, {model::member_kind::group, "g-2", "", {}}, base);
        out += ',';
        append_member(out, {model::member_kind::stranger, "whoever", "", {}}, base);
    };
    std::string out;
    append_group(out, tours, members, base);
    json::value read = from_text(out);
    EXPECT_EQ(read.at("members"), from_text(R"([
        {"value":"u-1","$ref":"https://x.test/scim/v2/Users/u-1","display":"Ann","type":"User"},
        {"value":"g-2","$ref":"https://x.test/scim/v2/Groups/g-2","type":"Group"},
        {"value":"whoever"}])"));
    EXPECT_EQ(read.at("meta").at("resourceType"), json::value("Group"));
    EXPECT_EQ(read.at("meta").at("location"),
              json::value("https://x.test/scim/v2/Groups/g-00000000000000000001"));

    for (const std::function<void(std::string&)>& nobody :
         {std::function<void(std::string&)>(), std::function<void(std::string&)>([](auto&) {})}) {
        out.clear();
        append_group(out, tours, nobody, base);
        read = from_text(out);
        EXPECT_FALSE(read.as_object().contains("members"));
        EXPECT_EQ(read.at("displayName"), json::value("Tours"));
    }
}

TEST(Messages, OpenAndCloseAList) {
    std::string out;
    append_list_head(out, 12, 3, 2);
    out += "1,2";
    append_list_tail(out);
    EXPECT_EQ(out, R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],)"
                   R"("totalResults":12,"startIndex":3,"itemsPerPage":2,"Resources":[1,2]})");
}

TEST(Messages, OpenAPageOfAWalkWithoutAStartIndexAndTheLastWithoutANextCursor) {
    std::string out;
    append_cursor_list_head(out, 12, 2, "aB-_");
    append_list_tail(out);
    EXPECT_EQ(out, R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],)"
                   R"("totalResults":12,"itemsPerPage":2,"nextCursor":"aB-_","Resources":[]})");
    out.clear();
    append_cursor_list_head(out, 0, 0, "");
    append_list_tail(out);
    EXPECT_EQ(out, R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],)"
                   R"("totalResults":0,"itemsPerPage":0,"Resources":[]})");
}

TEST(Messages, WriteAWeakVersion) {
    EXPECT_EQ(version_text(7), "W/\"7\"");
}

TEST(Messages, EscapeTextAsJsonDoes) {
    std::string every;
    for (int c = 0; c < 0x80; ++c) every += static_cast<char>(c);
    every += "é😀";
    std::string out;
    append_json_string(out, every);
    EXPECT_EQ(from_text(out).as_string(), every);
    out.clear();
    append_json_string(out, "a\"\\\n\x01");
    EXPECT_EQ(out, "\"a\\\"\\\\\\n\\u0001\"");
}

TEST(Discovery, ConfigurationHasEveryMemberWithItsType) {
    const json::value read = from_text(describe_service(built_in(), base).text);
    EXPECT_EQ(read.at("schemas"),
              from_text(R"(["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"])"));
    EXPECT_EQ(read.at("patch").at("supported"), json::value(true));
    EXPECT_EQ(read.at("bulk").at("supported"), json::value(true));
    EXPECT_TRUE(read.at("bulk").at("maxOperations").is_int64());
    EXPECT_TRUE(read.at("bulk").at("maxPayloadSize").is_int64());
    EXPECT_EQ(read.at("filter").at("supported"), json::value(true));
    EXPECT_EQ(read.at("filter").at("maxResults"), json::value(1000));
    EXPECT_EQ(read.at("changePassword").at("supported"), json::value(true));
    EXPECT_EQ(read.at("sort").at("supported"), json::value(true));
    const json::value& pagination = read.at("pagination");
    EXPECT_EQ(pagination.at("cursor"), json::value(true));
    EXPECT_EQ(pagination.at("index"), json::value(true));
    EXPECT_EQ(pagination.at("defaultPaginationMethod"), json::value("index"));
    EXPECT_EQ(pagination.at("defaultPageSize"), json::value(page_default));
    EXPECT_EQ(pagination.at("maxPageSize"), json::value(page_max));
    EXPECT_EQ(pagination.at("cursorTimeout"), json::value(cursor_timeout_seconds));
    EXPECT_EQ(read.at("etag").at("supported"), json::value(true));
    const json::value& scheme = read.at("authenticationSchemes").at(0);
    EXPECT_EQ(scheme.at("type"), json::value("oauthbearertoken"));
    EXPECT_TRUE(scheme.at("name").is_string());
    EXPECT_TRUE(scheme.at("description").is_string());
    EXPECT_EQ(read.at("meta").at("location"),
              json::value("https://x.test/scim/v2/ServiceProviderConfig"));
}

TEST(Discovery, ListsResourceTypesAndFindsOneByItsName) {
    const json::value list = from_text(describe_resource_types(built_in(), base).text);
    EXPECT_EQ(list.at("totalResults"), json::value(2));
    EXPECT_EQ(list.at("itemsPerPage"), json::value(2));
    const json::value& first = list.at("Resources").at(0);
    EXPECT_EQ(first.at("endpoint"), json::value("/Users"));
    EXPECT_EQ(first.at("schema"), json::value(user_urn));
    EXPECT_EQ(first.at("schemaExtensions"),
              (json::array{{{"schema", enterprise_urn}, {"required", false}}}));
    EXPECT_EQ(first.at("meta").at("location"),
              json::value("https://x.test/scim/v2/ResourceTypes/User"));
    EXPECT_EQ(from_text(describe_resource_type(built_in(), "user", base).text), first);
    EXPECT_EQ(describe_resource_type(built_in(), "Device", base).text, "");
}

TEST(Discovery, ListsSchemasAndFindsOneByItsUrn) {
    const json::value list = from_text(describe_schemas(built_in(), base).text);
    EXPECT_EQ(list.at("totalResults"), json::value(6));
    for (const json::value& one : list.at("Resources").as_array()) {
        const std::string urn(one.at("id").as_string());
        EXPECT_EQ(one.at("meta").at("resourceType"), json::value("Schema"));
        EXPECT_EQ(one.at("meta").at("location"),
                  json::value("https://x.test/scim/v2/Schemas/" + urn));
        EXPECT_EQ(from_text(describe_schema(built_in(), urn, base).text), one);
    }
    EXPECT_NE(describe_schema(built_in(), "URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:GROUP", base).text,
              "");
    EXPECT_EQ(describe_schema(built_in(), "urn:nobody", base).text, "");
}

}  // namespace
}  // namespace scimd::scim
