// Tags as parameters (reference, sections 2 and 2.3): `Tags.1.Key=k&Tags.1.Value=v&…`, numbered
// from 1 in any order and with gaps, as SDKs make them; or one parameter `Tags` that holds a JSON
// list of {Key, Value}, which is what a JSON body comes to.
#pragma once

#include "management/parameters.hpp"
#include "model/result.hpp"
#include "model/tag.hpp"

#include <boost/json/array.hpp>

#include <string>
#include <vector>

namespace scimd::management {

// Limits, of a user and of a list's filter alike. Lengths count characters.
constexpr std::size_t tags_max = 20;
constexpr std::size_t tag_key_characters_max = 128;
constexpr std::size_t tag_value_characters_max = 128;

// What CreateUser is sent, in the order of the numbers: keys of 1 to 128 characters that do not
// begin with `aliyun` or `acs:`, values of up to 128, neither holding `http://`, `https://` or
// U+0000, no key twice. errc::invalid_parameter says which tag breaks which rule.
model::result<std::vector<model::tag>> tags_from(const parameters&);

// What ListUsers is sent, likewise: a tag without a value asks for the key alone, an empty value
// for an empty one. The rules about what a tag may be called do not hold: nobody has one that
// breaks them.
model::result<std::vector<model::tag_condition>> tag_conditions_from(const parameters&);

// The conditions as a text that no other conditions have: what a NextToken is bound to.
std::string bound_text(const std::vector<model::tag_condition>&);

// Tags[] of an answer.
boost::json::array to_json(const std::vector<model::tag>&);

}  // namespace scimd::management
