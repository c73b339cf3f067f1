// How much a directory holds (reference, section 2.1), and how much of it differs from what the
// identity provider said: the last is ours.
#include "management/actions.hpp"
#include "management/directory_members.hpp"
#include "management/drift.hpp"

#include <limits>

namespace scimd::management {

namespace json = boost::json;

namespace {

// We have no quota; this is the largest number that every client reads: the SDKs take 32 bits.
constexpr std::int64_t no_quota = std::numeric_limits<std::int32_t>::max();
// Access configurations are CloudSSO's, with nothing to count here: its quota where it is known.
constexpr std::int64_t access_configuration_quota = 1000;
constexpr std::int64_t unknown_quota = 0;

json::object to_json(const directory::directory_drift& found, std::size_t credentials) {
    const model::directory& of = found.directory;
    json::object written = identity_members(of);
    written["UserCount"] = of.users;
    written["UserQuota"] = no_quota;
    written["GroupCount"] = of.groups;
    written["GroupQuota"] = no_quota;
    written["AccessConfigurationCount"] = 0;
    written["AccessConfigurationQuota"] = access_configuration_quota;
    written["AccessAssignmentCount"] = 0;
    written["SystemPolicyPerAccessConfigurationQuota"] = unknown_quota;
    written["InlinePolicyPerAccessConfigurationQuota"] = unknown_quota;
    written["SCIMServerCredentialCount"] = credentials;
    written["InProgressTaskCount"] = 0;
    written["SSOEnabled"] = false;
    written["SCIMSyncEnabled"] = of.synchronization == model::synchronization::enabled;
    add_drift_counts(written, found.counts);
    return written;
}

}  // namespace

directory::awaitable<answer> get_directory_statistics(call asked) {
    const auto credentials = asked.view.list_credentials(asked.where.id);
    if (!credentials) co_return credentials.error();
    const std::size_t count = credentials->size();
    auto found = co_await read_drift(std::move(asked));
    if (!found) co_return found.error();
    co_return json::object{{"DirectoryStatistics", to_json(*found, count)}};
}

}  // namespace scimd::management
