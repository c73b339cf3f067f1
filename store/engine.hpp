// Opens the sessions of a data folder: the one place that chooses the engine.
#pragma once

#include <memory>

#include "model/result.hpp"
#include "store/data_folder.hpp"
#include "store/session.hpp"

namespace scimd::store {

class engine {
 public:
    // Brings the schema up to date. errc::internal with a sentence when it cannot be opened or is
    // newer than we are.
    static model::result<engine> open(const data_folder&);

    std::unique_ptr<session> open_writer() const;
    std::unique_ptr<session> open_reader() const;
    std::unique_ptr<session> open_checkpointer() const;

 private:
    std::string database_;
    bool durable_ = true;
    // Open for as long as the engine is. SQLite writes the whole log back when the last connection
    // closes, and reads it anew when the first one opens: after a crash that is a hundred megabytes
    // before the first answer, and once more for every connection that the start opens and closes.
    std::unique_ptr<session> always_;
};

// A small database of one table and one user, which looks after its own log: what it has committed
// outlives the process, but not a power cut. `kept` is false for one that need not even that.
std::unique_ptr<session> open_log(const std::string& file, bool kept);

}  // namespace scimd::store
