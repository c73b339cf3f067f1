// What the fuzz targets stand on: the built-in schemas, a user and a group to try things on, and a
// promise that ends the program when it is broken.
#pragma once

#include <boost/json/serialize.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "scim/document.hpp"
#include "scim/schema.hpp"

namespace scimd::fuzz {

inline void promise(bool kept, std::string_view what, std::string_view seen = {}) {
    if (kept) return;
    std::fprintf(stderr, "broken promise: %.*s\n%.*s\n", static_cast<int>(what.size()), what.data(),
                 static_cast<int>(seen.size()), seen.data());
    std::abort();
}

inline const scim::catalogue& schemas() {
    static const auto loaded = scim::load_catalogue(scim::built_in_schemas());
    return *loaded;
}

inline const scim::resource_type& type_of(bool group) {
    return group ? schemas().group() : schemas().user();
}

inline scim::tolerance lenient() {
    return scim::tolerance(model::tolerance::lenient);
}
inline scim::tolerance strict() {
    return scim::tolerance(model::tolerance::strict);
}

// A resource with most of what one can have, in canonical form.
inline const scim::document& sample(bool group) {
    const auto read = [](const scim::resource_type& type, std::string_view text) {
        auto allowed = strict();
        return scim::read_document(scim::parse_json(text).value(), type, allowed).value();
    };
    static const scim::document user = read(schemas().user(), R"({
        "schemas":["urn:ietf:params:scim:schemas:core:2.0:User",
                   "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
        "userName":"ann","externalId":"7","active":true,"title":"T","profileUrl":"https://example.com/a",
        "name":{"givenName":"Ann","familyName":"Ä"},
        "emails":[{"value":"a@x","type":"work","primary":true},{"value":"b@x","type":"home"}],
        "addresses":[{"type":"work","locality":"L"},{"type":"home","country":"DE"}],
        "x509Certificates":[{"value":"YQ=="}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
            {"department":"D","manager":{"value":"m","$ref":"../Users/m"}}})");
    static const scim::document staff = read(schemas().group(), R"({
        "schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],
        "displayName":"Staff","externalId":"7"})");
    return group ? staff : user;
}

// Lenient directories take empty text for no value, strict ones for a value of no length: the one
// thing about which they mean different things.
inline bool has_empty_text(std::string_view json) {
    return json.find("\"\"") != std::string_view::npos;
}

// What is canonical stays what it is when it is read again.
inline void promise_canonical(const scim::document& kept, const scim::resource_type& type,
                              scim::tolerance allowed) {
    const std::string text = scim::to_text(kept);
    promise(scim::document_from_text(text) == kept, "a document's text is the document", text);
    const auto again = scim::read_document(kept.attributes, type, allowed);
    promise(again.has_value(), "a document that was kept can be read", text);
    promise(scim::to_text(*again) == text, "a document that was kept is canonical", text);
}

}  // namespace scimd::fuzz
