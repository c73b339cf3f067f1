// The inside of a catalogue: schema.cpp answers from it, schema_reader.cpp fills it.
#pragma once

#include "scim/schema.hpp"

namespace scimd::scim {

struct catalogue::contents {
    schema common;
    std::vector<schema> schemas;  // filled before anything points into it, then never changed
    resource_type user;
    resource_type group;
    boost::json::object service_provider_config;
};

}  // namespace scimd::scim
