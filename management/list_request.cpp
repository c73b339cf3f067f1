#include "management/list_request.hpp"

#include "management/tags.hpp"

#include "scim/schema.hpp"

#include <charconv>

namespace scimd::management {

namespace json = boost::json;
using model::result;

namespace {

constexpr std::size_t fingerprint_bytes = 8;

std::string fingerprint(std::string_view bound_to) {
    return model::sha256(bound_to).substr(0, fingerprint_bytes);
}

std::optional<std::string> from_hex(std::string_view text) {
    if (text.size() % 2 != 0 || text.size() > page_token_bytes_max) return std::nullopt;
    std::string bytes;
    for (std::size_t at = 0; at < text.size(); at += 2) {
        unsigned byte = 0;
        const char* const end = text.data() + at + 2;
        const auto read = std::from_chars(text.data() + at, end, byte, 16);
        if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
        bytes += static_cast<char>(byte);
    }
    return bytes;
}

// The first word of `text`, taken off it with the blanks around it.
std::string_view take_word(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return word;
}

// `<attribute> <operator> <value>`, one condition, no quotes; words without regard to case. The
// value is the rest of the text, blanks inside it included: a name that an identity provider pushed
// may hold some.
result<void> read_filter(std::string_view text, std::string_view attribute,
                         directory::management_query& into) {
    if (text.empty()) return {};
    const std::string rule = "is \"" + std::string(attribute) + " eq value\" or \"" +
                             std::string(attribute) + " sw value\"";
    const bool is_ours = scim::equal_names(take_word(text), attribute);
    const std::string_view op = take_word(text);
    text = text.substr(0, text.find_last_not_of(' ') + 1);
    if (!is_ours || text.empty()) return invalid("Filter", rule);

    if (scim::equal_names(op, "eq"))
        into.name_equals = text;
    else if (scim::equal_names(op, "sw"))
        into.name_starts_with = text;
    else
        return invalid("Filter", rule);
    return {};
}

result<void> read_provision(const parameters& arguments, directory::management_query& into) {
    const auto sent = find(arguments, "ProvisionType");
    if (!sent) return {};
    into.provision = model::provision_from_text(*sent);
    if (!into.provision) return invalid("ProvisionType", "is Manual or Synchronized");
    return {};
}

}  // namespace

// Lengths keep the parts apart: no value can pretend to be two.
std::string bound_text(std::string_view action, const parameters& arguments,
                       std::initializer_list<std::string_view> names) {
    std::string text(action);
    for (const std::string_view name : names) {
        const std::string_view value = text_of(arguments, name);
        text += "\n" + std::to_string(value.size()) + ":" + std::string(value);
    }
    return text;
}

result<list_request> list_request_from(const call& asked, list_shape shape) {
    list_request made;
    made.bound_to =
        bound_text(shape.action, asked.arguments,
                   {"DirectoryId", "GroupId", "UserId", "Filter", "ProvisionType", "Status"});
    if (!shape.name_attribute.empty()) {
        auto filtered =
            read_filter(text_of(asked.arguments, "Filter"), shape.name_attribute, made.query);
        if (!filtered) return filtered.error();
        auto provisioned = read_provision(asked.arguments, made.query);
        if (!provisioned) return provisioned.error();
    }
    if (shape.by_status) {
        auto status = status_of(asked.arguments, "Status");
        if (!status) return status.error();
        made.query.active = *status;
    }
    if (shape.by_tags) {
        auto tags = tag_conditions_from(asked.arguments);
        if (!tags) return tags.error();
        made.bound_to += bound_text(*tags);
        made.query.tags = std::move(*tags);
    }

    auto count = integer_of(asked.arguments, "MaxResults", {1, list_page_max, list_page_default});
    if (!count) return count.error();
    made.query.count = *count;

    const std::string_view token = text_of(asked.arguments, "NextToken");
    if (token.empty()) return made;
    const auto after = position_from_token(asked.house.page_key(), made.bound_to, token);
    if (!after)
        return invalid("NextToken", "is the one of the page before, sent with the same parameters");
    made.query.after = *after;
    return made;
}

directory::awaitable<result<void>> read_page(const call& asked,
                                             const directory::management_query& query,
                                             std::function<void(directory::view&)> look) {
    if (directory::may_take_long(query)) {
        auto done = co_await asked.house.scan(std::move(look));
        co_return done;
    }
    look(asked.view);
    co_return result<void>();
}

json::object list_answer(const call& asked, const list_request& request, std::string_view name,
                         list_outcome outcome) {
    json::object written;
    written["TotalCounts"] = outcome.total;
    written["MaxResults"] = request.query.count;
    written["IsTruncated"] = outcome.next != 0;
    written[name] = std::move(outcome.entries);
    if (outcome.next != 0)
        written["NextToken"] = page_token(asked.house.page_key(), request.bound_to, outcome.next);
    return written;
}

std::string page_token(const model::sealing_key& key, std::string_view bound_to,
                       std::span<const std::int64_t> place) {
    std::string text = fingerprint(bound_to);
    for (const std::int64_t number : place) text += std::to_string(number) + ";";
    return model::to_hex(key.seal(text));
}

std::string page_token(const model::sealing_key& key, std::string_view bound_to,
                       std::int64_t after) {
    return page_token(key, bound_to, std::span(&after, 1));
}

std::optional<std::vector<std::int64_t>> place_from_token(const model::sealing_key& key,
                                                          std::string_view bound_to,
                                                          std::string_view token) {
    const auto sealed = from_hex(token);
    if (!sealed) return std::nullopt;
    const auto opened = key.open(*sealed);
    if (!opened || !opened->starts_with(fingerprint(bound_to))) return std::nullopt;

    std::vector<std::int64_t> place;
    const char* at = opened->data() + fingerprint_bytes;
    const char* const end = opened->data() + opened->size();
    while (at != end) {
        std::int64_t number = 0;
        const auto read = std::from_chars(at, end, number);
        if (read.ec != std::errc() || read.ptr == end || *read.ptr != ';' || number < 0)
            return std::nullopt;
        place.push_back(number);
        at = read.ptr + 1;
    }
    return place;
}

std::optional<std::int64_t> position_from_token(const model::sealing_key& key,
                                                std::string_view bound_to, std::string_view token) {
    const auto place = place_from_token(key, bound_to, token);
    if (!place || place->size() != 1) return std::nullopt;
    return place->front();
}

}  // namespace scimd::management
