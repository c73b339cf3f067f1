// What a step about the switch is as an edit of the directory.
#pragma once

#include "directory/edit.hpp"
#include "model/ids.hpp"
#include "tests/law/switch_step.hpp"

namespace scimd::tests {

model::user_id user_id_of(const entity&);
model::group_id group_id_of(const entity&);

directory::change change_of(const step&);
directory::change removal_of(const entity&);
// Of a group.
directory::change without_members(const entity&);

}  // namespace scimd::tests
