// One call of a management action, and what an action is (docs/management-api.md). HTTP-free.
#pragma once

#include "directory/directories.hpp"
#include "management/parameters.hpp"
#include "model/result.hpp"

#include <boost/json/object.hpp>

#include <span>
#include <string_view>
#include <utility>
#include <variant>

namespace scimd::management {

struct call {
    directory::directories& house;
    directory::view& view;
    const parameters& arguments;
    model::instant now;
    model::directory where;  // the directory of DirectoryId, for actions that require one
};

// The members of a success; the gateway adds RequestId.
using answer = model::result<boost::json::object>;

// An action looks, or it acts. Looking reads through the thread's view and never waits; acting
// submits an edit.
using looks = answer (*)(const call&);
using acts = directory::awaitable<answer> (*)(call);

struct action {
    std::string_view name;
    std::span<const std::string_view> required;  // parameters without which it is Missing<Name>
    std::variant<looks, acts> run;
};

// The whole surface, sorted by name.
std::span<const action> actions();

// The action of exactly this name; nullptr when there is none.
const action* find_action(std::string_view name);

// What every acting action submits: a change of its directory, by an administrator, now.
inline directory::edit edit_by_administrator(const call& asked, directory::change what) {
    return {asked.where.id, model::author::administrator, asked.now, std::move(what)};
}

}  // namespace scimd::management
