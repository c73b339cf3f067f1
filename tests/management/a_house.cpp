#include "a_house.hpp"

#include "model/random_text.hpp"
#include "model/secret.hpp"

namespace scimd::management::tests {
namespace {

std::unique_ptr<directory::directories> open_in_memory(const scim::catalogues& catalogues) {
    auto opened = directory::directories::open({":memory:"}, catalogues);
    if (!opened) throw std::runtime_error(opened.error().detail);
    return std::move(*opened);
}

scim::catalogues built_in_catalogues() {
    auto loaded = scim::load_catalogues({});
    if (!loaded) throw std::runtime_error(loaded.error().detail);
    return std::move(*loaded);
}

}  // namespace

a_house::a_house(call_rates rates)
    : catalogues(built_in_catalogues()),
      house(open_in_memory(catalogues)),
      view(house->open_view()),
      door(rates) {
    submit(directory::create_access_key{std::string(access_key),
                                        house->sealing_key().seal(access_secret)},
           model::author::administrator);
    const reply made = call_without_directory("CreateDirectory");
    directory_id = made.body.at("Directory").at("DirectoryId").as_string();
}

reply a_house::call(const std::string& action, const parameters& arguments) {
    parameters all = arguments;
    all.try_emplace("DirectoryId", directory_id);
    return call_without_directory(action, all);
}

reply a_house::call_without_directory(const std::string& action, const parameters& arguments) {
    parameters all = arguments;
    for (const auto& [name, value] : common(action)) all.try_emplace(name, value);
    return send_signed(std::move(all));
}

json::object a_house::succeed(const std::string& action, const parameters& arguments) {
    const reply answered = call(action, arguments);
    EXPECT_EQ(answered.status, 200) << action << ": " << answered.text;
    return answered.body;
}

parameters a_house::common(const std::string& action) {
    return {{"Action", action},
            {"Version", std::string(api_version)},
            {"AccessKeyId", std::string(access_key)},
            {"SignatureMethod", "HMAC-SHA1"},
            {"SignatureVersion", "1.0"},
            {"SignatureNonce", "nonce-" + std::to_string(++calls_)},
            {"Timestamp", model::to_seconds_text(now)}};
}

reply a_house::send_signed(parameters all, const std::string& method, std::string_view secret) {
    all["Signature"] = rpc_signature(secret, rpc_string_to_sign(method, all));
    const std::string query = encoded(all);
    incoming sent;
    sent.method = method;
    sent.query = query;
    sent.header = [](std::string_view name) {
        return name == "host" ? std::string_view("localhost:8080") : std::string_view();
    };
    sent.now = now;
    sent.moment = moment;
    sent.request_id = "R-1";
    return send(sent);
}

reply a_house::send(const incoming& sent) {
    const outgoing answered = run_to_end(answer_call(*house, view, door, sent));
    reply read;
    read.status = answered.status;
    read.text = answered.body;
    for (const auto& [name, value] : answered.headers) read.headers.emplace(name, value);
    if (answered.content_type == "application/json")
        read.body = json::parse(answered.body).as_object();
    return read;
}

std::string encoded(const parameters& all) {
    std::string text;
    for (const auto& [name, value] : all)
        text += (text.empty() ? "" : "&") + percent_encode(name) + "=" + percent_encode(value);
    return text;
}

directory::receipt a_house::submit(directory::change what, model::author who) {
    directory::edit made;
    if (!directory_id.empty()) made.where = *model::directory_id::from_text(directory_id);
    made.who = who;
    made.when = now;
    made.what = std::move(what);
    auto done = house->submit_and_wait(std::move(made));
    if (!done) throw std::runtime_error(done.error().detail);
    return std::move(*done);
}

std::string a_house::push_user(const std::string& document) {
    scim::tolerance strict(model::tolerance::strict);
    directory::create_user made;
    made.id = model::fresh_user_id(now);
    made.document =
        scim::read_document(json::parse(document), catalogues.common().user(), strict).value();
    const auto left = submit(std::move(made), model::author::idp);
    return std::get<model::user>(left.left).id.text();
}

std::string a_house::push_group(const std::string& document) {
    scim::tolerance strict(model::tolerance::strict);
    directory::create_group made;
    made.id = model::fresh_group_id(now);
    made.document =
        scim::read_document(json::parse(document), catalogues.common().group(), strict).value();
    const auto left = submit(std::move(made), model::author::idp);
    return std::get<model::group>(left.left).id.text();
}

std::string a_house::make_user(const std::string& name) {
    return std::string(
        succeed("CreateUser", {{"UserName", name}}).at("User").at("UserId").as_string());
}

std::string a_house::make_group(const std::string& name) {
    return std::string(
        succeed("CreateGroup", {{"GroupName", name}}).at("Group").at("GroupId").as_string());
}

}  // namespace scimd::management::tests
