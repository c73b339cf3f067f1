// Bulk (RFC 7644 §3.7) inside one transaction: it sees one state of the switch, and one COMMIT
// makes all of it durable. Each step is an edit of its own inside the bulk's, so that what fails
// leaves no trace (Law 6) and what does not goes on.
#include <algorithm>
#include <map>

#include "directory/apply.hpp"
#include "directory/audit.hpp"
#include "scim/bulk.hpp"

namespace scimd::directory {
namespace {

using model::errc;
using model::refusal;
using model::result;

// Ids that were given to new resources, and whose the resource turned out to be: a manual entity
// that was taken over keeps its own.
using taken_over = std::map<std::string, std::string, std::less<>>;

// Replaces the ids in a step by those that are known by now.
struct correction {
    const taken_over& known;

    void correct(std::string& id) const {
        if (const auto found = known.find(id); found != known.end()) id = found->second;
    }
    template <class Id>
    void correct(Id& id) const {
        if (const auto found = known.find(id.text()); found != known.end())
            if (const auto now = Id::from_text(found->second)) id = *now;
    }
    void correct(boost::json::value& in) const {
        scim::each_text(in, [this](boost::json::string& text) {
            if (const auto found = known.find(text); found != known.end()) text = found->second;
        });
    }
    void correct(scim::document& in) const {
        for (auto& member : in.attributes) correct(member.value());
    }
    void correct(scim::patch& in) const {
        for (scim::patch_operation& one : in.operations) {
            correct(one.value);
            correct(one.where);
            for (boost::json::value& listed : one.listed) correct(listed);
        }
    }
    void correct(std::vector<scim::member_step>& steps) const {
        for (scim::member_step& step : steps) {
            for (scim::pushed_member& one : step.members) correct(one.value);
            correct(step.where);
        }
    }
    void correct(std::optional<scim::filter>& where) const {
        if (where) where = scim::with_texts(*where, [this](std::string& id) { correct(id); });
    }

    template <class Change>
    void operator()(Change& step) const {
        correct(step.id);
        if constexpr (requires { step.document; }) correct(step.document);
        if constexpr (requires { step.patch; }) correct(step.patch);
        if constexpr (requires { step.members; }) correct(step.members);
    }
};

bool is_about_a_group(const bulk_change& what) {
    return std::holds_alternative<create_group>(what) ||
           std::holds_alternative<replace_group>(what) ||
           std::holds_alternative<patch_group>(what) || std::holds_alternative<delete_group>(what);
}

// The id that a step was given for what it makes; empty when it makes nothing.
std::string planned_id(const bulk_change& what) {
    if (const auto* user = std::get_if<create_user>(&what)) return user->id.text();
    if (const auto* group = std::get_if<create_group>(&what)) return group->id.text();
    return {};
}

version_of_entity left_behind(const receipt& from) {
    if (const auto* user = std::get_if<model::user>(&from.left))
        return {user->id.text(), user->version};
    const auto& group = std::get<model::group>(from.left);
    return {group.id.text(), group.version};
}

// An edit inside the bulk's: dropped unless it is kept, whatever is thrown meanwhile, for the
// commit queue knows of one edit only.
class nested_edit {
 public:
    explicit nested_edit(store::tables& in) : tables_(in) { tables_.begin_edit(); }
    nested_edit(const nested_edit&) = delete;
    nested_edit& operator=(const nested_edit&) = delete;
    ~nested_edit() {
        try {
            if (!kept_) tables_.drop_edit();
        } catch (const store::store_failure&) {
            return;  // the transaction is lost already: its COMMIT will fail and say so
        }
    }
    void keep() {
        tables_.keep_edit();
        kept_ = true;
    }

 private:
    store::tables& tables_;
    bool kept_ = false;
};

class bulk_run {
 public:
    bulk_run(const applying& now, const bulk& what)
        : now_(now), what_(what), outcomes_(what.steps.size()) {}

