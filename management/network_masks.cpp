#include "management/network_masks.hpp"

#include "management/parameters.hpp"
#include "model/preferences.hpp"
#include "model/text.hpp"

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/network_v4.hpp>

#include <algorithm>

namespace scimd::management {
namespace {

constexpr char separator = ';';
constexpr std::size_t shown_bytes_max = 64;  // of a wrong one, in the refusal

// The library reads a text as far as its first NUL, and any number of digits behind the slash.
bool is_address_or_block(std::string_view text) {
    constexpr std::string_view longest = "255.255.255.255/32";
    if (text.size() > longest.size() ||
        text.find_first_not_of("0123456789./") != std::string_view::npos)
        return false;
    boost::system::error_code failed;
    const std::string one(text);
    if (one.find('/') == std::string::npos)
        boost::asio::ip::make_address_v4(one, failed);
    else
        boost::asio::ip::make_network_v4(one, failed);
    return !failed;
}

}  // namespace

model::result<std::string> network_masks_from(std::string_view sent) {
    constexpr std::string_view name = "LoginNetworkMasks";
    if (sent == std::string_view(&separator, 1)) return std::string();
    const auto count = static_cast<std::size_t>(std::ranges::count(sent, separator)) + 1;
    if (count > model::network_masks_max)
        return invalid(
            name, "has up to " + std::to_string(model::network_masks_max) + " addresses or blocks");
    for (std::string_view rest = sent;;) {
        const std::string_view one = rest.substr(0, rest.find(separator));
        if (!is_address_or_block(one))
            return invalid(name, "is IPv4 addresses or CIDR blocks joined by ;, or a ; alone; \"" +
                                     std::string(model::cut(one, shown_bytes_max)) +
                                     "\" is neither");
        if (one.size() == rest.size()) return std::string(sent);
        rest.remove_prefix(one.size() + 1);
    }
}

}  // namespace scimd::management
