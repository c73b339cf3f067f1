#include "management/call.hpp"

namespace scimd::management {

using directory::awaitable;
using model::result;

result<model::user_id> user_id_of(const call& asked) {
    const std::string_view text = text_of(asked.arguments, "UserId");
    const auto id = model::user_id::from_text(text);
    if (id) return *id;
    return model::refusal(model::errc::user_not_found,
                          "There is no user " + std::string(text) + ".");
}

result<model::user> find_user(const call& asked) {
    const auto id = user_id_of(asked);
    if (!id) return id.error();
    auto found = asked.view.find_user(asked.where, *id, false);
    if (!found) return found.error();
    return std::move(found->user);
}

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
