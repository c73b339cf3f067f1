#include "tests/law/patch_model.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <set>
#include <string>

#include "scim/fold.hpp"
#include "scim/value_key.hpp"

namespace scimd::tests {
namespace {

namespace json = boost::json;
using model::errc;
using scim::attribute;
using scim::patch_kind;

constexpr std::string_view kind_names[] = {"add", "remove", "replace"};

// What a step came to: nothing, or what it is refused for.
using outcome = std::optional<errc>;

const json::value* member(const json::value& of, std::string_view name) {
    return of.is_object() ? of.get_object().if_contains(name) : nullptr;
}

bool same_text(const json::value* left, const json::value* right, const attribute& of) {
    if (left == nullptr || right == nullptr) return left == right;
    if (!left->is_string() || !right->is_string() || of.case_exact) return *left == *right;
    return scim::fold(left->get_string()) == scim::fold(right->get_string());
}

bool chosen(const json::value& element, const patch_step& by) {
    if (!by.where) return true;
    const attribute& of = by.where->sub == nullptr ? *by.attribute : *by.where->sub;
    const json::value* held = by.where->sub == nullptr ? &element : member(element, of.name);
    // RFC 7643 §2.4: who does not say to be primary is not.
    if (held == nullptr) return of.name == "primary" && by.where->equals == json::value(false);
    return same_text(held, &by.where->equals, of);
}

bool says_primary(const json::value& element) {
    const json::value* flag = member(element, "primary");
    return flag != nullptr && *flag == json::value(true);
}

// "SHALL cause the server to automatically set "primary" to "false" for any other values".
void hand_over(json::array& list, const std::vector<bool>& touched) {
    bool taken = false;
    for (std::size_t i = 0; i < list.size(); ++i)
        taken = taken || (touched[i] && says_primary(list[i]));
    for (std::size_t i = 0; taken && i < list.size(); ++i)
        if (!touched[i] && says_primary(list[i])) list[i].get_object()["primary"] = false;
}

// RFC 7643 §2.4: whether two values are the same one.
bool same_value(const json::value& left, const json::value& right, const attribute& of) {
    if (!left.is_object()) return json::serialize(left) == json::serialize(right);
    const attribute* value = of.sub("value");
    if (value == nullptr || member(left, "value") == nullptr || member(right, "value") == nullptr)
        return left == right;
    const attribute* type = of.sub("type");
    return same_text(member(left, "value"), member(right, "value"), *value) &&
           (type == nullptr || same_text(member(left, "type"), member(right, "type"), *type));
}

// "If the target location specifies a multi-valued attribute, a new value is added to the
// attribute": to a list inside of a value too, and "if the value already exists, no changes".
void set(json::object& whole, const attribute& part, const json::value& value, patch_kind kind) {
    json::value& held = whole[part.name];
    if (kind != patch_kind::add || !part.multi_valued) {
        held = value;
        return;
    }
    if (!held.is_array()) held.emplace_array();
    for (const json::value& one : value.as_array())
        if (std::ranges::none_of(held.get_array(), [&](const json::value& other) {
                return json::serialize(one) == json::serialize(other);
            }))
            held.get_array().push_back(one);
}

void merge(json::value& into, const json::value& from, const attribute& of, patch_kind kind,
           bool but_identity = false) {
    for (const auto& [name, value] : from.get_object())
        if (!but_identity || (name != "value" && name != "type"))
            set(into.as_object(), *of.sub(name), value, kind);
}

void add_values(json::array& list, const json::value& values, const attribute& of) {
    std::vector<bool> touched(list.size());
    for (const json::value& one : values.as_array()) {
        const auto known = std::ranges::find_if(
            list, [&](const json::value& held) { return same_value(held, one, of); });
        const auto at = static_cast<std::size_t>(known - list.begin());
        if (known == list.end()) {
            list.push_back(one);
            touched.push_back(says_primary(one));
        } else if (one.is_object()) {
            merge(*known, one, of, patch_kind::add, true);
            touched[at] = touched[at] || says_primary(one);
        }
    }
    hand_over(list, touched);
}

// RFC 7643 §2.2: values come and go whole, but what is immutable inside one stays as it is.
bool changes_immutable_part(const json::object& home, const patch_step& step) {
    if (step.sub == nullptr || step.sub->mutability != scim::mutability::immutable) return false;
    const json::value* held = home.if_contains(step.attribute->name);
    if (held == nullptr || !held->is_array()) return false;
    return std::ranges::any_of(held->get_array(), [&](const json::value& one) {
        const json::value* value = member(one, step.sub->name);
        json::object after{{step.sub->name, value == nullptr ? json::value() : *value}};
        set(after, *step.sub, step.kind == patch_kind::remove ? json::value() : step.value,
            step.kind);
        return chosen(one, step) && value != nullptr &&
               scim::value_key(*value, *step.sub) !=
                   scim::value_key(after.at(step.sub->name), *step.sub);
    });
}

outcome change_list(json::array& list, const patch_step& step) {
    std::vector<bool> touched(list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (!chosen(list[i], step)) continue;
        touched[i] = true;
        if (step.sub != nullptr)
            set(list[i].as_object(), *step.sub, step.value, step.kind);
        else if (step.kind == patch_kind::add && list[i].is_object())
            merge(list[i], step.value, *step.attribute, step.kind);
        else
            list[i] = step.value;
    }
    if (std::ranges::find(touched, true) == touched.end()) {
        if (step.where) return errc::no_target;
        json::object made;
        set(made, *step.sub, step.value, step.kind);
        list.push_back(std::move(made));
    } else {
        hand_over(list, touched);
    }
    return {};
}

outcome change(json::object& home, const patch_step& step) {
    json::value& held = home[step.attribute->name];
    if (step.attribute->multi_valued) {
        if (!held.is_array()) held.emplace_array();
        if (step.where || step.sub != nullptr) return change_list(held.get_array(), step);
        if (step.kind == patch_kind::add)
            add_values(held.get_array(), step.value, *step.attribute);
        else
            held = step.value;
        return {};
    }
    if (step.attribute->type != scim::data_type::complex) {
        held = step.value;
        return {};
    }
    if (!held.is_object()) held.emplace_object();
    if (step.sub != nullptr)
        set(held.get_object(), *step.sub, step.value, step.kind);
    else
        merge(held, step.value, *step.attribute, step.kind);
    return {};
}

outcome remove(json::object& home, const patch_step& step, errc refused_with) {
    json::value* held = home.if_contains(step.attribute->name);
    if (held == nullptr) return {};
    bool removed = false;
    const auto remove_part = [&](json::value& from) {
        if (from.is_object() && from.get_object().erase(step.sub->name) > 0) removed = true;
    };
    if (step.sub != nullptr && held->is_array()) {
        for (json::value& one : held->get_array())
            if (chosen(one, step)) remove_part(one);
    } else if (step.sub != nullptr) {
        remove_part(*held);
    } else if (step.where) {
        json::array kept;
        for (const json::value& one : held->get_array())
            if (!chosen(one, step)) kept.push_back(one);
        *held = std::move(kept);
    } else {
        home.erase(step.attribute->name);
        removed = true;
    }
    const attribute& leaf = step.sub != nullptr ? *step.sub : *step.attribute;
    if (removed && leaf.required) return refused_with;
    return {};
}

outcome apply(json::object& document, const patch_step& step) {
    json::object* home = &document;
    if (step.extension != nullptr) {
        json::value& part = document[step.extension->urn];
        home = part.is_object() ? &part.get_object() : &part.emplace_object();
    }
    const bool of_list =
        step.sub == nullptr ? step.attribute->multi_valued && !step.where : step.sub->multi_valued;
    const bool adds_nothing = step.kind == patch_kind::add && of_list && step.value.is_null();
    if (adds_nothing) return {};
    if (changes_immutable_part(*home, step)) return errc::mutability;
    if (step.kind == patch_kind::remove) return remove(*home, step, errc::mutability);
    if (!step.value.is_null()) return change(*home, step);
    return remove(*home, step, errc::invalid_value);
}

// What says nothing is not there, and no attribute has the same value twice.
json::value without_nothing(const json::value& from) {
    if (from.is_object()) {
        json::object kept;
        for (const auto& [name, value] : from.get_object())
            if (json::value one = without_nothing(value); !one.is_null())
                kept.emplace(name, std::move(one));
        return kept.empty() ? json::value() : json::value(std::move(kept));
    }
    if (!from.is_array()) return from;
    json::array kept;
    for (const json::value& each : from.get_array()) {
        json::value one = without_nothing(each);
        const bool repeated = one.is_object() && std::ranges::find(kept, one) != kept.end();
        if (!one.is_null() && !repeated) kept.push_back(std::move(one));
    }
    return kept.empty() ? json::value() : json::value(std::move(kept));
}

// The same for the values of simple attributes, by their text: -0.0 and 0.0 are two. The lists
// inside a complex value are left as the client wrote them.
void drop_repeated(json::object& home) {
    for (auto& member : home) {
        if (!member.value().is_array()) continue;
        json::array kept;
        std::set<std::string> seen;
        for (const json::value& one : member.value().get_array())
            if (seen.insert(json::serialize(one)).second) kept.push_back(one);
        member.value() = std::move(kept);
    }
}

bool is_valid(const json::value& held, const attribute& of) {
    if (held.is_array()) {
        const auto primaries = std::ranges::count_if(held.get_array(), says_primary);
        return (of.sub("primary") == nullptr || primaries < 2) &&
               std::ranges::all_of(held.get_array(),
                                   [&](const json::value& one) { return is_valid(one, of); });
    }
    return !held.is_object() || std::ranges::all_of(of.sub_attributes, [&](const attribute& sub) {
        return !sub.required || held.get_object().contains(sub.name);
    });
}

bool is_valid(const json::object& home, const scim::schema& of) {
    return std::ranges::all_of(of.attributes, [&](const attribute& one) {
        const json::value* held = home.if_contains(one.name);
        return held == nullptr ? !one.required : is_valid(*held, one);
    });
}

// Which extensions there are follows from what there is.
void state_schemas(json::object& document, const scim::resource_type& type) {
    json::array urns{json::string(type.core->urn)};
    for (const scim::schema* one : type.extensions)
        if (document.contains(one->urn)) urns.emplace_back(one->urn);
    document["schemas"] = std::move(urns);
}

}  // namespace

json::object to_operation(const patch_step& step) {
    json::object made{{"op", kind_names[static_cast<std::size_t>(step.kind)]}};
    if (step.without_path) {
        json::object whole{{step.attribute->name, step.value}};
        if (step.extension != nullptr) whole = {{step.extension->urn, std::move(whole)}};
        made["value"] = std::move(whole);
        return made;
    }
    std::string path = step.extension == nullptr ? "" : step.extension->urn + ":";
    path += step.attribute->name;
    if (step.where)
        path += "[" + (step.where->sub == nullptr ? "value" : step.where->sub->name) + " eq " +
                json::serialize(step.where->equals) + "]";
    if (step.sub != nullptr) path += "." + step.sub->name;
    made["path"] = path;
    if (step.kind != patch_kind::remove) made["value"] = step.value;
    return made;
}

model::result<json::object> model_patch(json::object document, const std::vector<patch_step>& steps,
                                        const scim::resource_type& type) {
    const auto refuse = [](errc code) { return model::refusal(code, "The model refuses."); };
    // Seen before anything is done: the path alone says so.
    for (const patch_step& step : steps)
        for (const attribute* one : {step.attribute, step.sub})
            if (one != nullptr && one->mutability == scim::mutability::read_only)
                return refuse(errc::mutability);
    for (const patch_step& step : steps) {
        if (const outcome refused = apply(document, step)) return refuse(*refused);
        document = without_nothing(document).as_object();
    }
    drop_repeated(document);
    bool valid = is_valid(document, *type.core);
    for (const scim::schema* one : type.extensions) {
        json::value* part = document.if_contains(one->urn);
        if (part == nullptr) continue;
        drop_repeated(part->as_object());
        valid = valid && is_valid(part->as_object(), *one);
    }
    if (!valid) return refuse(errc::invalid_value);
    state_schemas(document, type);
    return document;
}

}  // namespace scimd::tests
