// What was said to the chosen command: on the command line, in the environment, in the
// configuration file. Words only; options.cpp makes values of them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11 is called so
class App;
}

namespace scimd::server {

// The words of the chosen command, from wherever they came. CLI11 hears flags and environment; all
// values stay text there, because it would check (and store) the environment for commands that were
// not chosen, too.
class arguments {
 public:
    explicit arguments(CLI::App& chosen) : chosen_(chosen) {}

    // The last word that was said for the option; `otherwise` when none was.
    std::string text(const std::string& name, const std::string& otherwise = {}) const;
    std::vector<std::string> all(const std::string& name) const;
    // "true", "1", "yes" and "on", or their opposites. Throws CLI::ValidationError for another
    // word.
    bool flag(const std::string& name) const;

    // Where a word came from, for the reader of an error: "--threads", or "scimd.conf, line 3".
    std::string origin(const std::string& name) const;

    // Adds the words of a file: lines "name = value" with the names of the flags; empty lines and
    // those that begin with # are skipped. Throws CLI::ValidationError, naming the line.
    void read_file(const std::string& path);

 private:
    void read_line(std::string_view line, const std::string& origin);

    CLI::App& chosen_;
    std::map<std::string, std::string> lines_;  // name of the option → where in the file it was
};

}  // namespace scimd::server
