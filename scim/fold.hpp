// The comparison key of a caseExact=false string: equal keys mean equal strings. One function, used
// by matching, by the name indexes and inside SQL, so that they cannot disagree.
#pragma once

#include <string>
#include <string_view>

namespace scimd::scim {

// Full-width and half-width forms mapped to their ordinary ones, Unicode case folding, then NFC:
// the steps of PRECIS' UsernameCaseMapped profile (RFC 7644 §5, RFC 8265 §3.3). ASCII takes a short
// cut. Text that is not UTF-8 folds to itself with ASCII letters lowered. The time it takes grows
// with the text's length as sorting does, whatever stands in it.
std::string fold(std::string_view);

}  // namespace scimd::scim
