// What a request may cost while it is answered: never more than a stated multiple of its own size,
// or of its answer's. Counted are the bytes that C++ has allocated at the same time, by everybody
// in the process (SQLite's caches have limits of their own and are not among them); so this is a
// program of its own, which replaces operator new.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "server/dev_house.hpp"
#include "server/options.hpp"
#include "server/routes.hpp"

namespace {

std::atomic<std::size_t> bytes_now = 0;
std::atomic<std::size_t> bytes_at_most = 0;

void* counted(void* block) {
    if (block == nullptr) throw std::bad_alloc();
    const std::size_t now = bytes_now += malloc_usable_size(block);
    std::size_t most = bytes_at_most;
    while (most < now && !bytes_at_most.compare_exchange_weak(most, now)) {
    }
    return block;
}

void uncounted(void* block) noexcept {
    if (block != nullptr) bytes_now -= malloc_usable_size(block);
    std::free(block);
}

}  // namespace

void* operator new(std::size_t size) {
    return counted(std::malloc(size));
}
void* operator new[](std::size_t size) {
    return counted(std::malloc(size));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    void* const block = std::malloc(size);
    return block == nullptr ? nullptr : counted(block);
}
void* operator new[](std::size_t size, const std::nothrow_t& how) noexcept {
    return operator new(size, how);
}
void operator delete(void* block) noexcept {
    uncounted(block);
}
void operator delete[](void* block) noexcept {
    uncounted(block);
}
void operator delete(void* block, std::size_t) noexcept {
    uncounted(block);
}
void operator delete[](void* block, std::size_t) noexcept {
    uncounted(block);
}

namespace scimd::server {
namespace {

namespace asio = boost::asio;

// The multiples that are promised (docs/decisions/0019-memory.md).
constexpr double of_its_resources =
    4;                              // a list, of what its resources are when nothing is left out
constexpr double of_its_body = 16;  // a Bulk request or a PATCH, as clients send them
constexpr double of_any_body = 32;  // whatever else is sent: JSON that is all brackets

std::string user(const std::string& name) {
    return R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":")" + name +
           R"(","displayName":"Display )" + name +
           R"(","name":{"givenName":"Given","familyName":"Family"},"title":"Engineer","emails":[{"value":")" +
           name + R"(@work.example","type":"work","primary":true},{"value":")" + name +
           R"(@home.example","type":"home"}],"phoneNumbers":[{"value":"+1 555 0100","type":"work"}]})";
}

std::string joined(std::size_t count, const std::function<std::string(std::size_t)>& one) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += (i == 0 ? "" : ",") + one(i);
    return all;
}

std::string bulk_of(const std::string& prefix, std::size_t count) {
    return R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[)" +
           joined(count,
                  [&](std::size_t i) {
                      const std::string name = prefix + std::to_string(i);
                      return R"({"method":"POST","path":"/Users","bulkId":")" + name +
                             R"(","data":)" + user(name) + "}";
                  }) +
           "]}";
}

// A dev house, and one thread of its server.
struct Memory : testing::Test {
    static const scim::catalogues& schemas() {
        static const auto loaded = scim::load_catalogues({});
        return *loaded;
    }

    std::unique_ptr<directory::directories> house =
        std::move(*directory::directories::open({":memory:"}, schemas()));
    management::entrance entrance{management::call_rates{}};
    scim_throttle throttle{0};
    house_of_thread here{*house, house->open_view(), entrance, throttle, {}};

    void SetUp() override { ASSERT_TRUE(furnish_dev_house(*house, dev{})); }

    awaitable<response> answered(const request& asked) {
        answering given = answer(here, asked);
        if (auto* now = std::get_if<response>(&given)) co_return std::move(*now);
        response later = co_await std::get<awaitable<response>>(std::move(given));
        co_return later;
    }

