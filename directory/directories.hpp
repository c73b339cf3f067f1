// The face of the house: all directories kept in one place. Handlers read through a `view` of their
// thread and write by submitting an `edit`; nothing here mentions SQL, a transaction or a permit,
// and there is no other way to write.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "directory/audit_pages.hpp"
#include "directory/awaitable.hpp"
#include "directory/edit.hpp"
#include "model/entity.hpp"
#include "model/preferences.hpp"
#include "model/result.hpp"
#include "scim/catalogues.hpp"
#include "scim/filter.hpp"
#include "scim/sort.hpp"

namespace scimd::directory {

// Limits.
constexpr std::size_t queued_edits_max = 4096;        // errc::busy beyond
constexpr std::size_t scans_max = 32;                 // errc::busy beyond
constexpr std::size_t digests_max = 256;              // passwords at once; errc::busy beyond
constexpr std::chrono::seconds scan_time_max{10};     // errc::too_many beyond
constexpr std::size_t credentials_per_directory = 2;  // CloudSSO, "SCIM credentials"
constexpr std::size_t access_keys_max = 100;          // errc::access_key_limit beyond
constexpr std::size_t management_page_max = 100;      // CloudSSO, "Paging"

// Whom a bearer token speaks for. The directory's counters are those of some earlier moment.
struct bearer {
    model::credential credential;
    model::directory directory;
};

// A page of a SCIM list, by position (RFC 7644 §3.4.2.4).
struct page_bounds {
    std::int64_t total = 0;  // all matches
    // Of a walk by cursor: the last entity's place, when another page follows.
    std::optional<scim::position> next;
};
template <class Entity>
struct page : page_bounds {
    std::vector<Entity> entities;
};

struct scim_query {
    const scim::filter* filter = nullptr;         // nullptr: everything
    std::optional<scim::attribute_path> sort_by;  // nothing: in the order of creation
    scim::sort_order order = scim::sort_order::ascending;
    std::int64_t start_index = 1;         // 1-based, at least 1; not used by a walk
    std::int64_t count = 100;             // 0 asks for the total only
    bool by_cursor = false;               // a walk: goes on behind `after`, tells page::next
    std::optional<scim::position> after;  // nothing: from the start
    bool groups_of_users = true;          // whether the users' groups will be shown
};

// A list over all resource types: users before groups, or sorted together. What a query says of
// users, and what of it is another for groups.
struct root_query : scim_query {
    const scim::filter* groups_filter = nullptr;
    std::optional<scim::attribute_path> groups_sort_by;
};

struct listed_user {
    model::user user;
    std::vector<model::joined_group> groups;
};
using listed_resource = std::variant<listed_user, model::group>;

// A page of the management actions: what sorts after `after` (a store's number; 0: from the start).
struct management_query {
    std::string name_equals;       // Filter "UserName eq x": compared folded; empty: any
    std::string name_starts_with;  // Filter "UserName sw x"
    std::optional<model::provision> provision;
    std::optional<bool> active;              // users only
    std::vector<model::tag_condition> tags;  // users only: those who meet all
    std::int64_t after = 0;
    std::int64_t count = 10;
};
template <class Entity>
struct management_page {
    std::int64_t total = 0;
    std::vector<Entity> entities;
    std::int64_t next = 0;  // `after` of the next page; 0 when this is the last
};
// A user as only the management actions know it.
struct tagged_user {
    model::user user;
    std::vector<model::tag> tags;  // in the order they were given in
};
struct group_of_member {
    model::group group;
    model::instant joined;
};
struct member_of_group {
    model::user user;
    model::instant joined;
};

class nonce_keeper;      // directory/nonce_keeper.hpp
struct directory_drift;  // these three: directory/preview.hpp
struct preview_query;
struct rollback_preview;

// Reads. One per thread: it owns a read-only session and is not to be shared. Each call sees one
// committed state, which holds every edit whose author has been told.
class view {
 public:
    view(view&&) noexcept;
    view(const view&) = delete;
    view& operator=(const view&) = delete;
    view& operator=(view&&) = delete;
    ~view();

    // Lets go of what a view that stays open holds from call to call. For when nobody asks: what is
    // held keeps checkpoints from going on.
    void rest();

    // The credential must be enabled, not expired at `now`; nothing otherwise, whatever the reason.
    // Shared between the view, which remembers it, and the requests that are being answered when
    // it forgets it.
    std::shared_ptr<const bearer> find_bearer(const model::token_digest&, model::instant now);
    std::optional<model::access_key> find_access_key(std::string_view id);
    std::vector<model::access_key> list_access_keys();
    model::result<model::directory> find_directory(const model::directory_id&);
    std::vector<model::directory> list_directories();
    model::result<std::vector<model::credential>> list_credentials(const model::directory_id&);

    // errc::user_not_found, group_not_found. `where.key` must be set (find_bearer and
    // find_directory do).
    model::result<listed_user> find_user(const model::directory& where, const model::user_id&,
                                         bool with_groups);
    std::vector<model::joined_group> groups_of(const model::user&);
    model::result<model::group> find_group(const model::directory& where, const model::group_id&);
    // The group, and whatever `read` asks of this view about it, as of one moment.
    model::result<void> find_group(const model::directory& where, const model::group_id&,
                                   const std::function<void(const model::group&)>& read);
    // All members of a group, in the order of their keys, users first.
    void each_member(const model::group&, const std::function<void(const model::member&)>&);

    // What may_take_long says of goes through directories::scan. Filters must have passed
    // check_filter.
    // `take` is given the users of the page one by one, while they are read.
    page_bounds list_users(const model::directory& where, const scim_query&,
                           const std::function<void(const listed_user&)>& take);
    // The page, and whatever `read` asks of this view about it, as of one moment.
    void list_groups(const model::directory& where, const scim_query&,
                     const std::function<void(const page<model::group>&)>& read);
    void list_everything(const model::directory& where, const root_query&,
                         const std::function<void(const page<listed_resource>&)>& read);

