#include "server/options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/server/said_options.hpp"

namespace scimd::server {
namespace {

using testing::HasSubstr;

class file {
 public:
    explicit file(const std::string& text)
        : path_(testing::TempDir() + "scimd_options_" + std::to_string(getpid()) + ".conf") {
        std::ofstream(path_) << text;
    }
    ~file() { std::filesystem::remove(path_); }
    file(const file&) = delete;
    file& operator=(const file&) = delete;
    const char* path() const { return path_.c_str(); }

 private:
    std::string path_;
};

TEST(Options, TakeAFolderOfSchemasWithEveryCommand) {
    const std::vector<std::vector<const char*>> commands = {
        {"dev"},
        {"serve", "--data", "d", "--listen", "127.0.0.1:0"},
        {"check"},
        {"directory", "list"},
        {"access-key", "create"}};
    for (const std::vector<const char*>& words : commands) {
        EXPECT_EQ(accepted(words).schemas, "");
        std::vector<const char*> with = words;
        with.insert(with.end(), {"--schemas", "folder"});
        EXPECT_EQ(accepted(with).schemas, "folder");
        const environment said("SCIMD_SCHEMAS", "elsewhere");
        EXPECT_EQ(accepted(words).schemas, "elsewhere");
        EXPECT_EQ(accepted(with).schemas, "folder");
    }
    const file config("schemas = in-the-file\n");
    EXPECT_EQ(
        accepted({"serve", "--data", "d", "--listen", "127.0.0.1:0", "--config", config.path()})
            .schemas,
        "in-the-file");
}

TEST(Options, OfDevHaveDefaults) {
    const auto read = accepted({"dev"});
    const auto& made = std::get<dev>(read.command);

    EXPECT_EQ(read.data, "./scimd-data");
    EXPECT_EQ(made.listen, (endpoint{"127.0.0.1", 8080}));
    EXPECT_EQ(made.threads, std::max(1U, std::thread::hardware_concurrency()));
    EXPECT_EQ(made.log, log_level::requests);
    EXPECT_EQ(made.address.url, "");
    EXPECT_EQ(made.ready_file, "");
    EXPECT_TRUE(made.settings.empty());
    EXPECT_EQ(made.credentials.token, "scimd-dev-token");
    EXPECT_EQ(made.credentials.access_key_id, "scimd-dev-key");
    EXPECT_EQ(made.credentials.access_key_secret, "scimd-dev-secret");
    EXPECT_TRUE(made.credentials.well_known());
}

TEST(Options, OfFlowControlDifferBetweenDevAndServe) {
    const auto by_default = accepted_as<dev>({"dev"});
    EXPECT_EQ(by_default.rates, (management::call_rates{100, 1'000}));
    EXPECT_EQ(by_default.scim_rate, 0);
    const auto served = accepted_as<serve>({"serve", "--data", "d", "--listen", "127.0.0.1:0"});
    EXPECT_EQ(served.rates, (management::call_rates{100, 1'000}));
    EXPECT_EQ(served.scim_rate, 10'000);

    const auto said = accepted_as<dev>(
        {"dev", "--throttle", "0", "--throttle-api=100000", "--throttle-scim", "7"});
    EXPECT_EQ(said.rates, (management::call_rates{0, 100'000}));
    EXPECT_EQ(said.scim_rate, 7);
    for (const char* wrong : {"--throttle=-1", "--throttle-api=100001", "--throttle-scim=many"})
        EXPECT_THAT(refused({"dev", wrong}), HasSubstr("no number from 0 to 100000")) << wrong;
}

TEST(Options, OfFlowControlComeFromTheEnvironmentToo) {
    const environment each("SCIMD_THROTTLE", "1");
    const environment all("SCIMD_THROTTLE_API", "2");
    const environment scim("SCIMD_THROTTLE_SCIM", "3");
    const auto read = accepted_as<dev>({"dev"});

    EXPECT_EQ(read.rates, (management::call_rates{1, 2}));
    EXPECT_EQ(read.scim_rate, 3);
}

TEST(Options, OfDevCanAllBeSaid) {
    const auto read =
        accepted({"dev", "--listen", "[::1]:0", "--data", ":memory:", "--threads=3", "--setting",
                  "tolerance=strict", "--setting", "groupNames=free", "--ready-file", "r",
                  "--public-url", "https://scim.example.com/", "--log", "none"});
    const auto& made = std::get<dev>(read.command);

    EXPECT_EQ(read.data, ":memory:");
    EXPECT_EQ(made.listen, (endpoint{"::1", 0}));
    EXPECT_EQ(made.threads, 3U);
    EXPECT_EQ(made.settings,
              (std::vector<setting>{{"tolerance", "strict"}, {"groupNames", "free"}}));
    EXPECT_EQ(made.ready_file, "r");
    EXPECT_EQ(made.address.url, "https://scim.example.com");
    EXPECT_EQ(made.log, log_level::none);
}

TEST(Options, OfDevTakeCredentialsFromTheEnvironment) {
    const environment token("SCIMD_DEV_TOKEN", "t");
    const environment id("SCIMD_DEV_ACCESS_KEY_ID", "i");
    EXPECT_THAT(refused({"dev", "--listen", "0.0.0.0:80"}), HasSubstr("well-known credentials"));

    const environment secret("SCIMD_DEV_ACCESS_KEY_SECRET", "s");
    const auto made = accepted_as<dev>({"dev", "--listen", "0.0.0.0:80"});

    EXPECT_EQ(made.credentials.token, "t");
    EXPECT_EQ(made.credentials.access_key_id, "i");
    EXPECT_EQ(made.credentials.access_key_secret, "s");
    EXPECT_FALSE(made.credentials.well_known());
}

TEST(Options, OfServeProtectTokensOnTheWay) {
    EXPECT_THAT(refused({"serve", "--data", "d", "--listen", "0.0.0.0:80"}),
                HasSubstr("--insecure-http"));
    EXPECT_FALSE(
        accepted_as<serve>({"serve", "--data", "d", "--listen", "127.0.0.1:80"}).certificate);
    EXPECT_FALSE(
        accepted_as<serve>({"serve", "--data", "d", "--listen", "0.0.0.0:80", "--insecure-http"})
            .certificate);

    const auto made = accepted_as<serve>({"serve", "--data", "d", "--listen", "0.0.0.0:443",
                                          "--tls-certificate", "c", "--tls-key", "k"});
    ASSERT_TRUE(made.certificate);
    EXPECT_EQ(made.certificate->chain, "c");
    EXPECT_EQ(made.certificate->key, "k");
}

TEST(Options, ComeFromFlagThenEnvironmentThenFile) {
    const file config(
        "# of the test\n\n listen = 127.0.0.1:1\nthreads=2 \nlog = errors\ndata = from/file\n"
        "insecure-http = true\n");
    const environment listen("SCIMD_LISTEN", "127.0.0.1:9");
    const environment threads("SCIMD_THREADS", "9");

    const auto read = accepted({"serve", "--config", config.path(), "--threads", "7"});
    const auto& made = std::get<serve>(read.command);

    EXPECT_EQ(made.threads, 7U);
    EXPECT_EQ(made.listen.port, 9);
    EXPECT_EQ(made.log, log_level::errors);
    EXPECT_EQ(read.data, "from/file");
}

TEST(Options, OfTheEnvironmentAreAllKnown) {
    const environment data("SCIMD_DATA", "d");
    const environment listen("SCIMD_LISTEN", "0.0.0.0:80");
    const environment ready("SCIMD_READY_FILE", "r");
    const environment url("SCIMD_PUBLIC_URL", "http://h");
    const environment log("SCIMD_LOG", "none");
    {
        const environment insecure("SCIMD_INSECURE_HTTP", "1");
        const auto made = accepted_as<serve>({"serve"});
        EXPECT_EQ(made.ready_file, "r");
        EXPECT_EQ(made.address.url, "http://h");
        EXPECT_EQ(made.log, log_level::none);
    }
    const environment not_insecure("SCIMD_INSECURE_HTTP", "0");
    EXPECT_THAT(refused({"serve"}), HasSubstr("--insecure-http"));
    const environment certificate("SCIMD_TLS_CERTIFICATE", "c");
    const environment key("SCIMD_TLS_KEY", "k");
    EXPECT_TRUE(accepted_as<serve>({"serve"}).certificate);
    EXPECT_EQ(accepted({"check"}).data, "d");
}

TEST(Options, OfTheEnvironmentMatterOnlyToTheCommandThatTakesThem) {
    const environment listen("SCIMD_LISTEN", "nonsense");

    EXPECT_THAT(refused({"dev"}), HasSubstr("nonsense"));
    EXPECT_TRUE(std::holds_alternative<check>(accepted({"check"}).command));
}

TEST(Options, OfAFileAreRefusedWithTheirLine) {
    const std::pair<const char*, const char*> rows[] = {
        {"listen\n", ", line 1: write name = value"},
        {"\n# c\nnonsense = 1\n", ", line 3: there is no option 'nonsense'"},
        {"setting = a=b\n", ", line 1: there is no option 'setting'"},
        {"config = x\n", ", line 1: there is no option 'config'"},
        {"threads =\n", ", line 1: the value is missing"},
        {"log = none\nlog = none\n", ", line 2: 'log' was said before"},
        {"data = d\nlisten = 127.0.0.1:0\nthreads = many\n", ", line 3: 'many' is no number"},
        {"data = d\nlisten = nowhere\n", ", line 2: 'nowhere' is no address"},
        {"data = d\nlisten = 0.0.0.0:1\ninsecure-http = maybe\n", ", line 3: 'maybe' is neither"},
    };
    for (const auto& [text, reason] : rows) {
        const file config(text);
        EXPECT_THAT(refused({"serve", "--config", config.path()}), HasSubstr(reason)) << text;
    }
    EXPECT_THAT(refused({"serve", "--config", "/does/not/exist"}), HasSubstr("cannot be read"));
}

TEST(Options, OfADirectory) {
    const auto made =
        accepted_as<create_directory>({"directory", "create", "--name", "n", "--setting",
                                       "tolerance=strict", "--setting", "patchAnswer=none"});
    EXPECT_EQ(made.name, "n");
    EXPECT_EQ(made.settings,
              (std::vector<setting>{{"tolerance", "strict"}, {"patchAnswer", "none"}}));

    const auto set =
        accepted_as<set_directory>({"directory", "set", "d-000000000dev", "tolerance=strict",
                                    "groupNames=free", "--data", "d"});
    EXPECT_EQ(set.directory.text(), "d-000000000dev");
    EXPECT_EQ(set.settings,
              (std::vector<setting>{{"tolerance", "strict"}, {"groupNames", "free"}}));

    accepted_as<list_directories>({"directory", "list"});
    EXPECT_EQ(accepted_as<show_directory>({"directory", "show", "d-000000000dev"}).directory.text(),
              "d-000000000dev");
    EXPECT_EQ(
        accepted_as<delete_directory>({"directory", "delete", "d-000000000dev"}).directory.text(),
        "d-000000000dev");
}

TEST(Options, OfCredentialsAndAccessKeys) {
    const auto* directory = "d-000000000dev";
    const auto* credential = "scimcred-00000000000000000000";

    EXPECT_EQ(accepted_as<create_credential>({"credential", "create", directory}).directory.text(),
              directory);
    EXPECT_EQ(accepted_as<list_credentials>({"credential", "list", directory}).directory.text(),
              directory);
    EXPECT_EQ(accepted_as<enable_credential>({"credential", "enable", directory, credential})
                  .credential.text(),
              credential);
    EXPECT_EQ(accepted_as<disable_credential>({"credential", "disable", directory, credential})
                  .credential.text(),
              credential);
    EXPECT_EQ(accepted_as<delete_credential>({"credential", "delete", directory, credential})
                  .credential.text(),
              credential);
    EXPECT_EQ(accepted_as<create_access_key>({"access-key", "create"}).id, "");
    EXPECT_EQ(accepted_as<create_access_key>({"access-key", "create", "--id", "k"}).id, "k");
    const auto key =
        accepted_as<create_access_key>({"access-key", "create", "--name", "a key", "--read-only",
                                        "--directory", directory, "--directory", "d-000000000two"});
    EXPECT_EQ(key.name, "a key");
    EXPECT_TRUE(key.read_only);
    EXPECT_EQ(key.directories.size(), 2U);
    EXPECT_FALSE(accepted_as<create_access_key>({"access-key", "create"}).read_only);
    accepted_as<list_access_keys>({"access-key", "list"});
    EXPECT_EQ(accepted_as<enable_access_key>({"access-key", "enable", "k"}).id, "k");
    EXPECT_EQ(accepted_as<disable_access_key>({"access-key", "disable", "k"}).id, "k");
    EXPECT_EQ(accepted_as<delete_access_key>({"access-key", "delete", "k"}).id, "k");
}

TEST(Options, AreRefusedWithAReason) {
    const std::pair<std::vector<const char*>, const char*> rows[] = {
        {{}, "a command is missing"},
        {{"nonsense"}, "nonsense"},
        {{"directory"}, "a command is missing"},
        {{"help", "nonsense"}, "there is no command 'nonsense'"},
        {{"dev", "--nonsense"}, "--nonsense"},
        {{"dev", "extra"}, "extra"},
        {{"dev", "--listen"}, "--listen"},
        {{"dev", "--listen", "8080"}, "write host:port"},
        {{"dev", "--listen", "127.0.0.1:1", "--listen", "127.0.0.1:2"}, "--listen"},
        {{"dev", "--listen", "0.0.0.0:8080"}, "well-known credentials"},
        {{"dev", "--threads", "0"}, "no number from 1"},
        {{"dev", "--threads", "257"}, "no number from 1"},
        {{"dev", "--threads", "2x"}, "no number from 1"},
        {{"dev", "--log", "all"}, "none, errors or requests"},
        {{"dev", "--public-url", "example.com"}, "must look like"},
        {{"dev", "--public-url", "https://"}, "must look like"},
        {{"dev", "--public-url", "https://h?q"}, "must look like"},
        {{"dev", "--setting", "tolerance"}, "name=value"},
        {{"dev", "--setting", "tolerance=some"}, "--setting"},
        {{"dev", "--setting", "nonsense=1"}, "--setting"},
        {{"serve", "--data", "d"}, "--listen"},
        {{"serve", "--listen", "127.0.0.1:0"}, "--data"},
        {{"serve", "--data", "d", "--listen", "127.0.0.1:0", "--tls-key", "k"}, "come together"},
        {{"serve", "--data", "d", "--listen", "127.0.0.1:0", "--tls-certificate", "c"},
         "come together"},
        {{"directory", "show"}, "DIRECTORY"},
        {{"directory", "show", "x"}, "not an id"},
        {{"directory", "set", "d-000000000dev"}, "SETTINGS"},
        {{"directory", "set", "d-000000000dev", "nonsense=1"}, "SETTINGS"},
        {{"credential", "enable", "d-000000000dev"}, "CREDENTIAL"},
        {{"credential", "enable", "d-000000000dev", "x"}, "not an id"},
        {{"access-key", "delete"}, "ID"},
        {{"access-key", "disable"}, "ID"},
        {{"access-key", "create", "--directory", "x"}, "not an id"},
        {{"check", "--server", "http://h"}, "--server"},
    };
    for (const auto& [words, reason] : rows) {
        const auto said = refused(words);
        EXPECT_THAT(said, HasSubstr(reason)) << testing::PrintToString(words);
        EXPECT_THAT(said, testing::StartsWith("scimd: ")) << testing::PrintToString(words);
    }
}

TEST(Options, CanBeAskedFor) {
    const std::pair<std::vector<const char*>, const char*> rows[] = {
        {{"--help"}, "access-key"},
        {{"help"}, "access-key"},
        {{"dev", "--help"}, "--ready-file"},
        {{"help", "serve"}, "SCIMD_TLS_CERTIFICATE"},
        {{"--version"}, "scimd "},
        {{"directory", "create", "--help"}, "--setting"},
        {{"directory", "list", "--help"}, "SCIMD_ACCESS_KEY_SECRET"},
    };
    for (const auto& [words, part] : rows) {
        const auto outcome = read(words);
        ASSERT_TRUE(std::holds_alternative<farewell>(outcome)) << testing::PrintToString(words);
        EXPECT_EQ(std::get<farewell>(outcome).exit_code, 0);
        EXPECT_THAT(std::get<farewell>(outcome).text, HasSubstr(part));
    }
}

}  // namespace
}  // namespace scimd::server
