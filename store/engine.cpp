#include "store/engine.hpp"

#include "store/sqlite/session.hpp"

namespace scimd::store {
namespace {

sqlite::durability durability_of(bool durable) {
    return durable ? sqlite::durability::full : sqlite::durability::none;
}

}  // namespace

model::result<engine> engine::open(const data_folder& folder) {
    engine made;
    made.database_ = folder.database();
    made.durable_ = folder.is_kept();
    try {
        made.always_ = made.open_reader();
        if (auto migrated = sqlite::migrate(made.database_, durability_of(made.durable_));
            !migrated)
            return migrated.error();
    } catch (const store_failure& failure) {
        return model::refusal(model::errc::internal,
                              std::string("cannot open ") + made.database_ + ": " + failure.what());
    }
    return made;
}

std::unique_ptr<session> engine::open_writer() const {
    return sqlite::open_session(database_, sqlite::purpose::write, durability_of(durable_));
}
std::unique_ptr<session> engine::open_reader() const {
    return sqlite::open_session(database_, sqlite::purpose::read, durability_of(durable_));
}
std::unique_ptr<session> engine::open_checkpointer() const {
    return sqlite::open_session(database_, sqlite::purpose::checkpoint, durability_of(durable_));
}

std::unique_ptr<session> open_log(const std::string& file, bool kept) {
    return sqlite::open_session(file, sqlite::purpose::log,
                                kept ? sqlite::durability::process : sqlite::durability::none);
}

}  // namespace scimd::store
