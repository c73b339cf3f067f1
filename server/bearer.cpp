#include "server/bearer.hpp"

#include "model/instant.hpp"
#include "model/secret.hpp"
#include "model/text.hpp"
#include "scim/schema.hpp"
#include "server/faults.hpp"

namespace scimd::server {

std::optional<std::string> token_from(std::string_view authorization) {
    const std::size_t blank = authorization.find(' ');
    if (blank == std::string_view::npos) return std::nullopt;
    const std::string_view scheme = authorization.substr(0, blank);
    const std::string_view rest = model::trim(authorization.substr(blank));
    if (rest.empty()) return std::nullopt;
    if (scim::equal_names(scheme, "Bearer")) return std::string(rest);
    if (!scim::equal_names(scheme, "Basic")) return std::nullopt;
    const auto decoded = model::from_base64(rest);
    const std::size_t colon = decoded ? decoded->find(':') : std::string::npos;
    if (colon == std::string::npos) return std::nullopt;
    return decoded->substr(colon + 1);
}

model::result<std::shared_ptr<const directory::bearer>> authenticate(const request& from,
                                                                     directory::view& view) {
    const std::string_view header = from.header("Authorization");
    if (header.empty())
        return model::refusal(
            model::errc::unauthenticated,
            "This needs a SCIM credential: send the header \"Authorization: Bearer <token>\".");
    const auto token = token_from(header);
    if (!token)
        return model::refusal(model::errc::unauthenticated,
                              "The Authorization header is not of the form \"Bearer <token>\".");
    auto found = view.find_bearer(model::digest_token(*token), model::now());
    if (!found)
        return model::refusal(
            model::errc::unauthenticated,
            "The token is not one of a SCIM credential that is enabled and has not expired.");
    return found;
}

response challenge(const request& from, const model::fault& why) {
    response answer = refuse(why);
    answer.add("WWW-Authenticate",
               from.header("Authorization").empty()
                   ? R"(Bearer realm="scimd", Basic realm="scimd")"
                   : R"(Bearer realm="scimd", error="invalid_token", Basic realm="scimd")");
    return answer;
}

}  // namespace scimd::server
