#include "tests/law/switch_step.hpp"

#include "model/audit.hpp"

#include <array>
#include <string_view>

namespace scimd::tests {
namespace {

constexpr std::array<std::string_view, 13> verbs = {
    "create", "replace", "patch",  "remove",  "set_logon",  "set_password", "join",
    "leave",  "bulk",    "enable", "disable", "free_names", "unique_names"};
constexpr std::array<std::string_view, 3> member_verbs = {"add", "remove", "replace"};

std::string to_text(const std::vector<entity>& several) {
    std::string text;
    for (const entity& one : several) text += (text.empty() ? "" : ",") + to_text(one);
    return "[" + text + "]";
}

void say(std::string& text, std::string_view name, const std::optional<std::string>& value) {
    if (value) text.append(" ").append(name).append("=").append(value->empty() ? "-" : *value);
}

}  // namespace

std::string to_text(const entity& one) {
    return static_cast<char>(one.kind) + std::to_string(one.number) + (one.stranger ? "?" : "");
}

std::string to_id(const entity& one) {
    constexpr std::size_t digits_in_id = 20;
    const std::string number = std::to_string(one.number);
    return std::string(1, static_cast<char>(one.kind)) + "-" +
           std::string(digits_in_id - number.size(), '0') + number;
}

entity entity_from_id(const std::string& id) {
    return {static_cast<entity_kind>(id.at(0)), std::stoi(id.substr(2)), false};
}

std::string to_text(const step& one) {
    std::string text = "d" + std::to_string(one.where) + " " + std::string(to_text(one.who)) + " " +
                       std::string(verbs.at(static_cast<std::size_t>(one.what)));
    if (is_about_one(one.what)) text += " " + to_text(one.target);
    if (one.what == verb::join || one.what == verb::leave) text += " " + to_text(one.member);
    say(text, "name", one.name);
    say(text, "extra", one.extra);
    say(text, "email", one.email);
    say(text, "description", one.description);
    if (one.active) text += *one.active ? " active" : " inactive";
    if (one.password) text += " password";
    for (const member_change& change : one.members)
        text += " " + std::string(member_verbs.at(static_cast<std::size_t>(change.what))) + "=" +
                to_text(change.members);
    if (one.if_match) text += " if_match=" + std::to_string(*one.if_match);
    if (one.stops_after) text += " stops_after=" + std::to_string(*one.stops_after);
    for (const step& part : one.parts) text += "\n    · " + to_text(part);
    return text;
}

std::string to_text(const script& all) {
    std::string text;
    for (const step& one : all) text += "  " + to_text(one) + "\n";
    return text;
}

std::string to_text(const outcome& one) {
    if (one.refused)
        return "refused: " + std::string(to_text(*one.refused)) +
               (one.conflicts.empty() ? "" : " " + to_text(one.conflicts));
    std::string text = one.changed ? "changed" : "nothing to do";
    if (one.left) text += " " + to_text(*one.left) + " version " + std::to_string(one.version);
    for (const auto& part : one.parts) text += "; " + (part ? to_text(*part) : "not reached");
    return text;
}

}  // namespace scimd::tests
