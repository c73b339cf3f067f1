// The reads and permit-taking writes of one open transaction, on the writer's thread. Whether a
// write keeps an upstream is not the caller's to choose: the permit says whose hand it was (Law 2).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "policy/permit.hpp"
#include "scim/catalogues.hpp"
#include "scim/document.hpp"
#include "store/audit_chain.hpp"
#include "store/conflicts.hpp"
#include "store/journal.hpp"
#include "store/population.hpp"
#include "store/reading.hpp"
#include "store/unique_values.hpp"

namespace scimd::store {

struct upstream;  // rollback.cpp

// What a rollback did.
struct rolled_back {
    std::int64_t users = 0;   // those who reappeared included
    std::int64_t groups = 0;  // likewise
    std::int64_t memberships = 0;
};

// How the edits of one transaction are kept apart, so that one of them can be dropped.
enum class kept_apart {
    by_savepoints,
    // Not at all, which costs nothing: an edit that wrote something before it was dropped, or
    // failed, spoils the transaction, and all that is in it has to be done anew.
    by_repetition
};

// An entity with its document, read: what somebody has just read or written is not read again.
template <class Entity>
struct known {
    const Entity& entity;
    const scim::document& document;
};

class tables : public reading {
 public:
    tables(session& on, const scim::catalogues& schemas);

    // The schemas of a directory.
    const scim::catalogue& catalogue(const model::directory_id& of) const {
        return catalogues_.of(of);
    }

    // As find_directory, which every edit asks anew, at the price of a look into memory. The
    // counters of users and groups are those of some earlier moment.
    std::optional<model::directory> known_directory(const model::directory_id&);

    // The transaction and, in it, one edit after the other. A permit is good within the edit it was
    // judged in.
    void begin(kept_apart = kept_apart::by_savepoints);
    void commit();
    void rollback();
    void rollback_after_failure() noexcept;
    // Whether directories (other than by their counters) or credentials are among what was written
    // since begin.
    bool has_administered() const { return has_administered_; }
    void begin_edit();
    // What was written must have been recorded: throws otherwise, and the edit is to be dropped.
    void keep_edit();
    void drop_edit();
    // Drops an edit of which nobody knows how far it came.
    void drop_failed_edit();
    // What was dropped is in the transaction still: it must not be committed.
    bool is_spoiled() const { return is_spoiled_; }

    // Adds an event to the audit log, with all that the open edit has written since the last one.
    // The log numbers it and chains it to the event before.
    void record(model::audit_event);
    // Takes the oldest events, those from before `before`, out of the log: `at_most` so many. How
    // many it took.
    std::int64_t prune_audit(const policy::permit&, model::instant before, std::int64_t at_most);

    // As of this edit, with those who came and went in it.
    std::optional<model::directory> find_directory(const model::directory_id&);

    // What the policy is judged by, as of this edit.
    policy::facts facts_about(const model::directory&,
                              std::optional<model::provision> target) const;

    // Users. `document` is canonical and holds no active, password, id or meta; the documents that
    // stand beside users and groups here are those they hold as text.
    model::user insert_user(const policy::permit&, const model::directory&, model::user,
                            const scim::document&, const std::string& password_digest,
                            const std::vector<model::tag>& tags = {});
    // Writes what differs; answers the user as stored. The version grows by one.
    model::user update_user(const policy::permit&, const model::directory&,
                            const known<model::user>& before, model::user after,
                            const scim::document&, model::instant when);
    model::user set_active(const policy::permit&, const model::directory&, const model::user&,
                           bool active, model::instant when);
    void set_password(const policy::permit&, const model::user&,
                      const std::string& digest);  // "" removes it
    std::string password_digest_of(const model::user&);
    void set_mfa(const policy::permit&, const model::user&, bool enabled);
    // Takes the user out of its groups, which get a new version.
    void remove_user(const policy::permit&, const model::directory&, const model::user&,
                     model::instant when);

    // Groups. `document` is canonical and holds no members.
    model::group insert_group(const policy::permit&, const model::directory&, model::group,
                              const scim::document&);
    // Attributes only; call touch_group once for everything an edit changed.
    void update_group(const policy::permit&, const model::directory&, const model::group& before,
                      const model::group& after);
    // Whether there was anything to do. `id` is the member's, where it is known.
    bool add_member(const policy::permit&, const model::directory&, const model::group&,
                    model::member_key, model::instant when, std::string_view id = {});
    bool remove_member(const policy::permit&, const model::directory&, const model::group&,
                       model::member_key, std::string_view id = {});
    // Somebody to be added as a member whom nobody here is; the same for the same id.
    model::member_key meet_stranger(const policy::permit&, const model::directory&,
                                    std::string_view id);
    // A new version, and the count of members by so many more or fewer. `after` has the attributes
    // that were written.
    model::group touch_group(const policy::permit&, const model::directory&,
                             const model::group& before, model::group after, std::int64_t members,
                             model::instant when);
    // The members a group was created with: no new version.
    model::group count_first_members(const policy::permit&, model::group, std::int64_t members);
    void remove_group(const policy::permit&, const model::directory&, const model::group&,
                      model::instant when);

