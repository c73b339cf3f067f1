#include "scim/messages.hpp"

#include <algorithm>

#include "model/instant.hpp"

namespace scimd::scim {
namespace {

// ,"meta":{…}: RFC 7643 §3.1. Used by users and groups, which differ in their endpoint only.
struct meta_fields {
    std::string_view resource_type;
    std::string_view endpoint;
    std::string_view id;
    model::instant created;
    model::instant modified;
    std::int64_t version;
};

constexpr std::size_t spliced_bytes = 400;  // usually enough for what is spliced into a document

// Whether a character stands for itself in a JSON string (RFC 8259 §7).
bool stands_for_itself(char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

void append_escape(std::string& out, char c) {
    constexpr std::string_view special = "\"\\\b\f\n\r\t";
    constexpr std::string_view letters = "\"\\bfnrt";
    constexpr std::string_view digits = "0123456789abcdef";
    if (const std::size_t at = special.find(c); at != std::string_view::npos) {
        out += '\\';
        out += letters[at];
        return;
    }
    out += "\\u00";
    out += digits[static_cast<unsigned char>(c) >> 4U];
    out += digits[static_cast<unsigned char>(c) & 0x0FU];
}

// What stands between the quotes of a JSON string.
void append_escaped(std::string& out, std::string_view text) {
    while (true) {
        const auto special = std::ranges::find_if_not(text, &stands_for_itself);
        const auto plain = static_cast<std::size_t>(special - text.begin());
        out.append(text.substr(0, plain));
        if (plain == text.size()) return;
        append_escape(out, text[plain]);
        text.remove_prefix(plain + 1);
    }
}

// An id of ours, or the address of what has it: ids need no escaping.
void append_id(std::string& out, std::string_view id) {
    out += '"';
    out += id;
    out += '"';
}
void append_location(std::string& out, std::string_view base, std::string_view endpoint,
                     std::string_view id) {
    out += '"';
    append_escaped(out, base);
    out += endpoint;
    out += id;
    out += '"';
}

void append_meta(std::string& out, const meta_fields& of, std::string_view base) {
    out += R"("meta":{"resourceType":")";
    out += of.resource_type;
    out += R"(","created":")";
    model::append_text(out, of.created);
    out += R"(","lastModified":")";
    model::append_text(out, of.modified);
    out += R"(","location":)";
    append_location(out, base, of.endpoint, of.id);
    out += R"(,"version":"W/\")";
    out += std::to_string(of.version);
    out += R"(\""})";
}

// The stored object without its closing brace, ready for more members.
void append_open_document(std::string& out, std::string_view document) {
    if (document.ends_with('}')) document.remove_suffix(1);
    out += document.empty() ? std::string_view("{") : document;
    if (!out.ends_with('{')) out += ',';
}

void append_total(std::string& out, std::int64_t total) {
    out += R"({"schemas":[")";
    out += list_response_urn;
    out += R"("],"totalResults":)" + std::to_string(total);
}

void append_joined_group(std::string& out, const model::joined_group& group,
                         std::string_view base) {
    out += R"({"value":)";
    append_id(out, group.id.text());
    out += R"(,"$ref":)";
    append_location(out, base, "/Groups/", group.id.text());
    if (!group.display.empty()) {
        out += R"(,"display":)";
        append_json_string(out, group.display);
    }
    out += group.direct ? R"(,"type":"direct"})" : R"(,"type":"indirect"})";
}

}  // namespace

std::string error_text(int status, std::string_view scim_type, std::string_view detail) {
    std::string out = R"({"schemas":[")";
    out += error_urn;
    out += R"("],"status":")" + std::to_string(status) + '"';
    if (!scim_type.empty()) {
        out += R"(,"scimType":)";
        append_json_string(out, scim_type);
    }
    out += R"(,"detail":)";
    append_json_string(out, detail);
    out += '}';
    return out;
}

void append_user(std::string& out, const model::user& user,
                 const std::vector<model::joined_group>* groups, std::string_view base) {
    out.reserve(out.size() + user.document.size() + base.size() + spliced_bytes);
    append_open_document(out, user.document);
    out += R"("id":)";
    append_id(out, user.id.text());
    out += user.active ? R"(,"active":true,)" : R"(,"active":false,)";
    if (groups != nullptr && !groups->empty()) {
        out += R"("groups":[)";
        for (const model::joined_group& group : *groups) {
            if (&group != &groups->front()) out += ',';
            append_joined_group(out, group, base);
        }
        out += "],";
    }
    append_meta(out, {"User", "/Users/", user.id.text(), user.created, user.modified, user.version},
                base);
    out += '}';
}

void append_group(std::string& out, const model::group& group,
                  const std::function<void(std::string&)>& members, std::string_view base) {
    append_open_document(out, group.document);
    out += R"("id":)";
    append_id(out, group.id.text());
    out += ',';
    if (members) {
        constexpr std::string_view opening = R"("members":[)";
        const std::size_t before = out.size();
        out += opening;
        members(out);
        if (out.size() == before + opening.size())
            out.resize(before);  // no members is no attribute (RFC 7643 §2.5)
        else
            out += "],";
    }
    append_meta(
        out, {"Group", "/Groups/", group.id.text(), group.created, group.modified, group.version},
        base);
    out += '}';
}

void append_member(std::string& out, const model::member& member, std::string_view base) {
    out += R"({"value":)";
    append_json_string(out, member.id);
    if (member.kind == model::member_kind::stranger) {  // nobody to point at
        out += '}';
        return;
    }
    const bool user = member.kind == model::member_kind::user;
    out += R"(,"$ref":)";
    append_location(out, base, user ? "/Users/" : "/Groups/", member.id);
    if (!member.display.empty()) {
        out += R"(,"display":)";
        append_json_string(out, member.display);
    }
    out += user ? R"(,"type":"User"})" : R"(,"type":"Group"})";
}

std::string version_text(std::int64_t version) {
    return "W/\"" + std::to_string(version) + "\"";
}

void append_list_head(std::string& out, std::int64_t total, std::int64_t start_index,
                      std::size_t items) {
    append_total(out, total);
    out += R"(,"startIndex":)" + std::to_string(start_index);
    out += R"(,"itemsPerPage":)" + std::to_string(items);
    out += R"(,"Resources":[)";
}

void append_cursor_list_head(std::string& out, std::int64_t total, std::size_t items,
                             std::string_view next_cursor) {
    append_total(out, total);
    out += R"(,"itemsPerPage":)" + std::to_string(items);
    if (!next_cursor.empty()) {
        out += R"(,"nextCursor":)";
        append_json_string(out, next_cursor);
    }
    out += R"(,"Resources":[)";
}

void append_list_tail(std::string& out) {
    out += "]}";
}

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    append_escaped(out, text);
    out += '"';
}

}  // namespace scimd::scim
