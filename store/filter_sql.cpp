#include "store/filter_sql.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "store/columns.hpp"
#include "store/dialect.hpp"
#include "store/filter_index.hpp"
#include "store/json_steps.hpp"
#include "store/membership_sql.hpp"

namespace scimd::store {
namespace {

using scim::attribute_path;
using scim::comparison;
using scim::comparison_operator;
using scim::data_type;
using scim::filter;

constexpr const dialect& words = sqlite_dialect;
// Texts are ordered by their bytes, and no byte of UTF-8 is as great. (U+10FFFF would not do: it
// may stand in a text, with more behind it.)
constexpr std::string_view after_every_text = "\xFF";

// An expression a comparison works on, and whether it already holds comparison keys.
struct operand {
    std::string text;
    bool folded = false;
    bool is_column = false;  // times are numbers there, and text in a document
    bool is_row = false;     // of a complex attribute: a row that stands for it, not JSON
};

class writer {
 public:
    writer(const scim::resource_type& type, fragment& into)
        : made(into),
          type_(type),
          users_(type.name == "User"),
          table_(users_ ? "users" : "groups") {}

    std::string write(const filter& node) {
        return std::visit([this](const auto& one) { return write(one); }, node.node);
    }

    fragment& made;
    bool evaluable = true;

 private:
    std::string write(const scim::constant& term) { return term.value ? "1" : "0"; }
    std::string write(const scim::conjunction& terms) { return joined(terms.terms, " AND "); }
    std::string write(const scim::disjunction& terms) { return joined(terms.terms, " OR "); }
    std::string write(const scim::negation& term) { return "NOT (" + write(*term.term) + ")"; }

    std::string joined(const std::vector<filter>& terms, std::string_view word) {
        std::string text;
        for (const filter& term : terms)
            text += (text.empty() ? "(" : std::string(word) + "(") + write(term) + ")";
        return text;
    }

    bool is_whole_meta(const attribute_path& path) const {
        return !inside_ && path.extension == nullptr && path.sub == nullptr &&
               path.attribute->name == "meta";
    }

    std::string write(const scim::presence& term) {
        const bool location = !inside_ && is_location(term.path);
        // Made when it is answered, and always there.
        if (is_whole_meta(term.path) || location) return "1";
        return over(term.path,
                    [&term](const operand& at) { return present(term.path.leaf(), at); });
    }

    std::string write(const comparison& term) {
        // "ne" is the negation of "eq", and of a multi-valued attribute it denies that any value is
        // equal.
        if (term.op == comparison_operator::ne)
            return "NOT (" + write(comparison{term.path, comparison_operator::eq, term.value, {}}) +
                   ")";
        if (!inside_)
            if (std::string by_index = keys_by_index(term, type_, made); !by_index.empty())
                return by_index;
        if (!inside_ && is_location(term.path) && term.op == comparison_operator::eq)
            return at_location(term);
        if (std::holds_alternative<std::nullptr_t>(term.value))
            return "NOT (" + write(scim::presence{term.path}) + ")";
        const bool flag = is_flag_of_list(term.path);
        return over(term.path, [this, &term, flag](operand at) {
            // A value that does not say whether it is primary is not (RFC 7643 §2.4).
            if (flag) at.text = "coalesce(" + at.text + ", 0)";
            return compared(term.path.leaf(), at, term);
        });
    }

    std::string write(const scim::value_path& term) {
        // The index finds who may match; the exact test stands beside it.
        std::string narrowed = inside_ ? "" : keys_by_index(term, type_, made);
        if (!narrowed.empty()) narrowed += " AND ";
        const auto inner = [this, &term](const element& one) {
            const auto outer = std::exchange(inside_, one);
            std::string text = write(*term.inner);
            inside_ = outer;
            return text;
        };
        // What is not there matches no filter, not even one that asks for what is missing.
        if (!term.path.attribute->multi_valued)
            return narrowed + (is_whole_meta(term.path) ? "1" : over(term.path, &is_there)) +
                   " AND (" + inner(element{false, false, term.path}) + ")";
        return narrowed + over_elements(term.path, inner);
    }

    bool is_flag_of_list(const attribute_path& path) const {
        const bool in_list = inside_ ? inside_->whole.attribute == nullptr
                                     : path.sub != nullptr && path.attribute->multi_valued;
        return in_list && scim::is_primary_flag(path.leaf());
    }

