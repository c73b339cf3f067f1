// Catalogues nobody wrote: the built-in schemas and extensions of every type, single and
// multi-valued, caseExact and not, with complex attributes of random parts.
#pragma once

#include "scim/schema.hpp"
#include "tests/law/random.hpp"

namespace scimd::tests {

// Two extensions of User, the second one of Group too. The first has every combination of type,
// multiValued and caseExact.
scim::catalogue random_catalogue(chance&);

}  // namespace scimd::tests
