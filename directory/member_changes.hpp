// What a push does to the members of a group, worked out before anything is written: member steps
// in their order come to a difference, and only the difference touches rows. Adding to a group of
// any size reads the members named, not the group.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "directory/apply.hpp"
#include "model/entity.hpp"
#include "scim/patch.hpp"

namespace scimd::directory {

// What one request may look at beyond the members of one group: members read or swept, and members
// times terms of filters. errc::too_large beyond.
constexpr std::size_t member_looks_max = 1'000'000;

// The id of a member whom nobody here is: errc::invalid_value beyond.
constexpr std::size_t stranger_bytes_max = 256;

class member_changes {
 public:
    // `group` may be about to be inserted (key 0): then it has no members.
    member_changes(const applying& now, const model::group& group) : now_(now), group_(group) {}

    // errc::invalid_value for ids that name nobody (setting unknownMembers: refuse; with keep they
    // become strangers) and for a group that would contain itself.
    model::result<void> take(const std::vector<scim::member_step>&);
    model::result<void> replace_all(const std::vector<scim::pushed_member>&);

    struct member {
        model::member_key key;
        std::string_view id;  // as it was pushed; empty of who was not named
    };
    struct difference {
        std::vector<member> added;
        std::vector<member> removed;
        bool empty() const { return added.empty() && removed.empty(); }
    };
    difference differences() const;
    // The member that a key of the difference stands for: strangers who are new have no key of the
    // store's yet.
    model::member_key settle(const policy::permit&, model::member_key) const;

 private:
    struct presence {
        bool before = false;
        bool after = false;
        std::string_view id = {};  // member::id
    };

    model::result<std::vector<member>> resolve(const std::vector<scim::pushed_member>&,
                                               bool must_exist);
    model::result<void> check_cycles(const std::vector<member>&);
    model::member describe(model::member_key) const;
    void set(const member&, bool after);
    model::result<void> look_at(std::size_t members);
    model::result<void> load_all();
    model::result<void> remove_all();
    model::member_key meet(const std::string& stranger);
    model::result<void> take(const scim::member_step&);
    model::result<void> remove_matching(const scim::filter&);

    const applying& now_;
    const model::group& group_;
    std::map<model::member_key, presence> touched_;
    // Strangers who are new: the first has the key -1, the second -2, …
    std::vector<std::string> new_strangers_;
    std::unordered_map<std::string, std::int64_t> stranger_keys_;
    bool all_loaded_ = false;
};

}  // namespace scimd::directory
