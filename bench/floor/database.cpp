#include "bench/floor/database.hpp"

#include <stdexcept>

namespace scimd::bench {
namespace {

// No checkpoint within a commit: checkpoints have a thread of their own.
constexpr const char* settings =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA mmap_size = 68719476736;"
    "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 0;";

// A document is kept as it is answered, up to the part of "meta" that changes (documents.hpp).
constexpr const char* tables = R"(
CREATE TABLE IF NOT EXISTS users (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, name_key TEXT NOT NULL, external_id TEXT NOT NULL, email_key TEXT NOT NULL,
    version INTEGER NOT NULL, modified TEXT NOT NULL, document TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS users_by_id ON users (id);
CREATE UNIQUE INDEX IF NOT EXISTS users_by_name ON users (name_key);
CREATE INDEX IF NOT EXISTS users_by_external_id ON users (external_id);
CREATE INDEX IF NOT EXISTS users_by_email ON users (email_key);
CREATE TABLE IF NOT EXISTS groups (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, name_key TEXT NOT NULL, display_name TEXT NOT NULL,
    version INTEGER NOT NULL, modified TEXT NOT NULL, members INTEGER NOT NULL, document TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS groups_by_id ON groups (id);
CREATE UNIQUE INDEX IF NOT EXISTS groups_by_name ON groups (name_key);
CREATE TABLE IF NOT EXISTS members (
    group_key INTEGER NOT NULL, member_key INTEGER NOT NULL, PRIMARY KEY (group_key, member_key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS members_by_member ON members (member_key);
)";

}  // namespace

database::database(const std::string& file) {
    sqlite3* opened = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    const int outcome = sqlite3_open_v2(file.c_str(), &opened, flags, nullptr);
    connection_.reset(opened);
    if (outcome != SQLITE_OK) throw std::runtime_error("cannot open " + file);
    sqlite3_busy_timeout(opened, 10'000);
    run(settings);
    run(tables);
}

void database::run(const char* sql) const {
    if (sqlite3_exec(get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        throw std::runtime_error(std::string(sql) + ": " + sqlite3_errmsg(get()));
}

statement database::prepare(std::string_view sql) const {
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v3(get(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &made, nullptr) != SQLITE_OK)
        throw std::runtime_error(std::string(sql) + ": " + sqlite3_errmsg(get()));
    return statement(made);
}

bool query::next() {
    const int outcome = sqlite3_step(statement_);
    conflicts_ = outcome == SQLITE_CONSTRAINT;
    if (outcome != SQLITE_ROW && outcome != SQLITE_DONE && !conflicts_)
        throw std::runtime_error(sqlite3_errmsg(sqlite3_db_handle(statement_)));
    return outcome == SQLITE_ROW;
}

std::string_view query::text(int column) const {
    const void* bytes = sqlite3_column_text(statement_, column);
    return {static_cast<const char*>(bytes),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

void query::bind(int place, std::string_view text) {
    sqlite3_bind_text64(statement_, place, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

}  // namespace scimd::bench
