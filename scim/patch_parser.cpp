// PATCH bodies, and the dialects in which they come, to operations about one path each.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <array>
#include <utility>

#include "scim/message_body.hpp"
#include "scim/messages.hpp"
#include "scim/patch.hpp"
#include "scim/patch_target.hpp"
#include "scim/value.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;
using model::errc;
using model::refusal;
using model::result;

constexpr std::array<std::pair<std::string_view, patch_kind>, 3> kinds = {{
    {"add", patch_kind::add},
    {"remove", patch_kind::remove},
    {"replace", patch_kind::replace},
}};

// Whether an operation is about a list of values as a whole: one of an attribute, or one inside of
// values that have it.
bool is_about_list(const patch_target& at) {
    return at.path.leaf().multi_valued && (at.path.sub != nullptr || !at.where);
}

class patch_reader {
 public:
    patch_reader(const resource_type& type, tolerance& allowed) : type_(type), allowed_(allowed) {}

    result<void> read_operation(const json::value& sent) {
        if (!sent.is_object())
            return refusal(errc::invalid_syntax, "An operation is a JSON object.");
        if (auto good = check_names(sent.get_object()); !good) return good;
        const json::value* op = member_named(sent.get_object(), "op");
        const json::value* path = member_named(sent.get_object(), "path");
        const json::value* value = member_named(sent.get_object(), "value");
        if (auto known = read_kind(op); !known) return known;
        if (path == nullptr) return read_without_path(value);
        const bool empty = path->is_null() || (path->is_string() && path->get_string().empty());
        if (empty && allowed_.allows(rule::null_path)) return read_without_path(value);
        if (empty || !path->is_string()) return refusal(errc::invalid_path, "A path is text.");
        return read_at_path(path->get_string(), value);
    }

    std::vector<patch_operation> take_operations() { return std::move(operations_); }

 private:
    result<void> read_kind(const json::value* op) {
        if (op != nullptr && op->is_string())
            for (const auto& [name, kind] : kinds)
                if (equal_names(op->get_string(), name)) {
                    kind_ = kind;
                    return {};
                }
        return refusal(errc::invalid_syntax, "An operation's \"op\" is add, remove or replace.");
    }

    result<void> read_at_path(std::string_view text, const json::value* value) {
        if (equal_names(text, type_.core->urn)) return read_whole(value);
        auto found = parse_patch_target(text, type_, allowed_);
        if (!found) return found.error();
        if (kind_ != patch_kind::remove && value == nullptr)
            return refusal(errc::invalid_value, "The operation lacks a \"value\".");
        const attribute_path& path = found->path;
        if (path.attribute == nullptr) return read_extension(*path.extension, value);
        if (path.attribute->mutability == mutability::read_only ||
            path.leaf().mutability == mutability::read_only) {
            // `schemas` follows from the attributes there are; who states it changes nothing.
            if (path.attribute == type_.common->find("schemas") && kind_ != patch_kind::remove &&
                allowed_.allows(rule::readonly_in_patch))
                return {};
            return refusal(errc::mutability, "\"" + std::string(text) + "\" is read-only.");
        }
        if (kind_ == patch_kind::remove) return push_remove(std::move(*found), value);
        // RFC 7644 §3.5.2.1: the value of an add may be the one object that is added.
        if (kind_ == patch_kind::add && is_about_list(*found) && !value->is_array() &&
            !value->is_null())
            return push(std::move(*found), json::value(json::array{*value}));
        return push(std::move(*found), *value);
    }

    // The core schema's URN names all that is in it: the resource itself, as no path does.
    result<void> read_whole(const json::value* value) {
        if (kind_ != patch_kind::remove) return read_without_path(value);
        return refusal(errc::no_target, "A remove operation needs the path of an attribute.");
    }

    result<void> read_without_path(const json::value* value) {
        if (kind_ == patch_kind::remove) return read_remove_without_path(value);
        if (value == nullptr)
            return refusal(errc::invalid_value, "The operation lacks a \"value\".");
        auto whole = unwrap(*value);
        if (!whole) return whole.error();
        if (!(*whole)->is_object())
            return refusal(errc::invalid_value,
                           "The value of an operation without a path is an object of attributes.");
        // RFC 7644 §3.5.2.3: "a list of one or more attributes that are to be replaced".
        if (kind_ == patch_kind::replace && (*whole)->get_object().empty() &&
            !allowed_.allows(rule::empty_operations))
            return refusal(errc::invalid_value, "The value of the operation has no attributes.");
        if (auto good = check_names((*whole)->get_object()); !good) return good;
        for (const auto& [name, one] : (*whole)->get_object())
            if (auto read = read_key(name, one); !read) return read;
        return {};
    }

