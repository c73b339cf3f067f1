// What every answer that is about a directory says of it.
#pragma once

#include "model/entity.hpp"

#include <boost/json/object.hpp>

#include <string_view>

namespace scimd::management {

// CloudSSO's answers say where a directory lives. Ours lives where its server runs.
constexpr std::string_view region = "local";

// DirectoryId, DirectoryName and Region.
inline boost::json::object identity_members(const model::directory& of) {
    return {{"DirectoryId", of.id.text()}, {"DirectoryName", of.name}, {"Region", region}};
}

}  // namespace scimd::management
