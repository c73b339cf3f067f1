#include "server/http.hpp"

#include <algorithm>
#include <iterator>

namespace scimd::server {
namespace {

bool is_control(char c) {
    const auto code = static_cast<unsigned char>(c);
    return code < 0x20 || code == 0x7f;
}

}  // namespace

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
    if (std::ranges::none_of(value, &is_control))
        headers.append(value);
    else
        std::ranges::remove_copy_if(value, std::back_inserter(headers), &is_control);
    headers.append("\r\n");
}

}  // namespace scimd::server
