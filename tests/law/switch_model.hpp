// What the switch means, once more and as simply as can be: a few maps that follow
// synchronization.md word by word. No drift is kept here: switching off remembers what the identity
// provider said of everything, switching on puts it back. The house is held against this.
#pragma once

#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/instant.hpp"
#include "model/synchronization.hpp"
#include "tests/law/switch_step.hpp"

namespace scimd::tests {

// What everybody may see of a user or group; what the other kind has is empty.
struct shown_entity {
    entity id = {};
    model::provision provision = model::provision::manual;
    std::string document = {};
    std::string description = {};
    bool active = true;
    std::int64_t version = 1;
    model::instant created = {};
    model::instant modified = {};
    std::set<std::string> members = {};  // "u7 Ann"
    std::set<std::string> groups = {};   // "g3 Staff", "g4 All indirect"

    friend bool operator==(const shown_entity&, const shown_entity&) = default;
};

struct shown_directory {
    bool enabled = false;
    bool free_names = false;
    std::size_t users = 0;
    std::size_t groups = 0;
    std::vector<shown_entity> entities = {};  // sorted by id

    friend bool operator==(const shown_directory&, const shown_directory&) = default;
};

// Each step is a second later than the one before.
constexpr model::instant time_of_step(std::size_t number) {
    return {1'795'334'400'000 + static_cast<std::int64_t>(number) * 1000};
}

// Ways to be wrong on purpose, to see that the test would notice.
enum class mistake {
    none,
    take_over_forgets_memberships,
    rollback_keeps_edits,
    rollback_loses_deleted_groups
};

class switch_model {
 public:
    explicit switch_model(mistake made = mistake::none) : mistake_(made) {
        places_[directory_with_strangers].keeps_strangers = true;
    }

    // Carries out a step at that time. A refused one leaves no trace.
    outcome run(const step&, model::instant now);
    shown_directory show(int where) const;

    // For those who make up steps: what is there, and what may be meant by its version.
    bool is_enabled(int where) const;
    std::vector<entity> living(int where) const;
    std::vector<entity> users_in(int where, const entity& group) const;
    bool finds(int where, const entity&) const;
    std::int64_t version_of(int where, const entity&) const;

    // What is kept of a user or a group.
    struct record {
        std::string name = {};
        std::string extra = {};
        std::string email = {};
        std::string description = {};
        bool synchronized = false;
        bool active = true;
        std::set<entity> members = {};
        std::int64_t version = 1;
        model::instant created = {};
        model::instant modified = {};
    };
    struct place {
        bool enabled = false;
        bool free_names = false;
        bool keeps_strangers = false;
        std::map<entity, record> living = {};
        std::map<entity, record> upstream =
            {};                              // while Disabled: what the identity provider last said
        std::map<entity, record> gone = {};  // synchronized ones deleted by hand, as they were last
    };

 private:
    std::array<place, switch_directories> places_;
    mistake mistake_;
};

}  // namespace scimd::tests
