// What the generator can ask: a table of scenarios. Each is a short cycle of requests that a
// connection makes one after the other, again and again, and says what a right answer looks like: a
// fast wrong answer must not count.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace scimd::bench {

// Whom a request is about.
enum class choice {
    at_random,  // any of the users of --ids
    in_turn,    // each of them once before anyone has a second turn
    newcomer,   // a user who is not there yet: number and turn are the same
};

// One request. Texts have gaps as in template.hpp.
struct step {
    std::string_view method;
    std::string_view target;
    choice whom = choice::at_random;
    std::string_view body{};    // empty: none
    std::string_view each{};    // stands, with commas, where the body says "…", each for its turn
    std::size_t repeated = 1;   // how often it stands there
    int status = 200;           // what is expected
    int or_status = 0;          // another that is as good
    std::string_view expect{};  // must be in the answer's body, where that is not empty
    std::size_t expected = 1;   // at least so often
};

struct scenario {
    std::string_view name;
    std::string_view about;
    std::span<const step> steps;
    bool needs_ids = true;
    bool needs_group = false;
};

std::span<const scenario> scenarios();
const scenario* find_scenario(std::string_view name);  // nullptr: there is none of that name

}  // namespace scimd::bench
