#pragma once

#include "core/access/directory.h"
#include "core/base/json.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

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
    bool admin = false;
    bool disableFallbacks = false;
    // In the forms of a request's "fallbacks"; null: the config's count.
    std::shared_ptr<const json::Array> fallbacks = {};
    // Of a virtual key, as they were when the request began; null: none.
    access::KeyPtr key = {};
    access::UserPtr user = {};
    access::TeamPtr team = {};
    access::Directory *directory = nullptr;   // Of virtual keys; outlives every principal.

    // "proxy_admin", "internal_user" ...; empty: the key belongs to nobody.
    std::string_view role() const noexcept;
    // May look at everything.
    bool viewer() const noexcept { return admin || role() == "proxy_admin_viewer"; }
};

}   // namespace gw::auth
