#include "directory/directories.hpp"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <future>
#include <mutex>

#include "directory/apply.hpp"
#include "directory/audit.hpp"
#include "directory/laws.hpp"
#include "directory/nonce_keeper.hpp"
#include "directory/on_pool.hpp"
#include "directory/view.hpp"
#include "store/commit_queue.hpp"
#include "store/data_folder.hpp"
#include "store/engine.hpp"
#include "store/filter_index.hpp"
#include "store/give_way.hpp"

namespace scimd::directory {
namespace {

namespace asio = boost::asio;
using model::result;

using clock = std::chrono::steady_clock;

constexpr std::size_t scan_threads = 2;

using queue = store::commit_queue<edit, receipt>;

// Broken promises and broken disks: rare, and said where whoever started us will see it.
void log_failure(std::string_view what) {
    const std::string line = "scimd: " + std::string(what) + "\n";
    std::fputs(line.c_str(), stderr);
}

}  // namespace

struct directories::insides {
    insides(store::data_folder opened, store::engine with, const scim::catalogues& schemas)
        : folder(std::move(opened)),
          engine(std::move(with)),
          catalogues(schemas),
          key(folder.key()),
          page_key(key.derive("pages")),
          edits(engine.open_writer(), engine.open_checkpointer(), schemas,
                {&apply, &record_refused}, {queued_edits_max}, &log_failure) {
        for (std::size_t i = 0; i < scan_threads; ++i) add_scan_view();
    }

    void add_scan_view() {
        idle_views.push_back(std::make_unique<view::insides>(engine.open_reader(), catalogues));
        scan_sessions.push_back(idle_views.back()->session.get());
    }

    // A view of the scan pool's for as long as one piece of work takes; there are as many as
    // threads.
    std::unique_ptr<view::insides> take_idle_view() {
        const std::lock_guard lock(scan_mutex);
        auto taken = std::move(idle_views.back());
        idle_views.pop_back();
        taken->session->stop_at(stopping ? clock::time_point::min() : clock::now() + scan_time_max);
        return taken;
    }
    void give_back(std::unique_ptr<view::insides> used) {
        const std::lock_guard lock(scan_mutex);
        idle_views.push_back(std::move(used));
    }
    // Scans that run stop, those that wait end as soon as they begin: nobody is left to read the
    // answer.
    void stop_scans() {
        const std::lock_guard lock(scan_mutex);
        stopping = true;
        for (store::session* one : scan_sessions) one->stop_at(clock::time_point::min());
    }

    store::data_folder folder;
    store::engine engine;
    const scim::catalogues& catalogues;
    model::sealing_key key;
    model::sealing_key page_key;
    std::mutex scan_mutex;
    std::vector<std::unique_ptr<view::insides>> idle_views;
    std::vector<store::session*> scan_sessions;  // of all those views, idle or not
    bool stopping = false;
    std::atomic<std::size_t> scans_begun = 0;  // waiting or running
    queue edits;
    asio::thread_pool scans{scan_threads};
    std::atomic<std::size_t> digests_begun = 0;
    asio::thread_pool digests{1};
};

namespace {

// Another key in its place would be noticed by whoever calls first, and as a mystery.
result<void> check_sealing_key(const store::data_folder& folder, const store::engine& engine) {
    const model::sealing_key key(folder.key());
    const auto session = engine.open_reader();
    for (const model::access_key& one : store::reading(*session).list_access_keys())
        if (!key.open(one.sealed_secret))
            return model::refusal(model::errc::internal,
                                  "scimd.key is not the key that the access key " + one.id +
                                      " was sealed with: put the one of this data folder back");
    return {};
}

}  // namespace

result<std::unique_ptr<directories>> directories::open(const options& chosen,
                                                       const scim::catalogues& schemas) try {
    auto folder = store::data_folder::open(chosen.data, chosen.must_exist);
    if (!folder) return folder.error();
    auto engine = store::engine::open(*folder);
    if (!engine) return engine.error();
    if (auto fits = check_sealing_key(*folder, *engine); !fits) return fits.error();
    if (!chosen.keep_index)
        if (auto fresh = store::refresh_unique_values(*engine->open_writer(), schemas); !fresh)
            return fresh.error();
    return std::unique_ptr<directories>(new directories(
        std::make_unique<insides>(std::move(*folder), std::move(*engine), schemas)));
} catch (const store::store_failure& failure) {
    return model::refusal(model::errc::internal,
                          "cannot open the store in " + chosen.data + ": " + failure.what());
}

namespace {

// One of the passwords that are waited for, as long as it is.
struct turn {
    explicit turn(std::atomic<std::size_t>& of)
        : begun(of), is_had(of.fetch_add(1) < digests_max) {}
    ~turn() { begun.fetch_sub(1); }
    turn(const turn&) = delete;
    turn& operator=(const turn&) = delete;

