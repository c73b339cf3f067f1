#include "store/population.hpp"

#include "store/values.hpp"

namespace scimd::store {
namespace {

using name = statement_name;

}  // namespace

void population::count(std::int64_t directory_key, model::member_key who, std::int64_t by) {
    const change made{directory_key, who, by};
    add(made);
    changes_.push_back(made);
}

void population::add(const change& made) {
    for (int level = 0; level <= block_levels; ++level) {
        const std::int64_t block = level == 0 ? 0 : made.who.key >> (block_bits * level);
        counts_[{made.directory, made.who.kind, level, block}] += made.by;
    }
}

void population::keep_edit() {
    began_.pop_back();
    if (began_.empty()) changes_.clear();
}

void population::drop_edit() {
    for (; changes_.size() > began_.back(); changes_.pop_back()) {
        change undone = changes_.back();
        undone.by = -undone.by;
        add(undone);
    }
    began_.pop_back();
}

std::int64_t population::unwritten(std::int64_t directory_key, model::member_kind kind) const {
    const auto found = counts_.find({directory_key, kind, 0, 0});
    return found == counts_.end() ? 0 : found->second;
}

void population::write(queries& ask) {
    for (const auto& [of, more] : counts_) {
        if (more == 0) continue;
        const std::int64_t kind = number_of(of.kind);
        if (of.level == 0) {
            const bool users = of.kind == model::member_kind::user;
            ask.execute(users ? name::count_users : name::count_groups, {of.directory, more});
            continue;
        }
        // No upsert: that one makes a table of its own at every call.
        if (ask.execute(name::count_block, {of.directory, kind, of.level, of.block, more}) == 0)
            ask.execute(name::insert_block, {of.directory, kind, of.level, of.block, more});
        if (more < 0)
            ask.execute(name::forget_empty_block, {of.directory, kind, of.level, of.block});
    }
    forget();
}

void population::forget() {
    counts_.clear();
    changes_.clear();
    began_.clear();
}

}  // namespace scimd::store
