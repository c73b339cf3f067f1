#include "server/dev_house.hpp"

#include <algorithm>
#include <chrono>

#include "model/instant.hpp"
#include "model/random_text.hpp"
#include "model/secret.hpp"

namespace scimd::server {
namespace {

using directory::edit;
using model::author;
using model::result;

const model::directory_id dev_directory = *model::directory_id::from_text("d-000000000dev");
const model::credential_id dev_credential =
    *model::credential_id::from_text("scimcred-00000000000000000dev");
constexpr std::int64_t ten_years = std::chrono::milliseconds(std::chrono::years(10)).count();

result<void> submit(directory::directories& house, directory::change what) {
    const auto outcome = house.submit_and_wait({dev_directory,
                                                author::administrator,
                                                model::now(),
                                                std::move(what),
                                                {"scimd dev", "", model::random_uuid()}});
    if (!outcome) return outcome.error();
    return {};
}

result<void> make_directory(directory::directories& house, const dev& how) {
    model::settings settings;
    for (const auto& [name, value] : how.settings)
        if (auto changed = model::change(settings, name, value); !changed) return changed.error();
    if (auto made = submit(house, directory::create_directory{"dev", settings}); !made)
        return made.error();
    return submit(house, directory::set_synchronization{model::synchronization::enabled});
}

result<void> make_credential(directory::directories& house, directory::view& view,
                             const std::string& token) {
    const model::token_digest digest = model::digest_token(token);
    if (view.find_bearer(digest, model::now())) return {};
    // One of ours with another token, expired or disabled, makes room; others are not touched.
    const auto known = view.list_credentials(dev_directory);
    if (!known) return known.error();
    const bool is_there = std::ranges::any_of(
        *known, [](const model::credential& one) { return one.id == dev_credential; });
    if (is_there)
        if (auto removed = submit(house, directory::delete_credential{dev_credential}); !removed)
            return removed.error();
    return submit(house, directory::create_credential{
                             dev_credential, digest, {model::now().milliseconds + ten_years}});
}

result<void> make_access_key(directory::directories& house, directory::view& view,
                             const dev_credentials& known) {
    if (const auto found = view.find_access_key(known.access_key_id)) {
        const auto secret = house.sealing_key().open(found->sealed_secret);
        const bool may_all = found->enabled && !found->read_only && !found->directories;
        if (may_all && secret && *secret == known.access_key_secret) return {};
        if (auto removed = submit(house, directory::delete_access_key{known.access_key_id});
            !removed)
            return removed.error();
    }
    return submit(house,
                  directory::create_access_key{known.access_key_id,
                                               house.sealing_key().seal(known.access_key_secret)});
}

}  // namespace

result<void> furnish_dev_house(directory::directories& house, const dev& how) {
    directory::view view = house.open_view();
    if (!view.find_directory(dev_directory))
        if (auto made = make_directory(house, how); !made) return made.error();
    if (auto made = make_credential(house, view, how.credentials.token); !made) return made.error();
    return make_access_key(house, view, how.credentials);
}

std::string dev_announcement(const std::string& base_url, const dev& how) {
    return "scimd is ready (a server for development: its credentials are known to everybody who "
           "can read this)\n"
           "  SCIM endpoint        " +
           base_url +
           "/scim/v2\n"
           "  SCIM token           " +
           how.credentials.token +
           "\n"
           "  management endpoint  " +
           base_url +
           "/\n"
           "  access key           " +
           how.credentials.access_key_id +
           "\n"
           "  access key secret    " +
           how.credentials.access_key_secret +
           "\n"
           "  directory            " +
           dev_directory.text() +
           "\n"
           "Try:\n"
           "  curl -H 'Authorization: Bearer " +
           how.credentials.token + "' '" + base_url + "/scim/v2/Users'\n";
}

}  // namespace scimd::server
