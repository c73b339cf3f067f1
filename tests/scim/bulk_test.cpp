#include "scim/bulk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace scimd::scim {
namespace {

using model::errc;
using testing::ElementsAre;
using testing::IsEmpty;

model::result<bulk_request> parse(const std::string& body,
                                  model::tolerance how = model::tolerance::strict) {
    tolerance allowed(how);
    return parse_bulk(boost::json::parse(body), allowed);
}

std::string request(const std::string& operations, const std::string& more = "") {
    return R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"])" + more +
           R"(,"Operations":[)" + operations + "]}";
}

std::string post(const std::string& bulk_id, const std::string& data = "{}") {
    return R"({"method":"POST","path":"/Users","bulkId":")" + bulk_id + R"(","data":)" + data + "}";
}

TEST(Bulk, IsReadOperationByOperation) {
    const auto read = parse(
        request(post("a") + R"(,{"method":"put","path":"/Users/u-1","version":"W/\"3\"","data":{}})"
                            R"(,{"method":"DELETE","path":"/Groups/g-1","bulkId":"kept"})",
                R"(,"failOnErrors":2)"));

    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->fail_on_errors, 2);
    ASSERT_EQ(read->operations.size(), 3U);
    EXPECT_EQ(read->operations[0].method, bulk_method::post);
    EXPECT_EQ(read->operations[0].bulk_id, "a");
    EXPECT_EQ(read->operations[1].method, bulk_method::put) << "names compare without case";
    EXPECT_EQ(read->operations[1].version, "W/\"3\"");
    EXPECT_EQ(read->operations[2].method, bulk_method::remove);
    for (const bulk_operation& one : read->operations) EXPECT_FALSE(one.fault);
}

TEST(Bulk, IsRefusedWholeWhenTheMessageIsWrong) {
    const struct {
        std::string body;
        errc why;
    } rows[] = {
        {"[]", errc::invalid_syntax},
        {R"({"Operations":[]})", errc::invalid_syntax},
        {R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[]})",
         errc::invalid_syntax},
        {R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"]})",
         errc::invalid_syntax},
        {R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":{}})",
         errc::invalid_syntax},
        {request("", R"(,"failOnErrors":"many")"), errc::invalid_value},
        {request("", R"(,"failOnErrors":-1)"), errc::invalid_value},
        {request(post("a") + "," + post("a")), errc::invalid_syntax},
        {request("", R"(,"operations":[])"), errc::invalid_syntax},
    };
    for (const auto& row : rows) {
        const auto read = parse(row.body);
        ASSERT_FALSE(read) << row.body;
        EXPECT_EQ(read.error().code, row.why) << row.body;
    }
}

TEST(Bulk, TakesAThousandOperationsAndNoMore) {
    const auto many = [](std::size_t count) {
        std::string operations;
        for (std::size_t i = 0; i < count; ++i)
            operations += (i == 0 ? "" : ",") + post(std::to_string(i));
        return request(operations);
    };
    EXPECT_TRUE(parse(many(bulk_operations_max)));
    EXPECT_EQ(parse(many(bulk_operations_max + 1)).error().code, errc::too_large);
}

TEST(Bulk, LeavesTheFaultsOfAnOperationToIt) {
    const std::string rows[] = {
        "7",
        R"({"path":"/Users","data":{}})",
        R"({"method":"GET","path":"/Users/u-1"})",
        R"({"method":"POST","bulkId":"x","data":{}})",
        R"({"method":"POST","bulkId":"x","path":"/Users"})",
        R"({"method":"POST","path":"/Users","data":{}})",
        R"({"method":"PUT","path":["/Users"],"data":{}})",
        R"({"method":"PUT","path":"/Users/u-1","version":3,"data":{}})",
        R"({"method":"PUT","METHOD":"POST","path":"/Users/u-1","data":{}})",
    };
    for (const std::string& row : rows) {
        const auto read = parse(request(row + "," + post("good")));
        ASSERT_TRUE(read) << row;
        EXPECT_TRUE(read->operations[0].fault) << row;
        EXPECT_FALSE(read->operations[1].fault) << row;
    }
}

TEST(Bulk, ToleratesWhatALenientDirectoryDoes) {
    EXPECT_TRUE(parse(R"({"Operations":[]})", model::tolerance::lenient));
    const auto nameless =
        parse(request(R"({"method":"POST","path":"/Users","data":{}})"), model::tolerance::lenient);
    EXPECT_FALSE(nameless->operations[0].fault);
}

