// Where clients find us, for the addresses in answers: what we were told (--public-url), else what
// a proxy says that we trust, else what the client called us.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "model/result.hpp"
#include "server/http.hpp"

namespace scimd::server {

// Networks whose hosts may speak for us in Forwarded and X-Forwarded-* headers.
class trusted_proxies {
 public:
    // This machine: whoever can connect from it can reach us without a proxy anyway.
    static trusted_proxies loopback();
    // "10.0.0.0/8, 192.0.2.7, 2001:db8::/32", or "none". errc::invalid_parameter names the part
    // that is neither an address nor a network.
    static model::result<trusted_proxies> from_text(std::string_view);

    bool include(std::string_view remote_address) const;

 private:
    std::vector<boost::asio::ip::network_v4> v4_;
    std::vector<boost::asio::ip::network_v6> v6_;
};

struct public_address {
    std::string url;  // --public-url, without a slash at the end; empty: see above
    trusted_proxies proxies = trusted_proxies::loopback();

    // "https://scim.example.com/scim/v2", without a slash at the end. Of several proxies in a row
    // the last one is believed, which is the one that spoke to us (RFC 7239 §5.2–4).
    std::string base_of(const request&) const;

    // The client's address: who connected, or whom a trusted proxy connected for (the `for` of
    // Forwarded, or X-Forwarded-For), past as many trusted proxies as there are in a row. What is
    // no IP address is not believed, nor two headers that name different ones.
    std::string client_of(const request&) const;

 private:
    template <class Read>
    std::string walk_back(std::string client, std::string_view said, Read address) const;
};

}  // namespace scimd::server
