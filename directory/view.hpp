// The insides of a view: for directory/*.cpp only.
#pragma once

#include <memory>

#include "directory/directories.hpp"
#include "store/reading.hpp"

namespace scimd::directory {

struct view::insides {
    insides(std::unique_ptr<store::session> on, const scim::catalogues& with)
        : session(std::move(on)), reading(*session), schemas(with) {}

    std::unique_ptr<store::session> session;
    store::reading reading;
    const scim::catalogues& schemas;
};

}  // namespace scimd::directory