    // RFC 7644 §3.5.2.2 wants a path. What Salesforce sends instead names the values that go, in an
    // object: {"members":[…]}.
    result<void> read_remove_without_path(const json::value* value) {
        const model::fault no_target =
            refusal(errc::no_target, "A remove operation needs a \"path\".");
        if (value == nullptr || !value->is_object() || value->get_object().empty())
            return no_target;
        for (const auto& [name, list] : value->get_object()) {
            const attribute* found = type_.find(name);
            if (found == nullptr || !found->multi_valued || !list.is_array() ||
                found->mutability == mutability::read_only ||
                !allowed_.allows(rule::remove_listed_values))
                return no_target;
            auto removed = push_remove({{nullptr, found, nullptr}, std::nullopt}, &list);
            if (!removed) return removed;
        }
        return {};
    }

    result<void> read_key(std::string_view name, const json::value& value) {
        if (const attribute* found = type_.find(name))
            return read_attribute({nullptr, found, nullptr}, value);
        if (const schema* extension = type_.extension(name))
            return read_extension(*extension, &value);
        if (equal_names(name, type_.core->urn)) return read_core(value);
        auto found = parse_patch_target(name, type_, allowed_);
        if (!found || found->path.attribute == nullptr) return unknown(name);
        if (name.find_first_of(".:[") != std::string_view::npos &&
            !allowed_.allows(rule::dotted_keys))
            return refusal(errc::invalid_path,
                           "\"" + std::string(name) + "\" is a path, not an attribute's name.");
        if (found->path.leaf().mutability == mutability::read_only)
            return read_attribute(found->path, value);
        return push(std::move(*found), value);
    }

    result<void> read_attribute(const attribute_path& path, const json::value& value) {
        if (path.leaf().mutability != mutability::read_only) return push({path, {}}, value);
        if (allowed_.allows(rule::readonly_in_patch)) return {};
        return refusal(errc::mutability, "\"" + path.leaf().name + "\" is read-only.");
    }

    // A whole extension is a set of attributes: what is not mentioned stays.
    result<void> read_extension(const schema& extension, const json::value* value) {
        if (kind_ == patch_kind::remove || value->is_null()) {
            add_operation(patch_kind::remove, {&extension, nullptr, nullptr}, {});
            return {};
        }
        if (!value->is_object())
            return refusal(errc::invalid_value, "\"" + extension.urn + "\" takes an object.");
        if (auto good = check_names(value->get_object()); !good) return good;
        for (const auto& [name, one] : value->get_object()) {
            const attribute* found = extension.find(name);
            auto read = found == nullptr ? unknown(name)
                                         : read_attribute({&extension, found, nullptr}, one);
            if (!read) return read;
        }
        return {};
    }

    // The core schema's attributes under its URN, as those of an extension are.
    result<void> read_core(const json::value& value) {
        const std::string& urn = type_.core->urn;
        if (!allowed_.allows(rule::dotted_keys))
            return refusal(errc::invalid_path, "\"" + urn + "\" is not an attribute.");
        if (!value.is_object())
            return refusal(errc::invalid_value, "\"" + urn + "\" takes an object.");
        if (auto good = check_names(value.get_object()); !good) return good;
        for (const auto& [name, one] : value.get_object()) {
            const attribute* found = type_.find(name);
            auto read =
                found == nullptr ? unknown(name) : read_attribute({nullptr, found, nullptr}, one);
            if (!read) return read;
        }
        return {};
    }

    result<void> unknown(std::string_view name) {
        if (allowed_.allows(rule::unknown_attribute)) return {};
        return refusal(errc::invalid_path, "\"" + std::string(name) +
                                               "\" is not an attribute of a " + type_.name + ".");
    }

    // Add and replace.
    result<void> push(patch_target at, const json::value& value) {
        const attribute& attribute = *at.path.attribute;
        if (is_about_list(at))
            if (auto few = count_values(value); !few) return few;
        if (const scim::attribute* const sub = at.path.sub; sub != nullptr)
            return push_read(std::move(at), read_value(value, *sub, allowed_));
        if (at.where) return push_read(std::move(at), read_element(value, attribute, allowed_));
        if (attribute.multi_valued || attribute.type != data_type::complex)
            return push_read(std::move(at), read_value(value, attribute, allowed_));
        auto whole = unwrap(value);
        if (!whole) return whole.error();
        if ((*whole)->is_object()) return push_subs(at.path, (*whole)->get_object());
        return push_read(std::move(at), read_value(**whole, attribute, allowed_));
    }

