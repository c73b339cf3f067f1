#include "bench/floor/writes.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <iostream>
#include <utility>

namespace scimd::bench {
namespace {

constexpr std::size_t commit_together_max = 256;
constexpr int checkpoint_pages = 4'000;
constexpr int restart_pages = 32'768;

outcome missing() {
    return {404, {}};
}

// The hook of a commit: how many pages the log has now.
int keep_size(void* into, sqlite3*, const char*, int pages) {
    *static_cast<int*>(into) = pages;
    return SQLITE_OK;
}

}  // namespace

write_session::write_session(const std::string& file, std::string base)
    : database_(file),
      base_(std::move(base)),
      insert_user_(database_.prepare("INSERT INTO users (key, id, name_key, external_id, email_key,"
                                     " version, modified, document)"
                                     " VALUES (?, ?, ?, ?, ?, 1, ?, ?)")),
      insert_group_(
          database_.prepare("INSERT INTO groups (id, name_key, display_name, version,"
                            " modified, members, document) VALUES (?, ?, ?, 1, ?, 0, ?)")),
      user_by_id_(database_.prepare("SELECT key, version, document FROM users WHERE id = ?")),
      update_user_(database_.prepare(
          "UPDATE users SET version = ?, modified = ?, document = ? WHERE key = ?")),
      user_key_(database_.prepare("SELECT key FROM users WHERE id = ?")),
      group_key_(database_.prepare("SELECT key FROM groups WHERE id = ?")),
      add_member_(
          database_.prepare("INSERT OR IGNORE INTO members (group_key, member_key) VALUES (?, ?)")),
      update_group_(database_.prepare("UPDATE groups SET version = version + 1, modified = ?,"
                                      " members = members + ? WHERE key = ?")) {}

bool write_session::insert(const user_row& row, std::string_view now) {
    query made(insert_user_, row.key, std::string_view(row.id), std::string_view(row.name_key),
               std::string_view(row.external_id), std::string_view(row.email_key), now,
               std::string_view(row.document));
    made.next();
    return !made.conflicts();
}

outcome write_session::operator()(const create_users& what) {
    const std::string now = now_text();
    outcome done{what.bulk ? 200 : 201, {}};
    if (what.bulk)
        done.body = R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkResponse"],)"
                    R"("Operations":[)";
    for (const user_row& row : what.rows) {
        if (!insert(row, now)) return {409, {}};
        if (!what.bulk) {
            append_answer(done.body, base_, {row.document, row.id, 1, now, "Users"});
            done.body += '}';
            continue;
        }
        if (!done.body.ends_with('[')) done.body += ',';
        done.body += R"({"method":"POST","status":"201","version":"W/\"1\"","location":")" + base_ +
                     "/scim/v2/Users/" + row.id + R"("})";
    }
    if (what.bulk) done.body += "]}";
    return done;
}

outcome write_session::operator()(const create_group& what) {
    const std::string now = now_text();
    const std::string name_key = fold(what.display_name);
    query made(insert_group_, std::string_view(what.id), std::string_view(name_key),
               std::string_view(what.display_name), std::string_view(now),
               std::string_view(what.document));
    made.next();
    if (made.conflicts()) return {409, {}};
    outcome done{201, {}};
    append_answer(done.body, base_, {what.document, what.id, 1, now, "Groups"});
    done.body += '}';
    return done;
}

outcome write_session::operator()(const change_of_user& what) {
    std::string document;
    std::int64_t key = 0;
    std::int64_t version = 0;
    {
        query found(user_by_id_, std::string_view(what.id));
        if (!found.next()) return missing();
        key = found.number(0);
        version = found.number(1) + 1;
        document = what.whole ? replace_user(found.text(2), what.attributes)
                              : change_user(found.text(2), what.attributes);
    }
    const std::string now = now_text();
    query(update_user_, version, std::string_view(now), std::string_view(document), key).next();
    outcome done;
    append_answer(done.body, base_, {document, what.id, version, now, "Users"});
    done.body += '}';
    return done;
}

outcome write_session::operator()(const add_members& what) {
    query group(group_key_, std::string_view(what.group));
    if (!group.next()) return missing();
    std::int64_t added = 0;
    for (const std::string& id : what.users) {
        query user(user_key_, std::string_view(id));
        if (!user.next()) return missing();
        query(add_member_, group.number(0), user.number(0)).next();
        added += sqlite3_changes64(database_.get());
    }
    const std::string now = now_text();
    query(update_group_, std::string_view(now), added, group.number(0)).next();
    return {204, {}};
}

writer::writer(const std::string& file, const std::string& base, boost::asio::io_context& io,
               std::function<void()> committed)
    : io_(io),
      committed_(std::move(committed)),
      session_(file, base),
      log_(file),
      writes_([this] { work(); }),
      checkpoints_([this] { checkpoint(); }) {}

writer::~writer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    waiting_.notify_one();
    grown_.notify_one();
    writes_.join();
    checkpoints_.join();
}

void writer::submit(write what, listener heard) {
    {
        const std::lock_guard lock(mutex_);
        jobs_.push_back({std::move(what), std::move(heard)});
    }
    waiting_.notify_one();
}

void writer::work() try {
    int pages = 0;
    sqlite3_wal_hook(session_.on().get(), &keep_size, &pages);
    std::unique_lock lock(mutex_);
    while (true) {
        waiting_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        const auto count = static_cast<std::ptrdiff_t>(std::min(jobs_.size(), commit_together_max));
        std::vector<job> taken(std::make_move_iterator(jobs_.begin()),
                               std::make_move_iterator(jobs_.begin() + count));
        jobs_.erase(jobs_.begin(), jobs_.begin() + count);
        lock.unlock();
        commit(std::move(taken));
        lock.lock();
        log_pages_ = pages;
        if (pages >= checkpoint_pages) grown_.notify_one();
    }
} catch (const std::exception& failure) {
    std::cerr << "scimd_floor: " << failure.what() << '\n';
    std::terminate();  // what was acknowledged is on the disk; what was not, was not
}

void writer::commit(std::vector<job> taken) {
    std::vector<outcome> outcomes;
    outcomes.reserve(taken.size());
    session_.on().run("BEGIN IMMEDIATE");
    for (const job& one : taken) outcomes.push_back(std::visit(session_, one.what));
    session_.on().run("COMMIT");
    boost::asio::post(io_, [this, taken = std::move(taken), outcomes = std::move(outcomes)] {
        committed_();
        for (std::size_t i = 0; i < taken.size(); ++i) taken[i].heard(outcomes[i]);
    });
}

// Passive ones let writers and readers be; only a log that has grown long is begun anew, if that
// needs no long wait.
void writer::checkpoint() {
    sqlite3_busy_timeout(log_.get(), 20);
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        grown_.wait(lock, [this] { return stopping_ || log_pages_ >= checkpoint_pages; });
        const bool restart = std::exchange(log_pages_, 0) >= restart_pages;
        lock.unlock();
        const int how = restart ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE;
        sqlite3_wal_checkpoint_v2(log_.get(), nullptr, how, nullptr, nullptr);
        lock.lock();
    }
}

}  // namespace scimd::bench
