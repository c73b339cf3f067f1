#include "scim/patch_work.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <functional>
#include <numeric>

namespace scimd::scim {
namespace {

namespace json = boost::json;

std::size_t bytes_of(const json::value& one) {
    return one.is_string() ? one.get_string().size() : 0;
}

// A value counts as one, and so does each in the lists inside it.
std::size_t weight_of(const json::value& element) {
    std::size_t bytes = bytes_of(element);
    std::size_t inside = 0;
    if (element.is_object())
        for (const auto& member : element.get_object()) {
            bytes += bytes_of(member.value());
            if (const json::array* list = member.value().if_array())
                for (const json::value& one : *list) inside += 1 + bytes_of(one) / patch_text_bytes;
        }
    return 1 + inside + bytes / patch_text_bytes;
}

// Where the values are that an operation is about; nullptr where there are none.
const json::value* held_in(const json::object& resource, const attribute_path& path) {
    const json::object* home = &resource;
    if (path.extension != nullptr) {
        const json::value* part = resource.if_contains(path.extension->urn);
        home = part == nullptr ? nullptr : part->if_object();
    }
    return home == nullptr ? nullptr : home->if_contains(path.attribute->name);
}

bool is_found_by_value(const json::value& listed, const attribute& of) {
    return of.sub("value") != nullptr && listed.is_object() &&
           listed.get_object().contains("value");
}

// How often each value is looked at.
std::size_t times_of(const patch_operation& operation) {
    const std::size_t terms = operation.where ? attributes_in(*operation.where).size() : 1;
    const auto compared = std::ranges::count_if(operation.listed, [&](const json::value& one) {
        return !is_found_by_value(one, operation.path.leaf());
    });
    return terms + static_cast<std::size_t>(compared);
}

}  // namespace

std::size_t work_of(const json::object& resource, const patch_operation& operation) {
    const attribute_path& path = operation.path;
    if (path.attribute == nullptr) return 0;
    if (!path.attribute->multi_valued && !path.leaf().multi_valued) return 0;
    const json::value* held = held_in(resource, path);
    if (held == nullptr) return 0;
    const std::size_t times = times_of(operation);
    if (!held->is_array()) return weight_of(*held) * times;
    return std::transform_reduce(
        held->get_array().begin(), held->get_array().end(), std::size_t{0}, std::plus<>(),
        [times](const json::value& element) { return weight_of(element) * times; });
}

}  // namespace scimd::scim
