// scimd: reads what it is asked to do, and does it.
#include <exception>
#include <iostream>

#include "server/commands.hpp"
#include "server/hosting.hpp"
#include "server/options.hpp"
#include "server/schema_files.hpp"

int main(int argc, char** argv) try {
    using namespace scimd::server;
    const auto read = read_options(argc, argv);
    if (const auto* done = std::get_if<farewell>(&read)) {
        (done->exit_code == 0 ? std::cout : std::cerr) << done->text;
        return done->exit_code;
    }
    const auto& chosen = std::get<options>(read);
    const auto schemas = load_schemas(chosen.schemas);
    if (!schemas) {
        std::cerr << "scimd: " << schemas.error().detail << "\n";
        return 1;
    }
    if (const auto* how = std::get_if<dev>(&chosen.command))
        return host(chosen.data, *how, *schemas);
    if (const auto* how = std::get_if<serve>(&chosen.command))
        return host(chosen.data, *how, *schemas);
    return run_command(chosen, *schemas);
} catch (const std::exception& failure) {
    std::cerr << "scimd: " << failure.what() << "\n";
    return 1;
}