    std::atomic<std::size_t>& begun;
    const bool is_had;
};

model::fault too_many_passwords() {
    return model::refusal(
        model::errc::busy,
        "The server has more passwords waiting than it takes on; try again in a moment.");
}

}  // namespace

directories::directories(std::unique_ptr<insides> made) : insides_(std::move(made)) {}

directories::~directories() {
    insides_->stop_scans();
    insides_->scans.join();
    insides_->digests.join();
}

awaitable<result<receipt>> directories::submit(edit what) {
    result<receipt> outcome = co_await insides_->edits.async_commit(std::move(what), use_awaitable);
    co_return outcome;
}

result<receipt> directories::submit_and_wait(edit what) {
    std::promise<result<receipt>> told;
    auto tell = [&told](result<receipt> outcome) { told.set_value(std::move(outcome)); };
    insides_->edits.async_commit(std::move(what), tell);
    return told.get_future().get();
}

view directories::open_view() {
    return view(
        std::make_unique<view::insides>(insides_->engine.open_reader(), insides_->catalogues));
}

view directories::open_lasting_view() {
    return view(std::make_unique<view::insides>(insides_->engine.open_reader(),
                                                insides_->catalogues, &insides_->edits.commits()));
}

awaitable<result<void>> directories::scan(std::function<void(view&)> work) {
    insides& in = *insides_;
    if (in.scans_begun.fetch_add(1) >= scans_max) {
        in.scans_begun.fetch_sub(1);
        co_return model::refusal(
            model::errc::busy,
            "The server has more slow searches waiting than it takes on; try again in a moment.");
    }
    std::exception_ptr failure;
    bool too_late = false;
    auto run = [&in, &failure, &too_late, &work] {
        store::give_way();
        view borrowed(in.take_idle_view());
        try {
            work(borrowed);
        } catch (const store::store_interrupted&) {
            too_late = true;
        } catch (...) {
            failure = std::current_exception();
        }
        in.give_back(std::move(borrowed.insides_));
        in.scans_begun.fetch_sub(1);
    };
    co_await run_on(in.scans, run);
    if (failure) std::rethrow_exception(failure);
    if (too_late)
        co_return model::refusal(
            model::errc::too_many,
            "This search looks at more than can be read in time. Make the filter narrower: "
            "userName, externalId, emails.value, id, what a schema calls unique, and a group's "
            "displayName and members.value are indexed.");
    co_return result<void>();
}

awaitable<result<std::string>> directories::digest(model::password clear) {
    const turn mine(insides_->digests_begun);
    if (!mine.is_had) co_return too_many_passwords();
    std::string digest;
    auto run = [&digest, &clear] { digest = clear.digest(); };
    co_await run_on(insides_->digests, run);
    co_return digest;
}

// One turn for each digest: who compares many lets the others in between.
awaitable<result<bool>> directories::is_one_of(model::password clear,
                                               std::vector<std::string> digests) {
    const turn mine(insides_->digests_begun);
    if (!mine.is_had) co_return too_many_passwords();
    bool found = false;
    for (const std::string& one : digests) {
        auto run = [&found, &clear, &one] { found = clear.is(one); };
        co_await run_on(insides_->digests, run);
        if (found) break;
    }
    co_return found;
}

result<std::unique_ptr<nonce_keeper>> directories::open_nonce_keeper(model::instant now) {
    return nonce_keeper::open(insides_->folder, now);
}

const model::sealing_key& directories::sealing_key() const {
    return insides_->key;
}

const model::sealing_key& directories::page_key() const {
    return insides_->page_key;
}

const scim::catalogue& directories::catalogue(const model::directory_id& of) const {
    return insides_->catalogues.of(of);
}

const scim::catalogue& directories::catalogue() const {
    return insides_->catalogues.common();
}

std::vector<std::string> directories::check() {
    const auto session = insides_->engine.open_reader();
    return check_everything(*session);
}

result<void> check_filter(const scim::filter& filter, const scim::resource_type& type) {
    const auto made = store::to_sql(filter, type);
    if (!made) return made.error();
    return {};
}

bool may_take_long(const scim_query& query, const scim::resource_type& type) {
    if (query.sort_by) return true;
    return query.filter != nullptr && !store::finds_few(*query.filter, type);
}

// All that match are counted: what is not led to by a whole name may be many.
bool may_take_long(const management_query& query) {
    const bool is_filtered =
        !query.name_starts_with.empty() || query.provision || query.active || !query.tags.empty();
    return is_filtered && query.name_equals.empty();
}

bool may_take_long(const root_query& query, const scim::catalogue& schemas) {
    scim_query groups = static_cast<const scim_query&>(query);  // what the two have in common
    groups.filter = query.groups_filter;
    groups.sort_by = query.groups_sort_by;
    return may_take_long(query, schemas.user()) || may_take_long(groups, schemas.group());
}

}  // namespace scimd::directory
