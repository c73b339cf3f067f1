#include "bench/load/population.hpp"

#include <fstream>
#include <stdexcept>

namespace scimd::bench {

std::vector<entry> read_entries(const std::string& path) {
    std::vector<entry> read;
    if (path.empty()) return read;
    std::ifstream in(path);
    if (!in) throw std::runtime_error("cannot read " + path);
    for (std::string line; std::getline(in, line);) {
        const std::size_t blank = line.find(' ');
        const bool only_id = blank == std::string::npos;
        read.push_back({line.substr(0, blank), only_id ? std::string() : line.substr(blank + 1)});
    }
    return read;
}

}  // namespace scimd::bench
