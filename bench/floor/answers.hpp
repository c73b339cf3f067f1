// From request to answer: which read or write a method and a target mean.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "bench/floor/reads.hpp"
#include "bench/floor/writes.hpp"

namespace scimd::bench {

class answers {
 public:
    using sender = std::function<void(const outcome&)>;

    answers(reads& from, writer& to, std::string token);

    // Calls `send` once, at once for reads, after the commit for writes. Throws
    // boost::system::system_error for a body that is not what the scenarios send.
    void answer(std::string_view method, std::string_view target, std::string_view authorization,
                std::string_view body, sender send);

 private:
    outcome read(std::string_view path, std::string_view parameters);
    outcome list(std::string_view collection, std::string_view parameters);
    write write_of(std::string_view method, std::string_view path, std::string_view body);
    write create(std::string_view collection, std::string_view body);
    create_users bulk(std::string_view body);

    reads& reads_;
    writer& writer_;
    std::string authorization_;
    std::int64_t next_key_;  // no user has it yet
};

}  // namespace scimd::bench
