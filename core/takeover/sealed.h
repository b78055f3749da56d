#pragma once

#include "core/base/secret.h"

#include <optional>
#include <string_view>

namespace gw::takeover {

// What LiteLLM keeps sealed in its database: NaCl's secretbox (XSalsa20-Poly1305) under the SHA-256 of
// LITELLM_SALT_KEY, or of the master key where there is none; nonce and box in base64, URL-safe or not.
// Nothing: it is no such text, or the key is another.
std::optional<Secret> unsealed(std::string_view text, const Secret &saltKey);
// True for texts that are long enough and of the right alphabet: then the key is another.
bool looksSealed(std::string_view text);

}   // namespace gw::takeover
