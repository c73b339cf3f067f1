// The transaction and its edits, and the audit log that each of them leaves: a write and its event
// are kept or dropped together, so that neither exists without the other.
#include "store/audit_log.hpp"
#include "store/tables.hpp"
#include "store/values.hpp"

namespace scimd::store {
namespace {

using name = statement_name;
using policy::permit;

// What a rollback writes is told as it goes: its journal shall not grow with the drift.
constexpr std::size_t journal_entries_max = 1000;
constexpr std::size_t journal_bytes_max = 8UL * 1024 * 1024;

// Taken out of the log in one edit, unless a single event has more.
constexpr std::int64_t pruned_changes_max = 10'000;

// Longer than an edit waits for those before it; what is older comes from another clock.
constexpr std::int64_t waits_milliseconds_max = 60'000;

}  // namespace

void tables::begin(kept_apart how) {
    kept_apart_ = how;
    is_spoiled_ = false;
    edits_.clear();
    forget_untold();
    has_administered_ = false;
    population_.forget();
    queries_.execute(name::begin_write);
    if (committed_ >= 0) return;
    chain_ = last_link(queries_);
    committed_ = chain_.number;
}

void tables::commit() {
    population_.write(queries_);
    if (chain_.number != committed_)
        queries_.execute(name::set_last_audit_link, {chain_.number, blob{chain_.digest}});
    queries_.execute(name::commit);
    committed_ = chain_.number;
}

void tables::rollback() {
    committed_ = -1;
    population_.forget();
    forget_directories();
    queries_.execute(name::rollback);
}

void tables::rollback_after_failure() noexcept {
    try {
        rollback();
    } catch (const store_failure&) {
        return;  // SQLite had rolled back by itself already
    }
}

void tables::begin_edit() {
    ++edit_;
    population_.begin_edit();
    edits_.push_back({chain_, queries_.changes_so_far()});
    if (kept_apart_ == kept_apart::by_savepoints) queries_.execute(name::savepoint);
}

void tables::keep_edit() {
    if (!journal_.empty() || changes_written_ != 0)
        throw store_failure("an edit wrote what no audit event tells");
    if (kept_apart_ == kept_apart::by_savepoints) queries_.execute(name::release_savepoint);
    edits_.pop_back();
    population_.keep_edit();
}

void tables::drop_edit() {
    // First what is remembered: SQLite may have rolled back all of it already, and have no
    // savepoint to go back to.
    forget_untold();
    forget_directories();
    beginning before = std::move(edits_.back());
    edits_.pop_back();
    population_.drop_edit();
    chain_ = std::move(before.chain);
    if (kept_apart_ == kept_apart::by_repetition) {
        is_spoiled_ = is_spoiled_ || queries_.changes_so_far() != before.changes;
        return;
    }
    queries_.execute(name::rollback_to_savepoint);
    queries_.execute(name::release_savepoint);
}

// SQLite may have rolled back the transaction by itself: only a savepoint that is there tells.
void tables::drop_failed_edit() {
    if (kept_apart_ == kept_apart::by_repetition) is_spoiled_ = true;
    drop_edit();
}

void tables::forget_untold() {
    journal_.clear();
    change_digests_.clear();
    changes_written_ = 0;
}

// The first place is the headline's.
void tables::write_change(const model::audit_change& one) {
    ++changes_written_;
    if (changes_written_ == audit_changes_max)
        throw store_failure("an edit changes more than the audit log can tell of one event");
    queries_.execute(name::insert_audit_change,
                     {chain_.number + 1, changes_written_, one.entity, one.text});
    change_digests_ += digest_of(one);
}

void tables::write_headline(const model::audit_change& one) {
    queries_.execute(name::insert_audit_change,
                     {chain_.number + 1, std::int64_t{0}, one.entity, one.text});
    change_digests_.insert(0, digest_of(one));
}

void tables::write_changes() {
    for (const model::audit_change& one : journal_.take()) write_change(one);
}

void tables::spill_journal() {
    if (journal_.size() >= journal_entries_max || journal_.bytes() >= journal_bytes_max)
        write_changes();
}

// Events stand in the order of their commits, by time too: what waited while another was written is
// not told as having come before it. A clock that was set back is believed all the same.
model::instant tables::time_of(model::instant asked) const {
    const std::int64_t behind = chain_.at.milliseconds - asked.milliseconds;
    return behind > 0 && behind <= waits_milliseconds_max ? chain_.at : asked;
}

void tables::record(model::audit_event of) {
    of.number = chain_.number + 1;
    of.at = time_of(of.at);
    write_changes();
    if (const auto headline = journal_.take_headline()) write_headline(*headline);
    // Who is refused has changed nothing, and is found by what it was about all the same.
    if (change_digests_.empty() && !of.target.empty()) write_change({of.target, {}});
    of.digest = digest_of(of, chain_.digest, change_digests_);
    queries_.execute(name::insert_audit_event,
                     {of.number, of.at.milliseconds, of.directory, number_of(of.who),
                      of.from.author_id, of.from.address, of.from.request_id, of.operation,
                      of.target, of.refused, of.reason, blob{of.digest}});
    chain_ = {of.number, std::move(of.digest), of.at};
    forget_untold();
}

// The event that the oldest change behind so many others belongs to.
std::int64_t tables::event_behind_changes(std::int64_t count) {
    rows found = queries_.run(name::event_of_oldest_change_behind, {count});
    return found.next() ? found.integer(0) : audit_events_max;
}

std::int64_t tables::prune_audit(const permit& by, model::instant before, std::int64_t at_most) {
    check(by);
    const chain_link pruned = pruned_link(queries_);
    // The oldest stay in one piece: where one must stay, all behind it do.
    std::int64_t until = pruned.number;
    std::string digest;
    const std::int64_t too_far = event_behind_changes(pruned_changes_max);
    {
        rows found = queries_.run(name::oldest_audit_events, {at_most});
        while (found.next() && found.integer(1) < before.milliseconds &&
               (until == pruned.number || found.integer(0) < too_far)) {
            until = found.integer(0);
            digest = found.text(2);
        }
    }
    if (until == pruned.number) return 0;
    queries_.execute(name::prune_audit_changes, {until});
    queries_.execute(name::prune_audit_events, {until});
    queries_.execute(name::set_pruned_audit_link, {until, blob{digest}});
    journal_.changed({"AuditLog", "audit-log", {}},
                     R"({"PrunedUntil":)" + std::to_string(pruned.number) + "}",
                     R"({"PrunedUntil":)" + std::to_string(until) + "}");
    return until - pruned.number;
}

}  // namespace scimd::store
