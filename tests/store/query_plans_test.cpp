// That nothing the store asks reads through a table to answer about a few rows: every statement of
// statements.sql, and every text that a filter, an order or a management page is made into, in
// each shape of list, by the plan that SQLite has for it. What may read more stands in a table
// here, with the reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <regex>
#include <set>

#include "scim/filter.hpp"
#include "store/filter_index.hpp"
#include "tests/store/listening_session.hpp"
#include "tests/store/store.hpp"

namespace scimd::tests {
namespace {

using testing::IsEmpty;

// Reading through: a whole table or index, or all that one directory has of it.
bool is_walk(const std::string& step, const std::set<std::string>& made) {
    static const std::regex scan(R"(^SCAN (\S+).*)");
    static const std::regex of_directory(R"(^SEARCH .*\(directory=\?\).*)");
    std::smatch found;
    if (!std::regex_match(step, found, scan)) return std::regex_match(step, of_directory);
    // A row of constants, the values of one document, and what a subquery makes are no tables.
    const bool is_virtual = step.find(" VIRTUAL TABLE ") != std::string::npos;
    return found[1] != "CONSTANT" && !is_virtual && !made.contains(found[1]);
}

std::vector<std::string> walks_in(const std::vector<std::string>& steps) {
    static const std::regex made_here(R"(^(?:CO-ROUTINE|MATERIALIZE) (\S+).*)");
    std::set<std::string> made;
    std::vector<std::string> walks;
    for (const std::string& step : steps) {
        std::smatch found;
        if (std::regex_match(step, found, made_here)) made.insert(found[1]);
        if (is_walk(step, made)) walks.push_back(step);
    }
    return walks;
}

std::vector<std::string> sorts_in(const std::vector<std::string>& steps) {
    std::vector<std::string> sorts;
    std::ranges::copy_if(steps, std::back_inserter(sorts), [](const std::string& step) {
        return step.find("TEMP B-TREE") != std::string::npos;
    });
    return sorts;
}

struct exception {
    std::string_view statement;  // empty: any
    std::string_view step;       // what the plan's step contains
    std::string_view reason;
};

// clang-format off
constexpr exception allowed[] = {
    {"", "SCAN service",     "a table of one row"},
    {"", "SCAN audit_chain", "a table of one row"},
    {"", "user_drift_by_directory",        "the drift of a directory, which is what is asked for"},
    {"", "group_drift_by_directory",       "likewise"},
    {"", "member_drift_by_directory",      "likewise"},
    {"", "SEARCH unique_attributes USING PRIMARY KEY (directory=?)", "as many as its schemas say"},
    {"list_directories",      "SCAN directories",       "all of them are asked for"},
    {"ids_of_directories",    "SCAN directories",       "likewise, once when the store is opened"},
    {"all_unique_attributes", "SCAN unique_attributes", "likewise"},
    {"", "SEARCH credentials USING COVERING INDEX credentials_by_directory", "a foreign key that is kept"},
    {"list_credentials", "",                 "at most some tens of a directory, shown by their age"},
    {"list_access_keys", "",                 "at most some hundreds of a house, shown by their age"},
    {"last_passwords",   "TEMP B-TREE",      "the few passwords of one user"},
    {"page_of_users",    "(directory=?)",    "in the order of the index: stops when the page is full"},
    {"page_of_groups",   "(directory=?)",    "likewise"},
    {"upstream_documents",      "TEMP B-TREE",   "the drift of a directory, once for a rollback"},
    {"repeated_group_names",    "",              "a setting that is about every group, once when it is changed"},
    {"make_group_names_unique", "(directory=?)", "likewise"},
    {"make_group_names_free",   "(directory=?)", "likewise"},
    {"forget_strangers",        "(directory=?)", "of a directory that is being deleted, which has no groups left"},
    {"documents_of_directory",  "(directory=?)", "all documents, once, when schemas call other attributes unique"},
    {"delete_unique_values_of_directory", "(directory=?)", "likewise, and when the directory is deleted"},
    {"oldest_audit_events",           "SCAN audit_events",  "from the oldest on: LIMIT says how many"},
    {"event_of_oldest_change_behind", "SCAN audit_changes", "from the oldest on: OFFSET says how many"},
    {"all_audit_events",              "SCAN audit_events",  "the check of the whole log"},
    {"all_audit_changes",             "SCAN audit_changes", "likewise"},
};
// clang-format on

bool is_allowed(std::string_view statement, const std::string& step) {
    return std::ranges::any_of(allowed, [&](const exception& one) {
        return (one.statement.empty() || one.statement == statement) &&
               step.find(one.step) != std::string::npos;
    });
}

// Attributes of an operator's, so that unique ones and lists of numbers are among those asked
// about.
const scim::catalogue& schemas_asked() {
    static const auto loaded = [] {
        const model::embedded_file added[] = {
            {"badge.json",
             R"({"id":"urn:example:badge","extends":["User","Group"],"attributes":[
                {"name":"number","uniqueness":"server"},
                {"name":"seal","uniqueness":"server","caseExact":true},
                {"name":"color"},{"name":"sizes","type":"integer","multiValued":true},
                {"name":"keys","type":"complex","multiValued":true,"subAttributes":[
                    {"name":"value","uniqueness":"server"},{"name":"door"}]}]})"}};
        return scim::load_catalogue(scim::built_in_schemas(), added);
    }();
    return *loaded;
}

// Every path that a filter over this type can begin with.
std::vector<std::string> paths_of(const scim::resource_type& type) {
    std::vector<std::string> paths;
    const auto add = [&paths](const scim::schema& of, const std::string& prefix) {
        for (const scim::attribute& one : of.attributes) {
            paths.push_back(prefix + one.name);
            for (const scim::attribute& sub : one.sub_attributes)
                paths.push_back(prefix + one.name + "." + sub.name);
        }
    };
    add(*type.common, "");
    add(*type.core, "");
    for (const scim::schema* one : type.extensions) add(*one, one->urn + ":");
    return paths;
}

// Every comparison of a path, as text; those that its type does not have are refused when parsed.
std::vector<std::string> terms_of(const std::string& path) {
    std::vector<std::string> terms{path + " pr"};
    for (const char* op : {"eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"})
        for (const char* value : {"\"x\"", "\"2020-01-01T00:00:00Z\"", "7", "true", "null",
                                  "\"https://example.com/scim/v2/Users/u-1\"",
                                  "\"https://example.com/scim/v2/Groups/g-1\""})
            terms.push_back(path + " " + op + " " + value);
    return terms;
}

// A condition on nothing, which the engine looks at before it looks for a row, whatever its plan
// says: of a meta.location that leads elsewhere, or that is never null.
bool is_constant(const scim::filter& filter, const scim::resource_type& type) {
    const std::string text = store::to_sql(filter, type)->text;
    return text == "0" || text == "NOT (0)" || text == "NOT (1)";
}

std::optional<scim::filter> parsed(const std::string& text, const scim::resource_type& type) {
    scim::tolerance lenient(model::tolerance::lenient);
    auto filter = scim::parse_filter(text, type, lenient);
    if (!filter || !store::to_sql(*filter, type)) return std::nullopt;
    return std::move(*filter);
}

// A filter is indexed by itself, and so is what asks more of who it leads to, and either of two.
std::vector<std::string> filters_of(const scim::resource_type& type) {
    std::vector<std::string> all;
    std::vector<std::string> indexed;
    std::set<std::string> seen;  // two values of one type make one text
    for (const std::string& path : paths_of(type))
        for (const std::string& term : terms_of(path)) {
            const auto filter = parsed(term, type);
            if (!filter || is_constant(*filter, type)) continue;
            if (!seen.insert(store::to_sql(*filter, type)->text).second) continue;
            all.push_back(term);
            if (store::finds_few(*filter, type)) indexed.push_back(term);
        }
    const std::string rest = type.name == "User" ? "title co \"y\"" : "externalId pr";
    for (const std::string& one : indexed) {
        all.push_back(one + " and " + rest);
        all.push_back(rest + " and " + one);
        all.push_back("not (" + rest + ") and (" + one + ")");
        for (const std::string& other : indexed) all.push_back(one + " or " + other);
    }
    if (type.name == "User")
        for (const char* one :
             {R"(emails[value eq "x"])", R"(emails[type eq "work" and value eq "x"])",
              R"(emails[type eq "work"])", R"(emails[value eq "x"] or userName eq "x")"})
            all.push_back(one);
    return all;
}

struct query_plans : testing::Test {
    temporary_path place;
    model::result<store::data_folder> folder = store::data_folder::open(place.path);
    std::unique_ptr<store::session> real = store::engine::open(*folder)->open_writer();
    listening_session session{*real};
    store::reading reading{session};
    store::queries ask{*real};
    model::directory where;

