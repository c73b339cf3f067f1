// As much of SQLite as the floor needs: a connection, prepared statements, a query as a value that
// cleans up behind itself.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace scimd::bench {

// A prepared statement. Bound texts must live until the query that they were bound for is gone.
class statement {
 public:
    explicit statement(sqlite3_stmt* prepared) : prepared_(prepared, &sqlite3_finalize) {}

    sqlite3_stmt* get() const { return prepared_.get(); }

 private:
    std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> prepared_;
};

class database {
 public:
    // In WAL mode with synchronous FULL, memory-mapped; the tables are made where they are missing.
    // Only the connection of a writer may write. Throws std::runtime_error.
    explicit database(const std::string& file);

    statement prepare(std::string_view sql) const;
    void run(const char* sql) const;
    sqlite3* get() const { return connection_.get(); }

 private:
    std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)> connection_{nullptr, &sqlite3_close_v2};
};

// One execution: binds in order, steps, and resets at the end. Throws std::runtime_error when
// SQLite fails, other than by a broken constraint, which `conflicts` tells.
class query {
 public:
    template <class... Values>
    explicit query(const statement& what, const Values&... values) : statement_(what.get()) {
        int place = 0;
        (bind(++place, values), ...);
    }
    ~query() { sqlite3_reset(statement_); }
    query(const query&) = delete;
    query& operator=(const query&) = delete;

    bool next();  // a row is there
    bool conflicts() const { return conflicts_; }
    std::string_view text(int column) const;
    std::int64_t number(int column) const { return sqlite3_column_int64(statement_, column); }

 private:
    void bind(int place, std::int64_t number) { sqlite3_bind_int64(statement_, place, number); }
    void bind(int place, std::string_view text);

    sqlite3_stmt* statement_;
    bool conflicts_ = false;
};

}  // namespace scimd::bench
