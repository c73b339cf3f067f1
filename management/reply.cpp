#include "management/reply.hpp"

#include "management/signature.hpp"
#include "scim/schema.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cassert>

namespace scimd::management {

namespace json = boost::json;

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

struct escape {
    std::string_view text;
    std::string_view written;
};
// A carriage return would be read as a line feed if it were not written as a reference (XML 1.0
// §2.11); U+FFFE and U+FFFF are no characters of XML (§2.2).
constexpr escape escapes[] = {
    {"&", "&amp;"},
    {"<", "&lt;"},
    {">", "&gt;"},
    {"\"", "&quot;"},
    {"\r", "&#13;"},
    {"\xEF\xBF\xBE", replacement},
    {"\xEF\xBF\xBF", replacement},
};

// XML has no way to write most control characters: the replacement character stands for them.
bool cannot_be_written(char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n';
}

void append_escaped(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const escape* const found = std::ranges::find_if(
            escapes, [&](const escape& one) { return text.starts_with(one.text); });
        if (found != std::end(escapes)) {
            out += found->written;
            text.remove_prefix(found->text.size());
            continue;
        }
        if (cannot_be_written(text.front()))
            out += replacement;
        else
            out += text.front();
        text.remove_prefix(1);
    }
}

void append_members(std::string& out, const json::object& members);

// Names of SCIM attributes stand in some answers, and a URN or "$ref" is no name of XML's.
bool is_element_name(std::string_view name) {
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    return !name.empty() && is_letter(name.front()) &&
           std::ranges::all_of(name, [is_letter](char c) {
               return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
           });
}

void append_start(std::string& out, std::string_view name) {
    if (is_element_name(name)) {
        out.append("<").append(name).append(">");
        return;
    }
    out += "<Member Name=\"";
    append_escaped(out, name);
    out += "\">";
}

// A list is one element per entry, each with the list's own name and no element around them.
void append_element(std::string& out, std::string_view name, const json::value& value) {
    if (value.is_array()) {
        for (const json::value& entry : value.get_array()) append_element(out, name, entry);
        return;
    }
    if (value.is_null()) return;

    append_start(out, name);
    if (value.is_object())
        append_members(out, value.get_object());
    else if (value.is_string())
        append_escaped(out, value.get_string());
    else
        append_escaped(out, json::serialize(value));
    out.append("</").append(is_element_name(name) ? name : "Member").append(">");
}

void append_members(std::string& out, const json::object& members) {
    for (const auto& [name, value] : members) append_element(out, name, value);
}

std::string written(format as, std::string_view root, const json::object& members) {
    if (as == format::json) return json::serialize(members);
    std::string out;
    append_element(out, root, members);
    return out;
}

}  // namespace

admitted<format> format_from_text(std::string_view text) {
    if (text.empty() || scim::equal_names(text, "JSON")) return format::json;
    if (scim::equal_names(text, "XML")) return format::xml;
    return to_rejection(gate::format);
}

std::string_view content_type(format as) {
    return as == format::json ? "application/json" : "application/xml";
}

std::string success_text(format as, std::string_view action, std::string_view request_id,
                         const json::object& members) {
    assert(!members.contains("Code"));
    json::object whole;
    whole["RequestId"] = request_id;
    for (const auto& [name, value] : members) whole[name] = value;
    return written(as, std::string(action) + "Response", whole);
}

std::string error_text(format as, const rejection& reason, std::string_view request_id,
                       std::string_view host) {
    json::object whole;
    whole["RequestId"] = request_id;
    whole["HostId"] = host;
    whole["Code"] = reason.code;
    whole["Message"] = reason.message;
    whole["Recommend"] = "https://api.aliyun.com/troubleshoot?q=" + percent_encode(reason.code) +
                         "&product=cloudsso&requestId=" + std::string(request_id);
    for (const auto& [name, value] : reason.more) whole[name] = value;
    return written(as, "Error", whole);
}

}  // namespace scimd::management
