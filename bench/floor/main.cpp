// scimd_floor: the shortest honest way from HTTP to SQLite and back, from the packages that scimd
// is made of. It is what scimd is measured against, and no SCIM server: it knows the requests of
// the scenarios and nothing else.
#include <CLI/CLI.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/signal_set.hpp>

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "bench/floor/connection.hpp"

namespace {

using namespace scimd::bench;
using boost::asio::ip::tcp;
using acceptor = boost::asio::basic_socket_acceptor<tcp, boost::asio::io_context::executor_type>;

void accept(acceptor& from, answers& with) {
    from.async_accept([&](boost::system::error_code failed, tcp_socket accepted) {
        if (failed) return;
        accepted.set_option(tcp::no_delay(true));
        std::make_shared<connection>(std::move(accepted), with)->read();
        accept(from, with);
    });
}

void serve(const std::string& folder, const std::string& ready_file) {
    boost::asio::io_context io(1);
    acceptor listening(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
    const std::string base =
        "http://127.0.0.1:" + std::to_string(listening.local_endpoint().port());
    std::filesystem::create_directories(folder);
    const std::string file = folder + "/floor.db";
    reads from(file, base);
    writer to(file, base, io, [&from] { from.refresh(); });
    answers with(from, to, "scimd-dev-token");
    accept(listening, with);
    boost::asio::signal_set signals(io, SIGTERM, SIGINT);
    signals.async_wait([&io](boost::system::error_code, int) { io.stop(); });
    std::ofstream(ready_file) << base << '\n';
    io.run();
}

}  // namespace

int main(int argc, char** argv) try {
    std::string folder;
    std::string ready_file;
    CLI::App app("The floor: Beast and SQLite, and as little between them as can be.");
    app.add_option("--data", folder, "folder of the database")->required();
    app.add_option("--ready-file", ready_file, "is written once requests are answered")->required();
    CLI11_PARSE(app, argc, argv);
    serve(folder, ready_file);
    return 0;
} catch (const std::exception& failure) {
    std::cerr << "scimd_floor: " << failure.what() << '\n';
    return 1;
}
