#include "bench/load/options.hpp"

#include <CLI/CLI.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <sstream>

namespace scimd::bench {
namespace {

std::string list_of_scenarios() {
    std::string text = "Scenarios:\n";
    for (const scenario& one : scenarios())
        text += "  " + std::string(one.name) + std::string(16 - one.name.size(), ' ') +
                std::string(one.about) + "\n";
    return text;
}

void take_address(options& into, const std::string& text) {
    const auto url = boost::urls::parse_uri(text);
    if (!url || url->port().empty())
        throw CLI::ValidationError("--url", "such as http://127.0.0.1:8080");
    into.host = url->host();
    into.port = url->port();
    into.tls = url->scheme() == "https";
}

// What a scenario cannot do without.
void check(const options& read) {
    if (read.what->needs_ids && read.ids.empty())
        throw CLI::ValidationError("--ids", "this scenario asks for users by id");
    if (read.what->needs_group && read.groups.empty())
        throw CLI::ValidationError("--groups", "this scenario asks for a group");
}

}  // namespace

std::variant<options, farewell> read_options(int argc, char** argv) {
    options read;
    std::string name;
    std::string url;
    double seconds = 3;
    double warm_up = 0.5;
    CLI::App app(
        "Asks a SCIM server as fast as it answers, one request at a time on each connection.");
    app.footer(list_of_scenarios());
    app.add_option("scenario", name)->required();
    app.add_option("--url", url, "such as http://127.0.0.1:8080")->required();
    app.add_option("--token", read.token, "the bearer token")->default_val("scimd-dev-token");
    app.add_option("--connections", read.connections)->default_val(1)->check(CLI::Range(1, 10'000));
    app.add_option("--seconds", seconds, "how long to measure")->default_val(seconds);
    app.add_option("--requests", read.requests, "how many requests instead");
    app.add_option("--warm-up", warm_up, "seconds before, which do not count")
        ->default_val(warm_up);
    app.add_option("--ids", read.ids, "file of user ids, a line each: the n-th is of user-n");
    app.add_option("--groups", read.groups, "file of groups: id, blank, displayName");
    app.add_option("--members-from", read.members_from, "the first of the ids who is in no group");
    app.add_option("--from", read.first_turn, "where new users and other turns begin to count");
    app.add_option("--seed", read.seed)->default_val(1);
    app.add_option("--server-pid", read.server_pid, "whose processor time is told, too");
    app.add_option("--save-ids", read.save_ids, "file for the ids of what was created");
    try {
        app.parse(argc, argv);
        read.what = find_scenario(name);
        if (read.what == nullptr) throw CLI::ValidationError("scenario", list_of_scenarios());
        take_address(read, url);
        check(read);
    } catch (const CLI::ParseError& stop) {
        std::ostringstream out;
        const int code = app.exit(stop, out, out);
        return farewell{code == 0 ? 0 : 2, out.str()};
    }
    read.duration = std::chrono::duration<double>(seconds);
    read.warm_up = std::chrono::duration<double>(warm_up);
    return read;
}

}  // namespace scimd::bench
