// A session that remembers what it was asked to prepare, in front of a real one: so a test knows
// the texts that are made as they are needed, whatever makes them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/session.hpp"

namespace scimd::tests {

struct listening_session : store::session {
    explicit listening_session(store::session& to) : to_(to) {}

    store::statement prepare(std::string_view sql) override {
        heard.emplace_back(sql);
        return to_.prepare(sql);
    }
    void start(store::statement which, std::span<const store::value> parameters) override {
        to_.start(which, parameters);
    }
    bool next(store::statement which) override { return to_.next(which); }
    void finish(store::statement which) override { to_.finish(which); }
    std::int64_t integer(store::statement which, int column) const override {
        return to_.integer(which, column);
    }
    double real(store::statement which, int column) const override {
        return to_.real(which, column);
    }
    std::string_view text(store::statement which, int column) const override {
        return to_.text(which, column);
    }
    std::int64_t changes() const override { return to_.changes(); }
    std::int64_t changes_so_far() const override { return to_.changes_so_far(); }
    std::int64_t inserted_key() const override { return to_.inserted_key(); }
    std::int64_t log_pages() const override { return to_.log_pages(); }
    void stop_at(std::chrono::steady_clock::time_point when) override { to_.stop_at(when); }
    void release(store::statement which) override { to_.release(which); }

    std::vector<std::string> heard;

 private:
    store::session& to_;
};

}  // namespace scimd::tests
