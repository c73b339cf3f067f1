// The statements of statements.sql, prepared on one session and asked for by name; and filters'
// statements, made as they come and kept while they are in use.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/session.hpp"

namespace scimd::store {

enum class statement_name {
#define SCIMD_STATEMENT(name) name,
#include "store/statement_names.inc"
#undef SCIMD_STATEMENT
    count
};
// As it stands in statements.sql.
std::string_view text_of(statement_name);

// The rows of a started statement. Finishes it when it goes.
class rows {
 public:
    rows(session& from, statement which) : session_(&from), statement_(which) {}
    rows(const rows&) = delete;
    rows& operator=(const rows&) = delete;
    ~rows() { session_->finish(statement_); }

    bool next() { return session_->next(statement_); }
    std::int64_t integer(int column) const { return session_->integer(statement_, column); }
    double real(int column) const { return session_->real(statement_, column); }
    std::string_view text(int column) const { return session_->text(statement_, column); }

 private:
    session* session_;
    statement statement_;
};

class queries {
 public:
    explicit queries(session&);

    // Prepares every statement: a text the engine does not take throws here, at start, and not
    // later.
    void prepare_all();

    rows run(statement_name, std::span<const value> parameters);
    rows run(statement_name name, std::initializer_list<value> parameters) {
        return run(name, std::span(parameters.begin(), parameters.size()));
    }
    // For statements that answer no rows; how many rows they touched.
    std::int64_t execute(statement_name, std::initializer_list<value> parameters = {});

    // Of an INSERT of one row: its key. (SQLite keeps what RETURNING answers in a table made for
    // it, which costs more than the row.)
    std::int64_t insert(statement_name name, std::initializer_list<value> parameters) {
        execute(name, parameters);
        return session_.inserted_key();
    }

    // Rows that all writes of the session have touched so far.
    std::int64_t changes_so_far() const { return session_.changes_so_far(); }

    // A statement that is not in statements.sql. At most `made_max` stay prepared.
    rows run(const std::string& text, std::span<const value> parameters);

    static constexpr std::size_t made_max = 64;

 private:
    statement prepared(statement_name);

    session& session_;
    std::vector<statement> prepared_;
    std::unordered_map<std::string, statement> made_;
};

}  // namespace scimd::store
