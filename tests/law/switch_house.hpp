// The house that the model of the switch is held against: steps become edits, and what everybody
// may see becomes what the model shows.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "directory/directories.hpp"
#include "tests/law/switch_model.hpp"

namespace scimd::tests {

class switch_house {
 public:
    // Nothing but empty directories, all Disabled; the last keeps strangers.
    switch_house();

    // Carries out a step at that time.
    outcome run(const step&, model::instant now);
    shown_directory show(int where);
    // Whether it is found by its id.
    bool finds(int where, const entity&);
    // One line per law that does not hold now.
    std::vector<std::string> broken_laws() { return view_.broken_laws(); }
    // All that can be checked of what is stored, the laws among it: it takes much longer.
    std::vector<std::string> check() { return directories_->check(); }

    // Takes everything away by what the two authors may do, and makes the directories anew: false
    // when something could not be taken away.
    bool clear(model::instant now);

 private:
    model::directory directory(int where);
    void make_directory(int where, model::instant now);

    std::unique_ptr<directory::directories> directories_;
    directory::view view_;
};

// A script in a house that is empty, and in the model: what they said differently first.
struct disagreement {
    std::size_t at = 0;  // after so many steps
    std::string what;
};
std::optional<disagreement> disagreement_about(const script&, switch_house&,
                                               mistake of_the_model = mistake::none);

}  // namespace scimd::tests
