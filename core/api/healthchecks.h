#pragma once

#include "core/api/healthprobe.h"
#include "core/engine/gateway.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gw::api {

// One check that has been made.
struct CheckRecord
{
    std::string checkId;
    std::string model;   // model_name
    std::string modelId;
    std::string error;          // Empty: healthy.
    std::int64_t endedUs = 0;   // Unix microseconds.
    std::int64_t tookUs = 0;
    bool background = false;
};

// Checks deployments, on demand and in the background (general_settings.background_health_checks), keeps the
// verdicts by deployment id and tells them to routing. The background is a loop on the first worker, which
// ends with it. Held by a shared pointer.
class HealthChecks final : public std::enable_shared_from_this<HealthChecks>
{
public:
    using Results = std::vector<std::pair<routing::TargetPtr, Verdict>>;
    using Done = std::function<void(Results)>;

    // gateway outlives the workers.
    explicit HealthChecks(engine::Gateway &gateway);

    // The config has changed, or the gateway serves from now on, or no longer: then it asks nobody in the
    // background. On the host's thread.
    void configure(bool serving);
    // Thread-safe.
    std::optional<Verdict> verdictOf(const std::string &id) const;
    // Asks the providers, health_check_concurrency at a time. done comes on worker's thread, the caller's,
    // with the results in the order of targets, all of table; maybe at once, never when the worker ends
    // first.
    void ask(engine::Worker &worker, const routing::TablePtr &table, std::vector<routing::TargetPtr> targets,
             Done done, bool background = false);
    // The last checks of this process, the newest first; kKept at most. Thread-safe.
    std::deque<CheckRecord> history() const;
    static constexpr std::size_t kKept = 1000;

private:
    class Loop;
    class Run;

    void note(engine::Worker &worker, const routing::Table &table, const providers::Target &target,
              const Verdict &verdict, std::int64_t tookUs, bool background);

    engine::Gateway &m_gateway;
    mutable std::mutex m_mutex;
    std::map<std::string, Verdict> m_known;   // Under m_mutex.
    std::deque<CheckRecord> m_history;        // Likewise.
};

}   // namespace gw::api
