#include "core/routing/cooldowns.h"

#include "core/base/errortable.h"
#include "core/routing/retrypolicy.h"

namespace gw::routing {

namespace {

constexpr int kUsualAllowedFails = 3;
constexpr std::int64_t kFewestForRate = 5;
constexpr double kFailureRate = 0.5;
constexpr std::int64_t kFewestAlone = 1000;

// The entry of allowed_fails_policy for an error; faults without one of their own count as the provider's.
std::optional<int> policyFails(ErrorCode code, const config::AllowedFailsPolicy &policy)
{
    std::string_view name = policyClass(code);
    if (name.empty() || name == "NotFoundError" || name == "ServiceUnavailableError")
        name = "InternalServerError";
    const auto entry = policy.byClass.find(std::string(name) + "AllowedFails");
    return entry == policy.byClass.end() ? std::nullopt : std::optional(entry->second);
}

bool neverCools(const Error &error, const config::Deployment &deployment,
                const config::RouterSettings &settings)
{
    if (settings.disableCooldowns || error.code < ErrorCode::UpstreamBadRequest ||
        error.code == ErrorCode::Cancelled)
        return true;
    if (error.message.find("APIConnectionError") != std::string::npos)
        return true;
    // Rows that serve any name at a provider: one wrong name must not close the provider.
    if (deployment.modelName == "*")
        return true;
    const int status = error.upstreamStatus != 0 ? error.upstreamStatus : errorRow(error.code).status;
    return status >= 400 && status < 500 && status != 401 && status != 404 && status != 408 && status != 429;
}

}   // namespace

bool countsFailures(const config::RouterSettings &settings) noexcept
{
    return !settings.allowedFailsPolicy.byClass.empty() ||
           (settings.allowedFails && *settings.allowedFails != kUsualAllowedFails);
}

std::optional<double> cooldownSeconds(const Error &error, const config::Deployment &deployment,
                                      const config::RouterSettings &settings, const FailureRecord &record)
{
    if (neverCools(error, deployment, settings))
        return std::nullopt;
    double seconds = settings.cooldownTimeS;
    if (deployment.params.cooldownTimeS)
        seconds = *deployment.params.cooldownTimeS;
    else if (error.retryAfterMs > 0)
        seconds = error.retryAfterMs / 1000.0;
    if (seconds <= 0)
        return std::nullopt;
    const bool others = record.groupSize > 1;
    if (record.probation && others)
        return seconds;
    if (countsFailures(settings)) {
        const int allowed = policyFails(error.code, settings.allowedFailsPolicy)
                                .value_or(settings.allowedFails.value_or(kUsualAllowedFails));
        return record.counted > allowed ? std::optional(seconds) : std::nullopt;
    }
    switch (error.code) {
    case ErrorCode::UpstreamRateLimit:
        return others ? std::optional(seconds) : std::nullopt;
    case ErrorCode::UpstreamAuthentication:
    case ErrorCode::UpstreamNotFound:
        // Alone it goes on: its own error says more than that nobody is there.
        if (others)
            return seconds;
        break;
    default:
        break;
    }
    const std::int64_t all = record.successes + record.failures;
    if (others)
        return all >= kFewestForRate &&
                       static_cast<double>(record.failures) > kFailureRate * static_cast<double>(all)
                   ? std::optional(seconds)
                   : std::nullopt;
    return record.successes == 0 && all >= kFewestAlone ? std::optional(seconds) : std::nullopt;
}

std::optional<Cooldown> noteFailure(DeploymentState &state, const Error &error,
                                    const config::Deployment &deployment,
                                    const config::RouterSettings &settings, std::size_t groupSize,
                                    const Moment &now)
{
    FailureRecord record;
    record.groupSize = groupSize;
    record.failures = state.failures.add(now.minute(), 1);
    record.successes = state.successes.value(now.minute());
    record.probation = state.onProbation(now);
    if (countsFailures(settings))
        record.counted =
            state.countFailure(deployment.params.cooldownTimeS.value_or(settings.cooldownTimeS), now);
    const auto seconds = cooldownSeconds(error, deployment, settings, record);
    if (!seconds)
        return std::nullopt;
    Cooldown cooldown;
    cooldown.reason = errorRow(error.code).errorClass;
    cooldown.status = error.upstreamStatus != 0 ? error.upstreamStatus : errorRow(error.code).status;
    cooldown.startedUs = now.steadyUs;
    cooldown.seconds = *seconds;
    state.coolDown(cooldown);
    return cooldown;
}

}   // namespace gw::routing
