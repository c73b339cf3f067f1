#include "store/sqlite/gathered_log.hpp"

#include <sqlite3.h>

#include <cstring>
#include <memory>
#include <new>
#include <utility>

#include "store/session.hpp"

namespace scimd::store::sqlite {
namespace {

constexpr const char* layer_name = "scimd-gathered-log";

// Stands where SQLite expects a file; the file itself, of the layer below, follows it in memory.
struct log_file {
    sqlite3_file face;
    char* bytes;       // gathered_bytes_max of them
    int size;          // that are gathered
    sqlite3_int64 at;  // where the first of them belongs
};
constexpr int log_file_size = (sizeof(log_file) + 15) / 16 * 16;

log_file& of(sqlite3_file* file) {
    return *reinterpret_cast<log_file*>(file);
}
sqlite3_file* below(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + log_file_size);
}

int hand_on(sqlite3_file* file) {
    log_file& log = of(file);
    if (log.size == 0) return SQLITE_OK;
    const int outcome = below(file)->pMethods->xWrite(below(file), log.bytes, log.size, log.at);
    // What could not be written now comes before all else again: nobody takes it for written.
    if (outcome == SQLITE_OK) log.size = 0;
    return outcome;
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    log_file& log = of(file);
    const bool continues = log.size > 0 && log.at + log.size == at;
    if (!continues || log.size + size > gathered_bytes_max)
        if (const int outcome = hand_on(file); outcome != SQLITE_OK) return outcome;
    if (size > gathered_bytes_max)
        return below(file)->pMethods->xWrite(below(file), bytes, size, at);
    if (log.size == 0) log.at = at;
    std::memcpy(log.bytes + log.size, bytes, static_cast<std::size_t>(size));
    log.size += size;
    return SQLITE_OK;
}

// All else that SQLite does to a file does not go before what was written first.
template <class... Parameters, class... Arguments>
int behind_writes(sqlite3_file* file,
                  int (*sqlite3_io_methods::*method)(sqlite3_file*, Parameters...),
                  Arguments... arguments) {
    if (const int outcome = hand_on(file); outcome != SQLITE_OK) return outcome;
    return (below(file)->pMethods->*method)(below(file), arguments...);
}

// What lies elsewhere can be read, whether or not there is room for what was gathered.
int read(sqlite3_file* file, void* into, int size, sqlite3_int64 at) {
    const log_file& log = of(file);
    if (at + size <= log.at || log.at + log.size <= at)
        return below(file)->pMethods->xRead(below(file), into, size, at);
    return behind_writes(file, &sqlite3_io_methods::xRead, into, size, at);
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
    return behind_writes(file, &sqlite3_io_methods::xTruncate, size);
}
int sync(sqlite3_file* file, int how) {
    return behind_writes(file, &sqlite3_io_methods::xSync, how);
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
    return behind_writes(file, &sqlite3_io_methods::xFileSize, size);
}
int lock(sqlite3_file* file, int how) {
    return behind_writes(file, &sqlite3_io_methods::xLock, how);
}
int unlock(sqlite3_file* file, int how) {
    return behind_writes(file, &sqlite3_io_methods::xUnlock, how);
}
int check_reserved_lock(sqlite3_file* file, int* is_locked) {
    return behind_writes(file, &sqlite3_io_methods::xCheckReservedLock, is_locked);
}
int control(sqlite3_file* file, int what, void* with) {
    return behind_writes(file, &sqlite3_io_methods::xFileControl, what, with);
}
int sector_size(sqlite3_file* file) {
    return below(file)->pMethods->xSectorSize(below(file));
}
int characteristics(sqlite3_file* file) {
    return below(file)->pMethods->xDeviceCharacteristics(below(file));
}
int close(sqlite3_file* file) {
    const int handed_on = hand_on(file);
    const int closed = below(file)->pMethods->xClose(below(file));
    delete[] std::exchange(of(file).bytes, nullptr);
    return handed_on == SQLITE_OK ? closed : handed_on;
}

// The first version of the methods: those of later ones are asked of databases only, never of logs.
constexpr sqlite3_io_methods log_methods = {
    1,
    &close,
    &read,
    &write,
    &truncate,
    &sync,
    &file_size,
    &lock,
    &unlock,
    &check_reserved_lock,
    &control,
    &sector_size,
    &characteristics,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
};

int open_log_file(sqlite3_vfs* system, sqlite3_filename name, sqlite3_file* file, int flags,
                  int* flags_out) {
    // SQLite closes what has methods, and only that.
    file->pMethods = nullptr;
    std::unique_ptr<char[]> bytes(new (std::nothrow) char[gathered_bytes_max]);
    if (!bytes) return SQLITE_NOMEM;
    sqlite3_file* inner = below(file);
    const int outcome = system->xOpen(system, name, inner, flags, flags_out);
    if (outcome != SQLITE_OK) {
        if (inner->pMethods != nullptr) inner->pMethods->xClose(inner);
        return outcome;
    }
    of(file) = {{&log_methods}, bytes.release(), 0, 0};
    return SQLITE_OK;
}

// What is no log is the layer below's alone.
int open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* flags_out) {
    sqlite3_vfs* system = sqlite3_vfs_find(nullptr);
    return (flags & SQLITE_OPEN_WAL) != 0 ? open_log_file(system, name, file, flags, flags_out)
                                          : system->xOpen(system, name, file, flags, flags_out);
}

// The system's layer but for how files are opened; never taken away again.
sqlite3_vfs make_layer() {
    const sqlite3_vfs* system = sqlite3_vfs_find(nullptr);
    if (system == nullptr) throw store_failure("SQLite knows no files on this system");
    sqlite3_vfs made = *system;
    made.pNext = nullptr;
    made.zName = layer_name;
    made.szOsFile = log_file_size + system->szOsFile;
    made.xOpen = &open;
    return made;
}

bool register_layer() {
    static sqlite3_vfs layer = make_layer();
    return sqlite3_vfs_register(&layer, 0) == SQLITE_OK;
}

}  // namespace

void drop_gathered(sqlite3* connection) {
    sqlite3_file* file = nullptr;
    sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file);
    if (file != nullptr && file->pMethods == &log_methods) of(file).size = 0;
}

const char* gathered_log() {
    static const bool registered = register_layer();
    if (!registered) throw store_failure("SQLite takes no layer under its log");
    return layer_name;
}

}  // namespace scimd::store::sqlite
