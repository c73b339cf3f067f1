// Texts with gaps, such as "/scim/v2/Users/{id}": what the requests of a scenario are made of. A
// text is taken apart once, at the start; filling the gaps is appending, so that the generator
// costs little beside the server it measures.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace scimd::bench {

// What fills the gaps of one request. The views must outlive the filling.
struct facts {
    std::uint64_t number = 0;  // {number}: of the user
    std::uint64_t turn = 0;    // {turn}: counts requests up, over all connections
    std::uint64_t lap = 0;     // {active}: false, true, false, … how often the user had its turn
    std::uint64_t start = 1;   // {start}: a startIndex
    std::string_view id;       // {id}: of the user
    std::string_view token;    // {token}
    std::string_view host;     // {host}
    std::string_view group;    // {group}: an id
    std::string_view group_name;  // {group_name}
    std::string_view member;      // {member}: the id of a user who is not in the group
    std::string_view made;        // {made}: the id in the last answer that had a "location"
};

class text_template {
 public:
    text_template() = default;
    // Throws std::invalid_argument for a gap that nothing fills. A gap is a brace with a lower-case
    // letter behind it; other braces stay: JSON is full of them.
    explicit text_template(std::string_view text);

    void append_to(std::string& out, const facts&) const;
    bool empty() const { return pieces_.empty(); }

 private:
    using filler = void (*)(std::string&, const facts&);
    struct piece {
        std::string text;
        filler fill = nullptr;  // what comes behind the text; none at the end
    };
    std::vector<piece> pieces_;
};

}  // namespace scimd::bench
