// Makes the requests of a scenario: whom each is about, its text, and what its answer must have.
#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load/options.hpp"
#include "bench/load/population.hpp"
#include "bench/load/template.hpp"

namespace scimd::bench {

// One request of one connection; its strings are reused.
struct question {
    std::size_t step = 0;    // of the scenario
    std::uint64_t turn = 0;  // a connection's cycle has one for all its steps
    std::string made;        // the id of what its last creation made
    std::string text;        // head and body, ready to be sent
    std::string expect;      // what the answer's body must have
};

class questions {
 public:
    // Throws std::runtime_error when a file cannot be read or names nobody.
    explicit questions(const options&);

    // Makes the next one of its cycle, and how it must be answered. Throws std::runtime_error when
    // there is nobody left to become a member.
    void ask(question&);
    const step& step_of(const question& one) const { return what_.steps[one.step]; }
    // Goes on to the next step; a new cycle has its turn.
    void advance(question&);

    std::uint64_t next_turn() const { return next_turn_; }

 private:
    struct prepared {
        text_template head;
        text_template body;
        text_template each;
        text_template end_of_body;
        text_template expect;
    };
    static prepared prepare(const step&, bool has_body);

    facts about(const question&, const step&);
    void choose(facts&, choice);
    std::uint64_t take_turns(std::size_t count);
    void write_body(const step&, const prepared&, facts);

    const scenario& what_;
    std::string host_;
    std::string token_;
    std::vector<entry> users_;
    std::vector<entry> groups_;
    std::uint64_t members_from_;
    std::uint64_t next_turn_;
    std::mt19937_64 random_;
    std::vector<prepared> prepared_;  // as many as the scenario has steps
    std::string body_;
};

}  // namespace scimd::bench