    // Applies `test` to what a path leads to: a column, a value in the document, or any of a list.
    template <class Test>
    std::string over(const attribute_path& path, Test test) {
        if (inside_ && inside_->whole.attribute == nullptr) {
            if (inside_->membership && path.attribute->name == "$ref") evaluable = false;
            return over_part(*inside_, path.attribute, test);
        }
        if (inside_) {
            const auto outer = std::exchange(inside_, std::nullopt);
            std::string text =
                over({outer->whole.extension, outer->whole.attribute, path.attribute}, test);
            inside_ = outer;
            return text;
        }
        if (is_address(path)) evaluable = false;
        const column* own = users_ ? user_column(path) : group_column(path);
        if (own != nullptr) return test(operand{std::string(own->expression), own->folded, true});
        if (path.attribute->multi_valued)
            return over_elements(
                path, [&](const element& one) { return over_part(one, path.sub, test); });
        const std::string at = json_path(path) + (path.sub != nullptr ? step(path.sub->name) : "");
        if (path.leaf().multi_valued) return over_parts(table_ + ".document", at, test);
        return test(operand{table_ + ".document ->> '" + at + "'"});
    }

    // One element of a list: an alias in the query.
    struct element {
        bool membership = false;  // a row that stands for a member or a joined group, with columns
        bool simple = false;      // a value, not an object
        attribute_path whole = {};  // a complex attribute that has one value and is no list at all
    };

    // A sub-attribute of an element, which may be a list itself.
    template <class Test>
    static std::string over_part(const element& one, const scim::attribute* part, Test test) {
        const bool is_list =
            !one.membership && !one.simple && part != nullptr && part->multi_valued;
        if (!is_list) return test(part_of(one, part));
        return over_parts("element.value", "$" + step(part->name), test);
    }
    template <class Test>
    static std::string over_parts(const std::string& holder, const std::string& path, Test test) {
        return "EXISTS (SELECT 1 FROM " + std::string(words.each) + "(" + holder + ", '" + path +
               "') AS part WHERE " + test(operand{"part.value"}) + ")";
    }

    static bool is_location(const attribute_path& path) {
        return path.extension == nullptr && path.sub != nullptr && path.attribute->name == "meta" &&
               path.sub->name == "location";
    }

    // meta.location eq "https://…/Users/x": whatever the server was called, the resource is named
    // by the end of its address.
    std::string at_location(const comparison& term) {
        const auto* address = std::get_if<std::string>(&term.value);
        if (address == nullptr) return "0";  // it is never null
        const std::size_t start = address->rfind('/') + 1;
        if (!std::string_view(*address).substr(0, start).ends_with(type_.endpoint + "/"))
            return "0";
        return table_ + ".id = " + made.bind(address->substr(start));
    }

    // meta.location, members.$ref and groups.$ref begin with whatever the client called us.
    static bool is_address(const attribute_path& path) {
        if (path.extension != nullptr || path.sub == nullptr) return false;
        const std::string& name = path.attribute->name;
        return (name == "meta" && path.sub->name == "location") ||
               ((name == "members" || name == "groups") && path.sub->name == "$ref");
    }

    static operand part_of(const element& one, const scim::attribute* part) {
        if (one.membership)
            return {"membership." +
                        (part == nullptr ? std::string("value") : column_of_membership(*part)),
                    false, false, true};
        if (one.simple || part == nullptr) return {"element.value"};
        return {"element.value ->> '$" + step(part->name) + "'"};
    }

    static std::string column_of_membership(const scim::attribute& part) {
        return part.name == "display" || part.name == "type" ? part.name : "value";
    }

    template <class Test>
    std::string over_elements(const attribute_path& path, Test test) {
        const scim::attribute& list = *path.attribute;
        const element membership{true};
        if (path.extension == nullptr && users_ && list.name == "groups")
            return "EXISTS (" + std::string(memberships_of_user) + test(membership) + ")";
        if (path.extension == nullptr && !users_ && list.name == "members")
            return "EXISTS (" + std::string(memberships_of_group) + test(membership) + ")";
        return "EXISTS (SELECT 1 FROM " + std::string(words.each) + "(" + table_ + ".document, '" +
               json_path(path) + "') AS element WHERE " +
               test(element{false, list.type != data_type::complex}) + ")";
    }

    static std::string is_there(const operand& at) { return "(" + at.text + ") IS NOT NULL"; }

    // RFC 7644 §3.4.2.2: "if the attribute has a non-empty or non-null value, or if it contains a
    // non-empty node for complex attributes". Strict directories keep empty text.
    static std::string present(const scim::attribute& of, const operand& at) {
        if (of.type != data_type::complex) return "coalesce((" + at.text + ") <> '', 0)";
        if (at.is_row) return is_there(at);
        // Text may stand there from when the schema was another one.
        return "EXISTS (SELECT 1 FROM " + std::string(words.tree) + "(CASE json_valid(" + at.text +
               ") WHEN 1 THEN " + at.text + " END) AS node WHERE node.atom <> '')";
    }

