#include "scim/json_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value_stack.hpp>

#include <charconv>
#include <system_error>
#include <utility>

#include "scim/document.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;

// What json::parser does with what it finds, but for numbers.
struct builder {
    static constexpr std::size_t max_object_size = json::object::max_size();
    static constexpr std::size_t max_array_size = json::array::max_size();
    static constexpr std::size_t max_key_size = json::string::max_size();
    static constexpr std::size_t max_string_size = json::string::max_size();

    using error = json::error_code;

    bool on_document_begin(error&) { return true; }
    bool on_document_end(error&) { return true; }
    bool on_object_begin(error&) { return true; }
    bool on_object_end(std::size_t count, error&) {
        made.push_object(count);
        return true;
    }
    bool on_array_begin(error&) { return true; }
    bool on_array_end(std::size_t count, error&) {
        made.push_array(count);
        return true;
    }
    bool on_key_part(json::string_view part, std::size_t, error&) {
        made.push_chars(part);
        return true;
    }
    bool on_key(json::string_view last, std::size_t, error&) {
        made.push_key(last);
        ++names;
        return true;
    }
    bool on_string_part(json::string_view part, std::size_t, error&) {
        made.push_chars(part);
        return true;
    }
    bool on_string(json::string_view last, std::size_t, error&) {
        made.push_string(last);
        return true;
    }
    // All of the text is there at once, so numbers come whole.
    bool on_number_part(json::string_view, error&) { return true; }
    bool on_int64(std::int64_t number, json::string_view, error&) {
        made.push_int64(number);
        return true;
    }
    bool on_uint64(std::uint64_t number, json::string_view, error&) {
        made.push_uint64(number);
        return true;
    }
    bool on_double(double nearly, json::string_view text, error&) {
        double exact = nearly;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), exact);
        made.push_double(read.ec == std::errc() ? exact : nearly);
        return true;
    }
    bool on_bool(bool truth, error&) {
        made.push_bool(truth);
        return true;
    }
    bool on_null(error&) {
        made.push_null();
        return true;
    }
    bool on_comment_part(json::string_view, error&) { return true; }
    bool on_comment(json::string_view, error&) { return true; }

    json::value_stack made;
    std::size_t names = 0;
};

// How many members a value has, those inside of it included.
std::size_t members_of(const json::value& value) {
    std::size_t members = 0;
    if (const auto* list = value.if_array())
        for (const json::value& one : *list) members += members_of(one);
    if (const auto* object = value.if_object())
        for (const auto& [name, one] : *object) members += 1 + members_of(one);
    return members;
}

}  // namespace

parsed_text parse_text(std::string_view text) {
    json::parse_options options;
    options.max_depth = json_depth_max;
    json::basic_parser<builder> parser(options);
    builder& built = parser.handler();
    built.made.reset();
    parsed_text parsed;
    parsed.stopped_at = parser.write_some(false, text.data(), text.size(), parsed.error);
    if (parsed.error) return parsed;
    if (text.find_first_not_of(" \t\r\n", parsed.stopped_at) != std::string_view::npos) {
        parsed.error = json::error::extra_data;
        return parsed;
    }
    return {built.made.release(), {}, parsed.stopped_at, built.names};
}

json::value parse_exactly(std::string_view text, json::error_code& error) {
    parsed_text parsed = parse_text(text);
    error = parsed.error;
    return std::move(parsed.read);
}

bool names_a_member_twice(const parsed_text& parsed) {
    return members_of(parsed.read) != parsed.names;
}

}  // namespace scimd::scim
