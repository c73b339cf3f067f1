// A store in a folder of its own that goes with the test.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "model/embedded_file.hpp"
#include "model/random_text.hpp"
#include "policy/judge.hpp"
#include "store/data_folder.hpp"
#include "store/engine.hpp"
#include "store/tables.hpp"

namespace scimd::store {
std::span<const model::embedded_file> embedded_statements();
}

namespace scimd::tests {

inline const scim::catalogues& store_schemas() {
    static const auto loaded = scim::load_catalogues({});
    return *loaded;
}

// A path nobody has; what is made there is removed.
struct temporary_path {
    std::string path =
        std::filesystem::temp_directory_path() / ("scimd-test-" + model::random_alphanumeric(10));
    temporary_path() = default;
    temporary_path(const temporary_path&) = delete;
    temporary_path& operator=(const temporary_path&) = delete;
    ~temporary_path() { std::filesystem::remove_all(path); }
};

// How the engine goes about a statement of statements.sql, step by step.
inline std::vector<std::string> plan_of(store::queries& ask, const std::string& name) {
    const std::string_view all = store::embedded_statements().front().text;
    const std::size_t at = all.find("-- name: " + name + "\n");
    if (at == std::string_view::npos) throw std::logic_error("there is no statement " + name);
    const std::string text(all.substr(at, all.find("\n\n", at) - at));
    std::size_t count = 0;
    while (text.find("$" + std::to_string(count + 1)) != std::string::npos) ++count;
    const std::vector<store::value> parameters(count, std::int64_t{1});
    std::vector<std::string> steps;
    store::rows plan = ask.run("EXPLAIN QUERY PLAN " + text, parameters);
    while (plan.next()) steps.emplace_back(plan.text(3));
    return steps;
}

inline policy::permit permit_to(policy::verb what, const store::tables& tables,
                                const model::directory& where,
                                model::author who = model::author::administrator) {
    auto verdict = policy::judge({who, what, policy::entity_kind::user},
                                 tables.facts_about(where, std::nullopt));
    return std::move(*verdict);
}

}  // namespace scimd::tests