    // errc::user_not_found.
    model::result<tagged_user> find_tagged_user(const model::directory& where,
                                                const model::user_id&);
    // externalId is not unique: of several users the one who was created first.
    // errc::user_not_found.
    model::result<model::user_id> find_user_by_external_id(const model::directory& where,
                                                           std::string_view external_id);
    // UserMFAAuthenticationSettings.
    bool has_mfa(const model::user&);
    // Digests of the password there is and of those before it, the latest first.
    std::vector<std::string> last_passwords(const model::user&, std::int64_t count);
    model::preferences find_preferences(const model::directory&);
    // EnableService and DisableService: of the house.
    bool is_service_enabled();

    management_page<tagged_user> list_users(const model::directory& where, const management_query&);
    management_page<model::group> list_groups(const model::directory& where,
                                              const management_query&);
    // The users who are members; name and provision of the query are not used.
    management_page<member_of_group> list_members(const model::group&, const management_query&);
    // The groups a user is a direct member of, likewise.
    management_page<group_of_member> list_joined_groups(const model::user&,
                                                        const management_query&);

    // How far the directory is from what the identity provider said, and what enabling
    // synchronization would do about it; each as of one moment. They cost in proportion to the
    // drift: through directories::scan. errc::directory_not_found.
    model::result<directory_drift> count_drift(const model::directory_id&);
    model::result<rollback_preview> preview_rollback(const model::directory_id&,
                                                     const preview_query&);

    // The audit log. Each page is as of one moment; going through all of the log may take long.
    audit_page list_audit_events(const audit_query&);
    // What became of one entity, a change an event, newest first.
    audit_page list_history(const model::directory_id& where, const std::string& entity_id,
                            const std::optional<model::audit_place>& after, std::int64_t count);

    // The laws as queries (directory/laws.sql): one line per breach.
    std::vector<std::string> broken_laws();

 private:
    struct insides;
    explicit view(std::unique_ptr<insides>);
    std::unique_ptr<insides> insides_;
    friend class directories;
};

// errc::invalid_filter for what is well formed and cannot be evaluated over stored resources.
model::result<void> check_filter(const scim::filter&, const scim::resource_type&);

// Whether answering may mean reading a large part of the directory: no index helps the filter, or
// all that matches must be sorted.
bool may_take_long(const scim_query&, const scim::resource_type&);
bool may_take_long(const root_query&, const scim::catalogue&);
bool may_take_long(const management_query&);

// Whether an identity provider may push at all: asked at the border before a push is looked at.
// What counts is asked again inside the transaction. errc::synchronization_disabled.
model::result<void> may_push(const model::directory&);

class directories {
 public:
    struct options {
        std::string data;         // a folder, made when missing, or ":memory:" (kept nowhere)
        bool must_exist = false;  // refuse a folder that holds nothing instead of making it
        // Leave the index of unique values as it was last served, whatever the schemas at hand say:
        // for those who neither push nor edit users and groups.
        bool keep_index = false;
    };

    // Opens the store, brings it up to date and starts the writer. One process at a time may hold a
    // data folder: errc::busy when another one does. errc::internal with a sentence: a newer schema
    // than ours, not writable, damaged; or two entities share a value that the schemas call unique.
    static model::result<std::unique_ptr<directories>> open(const options&,
                                                            const scim::catalogues&);
    directories(const directories&) = delete;
    directories& operator=(const directories&) = delete;
    ~directories();  // what is queued is committed, the log is checkpointed

    // Completes on the caller's executor, after COMMIT (Law 5). errc::busy when the queue is full;
    // otherwise what apply() refuses with. A submitted edit is never cancelled.
    awaitable<model::result<receipt>> submit(edit);
    // The same for callers without a loop (the command line): waits for the COMMIT.
    model::result<receipt> submit_and_wait(edit);

    view open_view();
    // One for a thread that answers many requests: it keeps a state open from call to call while
    // nothing is committed, and remembers who the tokens speak for. Its owner calls rest().
    view open_lasting_view();

    // Runs `work` on a thread of the scan pool with a view of its own; resumes on the caller's
    // executor. errc::too_many when it takes longer than scan_time_max, errc::busy when scans_max
    // are waiting or running already.
    awaitable<model::result<void>> scan(std::function<void(view&)> work);

    // Digests a password on a thread of its own: it takes some 15 ms. errc::busy when digests_max
    // are waiting already.
    awaitable<model::result<std::string>> digest(model::password);
    // Whether one of the digests is the password's; each takes as long, on the same thread.
    // errc::busy likewise.
    awaitable<model::result<bool>> is_one_of(model::password, std::vector<std::string> digests);

    // Opens the data folder's memory of used nonces, for the one who lets signed calls in: once,
    // and closed before these directories. errc::internal with a sentence when it is damaged.
    model::result<std::unique_ptr<nonce_keeper>> open_nonce_keeper(model::instant now);

    // Seals and opens access keys' secrets with the data folder's key.
    const model::sealing_key& sealing_key() const;
    // Seals and opens cursors and page tokens.
    const model::sealing_key& page_key() const;

    // The schemas of a directory, and those that hold for every one.
    const scim::catalogue& catalogue(const model::directory_id& of) const;
    const scim::catalogue& catalogue() const;

    // All that can be checked of what is stored: the laws, the chain of the audit log, SQLite's own
    // integrity. One line per breach.
    std::vector<std::string> check();

 private:
    struct insides;
    explicit directories(std::unique_ptr<insides>);
    std::unique_ptr<insides> insides_;
};

}  // namespace scimd::directory
