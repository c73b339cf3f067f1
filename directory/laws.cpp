#include "directory/laws.hpp"

#include <span>
#include <string_view>

#include "model/embedded_file.hpp"
#include "store/audit_chain.hpp"
#include "store/reading.hpp"

namespace scimd::directory {

std::span<const model::embedded_file> embedded_laws();

std::vector<std::string> check_laws(store::queries& ask) {
    constexpr std::string_view mark = "-- law: ";
    std::vector<std::string> broken;
    std::string_view rest = embedded_laws().front().text;
    while (true) {
        const std::size_t starts = rest.find(mark);
        if (starts == std::string_view::npos) break;
        rest.remove_prefix(starts + mark.size());
        const std::size_t line_ends = rest.find('\n');
        const std::string_view title = rest.substr(0, line_ends);  // "1 Enabled means no drift"
        rest.remove_prefix(line_ends + 1);
        const std::string text(rest.substr(0, rest.find("\n\n")));
        const std::string law =
            "Law " + std::string(title.substr(0, 1)) + " (" + std::string(title.substr(2)) + "): ";
        // What is damaged so that a law cannot be asked must not hide what the others have to say.
        try {
            store::rows breaches = ask.run(text, std::span<const store::value>());
            while (breaches.next()) broken.push_back(law + std::string(breaches.text(0)));
        } catch (const store::store_interrupted&) {
            throw;
        } catch (const store::store_failure& failure) {
            broken.push_back(law + "cannot be checked: " + failure.what());
        }
    }
    return broken;
}

std::vector<std::string> check_everything(store::session& on) {
    store::reading reads(on);
    const store::snapshot moment(reads);
    store::queries& ask = reads.ask();
    std::vector<std::string> broken;
    if (const auto link = store::broken_link(ask)) broken.push_back("Audit log: " + *link);
    for (std::string& one : check_laws(ask)) broken.push_back(std::move(one));
    store::rows integrity = ask.run(store::statement_name::integrity, {});
    while (integrity.next())
        if (integrity.text(0) != "ok")
            broken.push_back("SQLite: " + std::string(integrity.text(0)));
    return broken;
}

}  // namespace scimd::directory
