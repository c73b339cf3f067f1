// The insides of a view: for directory/*.cpp only.
#pragma once

#include <memory>

#include "directory/bearer_memory.hpp"
#include "directory/directories.hpp"
#include "store/reading.hpp"

namespace scimd::directory {

struct view::insides {
    // With `commits`, what is read lasts from call to call.
    insides(std::unique_ptr<store::session> on, const scim::catalogues& with,
            const store::commits* commits = nullptr)
        : session(std::move(on)), schemas(with), bearers(commits), reading_(*session, commits) {}

    // The only way to the store: what is read by way of it is of one moment that is not outdated.
    store::snapshot now() { return store::snapshot(reading_); }
    void let_go() { reading_.transaction().let_go(); }

    // A directory with its counters as of the open snapshot.
    const model::directory& current(const model::directory& of);

    std::unique_ptr<store::session> session;
    const scim::catalogues& schemas;
    bearer_memory bearers;

 private:
    store::reading reading_;
    model::directory current_;  // as of which transaction
    std::uint64_t current_as_of_ = 0;
};

}  // namespace scimd::directory
