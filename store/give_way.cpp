#include "store/give_way.hpp"

#include <sys/resource.h>
#include <unistd.h>

namespace scimd::store {
namespace {

constexpr int lowered = 10;  // of -20 to 19, the lowest; 0 is usual

// On Linux a priority is a thread's own, although it is called a process's.
bool lower() {
    return setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), lowered) == 0;
}

}  // namespace

void give_way() {
    [[maybe_unused]] thread_local const bool is_lowered = lower();
}

}  // namespace scimd::store
