// Filters: what is read and written again is read as the same, and matches the same; lenient
// directories understand what strict ones do.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/fuzzing.hpp"
#include "tests/law/filter_text.hpp"

using namespace scimd;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const bool group : {false, true}) {
        auto allowed = fuzz::lenient();
        auto exact = fuzz::strict();
        const auto leniently = scim::parse_filter(text, fuzz::type_of(group), allowed);
        const auto strictly = scim::parse_filter(text, fuzz::type_of(group), exact);
        if (!leniently) {
            fuzz::promise(!strictly, "lenient directories understand what strict ones do");
            continue;
        }
        const std::string written = tests::to_text(*leniently);
        if (strictly)
            fuzz::promise(tests::to_text(*strictly) == written,
                          "lenient directories understand the same", written);
        if (written.size() > scim::filter_bytes_max) continue;
        const auto again = scim::parse_filter(written, fuzz::type_of(group), allowed);
        fuzz::promise(again.has_value(), "a filter that was written can be read", written);
        fuzz::promise(tests::to_text(*again) == written, "it is read as what it was", written);
        const auto& resource = fuzz::sample(group).attributes;
        fuzz::promise(scim::matches(*leniently, resource) == scim::matches(*again, resource),
                      "it matches what it did", written);
    }
    return 0;
}
