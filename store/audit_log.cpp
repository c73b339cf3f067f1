#include "store/audit_log.hpp"

#include "store/row.hpp"
#include "store/values.hpp"

namespace scimd::store {
namespace {

using name = statement_name;

rows run(queries& ask, const audit_filter& of) {
    if (!of.target.empty()) return ask.run(name::audit_events_about, {of.target, of.behind.number});
    if (of.directory.empty()) return ask.run(name::audit_events_of_all, {of.behind.number});
    // Numbers begin with 1: nothing stands before (to, 0) at the time `to` itself.
    const bool goes_on = of.behind.at < of.to.milliseconds;
    return ask.run(name::audit_events_of_directory,
                   {of.directory, of.from.milliseconds, goes_on ? of.behind.at : of.to.milliseconds,
                    goes_on ? of.behind.number : std::int64_t{0}});
}

bool is_asked_for(const model::audit_event& one, const audit_filter& of) {
    return (of.directory.empty() || one.directory == of.directory) && one.at >= of.from &&
           one.at < of.to && (!of.who || one.who == *of.who) &&
           (of.author_id.empty() || one.from.author_id == of.author_id) &&
           (of.operation.empty() || one.operation == of.operation);
}

model::audit_place place_of(const model::audit_event& one) {
    return {one.at.milliseconds, one.number, 0};
}

}  // namespace

found_events audit_events(queries& ask, const audit_filter& of, std::int64_t count) {
    found_events found;
    std::int64_t looks = 0;
    std::optional<model::audit_place> last;
    rows events = run(ask, of);
    while (events.next()) {
        model::audit_event one = audit_event_at(events);
        // One event may have changed an entity twice.
        if (last && last->number == one.number) continue;
        if (looks == audit_looks_max || std::ssize(found.events) == count) {
            found.more_behind = last;
            return found;
        }
        ++looks;
        last = place_of(one);
        if (is_asked_for(one, of)) found.events.push_back(std::move(one));
    }
    return found;
}

std::size_t read_changes(queries& ask, model::audit_event& of, std::int64_t count,
                         std::size_t bytes) {
    std::size_t read = 0;
    {
        rows found = ask.run(name::audit_changes_of_event, {of.number, count});
        while (read <= bytes && found.next()) {
            of.changes.push_back({std::string(found.text(0)), std::string(found.text(1))});
            read += of.changes.back().text.size();
        }
    }
    // Places follow on each other, so that nobody need count them.
    rows counted = ask.run(name::count_audit_changes_of_event, {of.number});
    if (!of.changes.empty() && counted.next()) of.change_count = counted.integer(0);
    return read;
}

found_events audit_history(queries& ask, const std::string& directory, const std::string& entity,
                           const model::audit_place& behind, std::int64_t count,
                           std::size_t bytes) {
    found_events told;
    std::size_t read = 0;
    model::audit_place last;
    rows found = ask.run(name::audit_history, {entity, directory, behind.number, behind.place});
    while (found.next()) {
        if (std::ssize(told.events) == count || read > bytes) {
            told.more_behind = last;
            return told;
        }
        model::audit_event one = audit_event_at(found);
        one.changes.push_back({entity, std::string(found.text(12))});
        one.change_count = 1;
        read += one.changes.front().text.size();
        last = {one.at.milliseconds, one.number, found.integer(13)};
        told.events.push_back(std::move(one));
    }
    return told;
}

}  // namespace scimd::store
