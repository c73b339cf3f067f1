#include "server/arguments.hpp"

#include <CLI/CLI.hpp>

#include <fstream>

#include "model/text.hpp"

namespace scimd::server {

using wrong = CLI::ValidationError;  // whose argument, and what is wrong with it: exit code 2

std::string arguments::text(const std::string& name, const std::string& otherwise) const {
    const auto words = all(name);
    return words.empty() ? otherwise : words.back();
}

std::vector<std::string> arguments::all(const std::string& name) const {
    const auto* option = chosen_.get_option_no_throw(name);
    return option == nullptr ? std::vector<std::string>{} : option->results();
}

std::string arguments::origin(const std::string& name) const {
    const auto found = lines_.find(name);
    return found == lines_.end() ? name : found->second;
}

bool arguments::flag(const std::string& name) const {
    const auto word = text(name, "false");
    for (const auto* yes : {"true", "1", "yes", "on"})
        if (word == yes) return true;
    for (const auto* no : {"false", "0", "no", "off"})
        if (word == no) return false;
    throw wrong(origin(name), "'" + word + "' is neither true nor false");
}

void arguments::read_file(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw wrong("--config", "'" + path + "' cannot be read");
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        const auto words = model::trim(line);
        if (!words.empty() && !words.starts_with('#'))
            read_line(words, path + ", line " + std::to_string(number));
    }
}

void arguments::read_line(std::string_view line, const std::string& origin) {
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) throw wrong(origin, "write name = value");
    const auto name = "--" + std::string(model::trim(line.substr(0, equals)));
    const auto value = std::string(model::trim(line.substr(equals + 1)));
    auto* option = chosen_.get_option_no_throw(name);
    if (option == nullptr || name == "--config" || name == "--help")
        throw wrong(origin, "there is no option '" + name.substr(2) + "'");
    if (value.empty()) throw wrong(origin, "the value is missing");
    if (lines_.contains(name)) throw wrong(origin, "'" + name.substr(2) + "' was said before");
    if (option->count() > 0) return;  // flag and environment beat the file
    option->add_result(value);
    lines_[name] = origin;
}

}  // namespace scimd::server
