#pragma once

#include "core/base/result.h"
#include "core/config/schema.h"
#include "core/routing/plan.h"

#include <optional>

namespace gw::routing {

struct RetryQuestion
{
    int failedAttempts = 1;         // How many have failed so far.
    bool bytesSent = false;         // The client has seen part of the answer: no retry any more.
    double random = 0.5;            // In [0, 1), for the jitter.
    std::int64_t remainingMs = 0;   // Until the request's deadline.
};

// Milliseconds to wait before the next attempt, or nothing when the error is to be given to the client
// (CONTRACT 6.4).
std::optional<int> retryDelayMs(const Error &error, const Plan &plan, const config::RouterSettings &settings,
                                const RetryQuestion &question);

}   // namespace gw::routing
