#include "server/scim_answers.hpp"

#include <boost/json/serialize.hpp>

#include "scim/document.hpp"
#include "scim/messages.hpp"
#include "server/faults.hpp"

namespace scimd::server {
namespace {

constexpr std::size_t usual_header_bytes = 256;

// Replaces the full text of a resource, from `start` on, with what the projection leaves of it:
// nothing to do where all of the stored document is wanted and may be shown.
void project(std::string& out, std::size_t start, std::string_view document,
             const scim::projection& wanted, const scim::resource_type& type) {
    if (wanted.is_default() && scim::is_returned_whole(document, type)) return;
    boost::json::object resource =
        scim::document_from_text(std::string_view(out).substr(start)).attributes;
    wanted.apply(resource, type);
    out.resize(start);
    out += boost::json::serialize(resource);
}

}  // namespace

void append_projected_user(std::string& out, const directory::listed_user& listed,
                           const scim::projection& wanted, const scim_request& of) {
    const scim::resource_type& type = of.schemas().user();
    const std::size_t start = out.size();
    // Those that are not wanted were not read.
    scim::append_user(out, listed.user, &listed.groups, of.base);
    project(out, start, listed.user.document, wanted, type);
}

void append_projected_group(std::string& out, const model::group& group, directory::view& view,
                            const scim::projection& wanted, const scim_request& of) {
    const scim::resource_type& type = of.schemas().group();
    const std::size_t start = out.size();
    std::function<void(std::string&)> members;
    if (group.members > 0 && wanted.wants(type, "members"))
        members = [&](std::string& text) {
            bool first = true;
            view.each_member(group, [&](const model::member& one) {
                if (!first) text += ',';
                first = false;
                scim::append_member(text, one, of.base);
            });
        };
    scim::append_group(out, group, members, of.base);
    project(out, start, group.document, wanted, type);
}

response user_answer(const scim_request& of, int status, const model::user& user,
                     const scim::projection& wanted, bool new_here) {
    const scim::resource_type& type = of.schemas().user();
    directory::listed_user listed{user, {}};
    if (!new_here && wanted.wants(type, "groups")) listed.groups = of.view.groups_of(user);
    std::string body;
    append_projected_user(body, listed, wanted, of);
    return resource_answer(of, status, type, {user.id.text(), user.version}, std::move(body));
}

response group_answer(const scim_request& of, int status, const model::group& group,
                      const scim::projection& wanted) {
    const scim::resource_type& type = of.schemas().group();
    response answer;
    const auto write = [&](const model::group& shown) {
        std::string body;
        append_projected_group(body, shown, of.view, wanted, of);
        answer =
            resource_answer(of, status, type, {shown.id.text(), shown.version}, std::move(body));
    };
    // Members are read after the edit was committed, and others may have changed them by then: they
    // come with the version they belong to. Without them, or when the group is gone again, the
    // answer is what this edit left.
    const bool with_members = group.members > 0 && wanted.wants(type, "members");
    if (with_members && of.view.find_group(of.where(), group.id, write)) return answer;
    model::group left = group;
    left.members = 0;
    write(left);
    return answer;
}

response resource_answer(const scim_request& of, int status, const scim::resource_type& type,
                         answered_resource one, std::string body) {
    response answer;
    answer.status = status;
    answer.content_type = scim_content_type;
    answer.body = std::move(body);
    answer.headers.reserve(usual_header_bytes);
    answer.add("ETag", scim::version_text(one.version));
    std::string location;
    location.reserve(of.base.size() + type.endpoint.size() + 1 + one.id.size());
    location.append(of.base).append(type.endpoint).append("/").append(one.id);
    answer.add("Content-Location", location);
    if (status == 201) answer.add("Location", location);
    return answer;
}

response empty_answer() {
    response answer;
    answer.status = 204;
    return answer;
}

response empty_answer(std::int64_t version) {
    response answer = empty_answer();
    answer.add("ETag", scim::version_text(version));
    return answer;
}

}  // namespace scimd::server
