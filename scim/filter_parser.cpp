// Recursive descent over the grammar of filter.hpp. Resolving and typing happen on the way, so that
// what comes out can be evaluated without asking anything.
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "scim/filter.hpp"
#include "scim/filter_literal.hpp"
#include "scim/json_text.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;
using model::errc;
using model::refusal;
using model::result;

// clang-format off
constexpr std::array<std::pair<std::string_view, comparison_operator>, 9> operators = {{
    {"eq", comparison_operator::eq}, {"ne", comparison_operator::ne}, {"co", comparison_operator::co},
    {"sw", comparison_operator::sw}, {"ew", comparison_operator::ew}, {"gt", comparison_operator::gt},
    {"ge", comparison_operator::ge}, {"lt", comparison_operator::lt}, {"le", comparison_operator::le},
}};
// clang-format on

constexpr bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || c == ':' || c == '$';
}

bool is_attribute_name(std::string_view name) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto may_follow = [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '$';
    };
    return !name.empty() && (is_letter(name.front()) || name.front() == '$') &&
           std::ranges::all_of(name, may_follow);
}

// attrPath = [URI ":"] ATTRNAME *1subAttr, as far as a name that nobody has must still be one.
bool is_well_formed(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    if (colon == 0) return false;
    const std::string_view path = colon == std::string_view::npos ? name : name.substr(colon + 1);
    const std::size_t dot = path.find('.');
    if (dot == std::string_view::npos) return is_attribute_name(path);
    return is_attribute_name(path.substr(0, dot)) && is_attribute_name(path.substr(dot + 1));
}

// What the names in a filter are looked up in: a resource, or the values of one attribute. Inside
// the brackets of an attribute that nobody has, `of` is nullptr and no name means anything.
struct scope {
    bool inside = false;
    const attribute* of = nullptr;
};

// A name that was looked up; without a path nobody has it, and the tolerance lets that be.
using looked_up = std::optional<attribute_path>;

// Who lets a name that nobody has stand for an attribute without a value: the RFC, in lists, or a
// rule of the tolerance, in PATCH paths, where it could only be a mistake.
enum class unknown_names { always, by_rule };

class filter_reader {
 public:
    filter_reader(std::string_view text, const resource_type& type, tolerance& allowed,
                  unknown_names granted, std::span<const resource_type* const> others = {})
        : text_(text), type_(type), allowed_(allowed), granted_(granted), others_(others) {}

    result<filter> read_all(const scope& names) {
        if (text_.size() > filter_bytes_max)
            return refuse("it is longer than " + std::to_string(filter_bytes_max) + " bytes");
        auto whole = read_disjunction(names);
        if (!whole) return whole;
        skip_blanks();
        if (at_ != text_.size()) return refuse("nothing more is expected");
        return whole;
    }

