// Delta debugging: chunks of steps are left out as long as the script fails without them, from
// halves down to single steps; then the steps that remain are simplified.
#include <algorithm>
#include <utility>

#include "tests/law/switch_script.hpp"

namespace scimd::tests {
namespace {

using judge = std::function<bool(const script&)>;

script without(const script& all, std::size_t from, std::size_t count) {
    script rest;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (i < from || i >= from + count) rest.push_back(all[i]);
    return rest;
}

script with_fewer_steps(script all, const judge& fails) {
    for (std::size_t chunk = std::max<std::size_t>(all.size() / 2, 1); chunk > 0; chunk /= 2)
        for (std::size_t from = 0; from < all.size();) {
            script rest = without(all, from, chunk);
            if (fails(rest))
                all = std::move(rest);
            else
                from += chunk;
        }
    return all;
}

// A step that says less, by each thing it says.
std::vector<step> simpler(const step& one) {
    std::vector<step> all;
    const auto less = [&](auto change) {
        step made = one;
        change(made);
        if (made != one) all.push_back(std::move(made));
    };
    less([](step& made) { made.extra.reset(); });
    less([](step& made) { made.email.reset(); });
    less([](step& made) { made.description.reset(); });
    less([](step& made) { made.password = false; });
    less([](step& made) { made.if_match.reset(); });
    less([](step& made) { made.stops_after.reset(); });
    if (one.what != verb::set_logon) less([](step& made) { made.active.reset(); });
    if (one.what == verb::patch) less([](step& made) { made.name.reset(); });
    for (std::size_t i = 0; i < one.members.size(); ++i) {
        less([i](step& made) {
            made.members.erase(std::next(made.members.begin(), static_cast<std::ptrdiff_t>(i)));
        });
        for (std::size_t j = 0; j < one.members[i].members.size(); ++j)
            less([i, j](step& made) {
                auto& named = made.members[i].members;
                named.erase(std::next(named.begin(), static_cast<std::ptrdiff_t>(j)));
            });
    }
    for (std::size_t i = 0; i < one.parts.size(); ++i) {
        less([i](step& made) { made.parts = without(made.parts, i, 1); });
        for (step& part : simpler(one.parts[i]))
            less([i, &part](step& made) { made.parts[i] = std::move(part); });
    }
    return all;
}

// A bulk as the steps that it consists of.
script unbundled(const script& all, std::size_t at) {
    script made = all;
    const auto place = std::next(made.begin(), static_cast<std::ptrdiff_t>(at));
    script parts = std::move(place->parts);
    for (step& part : parts) part.where = place->where;
    made.insert(made.erase(place), parts.begin(), parts.end());
    return made;
}

bool simplify(script& all, std::size_t at, const judge& fails) {
    if (all[at].what == verb::bulk)
        if (script made = unbundled(all, at); fails(made)) {
            all = std::move(made);
            return true;
        }
    for (step& less : simpler(all[at])) {
        step before = std::exchange(all[at], std::move(less));
        if (fails(all)) return true;
        all[at] = std::move(before);
    }
    return false;
}

}  // namespace

script shrunk(script all, const judge& fails) {
    std::size_t tries = 0;
    const judge still_fails = [&](const script& tried) {
        return ++tries <= tries_to_shrink_max && fails(tried);
    };
    bool again = true;
    while (again) {
        all = with_fewer_steps(std::move(all), still_fails);
        again = false;
        for (std::size_t at = 0; at < all.size(); ++at)
            while (at < all.size() && simplify(all, at, still_fails)) again = true;
    }
    return all;
}

}  // namespace scimd::tests