    response ask(boost::beast::http::verb method, const std::string& target, std::string body) {
        asio::io_context io(1);
        request asked;
        asked.method = method;
        asked.method_text = to_string(method);
        asked.target = "/scim/v2" + target;
        asked.headers.set("Host", "here");
        asked.headers.set("Authorization", "Bearer scimd-dev-token");
        asked.headers.set("Content-Type", "application/scim+json");
        asked.body = std::move(body);
        response given;
        asio::co_spawn(io, answered(asked),
                       [&given](const std::exception_ptr& broken, response answered) {
                           EXPECT_FALSE(broken);
                           given = std::move(answered);
                       });
        io.run();
        return given;
    }

    // How many bytes more there were while it was answered, beside what it was asked with.
    struct cost {
        response given;
        double bytes = 0;
    };
    cost cost_of(boost::beast::http::verb method, const std::string& target,
                 const std::string& body = {}) {
        std::string sent = body;
        const std::size_t before = bytes_now;
        bytes_at_most = before;
        cost found{ask(method, target, std::move(sent)), 0};
        found.bytes = static_cast<double>(bytes_at_most - before);
        return found;
    }

    void fill() {
        ASSERT_EQ(ask(boost::beast::http::verb::post, "/Bulk", bulk_of("user-", 1000)).status, 200);
    }
};

TEST_F(Memory, OfAListIsFewTimesItsResources) {
    fill();
    const auto whole = static_cast<double>(
        ask(boost::beast::http::verb::get, "/Users?count=1000", "").body.size());
    ASSERT_GT(whole, 500'000);
    for (const char* target : {"/Users?count=1000", "/Users?count=1000&attributes=userName,emails",
                               "/Users?count=1000&sortBy=userName",
                               "/Users?count=1000&filter=displayName%20co%20%22r%22",
                               "/Users?count=1000&cursor", "/?count=1000"}) {
        ask(boost::beast::http::verb::get, target, "");  // statements are prepared
        const cost found = cost_of(boost::beast::http::verb::get, target);
        ASSERT_EQ(found.given.status, 200) << target << found.given.body;
        EXPECT_LT(found.bytes / whole, of_its_resources) << target;
    }
}

TEST_F(Memory, OfABulkRequestIsFewTimesItsBody) {
    fill();
    const std::string body = bulk_of("more-", 1000);
    const cost found = cost_of(boost::beast::http::verb::post, "/Bulk", body);
    ASSERT_EQ(found.given.status, 200);
    EXPECT_LT(found.bytes / static_cast<double>(body.size()), of_its_body);
}

TEST_F(Memory, OfAPatchIsFewTimesItsBody) {
    const auto made = ask(boost::beast::http::verb::post, "/Users", user("ann"));
    ASSERT_EQ(made.status, 201);
    const std::size_t at = made.body.find("\"id\":\"") + 6;
    const std::string id = made.body.substr(at, made.body.find('"', at) - at);
    const std::string body =
        R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" +
        joined(1000,
               [](std::size_t i) {
                   return R"({"op":"replace","path":"title","value":")" +
                          std::string(4000, static_cast<char>('a' + i % 26)) + "\"}";
               }) +
        "]}";
    const cost found = cost_of(boost::beast::http::verb::patch, "/Users/" + id, body);
    ASSERT_EQ(found.given.status, 200) << found.given.body;
    EXPECT_LT(found.bytes / static_cast<double>(body.size()), of_its_body);
}

TEST_F(Memory, OfAnyBodyHasALimit) {
    constexpr std::size_t size = 1024UL * 1024;
    std::string zeros = "[0";
    while (zeros.size() < size - 3) zeros += ",0";
    zeros += "]";
    std::string members = "{";
    for (std::size_t i = 0; members.size() < size - 20; ++i)
        members += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":0";
    members += "}";
    std::string lists = "[[]";
    while (lists.size() < size - 4) lists += ",[]";
    lists += "]";
    for (const std::string& body : {zeros, members, lists}) {
        const cost found = cost_of(boost::beast::http::verb::post, "/Users", body);
        EXPECT_EQ(found.given.status, 400);
        EXPECT_LT(found.bytes / static_cast<double>(body.size()), of_any_body)
            << body.substr(0, 10);
    }
}

}  // namespace
}  // namespace scimd::server
