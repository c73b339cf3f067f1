#include "model/settings.hpp"

#include <array>

namespace scimd::model {
namespace {

// One row per setting: its name, its values in the order of the enumeration, and how to reach it.
struct row {
    std::string_view name;
    std::array<std::string_view, 3> values;  // empty: there are no more
    std::size_t (*get)(const settings&);
    void (*set)(settings&, std::size_t);
};

template <auto Member>
constexpr row row_for(std::string_view name, std::string_view first, std::string_view second,
                      std::string_view third = {}) {
    return {name,
            {first, second, third},
            [](const settings& from) { return static_cast<std::size_t>(from.*Member); },
            [](settings& to, std::size_t which) {
                using value_type = std::remove_reference_t<decltype(to.*Member)>;
                to.*Member = static_cast<value_type>(which);
            }};
}

// clang-format off
constexpr row rows[] = {
    row_for<&settings::tolerance>      ("tolerance",      "lenient",  "strict"),
    row_for<&settings::unknown_members>("unknownMembers", "refuse",   "ignore", "keep"),
    row_for<&settings::group_names>    ("groupNames",     "unique",   "free"),
    row_for<&settings::patch_answer>   ("patchAnswer",    "resource", "none"),
    row_for<&settings::if_match>       ("ifMatch",        "optional", "required"),
};
// clang-format on

result<void> choose(settings& to, const row& of, std::string_view value) {
    std::string known;
    for (std::size_t which = 0; which < of.values.size() && !of.values.at(which).empty(); ++which) {
        if (of.values.at(which) == value) {
            of.set(to, which);
            return {};
        }
        known += (known.empty() ? "" : " or ") + std::string(of.values.at(which));
    }
    return refusal(errc::invalid_parameter, std::string(of.name),
                   "The setting " + std::string(of.name) + " is " + known + ", not \"" +
                       std::string(value) + "\".");
}

}  // namespace

boost::json::object to_json(const settings& from) {
    boost::json::object written;
    for (const row& one : rows) written[one.name] = one.values.at(one.get(from));
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
