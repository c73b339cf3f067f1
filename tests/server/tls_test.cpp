#include "server/tls.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "client.hpp"

namespace scimd::server::test {
namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;

// A folder of certificates, made with the openssl command.
class certificate_folder {
 public:
    certificate_folder()
        : path_(std::filesystem::path(testing::TempDir()) /
                ("scimd_tls_" + std::to_string(getpid()))) {
        std::filesystem::create_directories(path_);
    }
    ~certificate_folder() { std::filesystem::remove_all(path_); }
    certificate_folder(const certificate_folder&) = delete;
    certificate_folder& operator=(const certificate_folder&) = delete;

    certificate_files make(const std::string& name, const std::string& subject,
                           const std::string& how = "-nodes") const {
        const certificate_files made{(path_ / (name + ".crt")).string(),
                                     (path_ / (name + ".key")).string()};
        const auto command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 " +
                             how + " -days 2 -subj /CN=" + subject + " -out " + made.chain +
                             " -keyout " + made.key + " 2>/dev/null";
        EXPECT_EQ(std::system(command.c_str()), 0);
        return made;
    }

 private:
    std::filesystem::path path_;
};

class tls_client {
 public:
    explicit tls_client(const echo_server& server, int version_max = TLS1_3_VERSION)
        : stream_(io_, context_) {
        SSL_set_max_proto_version(stream_.native_handle(), version_max);
        static constexpr unsigned char protocols[] = "\x02h2\x08http/1.1";
        SSL_set_alpn_protos(stream_.native_handle(), protocols, sizeof protocols - 1);
        stream_.lowest_layer().connect({asio::ip::address_v4::loopback(), server.port()});
        stream_.handshake(ssl::stream_base::client, failed_);
    }

    bool agreed() const { return !failed_; }
    std::string subject() {
        X509* certificate = SSL_get1_peer_certificate(stream_.native_handle());
        char name[256] = {};
        X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name,
                                  sizeof name);
        X509_free(certificate);
        return name;
    }
    std::string protocol() {
        const unsigned char* name = nullptr;
        unsigned size = 0;
        SSL_get0_alpn_selected(stream_.native_handle(), &name, &size);
        return {reinterpret_cast<const char*>(name), size};
    }
    std::string ask(const std::string& text, const std::string& until) {
        std::string got;
        boost::system::error_code failed;
        asio::write(stream_, asio::buffer(text), failed);
        asio::read_until(stream_, asio::dynamic_buffer(got), until, failed);
        return failed ? "(" + failed.message() + ")" : got;
    }

 private:
    asio::io_context io_;
    ssl::context context_{ssl::context::tls_client};
    ssl::stream<asio::ip::tcp::socket> stream_;
    boost::system::error_code failed_;
};

TEST(Tls, TalksLikePlainHttp) {
    const certificate_folder folder;
    echo_server server({}, 2, -1, folder.make("a", "first"));
    tls_client who(server);

    ASSERT_TRUE(who.agreed());
    EXPECT_EQ(who.subject(), "first");
    EXPECT_EQ(who.protocol(), "http/1.1");
    EXPECT_THAT(who.ask(get("/a"), "GET /a|"), testing::HasSubstr("X-Secure: yes"));
    EXPECT_THAT(who.ask(post("/b", "body"), "POST /b|body"),
                testing::StartsWith("HTTP/1.1 200 OK"));
    EXPECT_THAT(who.ask(get("/large"), std::string(1000, 'x')),
                testing::HasSubstr("Content-Length: 8000000"));
    EXPECT_EQ((*server).base_url(), "https://127.0.0.1:" + std::to_string(server.port()));
}

TEST(Tls, RefusesTooLargeABodyAndSaysSo) {
    const certificate_folder folder;
    echo_server server({}, 1, -1, folder.make("a", "first"));
    tls_client who(server);

    EXPECT_THAT(who.ask(post("/b", std::string(5'000'000, 'b')), "|The body"),
                testing::HasSubstr("HTTP/1.1 413"));
}

TEST(Tls, RefusesOldVersionsAndPlainHttp) {
    const certificate_folder folder;
    limits brief;
    brief.header_read = 150ms;
    echo_server server(brief, 1, -1, folder.make("a", "first"));

    EXPECT_FALSE(tls_client(server, TLS1_1_VERSION).agreed());
    EXPECT_TRUE(tls_client(server, TLS1_2_VERSION).agreed());
    client plain(server);
    EXPECT_EQ(plain.send(get("/")).read().status, 0);
    client mute(server);
    EXPECT_EQ(mute.end(), ending::closed);
}

TEST(Tls, GivesNewConnectionsTheNewCertificate) {
    const certificate_folder folder;
    const auto files = folder.make("a", "first");
    echo_server server({}, 2, -1, files);
    tls_client older(server);

    folder.make("a", "second");
    (*server).reload_certificate();

    EXPECT_EQ(tls_client(server).subject(), "second");
    EXPECT_EQ(tls_client(server).subject(), "second");
    EXPECT_THAT(older.ask(get("/a"), "GET /a|"), testing::HasSubstr("200 OK"));
}

TEST(Tls, KeepsTheOldCertificateWhenTheNewOneIsBroken) {
    const certificate_folder folder;
    const auto files = folder.make("a", "first");
    int log[2];
    ASSERT_EQ(::pipe(log), 0);
    echo_server server({}, 1, log[1], files);

    std::ofstream(files.chain) << "nonsense";
    (*server).reload_certificate();

    EXPECT_EQ(tls_client(server).subject(), "first");
    char said[4096] = {};
    EXPECT_GT(::read(log[0], said, sizeof said - 1), 0);
    EXPECT_THAT(said, testing::HasSubstr("the certificate stays as it was"));
    EXPECT_THAT(said, testing::HasSubstr(files.chain));
    ::close(log[0]);
    ::close(log[1]);
}

TEST(Tls, SaysWhichFileCannotBeUsed) {
    const certificate_folder folder;
    const auto good = folder.make("a", "first");
    const auto other = folder.make("b", "second");
    const auto locked = folder.make("c", "third", "-passout pass:word");

    EXPECT_TRUE(read_certificate(good));
    EXPECT_THAT(read_certificate({"/none", good.key}).error().detail,
                testing::HasSubstr("'/none'"));
    EXPECT_THAT(read_certificate({good.chain, "/none"}).error().detail,
                testing::HasSubstr("'/none'"));
    EXPECT_THAT(read_certificate({good.chain, other.key}).error().detail,
                testing::HasSubstr(other.key));
    EXPECT_THAT(read_certificate(locked).error().detail, testing::HasSubstr(locked.key));
}

TEST(Tls, StopsWithConnectionsOpen) {
    const certificate_folder folder;
    echo_server server({}, 2, -1, folder.make("a", "first"));
    tls_client idle(server);
    tls_client other(server);
    idle.ask(get("/"), "GET /|");

    const auto began = std::chrono::steady_clock::now();
    server.stop();

    EXPECT_LT(std::chrono::steady_clock::now() - began, 2s);
}

}  // namespace
}  // namespace scimd::server::test
