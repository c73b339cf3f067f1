// The switch of a directory (SCIMSynchronizationStatus) and where an entity came from
// (ProvisionType). The texts are CloudSSO's.
#pragma once

#include <optional>
#include <string_view>

namespace scimd::model {

enum class synchronization { disabled = 0, enabled = 1 };
enum class provision { manual = 0, synchronized = 1 };

constexpr std::string_view to_text(synchronization status) {
    return status == synchronization::enabled ? "Enabled" : "Disabled";
}
constexpr std::string_view to_text(provision origin) {
    return origin == provision::synchronized ? "Synchronized" : "Manual";
}

// "Enabled" or "Disabled", spelt exactly so; anything else is nothing.
constexpr std::optional<synchronization> synchronization_from_text(std::string_view text) {
    if (text == "Enabled") return synchronization::enabled;
    if (text == "Disabled") return synchronization::disabled;
    return std::nullopt;
}
constexpr std::optional<provision> provision_from_text(std::string_view text) {
    if (text == "Synchronized") return provision::synchronized;
    if (text == "Manual") return provision::manual;
    return std::nullopt;
}

}  // namespace scimd::model
