#pragma once

#include "core/auth/principal.h"
#include "core/chat/call.h"
#include "core/config/schema.h"
#include "core/telemetry/metrics.h"
#include "core/wire/headers.h"

namespace gw::billing {

// Who asked for what by which route: what every sample of a request has. call null: it could not be read.
telemetry::ExchangeSample sampleOf(const config::MetricLabels &rules, const auth::Principal &principal,
                                   const chat::Call *call, const std::string &route);

// The program that asks, as it calls itself (User-Agent); cut to what rows hold.
std::string clientOf(const wire::Headers &headers);

}   // namespace gw::billing