    // The id of the entity, other than `but`, that has a unique value; nothing when it is free.
    std::optional<std::string> holder_of(const model::directory&, const unique_value&,
                                         std::optional<model::member_key> but);

    // The switch. `conflicts` must be empty before discard_drift.
    std::vector<name_conflict> conflicts(const model::directory&);
    // What it does to each entity goes into the edit's audit event, and the sum of it into
    // set_synchronization's part.
    rolled_back discard_drift(const policy::permit&, const model::directory&, model::instant when);
    void set_synchronization(const policy::permit&, const model::directory&, model::synchronization,
                             const rolled_back&, model::instant when);
    bool has_drift(const model::directory&);

    // What administers.
    model::directory insert_directory(const policy::permit&, const model::directory_id&,
                                      const std::string& name, const model::settings&,
                                      model::instant when);
    void rename_directory(const policy::permit&, const model::directory&, const std::string& name,
                          model::instant when);
    // Names of groups that stand in the way of `groupNames: unique`; empty when the settings were
    // stored.
    std::vector<std::string> set_settings(const policy::permit&, const model::directory&,
                                          const model::settings&, model::instant when);
    void set_preferences(const policy::permit&, const model::directory&,
                         const model::preferences& before, const model::preferences& after);
    void set_service_status(const policy::permit&, bool enabled);
    void delete_directory(const policy::permit&, const model::directory&);
    void insert_credential(const policy::permit&, const model::directory&, const model::credential&,
                           const model::token_digest&);
    void set_credential_status(const policy::permit&, const model::credential_id&, bool enabled);
    void delete_credential(const policy::permit&, const model::credential_id&);
    void insert_access_key(const policy::permit&, const model::access_key&);
    // Its name and whether it is enabled: all else of a key stays as it was made.
    void update_access_key(const policy::permit&, const model::access_key& before,
                           const model::access_key& after);
    void delete_access_key(const policy::permit&, const model::access_key&);

 private:
    void check(const policy::permit&) const;
    void administer(const policy::permit&);
    void write_emails(const model::directory&, std::int64_t user_key,
                      const std::vector<std::string>& before,
                      const std::vector<std::string>& after);
    void write_unique_values(const model::directory&, model::member_key of,
                             const std::vector<unique_value>& before,
                             const std::vector<unique_value>& after);
    void leave_groups(model::member_key, const std::string& id, model::instant when);
    void keep_password(std::int64_t user_key);
    void forget_belongings(std::int64_t user_key);
    void forget_belongings_of_gone_users(const model::directory&);
    std::string id_of(model::member_key);
    void tell_added(std::string_view group_id, model::member_key, std::string_view id);
    void tell_removed(std::string_view group_id, model::member_key, std::string_view id);
    std::vector<std::string> ids_of_members(std::int64_t group_key);
    void say_what_it_is(const model::directory&, const model::group& before,
                        const model::group& after);
    void insert_unique_attributes(std::int64_t directory_key, const model::directory_id&);
    void restore_unique_values(const model::directory&);
    void forget_untold();
    void forget_directories() { directories_.clear(); }
    std::int64_t event_behind_changes(std::int64_t count);
    void write_changes();
    void write_change(const model::audit_change&);
    void write_headline(const model::audit_change&);
    model::instant time_of(model::instant asked) const;
    void spill_journal();
    // rollback.cpp
    struct member_difference {
        model::member_key member;
        bool added = false;
        model::instant joined;
        bool member_is_there = false;
    };
    std::int64_t restore_users(const model::directory&, model::instant when);
    void restore_user(const model::directory&, const upstream&, model::instant when);
    std::int64_t restore_groups(const model::directory&, model::instant when);
    void restore_group(const model::directory&, const upstream&, model::instant when);
    std::int64_t restore_members(const model::directory&, model::instant when);
    std::int64_t restore_members_of(std::int64_t group_key, std::span<const member_difference>,
                                    model::instant when);

    const scim::catalogues& catalogues_;
    std::int64_t edit_ = 0;  // which edit of the process's life is open
    bool has_administered_ = false;
    population population_;
    journal journal_;
    chain_link chain_;             // the end of the audit log, as of the open transaction
    std::int64_t committed_ = -1;  // the number of its last event that is committed; -1: ask
    // As it was when an edit that is open now began.
    struct beginning {
        chain_link chain;
        std::int64_t changes = 0;  // session::changes_so_far
    };
    std::vector<beginning> edits_;
    std::unordered_map<std::string, model::directory> directories_;  // known_directory
    kept_apart kept_apart_ = kept_apart::by_savepoints;
    bool is_spoiled_ = false;
    std::string change_digests_;  // of the changes that were written for the next event
    std::int64_t changes_written_ = 0;
};

}  // namespace scimd::store
