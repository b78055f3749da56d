#pragma once

#include "core/net/postbox.h"

#include <functional>
#include <string>

namespace gw::redis {

// The numeric addresses of host, in the system's order of preference; empty when it has none. Called on the
// postbox's reactor unless that is gone. Never blocks: the question runs on a thread of its own.
void resolve(const std::string &host, net::PostboxPtr postbox,
             std::function<void(std::vector<std::string>)> callback);

// True for texts that are addresses already.
bool isNumericAddress(const std::string &host);

}   // namespace gw::redis