 private:
    model::fault refuse(const std::string& reason) const {
        return refusal(errc::invalid_filter,
                       "The filter fails at byte " + std::to_string(at_) + ": " + reason + ".");
    }
    void skip_blanks() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    }
    bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }
    std::string_view peek_word() const {
        std::size_t end = at_;
        while (end < text_.size() && is_name_character(text_[end])) ++end;
        return text_.substr(at_, end - at_);
    }
    bool take_word(std::string_view word) {
        skip_blanks();
        if (!equal_names(peek_word(), word)) return false;
        at_ += word.size();
        return true;
    }

    result<filter> read_disjunction(const scope& names) {
        disjunction all;
        do {
            auto term = read_conjunction(names);
            if (!term) return term;
            all.terms.push_back(std::move(*term));
        } while (take_word("or"));
        if (all.terms.size() == 1) return std::move(all.terms.front());
        return filter{std::move(all)};
    }

    result<filter> read_conjunction(const scope& names) {
        conjunction all;
        do {
            auto term = read_term(names);
            if (!term) return term;
            all.terms.push_back(std::move(*term));
        } while (take_word("and"));
        if (all.terms.size() == 1) return std::move(all.terms.front());
        return filter{std::move(all)};
    }

    result<filter> read_term(const scope& names) {
        skip_blanks();
        if (next_is('(')) return read_grouped('(', ')', names);
        const std::size_t before = at_;
        if (take_word("not")) {
            skip_blanks();
            if (next_is('(')) {
                auto inner = read_grouped('(', ')', names);
                if (!inner) return inner;
                return filter{negation{std::make_unique<filter>(std::move(*inner))}};
            }
            at_ = before;  // an attribute of that name, then
        }
        return read_attribute_term(names);
    }

    result<filter> read_grouped(char open, char close, const scope& names) {
        if (++depth_ > filter_depth_max)
            return refuse("it is nested deeper than " + std::to_string(filter_depth_max));
        if (!next_is(open)) return refuse("an opening bracket is expected");
        ++at_;
        auto inner = read_disjunction(names);
        if (!inner) return inner;
        skip_blanks();
        if (!next_is(close)) return refuse(std::string("\"") + close + "\" is expected");
        ++at_;
        --depth_;
        return inner;
    }

    result<filter> read_attribute_term(const scope& names) {
        if (++terms_ > filter_terms_max)
            return refuse("it has more than " + std::to_string(filter_terms_max) + " terms");
        const std::string_view name = peek_word();
        if (name.empty()) return refuse("an attribute is expected");
        auto path = look_up(name, names);
        if (!path) return path.error();
        at_ += name.size();
        if (next_is('[') && !names.inside) return read_value_path(*path);
        if (!next_is(' ') && !next_is('\t')) return refuse("an operator is expected");
        return read_operation(*path);
    }

    result<looked_up> look_up(std::string_view name, const scope& names) {
        looked_up path;
        if (!names.inside) {
            if (auto resolved = resolve_path(name, type_, allowed_)) path = *resolved;
        } else if (names.of == nullptr) {
            return path;
        } else if (names.of->type == data_type::complex) {
            if (const attribute* sub = names.of->sub(name)) path = {nullptr, sub, nullptr};
        } else if (equal_names(name, "value")) {
            path = {nullptr, names.of, nullptr};
        }
        if (!path && (!is_well_formed(name) || !may_be_unknown(name, names)))
            return refuse("there is no attribute \"" + std::string(name) + "\"");
        if (!path) return path;
        if (path->attribute == nullptr)
            return refuse("\"" + std::string(name) + "\" is a schema, not an attribute");
        // An answer to such a filter would tell what is never told.
        for (const attribute* one : {path->attribute, &path->leaf()})
            if (one->returned == returned::never || one->mutability == mutability::write_only)
                return refuse("\"" + one->name + "\" cannot be filtered by");
        return path;
    }

    // Whether a name this resource type lacks stands for an attribute without a value.
    bool may_be_unknown(std::string_view name, const scope& names) {
        if (granted_ == unknown_names::by_rule)
            return allowed_.allows(rule::unknown_filter_attribute);
        const bool known_elsewhere =
            !names.inside && std::ranges::any_of(others_, [&](const resource_type* other) {
                tolerance unheard = allowed_;
                return resolve_path(name, *other, unheard).has_value();
            });
        if (!known_elsewhere) allowed_.note(rule::unknown_filter_attribute);
        return true;
    }

    // valuePath = attrPath "[" valFilter "]", and what Entra adds: "." subAttr operation.
    result<filter> read_value_path(const looked_up& path) {
        scope inside{true, nullptr};
        if (path) {
            inside.of = path->attribute;
            if (path->sub != nullptr ||
                (inside.of->type != data_type::complex && !inside.of->multi_valued))
                return refuse("\"" + path->leaf().name + "\" has no values to choose from");
        }
        auto inner = read_grouped('[', ']', inside);
        if (!inner) return inner;
        if (next_is('.')) {
            if (!allowed_.allows(rule::value_path_sub_attribute))
                return refuse("a value path ends with its bracket");
            ++at_;
            auto more = read_attribute_term(inside);
            if (!more) return more;
            conjunction both;
            both.terms.push_back(std::move(*inner));
            both.terms.push_back(std::move(*more));
            inner = filter{std::move(both)};
        }
        if (!path) return filter{constant{false}};
        return filter{value_path{*path, std::make_unique<filter>(std::move(*inner))}};
    }

    result<filter> read_operation(const looked_up& path) {
        if (take_word("pr")) {
            if (!path) return filter{constant{false}};
            return filter{presence{*path}};
        }
        skip_blanks();
        const std::string_view word = peek_word();
        for (const auto& [name, op] : operators) {
            if (!equal_names(name, word)) continue;
            at_ += word.size();
            auto given = read_written_value();
            if (!given) return given.error();
            if (path) return make_comparison(*path, op, *given, allowed_);
            // RFC 7644 §3.4.2.1: as if there were no value, which "null" is equal to.
            const bool holds = (op == comparison_operator::ne) != given->value.is_null();
            const bool equality = op == comparison_operator::eq || op == comparison_operator::ne;
            return filter{constant{equality && holds}};
        }
        if (word.empty()) return refuse("an operator is expected");
        return refuse("the operator \"" + std::string(word) + "\" is not supported");
    }

    result<written_value> read_written_value() {
        skip_blanks();
        written_value given;
        const std::size_t begin = at_;
        if (!next_is('"')) {
            while (at_ < text_.size() &&
                   std::string_view(" \t()[]\"").find(text_[at_]) == std::string_view::npos)
                ++at_;
            given.text = text_.substr(begin, at_ - begin);
            if (given.text.empty()) return refuse("a value is expected");
            json::error_code error;
            given.value = parse_exactly(given.text, error);
            given.bare_word = static_cast<bool>(error) || given.value.is_structured();
            if (!given.bare_word) return given;
            // Only text in UTF-8 is JSON again, and a value that could have been stored.
            given.value = given.text;
            parse_exactly(json::serialize(given.value), error);
            if (error) return refuse("the value is not UTF-8");
            return given;
        }
        for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_)
            if (text_[at_] == '\\') ++at_;
        if (at_ >= text_.size()) return refuse("the text has no closing quote");
        ++at_;
        given.text = text_.substr(begin, at_ - begin);
        json::error_code error;
        given.value = parse_exactly(given.text, error);
        if (error) return refuse("the text is not a JSON string");
        return given;
    }

    std::string_view text_;
    const resource_type& type_;
    tolerance& allowed_;
    unknown_names granted_;
    std::span<const resource_type* const> others_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::size_t terms_ = 0;
};

}  // namespace

result<filter> parse_filter(std::string_view text, const resource_type& type, tolerance& allowed,
                            std::span<const resource_type* const> others) {
    return filter_reader(text, type, allowed, unknown_names::always, others).read_all({});
}

result<filter> parse_value_filter(std::string_view text, const attribute& of,
                                  const resource_type& type, tolerance& allowed) {
    return filter_reader(text, type, allowed, unknown_names::by_rule).read_all({true, &of});
}

}  // namespace scimd::scim
