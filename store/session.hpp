// One connection to a database engine: the only abstract class in the house. SQLite stands behind
// it today; the seam for another engine is here and in dialect.hpp, not in the tables.
//
// What fails here is a broken disk or our own mistake, never a client's: functions throw
// store_failure.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

namespace scimd::store {

struct store_failure : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// A statement ran past the time its session was given (session::stop_at).
struct store_interrupted : store_failure {
    using store_failure::store_failure;
};

struct blob {
    std::string_view bytes;
};
// A parameter. Texts are borrowed until the statement is started anew or finished.
using value = std::variant<std::nullptr_t, std::int64_t, double, std::string_view, blob>;

// A prepared statement of one session.
enum class statement : std::size_t {};

class session {
 public:
    session() = default;
    session(const session&) = delete;
    session& operator=(const session&) = delete;
    virtual ~session() = default;

    virtual statement prepare(std::string_view sql) = 0;
    virtual void start(statement, std::span<const value> parameters) = 0;  // $1 is parameters[0]
    virtual bool next(statement) = 0;                                      // false: no further row
    virtual void finish(statement) = 0;
    virtual std::int64_t integer(statement, int column) const = 0;  // 0 for NULL
    virtual double real(statement, int column) const = 0;           // likewise
    virtual std::string_view text(statement,
                                  int column) const = 0;  // until next(); blobs too; empty for NULL
    virtual std::int64_t changes() const = 0;             // rows the last write touched
    virtual std::int64_t changes_so_far() const = 0;      // and all writes of this session together
    virtual std::int64_t inserted_key() const = 0;  // the integer key of the last row inserted
    // Pages in the write-ahead log since it was begun anew, as of the last COMMIT of this session.
    virtual std::int64_t log_pages() const = 0;
    // Statements that still run then, or are started later, throw store_interrupted. Any thread may
    // call it; sessions that write are never interrupted.
    virtual void stop_at(std::chrono::steady_clock::time_point) = 0;
    virtual void release(statement) = 0;  // prepared no longer
};

}  // namespace scimd::store
