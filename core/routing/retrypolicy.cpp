#include "core/routing/retrypolicy.h"

#include "core/base/errortable.h"

#include <algorithm>
#include <cmath>

namespace gw::routing {

namespace {

constexpr double kInitialDelayS = 0.5;
constexpr double kMaxDelayS = 8;
constexpr double kJitter = 0.75;
constexpr int kLongestUpstreamWaitMs = 60'000;
constexpr int kConflict = 409;   // Providers say it of locks that time heals.

std::optional<int> policyRetries(ErrorCode code, const config::RouterSettings &settings,
                                 const std::string &group)
{
    const auto own = settings.groupRetryPolicies.find(group);
    const config::RetryPolicy &policy =
        own != settings.groupRetryPolicies.end() ? own->second : settings.retryPolicy;
    for (const std::string_view name : {policyClass(code), std::string_view("Default")}) {
        if (name.empty())
            continue;
        if (const auto it = policy.byClass.find(std::string(name) + "Retries"); it != policy.byClass.end())
            return it->second;
    }
    return std::nullopt;
}

// The gates in front of the count; a policy entry for the class opens all but those of special fallbacks.
bool mayRetry(const Error &error, const RetryQuestion &question)
{
    const bool usable = question.others > 0 || question.failedUsable;
    switch (error.code) {
    case ErrorCode::UpstreamAuthentication:
    case ErrorCode::UpstreamPermission:
        // Another deployment has another key.
        return question.groupSize > 1 && question.others > 0;
    case ErrorCode::UpstreamNotFound:
        return false;
    case ErrorCode::UpstreamRateLimit:
        return usable || !question.hasFallbacks;
    // The deployment alone cannot do it.
    case ErrorCode::SecretAway:
    case ErrorCode::NotImplemented:
    case ErrorCode::UnsupportedParam:
        return question.others > 0;
    default:
        return (errorRow(error.code).retryable || error.upstreamStatus == kConflict) && usable;
    }
}

int waitMs(const Error &error, const config::RouterSettings &settings, const RetryQuestion &question)
{
    if (question.others > 0)
        return 0;
    double waitS = 0;
    if (error.retryAfterMs > 0 && error.retryAfterMs <= kLongestUpstreamWaitMs)
        waitS = error.retryAfterMs / 1000.0;
    else
        waitS = std::min(kInitialDelayS * std::pow(2, question.failedAttempts - 1), kMaxDelayS) *
                (1 - kJitter * question.random * 0.5);
    return static_cast<int>(std::lround(std::max(waitS, settings.retryAfterS) * 1000));
}

}   // namespace

std::string_view policyClass(ErrorCode code) noexcept
{
    switch (code) {
    case ErrorCode::UpstreamAuthentication:
    case ErrorCode::UpstreamPermission:
        return "AuthenticationError";
    case ErrorCode::UpstreamTimeout:
        return "TimeoutError";
    case ErrorCode::UpstreamRateLimit:
        return "RateLimitError";
    case ErrorCode::UpstreamContentPolicy:
        return "ContentPolicyViolationError";
    case ErrorCode::UpstreamBadRequest:
    case ErrorCode::UpstreamContextWindow:
    case ErrorCode::UpstreamUnprocessable:
        return "BadRequestError";
    case ErrorCode::UpstreamNotFound:
        return "NotFoundError";
    case ErrorCode::UpstreamUnavailable:
        return "ServiceUnavailableError";
    case ErrorCode::UpstreamInternal:
    case ErrorCode::UpstreamBadGateway:
    case ErrorCode::UpstreamOverloaded:
    case ErrorCode::UpstreamConnection:
    case ErrorCode::UpstreamMalformed:
        return "InternalServerError";
    default:
        return {};
    }
}

int retriesAllowed(ErrorCode code, const config::RouterSettings &settings, const std::string &group,
                   const RetryQuestion &question)
{
    if (question.requestRetries)
        return *question.requestRetries;
    if (question.deploymentRetries)
        return *question.deploymentRetries;
    if (const auto policy = policyRetries(code, settings, group))
        return *policy;
    return settings.numRetries.value_or(0);
}

std::optional<int> retryDelayMs(const Error &error, const config::RouterSettings &settings,
                                const std::string &group, const RetryQuestion &question)
{
    if ((error.code == ErrorCode::UpstreamContextWindow && question.hasContextWindowFallbacks) ||
        (error.code == ErrorCode::UpstreamContentPolicy && question.hasContentPolicyFallbacks))
        return std::nullopt;
    if (question.failedAttempts > retriesAllowed(error.code, settings, group, question))
        return std::nullopt;
    if (!policyRetries(error.code, settings, group) && !mayRetry(error, question))
        return std::nullopt;
    const int wait = waitMs(error, settings, question);
    if (wait > 0 && question.remainingMs > 0 && wait >= question.remainingMs)
        return std::nullopt;
    return wait;
}

}   // namespace gw::routing
