#include "store/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "model/secret.hpp"

namespace scimd::store {
namespace {

namespace files = std::filesystem;
using model::errc;
using model::refusal;
using model::result;

constexpr std::string_view database_name = "scimd.db";
constexpr std::string_view memory_prefix = "scimd-memory-";
constexpr std::string_view unfinished_prefix = "scimd-unfinished-";
constexpr std::string_view random_part = "XXXXXX";  // mkdtemp's

std::string reason() {
    return std::strerror(errno);
}

// -1 when somebody else holds it.
int take_lock(const std::string& path) {
    const int file =
        ::open((path + "/scimd.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file >= 0 && ::flock(file, LOCK_EX | LOCK_NB) != 0) {
        const int kept = errno;
        ::close(file);
        errno = kept;
        return -1;
    }
    return file;
}

// A process that was killed could not remove its folder; the next one does.
void remove_abandoned_folders(const files::path& among) {
    std::error_code ignored;
    for (const auto& entry : files::directory_iterator(among, ignored)) {
        if (!entry.path().filename().string().starts_with(memory_prefix)) continue;
        const int lock = take_lock(entry.path().string());
        if (lock < 0) continue;
        files::remove_all(entry.path(), ignored);
        ::close(lock);
    }
}

struct held_folder {
    std::string path;
    int lock = -1;
};

// Who finds a folder of that name that nobody holds, takes it for abandoned: so it has another name
// until it is held.
result<held_folder> make_temporary_folder() {
    const files::path among = files::temp_directory_path();
    remove_abandoned_folders(among);
    std::string made = (among / unfinished_prefix).string().append(random_part);
    if (::mkdtemp(made.data()) == nullptr)
        return refusal(errc::internal, "cannot make " + made + ": " + reason());
    held_folder folder{
        (among / memory_prefix).string() + made.substr(made.size() - random_part.size()),
        take_lock(made)};
    if (folder.lock < 0 || ::rename(made.c_str(), folder.path.c_str()) != 0) {
        const std::string why = reason();
        if (folder.lock >= 0) ::close(folder.lock);
        return refusal(errc::internal, "cannot write in " + made + ": " + why);
    }
    return folder;
}

// Written whole or not at all: under another name first, because a torn key would lock every access
// key out.
result<std::string> read_or_make_key(const std::string& path) {
    const std::string name = path + "/scimd.key";
    const int existing = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
    if (existing >= 0) {
        ::fchmod(existing, S_IRUSR | S_IWUSR);  // a copy may have been made for others to read
        std::array<char, model::sealing_key::length + 1> bytes{};
        const ssize_t count = ::read(existing, bytes.data(), bytes.size());
        ::close(existing);
        if (count != static_cast<ssize_t>(model::sealing_key::length))
            return refusal(errc::internal, name + " is damaged: it must hold exactly 32 bytes");
        return std::string(bytes.data(), model::sealing_key::length);
    }
    const std::string fresh = model::sealing_key::fresh();
    const std::string draft = name + ".new";
    const int made =
        ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (made < 0) return refusal(errc::internal, "cannot write " + draft + ": " + reason());
    const bool written =
        ::write(made, fresh.data(), fresh.size()) == static_cast<ssize_t>(fresh.size()) &&
        ::fsync(made) == 0;
    ::close(made);
    if (!written || ::rename(draft.c_str(), name.c_str()) != 0)
        return refusal(errc::internal, "cannot write " + name + ": " + reason());
    return fresh;
}

}  // namespace

result<data_folder> data_folder::open(const std::string& path, bool must_exist) {
    if (must_exist && !files::exists(path + "/" + std::string(database_name)))
        return refusal(errc::internal, "there is no scimd data in " + path);
    data_folder folder;
    folder.kept_ = path != ":memory:";
    folder.path_ = path;
    if (!folder.kept_) {
        auto made = make_temporary_folder();
        if (!made) return made.error();
        folder.path_ = std::move(made->path);
        folder.lock_ = made->lock;
    } else if (std::error_code failed; !files::is_directory(path)) {
        files::create_directories(path, failed);
        if (failed)
            return refusal(errc::internal,
                           "cannot make the data folder " + path + ": " + failed.message());
        ::chmod(path.c_str(), S_IRWXU);
    }
    if (folder.kept_) folder.lock_ = take_lock(folder.path_);
    if (folder.lock_ < 0 && errno == EWOULDBLOCK)
        return refusal(errc::busy, "the data folder " + path + " is in use by another scimd");
    if (folder.lock_ < 0)
        return refusal(errc::internal, "cannot write in the data folder " + path + ": " + reason());
    if (files::exists(folder.database()) && !files::exists(folder.path_ + "/scimd.key"))
        return refusal(errc::internal,
                       folder.path_ +
                           "/scimd.key is missing. Without it no access key in the "
                           "database can be used: put it back from where the data was "
                           "copied. To give them up, put 32 random bytes in its place.");
    auto key = read_or_make_key(folder.path_);
    if (!key) return key.error();
    if (const auto database = folder.private_file(database_name); !database)
        return database.error();
    folder.key_ = std::move(*key);
    return folder;
}

data_folder::data_folder(data_folder&& from) noexcept {
    *this = std::move(from);
}

data_folder& data_folder::operator=(data_folder&& from) noexcept {
    std::swap(path_, from.path_);
    std::swap(key_, from.key_);
    std::swap(lock_, from.lock_);
    std::swap(kept_, from.kept_);
    return *this;
}

data_folder::~data_folder() {
    if (lock_ < 0) return;
    std::error_code ignored;
    if (!kept_) files::remove_all(path_, ignored);
    ::close(lock_);
}

std::string data_folder::database() const {
    return path_ + "/" + std::string(database_name);
}

// SQLite would make the file readable by everybody; the files it puts beside it get this one's
// mode.
result<std::string> data_folder::private_file(std::string_view name) const {
    std::string path = path_ + "/" + std::string(name);
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) return refusal(errc::internal, "cannot write " + path + ": " + reason());
    ::close(file);
    return path;
}

}  // namespace scimd::store
