// One step carried out by the model: what synchronization.md says of it, sentence by sentence. For
// the model's own files only.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/law/switch_model.hpp"

namespace scimd::tests {

// Ends a step: what it did until then is undone by whoever began it.
struct refusal_of_step {
    outcome with;
};
[[noreturn]] inline void refuse(model::errc code) {
    throw refusal_of_step{{.refused = code}};
}

// One step in one directory.
class execution {
 public:
    using record = switch_model::record;
    using place = switch_model::place;

    execution(place& in, const step& by, model::instant now, mistake made)
        : in_(in), by_(by), now_(now), mistake_(made) {}

    // Throws refusal_of_step.
    outcome run();

 private:
    // switch_execution.cpp
    outcome create();
    outcome take_over(const entity&);
    outcome replace();
    outcome patch();
    outcome remove();
    outcome set_logon();
    outcome set_password();
    outcome join();
    outcome leave();
    // switch_execution_whole.cpp: what is about more than one entity
    outcome bulk();
    outcome enable();
    outcome disable();
    outcome set_group_names(bool free);

    bool by_idp() const { return by_.who == model::author::idp; }
    void may_write() const;
    void refuse_idp() const;
    record& living(const entity&) const;
    record& writable(const entity&) const;
    std::vector<entity> holders_of(const std::string& name, const entity& but) const;
    void check_name(const entity&, const std::string& wanted) const;
    void check_email(const entity& of, const std::string& email) const;
    void check_removal_by_hand(const entity&) const;
    bool contains(const entity& group, const entity& sought) const;
    std::set<entity> resolve(const entity& group, const std::vector<entity>& named) const;
    void change_members(const entity& group, record&) const;
    void mention(record& over) const;
    record whole(const entity&) const;
    void touch(record&) const;
    void forget_memberships_of(const entity& member);
    // Whether the identity provider makes an entity its own even where nothing else changes.
    enum class adopting { always, with_a_change };
    outcome settle(const entity&, record& stored, record wanted, adopting);
    static outcome about(const entity&, const record& kept, bool changed);
    std::vector<entity> conflicts() const;
    void put_back(const entity&, const record& said);

    place& in_;
    const step& by_;
    model::instant now_;
    mistake mistake_;
};

}  // namespace scimd::tests
