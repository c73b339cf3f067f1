#include "bench/load/questions.hpp"

#include <stdexcept>

namespace scimd::bench {
namespace {

constexpr std::string_view repetition = "…";
constexpr std::uint64_t page_size = 100;
// Steps evenly over any number of users that it does not divide, so that neighbours on a page are
// not asked in a row.
constexpr std::uint64_t stride = 7'919;

constexpr std::string_view head_lines =
    " HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nAccept: "
    "application/scim+json\r\n"
    "User-Agent: scimd_load\r\n";

}  // namespace

questions::questions(const options& from)
    : what_(*from.what),
      host_(from.host + ":" + from.port),
      token_(from.token),
      users_(read_entries(from.ids)),
      groups_(read_entries(from.groups)),
      members_from_(from.members_from),
      next_turn_(from.first_turn),
      random_(from.seed) {
    if (what_.needs_ids && users_.empty()) throw std::runtime_error(from.ids + " names nobody");
    if (what_.needs_group && groups_.empty())
        throw std::runtime_error(from.groups + " names no group");
    for (const step& one : what_.steps) prepared_.push_back(prepare(one, !one.body.empty()));
}

questions::prepared questions::prepare(const step& from, bool has_body) {
    std::string head = std::string(from.method) + " " + std::string(from.target);
    head += head_lines;
    head += has_body ? "Content-Type: application/scim+json\r\nContent-Length: " : "\r\n";
    const std::size_t gap = from.body.find(repetition);
    const bool repeats = gap != std::string_view::npos;
    return {text_template(head), text_template(from.body.substr(0, gap)), text_template(from.each),
            text_template(repeats ? from.body.substr(gap + repetition.size()) : ""),
            text_template(from.expect)};
}

void questions::ask(question& one) {
    const step& now = step_of(one);
    const prepared& texts = prepared_[one.step];
    if (one.step == 0) one.turn = take_turns(now.repeated);
    const facts from = about(one, now);
    one.text.clear();
    texts.head.append_to(one.text, from);
    if (!now.body.empty()) {
        write_body(now, texts, from);
        one.text += std::to_string(body_.size()) + "\r\n\r\n" + body_;
    }
    one.expect.clear();
    texts.expect.append_to(one.expect, from);
}

void questions::advance(question& one) {
    one.step = (one.step + 1) % what_.steps.size();
}

std::uint64_t questions::take_turns(std::size_t count) {
    const std::uint64_t first = next_turn_;
    next_turn_ += count;
    return first;
}

facts questions::about(const question& one, const step& now) {
    facts from;
    from.turn = one.turn;
    from.host = host_;
    from.token = token_;
    from.made = one.made;
    choose(from, now.whom);
    if (!groups_.empty()) {
        const entry& group = groups_[one.turn % groups_.size()];
        from.group = group.id;
        from.group_name = group.more;
    }
    if (now.body.find("{member}") != std::string_view::npos) {
        const std::uint64_t place = members_from_ + one.turn / groups_.size();
        if (place >= users_.size())
            throw std::runtime_error(
                "everybody is a member: say a lower --from, or fewer requests");
        from.member = users_[place].id;
    }
    return from;
}

void questions::choose(facts& from, choice whom) {
    from.number = from.turn;
    if (whom == choice::newcomer || users_.empty()) return;
    from.number =
        whom == choice::in_turn ? from.turn * stride % users_.size() : random_() % users_.size();
    from.lap = from.turn / users_.size();
    const entry& user = users_[from.number];
    from.id = user.id;
    if (!user.more.empty()) from.token = user.more;
    if (users_.size() > 2 * page_size)
        from.start = users_.size() / 2 + random_() % (users_.size() / 2 - page_size);
}

void questions::write_body(const step& now, const prepared& texts, facts from) {
    body_.clear();
    texts.body.append_to(body_, from);
    if (texts.each.empty()) return;
    for (std::size_t i = 0; i < now.repeated; ++i, ++from.turn) {
        from.number = from.turn;
        if (i > 0) body_ += ',';
        texts.each.append_to(body_, from);
    }
    texts.end_of_body.append_to(body_, from);
}

}  // namespace scimd::bench
