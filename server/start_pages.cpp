#include "server/start_pages.hpp"

#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <span>

namespace scimd::server {
namespace {

constexpr int block_bytes_returned = 1024 * 1024;
constexpr int heap_end_bytes_kept = 1024 * 1024;

// Segments that nobody may write hold what their file holds. (A segment that relocations were
// written into, and that was protected afterwards, still says that it is writable.)
bool is_as_in_its_file(const ElfW(Phdr) & segment) {
    return segment.p_type == PT_LOAD && (segment.p_flags & PF_W) == 0;
}

int let_go_of(dl_phdr_info* loaded, std::size_t, void*) {
    const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    for (const auto& segment : std::span(loaded->dlpi_phdr, loaded->dlpi_phnum)) {
        if (!is_as_in_its_file(segment)) continue;
        const std::uintptr_t from = loaded->dlpi_addr + segment.p_vaddr;
        const std::uintptr_t first = from / page * page;
        // Addresses are numbers where programs are loaded.
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast,performance-no-int-to-ptr)
        madvise(reinterpret_cast<void*>(first), from + segment.p_memsz - first, MADV_DONTNEED);
    }
    return 0;
}

}  // namespace

void keep_heaps_small() {
    mallopt(M_MMAP_THRESHOLD, block_bytes_returned);
    mallopt(M_TRIM_THRESHOLD, heap_end_bytes_kept);
}

void let_go_of_start_pages() {
    malloc_trim(0);
    dl_iterate_phdr(&let_go_of, nullptr);
}

}  // namespace scimd::server
