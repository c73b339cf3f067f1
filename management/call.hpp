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
    model::directory where;       // the directory of DirectoryId, for actions about one
    const model::access_key& by;  // whose call it is; it may make it
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

// What an action is about: with whether it acts, this says who may call it (permissions.hpp).
enum class about {
    directory,        // the one of DirectoryId, which must be there
    past_directory,   // the one of DirectoryId, be it there or gone
    some_or_all,      // the one of DirectoryId; all of them without it
    own_directories,  // all that there are for the access key it is called with
    house             // what is no directory's: making one, access keys, the service
};

struct action {
    std::string_view name;
    std::span<const std::string_view> required;  // parameters without which it is Missing<Name>
    std::variant<looks, searches, acts> run;
    management::about about;
};

// The whole surface, sorted by name.
std::span<const action> actions();

// The action of exactly this name; nullptr when there is none.
const action* find_action(std::string_view name);

// The user of UserId. To its callers an id of another form is one of nobody.
// errc::user_not_found.
model::result<model::user_id> user_id_of(const call&);
model::result<model::user> find_user(const call&);

// What every acting action ends with: a change of its directory by an administrator, now. With
// `tries_again` a version that is not the expected one is no refusal yet.
directory::awaitable<model::result<directory::receipt>> submit(const call&, directory::change,
                                                               bool tries_again = false);
// The same for actions whose success is a RequestId and nothing else.
directory::awaitable<answer> carry_out(const call&, directory::change);

}  // namespace scimd::management
