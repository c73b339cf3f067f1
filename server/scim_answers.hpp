// Resources as HTTP answers: stored text with the computed parts spliced in, parsed only when a
// projection asks for it.
#pragma once

#include "scim/document.hpp"
#include "server/scim_request.hpp"

namespace scimd::server {

// A group with more members than this answers a PATCH with 204 (setting patchAnswer).
constexpr std::int64_t patch_answer_members_max = 1000;
// Members that the groups of one list show, together: as many are written on a server's thread,
// more on one of the scan pool; errc::too_many beyond (some 200 MB of text).
constexpr std::int64_t list_members_inline_max = 1000;
constexpr std::int64_t list_members_max = 1'000'000;

// Which resource an answer's headers are about.
struct answered_resource {
    std::string_view id;
    std::int64_t version = 0;
};
// The text of one resource with its headers: ETag, Content-Location (which meta.location is equal
// to, RFC 7643 §3.1), and Location where it was made (RFC 7644 §3.3).
response resource_answer(const scim_request&, int status, const scim::resource_type&,
                         answered_resource, std::string body);

// One user as of now; its groups are read unless `new_here`: then nobody can have put it into one.
response user_answer(const scim_request&, int status, const model::user&, const scim::projection&,
                     bool new_here = false);
response group_answer(const scim_request&, int status, const model::group&,
                      const scim::projection&);
// 204, with the version of what was changed where there is one left.
response empty_answer();
response empty_answer(std::int64_t version);

// The text of one resource, projected.
void append_projected_user(std::string& out, const directory::listed_user&, const scim::projection&,
                           const scim_request&);
void append_projected_group(std::string& out, const model::group&, directory::view&,
                            const scim::projection&, const scim_request&);

}  // namespace scimd::server
