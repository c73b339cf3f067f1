#include "scim/schema.hpp"

#include <algorithm>

#include "model/text.hpp"
#include "scim/catalogue_contents.hpp"

namespace scimd::scim {
namespace {

const attribute* find_by_name(const std::vector<attribute>& among, std::string_view name) {
    const auto found = std::ranges::find_if(among, [name](const attribute& one) {
        return one.name.size() == name.size() && equal_names(one.name, name);
    });
    return found == among.end() ? nullptr : &*found;
}

}  // namespace

bool equal_names(std::string_view left, std::string_view right) {
    constexpr auto lowered = [](char c) { return model::to_lower(c); };
    return std::ranges::equal(left, right, {}, lowered, lowered);
}

const attribute* attribute::sub(std::string_view wanted) const {
    return find_by_name(sub_attributes, wanted);
}

const attribute* schema::find(std::string_view wanted) const {
    return find_by_name(attributes, wanted);
}

const attribute* resource_type::find(std::string_view wanted) const {
    if (const attribute* found = core->find(wanted)) return found;
    return common->find(wanted);
}

const schema* resource_type::extension(std::string_view urn) const {
    const auto found = std::ranges::find_if(
        extensions, [urn](const schema* one) { return equal_names(one->urn, urn); });
    return found == extensions.end() ? nullptr : *found;
}

const attribute* resource_type::find_in_extensions(std::string_view wanted) const {
    if (find(wanted) != nullptr) return nullptr;
    const attribute* only = nullptr;
    for (const schema* one : extensions) {
        const attribute* found = one->find(wanted);
        if (found == nullptr) continue;
        if (only != nullptr) return nullptr;  // two extensions have it: the name says too little
        only = found;
    }
    return only;
}

catalogue::catalogue(std::unique_ptr<contents> filled) : contents_(std::move(filled)) {}
catalogue::catalogue(catalogue&&) noexcept = default;
catalogue& catalogue::operator=(catalogue&&) noexcept = default;
catalogue::~catalogue() = default;

const resource_type& catalogue::user() const {
    return contents_->user;
}
const resource_type& catalogue::group() const {
    return contents_->group;
}
std::span<const schema> catalogue::schemas() const {
    return contents_->schemas;
}
const boost::json::object& catalogue::service_provider_config() const {
    return contents_->service_provider_config;
}

}  // namespace scimd::scim
