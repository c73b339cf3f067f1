// A SCIM request on its way: who it speaks for, what its query asks, and where its answers'
// addresses begin.
#pragma once

#include <string>

#include "directory/directories.hpp"
#include "management/parameters.hpp"
#include "scim/document.hpp"
#include "scim/filter.hpp"
#include "server/http.hpp"

namespace scimd::server {

// What the audit log hears of a request. Once an edit was submitted, the log knows what became of
// it.
struct trail {
    model::origin from;
    bool told = false;
};

// Borrowed by the endpoint's coroutines for as long as the request is answered.
struct scim_request {
    directory::directories& house;
    directory::view& view;
    const request& http;
    const management::parameters& query;
    const directory::bearer& bearer;
    std::string base;            // absolute address of /scim/v2
    std::string id;              // the resource's, decoded; empty for a collection
    scim::tolerance& tolerance;  // one for the whole request: what it needed is told in the answer
    server::trail& trail;

    const model::directory& where() const { return bearer.directory; }
    const scim::catalogue& schemas() const { return house.catalogue(bearer.directory.id); }
};

// attributes and excludedAttributes of the query.
model::result<scim::projection> projection_of(const scim_request&, const scim::resource_type&);

// Whether a body of this Content-Type is read: JSON or SCIM with any parameters, or a type that is
// not said (OKTA-02).
bool is_readable(std::string_view content_type);

// If-Match and If-None-Match (RFC 9110 §13.1.1–2); tags that are none of ours match no version.
directory::preconditions preconditions_of(const request&);
// The same of an operation of a Bulk request: its `version`, empty when it names none.
directory::preconditions preconditions_of(std::string_view version);
// How a GET's conditions settle it: 304 or 412 (RFC 9110 §13.2.2); nothing when the resource is to
// be answered. `covered` says whether the version covers all that would be answered: if not, no tag
// can stand for it, and only "*" is answered with 304 (docs/decisions/0007).
std::optional<response> settle_read(const request&, std::int64_t version, bool covered);

}  // namespace scimd::server
