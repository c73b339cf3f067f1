// Scripts about the switch: made up at random, and made as short as their failure allows.
#pragma once

#include <functional>

#include "tests/law/random.hpp"
#include "tests/law/switch_step.hpp"

namespace scimd::tests {

// Steps of both authors in several directories, about few enough names that they meet often. The
// model says who is there to be met.
script random_script(chance&, std::size_t steps);

// The shortest script found that still fails, and its steps as simple as can be. `fails` is asked
// at most so often.
constexpr std::size_t tries_to_shrink_max = 3000;
script shrunk(script, const std::function<bool(const script&)>& fails);

}  // namespace scimd::tests
