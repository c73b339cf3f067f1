#include "scim/secrets.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "scim/catalogues.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;

TEST(HideSecrets, LeavesTheNamesAndTakesTheValues) {
    const std::vector<added_schema> added = {
        {"locker.json",
         R"({"id":"urn:example:locker","extends":["User"],"attributes":[
                {"name":"code","returned":"never","mutability":"writeOnly"},
                {"name":"row"},
                {"name":"locks","type":"complex","multiValued":true,"subAttributes":[
                    {"name":"value"},{"name":"pin","returned":"never"}]}]})",
         std::nullopt}};
    const auto schemas = load_catalogues(added).value();
    const auto hidden = [&schemas](const std::string& locker) {
        json::object held =
            json::parse(R"({"userName":"ann","urn:example:locker":)" + locker + "}").as_object();
        hide_secrets(held, schemas.common().user());
        return held;
    };
    const struct {
        const char* about;
        const char* before;
        const char* after;
    } rows[] = {
        {"never returned", R"x({"code":"0000","row":"1"})x", R"x({"code":"(hidden)","row":"1"})x"},
        {"parts", R"x({"locks":[{"value":"a","pin":"1111"}]})x",
         R"x({"locks":[{"value":"a","pin":"(hidden)"}]})x"},
        {"what no schema knows", R"x({"old":"2222"})x", R"x({"old":"(hidden)"})x"},
        {"what has another form now", R"x({"row":{"code":"3333"},"locks":"4444"})x",
         R"x({"row":"(hidden)","locks":"(hidden)"})x"},
        {"that there was nothing", R"x({"code":null})x", R"x({"code":null})x"},
    };
    for (const auto& row : rows)
        EXPECT_EQ(hidden(row.before).at("urn:example:locker"), json::parse(row.after)) << row.about;
}

}  // namespace
}  // namespace scimd::scim
