#include "scim/bulk.hpp"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "scim/fold.hpp"
#include "scim/message_body.hpp"
#include "scim/schema.hpp"
#include "scim/value.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;
using model::errc;
using model::refusal;
using model::result;

constexpr std::array<std::pair<std::string_view, bulk_method>, 4> methods = {{
    {"POST", bulk_method::post},
    {"PUT", bulk_method::put},
    {"PATCH", bulk_method::patch},
    {"DELETE", bulk_method::remove},
}};

const json::value* member_of(const json::object& of, std::string_view name) {
    const json::value* found = member_named(of, name);
    return found == nullptr || found->is_null() ? nullptr : found;
}

result<std::optional<std::int64_t>> read_fail_on_errors(const json::object& body) {
    const json::value* given = member_of(body, "failOnErrors");
    if (given == nullptr) return std::optional<std::int64_t>();
    if (!given->is_int64() || given->get_int64() < 0)
        return refusal(errc::invalid_value, "\"failOnErrors\" takes a whole number of errors.");
    if (given->get_int64() == 0) return std::optional<std::int64_t>();
    return std::optional(given->get_int64());
}

// Reads one operation; the first thing that is wrong with it is its fault.
class operation_reader {
 public:
    explicit operation_reader(tolerance& allowed) : allowed_(allowed) {}

    bulk_operation read(const json::value& sent) {
        if (!sent.is_object()) {
            refuse("An operation of a Bulk request is a JSON object.");
            return std::move(made_);
        }
        const json::object& from = sent.get_object();
        if (auto good = check_names(from); !good) made_.fault = good.error();
        made_.method_text = text(from, "method");
        made_.bulk_id = text(from, "bulkId");
        made_.path = text(from, "path");
        made_.version = text(from, "version");
        for (const auto& [name, method] : methods)
            if (equal_names(name, made_.method_text)) made_.method = method;
        if (!made_.method) refuse("An operation's \"method\" is POST, PUT, PATCH or DELETE.");
        if (made_.path.empty()) refuse("The operation lacks its \"path\".");
        read_data(from);
        if (made_.method == bulk_method::post && made_.bulk_id.empty() &&
            !allowed_.allows(rule::missing_bulk_id))
            refuse("A POST in a Bulk request needs a \"bulkId\".");
        return std::move(made_);
    }

 private:
    void refuse(std::string why) {
        if (!made_.fault) made_.fault = refusal(errc::invalid_syntax, std::move(why));
    }
    std::string text(const json::object& from, std::string_view name) {
        const json::value* given = member_of(from, name);
        if (given == nullptr) return {};
        if (given->is_string()) return std::string(given->get_string());
        refuse("\"" + std::string(name) + "\" of an operation is text.");
        return {};
    }
    void read_data(const json::object& from) {
        const json::value* data = member_of(from, "data");
        if (data != nullptr)
            made_.data = *data;
        else if (made_.method != bulk_method::remove)
            refuse("The operation lacks its \"data\".");
    }

    tolerance& allowed_;
    bulk_operation made_;
};

result<void> check_bulk_ids(const std::vector<bulk_operation>& operations) {
    std::vector<std::string_view> given;
    for (const bulk_operation& one : operations)
        if (one.method == bulk_method::post && !one.bulk_id.empty())
            given.emplace_back(one.bulk_id);
    std::ranges::sort(given);
    const auto twice = std::ranges::adjacent_find(given);
    if (twice == given.end()) return {};
    return refusal(errc::invalid_syntax,
                   "The bulkId \"" + std::string(*twice) + "\" is given to two operations.");
}

// What a bulkId stands for.
struct new_resource {
    std::size_t made_by = 0;
    std::string id;
};
using new_resources = std::map<std::string, new_resource, std::less<>>;

// Looks up the references of one operation.
class reference_reader {
 public:
    reference_reader(bulk_operation& of, const new_resources& known) : of_(of), known_(known) {}

