#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gw {

// RFC 4648, with padding.
std::string toBase64(std::string_view bytes);
// The URL-safe alphabet without padding, as JWT wants it (RFC 7515).
std::string toBase64Url(std::string_view bytes);
// Accepts both alphabets, with or without padding; nothing for anything else.
std::optional<std::string> fromBase64(std::string_view text);

}   // namespace gw
