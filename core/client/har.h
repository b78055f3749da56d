#pragma once

#include "core/client/bodyvalues.h"
#include "core/client/trafficvalues.h"

#include <string>

namespace gw::client {

// A request with what was said in it as an HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec),
// for tools that read those: one entry for the client, one for each attempt whose exchange with its provider
// was kept. base: the gateway's address, "http://127.0.0.1:4000". Headers and
// the addresses of providers are not kept: a provider's name stands for its host;
// tokens and cost stand in members that begin with an underscore.
std::string harOf(const TrafficRow &row, const TrafficDetail &detail, const TrafficBodies &bodies,
                  const QString &base, const QString &version);

}   // namespace gw::client