    // Every "bulkId:x" of a value becomes an id. One that stands for nothing is a fault where only
    // a reference can stand, and text elsewhere. Passwords are nobody's business.
    void read_value(json::value& value, bool must_refer) {
        if (value.is_string()) read_whole(value.get_string(), must_refer);
        if (value.is_array())
            for (json::value& one : value.get_array()) read_value(one, must_refer);
        if (!value.is_object()) return;
        const bool secret = is_about_a_password(value.get_object());
        for (auto& [name, one] : value.get_object()) {
            if (names_password(name) || (secret && equal_names(name, "value"))) continue;
            read_value(one, refers(name));
        }
    }
    // References as they stand in the path of a PATCH operation: members[value eq "bulkId:x"].
    void read_quoted(json::string& text) {
        const std::string mark = "\"" + std::string(bulk_reference);
        const std::string all(text);
        std::string made;
        std::size_t done = 0;
        for (std::size_t at = all.find(mark); at != std::string::npos; at = all.find(mark, done)) {
            const std::size_t start = at + mark.size();
            const std::size_t end = std::min(all.find('"', start), all.size());
            const auto* found = find(std::string_view(all).substr(start, end - start));
            made.append(all, done, at + 1 - done);
            made += found == nullptr ? all.substr(at + 1, end - at - 1) : found->id;
            made.append(all, end, 1);  // the quote that ends it
            done = std::min(end + 1, all.size());
        }
        text = made.append(all, done);
    }
    // The paths of a PATCH, and nothing else of it: what its values quote is text.
    void read_patch_paths(json::value& patch) {
        if (!patch.is_object()) return;
        for (auto& [name, operations] : patch.get_object()) {
            if (!equal_names(name, "Operations") || !operations.is_array()) continue;
            for (json::value& operation : operations.get_array()) {
                if (!operation.is_object()) continue;
                for (auto& [part, path] : operation.get_object())
                    if (equal_names(part, "path") && path.is_string())
                        read_quoted(path.get_string());
            }
        }
    }
    // The last segment of /Users/bulkId:x.
    void read_path() {
        const std::size_t at = of_.path.rfind('/') + 1;
        const std::string_view last = std::string_view(of_.path).substr(at);
        if (!last.starts_with(bulk_reference)) return;
        const auto* found = find(last.substr(bulk_reference.size()));
        if (found != nullptr) of_.path.replace(at, std::string::npos, found->id);
    }

 private:
    static bool names_password(std::string_view name) {
        const std::size_t colon = name.rfind(':');
        return equal_names(colon == std::string_view::npos ? name : name.substr(colon + 1),
                           "password");
    }
    // A PATCH operation whose path is a password.
    static bool is_about_a_password(const json::object& operation) {
        const json::value* path = member_of(operation, "path");
        return path != nullptr && path->is_string() && names_password(path->get_string());
    }
    static bool refers(std::string_view name) {
        return equal_names(name, "value") || equal_names(name, "$ref") ||
               equal_names(name, "members") || equal_names(name, "manager");
    }
    void read_whole(json::string& text, bool must_refer) {
        const std::string_view all = text;
        if (!all.starts_with(bulk_reference)) return;
        const std::string_view bulk_id = all.substr(bulk_reference.size());
        if (!must_refer && !known_.contains(bulk_id)) return;
        if (const auto* found = find(bulk_id)) text = found->id;
    }
    // The refusal does not repeat what was sent: who knows what it was meant to be.
    const new_resource* find(std::string_view bulk_id) {
        const auto found = known_.find(bulk_id);
        if (found != known_.end()) {
            of_.needs.push_back(found->second.made_by);
            return &found->second;
        }
        if (!of_.fault)
            of_.fault = refusal(errc::unresolved_reference,
                                "A \"bulkId:\" in this operation stands for nothing: no POST of "
                                "the request has that bulkId.");
        return nullptr;
    }

    bulk_operation& of_;
    const new_resources& known_;
};

}  // namespace

result<bulk_request> parse_bulk(const json::value& body, tolerance& allowed) {
    if (!body.is_object()) return refusal(errc::invalid_syntax, "The body is not a JSON object.");
    const json::object& sent = body.get_object();
    if (auto good = check_names(sent); !good) return good.error();
    if (auto stated = check_message_schema(sent, bulk_request_urn, allowed); !stated)
        return stated.error();
    const json::value* operations = member_of(sent, "Operations");
    if (operations == nullptr || !operations->is_array())
        return refusal(errc::invalid_syntax, "\"Operations\" takes a list of operations.");
    if (operations->get_array().size() > bulk_operations_max)
        return refusal(errc::too_large, "A Bulk request has at most " +
                                            std::to_string(bulk_operations_max) +
                                            " operations (bulk.maxOperations).");
    auto fail_on_errors = read_fail_on_errors(sent);
    if (!fail_on_errors) return fail_on_errors.error();
    bulk_request made;
    made.fail_on_errors = *fail_on_errors;
    for (const json::value& one : operations->get_array())
        made.operations.push_back(operation_reader(allowed).read(one));
    if (auto once = check_bulk_ids(made.operations); !once) return once.error();
    return made;
}

