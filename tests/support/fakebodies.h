#pragma once

#include "core/client/bodyvalues.h"

namespace gw::test {

// A turn of an agent: system text, a picture, thinking, a tool with its result, and an answer that streams.
client::TrafficBodies agentTurn(const Id128 &request);
// A short chat that was answered by the second provider.
client::TrafficBodies failedOver(const Id128 &request);

}   // namespace gw::test
