// A script carried out on both sides, step by step, until they differ.
#include <algorithm>

#include "tests/law/switch_house.hpp"

namespace scimd::tests {
namespace {

// All directories are looked at after so many steps, the one that a step was about after each.
constexpr std::size_t steps_between_full_looks = 10;

std::string list(const std::set<std::string>& several) {
    std::string text;
    for (const std::string& one : several) text += (text.empty() ? "" : ", ") + one;
    return "[" + text + "]";
}

std::string to_text(const shown_entity& one) {
    return std::string(model::to_text(one.provision)) + " " + one.document +
           " description=" + one.description + (one.active ? "" : " inactive") + " version " +
           std::to_string(one.version) + " created " + model::to_seconds_text(one.created) +
           " modified " + model::to_seconds_text(one.modified) + " members " + list(one.members) +
           " groups " + list(one.groups);
}

std::string counts(const shown_directory& of) {
    return std::string(of.enabled ? "Enabled" : "Disabled") + (of.free_names ? ", free" : "") +
           ", " + std::to_string(of.users) + " users, " + std::to_string(of.groups) + " groups";
}

std::string of_one(const shown_directory& in, const entity& wanted) {
    const auto found = std::ranges::find(in.entities, wanted, &shown_entity::id);
    return found == in.entities.end() ? "not there" : to_text(*found);
}

std::string differences(const shown_directory& expected, const shown_directory& seen) {
    std::string text;
    const auto compare = [&text](const std::string& about, const std::string& wanted,
                                 const std::string& there) {
        if (wanted != there)
            text += about + "\n    should be " + wanted + "\n    and is    " + there + "\n";
    };
    compare("the directory", counts(expected), counts(seen));
    std::set<entity> all;
    for (const shown_directory* side : {&expected, &seen})
        for (const shown_entity& one : side->entities) all.insert(one.id);
    for (const entity& one : all) compare(to_text(one), of_one(expected, one), of_one(seen, one));
    return text;
}

std::string differences(const switch_model& said, switch_house& home, int where) {
    const shown_directory expected = said.show(where);
    const shown_directory seen = home.show(where);
    if (expected == seen) return "";
    return "in directory d" + std::to_string(where) + ": " + differences(expected, seen);
}

std::string step_differences(const step& by, std::size_t number, switch_model& said,
                             switch_house& home) {
    const model::instant now = time_of_step(number);
    const outcome expected = said.run(by, now);
    const outcome seen = home.run(by, now);
    std::string text;
    if (expected != seen)
        text = "the outcome should be\n    " + to_text(expected) + "\n  and is\n    " +
               to_text(seen) + "\n";
    for (int where = 0; where < switch_directories; ++where)
        if (where == by.where || number % steps_between_full_looks == 0)
            text += differences(said, home, where);
    if (is_about_one(by.what) && home.finds(by.where, by.target) != said.finds(by.where, by.target))
        text += to_text(by.target) + " is found by its id, or not, against the model\n";
    for (const std::string& law : home.broken_laws()) text += law + "\n";
    return text;
}

}  // namespace

std::optional<disagreement> disagreement_about(const script& all, switch_house& home,
                                               mistake of_the_model) {
    switch_model said(of_the_model);
    for (std::size_t i = 0; i < all.size(); ++i)
        if (auto what = step_differences(all[i], i + 1, said, home); !what.empty())
            return disagreement{i + 1, std::move(what)};
    return std::nullopt;
}

}  // namespace scimd::tests
