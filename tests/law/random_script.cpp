#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>

#include "tests/law/switch_model.hpp"
#include "tests/law/switch_script.hpp"

namespace scimd::tests {
namespace {

using model::author;

// Few, and many of them the same when folded.
constexpr std::array<std::string_view, 10> user_names = {"ann", "Ann", "bob", "BOB",    "cid",
                                                         "dan", "eve", "Eve", "Straße", "STRASSE"};
constexpr std::array<std::string_view, 7> group_names = {"team", "Team", "crew", "CREW",
                                                         "club", "ann",  "staff"};
constexpr std::array<std::string_view, 4> extras = {"", "x", "X", "y"};
constexpr std::array<std::string_view, 4> emails = {"", "a@x.org", "A@x.org", "b@x.org"};
constexpr std::array<std::string_view, 3> descriptions = {"", "one", "two"};

struct choice {
    std::size_t weight;
    author who;
    verb what;
    entity_kind of;
};
constexpr auto idp = author::idp;
constexpr auto administrator = author::administrator;
constexpr auto user = entity_kind::user;
constexpr auto group = entity_kind::group;
// clang-format off
constexpr choice choices[] = {
    {20, idp,           verb::create,       user},
    {14, idp,           verb::create,       group},
    { 8, idp,           verb::replace,      user},
    { 8, idp,           verb::replace,      group},
    { 9, idp,           verb::patch,        user},
    {18, idp,           verb::patch,        group},
    { 3, idp,           verb::remove,       user},
    { 3, idp,           verb::remove,       group},
    {10, idp,           verb::bulk,         user},
    {10, administrator, verb::create,       user},
    { 7, administrator, verb::create,       group},
    {16, administrator, verb::patch,        user},
    {14, administrator, verb::patch,        group},
    { 9, administrator, verb::remove,       user},
    { 8, administrator, verb::remove,       group},
    { 4, administrator, verb::set_logon,    user},
    { 2, administrator, verb::set_password, user},
    {14, administrator, verb::join,         group},
    {20, administrator, verb::leave,        group},
    {14, administrator, verb::enable,       user},
    {14, administrator, verb::disable,      user},
    { 2, administrator, verb::free_names,   user},
    { 2, administrator, verb::unique_names, user},
    { 1, idp,           verb::enable,       user},
    { 1, idp,           verb::disable,      user},
    { 1, idp,           verb::free_names,   user},
};
constexpr choice bulk_choices[] = {
    {4, idp, verb::create,  user},
    {3, idp, verb::create,  group},
    {1, idp, verb::replace, user},
    {1, idp, verb::replace, group},
    {2, idp, verb::patch,   user},
    {3, idp, verb::patch,   group},
    {1, idp, verb::remove,  user},
    {1, idp, verb::remove,  group},
};
// clang-format on

class writer {
 public:
    explicit writer(chance& dice) : dice_(dice), home_(pick_directory()) {}

    step next(std::size_t number) {
        // Most of what happens, happens in one directory, and most of it can happen.
        where_ = dice_.one_in(6) ? pick_directory() : home_;
        const choice* chosen = &one_of(choices);
        while (is_idle(*chosen) && !dice_.one_in(12)) chosen = &one_of(choices);
        step made = write(*chosen);
        said_.run(made, time_of_step(number));
        return made;
    }

 private:
    int pick_directory() { return static_cast<int>(dice_.below(switch_directories)); }
    bool percent(std::size_t of) { return dice_.below(100) < of; }

    // Sure to be refused, or to change nothing.
    bool is_idle(const choice& one) const {
        const bool enabled = said_.is_enabled(where_);
        if (one.what == verb::enable || one.what == verb::disable)
            return one.who == idp || enabled == (one.what == verb::enable);
        if (one.who == idp && !enabled) return true;
        if (one.what == verb::create || !is_about_one(one.what)) return false;
        return std::ranges::none_of(said_.living(where_),
                                    [&](const entity& there) { return there.kind == one.of; });
    }

    template <std::size_t Count>
    const choice& one_of(const choice (&table)[Count]) {
        std::size_t left = dice_.below(
            std::accumulate(std::begin(table), std::end(table), std::size_t{0},
                            [](std::size_t sum, const choice& one) { return sum + one.weight; }));
        const choice* chosen = std::begin(table);
        while (left >= chosen->weight) left -= chosen++->weight;
        return *chosen;
    }
    template <class Texts>
    std::string text_of(const Texts& texts) {
        return std::string(dice_.of(texts));
    }

