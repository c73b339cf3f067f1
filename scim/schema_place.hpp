// A value of a schema file and where in the file it stands, so that a mistake is told as precisely
// as a client's would be: file, JSON pointer (RFC 6901), reason. For the readers of schema files
// only.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace scimd::scim {

// Thrown by the readers of schema files; load_catalogue turns it into a refusal.
struct broken_schema : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct schema_place {
    const boost::json::value& value;
    std::string pointer;  // "user.json#/attributes/0/type"

    [[noreturn]] void refuse(std::string_view reason) const {
        throw broken_schema(pointer + ": " + std::string(reason));
    }
    const boost::json::object& object() const {
        if (!value.is_object()) refuse("an object is expected");
        return value.get_object();
    }
    bool has(std::string_view name) const { return object().contains(name); }
    schema_place at(std::string_view name) const {
        const boost::json::value* found = object().if_contains(name);
        if (found == nullptr) refuse("there is no \"" + std::string(name) + "\"");
        return {*found, pointer + "/" + escaped(name)};
    }
    std::vector<schema_place> elements() const {
        if (!value.is_array()) refuse("an array is expected");
        std::vector<schema_place> all;
        for (const boost::json::value& one : value.get_array())
            all.push_back({one, pointer + "/" + std::to_string(all.size())});
        return all;
    }
    std::string text() const {
        if (!value.is_string()) refuse("a string is expected");
        return std::string(value.get_string());
    }
    std::string text_or_nothing(std::string_view name) const {
        return has(name) ? at(name).text() : std::string();
    }
    bool flag() const {
        if (!value.is_bool()) refuse("true or false is expected");
        return value.get_bool();
    }
    std::vector<std::string> texts() const {
        std::vector<std::string> all;
        for (const schema_place& one : elements()) all.push_back(one.text());
        return all;
    }
    // Names compare exactly: a misspelt "mutabilty" would mean the default, silently.
    void allow_only(std::span<const std::string_view> names) const {
        for (const auto& member : object())
            if (std::ranges::find(names, std::string_view(member.key())) == names.end())
                at(member.key()).refuse("there is no such characteristic in RFC 7643 section 7");
    }

 private:
    static std::string escaped(std::string_view name) {
        std::string made;
        for (const char c : name) {
            if (c == '~')
                made += "~0";
            else if (c == '/')
                made += "~1";
            else
                made += c;
        }
        return made;
    }
};

}  // namespace scimd::scim
