#include "core/api/healthchecks.h"

#include "core/base/ids.h"
#include "core/base/logging.h"
#include "core/events/bus.h"
#include "core/routing/checks.h"

#include <algorithm>

namespace gw::api {

namespace {

// The start has more urgent things to do.
constexpr std::int64_t kFirstUs = 2'500'000;
constexpr std::int64_t kLongestWaitUs = std::int64_t{3600} * 1'000'000;

std::vector<routing::TargetPtr> backgroundTargets(const routing::Table &table)
{
    std::vector<routing::TargetPtr> out;
    for (const routing::TargetPtr &target : table.targets()) {
        const config::ModelInfo &info = target->deployment->info;
        if (!info.skipsBackgroundCheck && !info.blocked && Probe::canAsk(*target) && Probe::tells(*target))
            out.push_back(target);
    }
    return out;
}

}   // namespace

// The probes of one question. The worker holds it until the last has answered.
class HealthChecks::Run final : public std::enable_shared_from_this<Run>
{
public:
    Run(std::shared_ptr<HealthChecks> checks, engine::Worker &worker, routing::TablePtr table,
        const std::vector<routing::TargetPtr> &targets, Done done, bool background)
        : m_checks(std::move(checks))
        , m_worker(worker)
        , m_table(std::move(table))
        , m_done(std::move(done))
        , m_background(background)
        , m_most(static_cast<std::size_t>(std::max(m_table->config().general.healthCheckConcurrency, 1)))
    {
        for (const routing::TargetPtr &target : targets)
            m_results.emplace_back(target, Verdict{});
        m_probes.resize(targets.size());
        m_begunUs.resize(targets.size());
    }

    void begin()
    {
        m_worker.others.emplace(this, shared_from_this());
        pump();
    }

private:
    void pump()
    {
        // A probe may be done inside start(): the outermost call goes on then.
        if (m_pumping)
            return;
        m_pumping = true;
        while (m_next < m_probes.size() && m_running < m_most) {
            const std::size_t index = m_next++;
            ++m_running;
            m_begunUs[index] = m_worker.reactor.nowUs();
            m_probes[index] =
                std::make_unique<Probe>(m_results[index].first, m_table, [this, index](Verdict verdict) {
                    answered(index, std::move(verdict));
                });
            m_probes[index]->start(m_worker);
        }
        m_pumping = false;
        if (m_next == m_probes.size() && m_running == 0)
            finish();
    }

    void answered(std::size_t index, Verdict verdict)
    {
        --m_running;
        m_checks->note(m_worker, *m_table, *m_results[index].first, verdict,
                       m_worker.reactor.nowUs() - m_begunUs[index], m_background);
        m_results[index].second = std::move(verdict);
        pump();
    }

    void finish()
    {
        const auto self = shared_from_this();
        m_done(std::move(m_results));
        // A probe may be on the stack: let it return first. When the worker has ended meanwhile, so has this.
        m_worker.reactor.post([weak = weak_from_this()] {
            if (const auto run = weak.lock())
                run->m_worker.others.erase(run.get());
        });
    }

    const std::shared_ptr<HealthChecks> m_checks;
    engine::Worker &m_worker;
    const routing::TablePtr m_table;
    const Done m_done;
    const bool m_background;
    const std::size_t m_most;
    Results m_results;
    std::vector<std::unique_ptr<Probe>> m_probes;
    std::vector<std::int64_t> m_begunUs;
    std::size_t m_next = 0;
    std::size_t m_running = 0;
    bool m_pumping = false;
};

// Rounds over all deployments, one interval from beginning to beginning, never two at once.
class HealthChecks::Loop final : public std::enable_shared_from_this<Loop>
{
public:
    Loop(std::shared_ptr<HealthChecks> checks, engine::Worker &worker)
        : m_checks(std::move(checks))
        , m_worker(worker)
    {}
    ~Loop() { stop(); }
    Loop(const Loop &) = delete;
    Loop &operator=(const Loop &) = delete;

    void configure(bool serving)
    {
        m_serving = serving;
        plan();
    }

private:
    // Looks when the next round is due. A round that is running does so at its end.
    void plan()
    {
        stop();
        const config::Config &config = m_checks->m_gateway.snapshot()->table->config();
        if (!config.general.backgroundHealthChecks || !m_serving || m_running)
            return;
        const std::int64_t now = m_worker.reactor.nowUs();
        if (m_dueUs < 0)
            m_dueUs = now + kFirstUs;
        if (m_begunUs >= 0)
            m_dueUs = m_begunUs +
                      static_cast<std::int64_t>(std::min(config.router.healthIntervalS, kMaxIntervalS) * 1e6);
        const std::int64_t wait = std::clamp<std::int64_t>(m_dueUs - now, 0, kLongestWaitUs);
        m_timer = m_worker.reactor.startTimer(static_cast<int>((wait + 999) / 1000), [this] {
            m_timer.reset();
            if (m_worker.reactor.nowUs() < m_dueUs)
                plan();
            else
                round();
        });
    }

