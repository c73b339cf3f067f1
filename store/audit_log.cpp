#include "store/audit_log.hpp"

#include "store/row.hpp"
#include "store/values.hpp"

namespace scimd::store {
namespace {

using name = statement_name;

value author_value(const std::optional<model::author>& who) {
    return who ? value(number_of(*who)) : value(nullptr);
}

rows run(queries& ask, const audit_filter& of, std::int64_t count) {
    if (!of.target.empty())
        return ask.run(
            name::audit_events_about,
            {of.target, of.behind.number, of.directory, of.from.milliseconds, of.to.milliseconds,
             author_value(of.who), of.author_id, of.operation, count});
    if (of.directory.empty())
        return ask.run(name::audit_events_of_all,
                       {of.from.milliseconds, of.to.milliseconds, of.behind.number,
                        author_value(of.who), of.author_id, of.operation, count});
    // Numbers begin with 1: nothing stands before (to, 0) at the time `to` itself.
    const bool goes_on = of.behind.at < of.to.milliseconds;
    return ask.run(name::audit_events_of_directory,
                   {of.directory, of.from.milliseconds, goes_on ? of.behind.at : of.to.milliseconds,
                    goes_on ? of.behind.number : std::int64_t{0}, author_value(of.who),
                    of.author_id, of.operation, count});
}

}  // namespace

std::vector<model::audit_event> audit_events(queries& ask, const audit_filter& of,
                                             std::int64_t count) {
    std::vector<model::audit_event> events;
    rows found = run(ask, of, count);
    while (found.next()) events.push_back(audit_event_at(found));
    return events;
}

void read_changes(queries& ask, model::audit_event& of, std::int64_t count) {
    {
        rows found = ask.run(name::audit_changes_of_event, {of.number, count});
        while (found.next())
            of.changes.push_back({std::string(found.text(0)), std::string(found.text(1))});
    }
    of.change_count = static_cast<std::int64_t>(of.changes.size());
    if (of.change_count < count) return;
    rows counted = ask.run(name::count_audit_changes_of_event, {of.number});
    if (counted.next()) of.change_count = counted.integer(0);
}

std::vector<told_change> audit_history(queries& ask, const std::string& directory,
                                       const std::string& entity, const audit_place& behind,
                                       std::int64_t count) {
    std::vector<told_change> told;
    rows found =
        ask.run(name::audit_history, {entity, directory, behind.number, behind.place, count});
    while (found.next()) {
        told_change one{audit_event_at(found), found.integer(13)};
        one.event.changes.push_back({entity, std::string(found.text(12))});
        one.event.change_count = 1;
        told.push_back(std::move(one));
    }
    return told;
}

}  // namespace scimd::store
