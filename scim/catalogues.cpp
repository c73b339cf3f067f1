#include "scim/catalogues.hpp"

#include <set>
#include <vector>

namespace scimd::scim {
namespace {

// The files that hold in a directory; those of every directory when none is meant.
model::result<catalogue> load_for(const std::optional<model::directory_id>& directory,
                                  std::span<const added_schema> added) {
    std::vector<model::embedded_file> files;
    for (const added_schema& one : added)
        if (!one.directory || one.directory == directory) files.push_back({one.file, one.text});
    return load_catalogue(built_in_schemas(), files);
}

}  // namespace

const catalogue& catalogues::of(const model::directory_id& directory) const {
    const auto found = own_.find(directory);
    return found == own_.end() ? common_ : found->second;
}

model::result<catalogues> load_catalogues(std::span<const added_schema> added) {
    auto common = load_for(std::nullopt, added);
    if (!common) return common.error();
    catalogues made(std::move(*common));
    std::set<model::directory_id> with_own;
    for (const added_schema& one : added)
        if (one.directory) with_own.insert(*one.directory);
    for (const model::directory_id& directory : with_own) {
        auto own = load_for(directory, added);
        if (!own) return own.error();
        made.own_.emplace(directory, std::move(*own));
    }
    return made;
}

}  // namespace scimd::scim
