#include "store/audit_chain.hpp"

#include <array>
#include <limits>

#include "model/secret.hpp"
#include "store/row.hpp"

namespace scimd::store {
namespace {

using name = statement_name;

// Each part with its length before it: no two lists of parts make one text.
void append_part(std::string& text, std::string_view part) {
    text += std::to_string(part.size());
    text += ':';
    text += part;
}

chain_link link_from(queries& ask, name which) {
    rows found = ask.run(which, {});
    if (!found.next()) throw store_failure("the audit log has lost its ends");
    return {found.integer(0), std::string(found.text(1)), instant_at(found, 2)};
}

std::string about(std::int64_t number, std::string_view what) {
    return "audit event " + std::to_string(number) + " " + std::string(what);
}

// The digests of the changes of one event after the other, for somebody who asks in ascending
// order.
class all_changes {
 public:
    explicit all_changes(queries& ask) : found_(ask.run(name::all_audit_changes, {})) {
        there_is_one_ = found_.next();
    }

    // Nothing of an earlier event may be left: it would belong to none.
    std::optional<std::int64_t> of_nobody_before(std::int64_t number) const {
        if (there_is_one_ && found_.integer(0) < number) return found_.integer(0);
        return std::nullopt;
    }
    std::string digests_of(std::int64_t number) {
        std::string digests;
        for (; there_is_one_ && found_.integer(0) == number; there_is_one_ = found_.next())
            digests += digest_of({std::string(found_.text(1)), std::string(found_.text(2))});
        return digests;
    }

 private:
    rows found_;
    bool there_is_one_ = false;
};

}  // namespace

std::string digest_of(const model::audit_change& of) {
    std::string text;
    append_part(text, of.entity);
    append_part(text, of.text);
    return model::sha256(text);
}

std::string digest_of(const model::audit_event& of, std::string_view before,
                      std::string_view change_digests) {
    std::string text;
    append_part(text, before);
    append_part(text, std::to_string(of.number));
    append_part(text, std::to_string(of.at.milliseconds));
    const std::array<std::string_view, 9> parts = {
        of.directory, to_text(of.who), of.from.author_id, of.from.address, of.from.request_id,
        of.operation, of.target,       of.refused,        of.reason};
    for (const std::string_view part : parts) append_part(text, part);
    append_part(text, change_digests);
    return model::sha256(text);
}

chain_link last_link(queries& ask) {
    return link_from(ask, name::last_audit_link);
}
chain_link pruned_link(queries& ask) {
    return link_from(ask, name::pruned_audit_link);
}

std::optional<std::string> broken_link(queries& ask) {
    chain_link before = pruned_link(ask);
    if (before.number > 0) {
        rows told = ask.run(name::is_pruned_until, {before.number});
        if (!told.next()) return about(before.number, "is missing, and no pruning is told of");
    }
    all_changes changes(ask);
    rows found = ask.run(name::all_audit_events, {});
    while (found.next()) {
        const model::audit_event one = audit_event_at(found);
        if (one.number != before.number + 1) return about(before.number + 1, "is missing");
        if (const auto stray = changes.of_nobody_before(one.number))
            return about(*stray, "is missing, and what it changed is there");
        if (one.digest != digest_of(one, before.digest, changes.digests_of(one.number)))
            return about(one.number, "does not say what it said when it was written");
        before = {one.number, one.digest, one.at};
    }
    const chain_link last = last_link(ask);
    if (before.number != last.number) return about(before.number + 1, "is missing");
    if (before.digest != last.digest)
        return about(last.number, "is not the one that was written last");
    if (const auto stray = changes.of_nobody_before(std::numeric_limits<std::int64_t>::max()))
        return about(*stray, "is missing, and what it changed is there");
    return std::nullopt;
}

}  // namespace scimd::store
