#include "tests/law/switch_house.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <stdexcept>

#include "tests/law/switch_edits.hpp"
#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

using model::author;

constexpr std::int64_t everything = 1000;  // more than any script makes

std::unique_ptr<directory::directories> opened() {
    auto made = directory::directories::open({":memory:"}, built_in_schemas());
    if (!made) throw std::runtime_error(made.error().detail);
    return std::move(*made);
}

model::directory_id id_of(int where) {
    return *model::directory_id::from_text("d-00000000000" + std::to_string(where));
}

// All entities that a sentence names by their ids.
std::vector<entity> named_in(const std::string& sentence) {
    constexpr std::size_t id_length = 22;
    std::set<entity> found;
    for (const char* const prefix : {"u-0", "g-0"})
        for (auto at = sentence.find(prefix); at != std::string::npos;
             at = sentence.find(prefix, at + 1))
            found.insert(entity_from_id(sentence.substr(at, id_length)));
    return {found.begin(), found.end()};
}

template <class Entity>
shown_entity shown(const Entity& one) {
    return {.id = entity_from_id(one.id.text()),
            .provision = one.provision,
            .document = one.document,
            .description = one.description,
            .version = one.version,
            .created = one.created,
            .modified = one.modified};
}

outcome refused(const model::fault& why) {
    outcome told{.refused = why.code};
    if (why.code == model::errc::rollback_conflict) told.conflicts = named_in(why.detail);
    return told;
}

// A deleted one is not left, whatever a receipt says of it.
outcome done(const directory::receipt& receipt, const step& by) {
    outcome told{.changed = receipt.changed};
    if (by.what == verb::remove) return told;
    if (const auto* user = std::get_if<model::user>(&receipt.left)) {
        told.left = entity_from_id(user->id.text());
        told.version = user->version;
    }
    if (const auto* group = std::get_if<model::group>(&receipt.left)) {
        told.left = entity_from_id(group->id.text());
        told.version = group->version;
    }
    const auto* parts = std::get_if<directory::bulk_outcomes>(&receipt.left);
    for (std::size_t i = 0; parts != nullptr && i < parts->size(); ++i) {
        const auto& part = parts->at(i);
        if (!part) {
            told.parts.emplace_back();
            continue;
        }
        outcome one;
        if (!*part)
            one.refused = part->error().code;
        else if (by.parts.at(i).what != verb::remove) {
            one.left = entity_from_id((*part)->id);
            one.version = (*part)->version;
        }
        told.parts.emplace_back(std::move(one));
    }
    return told;
}

}  // namespace

switch_house::switch_house() : directories_(opened()), view_(directories_->open_view()) {
    for (int where = 0; where < switch_directories; ++where) make_directory(where, {0});
}

void switch_house::make_directory(int where, model::instant now) {
    model::settings settings;
    if (where == directory_with_strangers) settings.unknown_members = model::unknown_members::keep;
    directories_
        ->submit_and_wait({id_of(where), author::administrator, now,
                           directory::create_directory{"d" + std::to_string(where), settings}})
        .value();
}

model::directory switch_house::directory(int where) {
    return view_.find_directory(id_of(where)).value();
}

outcome switch_house::run(const step& by, model::instant now) {
    const auto receipt =
        directories_->submit_and_wait({id_of(by.where), by.who, now, change_of(by)});
    return receipt ? done(*receipt, by) : refused(receipt.error());
}

shown_directory switch_house::show(int where) {
    const model::directory in = directory(where);
    shown_directory all{
        .enabled = in.synchronization == model::synchronization::enabled,
        .free_names = in.settings.group_names == model::group_names::free,
        .users = static_cast<std::size_t>(in.users),
        .groups = static_cast<std::size_t>(in.groups),
    };
    directory::scim_query query;
    query.count = everything;
    for (const directory::listed_user& listed : users_of(view_, in, query).entities) {
        shown_entity one = shown(listed.user);
        one.active = listed.user.active;
        for (const model::joined_group& group : listed.groups)
            one.groups.insert(to_text(entity_from_id(group.id.text())) + " " + group.display +
                              (group.direct ? "" : " indirect"));
        all.entities.push_back(std::move(one));
    }
    view_.list_groups(in, query, [&](const directory::page<model::group>& listed) {
        for (const model::group& group : listed.entities) {
            shown_entity one = shown(group);
            view_.each_member(group, [&](const model::member& member) {
                entity who = entity_from_id(member.id);
                who.stranger = member.kind == model::member_kind::stranger;
                one.members.insert(to_text(who) + " " + member.display);
            });
            all.entities.push_back(std::move(one));
        }
    });
    std::ranges::sort(all.entities, {}, &shown_entity::id);
    return all;
}

bool switch_house::finds(int where, const entity& one) {
    const model::directory in = directory(where);
    if (is_user(one)) return view_.find_user(in, user_id_of(one), false).has_value();
    return view_.find_group(in, group_id_of(one)).has_value();
}

bool switch_house::clear(model::instant now) {
    for (int where = 0; where < switch_directories; ++where) {
        const auto submit = [&](author who, directory::change what) {
            return directories_->submit_and_wait({id_of(where), who, now, std::move(what)});
        };
        const auto in_all = [&](auto what) {
            for (const shown_entity& one : show(where).entities) what(one);
        };
        const directory::set_synchronization on{model::synchronization::enabled};
        if (!submit(author::administrator, on)) {
            // Manual ones are in the way.
            in_all([&](const shown_entity& one) {
                if (!one.members.empty())
                    submit(author::administrator, without_members(one.id)).value();
            });
            in_all([&](const shown_entity& one) {
                if (one.provision == model::provision::manual)
                    submit(author::administrator, removal_of(one.id)).value();
            });
            if (!submit(author::administrator, on)) return false;
        }
        in_all([&](const shown_entity& one) { submit(author::idp, removal_of(one.id)).value(); });
        if (!submit(author::administrator, directory::delete_directory{})) return false;
        make_directory(where, now);
    }
    return true;
}

}  // namespace scimd::tests
