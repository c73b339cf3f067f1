// The folder that holds everything: the database, the key that seals access keys, and the lock that
// keeps a second process out.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "model/result.hpp"

namespace scimd::store {

class data_folder {
 public:
    // Makes what is missing (the folder 0700, the key 0600). ":memory:" makes a folder of its own
    // under the system's temporary one and removes it in the end. errc::busy: held by another
    // process. errc::internal: not writable.
    // With `must_exist`, a folder that holds no database is refused and nothing is made.
    static model::result<data_folder> open(const std::string& path, bool must_exist = false);
    data_folder(data_folder&&) noexcept;
    data_folder& operator=(data_folder&&) noexcept;
    data_folder(const data_folder&) = delete;
    data_folder& operator=(const data_folder&) = delete;
    ~data_folder();

    std::string database() const;  // path of the database file
    // The path of a file beside it that only its owner can read; made, empty, when it is missing.
    // errc::internal when it cannot be.
    model::result<std::string> private_file(std::string_view name) const;
    const std::string& key() const { return key_; }  // sealing_key::length bytes
    bool is_kept() const { return kept_; }           // false for ":memory:"

 private:
    data_folder() = default;

    std::string path_;
    std::string key_;
    int lock_ = -1;
    bool kept_ = true;
};

}  // namespace scimd::store
