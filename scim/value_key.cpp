#include "scim/value_key.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <cmath>

#include "model/instant.hpp"
#include "scim/fold.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;

constexpr double whole_double_max = 9007199254740992.0;  // 2^53: beyond, doubles skip numbers

std::string text_key(std::string_view text, const attribute& of) {
    if (of.type == data_type::date_time)
        if (const auto moment = model::instant_from_date_time(text))
            return std::to_string(moment->milliseconds);
    return of.case_exact ? std::string(text) : fold(text);
}

// 7 and 7.0 are one number.
std::string number_key(const json::value& number) {
    if (!number.is_double()) return json::serialize(number);
    const double value = number.get_double();
    if (std::abs(value) > whole_double_max || std::trunc(value) != value)
        return json::serialize(number);
    return std::to_string(static_cast<std::int64_t>(value));
}

std::string complex_key(const json::object& members, const attribute& of) {
    json::object keys;
    for (const attribute& sub : of.sub_attributes) {
        const json::value* held = members.if_contains(sub.name);
        if (held == nullptr) continue;
        json::array parts;
        if (held->is_array())
            for (const json::value& one : held->get_array())
                parts.emplace_back(value_key(one, sub));
        else
            parts.emplace_back(value_key(*held, sub));
        keys.emplace(sub.name, std::move(parts));
    }
    return json::serialize(keys);
}

}  // namespace

std::string value_key(const json::value& of_value, const attribute& of) {
    if (of_value.is_string()) return text_key(of_value.get_string(), of);
    if (of_value.is_number()) return number_key(of_value);
    if (of_value.is_object()) return complex_key(of_value.get_object(), of);
    return json::serialize(of_value);
}

}  // namespace scimd::scim
