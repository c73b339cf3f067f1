// Houses for tests: a catalogue, directories kept nowhere, and builders that read like prose.
#pragma once

#include <boost/json/parse.hpp>

#include <stdexcept>
#include <string>

#include "directory/directories.hpp"
#include "model/random_text.hpp"
#include "scim/document.hpp"
#include "scim/patch.hpp"

namespace scimd::tests {

inline const scim::catalogues& built_in_schemas() {
    static const auto loaded = scim::load_catalogues({});
    return *loaded;
}
inline const scim::catalogue& schemas() {
    return built_in_schemas().common();
}

inline scim::document user_document(const std::string& body) {
    scim::tolerance lenient(model::tolerance::lenient);
    auto read = scim::read_document(boost::json::parse(body), schemas().user(), lenient);
    if (!read) throw std::logic_error(read.error().detail);
    return std::move(*read);
}

inline scim::document user_named(const std::string& name, const std::string& more = "") {
    return user_document(
        R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":")" + name + "\"" +
        more + "}");
}

inline scim::document group_named(const std::string& name,
                                  const std::vector<std::string>& members = {}) {
    std::string list;
    for (const std::string& one : members)
        list += (list.empty() ? "" : ",") + std::string(R"({"value":")") + one + "\"}";
    scim::tolerance lenient(model::tolerance::lenient);
    auto read = scim::read_document(
        boost::json::parse(
            R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":")" + name +
            R"(","members":[)" + list + "]}"),
        schemas().group(), lenient);
    if (!read) throw std::logic_error(read.error().detail);
    return std::move(*read);
}

// A PATCH of one operation per line of JSON.
inline scim::patch patch_of(const std::string& operations, const scim::resource_type& type) {
    scim::tolerance lenient(model::tolerance::lenient);
    auto read = scim::parse_patch(
        boost::json::parse(
            R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" +
            operations + "]}"),
        type, lenient);
    if (!read) throw std::logic_error(read.error().detail);
    return std::move(*read);
}

// A page of users, as a whole.
inline directory::page<directory::listed_user> users_of(directory::view& view,
                                                        const model::directory& where,
                                                        const directory::scim_query& query) {
    directory::page<directory::listed_user> listed;
    const auto take = [&](const directory::listed_user& one) { listed.entities.push_back(one); };
    static_cast<directory::page_bounds&>(listed) = view.list_users(where, query, take);
    return listed;
}

// One directory in a house of its own. Each edit is a second later than the one before.
class house {
 public:
    house() : house(":memory:") {}
    explicit house(const std::string& data, const scim::catalogues& with = built_in_schemas()) {
        auto opened = directory::directories::open({data}, with);
        if (!opened) throw std::runtime_error(opened.error().detail);
        directories_ = std::move(*opened);
        view_ = std::make_unique<directory::view>(directories_->open_view());
        if (directories_->open_view().find_directory(where)) return;
        const auto made = administrator(directory::create_directory{"tests", {}});
        if (!made) throw std::runtime_error(made.error().detail);
    }

    house&& enabled() && {
        flip(model::synchronization::enabled);
        return std::move(*this);
    }
    model::result<directory::receipt> flip(model::synchronization status) {
        return administrator(directory::set_synchronization{status});
    }
    model::result<directory::receipt> enable() { return flip(model::synchronization::enabled); }
    model::result<directory::receipt> disable() { return flip(model::synchronization::disabled); }

    model::result<directory::receipt> administrator(directory::change what) {
        return submit(model::author::administrator, std::move(what));
    }
    model::result<directory::receipt> idp(directory::change what) {
        return submit(model::author::idp, std::move(what));
    }
    model::result<directory::receipt> submit(model::author who, directory::change what) {
        now_.milliseconds += 1000;
        return directories_->submit_and_wait({where, who, now_, std::move(what)});
    }

    // Shorthands that must succeed.
    model::user push(scim::document document) {
        return user_in(idp(directory::create_user{fresh_user(), std::move(document), {}, {}}));
    }
    model::user make(scim::document document) {
        return user_in(
            administrator(directory::create_user{fresh_user(), std::move(document), {}, {}}));
    }
    model::group push_group(scim::document document) {
        return group_in(idp(directory::create_group{fresh_group(), std::move(document), {}}));
    }
    model::group make_group(scim::document document) {
        return group_in(
            administrator(directory::create_group{fresh_group(), std::move(document), {}}));
    }
    model::result<directory::receipt> rename_locally(const model::user& who,
                                                     const std::string& display) {
        return administrator(directory::patch_user{
            who.id,
            patch_of(R"({"op":"replace","path":"displayName","value":")" + display + "\"}",
                     schemas().user()),
            {},
            {},
            {}});
    }
    model::result<directory::receipt> join(const model::group& to, const model::user& who) {
        return administrator(directory::add_user_to_group{to.id, who.id});
    }
    model::result<directory::receipt> leave(const model::group& from, const model::user& who) {
        return administrator(directory::remove_user_from_group{from.id, who.id});
    }

    model::directory directory() { return *view_->find_directory(where); }
    model::result<directory::listed_user> find(const model::user_id& id) {
        return view_->find_user(directory(), id, true);
    }
    model::result<model::group> find(const model::group_id& id) {
        return view_->find_group(directory(), id);
    }
    std::vector<std::string> members(const model::group_id& id) {
        std::vector<std::string> ids;
        if (const auto found = find(id))
            view_->each_member(*found, [&](const model::member& one) { ids.push_back(one.id); });
        return ids;
    }
    // Everything that can be checked of what is stored.
    std::vector<std::string> check() { return directories_->check(); }
    std::vector<std::string> broken_laws() { return check(); }

    directory::view& view() { return *view_; }
    directory::directories& directories() { return *directories_; }
    model::user_id fresh_user() { return model::fresh_user_id(now_); }
    model::group_id fresh_group() { return model::fresh_group_id(now_); }

    static model::user user_in(const model::result<directory::receipt>& outcome) {
        if (!outcome) throw std::runtime_error(outcome.error().detail);
        return std::get<model::user>(outcome->left);
    }
    static model::group group_in(const model::result<directory::receipt>& outcome) {
        if (!outcome) throw std::runtime_error(outcome.error().detail);
        return std::get<model::group>(outcome->left);
    }

    const model::directory_id where = *model::directory_id::from_text("d-00000000test");

 private:
    model::instant now_{1'795'334'400'000};
    std::unique_ptr<directory::directories> directories_;
    std::unique_ptr<directory::view> view_;
};

}  // namespace scimd::tests
