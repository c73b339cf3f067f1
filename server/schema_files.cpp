#include "server/schema_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

namespace scimd::server {
namespace {

namespace files = std::filesystem;
using model::errc;
using model::refusal;
using model::result;

using added_schemas = std::vector<scim::added_schema>;

// By name, so that every start reads them in one order.
result<std::vector<files::path>> entries_of(const files::path& folder) {
    std::error_code error;
    std::vector<files::path> found;
    for (auto at = files::directory_iterator(folder, error);
         !error && at != files::directory_iterator(); at.increment(error))
        if (!at->path().filename().string().starts_with('.')) found.push_back(at->path());
    if (error)
        return refusal(errc::invalid_value, "cannot read the folder of schemas " + folder.string() +
                                                ": " + error.message());
    std::ranges::sort(found);
    return found;
}

// One byte more than is allowed is enough to know.
result<std::string> text_of(const files::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string text(scim::schema_bytes_max + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!in.is_open() || in.bad())
        return refusal(errc::invalid_value, file.string() + ": the file cannot be read");
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

result<void> read_files(const std::vector<files::path>& entries,
                        const std::optional<model::directory_id>& directory, added_schemas& into) {
    std::size_t count = 0;
    for (const files::path& file : entries) {
        if (file.extension() != ".json" || files::is_directory(file)) continue;
        if (++count > schema_files_max)
            return refusal(errc::invalid_value,
                           file.parent_path().string() + ": a folder holds at most " +
                               std::to_string(schema_files_max) + " schema files");
        auto text = text_of(file);
        if (!text) return text.error();
        into.push_back({file.string(), std::move(*text), directory});
    }
    return {};
}

result<void> read_folder_of_directory(const files::path& folder, added_schemas& into) {
    const auto id = model::directory_id::from_text(folder.filename().string());
    if (!id)
        return refusal(errc::invalid_value,
                       folder.string() +
                           ": a folder among the schemas is named after the directory it is for, "
                           "such as d-000000000dev");
    auto entries = entries_of(folder);
    if (!entries) return entries.error();
    return read_files(*entries, *id, into);
}

result<added_schemas> read_folder(const files::path& folder) {
    added_schemas found;
    auto entries = entries_of(folder);
    if (!entries) return entries.error();
    if (auto read = read_files(*entries, std::nullopt, found); !read) return read.error();
    for (const files::path& one : *entries) {
        if (!files::is_directory(one)) continue;
        if (auto read = read_folder_of_directory(one, found); !read) return read.error();
    }
    return found;
}

}  // namespace

result<scim::catalogues> load_schemas(const std::string& folder) {
    if (folder.empty()) return scim::load_catalogues({});
    auto found = read_folder(folder);
    if (!found) return found.error();
    return scim::load_catalogues(*found);
}

}  // namespace scimd::server
