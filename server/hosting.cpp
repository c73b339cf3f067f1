#include "server/hosting.hpp"

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>

#include "directory/directories.hpp"
#include "directory/nonce_keeper.hpp"
#include "management/entrance.hpp"
#include "model/instant.hpp"
#include "server/audit_pruner.hpp"
#include "server/dev_house.hpp"
#include "server/listen.hpp"
#include "server/routes.hpp"
#include "server/start_pages.hpp"

namespace scimd::server {
namespace {

using model::result;

int failed(std::string_view why) {
    std::cerr << "scimd: " << why << "\n";
    return 1;
}

sigset_t our_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int one : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, one);
    return set;
}

// Written whole or not at all: whoever waits for the file reads it the moment it is there.
bool write_ready_file(const std::string& path, const std::string& base_url) {
    const std::string draft = path + ".new";
    {
        std::ofstream out(draft);
        out << base_url << "\n";
        if (!out.flush()) return false;
    }
    return std::rename(draft.c_str(), path.c_str()) == 0;
}

// Whatever listens in one process. The members stand in the order they are needed in; `stop` says
// in which they go.
class hosted {
 public:
    hosted(std::unique_ptr<directory::directories> house, hosting how)
        : how_(std::move(how)),
          house_(std::move(house)),
          entrance_(how_.rates),
          throttle_(how_.scim_rate) {}

    result<void> open(const std::optional<certificate_files>& certificate) {
        auto keeper = house_->open_nonce_keeper(model::now());
        if (!keeper) return keeper.error();
        entrance_.remember_across_restarts(std::move(*keeper));
        listening wanted;
        wanted.where = how_.listen;
        wanted.threads = how_.threads;
        wanted.certificate = certificate;
        wanted.log = logbook(how_.log);
        const application_factory make = [this](std::size_t) -> application {
            threads_.push_back(std::make_unique<house_of_thread>(house_of_thread{
                *house_, house_->open_lasting_view(), entrance_, throttle_, how_.address}));
            house_of_thread* const mine = threads_.back().get();
            return {[mine](const request& asked) { return answer(*mine, asked); },
                    [mine] { mine->view.rest(); }};
        };
        auto opened = listener::open(wanted, make, &refuse_early);
        if (!opened) return opened.error();
        listener_ = std::move(*opened);
        listener_->run();
        pruner_ = std::make_unique<audit_pruner>(*house_, std::chrono::days(how_.audit_days));
        return {};
    }

    std::string base_url() const {
        return how_.address.url.empty() ? listener_->base_url() : how_.address.url;
    }

    // Until we are told to stop.
    void wait() const {
        const sigset_t awaited = our_signals();
        while (true) {
            int signal = 0;
            if (sigwait(&awaited, &signal) != 0) continue;
            if (signal != SIGHUP) return;
            listener_->reload_certificate();
        }
    }

    // No more connections; what runs is answered; what is queued is committed; the log is
    // checkpointed.
    void stop() {
        listener_->stop();
        pruner_.reset();
        entrance_.keeper.reset();
        house_.reset();
        listener_.reset();
    }

 private:
    hosting how_;
    std::unique_ptr<directory::directories> house_;
    management::entrance entrance_;
    scim_throttle throttle_;
    std::unique_ptr<audit_pruner> pruner_;
    std::vector<std::unique_ptr<house_of_thread>> threads_;
    std::unique_ptr<listener> listener_;
};

// The part that dev and serve share. `announce` says what there is to say once requests are
// answered.
int run(std::unique_ptr<directory::directories> house, const hosting& how,
        const std::optional<certificate_files>& certificate,
        const std::function<std::string(const std::string& base_url)>& announce) {
    hosted running(std::move(house), how);
    if (auto opened = running.open(certificate); !opened) return failed(opened.error().detail);
    if (!how.ready_file.empty() && !write_ready_file(how.ready_file, running.base_url())) {
        running.stop();
        return failed("cannot write the ready file " + how.ready_file);
    }
    std::cout << announce(running.base_url()) << std::flush;
    let_go_of_start_pages();
    running.wait();
    running.stop();
    return 0;
}

std::string serve_announcement(const std::string& base_url, bool has_access_key,
                               const std::string& data) {
    std::string text = "scimd serves\n  SCIM endpoint        " + base_url +
                       "/scim/v2\n  management endpoint  " + base_url + "/\n";
    if (!has_access_key)
        text +=
            "There is no access key yet, so nobody can administer this server. Stop it and run\n"
            "  scimd access-key create --data " +
            data + "\n";
    return text;
}

// Signals are for the main thread; every thread made from here on leaves them to it.
void block_signals() {
    const sigset_t ours = our_signals();
    pthread_sigmask(SIG_BLOCK, &ours, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

// What holds for the whole process, before it has threads.
void settle_process() {
    block_signals();
    keep_heaps_small();
}

}  // namespace

int host(const std::string& data, const dev& how, const scim::catalogues& schemas) {
    settle_process();
    auto house = directory::directories::open({data}, schemas);
    if (!house) return failed(house.error().detail);
    if (auto furnished = furnish_dev_house(**house, how); !furnished)
        return failed(furnished.error().detail);
    return run(std::move(*house), how, std::nullopt,
               [&how](const std::string& base_url) { return dev_announcement(base_url, how); });
}

int host(const std::string& data, const serve& how, const scim::catalogues& schemas) {
    settle_process();
    auto house = directory::directories::open({data}, schemas);
    if (!house) return failed(house.error().detail);
    const bool has_access_key = !(*house)->open_view().list_access_keys().empty();
    return run(std::move(*house), how, how.certificate, [&](const std::string& base_url) {
        return serve_announcement(base_url, has_access_key, data);
    });
}

}  // namespace scimd::server
