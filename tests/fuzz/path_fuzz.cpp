// The paths of PATCH operations: what is read and written again is read as the same; lenient
// directories understand what strict ones do.
#include <cstddef>
#include <cstdint>

#include "scim/patch_target.hpp"
#include "tests/fuzz/fuzzing.hpp"
#include "tests/law/filter_text.hpp"

using namespace scimd;

namespace {

std::string to_text(const scim::patch_target& from) {
    std::string text = from.path.extension == nullptr ? "" : from.path.extension->urn;
    if (from.path.attribute == nullptr) return text;
    if (!text.empty()) text += ":";
    text += from.path.attribute->name;
    if (from.where) text += "[" + tests::to_text(*from.where, *from.path.attribute) + "]";
    return from.path.sub == nullptr ? text : text + "." + from.path.sub->name;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const bool group : {false, true}) {
        auto allowed = fuzz::lenient();
        auto exact = fuzz::strict();
        const auto leniently = scim::parse_patch_target(text, fuzz::type_of(group), allowed);
        const auto strictly = scim::parse_patch_target(text, fuzz::type_of(group), exact);
        if (!leniently) {
            fuzz::promise(!strictly, "lenient directories understand what strict ones do");
            continue;
        }
        const std::string written = to_text(*leniently);
        if (strictly)
            fuzz::promise(to_text(*strictly) == written, "lenient directories understand the same",
                          written);
        if (written.size() > scim::filter_bytes_max) continue;
        const auto again = scim::parse_patch_target(written, fuzz::type_of(group), allowed);
        fuzz::promise(again.has_value(), "a path that was written can be read", written);
        fuzz::promise(to_text(*again) == written, "it is read as what it was", written);
    }
    return 0;
}