    void stop()
    {
        if (m_timer)
            m_worker.reactor.cancelTimer(*m_timer);
        m_timer.reset();
    }

    void round()
    {
        const routing::TablePtr table = m_checks->m_gateway.snapshot()->table;
        m_begunUs = m_worker.reactor.nowUs();
        if (m_worker.shared.paused)
            return plan();
        m_running = true;
        const auto done = [weak = weak_from_this()](const Results &) {
            if (const auto loop = weak.lock()) {
                loop->m_running = false;
                loop->plan();
            }
        };
        m_checks->ask(m_worker, table, backgroundTargets(*table), done, true);
    }

    static constexpr double kMaxIntervalS = 1e9;

    const std::shared_ptr<HealthChecks> m_checks;
    engine::Worker &m_worker;
    std::optional<net::TimerId> m_timer;
    std::int64_t m_begunUs = -1;   // Of the last round.
    std::int64_t m_dueUs = -1;
    bool m_running = false;
    bool m_serving = false;
};

HealthChecks::HealthChecks(engine::Gateway &gateway)
    : m_gateway(gateway)
{}

void HealthChecks::configure(bool serving)
{
    if (m_gateway.workers().empty())
        return;
    engine::Worker *worker = m_gateway.workers().front();
    // Workers are ended by a call that is posted after this one.
    worker->reactor.post([self = shared_from_this(), worker, serving] {
        std::shared_ptr<void> &kept = worker->others[self.get()];
        if (!kept)
            kept = std::make_shared<Loop>(self, *worker);
        std::static_pointer_cast<Loop>(kept)->configure(serving);
    });
}

std::optional<Verdict> HealthChecks::verdictOf(const std::string &id) const
{
    const std::scoped_lock lock(m_mutex);
    const auto it = m_known.find(id);
    return it == m_known.end() ? std::nullopt : std::optional(it->second);
}

void HealthChecks::ask(engine::Worker &worker, const routing::TablePtr &table,
                       std::vector<routing::TargetPtr> targets, Done done, bool background)
{
    std::make_shared<Run>(shared_from_this(), worker, table, targets, std::move(done), background)->begin();
}

std::deque<CheckRecord> HealthChecks::history() const
{
    const std::scoped_lock lock(m_mutex);
    return m_history;
}

void HealthChecks::note(engine::Worker &worker, const routing::Table &table, const providers::Target &target,
                        const Verdict &verdict, std::int64_t tookUs, bool background)
{
    const config::Deployment &deployment = *target.deployment;
    const std::string &id = deployment.info.id;
    {
        const std::scoped_lock lock(m_mutex);
        m_known.insert_or_assign(id, verdict);
        m_history.push_front({.checkId = makeId().toString(),
                              .model = deployment.modelName,
                              .modelId = id,
                              .error = verdict.error,
                              .endedUs = worker.shared.clock.unixUs(),
                              .tookUs = tookUs,
                              .background = background});
        if (m_history.size() > kKept)
            m_history.pop_back();
    }
    const bool silent = !verdict.error.empty() && !verdict.failure;
    if (silent || !Probe::tells(target))
        return;
    if (verdict.failure)
        qCInfo(gwRoute, "%s failed its health check: %s", id.c_str(), verdict.error.c_str());
    const auto resolved = table.resolve(deployment.modelName);
    const std::size_t groupSize = resolved ? resolved->group->members.size() : 1;
    const routing::Moment now{worker.reactor.nowUs(), worker.shared.clock.unixUs() / 1'000'000};
    const auto rest = routing::noteCheck(*table.state().deployment(id), verdict.failure, deployment,
                                         table.config().router, groupSize, now);
    if (!rest)
        return;
    qCInfo(gwRoute, "%s rests for %.1f s after %s", id.c_str(), rest->seconds, rest->reason.c_str());
    worker.sharing.coolDown(id, *rest);
    if (worker.shared.bus.listening())
        worker.shared.bus.publish(events::DeploymentCooled{id, rest->reason, rest->status, rest->seconds});
    worker.metrics.addCooldown(target.upstreamModel, id, target.baseUrl, target.provider, rest->status);
}

}   // namespace gw::api
