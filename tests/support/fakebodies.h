#pragma once

#include "core/client/bodyvalues.h"
#include "tests/support/faketraffic.h"

namespace gw::test {

// A turn of an agent: system text, a picture, thinking, a tool with its result, and an answer that streams.
client::TrafficBodies agentTurn(const Id128 &request);
// A short chat that was answered by the second provider.
client::TrafficBodies failedOver(const Id128 &request);

// What a replay of agentTurn() is answered with, by a model of another dialect, and its row in the ledger.
void fillReplay(FakeTraffic &traffic);

}   // namespace gw::test
