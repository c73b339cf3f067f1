// What the audit log calls an edit, and how an edit's event comes to be: inside the transaction, on
// the writer's thread. For directory/*.cpp, and for borders that name what they refused.
#pragma once

#include "directory/edit.hpp"
#include "store/tables.hpp"

namespace scimd::directory {

// Of a refusal's sentence; longer ones are cut.
constexpr std::size_t reason_bytes_max = 2000;

// "POST /Users" for an identity provider's create_user, "CreateUser" for an administrator's.
std::string operation_of(model::author, const change&);
std::string operation_of(model::author, const bulk_change&);

// The event of an accepted edit, or step of a bulk, with all it has written: who was created or
// changed is in the receipt.
void record_accepted(store::tables&, const edit&, const receipt&);
void record_accepted(store::tables&, const edit&, const bulk_change& step, const receipt&);

// The event of an edit that was refused, once it is dropped.
void record_refused(store::tables&, const edit&, const model::fault&);
// Of a step of a bulk likewise.
void record_refused(store::tables&, const edit&, const bulk_step&, const model::fault&);

}  // namespace scimd::directory
