#include "management/reply.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace scimd::management {
namespace {

namespace json = boost::json;

json::object members(std::string_view text) {
    return json::parse(text).as_object();
}

TEST(Reply, OfJsonHasItsMembersAtTopLevel) {
    const std::string text = success_text(format::json, "GetSCIMSynchronizationStatus", "R-1",
                                          members(R"({"SCIMSynchronizationStatus":"Enabled"})"));

    EXPECT_EQ(text, R"({"RequestId":"R-1","SCIMSynchronizationStatus":"Enabled"})");
}

TEST(Reply, OfXmlIsNamedAfterTheAction) {
    const struct {
        const char* name;
        const char* sent;
        const char* expected;
    } rows[] = {
        {"scalars", R"({"A":"x","N":2,"B":false,"None":null})", "<A>x</A><N>2</N><B>false</B>"},
        {"an object", R"({"User":{"UserId":"u-1"}})", "<User><UserId>u-1</UserId></User>"},
        {"a list, each entry under its name", R"({"Users":[{"Id":1},{"Id":2}]})",
         "<Users><Id>1</Id></Users><Users><Id>2</Id></Users>"},
        {"an empty list", R"({"Users":[]})", ""},
        {"what has a meaning in XML", R"({"A":"<&>\" 'é'"})", "<A>&lt;&amp;&gt;&quot; 'é'</A>"},
        {"white space", "{\"A\":\"a\\tb\\nc\\rd\"}", "<A>a\tb\nc&#13;d</A>"},
        {"what XML cannot hold", "{\"A\":\"a\\u0000b\\u001bc\\uFFFEd\\uFFFF\"}",
         "<A>a\xEF\xBF\xBD"
         "b\xEF\xBF\xBD"
         "c\xEF\xBF\xBD"
         "d\xEF\xBF\xBD</A>"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(success_text(format::xml, "Look", "R-1", members(row.sent)),
                  "<LookResponse><RequestId>R-1</RequestId>" + std::string(row.expected) +
                      "</LookResponse>");
    }
}

TEST(Reply, OfARefusalIsTheDocumentedEnvelope) {
    const rejection reason{404, "EntityNotExists.User", "There is no user <u-1>."};

    EXPECT_EQ(
        error_text(format::json, reason, "R-1", "localhost:8080"),
        R"({"RequestId":"R-1","HostId":"localhost:8080","Code":"EntityNotExists.User",)"
        R"("Message":"There is no user <u-1>.","Recommend":)"
        R"("https://api.aliyun.com/troubleshoot?q=EntityNotExists.User&product=cloudsso&requestId=R-1"})");
    EXPECT_EQ(error_text(format::xml, reason, "R-1", "localhost:8080"),
              "<Error><RequestId>R-1</RequestId><HostId>localhost:8080</HostId>"
              "<Code>EntityNotExists.User</Code><Message>There is no user &lt;u-1&gt;.</Message>"
              "<Recommend>https://api.aliyun.com/troubleshoot?q=EntityNotExists.User&amp;"
              "product=cloudsso&amp;requestId=R-1</Recommend></Error>");
}

TEST(Reply, IsInTheFormatAskedForInAnyCase) {
    EXPECT_EQ(*format_from_text(""), format::json);
    for (const char* text : {"JSON", "json"}) EXPECT_EQ(*format_from_text(text), format::json);
    for (const char* text : {"XML", "xml"}) EXPECT_EQ(*format_from_text(text), format::xml);

    const auto other = format_from_text("YAML");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, "InvalidParameter.Format");

    EXPECT_EQ(content_type(format::json), "application/json");
    EXPECT_EQ(content_type(format::xml), "application/xml");
}

}  // namespace
}  // namespace scimd::management
