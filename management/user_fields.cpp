#include "management/user_fields.hpp"

#include "directory/shown_fields.hpp"
#include "management/tags.hpp"
#include "scim/messages.hpp"
#include "scim/tolerance.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace scimd::management {

namespace json = boost::json;

namespace {

// We write what we mean, so nothing need be tolerated.
scim::tolerance no_tolerance() {
    return scim::tolerance(model::tolerance::strict);
}

void set_unless_empty(json::object& to, std::string_view name, std::string_view value) {
    if (!value.empty()) to[name] = value;
}

json::array emails_of(const scim::document& document) {
    const json::value* const emails = document.attributes.if_contains("emails");
    return emails != nullptr && emails->is_array() ? emails->get_array() : json::array();
}

json::object new_email(std::string_view address) {
    return {{"value", address}, {"type", "work"}, {"primary", true}};
}

json::array with_email(json::array emails, std::string_view address) {
    if (emails.empty()) {
        if (!address.empty()) emails.push_back(new_email(address));
        return emails;
    }
    const std::size_t at = directory::shown_email(emails);
    if (address.empty())
        emails.erase(emails.begin() + static_cast<std::ptrdiff_t>(at));
    else
        emails[at].as_object()["value"] = address;
    return emails;
}

json::object fields_of(const model::user& user, const scim::document& document) {
    json::object written;
    written["UserId"] = user.id.text();
    set_unless_empty(written, "UserName", scim::text_of(document, "userName"));
    set_unless_empty(written, "FirstName", directory::first_name_of(document));
    set_unless_empty(written, "LastName", directory::last_name_of(document));
    set_unless_empty(written, "DisplayName", scim::text_of(document, "displayName"));
    set_unless_empty(written, "Email", directory::email_of(document));
    set_unless_empty(written, "Description", user.description);
    written["Status"] = user.active ? "Enabled" : "Disabled";
    written["ProvisionType"] = model::to_text(user.provision);
    written["CreateTime"] = model::to_seconds_text(user.created);
    written["UpdateTime"] = model::to_seconds_text(user.modified);
    return written;
}

// One operation of a PatchOp: an empty value removes the attribute.
json::object operation(std::string_view path, json::value value, bool removes) {
    if (removes) return {{"op", "remove"}, {"path", path}};
    return {{"op", "replace"}, {"path", path}, {"value", std::move(value)}};
}

void append_text(json::array& operations, std::string_view path,
                 const std::optional<std::string>& value) {
    if (value) operations.push_back(operation(path, json::string(*value), value->empty()));
}

// A patch without operations is one that changes nothing; RFC 7644 has no text for it.
model::result<scim::patch> patch_from(json::array operations, const scim::resource_type& type) {
    if (operations.empty()) return scim::patch{};
    const json::object body{{"schemas", json::array{scim::patch_op_urn}},
                            {"Operations", std::move(operations)}};
    auto tolerance = no_tolerance();
    return scim::parse_patch(body, type, tolerance);
}

}  // namespace

json::object to_json(const model::user& user) {
    return fields_of(user, scim::document_from_text(user.document));
}

void add_tags(json::object& user, const std::vector<model::tag>& tags) {
    if (!tags.empty()) user["Tags"] = to_json(tags);
}

json::object to_json_with_external_id(const directory::tagged_user& of) {
    const scim::document document = scim::document_from_text(of.user.document);
    json::object written = fields_of(of.user, document);
    const std::string_view external_id = scim::text_of(document, "externalId");
    if (!external_id.empty())
        written["ExternalId"] = json::object{{"Id", external_id}, {"Issuer", external_id_issuer}};
    add_tags(written, of.tags);
    return written;
}

json::object to_json_as_member(const model::user& user) {
    json::object written = to_json(user);
    for (const std::string_view name : {"FirstName", "LastName", "CreateTime", "UpdateTime"})
        written.stable_erase(name);
    return written;
}

json::object to_json(const model::group& group) {
    const scim::document document = scim::document_from_text(group.document);
    json::object written;
    written["GroupId"] = group.id.text();
    set_unless_empty(written, "GroupName", scim::text_of(document, "displayName"));
    set_unless_empty(written, "Description", group.description);
    written["ProvisionType"] = model::to_text(group.provision);
    written["CreateTime"] = model::to_seconds_text(group.created);
    written["UpdateTime"] = model::to_seconds_text(group.modified);
    return written;
}

model::result<scim::document> user_document(std::string_view user_name, const user_fields& fields,
                                            bool active, const scim::resource_type& type) {
    json::object name;
    set_unless_empty(name, "givenName", fields.first_name.value_or(""));
    set_unless_empty(name, "familyName", fields.last_name.value_or(""));

    json::object body;
    body["schemas"] = json::array{type.core->urn};
    body["userName"] = user_name;
    body["active"] = active;
    if (!name.empty()) body["name"] = std::move(name);
    set_unless_empty(body, "displayName", fields.display_name.value_or(""));
    if (!fields.email.value_or("").empty()) body["emails"] = json::array{new_email(*fields.email)};
    auto tolerance = no_tolerance();
    return scim::read_document(body, type, tolerance);
}

model::result<scim::document> group_document(std::string_view group_name,
                                             const scim::resource_type& type) {
    const json::object body{{"schemas", json::array{type.core->urn}}, {"displayName", group_name}};
    auto tolerance = no_tolerance();
    return scim::read_document(body, type, tolerance);
}

model::result<scim::patch> user_patch(const user_fields& fields, const model::user& now,
                                      const scim::resource_type& type) {
    json::array operations;
    append_text(operations, "name.givenName", fields.first_name);
    append_text(operations, "name.familyName", fields.last_name);
    append_text(operations, "displayName", fields.display_name);
    if (fields.email) {
        json::array emails =
            with_email(emails_of(scim::document_from_text(now.document)), *fields.email);
        const bool removes = emails.empty();
        operations.push_back(operation("emails", std::move(emails), removes));
    }
    return patch_from(std::move(operations), type);
}

model::result<scim::patch> group_patch(std::string_view group_name,
                                       const scim::resource_type& type) {
    json::array operations;
    operations.push_back(operation("displayName", json::string(group_name), false));
    return patch_from(std::move(operations), type);
}

}  // namespace scimd::management
