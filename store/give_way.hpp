// For threads that read for long: where processors are few, those that answer at once come first.
#pragma once

namespace scimd::store {

// Lowers the calling thread's priority, for good; where that is not allowed it stays what it is.
void give_way();

}  // namespace scimd::store
