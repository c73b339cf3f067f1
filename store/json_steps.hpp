// How SQL reaches a value in a stored document: the steps of a JSON path.
#pragma once

#include <string>
#include <string_view>

#include "scim/path.hpp"

namespace scimd::store {

// ."name" as a step of a JSON path. Names come from schemas, where a quote is refused.
inline std::string step(std::string_view name) {
    return ".\"" + std::string(name) + "\"";
}

// Where an attribute stands in the document: "$" and its steps, without the sub-attribute's.
inline std::string json_path(const scim::attribute_path& path) {
    std::string text = "$";
    if (path.extension != nullptr) text += step(path.extension->urn);
    return text + step(path.attribute->name);
}

// Whether values may be stored there that are not what the schema says: a file that an operator
// adds may be another one tomorrow, our own schemas never change under the documents.
inline bool may_be_of_another_type(const scim::attribute_path& path) {
    return path.extension != nullptr && !path.extension->returned_whole;
}

}  // namespace scimd::store
