// The schemas a server runs with: a catalogue that holds for every directory, and one of its own
// for each directory that has schema files of its own.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "model/ids.hpp"
#include "scim/schema.hpp"

namespace scimd::scim {

// A file that adds attributes (docs/schemas.md): to every directory, or to one.
struct added_schema {
    std::string file;  // as its mistakes are told: "/etc/scimd/schemas/badge.json"
    std::string text;
    std::optional<model::directory_id> directory;
};

class catalogues {
 public:
    // Where nothing was added.
    explicit catalogues(catalogue common) : common_(std::move(common)) {}

    // What holds for every directory.
    const catalogue& common() const { return common_; }
    // What holds in this one.
    const catalogue& of(const model::directory_id& directory) const;

 private:
    catalogue common_;
    std::map<model::directory_id, catalogue> own_;
    friend model::result<catalogues> load_catalogues(std::span<const added_schema>);
};

// Our schemas and the added ones. A broken file is errc::invalid_value: file, JSON pointer, reason.
model::result<catalogues> load_catalogues(std::span<const added_schema> added);

}  // namespace scimd::scim
