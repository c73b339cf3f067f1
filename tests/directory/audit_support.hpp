// The log of a house as tests read it.
#pragma once

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <string>
#include <vector>

#include "tests/support/house.hpp"

namespace scimd::tests {

// The log of a house, newest first.
inline std::vector<model::audit_event> log_of(house& home, directory::audit_query asked = {}) {
    asked.count = 1000;
    return home.view().list_audit_events(asked).events;
}
inline model::audit_event last_of(house& home) {
    return log_of(home).front();
}
inline boost::json::object told(const model::audit_event& event, std::size_t at = 0) {
    return boost::json::parse(event.changes.at(at).text).as_object();
}
inline std::string text(const boost::json::object& from, std::string_view name) {
    const boost::json::value* found = from.if_contains(name);
    return found == nullptr ? "" : boost::json::serialize(*found);
}

}  // namespace scimd::tests
