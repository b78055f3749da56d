#pragma once

#include <string_view>

namespace gw::engine {

inline constexpr std::string_view kVersion = GW_VERSION;
// The LiteLLM release whose contract is answered; clients compare it.
inline constexpr std::string_view kLitellmVersion = "1.98.0";

}   // namespace gw::engine