TEST(BulkReferences, BecomeIdsWhereverTheyStand) {
    auto read = *parse(request(
        post("ann") + "," +
        R"({"method":"POST","path":"/Groups","bulkId":"team","data":{"members":[{"value":"bulkId:ann"}]}})" +
        R"(,{"method":"PATCH","path":"/Users/bulkId:ann","data":{"Operations":[)"
        R"({"op":"remove","path":"members[value eq \"bulkId:ann\" or value eq \"bulkId:team\"]"}]}})"));

    resolve_references(read, {"u-1", "g-1", ""});

    EXPECT_EQ(boost::json::serialize(read.operations[1].data), R"({"members":[{"value":"u-1"}]})");
    EXPECT_THAT(read.operations[1].needs, ElementsAre(0));
    EXPECT_EQ(read.operations[2].path, "/Users/u-1");
    EXPECT_THAT(boost::json::serialize(read.operations[2].data),
                testing::HasSubstr(R"(members[value eq \"u-1\" or value eq \"g-1\"])"));
    EXPECT_THAT(read.operations[2].needs, ElementsAre(0, 1));
}

TEST(BulkReferences, AreNotSoughtInWhatAValueQuotes) {
    auto read = *parse(request(
        post("q") +
        R"(,{"method":"PATCH","path":"/Users/u-9","data":{"Operations":[)"
        R"({"op":"replace","path":"title","value":"see \"bulkId:q\" and \"bulkId:none\""}]}})"));

    resolve_references(read, {"u-1", ""});

    EXPECT_FALSE(read.operations[1].fault);
    EXPECT_THAT(boost::json::serialize(read.operations[1].data),
                testing::HasSubstr(R"(see \"bulkId:q\")"));
}

TEST(BulkReferences, AreTextWhereNoReferenceCanStand) {
    auto read = *parse(request(post("a", R"({"displayName":"bulkId:hello","title":"bulkId:a"})")));

    resolve_references(read, {"u-1"});

    EXPECT_FALSE(read.operations[0].fault);
    EXPECT_EQ(boost::json::serialize(read.operations[0].data),
              R"({"displayName":"bulkId:hello","title":"u-1"})");
}

TEST(BulkReferences, AreNeverSoughtInPasswords) {
    const std::string user = R"({"password":"bulkId:a","URN:x:User:Password":"bulkId:b"})";
    const std::string patch =
        R"({"Operations":[{"op":"add","path":"Password","value":"bulkId:secret"}]})";
    auto read = *parse(request(post("a", user) +
                               R"(,{"method":"PATCH","path":"/Users/u-9","data":)" + patch + "}"));

    resolve_references(read, {"u-1", ""});

    EXPECT_EQ(boost::json::serialize(read.operations[0].data), user);
    EXPECT_EQ(boost::json::serialize(read.operations[1].data), patch);
    for (const bulk_operation& one : read.operations) EXPECT_FALSE(one.fault);
}

TEST(BulkReferences, CostNoMoreThanTheirText) {
    std::string path;
    for (int i = 0; i < 100'000; ++i) path += R"(\"bulkId:a\")";
    auto read = *parse(request(post("a") +
                               R"(,{"method":"PATCH","path":"/Users/u-9","data":)"
                               R"({"Operations":[{"op":"remove","path":")" +
                               path + "\"}]}}"));

    resolve_references(read, {"u-1", ""});

    EXPECT_THAT(read.operations[1].needs, ElementsAre(0));
}

TEST(BulkReferences, ToWhatNothingMakesAreAFault) {
    auto read = *parse(request(post("a", R"({"manager":{"value":"bulkId:nobody"}})") + "," +
                               R"({"method":"DELETE","path":"/Users/bulkId:nobody"})"));

    resolve_references(read, {"u-1", ""});

    for (const bulk_operation& one : read.operations) {
        ASSERT_TRUE(one.fault);
        EXPECT_EQ(one.fault->code, errc::unresolved_reference);
        EXPECT_THAT(one.fault->detail, testing::Not(testing::HasSubstr("nobody")))
            << "it may be anything";
    }
}

std::vector<std::vector<std::size_t>> order(const std::vector<std::vector<std::size_t>>& needs) {
    bulk_request made;
    for (const auto& one : needs) {
        made.operations.emplace_back();
        made.operations.back().needs = one;
    }
    return batches_of(made);
}

TEST(BulkOrder, IsTheOneOfTheRequestUnlessSomethingIsNeededBefore) {
    using batches = std::vector<std::vector<std::size_t>>;
    EXPECT_EQ(order({}), batches{});
    EXPECT_EQ(order({{}, {}, {}}), (batches{{0}, {1}, {2}}));
    EXPECT_EQ(order({{}, {0}, {}}), (batches{{0}, {1}, {2}}));
    EXPECT_EQ(order({{2}, {}, {}}), (batches{{1}, {2}, {0}})) << "who refers forward waits";
    EXPECT_EQ(order({{}, {3}, {}, {2}}), (batches{{0}, {2}, {3}, {1}})) << "by way of another";
    EXPECT_EQ(order({{2}, {0}, {}, {}}), (batches{{2}, {0}, {1}, {3}})) << "who refers to it, too";
    EXPECT_EQ(order({{1}, {0}, {}}), (batches{{0, 1}, {2}})) << "in a circle";
    EXPECT_EQ(order({{2}, {}, {0}}), (batches{{1}, {0, 2}}));
    EXPECT_EQ(order({{0}}), (batches{{0}})) << "of itself";
}

}  // namespace
}  // namespace scimd::scim
