#pragma once

#include "core/base/json.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gw::auth {

// Who calls, and what they may do. A value: an exchange keeps the one it began with.
struct Principal
{
    enum class Kind : std::uint8_t {
        Anonymous,   // No key, on a route that needs none.
        Open,        // No master key is configured: everybody who gets through the door.
        Master,
        Virtual,
    };

    Kind kind = Kind::Anonymous;
    std::string keyHash;   // SHA-256 of the key; "open" without one.
    std::string keyAlias;
    std::string userId;
    std::string teamId;
    std::vector<std::string> models;   // What the key may use; empty: everything.
    bool admin = false;
    bool disableFallbacks = false;
    // In the forms of a request's "fallbacks"; null: the config's count.
    std::shared_ptr<const json::Array> fallbacks = {};
};

}   // namespace gw::auth
