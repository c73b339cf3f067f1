#include "scim/secrets.hpp"

#include "scim/value.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;

void hide(json::value& held) {
    if (!held.is_null()) held = hidden_value;
}

void hide_parts(json::value& held, const attribute& of);

void hide_in(json::value& held, const attribute* of) {
    if (is_secret(held, of)) return hide(held);
    if (of->type == data_type::complex) hide_parts(held, *of);
}

void hide_parts(json::value& held, const attribute& of) {
    if (json::array* list = held.if_array())
        for (json::value& one : *list) hide_parts(one, of);
    else if (json::object* parts = held.if_object())
        for (auto& part : *parts) hide_in(part.value(), of.sub(part.key()));
}

}  // namespace

bool is_secret(const json::value& held, const attribute* of) {
    return of == nullptr || of->returned == returned::never || !has_form_of(held, *of);
}

void hide_secrets(json::object& attributes, const resource_type& type) {
    for (auto& member : attributes) {
        const attribute* found = type.find(member.key());
        const schema* extension = found == nullptr ? type.extension(member.key()) : nullptr;
        if (extension == nullptr)
            hide_in(member.value(), found);
        else if (json::object* parts = member.value().if_object())
            for (auto& part : *parts) hide_in(part.value(), extension->find(part.key()));
    }
}

}  // namespace scimd::scim