    bulk_outcomes run() {
        for (const auto& batch : what_.batches) {
            if (what_.fail_on_errors && errors_ >= *what_.fail_on_errors) break;
            is_circle(batch) ? run_circle(batch) : run_alone(batch.front());
            for (const std::size_t step : batch) errors_ += std::int64_t{has_failed(step)};
        }
        // Last, because what a circle that failed had told is dropped with it.
        for (std::size_t step = 0; step < outcomes_.size(); ++step)
            if (has_failed(step))
                record_refused(now_.tables, now_.by, what_.steps[step], outcomes_[step]->error());
        return std::move(outcomes_);
    }

 private:
    bool has_failed(std::size_t step) const { return outcomes_[step] && !*outcomes_[step]; }

    bool is_circle(const std::vector<std::size_t>& batch) const {
        const auto& needs = what_.steps[batch.front()].needs;
        return batch.size() > 1 || std::ranges::find(needs, batch.front()) != needs.end();
    }

    void run_alone(std::size_t step) {
        outcomes_[step] = needs_failed(step) ? unresolved() : attempt(step);
    }

    // The steps of a circle refer to resources that are not there yet. For users that is no more
    // than a manager's id, known beforehand; groups would contain themselves, which no group may.
    void run_circle(const std::vector<std::size_t>& circle) {
        const bool hopeless = std::ranges::any_of(circle, [this](std::size_t step) {
            const auto& what = what_.steps[step].what;
            return !what || is_about_a_group(*what) || needs_failed(step);
        });
        if (hopeless) {
            for (const std::size_t step : circle)
                outcomes_[step] = what_.steps[step].what ? unresolved() : attempt(step);
            return;
        }
        // Who is taken over keeps an id that the others learn only then: once more, knowing it.
        std::size_t known = 0;
        do {
            known = taken_over_.size();
            run_as_one(circle, known);
        } while (taken_over_.size() != known);
    }

    // All or none; none too when a take-over came to light.
    void run_as_one(const std::vector<std::size_t>& circle, std::size_t known) {
        nested_edit together(now_.tables);
        bool failed = false;
        for (const std::size_t step : circle) {
            outcomes_[step] = failed ? unresolved() : attempt(step);
            failed = failed || has_failed(step);
        }
        if (!failed && taken_over_.size() == known) return together.keep();
        for (const std::size_t step : circle)
            if (failed && !has_failed(step)) outcomes_[step] = unresolved();
    }

    result<version_of_entity> attempt(std::size_t step) {
        const auto& what = what_.steps[step].what;
        if (!what) return what.error();
        bulk_change change = *what;
        if (!taken_over_.empty()) std::visit(correction{taken_over_}, change);
        const auto outcome = apply_apart(change);
        if (!outcome) return outcome.error();
        version_of_entity made = left_behind(*outcome);
        if (const std::string planned = planned_id(change); !planned.empty() && planned != made.id)
            taken_over_[planned] = made.id;
        return made;
    }

    result<receipt> apply_apart(const bulk_change& change) {
        nested_edit step(now_.tables);
        auto outcome = std::visit(
            [this](const auto& what) {
                if constexpr (requires { apply_to_users(now_, what); })
                    return apply_to_users(now_, what);
                else
                    return apply_to_groups(now_, what);
            },
            change);
        if (!outcome) return outcome;
        if (outcome->changed) record_accepted(now_.tables, now_.by, change, *outcome);
        step.keep();
        return outcome;
    }

    bool needs_failed(std::size_t step) const {
        return std::ranges::any_of(what_.steps[step].needs,
                                   [this](std::size_t needed) { return has_failed(needed); });
    }

    static model::fault unresolved() {
        return refusal(errc::unresolved_reference,
                       "A bulkId that this operation refers to stands for nothing: what it names "
                       "could not be made, or the operations refer to one another in a circle that "
                       "cannot be resolved.");
    }

    const applying& now_;
    const bulk& what_;
    bulk_outcomes outcomes_;
    taken_over taken_over_;
    std::int64_t errors_ = 0;
};

}  // namespace

result<receipt> apply_to_directory(const applying& now, const bulk& what) {
    // While Disabled the request is refused whole (synchronization.md, "Settled corners").
    if (auto may = now.judge(policy::verb::change, policy::entity_kind::none, std::nullopt); !may)
        return may.error();
    return receipt{bulk_run(now, what).run()};
}

}  // namespace scimd::directory
