// PATCH bodies: a PATCH leaves a canonical document, or the document as it was; lenient directories
// accept what strict ones do.
#include <cstddef>
#include <cstdint>

#include "scim/patch.hpp"
#include "tests/fuzz/fuzzing.hpp"

using namespace scimd;

namespace {

// Whether the body was accepted.
bool try_patch(const boost::json::value& body, bool group, scim::tolerance allowed) {
    const scim::resource_type& type = fuzz::type_of(group);
    auto parsed = scim::parse_patch(body, type, allowed);
    if (!parsed) return false;
    if (!scim::take_member_steps(*parsed, type)) return false;
    scim::document changed = fuzz::sample(group);
    if (!scim::apply_patch(changed, *parsed, type, allowed)) {
        fuzz::promise(changed == fuzz::sample(group), "a refused PATCH leaves no trace");
        return false;
    }
    fuzz::promise_canonical(changed, type, allowed);
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto body = scim::parse_json(text);
    if (!body) return 0;
    for (const bool group : {false, true}) {
        const bool strictly = try_patch(*body, group, fuzz::strict());
        const bool leniently = try_patch(*body, group, fuzz::lenient());
        fuzz::promise(leniently || !strictly || fuzz::has_empty_text(text),
                      "lenient directories accept what strict ones do", text);
    }
    return 0;
}
