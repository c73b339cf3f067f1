// What the floor reads, on the thread that answers: a connection of its own, and a read transaction
// that stays open until something was committed, so that a reader sees every write that was
// acknowledged, and pays for a transaction rarely.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/floor/database.hpp"

namespace scimd::bench {

// attributes or excludedAttributes of a request; no names: everything.
struct projection {
    std::vector<std::string> names;
    bool excluded = false;
};

class reads {
 public:
    reads(const std::string& file, std::string base);

    // Bodies of answers. Nothing: there is no such resource.
    std::optional<std::string> user(std::string_view id, const projection&);
    std::optional<std::string> group(std::string_view id);
    std::string users_named(std::string_view name);
    std::string groups_named(std::string_view name);
    // By key rather than by counting: the floor deletes nothing, so that the n-th user has the key
    // n.
    std::string page(std::int64_t start, std::int64_t count, const projection&);

    std::int64_t last_key();
    void refresh();  // something was committed

 private:
    void begin();
    void append_user(std::string& out, const query& row, const projection&);

    database database_;
    std::string base_;
    statement user_by_id_, user_by_name_, users_from_, last_user_, groups_of_, group_by_id_,
        group_by_name_;
    bool open_ = false;
};

}  // namespace scimd::bench
