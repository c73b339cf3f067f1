#include "scim/discovery_schemas.hpp"

#include <boost/json/parse.hpp>

#include <span>

#include "model/embedded_file.hpp"

namespace scimd::scim {

std::span<const model::embedded_file> built_in_discovery_schemas();  // schemas/discovery/*.json

const std::vector<boost::json::object>& discovery_schemas() {
    static const std::vector<boost::json::object> all = [] {
        std::vector<boost::json::object> read;
        for (const model::embedded_file& file : built_in_discovery_schemas())
            read.push_back(boost::json::parse(file.text).as_object());
        return read;
    }();
    return all;
}

}  // namespace scimd::scim
