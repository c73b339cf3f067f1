#include "management/parameters.hpp"

#include "model/utf8.hpp"
#include "scim/document.hpp"
#include "scim/schema.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>

namespace scimd::management {

using model::errc;
using model::refusal;
using model::result;

namespace {

std::optional<unsigned> hex_digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    return std::nullopt;
}

// Nothing for a broken escape. `+` is a space: Python's SDK writes it so in forms, and no client
// means a plus by it (all of them escape a plus as %2B).
std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '+') {
            out += ' ';
        } else if (text[at] != '%') {
            out += text[at];
        } else {
            if (at + 2 >= text.size()) return std::nullopt;
            const auto high = hex_digit(text[at + 1]);
            const auto low = hex_digit(text[at + 2]);
            if (!high || !low) return std::nullopt;
            out += static_cast<char>(*high * 16 + *low);
            at += 2;
        }
    }
    return out;
}

result<void> insert(parameters& into, const std::string& name, const std::string& value) {
    if (name.size() > parameter_name_bytes_max)
        return refusal(errc::too_large, "A parameter's name is longer than " +
                                            std::to_string(parameter_name_bytes_max) + " bytes.");
    if (into.size() >= parameters_max)
        return refusal(errc::too_large,
                       "There are more than " + std::to_string(parameters_max) + " parameters.");
    const auto [place, is_new] = into.try_emplace(name, value);
    if (is_new) return {};
    return refusal(errc::invalid_parameter, place->first,
                   "The parameter " + place->first + " is given twice.");
}

// How many begin with `name.`, whatever follows.
std::size_t count_below(const parameters& all, std::string_view name) {
    const std::string prefix = std::string(name) + ".";
    std::size_t count = 0;
    for (auto at = all.lower_bound(prefix); at != all.end() && at->first.starts_with(prefix); ++at)
        ++count;
    return count;
}

result<std::vector<std::string>> texts_in_order(const parameters& all, std::string_view name,
                                                std::size_t count) {
    std::vector<std::string> texts;
    for (std::size_t i = 1; i <= count; ++i) {
        const auto one = find(all, std::string(name) + "." + std::to_string(i));
        if (!one) return invalid(name, "is a list: number its entries from 1, without a gap");
        texts.emplace_back(*one);
    }
    return texts;
}

result<std::vector<std::string>> texts_from_json(std::string_view name, std::string_view list) {
    const auto read = scim::parse_json(list);
    if (!read || !read->is_array()) return invalid(name, "is a JSON list of texts");
    std::vector<std::string> texts;
    for (const boost::json::value& one : read->get_array()) {
        if (!one.is_string()) return invalid(name, "is a JSON list of texts");
        texts.emplace_back(one.get_string());
    }
    return texts;
}

std::string text_from(const boost::json::value& value) {
    if (value.is_string()) return std::string(value.get_string());
    return boost::json::serialize(value);
}

}  // namespace

result<parameters> parameters_from_form(std::string_view encoded) {
    parameters found;
    while (!encoded.empty()) {
        const std::string_view pair = encoded.substr(0, encoded.find('&'));
        encoded.remove_prefix(pair.size() + (pair.size() < encoded.size() ? 1 : 0));
        if (pair.empty()) continue;

        const std::size_t equals = pair.find('=');
        auto name = decoded(pair.substr(0, equals));
        auto value = decoded(equals == std::string_view::npos ? "" : pair.substr(equals + 1));
        if (!name || !value)
            return refusal(errc::invalid_syntax,
                           "A parameter holds a percent sign without two hexadecimal digits.");
        if (!model::count_characters(*name) || !model::count_characters(*value))
            return refusal(errc::invalid_syntax, "A parameter is not UTF-8 text.");

        auto inserted = insert(found, *name, *value);
        if (!inserted) return inserted.error();
    }
    return found;
}

result<parameters> parameters_from_json(std::string_view text) {
    auto body = scim::parse_json(text);
    if (!body) return body.error();
    if (!body->is_object())
        return refusal(errc::invalid_syntax, "The body is JSON, but not an object of parameters.");

    parameters found;
    for (const auto& [name, value] : body->get_object()) {
        if (value.is_null()) continue;
        auto inserted = insert(found, std::string(name), text_from(value));
        if (!inserted) return inserted.error();
    }
    return found;
}

result<parameters> joined(parameters left, const parameters& right) {
    for (const auto& [name, value] : right) {
        auto inserted = insert(left, name, value);
        if (!inserted) return inserted.error();
    }
    return left;
}

std::optional<std::string_view> find(const parameters& all, std::string_view name) {
    const auto place = all.find(name);
    if (place == all.end()) return std::nullopt;
    return place->second;
}

std::string_view text_of(const parameters& all, std::string_view name) {
    return find(all, name).value_or("");
}

result<bool> boolean_of(const parameters& all, std::string_view name, bool otherwise) {
    const auto sent = find(all, name);
    if (!sent) return otherwise;
    if (scim::equal_names(*sent, "true")) return true;
    if (scim::equal_names(*sent, "false")) return false;
    return invalid(name, "is true or false");
}

result<std::int64_t> integer_of(const parameters& all, std::string_view name, integer_range range) {
    const auto sent = find(all, name);
    if (!sent) return range.otherwise;

    std::int64_t value = 0;
    const char* const end = sent->data() + sent->size();
    const auto read = std::from_chars(sent->data(), end, value);
    if (read.ec == std::errc() && read.ptr == end && value >= range.least && value <= range.most)
        return value;
    return invalid(name, "is a whole number from " + std::to_string(range.least) + " to " +
                             std::to_string(range.most));
}

result<std::optional<bool>> status_of(const parameters& all, std::string_view name) {
    const auto sent = find(all, name);
    if (!sent) return std::optional<bool>();
    if (*sent == "Enabled") return std::optional<bool>(true);
    if (*sent == "Disabled") return std::optional<bool>(false);
    return invalid(name, "is Enabled or Disabled");
}

result<std::optional<std::vector<std::string>>> list_of(const parameters& all,
                                                        std::string_view name, std::size_t most) {
    const auto whole = find(all, name);
    const std::size_t numbered = count_below(all, name);
    if (!whole && numbered == 0) return std::optional<std::vector<std::string>>();
    if (whole && numbered != 0) return invalid(name, "is given in two ways");

    auto texts = whole ? texts_from_json(name, *whole) : texts_in_order(all, name, numbered);
    if (!texts) return texts.error();
    if (texts->empty()) return invalid(name, "is empty; leave it out instead");
    if (texts->size() > most)
        return invalid(name, "has more than " + std::to_string(most) + " entries");
    return std::optional(std::move(*texts));
}

model::fault invalid(std::string_view name, std::string_view rule) {
    return refusal(errc::invalid_parameter, std::string(name),
                   "The parameter " + std::string(name) + " " + std::string(rule) + ".");
}

}  // namespace scimd::management
