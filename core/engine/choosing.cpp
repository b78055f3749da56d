#include "core/base/logging.h"
#include "core/engine/exchange.h"

#include <algorithm>

// How an exchange finds its deployment: it asks the walk, waits in the line where all are busy, and tells the
// walk how the attempt went.
namespace gw::engine {

namespace {

// Whether a deployment has come back from its rest is nobody's call: the first in the line looks.
constexpr int kLookMs = 100;
constexpr double kUsPerS = 1e6;

}   // namespace

routing::Moment Exchange::moment() const
{
    return {m_worker.reactor.nowUs(), m_worker.shared.clock.unixUs() / 1'000'000};
}

void Exchange::proceed(bool called)
{
    if (called || !m_worker.sharing.available(m_start.table->config()) || !proceedTogether())
        take(m_walk->choose(moment(), m_worker.random, called));
}

// With other gateways the answer comes a little later; false when it will not come.
bool Exchange::proceedTogether()
{
    const std::string ticket = m_id.toString() + "/" + std::to_string(m_attempt);
    const auto decided = [this,
                          weak = weak_from_this()](std::optional<sharing::SharedRouting::Decision> made) {
        const auto self = weak.lock();
        if (!self || m_phase == Phase::Over)
            return;
        if (made)
            m_reservation = std::move(made->reservation);
        take(made && !made->deploymentId.empty() ? m_walk->take(made->deploymentId, moment(), m_worker.random)
                                                 : m_walk->choose(moment(), m_worker.random));
    };
    return m_worker.sharing.decide(m_start.table->config(), *m_walk, ticket, m_estimatedInput, moment(),
                                   m_worker.random, decided);
}

void Exchange::take(routing::Step step)
{
    const auto self = shared_from_this();
    if (step.kind == routing::Step::Kind::Queue)
        return joinLine();
    if (m_ticket != 0) {
        m_line->served(std::exchange(m_ticket, 0));
        noteWait();
    }
    if (step.kind == routing::Step::Kind::Stop)
        return respondError(step.error);
    if (const auto applied = applyOverrides(); !applied.ok())
        return respondError(applied.error());
    attempt();
}

void Exchange::joinLine()
{
    const config::RouterSettings &settings = m_start.table->config().router;
    const auto turn = [weak = weak_from_this(), &reactor = m_worker.reactor] {
        reactor.post([weak] {
            if (const auto self = weak.lock())
                self->onTurn();
        });
    };
    const int priority = m_call->gateway.priority.value_or(settings.defaultPriority.value_or(0));
    const bool again = m_ticket != 0 && m_line == &m_walk->line();
    if (m_ticket != 0 && !again)
        leaveLine();
    m_line = &m_walk->line();
    m_phase = Phase::Queued;
    if (again) {
        m_line->rejoin(m_ticket, m_start.principal.keyHash, priority, turn);
    } else {
        m_queuedSinceUs = m_worker.reactor.nowUs();
        m_ticket = m_line->join(m_start.principal.keyHash, priority,
                                static_cast<std::size_t>(settings.queue.maxWaiting), turn);
        if (m_ticket == 0)
            return take(m_walk->gaveUp(moment(), m_worker.random));
    }
    watchLine();
}

void Exchange::watchLine()
{
    m_timer = m_worker.reactor.startTimer(kLookMs, [self = shared_from_this()] {
        self->m_timer = 0;
        const double mostS =
            std::min(self->m_start.table->config().router.queue.maxWaitS, self->timeouts().totalS);
        const auto waited = static_cast<double>(self->m_worker.reactor.nowUs() - self->m_queuedSinceUs);
        if (waited > mostS * kUsPerS) {
            self->leaveLine();
            return self->take(self->m_walk->gaveUp(self->moment(), self->m_worker.random));
        }
        if (self->m_line->isFirst(self->m_ticket))
            return self->onTurn();
        self->watchLine();
    });
}

void Exchange::onTurn()
{
    if (m_phase != Phase::Queued || m_ticket == 0)
        return;
    if (m_timer != 0)
        m_worker.reactor.cancelTimer(std::exchange(m_timer, 0));
    proceed(true);
}

void Exchange::leaveLine()
{
    if (m_ticket == 0)
        return;
    m_line->leave(std::exchange(m_ticket, 0));
    noteWait();
}

void Exchange::noteWait()
{
    const std::int64_t waited = m_worker.reactor.nowUs() - m_queuedSinceUs;
    m_queuedUs += waited;
    m_waitedUs += waited;
}

// A fallback may want other members than the client sent: the request is read anew with them.
Result<void> Exchange::applyOverrides()
{
    const json::Object *overrides = m_walk->overrides();
    if (!overrides && m_plainBody.empty() && !m_cache.knowsPart())
        return {};
    if (m_plainBody.empty())
        m_plainBody = m_call->body;
    std::string body = m_plainBody;
    if (overrides) {
        GW_TRY(const chat::Members members, chat::scanMembers(body));
        chat::EditList edits;
        for (const auto &[key, value] : *overrides)
            edits.set(std::string(key), json::serialize(value));
        body = edits.apply(body, members);
    }
    // Another model's embeddings do not go with those that are known.
    if (m_walk->fallbacks() > 0)
        m_cache.forgetPart();
    else if (m_cache.knowsPart())
        body = m_cache.rest(std::move(body));
    const chat::GatewayFields gateway = m_call->gateway;
    const std::string endUser = m_call->endUser;
    const std::string model = m_call->model;
    GW_TRY(chat::Call call, decode(std::move(body)));
    m_call.emplace(std::move(call));
    m_call->gateway = gateway;
    m_call->endUser = endUser;
    m_call->model = model;
    return {};
}

const std::string &Exchange::shownModel() const
{
    return m_walk->fallbacks() > 0 ? target().upstreamModel : m_call->model;
}

// From sending until the provider's first good event; a head alone says nothing.
void Exchange::watchFirstToken(const upstream::Timeouts &limits)
{
    if (!m_call->stream || limits.firstByteMs <= 0 || limits.firstByteMs >= limits.idleMs)
        return;
    m_firstTimer = m_worker.reactor.startTimer(limits.firstByteMs, [self = shared_from_this()] {
        self->m_firstTimer = 0;
        if (!self->m_answer || !self->m_answer->facts().contentStarted)
            self->fail({.code = ErrorCode::UpstreamTimeout,
                        .message = "no first token within the time-out for streams (stream_timeout)"});
    });
}

void Exchange::noteSuccess()
{
    routing::Success success;
    const chat::Usage usage = finalUsage(true);
    const std::int64_t now = m_worker.reactor.nowUs();
    success.outputTokens = std::max<std::int64_t>(usage.output, 0);
    success.totalTokens = success.outputTokens + std::max<std::int64_t>(usage.input, 0);
    success.seconds = static_cast<double>(now - m_attemptStartUs) / kUsPerS;
    if (m_firstByteUs >= 0)
        success.firstTokenSeconds = static_cast<double>(m_firstByteUs - m_attemptStartUs) / kUsPerS;
    m_reservation.release(success.totalTokens);
    m_walk->succeeded(success, moment());
}

void Exchange::noteCooldown(const routing::Cooldown &cooldown)
{
    qCInfo(gwRoute, "%s rests for %.1f s after %s", target().deployment->info.id.c_str(), cooldown.seconds,
           cooldown.reason.c_str());
    m_worker.sharing.coolDown(target().deployment->info.id, cooldown);
    if (m_worker.shared.bus.listening())
        m_worker.shared.bus.publish(events::DeploymentCooled{target().deployment->info.id, cooldown.reason,
                                                             cooldown.status, cooldown.seconds});
    m_worker.metrics.addCooldown(target().upstreamModel, target().deployment->info.id, target().baseUrl,
                                 target().provider, cooldown.status);
}

}   // namespace gw::engine
