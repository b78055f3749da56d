#pragma once

#include "core/auth/principal.h"
#include "core/chat/call.h"
#include "core/config/schema.h"
#include "core/peers/programs.h"
#include "core/telemetry/metrics.h"
#include "core/wire/headers.h"

namespace gw::billing {

// Who asked for what by which route: what every sample of a request has. call null: it could not be read.
telemetry::ExchangeSample sampleOf(const config::MetricLabels &rules, const auth::Principal &principal,
                                   const chat::Call *call, const std::string &route);

// The program of this computer that asks; empty: not known, or not yet.
std::string programOf(const peers::SightingPtr &sighting);
// The same, else what the client calls itself (User-Agent); cut to what rows hold.
std::string clientOf(const wire::Headers &headers, const peers::SightingPtr &sighting);

}   // namespace gw::billing
