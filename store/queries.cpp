#include "store/queries.hpp"

#include <array>

#include "model/embedded_file.hpp"

namespace scimd::store {

std::span<const model::embedded_file> embedded_statements();

namespace {

constexpr auto statement_count = static_cast<std::size_t>(statement_name::count);
constexpr statement unprepared{static_cast<std::size_t>(-1)};

// Cuts statements.sql at its `-- name:` lines; they stand in the order of the enumerators. What
// follows a statement up to the next name is its text, comment lines included, which the engine
// skips.
std::array<std::string_view, statement_count> cut_statements() {
    constexpr std::string_view mark = "-- name: ";
    std::array<std::string_view, statement_count> texts;
    const std::string_view all = embedded_statements().front().text;
    std::size_t at = all.find("\n-- name: ");
    for (std::string_view& text : texts) {
        const std::size_t name_starts = at + 1 + mark.size();
        const std::size_t text_starts = all.find('\n', name_starts) + 1;
        at = all.find("\n-- name: ", text_starts);
        text = all.substr(text_starts, at == std::string_view::npos ? at : at - text_starts);
        text = text.substr(0, text.find("\n\n"));
    }
    return texts;
}

}  // namespace

std::string_view text_of(statement_name name) {
    static const auto texts = cut_statements();
    return texts.at(static_cast<std::size_t>(name));
}

queries::queries(session& on) : session_(on), prepared_(statement_count, unprepared) {}

void queries::prepare_all() {
    for (std::size_t i = 0; i < statement_count; ++i) prepared(static_cast<statement_name>(i));
}

statement queries::prepared(statement_name name) {
    statement& slot = prepared_[static_cast<std::size_t>(name)];
    if (slot == unprepared) slot = session_.prepare(text_of(name));
    return slot;
}

rows queries::run(statement_name name, std::span<const value> parameters) {
    const statement which = prepared(name);
    session_.start(which, parameters);
    return {session_, which};
}

std::int64_t queries::execute(statement_name name, std::initializer_list<value> parameters) {
    rows running = run(name, parameters);
    while (running.next()) {
    }
    return session_.changes();
}

rows queries::run(const std::string& text, std::span<const value> parameters) {
    auto found = made_.find(text);
    if (found == made_.end()) {
        if (made_.size() >= made_max) {
            for (const auto& [_, old] : made_) session_.release(old);
            made_.clear();
        }
        found = made_.emplace(text, session_.prepare(text)).first;
    }
    session_.start(found->second, parameters);
    return {session_, found->second};
}

}  // namespace scimd::store
