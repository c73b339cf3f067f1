// A store in a folder of its own that goes with the test.
#pragma once

#include <filesystem>
#include <string>

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

inline policy::permit permit_to(policy::verb what, const store::tables& tables,
                                const model::directory& where,
                                model::author who = model::author::administrator) {
    auto verdict = policy::judge({who, what, policy::entity_kind::user},
                                 tables.facts_about(where, std::nullopt));
    return std::move(*verdict);
}

}  // namespace scimd::tests
