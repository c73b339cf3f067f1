#include "server/tls.hpp"

#include <openssl/ssl.h>

#include <string_view>
#include <utility>

namespace scimd::server {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

model::fault refuse(std::string_view what, const std::string& file, const error_code& why) {
    return model::refusal(model::errc::internal, std::string(what) + " in '" + file +
                                                     "' cannot be used: " + why.message());
}

// A key with a passphrase is refused; without this, OpenSSL would ask for it on the terminal and
// wait.
std::string no_passphrase(std::size_t, ssl::context::password_purpose) {
    return {};
}

// ALPN: we speak HTTP/1.1 only. A client that offers no common protocol goes on without one.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned offered_size, void*) {
    static constexpr unsigned char ours[] = "\x08http/1.1";
    unsigned char* match = nullptr;
    const int found =
        SSL_select_next_proto(&match, chosen_size, ours, sizeof ours - 1, offered, offered_size);
    *chosen = match;
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

}  // namespace

model::result<tls_context> read_certificate(const certificate_files& files) {
    auto made = std::make_shared<ssl::context>(ssl::context::tls_server);
    SSL_CTX* native = made->native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);  // tickets resume without memory
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);  // an idle connection holds 34 KB less
    SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);

    error_code failed;
    made->set_password_callback(no_passphrase, failed);
    made->use_certificate_chain_file(files.chain, failed);
    if (failed) return refuse("the certificate chain", files.chain, failed);
    made->use_private_key_file(files.key, ssl::context::pem, failed);
    if (failed) return refuse("the private key", files.key, failed);
    return made;
}

}  // namespace scimd::server
