#pragma once

#include "core/base/result.h"
#include "core/config/schema.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gw::routing {

// What the retry decision of CONTRACT 6.4 looks at, beside the error.
struct RetryQuestion
{
    int failedAttempts = 1;              // In this group and order level, this one included.
    std::optional<int> requestRetries;   // The request's own word.
    std::optional<int> deploymentRetries;
    int others = 0;             // Usable deployments beside the one that failed.
    bool failedUsable = true;   // The one that failed may be tried again (it does not rest).
    std::size_t groupSize = 1;
    bool hasFallbacks = false;   // Any list that could take this error.
    bool hasContextWindowFallbacks = false;
    bool hasContentPolicyFallbacks = false;
    double random = 0.5;            // In [0, 1), for the jitter.
    std::int64_t remainingMs = 0;   // Until the request's deadline; 0: none.
};

// The class of an error in the names of policies (CONTRACT 2.7): "RateLimitError", of RateLimitErrorRetries
// and RateLimitErrorAllowedFails; "" for errors that have none.
std::string_view policyClass(ErrorCode code) noexcept;
// Milliseconds to wait before the next attempt in the same group, or nothing: fall back, or give up. group's
// own retry policy wins over the general one. Pure.
std::optional<int> retryDelayMs(const Error &error, const config::RouterSettings &settings,
                                const std::string &group, const RetryQuestion &question);
// N of CONTRACT 6.4: how many retries an error of this class may have.
int retriesAllowed(ErrorCode code, const config::RouterSettings &settings, const std::string &group,
                   const RetryQuestion &question);

}   // namespace gw::routing