void resolve_references(bulk_request& request, const std::vector<std::string>& ids) {
    new_resources known;
    for (std::size_t at = 0; at < request.operations.size(); ++at)
        if (!ids[at].empty() && !request.operations[at].bulk_id.empty())
            known.emplace(request.operations[at].bulk_id, new_resource{at, ids[at]});
    for (bulk_operation& one : request.operations) {
        reference_reader reader(one, known);
        reader.read_path();
        reader.read_value(one.data, false);
        if (one.method == bulk_method::patch) reader.read_patch_paths(one.data);
        std::ranges::sort(one.needs);
        one.needs.erase(std::unique(one.needs.begin(), one.needs.end()), one.needs.end());
    }
}

// Nothing comes earlier than it was sent: what needs something later waits for it, and what needs
// one another waits for the last of them. Components are numbered needed ones first.
std::vector<std::vector<std::size_t>> batches_of(const bulk_request& request) {
    const std::size_t count = request.operations.size();
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS> needs(count);
    for (std::size_t at = 0; at < count; ++at)
        for (const std::size_t needed : request.operations[at].needs)
            boost::add_edge(at, needed, needs);
    std::vector<std::size_t> component_of(count);
    const auto number = boost::strong_components(
        needs, boost::make_iterator_property_map(component_of.begin(),
                                                 boost::get(boost::vertex_index, needs)));
    struct batch {
        std::size_t turn = 0;  // the last operation of the request that it has to wait for
        std::vector<std::size_t> operations;
    };
    std::vector<batch> batches(static_cast<std::size_t>(number));
    for (std::size_t at = 0; at < count; ++at) batches[component_of[at]].operations.push_back(at);
    for (batch& one : batches)
        for (const std::size_t at : one.operations) {
            one.turn = std::max(one.turn, at);
            for (const std::size_t needed : request.operations[at].needs)
                one.turn = std::max(one.turn, batches[component_of[needed]].turn);
        }
    std::ranges::stable_sort(batches, {}, &batch::turn);
    std::vector<std::vector<std::size_t>> ordered;
    ordered.reserve(batches.size());
    for (batch& one : batches) ordered.push_back(std::move(one.operations));
    return ordered;
}

filter with_texts(const filter& from, const std::function<void(std::string&)>& change) {
    const auto all = [&](const std::vector<filter>& terms) {
        std::vector<filter> made;
        made.reserve(terms.size());
        for (const filter& one : terms) made.push_back(with_texts(one, change));
        return made;
    };
    const auto inside = [&](const filter& term) {
        return std::make_shared<const filter>(with_texts(term, change));
    };
    if (const auto* both = std::get_if<conjunction>(&from.node))
        return {conjunction{all(both->terms)}};
    if (const auto* any = std::get_if<disjunction>(&from.node))
        return {disjunction{all(any->terms)}};
    if (const auto* no = std::get_if<negation>(&from.node)) return {negation{inside(*no->term)}};
    if (const auto* path = std::get_if<value_path>(&from.node))
        return {value_path{path->path, inside(*path->inner)}};
    const auto* term = std::get_if<comparison>(&from.node);
    if (term == nullptr || !term->written.is_string()) return from;
    std::string text(term->written.get_string());
    change(text);
    if (text == std::string_view(term->written.get_string())) return from;
    comparison made = *term;
    made.value = term->path.leaf().case_exact ? text : fold(text);
    made.written = text;
    return {std::move(made)};
}

void each_text(json::value& in, const std::function<void(json::string&)>& take) {
    if (in.is_string()) take(in.get_string());
    if (in.is_array())
        for (json::value& one : in.get_array()) each_text(one, take);
    if (in.is_object())
        for (auto& member : in.get_object()) each_text(member.value(), take);
}

}  // namespace scimd::scim
