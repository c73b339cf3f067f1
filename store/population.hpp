// How many users and groups there are: of each directory, and of each block of keys in it, so that
// the one at any place of a list is found by adding up a few blocks instead of walking to it. What
// the edits of a transaction add and take is summed up here and written once, at its end.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <vector>

#include "model/entity.hpp"
#include "store/queries.hpp"

namespace scimd::store {

// A block of the lowest level holds 2^7 keys, one of the next 2^7 blocks: of a million users, some
// two hundred counts are added up at most (migration 0008 and directory/laws.sql say the same).
constexpr int block_bits = 7;
constexpr int block_levels = 2;

class population {
 public:
    void came(std::int64_t directory_key, model::member_key who) { count(directory_key, who, 1); }
    void left(std::int64_t directory_key, model::member_key who) { count(directory_key, who, -1); }

    // Edits stand one in another as they do in `tables`; what a dropped one counted is taken back.
    void begin_edit() { began_.push_back(changes_.size()); }
    void keep_edit();
    void drop_edit();

    // How many more there are than the directory's row says.
    std::int64_t unwritten(std::int64_t directory_key, model::member_kind) const;
    void write(queries&);
    void forget();

 private:
    struct change {
        std::int64_t directory = 0;
        model::member_key who;
        std::int64_t by = 0;
    };
    // Level 0 is the directory itself.
    struct place {
        std::int64_t directory = 0;
        model::member_kind kind = model::member_kind::user;
        std::int64_t level = 0;
        std::int64_t block = 0;

        friend auto operator<=>(const place&, const place&) = default;
    };

    void count(std::int64_t directory_key, model::member_key who, std::int64_t by);
    void add(const change&);

    std::map<place, std::int64_t> counts_;
    std::vector<change> changes_;     // of the open edits
    std::vector<std::size_t> began_;  // where each of them begins
};

}  // namespace scimd::store
