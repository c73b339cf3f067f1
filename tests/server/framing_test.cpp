// Requests that two readers could understand differently, and those nobody can understand: each is
// refused, and what follows on the same connection is never taken for a request.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client.hpp"

namespace scimd::server::test {
namespace {

struct malformed {
    const char* name;
    std::string sent;
    int status = 400;
};

void PrintTo(const malformed& row, std::ostream* out) {
    *out << row.name;
}

class Framing : public testing::TestWithParam<malformed> {};

TEST_P(Framing, IsRefusedAndNothingAfterItIsRead) {
    echo_server server;
    client who(server);
    const int before = requests_seen;

    who.send(GetParam().sent + "GET /smuggled HTTP/1.1\r\nHost: here\r\n\r\n");
    const auto got = who.read();

    EXPECT_EQ(got.status, GetParam().status) << got.body;
    EXPECT_EQ(got.header("Connection"), "close");
    EXPECT_EQ(who.read().status, 0);
    EXPECT_EQ(who.end(), ending::closed);
    EXPECT_EQ(requests_seen, before);
}

std::string with(std::string_view lines, std::string_view body = {}) {
    return "POST / HTTP/1.1\r\nHost: here\r\n" + std::string(lines) + "\r\n" + std::string(body);
}

// clang-format off
const malformed refused[] = {
    {"NoVersion", "GET /\r\n\r\n"},
    {"Nonsense", "nonsense\r\n\r\n"},
    {"OtherProtocol", "GET / FTP/1.1\r\n\r\n"},
    {"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
    {"TwoSpaces", "GET  / HTTP/1.1\r\nHost: here\r\n\r\n"},
    {"SpaceInTarget", "GET /a b HTTP/1.1\r\nHost: here\r\n\r\n"},
    {"ControlInTarget", std::string("GET /a\x01 HTTP/1.1\r\nHost: here\r\n\r\n")},
    {"MethodIsNoToken", "G(T / HTTP/1.1\r\nHost: here\r\n\r\n"},
    {"TargetIsNoPath", "GET a HTTP/1.1\r\nHost: here\r\n\r\n"},
    {"StarWithoutOptions", "GET * HTTP/1.1\r\nHost: here\r\n\r\n"},
    {"Connect", "CONNECT here:80 HTTP/1.1\r\nHost: here\r\n\r\n"},
    {"UserInAbsoluteTarget", "GET http://user@there/ HTTP/1.1\r\nHost: here\r\n\r\n"},
    {"NoHost", "GET / HTTP/1.1\r\n\r\n"},
    {"NoHostButAbsoluteTarget", "GET http://there/ HTTP/1.1\r\n\r\n"},
    {"TwoHosts", "GET / HTTP/1.1\r\nHost: here\r\nHost: here\r\n\r\n"},
    {"HostWithPath", "GET / HTTP/1.1\r\nHost: here/there\r\n\r\n"},
    {"HostWithQuote", "GET / HTTP/1.1\r\nHost: here\"\r\n\r\n"},
    {"HeaderWithoutColon", "GET / HTTP/1.1\r\nHost: here\r\nnonsense\r\n\r\n"},
    {"SpaceBeforeColon", with("Content-Length : 4\r\n", "body")},
    {"SpaceBeforeFirstHeader", "GET / HTTP/1.1\r\n Host: here\r\n\r\n"},
    {"NulInHeader", with(std::string_view("X: a\0b\r\n", 8))},
    {"BareCarriageReturn", with("X: a\rb\r\n")},
    {"LengthNegative", with("Content-Length: -1\r\n")},
    {"LengthSigned", with("Content-Length: +4\r\n", "body")},
    {"LengthHexadecimal", with("Content-Length: 0x4\r\n", "body")},
    {"LengthEmpty", with("Content-Length:\r\n")},
    {"LengthWithSpace", with("Content-Length: 4 4\r\n", "body")},
    {"LengthBeyond64Bits", with("Content-Length: 18446744073709551620\r\n", "body")},
    {"LengthsDiffer", with("Content-Length: 4\r\nContent-Length: 5\r\n", "body")},
    {"LengthsAgree", with("Content-Length: 4\r\nContent-Length: 4\r\n", "body")},
    {"LengthsInOneLine", with("Content-Length: 4, 4\r\n", "body")},
    {"LengthThenChunked", with("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
    {"ChunkedThenLength", with("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "0\r\n\r\n")},
    {"LengthThenOtherCoding", with("Content-Length: 4\r\nTransfer-Encoding: identity\r\n", "body")},
    {"OtherCodingThenLength", with("Transfer-Encoding: identity\r\nContent-Length: 4\r\n", "body")},
    {"ChunkedTwice", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
    {"OtherCoding", with("Transfer-Encoding: gzip\r\n", "body"), 501},
    {"ChunkedNotLast", with("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n"), 501},
    {"ChunkedAfterOther", with("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501},
    {"ChunkedInQuotes", with("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), 501},
    {"ChunkedMisspelt", with("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 501},
    {"ChunkedWithVerticalTab", with("Transfer-Encoding: \x0b" "chunked\r\n", "0\r\n\r\n")},
    {"ChunkedInHttp10", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
    {"ChunkSizeIsNoNumber", with("Transfer-Encoding: chunked\r\n", "x\r\n")},
    {"ChunkSizeNegative", with("Transfer-Encoding: chunked\r\n", "-1\r\n")},
    {"ChunkSizePrefixed", with("Transfer-Encoding: chunked\r\n", "0x1\r\nb\r\n0\r\n\r\n")},
    {"ChunkSizeBeyond64Bits", with("Transfer-Encoding: chunked\r\n", "10000000000000001\r\nb\r\n0\r\n\r\n")},
    {"ChunkLongerThanSaid", with("Transfer-Encoding: chunked\r\n", "1\r\nbody\r\n0\r\n\r\n")},
    {"ChunkWithBareNewline", with("Transfer-Encoding: chunked\r\n", "1\nb\n0\n\n\r\n\r\n")},
    {"LengthInTrailer", with("Transfer-Encoding: chunked\r\n", "0\r\nContent-Length: 4\r\n\r\n")},
    {"ChunkHuge", with("Transfer-Encoding: chunked\r\n", "ffffffffffffffff\r\nb"), 413},
    {"LengthHuge", with("Content-Length: 18446744073709551615\r\n", "body"), 413},
    {"UnknownExpectation", with("Expect: cake\r\n"), 417},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Malformed, Framing, testing::ValuesIn(refused),
                         [](const auto& row) { return std::string(row.param.name); });

struct accepted {
    const char* name;
    std::string sent;
    const char* body;
    const char* host = "here";
};

void PrintTo(const accepted& row, std::ostream* out) {
    *out << row.name;
}

class Unusual : public testing::TestWithParam<accepted> {};

TEST_P(Unusual, IsUnderstood) {
    echo_server server;
    client who(server);

    const auto got = who.send(GetParam().sent).read();

    EXPECT_EQ(got.status, 200) << got.body;
    EXPECT_EQ(got.body, GetParam().body);
    EXPECT_EQ(got.header("X-Host"), GetParam().host);
}

// clang-format off
const accepted understood[] = {
    {"BlankLinesFirst", "\r\n\r\n" + get("/"), "GET /|"},
    {"AbsoluteTarget", "GET HTTP://there:80/a?b HTTP/1.1\r\nHost: here\r\n\r\n", "GET /a?b|", "there:80"},
    {"AbsoluteTargetWithoutPath", "GET http://there?b HTTP/1.1\r\nHost: here\r\n\r\n", "GET /?b|", "there"},
    {"StarOfOptions", "OPTIONS * HTTP/1.1\r\nHost: here\r\n\r\n", "OPTIONS *|"},
    {"MethodWithoutName", "FETCH / HTTP/1.1\r\nHost: here\r\n\r\n", "FETCH /|"},
    {"HostIsAnAddress", "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", "GET /|", "[::1]:8080"},
    {"HostIsEmpty", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "GET /|", ""},
    {"ContentLengthOfGet", "GET / HTTP/1.1\r\nHost: here\r\nContent-Length: 4\r\n\r\nbody", "GET /|body"},
    {"NoBodyAtAll", "POST / HTTP/1.1\r\nHost: here\r\n\r\n", "POST /|"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Accepted, Unusual, testing::ValuesIn(understood),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace scimd::server::test
