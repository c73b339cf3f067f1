// What the floor writes: one thread with a connection of its own takes what waits, does it all in
// one transaction, commits durably, and only then lets anybody hear of it. Checkpoints are made on
// another thread, off the commit path.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "bench/floor/database.hpp"
#include "bench/floor/documents.hpp"

namespace scimd::bench {

struct create_users {
    std::vector<user_row> rows;
    bool bulk = false;  // answered by a BulkResponse
};
struct create_group {
    std::string id, display_name, document;
};
struct change_of_user {
    std::string id;
    boost::json::object attributes;
    bool whole = false;  // PUT; else PATCH: only these
};
struct add_members {
    std::string group;
    std::vector<std::string> users;
};
using write = std::variant<create_users, create_group, change_of_user, add_members>;

struct outcome {
    int status = 200;
    std::string body;
};

// The statements of the writing connection: what each write does, within a transaction.
class write_session {
 public:
    write_session(const std::string& file, std::string base);

    outcome operator()(const create_users&);
    outcome operator()(const create_group&);
    outcome operator()(const change_of_user&);
    outcome operator()(const add_members&);
    const database& on() const { return database_; }

 private:
    bool insert(const user_row&, std::string_view now);

    database database_;
    std::string base_;
    statement insert_user_, insert_group_, user_by_id_, update_user_, user_key_, group_key_,
        add_member_, update_group_;
};

class writer {
 public:
    using listener = std::function<void(const outcome&)>;

    // `committed` is called on the thread of `io` before any listener of a commit.
    writer(const std::string& file, const std::string& base, boost::asio::io_context& io,
           std::function<void()> committed);
    ~writer();
    writer(const writer&) = delete;
    writer& operator=(const writer&) = delete;

    void submit(write, listener);  // the listener is called on the thread of `io`

 private:
    struct job {
        write what;
        listener heard;
    };
    void work();
    void commit(std::vector<job>);
    void checkpoint();

    boost::asio::io_context& io_;
    std::function<void()> committed_;
    write_session session_;
    database log_;  // of the thread that makes checkpoints
    std::mutex mutex_;
    std::condition_variable waiting_, grown_;
    std::vector<job> jobs_;
    int log_pages_ = 0;
    bool stopping_ = false;
    std::thread writes_, checkpoints_;
};

}  // namespace scimd::bench
