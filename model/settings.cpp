#include "model/settings.hpp"

#include <array>
#include <charconv>
#include <variant>

#include "model/token_buckets.hpp"

namespace scimd::model {
namespace {

// A value is a word of its row, known by its place there, or a number.
struct word {
    std::size_t place = 0;
};
using choice = std::variant<word, std::int64_t>;

// One row per setting: its name, its values, and how to reach it.
struct row {
    std::string_view name;
    std::array<std::string_view, 3> words;  // empty: there are no more
    std::int64_t most;                      // numbers from 1 to this are values too; 0: none is
    choice (*get)(const settings&);
    void (*set)(settings&, choice);
};

// The words stand in the order of the enumeration.
template <auto Member>
constexpr row row_for(std::string_view name, std::string_view first, std::string_view second,
                      std::string_view third = {}) {
    return {
        name,
        {first, second, third},
        0,
        [](const settings& from) -> choice { return word{static_cast<std::size_t>(from.*Member)}; },
        [](settings& to, choice which) {
            using value_type = std::remove_reference_t<decltype(to.*Member)>;
            to.*Member = static_cast<value_type>(std::get<word>(which).place);
        }};
}

// Nothing and zero have words.
template <auto Member>
constexpr row row_for_number(std::string_view name, std::int64_t most, std::string_view nothing,
                             std::string_view zero) {
    return {name,
            {nothing, zero},
            most,
            [](const settings& from) -> choice {
                const auto number = from.*Member;
                if (!number) return word{0};
                return *number == 0 ? choice(word{1}) : choice(*number);
            },
            [](settings& to, choice which) {
                const auto* number = std::get_if<std::int64_t>(&which);
                if (number != nullptr)
                    to.*Member = *number;
                else if (std::get<word>(which).place == 0)
                    to.*Member = std::nullopt;
                else
                    to.*Member = 0;
            }};
}

// clang-format off
constexpr row rows[] = {
    row_for<&settings::tolerance>       ("tolerance",      "lenient",  "strict"),
    row_for<&settings::unknown_members> ("unknownMembers", "refuse",   "ignore", "keep"),
    row_for<&settings::group_names>     ("groupNames",     "unique",   "free"),
    row_for<&settings::patch_answer>    ("patchAnswer",    "resource", "none"),
    row_for<&settings::if_match>        ("ifMatch",        "optional", "required"),
    row_for<&settings::cloudsso_limits> ("cloudssoLimits", "off",      "on"),
    row_for_number<&settings::scim_rate>("scimRate", rate_max, "default", "off"),
};
// clang-format on

std::optional<choice> chosen(const row& of, std::string_view value) {
    for (std::size_t which = 0; which < of.words.size() && !of.words.at(which).empty(); ++which)
        if (of.words.at(which) == value) return word{which};
    std::int64_t number = 0;
    const char* const end = value.data() + value.size();
    const auto [stopped, failed] = std::from_chars(value.data(), end, number);
    const bool whole = !value.empty() && failed == std::errc{} && stopped == end;
    if (whole && number >= 1 && number <= of.most) return number;
    return std::nullopt;
}

std::string values_of(const row& of) {
    std::string known;
    for (const std::string_view one : of.words)
        if (!one.empty()) known += (known.empty() ? "" : " or ") + std::string(one);
    if (of.most > 0) known += " or a number from 1 to " + std::to_string(of.most);
    return known;
}

result<void> choose(settings& to, const row& of, std::string_view value) {
    if (const auto which = chosen(of, value)) {
        of.set(to, *which);
        return {};
    }
    return refusal(errc::invalid_parameter, std::string(of.name),
                   "The setting " + std::string(of.name) + " is " + values_of(of) + ", not \"" +
                       std::string(value) + "\".");
}

std::string text_of(const row& of, choice value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    return std::string(of.words.at(std::get<word>(value).place));
}

}  // namespace

boost::json::object to_json(const settings& from) {
    boost::json::object written;
    for (const row& one : rows) written[one.name] = text_of(one, one.get(from));
    return written;
}

result<void> change(settings& to, std::string_view name, std::string_view value) {
    std::string known;
    for (const row& one : rows) {
        if (one.name == name) return choose(to, one, value);
        known += (known.empty() ? "" : ", ") + std::string(one.name);
    }
    return refusal(errc::invalid_parameter, std::string(name),
                   "There is no setting \"" + std::string(name) + "\"; there are " + known + ".");
}

result<settings> settings_from_json(const boost::json::object& from) {
    settings made;
    for (const auto& [name, value] : from) {
        if (!value.is_string())
            return refusal(errc::invalid_parameter, std::string(name),
                           "The setting " + std::string(name) + " is a string.");
        if (auto changed = change(made, name, value.get_string()); !changed) return changed.error();
    }
    return made;
}

}  // namespace scimd::model
