#include "scim/differences.hpp"

#include <gmock/gmock.h>

#include "scim/catalogues.hpp"
#include "tests/scim/house.hpp"

namespace scimd::scim {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "name: before -> after", with nothing where there is none or none is shown.
std::vector<std::string> told(std::string_view before, std::string_view after,
                              const resource_type& type = user()) {
    const auto text = [](const std::optional<json::value>& value) {
        return value ? json::serialize(*value) : std::string("-");
    };
    std::vector<std::string> lines;
    for (const difference& one :
         differences({from_text(before).as_object()}, {from_text(after).as_object()}, type))
        lines.push_back(one.name + ": " + text(one.before) + " > " + text(one.after));
    return lines;
}

TEST(Differences, AreTheAttributesThatAreNotAlike) {
    EXPECT_THAT(told(R"({"userName":"ann","title":"A","active":true})",
                     R"({"userName":"ann","title":"B","nickName":"N","active":true})"),
                ElementsAre(R"(title: "A" > "B")", R"(nickName: - > "N")"));
    EXPECT_THAT(told(R"({"externalId":"x","emails":[{"value":"a@x"}]})",
                     R"({"emails":[{"value":"a@x"},{"value":"b@x"}]})"),
                ElementsAre(R"(externalId: "x" > -)",
                            R"(emails: [{"value":"a@x"}] > [{"value":"a@x"},{"value":"b@x"}])"));
    EXPECT_THAT(told("{}", "{}"), IsEmpty());
}

TEST(Differences, NameTheAttributesOfAnExtensionOneByOne) {
    const std::string ours = "\"" + enterprise_urn + "\":";
    EXPECT_THAT(told(R"({"schemas":["a"],)" + ours + R"({"department":"D","division":"V"}})",
                     R"({"schemas":["a","b"],)" + ours + R"({"department":"E","division":"V"}})"),
                ElementsAre(enterprise_urn + R"(:department: "D" > "E")"));
    EXPECT_THAT(told("{}", "{" + ours + R"({"department":"E"}})"),
                ElementsAre(enterprise_urn + R"(:department: - > "E")"));
}

// A file with secrets: an attribute, and a part of one.
const catalogue& with_secrets() {
    static const catalogue loaded = [] {
        const model::embedded_file added[] = {{"s.json", R"({"id":"urn:x:User","attributes":[
                {"name":"pin","returned":"never"},{"name":"token","mutability":"writeOnly"},
                {"name":"asked","returned":"request"},
                {"name":"card","type":"complex","subAttributes":[
                    {"name":"number"},{"name":"code","returned":"never"}]},
                {"name":"cards","type":"complex","multiValued":true,"subAttributes":[
                    {"name":"number"},{"name":"code","returned":"never"}]}]})"}};
        return load_catalogue(built_in_schemas(), added).value();
    }();
    return loaded;
}

TEST(Differences, NeverShowWhatIsNeverReturned) {
    const auto of = [](const std::string& before, const std::string& after) {
        return told(R"({"urn:x:User":)" + before + "}", R"({"urn:x:User":)" + after + "}",
                    with_secrets().user());
    };
    EXPECT_THAT(of(R"({"pin":"1","token":"t"})", R"({"pin":"2"})"),
                ElementsAre("urn:x:User:pin: - > -", "urn:x:User:token: - > -"));
    EXPECT_THAT(of(R"({"asked":"a"})", "{}"), ElementsAre(R"(urn:x:User:asked: "a" > -)"));
    EXPECT_THAT(of(R"({"card":{"number":"1","code":"s"}})", R"({"card":{"code":"t"}})"),
                ElementsAre(R"(urn:x:User:card: {"number":"1"} > -)"));
    EXPECT_THAT(of(R"({"cards":[{"number":"1","code":"s"},{"code":"t"}]})", "{}"),
                ElementsAre(R"(urn:x:User:cards: [{"number":"1"}] > -)"));
}

// Written when there was another schema file: what it called a secret nobody knows any more.
TEST(Differences, OnlyNameWhatTheSchemasDoNotKnow) {
    EXPECT_THAT(told(R"({"urn:gone:User":{"pin":"1"}})", "{}"),
                ElementsAre("urn:gone:User:pin: - > -"));
    EXPECT_THAT(told(R"({"urn:x:User":{"card":"text","old":1}})", "{}", with_secrets().user()),
                ElementsAre("urn:x:User:card: - > -", "urn:x:User:old: - > -"));
    EXPECT_THAT(told(R"({"urn:x:User":{"card":{"pin":"1"}}})", "{}", with_secrets().user()),
                ElementsAre("urn:x:User:card: - > -"));
}

}  // namespace
}  // namespace scimd::scim
