// TLS 1.2 and 1.3 for the listener. A context is never changed once made: new certificates make a
// new context, which new connections get (listener::reload_certificate), while older connections
// keep theirs.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

#include "model/result.hpp"

namespace scimd::server {

struct certificate_files {
    std::string chain;  // PEM: our certificate first, then those that vouch for it
    std::string key;    // PEM, without a passphrase
};

// Shared, because the connections made with a context outlive its replacement.
using tls_context = std::shared_ptr<boost::asio::ssl::context>;

// errc::internal when a file cannot be read, is not what it should be, or when the key is not the
// certificate's; the detail names the file.
model::result<tls_context> read_certificate(const certificate_files&);

}  // namespace scimd::server
