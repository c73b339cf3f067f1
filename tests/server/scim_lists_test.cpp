// Lists of groups: who writes them, and how many members they may show.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <array>
#include <future>

#include "server/scim_answers.hpp"
#include "server/scim_endpoint.hpp"
#include "tests/store/store.hpp"
#include "tests/support/house.hpp"

namespace scimd::server {
namespace {

namespace asio = boost::asio;
using testing::HasSubstr;
using listing = answering (*)(const scim_request&);

// A house whose two groups claim to have so many members together: a million of them would take a
// minute to push.
class crowd {
 public:
    explicit crowd(std::int64_t members) {
        {
            tests::house home = tests::house(place_.path).enabled();
            home.push_group(tests::group_named("Staff"));
            home.push_group(tests::group_named("Guests"));
        }
        const auto folder = store::data_folder::open(place_.path);
        const auto session = store::engine::open(*folder)->open_writer();
        const auto claim = session->prepare(
            "UPDATE groups SET members = CASE document ->> '$.displayName' WHEN 'Staff' "
            "THEN $1 ELSE 1 END");
        session->start(claim, std::array<store::value, 1>{members - 1});
        session->next(claim);
        session->finish(claim);
    }
    const std::string& path() const { return place_.path; }

 private:
    tests::temporary_path place_;
};

awaitable<void> keep(answering given, response& kept) {
    if (auto* at_once = std::get_if<response>(&given)) {
        kept = std::move(*at_once);
        co_return;
    }
    response answer = co_await std::get<awaitable<response>>(std::move(given));
    kept = std::move(answer);
}

response answer_of(tests::house& home, listing list, const management::parameters& query) {
    const request http;
    const directory::bearer speaker{{}, home.directory()};
    scim::tolerance strict(model::tolerance::strict);
    trail left;
    const scim_request of{home.directories(),    home.view(), http,   query, speaker,
                          "http://here/scim/v2", "",          strict, left};
    asio::io_context io(1);
    response answer;
    asio::co_spawn(io.get_executor(), keep(list(of), answer), asio::detached);
    io.run();
    return answer;
}

// The scan pool has all it takes on for as long as this lives: what is answered meanwhile is
// written on the caller's thread.
class full_pool {
 public:
    explicit full_pool(directory::directories& in) {
        const std::shared_future<void> until(gate_.get_future());
        for (std::size_t i = 0; i < directory::scans_max; ++i)
            asio::co_spawn(io_.get_executor(), wait(in, until), asio::detached);
        io_.poll();
    }
    ~full_pool() {
        gate_.set_value();
        io_.restart();
        io_.run();
    }
    full_pool(const full_pool&) = delete;
    full_pool& operator=(const full_pool&) = delete;

 private:
    static awaitable<void> wait(directory::directories& in, std::shared_future<void> until) {
        const std::function<void(directory::view&)> work = [until](directory::view&) {
            until.wait();
        };
        co_await in.scan(work);
    }

    std::promise<void> gate_;
    asio::io_context io_{1};
};

struct row {
    const char* name;
    std::int64_t members;
    management::parameters query;
    int status_while_full;
    int status;
};

TEST(ListOfGroups, IsWrittenOnThePoolWhereItShowsManyMembersAndNotAtAllBeyond) {
    const row rows[] = {
        {"few", list_members_inline_max, {}, 200, 200},
        {"more than a thread writes", list_members_inline_max + 1, {}, 503, 200},
        {"not shown", list_members_max + 1, {{"excludedAttributes", "members"}}, 200, 200},
        {"not asked for", list_members_max + 1, {{"attributes", "displayName"}}, 200, 200},
        {"on another page", list_members_max + 1, {{"startIndex", "2"}}, 200, 200},
        {"as many as may be", list_members_max, {}, 503, 200},
        {"more", list_members_max + 1, {}, 503, 400},
    };
    for (const row& one : rows)
        for (const listing list : {&list_groups, &list_everything}) {
            SCOPED_TRACE(one.name);
            const crowd many(one.members);
            tests::house home(many.path());
            {
                const full_pool full(home.directories());
                EXPECT_EQ(answer_of(home, list, one.query).status, one.status_while_full);
            }
            EXPECT_EQ(answer_of(home, list, one.query).status, one.status);
        }
}

TEST(ListOfGroups, SaysHowFewerMembersAreAskedFor) {
    const crowd many(list_members_max + 1);
    tests::house home(many.path());
    const response refused = answer_of(home, &list_groups, {});
    EXPECT_THAT(refused.body, HasSubstr(R"("scimType":"tooMany")"));
    EXPECT_THAT(refused.body, HasSubstr("excludedAttributes=members"));
}

}  // namespace
}  // namespace scimd::server
