// RFC 7643 §2.2 and RFC 7644 §3.5.1, §3.5.2: what has a value and is immutable keeps it, and a PUT
// does not take away what its sender could not read.
#include <boost/json/array.hpp>

#include <algorithm>
#include <unordered_map>

#include "scim/document.hpp"
#include "scim/value.hpp"
#include "scim/value_key.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;
using model::errc;
using model::refusal;
using model::result;

model::fault changed(const std::string& name) {
    return refusal(errc::mutability,
                   "\"" + name + "\" is immutable: it has a value, which cannot change or go.");
}

// The keys of all values there are, in an order of their own: a list has none.
std::vector<std::string> keys_of(const json::value& held, const attribute& of) {
    std::vector<std::string> keys;
    if (held.is_array())
        for (const json::value& one : held.get_array()) keys.push_back(value_key(one, of));
    else
        keys.push_back(value_key(held, of));
    std::ranges::sort(keys);
    return keys;
}

bool are_same(const json::value& before, const json::value& after, const attribute& of) {
    return before == after || keys_of(before, of) == keys_of(after, of);
}

class keeper {
 public:
    explicit keeper(left_out what) : what_(what) {}

    result<void> keep_all(const json::object& before, json::object& after,
                          const std::vector<attribute>& attributes, const std::string& prefix) {
        for (const attribute& one : attributes) {
            const json::value* held = before.if_contains(one.name);
            if (held == nullptr || !has_form_of(*held, one)) continue;
            if (auto kept = keep(*held, after, one, prefix + one.name); !kept) return kept;
        }
        return {};
    }

 private:
    // Of an attribute that has a value in `before`.
    result<void> keep(const json::value& held, json::object& after, const attribute& of,
                      const std::string& name) {
        if (of.mutability == mutability::immutable) return keep_value(held, after, of, name);
        if (of.mutability == mutability::write_only) {
            if (what_ == left_out::stays && !after.contains(of.name)) after[of.name] = held;
            return {};
        }
        if (std::ranges::none_of(of.sub_attributes, is_kept)) return {};
        json::value* given = after.if_contains(of.name);
        if (held.is_array())
            return given == nullptr ? result<void>() : keep_elements(held, *given, of, name);
        json::object none;
        json::object& parts = given == nullptr ? none : given->as_object();
        if (auto kept = keep_all(held.as_object(), parts, of.sub_attributes, name + "."); !kept)
            return kept;
        if (!none.empty()) after.emplace(of.name, std::move(none));
        return {};
    }

    result<void> keep_value(const json::value& held, json::object& after, const attribute& of,
                            const std::string& name) const {
        json::value* given = after.if_contains(of.name);
        if (given == nullptr && what_ == left_out::is_removed) return changed(name);
        if (given != nullptr && !are_same(held, *given, of)) return changed(name);
        after[of.name] = held;
        return {};
    }

    // An element whose `value` is in no element of `before` is a new one.
    result<void> keep_elements(const json::value& held, json::value& given, const attribute& of,
                               const std::string& name) {
        const attribute* value = of.sub("value");
        if (value == nullptr) return {};
        const auto key = [value](const json::value& element) {
            const json::value* found = element.as_object().if_contains(value->name);
            return found == nullptr ? std::string() : value_key(*found, *value);
        };
        std::unordered_multimap<std::string, const json::object*> known;
        for (const json::value& one : held.get_array()) known.emplace(key(one), &one.get_object());
        for (json::value& one : given.as_array()) {
            const auto [first, last] = known.equal_range(key(one));
            if (auto kept = keep_any(first, last, one.as_object(), of, name); !kept) return kept;
        }
        return {};
    }

    // Of several elements with one `value`, it is enough that one agrees; one that is as it was
    // takes nothing from the others.
    template <class Iterator>
    result<void> keep_any(Iterator first, Iterator last, json::object& element, const attribute& of,
                          const std::string& name) {
        if (std::any_of(first, last, [&](const auto& one) { return *one.second == element; }))
            return {};
        result<void> kept;
        for (; first != last; ++first) {
            json::object attempt = element;
            kept = keep_all(*first->second, attempt, of.sub_attributes, name + ".");
            if (!kept) continue;
            element = std::move(attempt);
            return kept;
        }
        return kept;
    }

    static bool is_kept(const attribute& one) {
        return one.mutability == mutability::immutable || one.mutability == mutability::write_only;
    }

    left_out what_;
};

}  // namespace

result<void> keep_values(const document& before, document& after, const resource_type& type,
                         left_out what) {
    if (!type.keeps_values) return {};
    keeper keeping(what);
    for (const schema* one : {type.common, type.core})
        if (auto kept = keeping.keep_all(before.attributes, after.attributes, one->attributes, "");
            !kept)
            return kept;
    for (const schema* one : type.extensions) {
        const json::value* held = before.attributes.if_contains(one->urn);
        if (held == nullptr || !held->is_object()) continue;
        json::object none;
        json::value* given = after.attributes.if_contains(one->urn);
        json::object& parts = given == nullptr ? none : given->as_object();
        const std::string prefix = one->urn + ":";
        if (auto kept = keeping.keep_all(held->get_object(), parts, one->attributes, prefix); !kept)
            return kept;
        if (!none.empty()) after.attributes.emplace(one->urn, std::move(none));
    }
    tolerance strict(model::tolerance::strict);
    return make_canonical(after, type, strict);
}

}  // namespace scimd::scim
