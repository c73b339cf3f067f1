#include "model/secret.hpp"

#include <gtest/gtest.h>

namespace scimd::model {
namespace {

TEST(Secret, DigestsAndMacsAreTheStandardOnes) {
    EXPECT_EQ(to_hex(sha256("")),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    // RFC 4231 and RFC 2202, test case 2.
    EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(to_hex(hmac_sha1("Jefe", "what do ya want for nothing?")),
              "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

TEST(Secret, Base64GoesBothWays) {
    for (const std::string text : {"", "a", "ab", "abc", "user:token"})
        EXPECT_EQ(from_base64(to_base64(text)), text);
    for (const char* text : {"a", "ab=c", "****", "YQ"}) EXPECT_FALSE(from_base64(text)) << text;
}

TEST(Secret, ComparesWithoutTellingWhere) {
    EXPECT_TRUE(equal_in_constant_time("same", "same"));
    EXPECT_FALSE(equal_in_constant_time("same", "sane"));
    EXPECT_FALSE(equal_in_constant_time("same", "same "));
}

TEST(Password, RestsAsASaltedArgon2Digest) {
    const password clear("Tr0ub4dor&3");
    const std::string digest = clear.digest();

    EXPECT_TRUE(digest.starts_with("$argon2id$v=19$m=7168,t=5,p=1$")) << digest;
    EXPECT_EQ(digest.find("Tr0ub4dor"), std::string::npos);
    EXPECT_NE(digest, clear.digest()) << "each digest has its own salt";
}

TEST(Password, IsKnownAgainByItsDigestOnly) {
    const password clear("Tr0ub4dor&3");

    EXPECT_TRUE(clear.is(clear.digest()));
    EXPECT_FALSE(password("Tr0ub4dor&4").is(clear.digest()));
    for (const char* none : {"", "digest", "$argon2id$v=19$m=7168,t=5,p=1$"})
        EXPECT_FALSE(clear.is(none)) << none;
}

TEST(SealingKey, OpensWhatItSealedAndNothingElse) {
    const sealing_key key(sealing_key::fresh());
    const std::string sealed = key.seal("secret");

    EXPECT_EQ(sealed.find("secret"), std::string::npos);
    EXPECT_EQ(*key.open(sealed), "secret");
    EXPECT_FALSE(sealing_key(sealing_key::fresh()).open(sealed));
    std::string altered = sealed;
    altered[14] = static_cast<char>(altered[14] ^ 1);
    EXPECT_FALSE(key.open(altered));
    EXPECT_FALSE(key.open("short"));
    EXPECT_THROW(sealing_key("short"), std::invalid_argument);
}

}  // namespace
}  // namespace scimd::model
