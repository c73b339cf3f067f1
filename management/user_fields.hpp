// The names of the console and the paths of SCIM: FirstName is name.givenName, Email the primary
// e-mail, and so on (reference, end of section 5). Nobody else in this room looks into a document.
#pragma once

#include "directory/directories.hpp"
#include "model/entity.hpp"
#include "model/result.hpp"
#include "model/tag.hpp"
#include "scim/document.hpp"
#include "scim/patch.hpp"
#include "scim/schema.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scimd::management {

// Who says ExternalId.Id: the only issuer there is (reference, section 2.2).
constexpr std::string_view external_id_issuer = "SCIM";

// A field nobody set is absent; one that a call sets to nothing is empty.
struct user_fields {
    std::optional<std::string> first_name;
    std::optional<std::string> last_name;
    std::optional<std::string> display_name;
    std::optional<std::string> email;
};

// What the user does not have is left out; a user without tags has no Tags.
// The answers' User: without ExternalId, and with it and the user's tags.
boost::json::object to_json(const model::user&);
boost::json::object to_json_with_external_id(const directory::tagged_user&);
void add_tags(boost::json::object& user, const std::vector<model::tag>&);
// GroupMembers[], without the group.
boost::json::object to_json_as_member(const model::user&);
// Group in every answer.
boost::json::object to_json(const model::group&);

// What CreateUser and CreateGroup ask for, as documents. They refuse as read_document does.
model::result<scim::document> user_document(std::string_view user_name, const user_fields&,
                                            bool active, const scim::resource_type&);
model::result<scim::document> group_document(std::string_view group_name,
                                             const scim::resource_type&);

// What UpdateUser and UpdateGroup ask for, as patches: an absent field is kept, an empty one
// removed. The e-mail that changes is the one that to_json shows of `now`; it keeps its type, a new
// one is the primary at work.
model::result<scim::patch> user_patch(const user_fields&, const model::user& now,
                                      const scim::resource_type&);
model::result<scim::patch> group_patch(std::string_view group_name, const scim::resource_type&);

}  // namespace scimd::management