    // The steps of everything that was prepared meanwhile. What one reading has asked before it
    // need not prepare again, and need not be looked at again.
    template <class Work>
    std::vector<std::string> steps_of(Work work) {
        session.heard.clear();
        work();
        std::vector<std::string> steps;
        for (const std::string& text : session.heard)
            std::ranges::copy(plan_of_text(ask, text), std::back_inserter(steps));
        return steps;
    }

    // Every shape a list with this filter may have.
    std::vector<std::string> steps_of_lists(const scim::filter& filter,
                                            const scim::resource_type& type) {
        const store::fragment made = *store::to_sql(filter, type);
        const store::list_part created{&type, &filter, {}};
        scim::tolerance strict(model::tolerance::strict);
        const store::list_part sorted{&type, &filter,
                                      *scim::resolve_path("meta.created", type, strict)};
        return steps_of([&] {
            if (type.name == "User") {
                reading.page_of_users(where, made, 3, 11, [](const model::user&) {});
                reading.count_users(where, made);
            } else {
                reading.page_of_groups(where, made, 3, 11);
                reading.count_groups(where, made);
            }
            reading.created_places(where, created, 0, 3, 11);
            reading.created_places(where, created, 7, 0, 11);
            reading.sorted_places(where, {sorted}, {scim::sort_order::ascending, {}, 3, 11});
        });
    }

