#include "bench/floor/documents.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace scimd::bench {
namespace {

namespace json = boost::json;

constexpr std::size_t scratch_bytes = 16 * 1024;
constexpr std::string_view open_end = "}}";  // of meta and of the document: not kept

std::string id_of(char kind, std::int64_t key) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%c-%020lld", kind, static_cast<long long>(key));
    return text.data();
}

std::string text_of(const json::object& from, std::string_view name) {
    const json::value* found = from.if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->get_string())
                                                  : std::string();
}

std::string first_email(const json::object& from) {
    const json::value* emails = from.if_contains("emails");
    if (emails == nullptr || !emails->is_array() || emails->get_array().empty()) return {};
    const json::value& first = emails->get_array().front();
    return first.is_object() ? text_of(first.get_object(), "value") : std::string();
}

// id and meta come last, so that the text can be cut behind meta's first part.
std::string keep(json::object document, std::string_view id, json::object meta) {
    document["id"] = id;
    document["meta"] = std::move(meta);
    std::string text = json::serialize(document);
    text.resize(text.size() - open_end.size());
    return text;
}

json::object stored(std::string_view document) {
    return json::parse(std::string(document) += open_end).get_object();
}

void append(std::string& out, std::initializer_list<std::string_view> parts) {
    for (const std::string_view part : parts) out += part;
}

}  // namespace

std::string user_id(std::int64_t key) {
    return id_of('u', key);
}

std::string group_id(std::int64_t key) {
    return id_of('g', key);
}

std::string fold(std::string_view text) {
    std::string folded(text);
    for (char& c : folded)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    return folded;
}

std::string now_text() {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    tm broken{};
    gmtime_r(&now.tv_sec, &broken);
    std::array<char, 64> text{};
    const std::size_t length =
        std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &broken);
    std::snprintf(text.data() + length, text.size() - length, ".%03ldZ", now.tv_nsec / 1'000'000);
    return text.data();
}

user_row make_user(const json::object& pushed, std::int64_t key, std::string_view now) {
    user_row made{key,
                  user_id(key),
                  fold(text_of(pushed, "userName")),
                  text_of(pushed, "externalId"),
                  fold(first_email(pushed)),
                  {}};
    made.document = keep(pushed, made.id, {{"resourceType", "User"}, {"created", now}});
    return made;
}

std::string make_group(const json::object& pushed, std::string_view id, std::string_view now) {
    json::object group = pushed;
    group.erase("members");  // rows of their own
    return keep(std::move(group), id, {{"resourceType", "Group"}, {"created", now}});
}

std::string replace_user(std::string_view document, const json::object& pushed) {
    json::object before = stored(document);
    return keep(pushed, before["id"].get_string(), std::move(before["meta"].get_object()));
}

std::string change_user(std::string_view document, const json::object& changes) {
    json::object user = stored(document);
    for (const auto& [name, value] : changes) user[name] = value;
    std::string text = json::serialize(user);
    text.resize(text.size() - open_end.size());
    return text;
}

void append_answer(std::string& out, std::string_view base, const document_facts& from) {
    append(out, {from.document, R"(,"lastModified":")", from.modified, R"(","version":"W/\")",
                 std::to_string(from.version), R"(\"","location":")", base, "/scim/v2/",
                 from.collection, "/", from.id, R"("})"});
}

std::string project(std::string_view answer, const std::vector<std::string>& names, bool excluded) {
    std::array<unsigned char, scratch_bytes> scratch{};
    json::monotonic_resource memory(scratch.data(), scratch.size());
    json::object whole = json::parse(answer, &memory).get_object();
    if (excluded) {
        for (const std::string& name : names) whole.erase(name);
        return json::serialize(whole);
    }
    json::object chosen(&memory);
    for (const char* always : {"schemas", "id"}) chosen[always] = std::move(whole[always]);
    for (const std::string& name : names)
        if (const auto found = whole.find(name); found != whole.end())
            chosen[name] = std::move(found->value());
    return json::serialize(chosen);
}

}  // namespace scimd::bench
