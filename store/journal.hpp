// What the open edit has done to each entity. Every write of `tables` says it here, and the edit's
// audit event takes it along: a write that no event took stops the edit (tables::keep_edit), so
// that neither exists without the other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/audit.hpp"
#include "model/entity.hpp"
#include "model/tag.hpp"
#include "scim/document.hpp"

namespace scimd::store {

// Members that one change names, of those added and of those removed; all are counted.
constexpr std::size_t journal_members_max = 10'000;

// A user or a group at one moment, borrowed.
struct entity_state {
    std::string_view id;
    std::string_view text;           // the stored document
    const scim::document& document;  // the same, read
    const scim::resource_type& type;
    std::string_view description;
    model::provision provision = model::provision::manual;
    std::int64_t version = 0;
    std::optional<bool> active = {};  // of a user
};
entity_state state_of(const model::user&, const scim::document&, const scim::resource_type&);
entity_state state_of(const model::group&, const scim::document&, const scim::resource_type&);

class journal {
 public:
    void created(const entity_state&);
    void changed(const entity_state& before, const entity_state& after);
    void removed(const entity_state&);
    void restored(const entity_state&);  // a synchronized entity that had been deleted locally
    void password_changed(const model::user&, std::string_view name);
    // What belongs to a user and is no part of its state.
    void tagged(std::string_view user_id, const std::vector<model::tag>&);  // of who was created
    void mfa_changed(const model::user&, std::string_view name, bool enabled);

    // The members of a group. `id` may be empty for one that is only counted: see names_member.
    void member_added(std::string_view group_id, std::string_view member_id);
    void member_removed(std::string_view group_id, std::string_view member_id);
    void members_removed(std::string_view group_id, std::vector<std::string> ids,
                         std::int64_t count);
    // Whether one more member would be named.
    bool names_member_added(std::string_view group_id) const;
    bool names_member_removed(std::string_view group_id) const;
    // What a group that changed is now.
    struct group_now {
        std::string_view id;
        std::string_view name;
        std::int64_t version = 0;
        std::int64_t members = 0;
        model::provision provision = model::provision::manual;
    };
    void group_is(const group_now&);

    // Directories, credentials and access keys: `before` and `after` are JSON objects, or empty.
    struct thing {
        std::string_view type;  // "Directory", "SCIMServerCredential", "AccessKey"
        std::string_view id;
        std::string_view name;
    };
    void changed(const thing&, std::string before, std::string after);
    // The switch of a directory, and what a rollback came to (a JSON object, or empty). It is told
    // before all else, whenever it is said.
    void switched(const thing&, std::string before, std::string after, std::string rolled_back);

    bool empty() const { return entries_.empty() && !headline_; }
    std::size_t size() const { return entries_.size(); }
    // Of the states and differences in it.
    std::size_t bytes() const { return bytes_; }
    // All other changes, in the order their entities were first spoken of; they are forgotten then.
    std::vector<model::audit_change> take();
    std::optional<model::audit_change> take_headline();
    void clear();

 private:
    struct member_list {
        std::vector<std::string> ids;
        std::int64_t count = 0;
    };
    struct entry {
        std::string id;
        std::string type;
        std::string name;
        std::string_view change = "Updated";
        std::optional<std::int64_t> version;
        std::optional<model::provision> provision;
        std::string before;
        std::string after;
        bool password = false;
        std::string tags;         // a JSON list, or empty
        std::optional<bool> mfa;  // enabled or disabled now
        member_list added;
        member_list removed;
        std::optional<std::int64_t> members;
        std::string rolled_back;
    };
    entry& about(std::string_view id, std::string_view type);
    entry& about(const entity_state&);
    entry& about(const model::user&, std::string_view name);
    const entry* find(std::string_view id) const;
    void keep_states(entry&, std::string before, std::string after);
    static void name_in(member_list&, std::string_view id);
    static std::string text_of(const entry&);

    std::optional<model::audit_change> headline_;
    std::vector<entry> entries_;
    std::size_t bytes_ = 0;
    std::unordered_map<std::string, std::size_t> places_;
};

}  // namespace scimd::store