    std::string compared(const scim::attribute& of, const operand& at, const comparison& term) {
        if (const auto* text = std::get_if<std::string>(&term.value))
            return compared_text(of, at, term.op, *text);
        if (const auto* time = std::get_if<model::instant>(&term.value)) {
            const std::string left =
                at.is_column ? at.text : std::string(words.instant) + "(" + at.text + ")";
            return ordered(left, term.op, made.bind(time->milliseconds));
        }
        if (const auto* yes = std::get_if<bool>(&term.value))
            return ordered(at.text, term.op, made.bind(std::int64_t{*yes ? 1 : 0}));
        if (const auto* whole = std::get_if<std::int64_t>(&term.value))
            return ordered(at.text, term.op, made.bind(*whole));
        return ordered(at.text, term.op, made.bind(std::get<double>(term.value)));
    }

    std::string compared_text(const scim::attribute& of, const operand& at, comparison_operator op,
                              const std::string& text) {
        const std::string left =
            of.case_exact || at.folded ? at.text : std::string(words.fold) + "(" + at.text + ")";
        switch (op) {
            case comparison_operator::co:
                return "coalesce(instr(" + left + ", " + made.bind(text) + ") > 0, 0)";
            case comparison_operator::sw:
                if (at.folded) return starts_with(left, text, made);
                return begins(left, text);
            case comparison_operator::ew:
                return ends(left, text);
            default:
                return ordered(left, op, made.bind(text));
        }
    }

    std::string begins(const std::string& left, const std::string& text) {
        const std::string parameter = made.bind(text);
        return "coalesce(substr(" + left + ", 1, length(" + parameter + ")) = " + parameter +
               ", 0)";
    }

    std::string ends(const std::string& left, const std::string& text) {
        if (text.empty()) return "(" + left + ") IS NOT NULL";  // substr(x, -0) would be all of x
        const std::string parameter = made.bind(text);
        return "coalesce(length(" + left + ") >= length(" + parameter + ") AND substr(" + left +
               ", -length(" + parameter + ")) = " + parameter + ", 0)";
    }

    // Never NULL, so that NOT turns it round: an absent value is equal to nothing and in no order.
    static std::string ordered(const std::string& left, comparison_operator op,
                               const std::string& right) {
        switch (op) {
            case comparison_operator::gt:
                return "coalesce(" + left + " > " + right + ", 0)";
            case comparison_operator::ge:
                return "coalesce(" + left + " >= " + right + ", 0)";
            case comparison_operator::lt:
                return "coalesce(" + left + " < " + right + ", 0)";
            case comparison_operator::le:
                return "coalesce(" + left + " <= " + right + ", 0)";
            default:
                return left + " " + std::string(words.same) + " " + right;
        }
    }

    const scim::resource_type& type_;
    bool users_;
    std::string table_;
    std::optional<element> inside_;  // a value filter's element
};

}  // namespace

std::string fragment::bind(fragment_value given) {
    values.push_back(std::move(given));
    return "$" + std::to_string(first + values.size() - 1);
}

value as_parameter(const fragment_value& given) {
    if (const auto* text = std::get_if<std::string>(&given)) return std::string_view(*text);
    if (const auto* number = std::get_if<double>(&given)) return *number;
    return std::get<std::int64_t>(given);
}

std::string starts_with(const std::string& expression, const std::string& prefix, fragment& into) {
    const std::string from = into.bind(prefix);
    const std::string to = into.bind(prefix + std::string(after_every_text));
    return expression + " >= " + from + " AND " + expression + " <= " + to + " AND substr(" +
           expression + ", 1, length(" + from + ")) = " + from;
}

model::result<fragment> to_sql(const scim::filter& node, const scim::resource_type& type) {
    fragment made;
    auto text = write_condition(node, type, made);
    if (!text) return text.error();
    made.text = std::move(*text);
    return made;
}

model::result<std::string> write_condition(const scim::filter& node,
                                           const scim::resource_type& type, fragment& into) {
    writer writing(type, into);
    std::string text = writing.write(node);
    if (!writing.evaluable)
        return model::refusal(
            model::errc::invalid_filter,
            "Of meta.location a filter can ask eq, ne and pr, of $ref nothing: they depend on the "
            "address the server is called by. Filter on id or value instead.");
    return text;
}

}  // namespace scimd::store
