#pragma once

#include "core/base/ids.h"
#include "core/chat/usage.h"

#include <QMetaType>

#include <cstdint>
#include <string>

// What the core tells the world: facts as plain values, in the past tense. Money is never fed by these (see
// ledger).
namespace gw::events {

struct ExchangeStarted
{
    Id128 request;
    std::int64_t startedUs = 0;   // Unix microseconds.
    std::string route;
    std::string requestedModel;
    std::string client;
    std::string keyAlias;
    bool stream = false;
};

struct AttemptFinished
{
    Id128 request;
    int attempt = 0;
    std::string deploymentId;
    int upstreamStatus = 0;
    std::int64_t durationUs = 0;
    std::string error;
};

struct ExchangeProgressed
{
    Id128 request;
    std::int64_t outputTokens = 0;
    std::int64_t firstByteUs = -1;
    std::int64_t costPico = 0;
};

struct ExchangeFinished
{
    Id128 request;
    std::int64_t startedUs = 0;
    std::int64_t durationUs = 0;
    std::int64_t firstByteUs = -1;
    std::int64_t overheadUs = -1;
    std::string route;
    std::string requestedModel;
    std::string modelGroup;
    std::string provider;
    std::string upstreamModel;
    std::string client;
    std::string keyAlias;
    int status = 0;
    int attempts = 1;
    bool stream = false;
    bool estimated = false;
    bool unpriced = false;
    bool mock = false;
    chat::Usage usage;
    std::int64_t costPico = 0;   // 10^-12 USD.
    std::string error;
};

struct DeploymentCooled
{
    std::string deploymentId;
    std::string reason;   // "RateLimitError"
    int status = 0;
    double seconds = 0;
};

struct ConfigApplied
{
    std::uint64_t version = 0;
    int deployments = 0;
    std::string problem;   // Empty, or why the old config was kept.
};

}   // namespace gw::events
