// Bodies of POST and PUT: what is kept of them is canonical, and what lenient directories accept
// holds all that strict ones accept.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/fuzzing.hpp"

using namespace scimd;

namespace {

// Whether the body was accepted.
bool try_body(const boost::json::value& body, const scim::resource_type& type,
              scim::tolerance allowed) {
    const auto read = scim::read_document(body, type, allowed);
    if (read) fuzz::promise_canonical(*read, type, allowed);
    return read.has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto body = scim::parse_json(text);
    if (!body) return 0;
    for (const bool group : {false, true}) {
        const bool strictly = try_body(*body, fuzz::type_of(group), fuzz::strict());
        const bool leniently = try_body(*body, fuzz::type_of(group), fuzz::lenient());
        fuzz::promise(leniently || !strictly || fuzz::has_empty_text(text),
                      "lenient directories accept what strict ones do", text);
    }
    return 0;
}
