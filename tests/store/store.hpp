// A store in a folder of its own that goes with the test.
#pragma once

#include <algorithm>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "model/random_text.hpp"
#include "policy/judge.hpp"
#include "store/data_folder.hpp"
#include "store/engine.hpp"
#include "store/tables.hpp"

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

// How the engine goes about a text, step by step.
inline std::vector<std::string> plan_of_text(store::queries& ask, std::string_view text) {
    std::size_t count = 0;
    while (text.find("$" + std::to_string(count + 1)) != std::string_view::npos) ++count;
    const std::vector<store::value> parameters(count, std::int64_t{1});
    std::vector<std::string> steps;
    store::rows plan = ask.run("EXPLAIN QUERY PLAN " + std::string(text), parameters);
    while (plan.next()) steps.emplace_back(plan.text(3));
    return steps;
}

// The names of statements.sql, in its order.
inline std::span<const std::string_view> statement_names() {
    static constexpr std::string_view names[] = {
#define SCIMD_STATEMENT(name) #name,
#include "store/statement_names.inc"
#undef SCIMD_STATEMENT
    };
    return names;
}

inline std::vector<std::string> plan_of(store::queries& ask, std::string_view name) {
    const auto at = std::ranges::find(statement_names(), name);
    if (at == statement_names().end())
        throw std::logic_error("there is no statement " + std::string(name));
    const auto number = at - statement_names().begin();
    return plan_of_text(ask, store::text_of(static_cast<store::statement_name>(number)));
}

inline policy::permit permit_to(policy::verb what, const store::tables& tables,
                                const model::directory& where,
                                model::author who = model::author::administrator) {
    auto verdict = policy::judge({who, what, policy::entity_kind::user},
                                 tables.facts_about(where, std::nullopt));
    return std::move(*verdict);
}

}  // namespace scimd::tests
