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
    const model::origin& from;
    bool& told;  // set once an edit was submitted: the audit log knows what became of it
};

// The members of a success; the gateway adds RequestId.
using answer = model::result<boost::json::object>;

// An action looks, it searches, or it acts. Looking reads through the thread's view and never
// waits; searching may take long and waits for another thread's; acting submits an edit.
using looks = answer (*)(const call&);
using acts = directory::awaitable<answer> (*)(call);
struct searches {
    directory::awaitable<answer> (*run)(call);
};

struct action {
    std::string_view name;
    std::span<const std::string_view> required;  // parameters without which it is Missing<Name>
    std::variant<looks, searches, acts> run;
};

// The whole surface, sorted by name.
std::span<const action> actions();

// The action of exactly this name; nullptr when there is none.
const action* find_action(std::string_view name);

// What every acting action ends with: a change of its directory by an administrator, now. With
// `tries_again` a version that is not the expected one is no refusal yet.
directory::awaitable<model::result<directory::receipt>> submit(const call&, directory::change,
                                                               bool tries_again = false);
// The same for actions whose success is a RequestId and nothing else.
directory::awaitable<answer> carry_out(const call&, directory::change);

}  // namespace scimd::management
