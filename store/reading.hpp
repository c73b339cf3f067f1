// Reads of one session. Whoever needs several of them to speak of one moment wraps them in a
// `snapshot`.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "model/entity.hpp"
#include "model/preferences.hpp"
#include "model/secret.hpp"
#include "model/tag.hpp"
#include "store/filter_sql.hpp"
#include "store/queries.hpp"
#include "store/read_transaction.hpp"
#include "store/sort_sql.hpp"

namespace scimd::store {

struct found_bearer {
    model::credential credential;
    model::directory directory;
};

// Names and where to go on, for the management actions' pages.
struct name_range {
    std::string equals;       // a comparison key; empty: any
    std::string starts_with;  // likewise
    std::optional<model::provision> provision;
    std::optional<bool> active;
    std::vector<model::tag_condition> tags;  // of users: all of them
};

class reading {
 public:
    // With `commits`, its read transactions are held from one snapshot to the next while nothing
    // is committed: whoever gives them lets go in time.
    explicit reading(session& on, const commits* told = nullptr)
        : queries_(on), transaction_(queries_, told) {}

    std::optional<found_bearer> find_bearer(const model::token_digest&);
    std::optional<model::directory> find_directory(const model::directory_id&);
    std::optional<model::directory> find_directory_by_name(std::string_view);
    std::vector<model::directory> list_directories();
    std::optional<model::credential> find_credential(const model::directory&,
                                                     const model::credential_id&);
    std::vector<model::credential> list_credentials(const model::directory&);
    std::optional<model::access_key> find_access_key(std::string_view id);
    std::vector<model::access_key> list_access_keys();

    std::optional<model::user> find_user(const model::directory&, const model::user_id&);
    std::optional<model::user> find_user_by_name(const model::directory&,
                                                 std::string_view name_key);
    std::vector<model::joined_group> groups_of_user(std::int64_t user_key);
    // Whether a user other than `but` has this e-mail (a comparison key).
    bool has_email(const model::directory&, std::string_view email_key, std::int64_t but);

    std::optional<model::group> find_group(const model::directory&, const model::group_id&);
    std::vector<model::group> find_groups_by_name(const model::directory&,
                                                  std::string_view name_key);

    // Who an id stands for: a user, a group, or a stranger who is a member of some group already.
    std::optional<model::member_key> find_member(const model::directory&, std::string_view id);
    // What a member of any group would be shown as.
    model::member describe_member(model::member_key);
    bool is_member(std::int64_t group_key, model::member_key);
    std::vector<model::member_key> member_keys(std::int64_t group_key);
    void each_member(std::int64_t group_key,
                     const std::function<void(const model::member&, model::member_key)>&);
    bool is_in_a_group(model::member_key);
    std::vector<model::group> groups_with_member(model::member_key);
    // The group itself and every group that contains it, directly or by way of others.
    std::unordered_set<std::int64_t> groups_around(std::int64_t group_key);

    // Lists in creation order. `where` is a filter's text ("" for none), see filter_sql.hpp.
    // Without one, a page costs the same at any depth.
    void page_of_users(const model::directory&, const fragment& where, std::int64_t offset,
                       std::int64_t count, const std::function<void(model::user&&)>&);
    std::vector<model::group> page_of_groups(const model::directory&, const fragment& where,
                                             std::int64_t offset, std::int64_t count);
    // The key of the one who stands behind so many others of the directory; nothing when there are
    // not that many.
    std::optional<std::int64_t> key_behind(const model::directory&, model::member_kind,
                                           std::int64_t others);
    std::int64_t count_users(const model::directory&, const fragment& where);
    std::int64_t count_groups(const model::directory&, const fragment& where);

    // The places of a list, to be followed one by one: of one part in the order of creation, or of
    // all parts sorted (sort_sql.hpp). Without sorting places have no value.
    std::vector<scim::position> created_places(const model::directory&, const list_part&,
                                               std::int64_t after, std::int64_t offset,
                                               std::int64_t count);
    std::vector<scim::position> sorted_places(const model::directory&,
                                              const std::vector<list_part>&, const sorted_range&);
    // By the key of a place that was read in the same snapshot: throws when it is not there.
    model::user user_with_key(std::int64_t);
    model::group group_with_key(std::int64_t);

    // The pages of the management actions (management_pages.cpp).
    std::vector<model::user> users_after(const model::directory&, const name_range&,
                                         std::int64_t after, std::int64_t count);
    std::int64_t count_users(const model::directory&, const name_range&);
    std::vector<model::group> groups_after(const model::directory&, const name_range&,
                                           std::int64_t after, std::int64_t count);
    std::int64_t count_groups(const model::directory&, const name_range&);
    struct joined_user {
        model::user user;
        model::instant joined;
    };
    std::vector<joined_user> members_after(std::int64_t group_key, std::int64_t after,
                                           std::int64_t count);
    std::int64_t count_user_members(std::int64_t group_key);
    // The groups a user is a direct member of.
    struct joined_group {
        model::group group;
        model::instant joined;
    };
    std::vector<joined_group> joined_groups_after(std::int64_t user_key, std::int64_t after,
                                                  std::int64_t count);
    std::int64_t count_joined_groups(std::int64_t user_key);

    // What belongs to a user, to a directory or to the house beside all that (preferences.cpp).
    // Of several users with this externalId the one who was created first.
    std::optional<model::user_id> find_user_by_external_id(const model::directory&,
                                                           std::string_view external_id);
    std::vector<model::tag> tags_of(std::int64_t user_key);  // in the order of their keys
    bool has_mfa(std::int64_t user_key);                     // UserMFAAuthenticationSettings
    // Digests, the latest first: of the password there is and of those before it.
    std::vector<std::string> last_passwords(std::int64_t user_key, std::int64_t count);
    model::preferences find_preferences(const model::directory&);
    bool is_service_enabled();

    queries& ask() { return queries_; }
    read_transaction& transaction() { return transaction_; }

 protected:
    queries queries_;

 private:
    read_transaction transaction_;
};

// Everything read while it lives is of one moment.
class snapshot {
 public:
    explicit snapshot(reading& of) : of_(of) { of_.transaction().enter(); }
    snapshot(const snapshot&) = delete;
    snapshot& operator=(const snapshot&) = delete;
    ~snapshot() { of_.transaction().leave(); }

    reading& operator*() const { return of_; }
    reading* operator->() const { return &of_; }

 private:
    reading& of_;
};

}  // namespace scimd::store
