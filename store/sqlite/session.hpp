// SQLite behind the session. sqlite3.h lives and dies in session.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "model/result.hpp"
#include "store/session.hpp"

namespace scimd::store::sqlite {

enum class purpose { write, read, checkpoint, log };  // log: checkpoints as it goes
enum class durability {
    full,     // a COMMIT is on the disk when it returns
    process,  // a COMMIT outlives the process, but not a power cut
    none      // for stores that are not meant to outlive the process
};

std::unique_ptr<session> open_session(const std::string& file, purpose, durability);

// Brings the file's schema up to date (sqlite/NNNN_*.sql, one transaction each, counted in
// user_version). errc::internal when the file is newer than this program knows.
model::result<void> migrate(const std::string& file, durability);

}  // namespace scimd::store::sqlite
