// How values of the model become parameters and come back from RETURNING. For store/*.cpp.
#pragma once

#include <optional>
#include <string>

#include "model/author.hpp"
#include "model/entity.hpp"
#include "store/filter_sql.hpp"
#include "store/queries.hpp"

namespace scimd::store {

inline value optional_text(const std::optional<std::string>& text) {
    return text ? value(std::string_view(*text)) : value(nullptr);
}

constexpr std::int64_t number_of(model::provision origin) {
    return static_cast<std::int64_t>(origin);
}
constexpr std::int64_t number_of(model::member_kind kind) {
    return static_cast<std::int64_t>(kind);
}
constexpr std::int64_t number_of(model::author who) {
    return static_cast<std::int64_t>(who);
}

// $1 is the directory in every list; a fragment's own parameters begin at fragment::first.
inline std::vector<value> parameters_of(const model::directory& where, const fragment& filter) {
    std::vector<value> parameters{where.key};
    for (const fragment_value& given : filter.values) parameters.push_back(as_parameter(given));
    return parameters;
}

// The key of the row that an INSERT … RETURNING made.
inline std::int64_t returned_key(rows inserted) {
    if (!inserted.next()) throw store_failure("an INSERT answered no key");
    return inserted.integer(0);
}

}  // namespace scimd::store