    const scim::resource_type& users = schemas_asked().user();
    const scim::resource_type& groups = schemas_asked().group();
};

TEST_F(query_plans, OfEveryStatementAreLedByAnIndex) {
    for (const std::string_view name : statement_names()) {
        const auto text = store::text_of(static_cast<store::statement_name>(
            std::ranges::find(statement_names(), name) - statement_names().begin()));
        if (text.starts_with("PRAGMA")) continue;  // some act when they are only prepared
        const auto steps = plan_of(ask, name);
        for (const auto& found : {walks_in(steps), sorts_in(steps)})
            for (const std::string& step : found)
                EXPECT_TRUE(is_allowed(name, step)) << name << ": " << step;
    }
}

// What is answered on the thread of a connection must not depend on how many are in the directory.
TEST_F(query_plans, OfAnIndexedFilterReadWhatItLeadsToAndNoMore) {
    for (const scim::resource_type* type : {&users, &groups})
        for (const std::string& text : filters_of(*type)) {
            const auto filter = parsed(text, *type);
            if (!filter || !store::finds_few(*filter, *type)) continue;
            EXPECT_THAT(walks_in(steps_of_lists(*filter, *type)), IsEmpty())
                << type->name << ": " << text;
        }
}

// And the others read their directory, never anybody else's.
TEST_F(query_plans, OfAnyOtherFilterReadOneDirectory) {
    for (const scim::resource_type* type : {&users, &groups})
        for (const std::string& text : filters_of(*type)) {
            const auto filter = parsed(text, *type);
            if (!filter || store::finds_few(*filter, *type)) continue;
            for (const std::string& step : walks_in(steps_of_lists(*filter, *type)))
                EXPECT_THAT(step, testing::StartsWith("SEARCH")) << type->name << ": " << text;
        }
}

TEST_F(query_plans, ThatMustBeIndexedAre) {
    const struct {
        const scim::resource_type* type;
        const char* filter;
    } rows[] = {
        {&users, R"(id eq "u-1")"},
        {&users, R"(userName eq "ann")"},
        {&users, R"(externalId eq "x")"},
        {&users, R"(emails eq "a@b.c")"},
        {&users, R"(emails.value eq "a@b.c")"},
        {&users, R"(emails[value eq "a@b.c"])"},
        {&users, R"(emails[type eq "work" and value eq "a@b.c"])"},
        {&users, R"(meta.location eq "https://example.com/scim/v2/Users/u-1")"},
        {&users, R"(urn:example:badge:number eq "7")"},
        {&users, R"(urn:example:badge:seal eq "7")"},
        {&users, R"(urn:example:badge:keys.value eq "7")"},
        {&users, R"(urn:example:badge:keys[value eq "7" and door eq "1"])"},
        {&users, R"(userName eq "ann" and active eq true)"},
        {&users, R"(userName eq "ann" or externalId eq "x")"},
        {&groups, R"(id eq "g-1")"},
        {&groups, R"(displayName eq "team")"},
        {&groups, R"(externalId eq "x")"},
        {&groups, R"(members.value eq "u-1")"},
        {&groups, R"(members[value eq "u-1" and type eq "User"])"},
        {&groups, R"(urn:example:badge:number eq "7")"},
    };
    for (const auto& row : rows) {
        const auto filter = parsed(row.filter, *row.type);
        ASSERT_TRUE(filter) << row.filter;
        EXPECT_TRUE(store::finds_few(*filter, *row.type)) << row.filter;
    }
}

// A page costs what it shows: in the order of creation nothing is sorted, and one place leads to
// the next.
TEST_F(query_plans, OfUnfilteredPagesReadInOrder) {
    for (const scim::resource_type* type : {&users, &groups}) {
        const auto steps = steps_of([&] {
            reading.created_places(where, {type, nullptr, {}}, 0, 3, 11);
            reading.created_places(where, {type, nullptr, {}}, 7, 0, 11);
        });
        EXPECT_THAT(sorts_in(steps), IsEmpty());
        EXPECT_THAT(steps,
                    testing::Contains(testing::ContainsRegex("directory=\\? AND rowid>\\?")));
    }
}

// Every combination of what a management page can be narrowed by.
TEST_F(query_plans, OfManagementPagesReadOneDirectoryInOrder) {
    for (unsigned chosen = 0; chosen < 32; ++chosen) {
        store::name_range range;
        if ((chosen & 1U) != 0) range.equals = "ann";
        if ((chosen & 2U) != 0) range.starts_with = "an";
        if ((chosen & 4U) != 0) range.provision = model::provision::manual;
        if ((chosen & 8U) != 0) range.active = true;
        if ((chosen & 16U) != 0) range.tags = {{"Team", "a"}, {"Site", std::nullopt}};
        const auto steps = steps_of([&] {
            reading.users_after(where, range, 7, 11);
            reading.count_users(where, range);
            range.tags.clear();
            range.active.reset();
            reading.groups_after(where, range, 7, 11);
            reading.count_groups(where, range);
        });
        SCOPED_TRACE(chosen);
        // Names that begin alike stand together, in an order that is not the page's.
        const bool is_named = !range.equals.empty() || !range.starts_with.empty();
        if (range.starts_with.empty()) {
            EXPECT_THAT(sorts_in(steps), IsEmpty());
        }
        for (const std::string& step : walks_in(steps)) {
            EXPECT_THAT(step, testing::StartsWith("SEARCH"));
            EXPECT_FALSE(is_named) << step;
        }
    }
}

}  // namespace
}  // namespace scimd::tests
