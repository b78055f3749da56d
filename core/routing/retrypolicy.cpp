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

// Names of CONTRACT 2.7's policy entries by error class.
std::string_view policyKey(ErrorCode code)
{
    switch (code) {
    case ErrorCode::UpstreamAuthentication:
    case ErrorCode::UpstreamPermission:
        return "AuthenticationErrorRetries";
    case ErrorCode::UpstreamTimeout:
        return "TimeoutErrorRetries";
    case ErrorCode::UpstreamRateLimit:
        return "RateLimitErrorRetries";
    case ErrorCode::UpstreamContentPolicy:
        return "ContentPolicyViolationErrorRetries";
    case ErrorCode::UpstreamBadRequest:
    case ErrorCode::UpstreamContextWindow:
    case ErrorCode::UpstreamUnprocessable:
        return "BadRequestErrorRetries";
    case ErrorCode::UpstreamNotFound:
        return "NotFoundErrorRetries";
    case ErrorCode::UpstreamUnavailable:
        return "ServiceUnavailableErrorRetries";
    case ErrorCode::UpstreamInternal:
    case ErrorCode::UpstreamBadGateway:
    case ErrorCode::UpstreamOverloaded:
    case ErrorCode::UpstreamConnection:
    case ErrorCode::UpstreamMalformed:
        return "InternalServerErrorRetries";
    default:
        return {};
    }
}

std::optional<int> policyRetries(ErrorCode code, const config::RetryPolicy &policy)
{
    for (const std::string_view key : {policyKey(code), std::string_view("DefaultRetries")}) {
        if (const auto it = policy.byClass.find(std::string(key)); !key.empty() && it != policy.byClass.end())
            return it->second;
    }
    return std::nullopt;
}

bool worthRetrying(const Error &error, const Plan &plan)
{
    if (errorRow(error.code).retryable)
        return true;
    // Another deployment has another key.
    return (error.code == ErrorCode::UpstreamAuthentication || error.code == ErrorCode::UpstreamPermission) &&
           plan.healthy > 1;
}

}   // namespace

std::optional<int> retryDelayMs(const Error &error, const Plan &plan, const config::RouterSettings &settings,
                                const RetryQuestion &question)
{
    if (question.bytesSent || question.failedAttempts >= static_cast<int>(plan.attempts.size()))
        return std::nullopt;
    if (const auto limit = policyRetries(error.code, settings.retryPolicy)) {
        if (question.failedAttempts > *limit)
            return std::nullopt;
    } else if (question.failedAttempts > plan.maxRetries || !worthRetrying(error, plan)) {
        return std::nullopt;
    }
    double waitS = 0;
    if (plan.healthy < 2) {
        if (error.retryAfterMs > 0 && error.retryAfterMs <= kLongestUpstreamWaitMs)
            waitS = error.retryAfterMs / 1000.0;
        else
            waitS = std::min(kInitialDelayS * std::pow(2, question.failedAttempts - 1), kMaxDelayS) *
                    (1 - kJitter * question.random * 0.5);
    }
    waitS = std::max(waitS, settings.retryAfterS);
    const int waitMs = static_cast<int>(std::lround(waitS * 1000));
    if (question.remainingMs > 0 && waitMs >= question.remainingMs)
        return std::nullopt;
    return waitMs;
}

}   // namespace gw::routing
