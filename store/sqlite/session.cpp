#include "store/sqlite/session.hpp"

#include <sqlite3.h>

#include <atomic>
#include <charconv>
#include <thread>
#include <vector>

#include "model/embedded_file.hpp"
#include "model/instant.hpp"
#include "scim/fold.hpp"
#include "store/checkpointer.hpp"
#include "store/sqlite/gathered_log.hpp"

namespace scimd::store {
std::span<const model::embedded_file> embedded_migrations();
}

namespace scimd::store::sqlite {
namespace {

using clock = std::chrono::steady_clock;

constexpr int busy_milliseconds = 10'000;
// How often a checkpoint looks whether who reads has gone, and how long it looks: the writer waits
// meanwhile.
constexpr int checkpoint_look_microseconds = 250;
constexpr int checkpoint_looks_max = 20;
constexpr int steps_between_looks_at_the_clock = 20'000;  // of SQLite's virtual machine
// Memory of the process's own. Pages of the database are read where the system has them (mmap), so
// a reader keeps those that are still in the WAL only, and the writer those that it changes and the
// upper parts of the indexes. With N server threads that is 32 + 4 (N + 2) MiB at most.
constexpr int reader_cache_kibibytes = 4 * 1024;
constexpr int writer_cache_kibibytes = 32 * 1024;
// Small memory of a connection's own: cursors and the values of a row, which come and go with
// every statement.
constexpr int lookaside_bytes = 1200;
constexpr int lookaside_slots = 200;
// Taken at once, whatever is copied; and written at once when it is not enough, of which SQLite's
// files take less than 128 KiB (gathered_log.hpp).
constexpr int savepoint_bytes_in_memory = 120 * 1024;
constexpr std::int64_t log_bytes_kept = checkpointer::log_pages_max * 4096;
constexpr std::int64_t mmap_bytes = 64LL * 1024 * 1024 * 1024;  // address space, not memory

struct closer {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using connection = std::unique_ptr<sqlite3, closer>;

[[noreturn]] void fail(sqlite3* on, std::string_view doing) {
    throw store_failure("SQLite, " + std::string(doing) + ": " + sqlite3_errmsg(on));
}

std::string_view text_argument(sqlite3_value* argument) {
    const void* bytes = sqlite3_value_text(argument);
    return {static_cast<const char*>(bytes),
            static_cast<std::size_t>(sqlite3_value_bytes(argument))};
}

// The functions dialect.hpp names. NULL stays NULL.
void fold_function(sqlite3_context* context, int, sqlite3_value** arguments) {
    if (sqlite3_value_type(*arguments) == SQLITE_NULL) return sqlite3_result_null(context);
    const std::string key = scim::fold(text_argument(*arguments));
    sqlite3_result_text64(context, key.data(), key.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void instant_function(sqlite3_context* context, int, sqlite3_value** arguments) {
    const auto at = model::instant_from_date_time(text_argument(*arguments));
    if (at)
        sqlite3_result_int64(context, at->milliseconds);
    else
        sqlite3_result_null(context);
}

void run(sqlite3* on, const std::string& sql) {
    if (sqlite3_exec(on, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        fail(on, sql.substr(0, 60));
}

std::string_view synchronous_of(durability keep) {
    switch (keep) {
        case durability::full:
            return "FULL";
        case durability::process:
            return "NORMAL";
        case durability::none:
            return "OFF";
    }
    return "FULL";
}

// What can be said before the first connection only. SQLite counts what it allocates under a mutex
// of the whole process, and nobody asks for it. It gives each connection twenty pages at once,
// where a cache may as well grow as it is used. What a savepoint copies stays in memory up to a
// size that only bulks reach; SQLite's own choice, 64 KiB, makes it open a temporary file for every
// few edits.
void configure() {
    static const bool done =
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK &&
        sqlite3_config(SQLITE_CONFIG_PAGECACHE, nullptr, 0, 0) == SQLITE_OK &&
        sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, savepoint_bytes_in_memory) == SQLITE_OK;
    if (!done) throw store_failure("SQLite was in use before it was configured");
}

connection open_connection(const std::string& file, durability keep, const char* layer = nullptr) {
    configure();
    sqlite3* raw = nullptr;
    const int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int outcome = sqlite3_open_v2(file.c_str(), &raw, flags, layer);
    connection opened(raw);
    if (outcome != SQLITE_OK) fail(raw, "opening " + file);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_LOOKASIDE, nullptr, lookaside_bytes, lookaside_slots);
    sqlite3_busy_timeout(raw, busy_milliseconds);
    run(raw, "PRAGMA journal_mode = WAL");
    run(raw, "PRAGMA synchronous = " + std::string(synchronous_of(keep)));
    run(raw, "PRAGMA foreign_keys = ON");
    constexpr int how = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
    sqlite3_create_function(raw, "scim_fold", 1, how, nullptr, &fold_function, nullptr, nullptr);
    sqlite3_create_function(raw, "scim_instant", 1, how, nullptr, &instant_function, nullptr,
                            nullptr);
    return opened;
}

int look_again(void*, int looked) {
    if (looked >= checkpoint_looks_max) return 0;
    std::this_thread::sleep_for(std::chrono::microseconds(checkpoint_look_microseconds));
    return 1;
}

class sqlite_session final : public session {
 public:
    sqlite_session(connection opened, purpose what_for) : connection_(std::move(opened)) {
        if (what_for == purpose::write) {
            sqlite3_wal_hook(connection_.get(), &note_log_pages, this);
            sqlite3_rollback_hook(connection_.get(), &forget_rolled_back, this);
        }
        if (what_for == purpose::read)
            sqlite3_progress_handler(connection_.get(), steps_between_looks_at_the_clock,
                                     &is_too_late, this);
    }
    sqlite_session(const sqlite_session&) = delete;
    sqlite_session& operator=(const sqlite_session&) = delete;
    ~sqlite_session() override = default;

    void stop_at(clock::time_point when) override { deadline_ = when.time_since_epoch().count(); }

    statement prepare(std::string_view sql) override {
        sqlite3_stmt* raw = nullptr;
        if (sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                               SQLITE_PREPARE_PERSISTENT, &raw, nullptr) != SQLITE_OK)
            fail(connection_.get(), sql.substr(0, 200));
        prepared made{std::unique_ptr<sqlite3_stmt, closer>(raw), {}};
        // SQLite takes $1 for a name and numbers names as they appear, so parameters are bound by
        // name.
        for (int i = 1; i <= sqlite3_bind_parameter_count(raw); ++i) {
            const std::string_view name = sqlite3_bind_parameter_name(raw, i);
            std::size_t number = 0;
            std::from_chars(name.data() + 1, name.data() + name.size(), number);
            made.numbers.push_back(number);
        }
        if (!free_.empty()) {
            const statement slot = free_.back();
            free_.pop_back();
            at(slot) = std::move(made);
            return slot;
        }
        statements_.push_back(std::move(made));
        return statement{statements_.size() - 1};
    }

    void start(statement which, std::span<const value> parameters) override {
        const prepared& one = at(which);
        for (std::size_t i = 0; i < one.numbers.size(); ++i) {
            const value& given = parameters[one.numbers[i] - 1];
            if (bind(one.handle.get(), static_cast<int>(i + 1), given) != SQLITE_OK)
                fail(connection_.get(), "binding");
        }
    }

    bool next(statement which) override {
        sqlite3_stmt* handle = at(which).handle.get();
        switch (sqlite3_step(handle)) {
            case SQLITE_ROW:
                return true;
            case SQLITE_DONE:
                return false;
            case SQLITE_INTERRUPT:
                throw store_interrupted("SQLite was stopped: a statement took too long");
            default:
                fail(connection_.get(), sqlite3_sql(handle));
        }
    }

    void finish(statement which) override { sqlite3_reset(at(which).handle.get()); }

    std::int64_t integer(statement which, int column) const override {
        return sqlite3_column_int64(at(which).handle.get(), column);
    }

    double real(statement which, int column) const override {
        return sqlite3_column_double(at(which).handle.get(), column);
    }

    std::string_view text(statement which, int column) const override {
        sqlite3_stmt* handle = at(which).handle.get();
        const void* bytes = sqlite3_column_blob(handle, column);
        return {static_cast<const char*>(bytes),
                static_cast<std::size_t>(sqlite3_column_bytes(handle, column))};
    }

    std::int64_t changes() const override { return sqlite3_changes64(connection_.get()); }
    std::int64_t changes_so_far() const override {
        return sqlite3_total_changes64(connection_.get());
    }

    std::int64_t inserted_key() const override {
        return sqlite3_last_insert_rowid(connection_.get());
    }

    std::int64_t log_pages() const override { return log_pages_; }

    void release(statement which) override {
        at(which) = {};
        free_.push_back(which);
    }

 private:
    struct prepared {
        std::unique_ptr<sqlite3_stmt, closer> handle;
        std::vector<std::size_t> numbers;  // of the parameter at each of SQLite's positions
    };

    prepared& at(statement which) { return statements_[static_cast<std::size_t>(which)]; }
    const prepared& at(statement which) const {
        return statements_[static_cast<std::size_t>(which)];
    }

    static int bind(sqlite3_stmt* handle, int position, const value& given) {
        if (const auto* number = std::get_if<std::int64_t>(&given))
            return sqlite3_bind_int64(handle, position, *number);
        if (const auto* number = std::get_if<double>(&given))
            return sqlite3_bind_double(handle, position, *number);
        if (const auto* text = std::get_if<std::string_view>(&given)) {
            const char* start = text->data() == nullptr ? "" : text->data();
            return sqlite3_bind_text64(handle, position, start, text->size(), SQLITE_STATIC,
                                       SQLITE_UTF8);
        }
        if (const auto* bytes = std::get_if<blob>(&given))
            return sqlite3_bind_blob64(handle, position, bytes->bytes.data(), bytes->bytes.size(),
                                       SQLITE_STATIC);
        return sqlite3_bind_null(handle, position);
    }

    static int is_too_late(void* session) {
        const auto* self = static_cast<const sqlite_session*>(session);
        return clock::now().time_since_epoch().count() > self->deadline_ ? 1 : 0;
    }

    static void forget_rolled_back(void* session) {
        drop_gathered(static_cast<sqlite_session*>(session)->connection_.get());
    }

    static int note_log_pages(void* session, sqlite3*, const char*, int pages) {
        static_cast<sqlite_session*>(session)->log_pages_ = pages;
        return SQLITE_OK;
    }

    std::int64_t log_pages_ = 0;
    std::atomic<clock::rep> deadline_ = clock::time_point::max().time_since_epoch().count();
    connection connection_;
    std::vector<prepared> statements_;
    std::vector<statement> free_;
};

std::int64_t schema_version(sqlite3* on) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(on, "PRAGMA user_version", -1, &raw, nullptr) != SQLITE_OK)
        fail(on, "reading user_version");
    const std::unique_ptr<sqlite3_stmt, closer> reading(raw);
    if (sqlite3_step(raw) != SQLITE_ROW) fail(on, "reading user_version");
    return sqlite3_column_int64(raw, 0);
}

}  // namespace

std::unique_ptr<session> open_session(const std::string& file, purpose what_for, durability keep) {
    const bool gathers = what_for == purpose::write && keep == durability::full;
    connection opened = open_connection(file, keep, gathers ? gathered_log() : nullptr);
    run(opened.get(), "PRAGMA mmap_size = " + std::to_string(mmap_bytes));
    if (what_for == purpose::read) {
        run(opened.get(), "PRAGMA query_only = ON");
        run(opened.get(), "PRAGMA cache_size = -" + std::to_string(reader_cache_kibibytes));
    } else if (what_for != purpose::log) {
        // Checkpoints have a thread of their own; inside a commit they would stall everybody
        // waiting for it.
        run(opened.get(), "PRAGMA wal_autocheckpoint = 0");
        run(opened.get(), "PRAGMA journal_size_limit = " + std::to_string(log_bytes_kept));
        run(opened.get(), "PRAGMA cache_size = -" + std::to_string(writer_cache_kibibytes));
    }
    if (what_for == purpose::checkpoint) sqlite3_busy_handler(opened.get(), &look_again, nullptr);
    return std::make_unique<sqlite_session>(std::move(opened), what_for);
}

model::result<void> migrate(const std::string& file, durability keep) {
    const connection opened = open_connection(file, keep);
    const auto migrations = embedded_migrations();
    const std::int64_t found = schema_version(opened.get());
    const auto known = static_cast<std::int64_t>(migrations.size());
    if (found > known)
        return model::refusal(model::errc::internal,
                              file + " was written by a newer scimd (its schema is " +
                                  std::to_string(found) + ", this program knows up to " +
                                  std::to_string(known) + "). Use that version or a newer one.");
    for (std::int64_t i = found; i < known; ++i) {
        run(opened.get(), "BEGIN IMMEDIATE");
        run(opened.get(), std::string(migrations[static_cast<std::size_t>(i)].text));
        run(opened.get(), "PRAGMA user_version = " + std::to_string(i + 1));
        run(opened.get(), "COMMIT");
    }
    return {};
}

}  // namespace scimd::store::sqlite
