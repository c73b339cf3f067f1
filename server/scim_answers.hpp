// Resources as HTTP answers: stored text with the computed parts spliced in, parsed only when a
// projection asks for it.
#pragma once

#include "scim/document.hpp"
#include "server/scim_request.hpp"

namespace scimd::server {

// A group with more members than this answers a PATCH with 204 (setting patchAnswer).
constexpr std::int64_t patch_answer_members_max = 1000;

// One user as of now; its groups are read unless `new_here`: then nobody can have put it into one.
response user_answer(const scim_request&, int status, const model::user&, const scim::projection&,
                     bool new_here = false);
response group_answer(const scim_request&, int status, const model::group&,
                      const scim::projection&);
response empty_answer(int status);

// The text of one resource, projected.
void append_projected_user(std::string& out, const directory::listed_user&, const scim::projection&,
                           const scim_request&);
void append_projected_group(std::string& out, const model::group&, directory::view&,
                            const scim::projection&, const scim_request&);

}  // namespace scimd::server
