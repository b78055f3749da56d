#pragma once

#include "core/chat/call.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gw::cache {

// What a request itself says of caching: its body's "cache" (CONTRACT 2.10).
struct Controls
{
    std::optional<double> ttlS;      // How long its answer is kept.
    std::optional<double> maxAgeS;   // s-maxage: the oldest answer it takes.
    bool noCache = false;            // It wants an answer of its own.
    bool noStore = false;            // Its answer is not kept.
    std::string nameSpace;           // Instead of the config's.
    bool use = false;                // use-cache: for the mode default_off.
};

Controls controlsOf(const chat::Call &call);

// Whether answers to such a call may be kept at all: not those that depend on what a provider or client
// holds, that count only, or that are not text or vectors.
bool isCacheable(const chat::Call &call);
// Whether supported_call_types name the call ("acompletion" and "completion" mean the same here).
bool isSupported(const chat::Call &call, const std::vector<std::string> &types);

}   // namespace gw::cache
