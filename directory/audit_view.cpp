// A view's reads of the audit log.
#include "directory/laws.hpp"
#include "directory/view.hpp"
#include "store/audit_log.hpp"

namespace scimd::directory {
namespace {

store::audit_filter filter_from(const audit_query& query) {
    store::audit_filter made;
    if (query.where) made.directory = query.where->text();
    made.target = query.target;
    made.who = query.who;
    made.author_id = query.author_id;
    made.operation = query.operation;
    if (query.from) made.from = *query.from;
    if (query.to) made.to = *query.to;
    made.behind = query.after.value_or(store::newest_of_all);
    return made;
}

}  // namespace

audit_page view::list_audit_events(const audit_query& query) {
    const store::snapshot moment = insides_->now();
    store::queries& ask = moment->ask();
    auto found = store::audit_events(ask, filter_from(query), query.count);
    audit_page page;
    page.next = found.more_behind;
    std::size_t bytes = 0;
    for (model::audit_event& one : found.events) {
        if (bytes > audit_page_bytes_max) {
            page.next = {page.events.back().at.milliseconds, page.events.back().number, 0};
            return page;
        }
        bytes += store::read_changes(ask, one, listed_changes_max, audit_page_bytes_max - bytes);
        page.events.push_back(std::move(one));
    }
    return page;
}

audit_page view::list_history(const model::directory_id& where, const std::string& entity_id,
                              const std::optional<model::audit_place>& after, std::int64_t count) {
    auto told =
        store::audit_history(insides_->now()->ask(), where.text(), entity_id,
                             after.value_or(store::newest_of_all), count, audit_page_bytes_max);
    return {std::move(told.events), told.more_behind};
}

std::vector<std::string> view::broken_laws() {
    const store::snapshot moment = insides_->now();
    return check_laws(moment->ask());
}

}  // namespace scimd::directory
