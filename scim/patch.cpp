// What leaves a patch before it is applied to a document: the operations about attributes that have
// a home of their own.
#include "scim/patch.hpp"

#include <algorithm>

namespace scimd::scim {
namespace {

namespace json = boost::json;
using model::errc;
using model::refusal;
using model::result;

// The operations about one attribute, out of the patch, in their order.
std::vector<patch_operation> take_operations(patch& from, const attribute* about) {
    std::vector<patch_operation> taken;
    std::vector<patch_operation> left;
    for (patch_operation& one : from.operations)
        (one.path.attribute == about ? taken : left).push_back(std::move(one));
    from.operations = std::move(left);
    return taken;
}

// The values of `value eq "a" or value eq "b"`; nothing when the filter asks for anything else.
std::optional<std::vector<pushed_member>> named_members(const filter& where) {
    if (const auto* any = std::get_if<disjunction>(&where.node)) {
        std::vector<pushed_member> all;
        for (const filter& term : any->terms) {
            auto named = named_members(term);
            if (!named) return std::nullopt;
            std::ranges::move(*named, std::back_inserter(all));
        }
        return all;
    }
    const auto* term = std::get_if<comparison>(&where.node);
    if (term == nullptr || term->op != comparison_operator::eq || !term->written.is_string() ||
        term->path.leaf().name != "value")
        return std::nullopt;
    return std::vector<pushed_member>{{std::string(term->written.get_string()), {}}};
}

std::vector<pushed_member> listed_members(std::vector<json::value>& listed) {
    json::array list;
    std::ranges::move(listed, std::back_inserter(list));
    return members_from(list);
}

result<member_step> step_for(patch_operation& from) {
    using asks = enum member_step::what;
    if (from.path.sub != nullptr || (from.where && from.kind != patch_kind::remove))
        return refusal(errc::mutability,
                       "A member of a group cannot be changed, only added and removed.");
    if (from.kind == patch_kind::add) return member_step{asks::add, members_from(from.value), {}};
    if (from.kind == patch_kind::replace)
        return member_step{asks::replace, members_from(from.value), {}};
    if (!from.listed.empty()) return member_step{asks::remove, listed_members(from.listed), {}};
    if (!from.where) return member_step{asks::remove_all, {}, {}};
    if (auto named = named_members(*from.where))
        return member_step{asks::remove, std::move(*named), {}};
    // It is written when a resource is answered: here there is no address that it could follow
    // from.
    for (const attribute* one : attributes_in(*from.where))
        if (one != nullptr && one->name == "$ref")
            return refusal(errc::invalid_filter,
                           "\"$ref\" depends on the address of the request; use \"value\".");
    return member_step{asks::remove_matching, {}, std::move(from.where)};
}

}  // namespace

result<std::vector<member_step>> take_member_steps(patch& from, const resource_type& type) {
    std::vector<member_step> steps;
    const attribute* members = type.core->find("members");
    if (members == nullptr) return steps;
    std::size_t mentioned = 0;
    for (patch_operation& one : take_operations(from, members)) {
        auto step = step_for(one);
        if (!step) return step.error();
        mentioned += step->members.size();
        if (mentioned > patch_members_max)
            return refusal(errc::too_large, "A PATCH names at most " +
                                                std::to_string(patch_members_max) + " members.");
        steps.push_back(std::move(*step));
    }
    return steps;
}

std::optional<json::value> take(patch& from, std::string_view attribute) {
    std::optional<json::value> last;
    std::vector<patch_operation> left;
    for (patch_operation& one : from.operations) {
        const bool core = one.path.extension == nullptr && one.path.attribute != nullptr;
        if (!core || !equal_names(one.path.attribute->name, attribute))
            left.push_back(std::move(one));
        else
            last = one.kind == patch_kind::remove ? json::value() : std::move(one.value);
    }
    from.operations = std::move(left);
    return last;
}

}  // namespace scimd::scim
