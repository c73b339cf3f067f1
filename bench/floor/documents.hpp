// Users and groups as texts. What is kept is the answer up to the end of meta's "created"; what may
// change without the rest (version, times, location, a user's groups) is put behind it when it is
// asked for. So most answers are copies.
#pragma once

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace scimd::bench {

struct user_row {
    std::int64_t key = 0;
    std::string id;
    std::string name_key;
    std::string external_id;
    std::string email_key;
    std::string document;
};

struct document_facts {
    std::string_view document;
    std::string_view id;
    std::int64_t version = 0;
    std::string_view modified;
    std::string_view collection;  // "Users"
};

std::string user_id(std::int64_t key);
std::string group_id(std::int64_t key);
std::string fold(std::string_view);  // ASCII is all that the scenarios send
std::string now_text();              // RFC 3339, milliseconds

// What is kept of a pushed user.
user_row make_user(const boost::json::object& pushed, std::int64_t key, std::string_view now);
std::string make_group(const boost::json::object& pushed, std::string_view id,
                       std::string_view now);

// The stored document of a user whose attributes the second object has: all of them (PUT) or those
// that are said (PATCH).
std::string replace_user(std::string_view document, const boost::json::object& pushed);
std::string change_user(std::string_view document, const boost::json::object& changes);

// The answer, but for its last brace: a user's groups go before it.
void append_answer(std::string& out, std::string_view base, const document_facts&);
// A whole answer with these attributes only, or without them.
std::string project(std::string_view answer, const std::vector<std::string>& names, bool excluded);

}  // namespace scimd::bench
