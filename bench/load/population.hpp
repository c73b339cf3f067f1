// Who is there: the users and groups that requests are about, read from files that a preload wrote.
#pragma once

#include <string>
#include <vector>

namespace scimd::bench {

struct entry {
    std::string id;
    std::string more;  // a user's token, where directories are many; a group's displayName
};

// The lines of a file: an id each and, behind a blank, more. No file: nobody. Throws
// std::runtime_error when the file cannot be read.
std::vector<entry> read_entries(const std::string& path);

}  // namespace scimd::bench