    // RFC 7644 §3.5.2.3: of a complex attribute, the sub-attributes that are given are replaced and
    // the others stay. One without its `value` says nothing any more: clearing that clears it all.
    result<void> push_subs(const attribute_path& path, const json::object& given) {
        if (auto good = check_names(given); !good) return good;
        std::vector<std::pair<const attribute*, json::value>> read;
        for (const auto& [name, value] : given) {
            const attribute* sub = path.attribute->sub(name);
            if (sub == nullptr) {
                if (auto left_out = unknown(name); !left_out) return left_out;
                continue;
            }
            if (sub->mutability == mutability::read_only) continue;
            if (sub->multi_valued)
                if (auto few = count_values(value); !few) return few;
            auto one = read_value(value, *sub, allowed_);
            if (!one) return one.error();
            if (one->is_null() && sub->name == "value") {
                add_operation(kind_, path, {});
                return {};
            }
            read.emplace_back(sub, std::move(*one));
        }
        for (auto& [sub, value] : read)
            if (auto pushed =
                    push_read({{path.extension, path.attribute, sub}, {}}, std::move(value));
                !pushed)
                return pushed;
        return {};
    }

    result<void> push_read(patch_target at, result<json::value> value) {
        if (!value) return value.error();
        patch_operation made{kind_, at.path, std::move(at.where), std::move(*value), {}};
        if (made.value.is_null() && at.path.sub == nullptr && made.where)
            made.kind = patch_kind::remove;
        // Adding no values is not clearing those there are.
        if (made.value.is_null() && kind_ == patch_kind::add &&
            is_about_list({made.path, made.where}))
            return {};
        operations_.push_back(std::move(made));
        return {};
    }

    result<void> push_remove(patch_target at, const json::value* value) {
        const attribute& leaf = at.path.leaf();
        const bool lists = value != nullptr && !value->is_null() && is_about_list(at);
        patch_operation made{kind_, at.path, std::move(at.where), {}, {}};
        if (lists) {
            // The RFC gives such a value no meaning; to drop everything instead of what is listed
            // would be the worst reading of it.
            if (!allowed_.allows(rule::remove_listed_values))
                return refusal(errc::invalid_value, "A remove operation takes no value.");
            auto listed = read_listed(*value, leaf);
            if (!listed) return listed.error();
            if (listed->empty()) return {};
            made.listed = std::move(*listed);
        }
        operations_.push_back(std::move(made));
        return {};
    }

    result<std::vector<json::value>> read_listed(const json::value& value,
                                                 const attribute& attribute) {
        if (value.is_object())
            if (const json::value* inner = member_named(value.get_object(), attribute.name);
                inner != nullptr && attribute.sub(attribute.name) == nullptr)
                return read_listed(*inner, attribute);
        if (auto few = count_values(value); !few) return few.error();
        const json::array list = value.is_array() ? value.get_array() : json::array{value};
        std::vector<json::value> listed;
        for (const json::value& one : list) {
            auto read = read_element(one, attribute, allowed_);
            if (!read) return read.error();
            // To answer that it was removed would be no answer to a misspelt name.
            if (read->is_null())
                return refusal(errc::invalid_value,
                               "A value of \"" + attribute.name + "\" to remove says nothing.");
            listed.push_back(std::move(*read));
        }
        return listed;
    }

    result<void> count_values(const json::value& list) {
        listed_values_ += list.is_array() ? list.get_array().size() : 1;
        if (listed_values_ <= patch_members_max) return {};
        return refusal(errc::too_large,
                       "A PATCH lists at most " + std::to_string(patch_members_max) + " values.");
    }

    // The value itself, or the only one of a list (ENTRA-09).
    result<const json::value*> unwrap(const json::value& value) {
        if (!value.is_array() || value.get_array().size() != 1) return &value;
        if (!allowed_.allows(rule::single_value_list))
            return refusal(errc::invalid_value, "One value is expected, not a list.");
        return &value.get_array().front();
    }

    void add_operation(patch_kind kind, const attribute_path& path, json::value value) {
        operations_.push_back({kind, path, std::nullopt, std::move(value), {}});
    }

    const resource_type& type_;
    tolerance& allowed_;
    patch_kind kind_ = patch_kind::replace;
    std::size_t listed_values_ = 0;
    std::vector<patch_operation> operations_;
};

}  // namespace

result<patch> parse_patch(const json::value& body, const resource_type& type, tolerance& allowed) {
    if (!body.is_object()) return refusal(errc::invalid_syntax, "The body is not a JSON object.");
    if (auto good = check_names(body.get_object()); !good) return good.error();
    if (auto stated = check_message_schema(body.get_object(), patch_op_urn, allowed); !stated)
        return stated.error();
    const json::value* operations = member_named(body.get_object(), "Operations");
    if (operations == nullptr || !operations->is_array())
        return refusal(errc::invalid_syntax, "\"Operations\" takes a list of operations.");
    const json::array& list = operations->get_array();
    if (list.empty() && !allowed.allows(rule::empty_operations))
        return refusal(errc::invalid_syntax, "\"Operations\" is empty.");
    if (list.size() > patch_operations_max)
        return refusal(errc::too_large, "A PATCH has at most " +
                                            std::to_string(patch_operations_max) + " operations.");
    patch_reader reader(type, allowed);
    for (const json::value& one : list)
        if (auto read = reader.read_operation(one); !read) return read.error();
    return patch{reader.take_operations()};
}

}  // namespace scimd::scim
