// A thin layer under SQLite for the session that writes. SQLite writes each page of a commit to its
// write-ahead log with two calls, its header and its content, which is thirty system calls for one
// small edit. Here they are gathered, and go to the file as one write when SQLite asks for the sync
// that makes the commit durable, or before anything else could look at them.
//
// Other connections learn of a commit from the shared index of the log, which SQLite changes only
// after that sync. So this is for connections with `synchronous = FULL` and for no others: without
// a sync the index would tell of pages that are not in the file yet.
#pragma once

struct sqlite3;

namespace scimd::store::sqlite {

// More than this is handed on at once: a large transaction does not wait in memory, and SQLite's
// files take no more in one write (os_unix.c, seekAndWriteFd: it looks at 17 bits of the size).
constexpr int gathered_bytes_max = 128 * 1024 - 1;

// The name to give to sqlite3_open_v2. Registered at the first call; throws store_failure when
// SQLite has nothing to put it on.
const char* gathered_log();

// Drops what the connection has gathered: for a transaction that was rolled back, of which nothing
// shall reach the file. What could not be written would stand in the way of all that comes.
void drop_gathered(sqlite3* connection);

}  // namespace scimd::store::sqlite
