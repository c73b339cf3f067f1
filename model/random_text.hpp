// Fresh ids, request ids and secrets. Only borders ask for them: edits carry theirs with them (Law
// 7).
#pragma once

#include <string>

#include "model/ids.hpp"
#include "model/instant.hpp"

namespace scimd::model {

// `count` characters of [0-9A-Za-z] from the system's cryptographic generator.
std::string random_alphanumeric(std::size_t count);

// An upper-case UUID, 8-4-4-4-12, version 4: CloudSSO's RequestId.
std::string random_uuid();

// An id that sorts by time (its first nine characters count milliseconds), so that the index leaf
// it goes to is warm; what remains of it is random.
directory_id fresh_directory_id();
user_id fresh_user_id(instant);
group_id fresh_group_id(instant);
credential_id fresh_credential_id(instant);

}  // namespace scimd::model
