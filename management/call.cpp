#include "management/call.hpp"

namespace scimd::management {

using directory::awaitable;
using model::result;

awaitable<result<directory::receipt>> submit(const call& asked, directory::change what,
                                             bool tries_again) {
    asked.told = true;
    directory::edit edit{asked.where.id, model::author::administrator, asked.now, std::move(what),
                         asked.from};
    edit.tries_again = tries_again;
    result<directory::receipt> outcome = co_await asked.house.submit(std::move(edit));
    co_return outcome;
}

awaitable<answer> carry_out(const call& asked, directory::change what) {
    const auto done = co_await submit(asked, std::move(what));
    if (!done) co_return done.error();
    co_return boost::json::object();
}

}  // namespace scimd::management
