#include "management/tags.hpp"

#include "model/utf8.hpp"
#include "scim/document.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace scimd::management {

namespace json = boost::json;
using model::result;

namespace {

constexpr std::string_view list_name = "Tags";
constexpr std::string_view list_prefix = "Tags.";

// One tag as it was sent, and what it is called in a refusal: by its number.
struct sent_tag {
    std::int64_t number = 0;
    std::optional<std::string> key;
    std::optional<std::string> value;
};

model::fault broken(std::int64_t number, const std::string& rule) {
    return invalid(list_name, "breaks a rule: tag " + std::to_string(number) + " " + rule);
}

model::fault wrong_form() {
    return invalid(list_name,
                   "is sent as Tags.1.Key, Tags.1.Value and so on, or as a JSON list "
                   "of {\"Key\": \"…\", \"Value\": \"…\"}");
}

// "2" and "Key" of `Tags.2.Key`.
result<void> take_part(std::map<std::int64_t, sent_tag>& into, std::string_view name,
                       const std::string& value) {
    name.remove_prefix(list_prefix.size());
    std::int64_t number = 0;
    const char* const end = name.data() + name.size();
    const auto read = std::from_chars(name.data(), end, number);
    const std::string_view part(read.ptr, static_cast<std::size_t>(end - read.ptr));
    if (read.ec != std::errc() || number < 1 || (part != ".Key" && part != ".Value"))
        return wrong_form();

    sent_tag& one = into[number];
    std::optional<std::string>& slot = part == ".Key" ? one.key : one.value;
    if (slot) return wrong_form();  // `Tags.1.Key` and `Tags.01.Key`
    one.number = number;
    slot = value;
    return {};
}

result<std::vector<sent_tag>> tags_in_parts(const parameters& all) {
    std::map<std::int64_t, sent_tag> found;
    for (auto at = all.lower_bound(list_prefix);
         at != all.end() && at->first.starts_with(list_prefix); ++at)
        if (auto taken = take_part(found, at->first, at->second); !taken) return taken.error();
    std::vector<sent_tag> tags;
    tags.reserve(found.size());
    for (auto& [number, one] : found) tags.push_back(std::move(one));
    return tags;
}

// Nothing when it is neither absent nor text.
result<std::optional<std::string>> text_member(const json::object& of, std::string_view name) {
    const json::value* const found = of.if_contains(name);
    if (found == nullptr || found->is_null()) return std::optional<std::string>();
    if (!found->is_string()) return wrong_form();
    return std::optional<std::string>(found->get_string());
}

result<std::vector<sent_tag>> tags_in_list(std::string_view text) {
    const auto read = scim::parse_json(text);
    if (!read || !read->is_array()) return wrong_form();
    std::vector<sent_tag> tags;
    for (const json::value& one : read->get_array()) {
        if (!one.is_object()) return wrong_form();
        auto key = text_member(one.get_object(), "Key");
        auto value = text_member(one.get_object(), "Value");
        if (!key || !value) return wrong_form();
        tags.push_back(
            {static_cast<std::int64_t>(tags.size()) + 1, std::move(*key), std::move(*value)});
    }
    return tags;
}

bool is_within(std::string_view text, std::size_t least, std::size_t most) {
    const auto length = model::count_characters(text);
    return length && *length >= least && *length <= most;
}

bool holds_an_address(std::string_view text) {
    return text.find("http://") != std::string_view::npos ||
           text.find("https://") != std::string_view::npos;
}

// One row per rule that a tag of a user has to keep.
struct rule {
    bool (*holds)(const std::string& key, const std::string& value);
    std::string_view text;
};
constexpr rule rules[] = {
    {[](const std::string& key, const std::string& value) {
         return (key + value).find('\0') == std::string::npos;
     },
     "has a key and a value without U+0000 in them"},
    {[](const std::string& key, const std::string&) {
         return !key.starts_with("aliyun") && !key.starts_with("acs:");
     },
     "has a key that does not begin with aliyun or acs:"},
    {[](const std::string& key, const std::string&) { return !holds_an_address(key); },
     "has a key without http:// or https:// in it"},
    {[](const std::string&, const std::string& value) { return !holds_an_address(value); },
     "has a value without http:// or https:// in it"},
};

// What every tag has to be that anybody speaks of.
result<void> check_lengths(const sent_tag& one) {
    if (!is_within(one.key.value_or(""), 1, tag_key_characters_max))
        return broken(one.number, "has a key of 1 to " + std::to_string(tag_key_characters_max) +
                                      " characters");
    if (!is_within(one.value.value_or(""), 0, tag_value_characters_max))
        return broken(one.number, "has a value of up to " +
                                      std::to_string(tag_value_characters_max) + " characters");
    return {};
}

// In the order of their numbers, each key once.
result<std::vector<sent_tag>> read_tags(const parameters& all) {
    const auto list = find(all, list_name);
    auto tags = tags_in_parts(all);
    if (!tags) return tags.error();
    if (list && !tags->empty()) return wrong_form();
    if (list) tags = tags_in_list(*list);
    if (!tags) return tags.error();
    if (tags->size() > tags_max)
        return invalid(list_name, "has up to " + std::to_string(tags_max) + " tags");
    for (const sent_tag& one : *tags)
        if (auto checked = check_lengths(one); !checked) return checked.error();

    for (auto one = tags->begin(); one != tags->end(); ++one) {
        const auto first = std::ranges::find(tags->begin(), one, one->key, &sent_tag::key);
        if (first != one)
            return broken(one->number,
                          "has a key of its own, not that of tag " + std::to_string(first->number));
    }
    return tags;
}

}  // namespace

result<std::vector<model::tag>> tags_from(const parameters& all) {
    const auto sent = read_tags(all);
    if (!sent) return sent.error();
    std::vector<model::tag> tags;
    for (const sent_tag& one : *sent) {
        model::tag made{one.key.value_or(""), one.value.value_or("")};
        for (const rule& kept : rules)
            if (!kept.holds(made.key, made.value))
                return broken(one.number, std::string(kept.text));
        tags.push_back(std::move(made));
    }
    return tags;
}

result<std::vector<model::tag_condition>> tag_conditions_from(const parameters& all) {
    const auto sent = read_tags(all);
    if (!sent) return sent.error();
    std::vector<model::tag_condition> conditions;
    for (const sent_tag& one : *sent) conditions.push_back({one.key.value_or(""), one.value});
    return conditions;
}

// Lengths keep the parts apart, as in the other bound_text.
std::string bound_text(const std::vector<model::tag_condition>& conditions) {
    std::string text;
    for (const model::tag_condition& one : conditions) {
        text += "\n" + std::to_string(one.key.size()) + ":" + one.key;
        if (one.value) text += "=" + std::to_string(one.value->size()) + ":" + *one.value;
    }
    return text;
}

json::array to_json(const std::vector<model::tag>& tags) {
    json::array written;
    for (const model::tag& one : tags)
        written.push_back(json::object{{"Key", one.key}, {"Value", one.value}});
    return written;
}

}  // namespace scimd::management
