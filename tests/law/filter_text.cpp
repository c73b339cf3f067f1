#include "tests/law/filter_text.hpp"

#include <boost/json/serialize.hpp>

#include <array>

namespace scimd::tests {
namespace {

using namespace scim;

constexpr std::array<std::string_view, 9> operator_names = {"eq", "ne", "co", "sw", "ew",
                                                            "gt", "ge", "lt", "le"};

struct writing {
    const attribute* of = nullptr;  // whose values a value filter is about

    std::string name(const attribute_path& path) const {
        if (path.attribute == of && of != nullptr) return "value";
        std::string text = path.extension == nullptr ? "" : path.extension->urn + ":";
        text += path.attribute->name;
        return path.sub == nullptr ? text : text + "." + path.sub->name;
    }

    template <class Node>
    void join(std::string& text, const std::vector<filter>& terms, std::string_view word) const {
        for (const filter& term : terms) {
            if (const auto* same = std::get_if<Node>(&term.node)) {
                join<Node>(text, same->terms, word);
                continue;
            }
            if (!text.empty()) text += word;
            const bool grouped = std::holds_alternative<disjunction>(term.node);
            const std::string inner = std::visit(*this, term.node);
            text += grouped ? "(" + inner + ")" : inner;
        }
    }

    std::string operator()(const presence& term) const { return name(term.path) + " pr"; }
    std::string operator()(const comparison& term) const {
        return name(term.path) + " " +
               std::string(operator_names.at(static_cast<std::size_t>(term.op))) + " " +
               boost::json::serialize(term.written);
    }
    std::string operator()(const value_path& term) const {
        return name(term.path) + "[" + to_text(*term.inner, *term.path.attribute) + "]";
    }
    std::string operator()(const conjunction& all) const {
        std::string text;
        join<conjunction>(text, all.terms, " and ");
        return text;
    }
    std::string operator()(const disjunction& any) const {
        std::string text;
        join<disjunction>(text, any.terms, " or ");
        return text;
    }
    std::string operator()(const negation& term) const {
        // What `name eq null` is read as: written so, it needs no brackets.
        if (const auto* inner = std::get_if<presence>(&term.term->node);
            inner != nullptr && inner->path.leaf().type == data_type::complex)
            return name(inner->path) + " eq null";
        return "not (" + std::visit(*this, term.term->node) + ")";
    }
    std::string operator()(const constant& term) const {
        return term.value ? "noSuchAttribute eq null" : "noSuchAttribute pr";
    }
};

}  // namespace

std::string to_text(const scim::filter& from) {
    return std::visit(writing{}, from.node);
}

std::string to_text(const scim::filter& from, const scim::attribute& of) {
    return std::visit(writing{of.type == data_type::complex ? nullptr : &of}, from.node);
}

}  // namespace scimd::tests
