// The table of rooms of docs/architecture.md, held against every #include of the tree: a wrong
// include is a failing test with a sentence.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace {

namespace files = std::filesystem;

struct room {
    std::set<std::string> may_include;    // other rooms
    std::set<std::string> third_parties;  // what it may name besides std
};

// clang-format off
const std::map<std::string, room> rooms = {
    {"model",      {{},                                                {"boost/json", "boost/system", "openssl", "argon2"}}},
    {"policy",     {{"model"},                                         {}}},
    {"scim",       {{"model"},                                         {"boost/graph", "boost/json", "boost/system", "boost/url", "utf8proc"}}},
    {"store",      {{"model", "policy", "scim"},                       {"boost/json", "posix"}}},
    {"directory",  {{"model", "policy", "scim", "store"},              {"boost/json", "boost/asio"}}},
    {"management", {{"model", "scim", "directory"},                    {"boost/json", "boost/asio", "boost/url", "boost/system"}}},
    {"server",     {{"model", "scim", "directory", "management"},      {"boost/json", "boost/asio", "boost/beast", "boost/url", "boost/system", "openssl", "CLI", "posix"}}},
};

// Narrower than their rooms: who may include them.
const std::map<std::string, std::regex> narrow_headers = {
    {"policy/judge.hpp",  std::regex("(policy|directory/apply).*")},
    {"store/tables.hpp",  std::regex("(store|directory)/.*")},
    {"store/commit_queue.hpp", std::regex("(store|directory)/.*")},
    {"directory/apply.hpp", std::regex("directory/.*")},
    {"directory/view.hpp", std::regex("directory/.*")},
};
// Third parties that live in few files of their room.
const std::map<std::string, std::regex> narrow_third_parties = {
    {"sqlite3.h",  std::regex("store/sqlite/(session|gathered_log)\\.cpp")},
    {"boost/asio", std::regex("store/(commit_queue|checkpointer)\\.hpp|directory/.*|management/.*|server/.*")},
    {"CLI",        std::regex("server/(arguments|(server_)?options)\\.cpp")},
    {"argon2",     std::regex("model/secret\\.cpp")},
};
// clang-format on

struct inclusion {
    std::string file;  // relative to the root
    std::string room;
    std::string target;
    bool quoted = false;
};

std::vector<inclusion> all_inclusions() {
    const std::regex line_form(R"re(^\s*#\s*include\s*(["<])([^">]+)[">])re");
    const files::path root = SCIMD_SOURCE_DIR;
    std::vector<inclusion> found;
    for (const auto& [name, _] : rooms) {
        for (const auto& entry : files::recursive_directory_iterator(root / name)) {
            const std::string extension = entry.path().extension().string();
            if (extension != ".hpp" && extension != ".cpp") continue;
            std::ifstream in(entry.path());
            std::string line;
            std::smatch match;
            while (std::getline(in, line))
                if (std::regex_search(line, match, line_form))
                    found.push_back({files::relative(entry.path(), root).string(), name, match[2],
                                     match[1] == "\""});
        }
    }
    return found;
}

std::string third_party_of(const std::string& target) {
    static const std::set<std::string> posix = {
        "fcntl.h",      "unistd.h",  "sys/file.h", "sys/resource.h", "sys/stat.h",
        "sys/socket.h", "pthread.h", "sys/mman.h", "link.h",         "malloc.h"};
    if (posix.contains(target)) return "posix";
    for (const std::string known :
         {"boost/graph", "boost/json", "boost/system", "boost/asio", "boost/beast", "boost/url",
          "openssl", "CLI", "argon2", "utf8proc"})
        if (target.starts_with(known)) return known;
    return target.find('/') == std::string::npos && target.find(".h") == std::string::npos
               ? ""
               : target;  // "" is std
}

TEST(Layering, EveryIncludePointsDown) {
    const auto inclusions = all_inclusions();
    ASSERT_GT(inclusions.size(), 300U) << "the tree was not read";
    for (const inclusion& one : inclusions) {
        if (!one.quoted) continue;
        const std::string to = one.target.substr(0, one.target.find('/'));
        EXPECT_TRUE(to == one.room || rooms.at(one.room).may_include.contains(to))
            << one.file << " includes " << one.target << ", but " << one.room << " may not know "
            << to;
        if (const auto narrow = narrow_headers.find(one.target); narrow != narrow_headers.end()) {
            EXPECT_TRUE(std::regex_match(one.file, narrow->second))
                << one.file << " may not include " << one.target;
        }
    }
}

TEST(Layering, EveryRoomNamesOnlyItsThirdParties) {
    for (const inclusion& one : all_inclusions()) {
        if (one.quoted) continue;
        const std::string name = third_party_of(one.target);
        if (name.empty()) continue;
        if (const auto narrow = narrow_third_parties.find(name);
            narrow != narrow_third_parties.end()) {
            EXPECT_TRUE(std::regex_match(one.file, narrow->second))
                << one.file << " may not name " << name;
            if (name == "sqlite3.h" || one.room == "store") continue;
        }
        EXPECT_TRUE(rooms.at(one.room).third_parties.contains(name))
            << one.file << " includes <" << one.target << ">, but " << one.room << " may not name "
            << name;
    }
}

TEST(Layering, HeadersSayPragmaOnceAndWhatTheyAreFor) {
    const files::path root = SCIMD_SOURCE_DIR;
    for (const auto& [name, _] : rooms) {
        for (const auto& entry : files::recursive_directory_iterator(root / name)) {
            if (entry.path().extension() != ".hpp") continue;
            std::ifstream in(entry.path());
            std::string first;
            std::getline(in, first);
            const std::string rest{std::istreambuf_iterator<char>(in), {}};
            EXPECT_TRUE(first.starts_with("// "))
                << entry.path() << " does not open by saying what it is for";
            EXPECT_NE(rest.find("#pragma once"), std::string::npos) << entry.path();
        }
    }
}

}  // namespace