    // Mostly somebody who is there; sometimes anybody there ever was, in whatever directory.
    entity somebody(entity_kind kind) {
        std::vector<entity> there = said_.living(where_);
        std::erase_if(there, [kind](const entity& one) { return one.kind != kind; });
        if (!there.empty() && !percent(8)) return dice_.of(there);
        return {kind, static_cast<int>(dice_.below(static_cast<std::size_t>(numbers_) + 1))};
    }
    // Who leaves was mostly in.
    entity somebody_for(const step& membership) {
        const auto inside = said_.users_in(where_, membership.target);
        if (membership.what == verb::leave && !inside.empty() && !percent(15))
            return dice_.of(inside);
        return somebody(user);
    }
    std::vector<entity> some_members() {
        std::vector<entity> several;
        for (std::size_t left = dice_.below(4); left > 0; --left)
            several.push_back(somebody(percent(25) ? group : user));
        return several;
    }

    step write(const choice& chosen) {
        step made{.where = where_, .who = chosen.who, .what = chosen.what};
        made.target =
            chosen.what == verb::create ? entity{chosen.of, ++numbers_} : somebody(chosen.of);
        switch (chosen.what) {
            case verb::create:
            case verb::replace:
                write_whole(made);
                break;
            case verb::patch:
                write_changes(made);
                break;
            case verb::set_logon:
                made.active = percent(50);
                break;
            case verb::join:
            case verb::leave:
                made.member = somebody_for(made);
                break;
            case verb::bulk:
                write_parts(made);
                break;
            default:
                break;
        }
        if (made.who == idp && made.what != verb::create && made.what < verb::set_logon &&
            percent(12))
            made.if_match =
                said_.version_of(where_, made.target) - static_cast<std::int64_t>(dice_.below(2));
        return made;
    }

    void write_whole(step& made) {
        const bool is_user = made.target.kind == user;
        made.name = is_user ? text_of(user_names) : text_of(group_names);
        if (percent(40)) made.extra = text_of(extras);
        if (is_user && percent(40)) made.email = text_of(emails);
        if (is_user && percent(25)) made.active = percent(50);
        if (is_user && percent(5)) made.password = true;
        if (made.who == administrator && percent(30)) made.description = text_of(descriptions);
        if (!is_user && made.who == idp) {
            auto named = some_members();
            if (!named.empty()) made.members.push_back({member_verb::replace, std::move(named)});
        }
    }

    void write_changes(step& made) {
        const bool is_user = made.target.kind == user;
        if (percent(20)) made.name = is_user ? text_of(user_names) : text_of(group_names);
        if (percent(40)) made.extra = text_of(extras);
        if (is_user && percent(30)) made.email = text_of(emails);
        if (is_user && percent(20)) made.active = percent(50);
        if (is_user && percent(3)) made.password = true;
        if (made.who == administrator && percent(40)) made.description = text_of(descriptions);
        if (!is_user && made.who == idp)
            for (std::size_t left = dice_.below(3); left > 0; --left)
                made.members.push_back({static_cast<member_verb>(dice_.below(3)), some_members()});
        std::erase_if(made.members, [](const member_change& one) {
            return one.members.empty() && one.what != member_verb::replace;
        });
    }

    // Parts may be about those whom earlier parts make.
    void write_parts(step& made) {
        std::vector<entity> new_ones;
        const auto meet = [&](entity& one) {
            if (!new_ones.empty() && percent(30)) one = dice_.of(new_ones);
        };
        for (std::size_t left = 1 + dice_.below(5); left > 0; --left) {
            step part = write(one_of(bulk_choices));
            entity known = part.target;
            meet(known);
            if (part.what != verb::create && known.kind == part.target.kind) part.target = known;
            for (member_change& change : part.members)
                for (entity& one : change.members) meet(one);
            if (part.what == verb::create) new_ones.push_back(part.target);
            made.parts.push_back(std::move(part));
        }
        if (percent(30)) made.stops_after = 1 + static_cast<std::int64_t>(dice_.below(2));
    }

    chance& dice_;
    switch_model said_;
    int numbers_ = 0;
    int home_;
    int where_ = 0;
};

}  // namespace

script random_script(chance& dice, std::size_t steps) {
    writer author(dice);
    script made;
    for (std::size_t number = 1; number <= steps; ++number) made.push_back(author.next(number));
    // At last everything is rolled back, if only to be refused.
    for (int where = 0; where < switch_directories; ++where)
        made.push_back({.where = where, .what = verb::enable});
    return made;
}

}  // namespace scimd::tests
