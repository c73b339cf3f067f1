#include "server/http.hpp"

namespace scimd::server {

std::string_view request::path() const {
    return std::string_view(target).substr(0, target.find('?'));
}

std::string_view request::query() const {
    const auto mark = target.find('?');
    return mark == std::string::npos ? std::string_view{}
                                     : std::string_view(target).substr(mark + 1);
}

std::string_view request::header(std::string_view name) const {
    return headers[name];
}

void response::add(std::string_view name, std::string_view value) {
    headers.append(name).append(": ");
    for (const char c : value) {
        const auto code = static_cast<unsigned char>(c);
        if (code >= 0x20 && code != 0x7f) headers.push_back(c);
    }
    headers.append("\r\n");
}

}  // namespace scimd::server
