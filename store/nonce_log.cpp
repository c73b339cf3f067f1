#include "store/nonce_log.hpp"

#include <array>

#include "store/engine.hpp"
#include "store/queries.hpp"

namespace scimd::store {
namespace {

// Not in statements.sql, which is about another database.
constexpr std::string_view make_table =
    "CREATE TABLE IF NOT EXISTS nonces (minute INTEGER NOT NULL, access_key TEXT NOT NULL, print "
    "INTEGER NOT NULL, PRIMARY KEY (minute, access_key, print)) WITHOUT ROWID, STRICT";
constexpr std::string_view insert_one =
    "INSERT INTO nonces (minute, access_key, print) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
constexpr std::string_view delete_before = "DELETE FROM nonces WHERE minute < $1";
constexpr std::string_view list_all = "SELECT minute, access_key, print FROM nonces";

constexpr std::int64_t schema_version = 1;

std::int64_t version_of(session& on) {
    const statement asking = on.prepare("PRAGMA user_version");
    on.start(asking, {});
    const std::int64_t found = on.next(asking) ? on.integer(asking, 0) : 0;
    on.release(asking);
    return found;
}

void run_once(session& on, std::string_view sql) {
    const statement one = on.prepare(sql);
    on.start(one, {});
    while (on.next(one)) {
    }
    on.release(one);
}

model::fault unusable(const std::string& file, std::string_view why) {
    return model::refusal(
        model::errc::internal,
        "cannot use " + file + ": " + std::string(why) +
            ". It holds nothing but the signature nonces of the last half hour: if it is damaged, "
            "remove it with its -wal and -shm. Until half an hour later, signed calls that were "
            "recorded before could be replayed.");
}

}  // namespace

nonce_log::nonce_log(std::unique_ptr<session> on)
    : session_(std::move(on)),
      begin_(session_->prepare("BEGIN IMMEDIATE")),
      commit_(session_->prepare("COMMIT")),
      rollback_(session_->prepare("ROLLBACK")),
      insert_(session_->prepare(insert_one)),
      forget_(session_->prepare(delete_before)),
      list_(session_->prepare(list_all)) {}

model::result<std::unique_ptr<nonce_log>> nonce_log::open(const data_folder& folder) {
    const auto file = folder.private_file("nonces.db");
    if (!file) return file.error();
    try {
        auto on = open_log(*file, folder.is_kept());
        const std::int64_t found = version_of(*on);
        if (found > schema_version)
            return model::refusal(model::errc::internal, *file + " was written by a newer scimd.");
        if (found < schema_version) {
            run_once(*on, make_table);
            run_once(*on, "PRAGMA user_version = " + std::to_string(schema_version));
        }
        std::unique_ptr<nonce_log> made(new nonce_log(std::move(on)));
        made->read_all();  // finds a damage now, and not at midnight
        return made;
    } catch (const store_failure& failure) {
        return unusable(*file, failure.what());
    }
}

void nonce_log::read_all() {
    run(list_);
}

std::vector<model::used_nonce> nonce_log::recall(std::int64_t minute) {
    forget_before(minute);
    std::vector<model::used_nonce> found;
    session_->start(list_, {});
    rows all(*session_, list_);
    while (all.next())
        found.push_back(
            {std::string(all.text(1)), static_cast<std::uint64_t>(all.integer(2)), all.integer(0)});
    return found;
}

void nonce_log::add(std::span<const model::used_nonce> used, std::int64_t minute) {
    run(begin_);
    try {
        for (const model::used_nonce& one : used) {
            const std::array<value, 3> row = {one.minute, std::string_view(one.access_key),
                                              static_cast<std::int64_t>(one.print)};
            run(insert_, row);
        }
        if (minute > forgotten_before_) forget_before(minute);
        run(commit_);
    } catch (...) {
        run(rollback_);
        throw;
    }
}

void nonce_log::forget_before(std::int64_t minute) {
    const std::array<value, 1> past = {minute};
    run(forget_, past);
    forgotten_before_ = minute;
}

void nonce_log::run(statement which, std::span<const value> parameters) {
    session_->start(which, parameters);
    rows none(*session_, which);
    while (none.next()) {
    }
}

}  // namespace scimd::store
