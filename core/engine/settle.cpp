#include "core/base/errortable.h"
#include "core/billing/labels.h"
#include "core/engine/exchange.h"
#include "core/engine/version.h"
#include "core/ledger/callnames.h"
#include "core/pricing/cost.h"
#include "core/pricing/stated.h"
#include "core/translation/providerheaders.h"

#include <algorithm>

namespace gw::engine {

namespace {

constexpr int kProgressEvents = 64;
constexpr std::int64_t kProgressUs = 1'000'000;

std::string milliseconds(std::int64_t us)
{
    std::string text = std::to_string(us / 1000) + ".";
    const std::string rest = std::to_string(us % 1000);
    return text + std::string(3 - rest.size(), '0') + rest;
}

}   // namespace

void Exchange::openRow()
{
    const providers::Target &to = target();
    ledger::OpenRecord record;
    record.request = m_id;
    record.attempt = static_cast<std::uint16_t>(m_attempt);
    record.startedUs = m_attempt == 0 ? m_startedUnixUs : m_worker.shared.clock.unixUs();
    record.callId = m_callId;
    record.route = m_start.route->name;
    record.requestedModel = m_call->model;
    record.modelGroup = m_walk->attempt().group;
    record.deploymentId = to.deployment->info.id;
    record.provider = to.provider;
    record.upstreamModel = to.upstreamModel;
    record.keyHash = m_start.principal.keyHash;
    record.keyAlias = m_start.principal.keyAlias;
    record.userId = m_start.principal.userId;
    record.teamId = m_start.principal.teamId;
    record.endUser = m_call->endUser;
    record.client = billing::clientOf(m_clientHeaders, m_start.program);
    record.tags = ledger::joined(m_call->gateway.tags);
    record.sessionId = m_call->gateway.sessionId;
    record.stream = m_call->stream;
    record.estimatedInput = m_estimatedInput;
    record.priceVersion = m_worker.shared.prices.version();
    record.dropped = ledger::joined(m_dropped);
    record.reason = m_walk->attempt().reason;
    record.waitedUs = m_waitedUs;
    record.queuedUs = m_queuedUs;
    record.trace = ledger::traceText(m_clientHeaders.valueOr("traceparent"), m_call->gateway.traceId);
    record.untold = m_call->gateway.noLog;
    chat::Usage guess;
    guess.input = m_estimatedInput;
    guess.output = 0;
    const pricing::Cost cost = m_mock || m_cacheHit ? pricing::Cost() : priced(guess);
    record.estimatedCostPico = cost.unpriced && cost.pico == 0 ? -1 : cost.pico;
    m_worker.journal.open(record);
    m_rowOpen = true;
    m_lastProgressUs = m_worker.reactor.nowUs();
    m_eventsSinceProgress = 0;
}

Result<void> Exchange::noteProgress()
{
    ++m_eventsSinceProgress;
    const std::int64_t now = m_worker.reactor.nowUs();
    if (m_eventsSinceProgress < kProgressEvents && now - m_lastProgressUs < kProgressUs)
        return {};
    m_eventsSinceProgress = 0;
    m_lastProgressUs = now;
    const chat::Usage usage = finalUsage(false);
    ledger::ProgressRecord record;
    record.request = m_id;
    record.attempt = static_cast<std::uint16_t>(m_attempt);
    record.outputSoFar = usage.output;
    record.inputSoFar = m_answer->facts().usage.input;
    record.costPicoSoFar = priced(usage).pico;
    m_worker.journal.progress(record);
    if (m_worker.shared.bus.listening())
        m_worker.shared.bus.publish(events::ExchangeProgressed{
            m_id, record.outputSoFar, m_firstByteUs < 0 ? -1 : m_firstByteUs - m_start.arrivedUs,
            record.costPicoSoFar});
    return m_admission.spentSoFar(record.costPicoSoFar);
}

// What the row is billed for: the provider's counts where it gave them, else input by estimate and what was
// delivered.
chat::Usage Exchange::finalUsage(bool complete) const
{
    chat::Usage usage;
    if (m_answer)
        usage = m_answer->facts().usage;
    else if (m_cacheHit && m_cache.knownTokens() > 0)
        usage.input = m_cache.knownTokens();
    if (complete && usage.known())
        return usage;
    // Bytes of pictures, sound and forms are no text to guess tokens by.
    if (chat::isPassed(m_call->shape) && m_call->shape != chat::Shape::OpenAiModerations)
        return usage;
    if (usage.input < 0)
        usage.input = m_estimatedInput;
    const std::int64_t bytes = m_answer ? m_answer->facts().textBytes : 0;
    const std::int64_t delivered = m_worker.estimator.estimateOutput(target().upstreamModel, bytes);
    usage.output = std::max(usage.output, delivered);
    usage.total = usage.input + usage.output;
    return usage;
}

pricing::Cost Exchange::priced(const chat::Usage &usage)
{
    const providers::Target &to = target();
    const pricing::Price *price = m_worker.price(to, m_start.table->config());
    const chat::Billed &billed = m_answer ? m_answer->facts().billed : m_call->billed;
    if (!price)
        return pricing::statedCost(billed.statedCost);
    pricing::CostOptions options;
    options.requests = 1;
    options.queries = billed.searchUnits;
    options.secondsMilliIn = billed.audioMilliseconds;
    options.charactersIn = billed.characters;
    options.images = billed.images;
    options.imageKind = billed.imageKind;
    // The answer's word counts; servers that say none have done what was asked for.
    std::string tier = billed.serviceTier;
    if (tier.empty())
        tier = m_call->memberText("service_tier");
    options.service = pricing::serviceFromName(tier);
    // Computing time is what a price by the second means for answers that are no sound.
    const config::Deployment &row = *to.deployment;
    const auto names = [&](const char *key) {
        return row.params.prices.contains(key) || row.info.prices.contains(key);
    };
    if (!billed.known()) {
        const std::int64_t computedMs = (m_worker.reactor.nowUs() - m_attemptStartUs) / 1000;
        if (names("output_cost_per_second"))
            options.secondsMilliOut = computedMs;
        else if (names("input_cost_per_second") && !chat::isPassed(m_call->shape))
            options.secondsMilliIn = computedMs;
    }
    return pricing::cost(usage, *price, options);
}

void Exchange::settle(ledger::Ending ending, ledger::Outcome outcome, const Error *error, bool again)
{
    if (!m_rowOpen)
        return;
    m_rowOpen = false;
    const providers::Target &to = target();
    const std::int64_t now = m_worker.reactor.nowUs();
    ledger::CloseRecord record;
    record.request = m_id;
    record.attempt = static_cast<std::uint16_t>(m_attempt);
    record.ending = ending;
    record.outcome = outcome;
    record.again = again;
    record.endedUs = m_worker.shared.clock.unixUs();
    record.httpStatus = error                                    ? errorRow(error->code).status
                        : outcome == ledger::Outcome::ClientGone ? 499
                                                                 : 200;
    record.upstreamStatus = m_upstreamStatus;
    record.durationUs = now - m_start.arrivedUs;
    record.overheadUs =
        static_cast<std::int32_t>(std::clamp<std::int64_t>(record.durationUs - m_upstreamUs, 0, INT32_MAX));
    if (m_firstByteUs >= 0)
        record.firstByteUs =
            static_cast<std::int32_t>(std::min<std::int64_t>(m_firstByteUs - m_start.arrivedUs, INT32_MAX));
    if (m_answer)
        record.providerId = m_answer->facts().providerId;
    if (error)
        record.error = errorRow(error->code).errorClass;
    if (ending == ledger::Ending::Failed) {
        record.usage.input = 0;
        record.usage.output = 0;
    } else {
        record.usage = finalUsage(ending == ledger::Ending::Complete || m_cacheHit);
    }
    if (ending == ledger::Ending::CacheHit)
        record.savedPico = priced(record.usage).pico;
    if (ending == ledger::Ending::Complete || ending == ledger::Ending::Estimated) {
        const pricing::Cost cost = priced(record.usage);
        billing::setCost(record, cost);
        billing::book(m_start.table->state().budgets.accounts(),
                      {m_start.principal, m_call->endUser, m_walk->attempt().group, &m_call->gateway.tags,
                       to.provider, to.deployment->info.id},
                      cost.pico);
        m_lastCost = cost;
        m_admission.used(record.usage.input, record.usage.output);
    }
    if (ending == ledger::Ending::Complete && m_call->path.empty())
        m_worker.estimator.learn(to.upstreamModel, m_call->body.size(), record.usage.input,
                                 m_answer->facts().textBytes,
                                 record.usage.output - std::max<std::int64_t>(record.usage.reasoning, 0));
    record.program = billing::programOf(m_start.program);
    m_worker.journal.close(record);
    announce(record, error);
}

void Exchange::announce(const ledger::CloseRecord &record, const Error *error)
{
    const providers::Target &to = target();
    if (m_worker.shared.bus.listening()) {
        m_worker.shared.bus.publish(events::AttemptFinished{m_id, static_cast<int>(m_attempt),
                                                            to.deployment->info.id, record.upstreamStatus,
                                                            record.durationUs, record.error});
    }
    // That the exchange goes on or ends with an error is told elsewhere.
    telemetry::ExchangeSample sample = newSample();
    sample.attempt = error != nullptr;
    sample.fallback = m_walk->fallbacks() > 0;
    sample.errorClass = error ? record.error : sample.fallback ? m_firstError : "";
    sample.remainingRequests =
        telemetry::countIn(m_upstreamHeaders.valueOr("x-ratelimit-remaining-requests"));
    sample.remainingTokens = telemetry::countIn(m_upstreamHeaders.valueOr("x-ratelimit-remaining-tokens"));
    sample.nowUs = m_worker.reactor.nowUs();
    sample.model = to.upstreamModel;
    sample.modelId = to.deployment->info.id;
    sample.apiBase = to.baseUrl;
    sample.provider = to.provider;
    sample.modelGroup = m_walk->attempt().group;
    sample.status = record.httpStatus;
    sample.inputTokens = std::max<std::int64_t>(record.usage.input, 0);
    sample.outputTokens = std::max<std::int64_t>(record.usage.output, 0);
    sample.costPico = record.costPico;
    sample.totalUs = record.durationUs;
    sample.upstreamUs = m_cacheHit ? -1 : m_upstreamUs;
    sample.cacheHit = m_cacheHit;
    sample.cacheMiss = m_cache.missed();
    sample.firstByteUs = m_call->stream ? record.firstByteUs : -1;
    sample.overheadUs = record.overheadUs;
    m_worker.metrics.add(sample);
    if (error || !m_worker.shared.bus.listening())
        return;
    events::ExchangeFinished finished = billing::finishedBy(record);
    finished.modelGroup = m_walk->attempt().group;
    finished.provider = to.provider;
    finished.upstreamModel = to.upstreamModel;
    tellEnd(std::move(finished));
}

telemetry::ExchangeSample Exchange::newSample() const
{
    return billing::sampleOf(m_start.table->config().watching.metricLabels, m_start.principal,
                             m_call ? &*m_call : nullptr, m_start.route->name);
}

void Exchange::tellEnd(events::ExchangeFinished finished)
{
    finished.request = m_id;
    finished.startedUs = m_startedUnixUs;
    finished.route = m_start.route->name;
    finished.requestedModel = m_call->model;
    finished.client = billing::clientOf(m_clientHeaders, m_start.program);
    finished.keyAlias = m_start.principal.keyAlias;
    finished.stream = m_call->stream;
    m_worker.shared.bus.publish(std::move(finished));
}

std::string_view Exchange::contentType() const
{
    if (const std::string_view made = m_answer ? m_answer->contentType() : ""; !made.empty())
        return made;
    if (chat::isPassed(m_call->shape) && !m_mock)
        return m_upstreamHeaders.valueOr("content-type", "application/octet-stream");
    return m_call->stream ? m_start.dialect->streamContentType(*m_call) : "application/json";
}

wire::Headers Exchange::clientHeaders(std::string_view contentType) const
{
    wire::Headers headers;
    headers.reserve(24 + m_upstreamHeaders.size());
    headers.add("Content-Type", contentType);
    headers.add("x-litellm-call-id", m_callId);
    headers.add("x-litellm-version", kLitellmVersion);
    headers.add("x-gateway-version", kVersion);
    if (!m_start.corsOrigin.empty()) {
        headers.add("Access-Control-Allow-Origin", m_start.corsOrigin);
        headers.add("Access-Control-Expose-Headers", "*");
        headers.add("Vary", "Origin");
    }
    if (m_queuedUs > 0)
        headers.add("x-portico-queue-ms", milliseconds(m_queuedUs));
    if (!hasTarget()) {
        m_admission.addHeaders(headers);
        return headers;
    }
    const providers::Target &to = target();
    const std::int64_t totalUs = m_worker.reactor.nowUs() - m_start.arrivedUs;
    headers.add("x-litellm-model-id", to.deployment->info.id);
    headers.add("x-litellm-model-group", m_walk->attempt().group);
    if (!to.baseUrl.empty())
        headers.add("x-litellm-model-api-base", to.baseUrl.substr(0, to.baseUrl.find('?')));
    if (m_done && !m_call->stream && !m_rowOpen)
        billing::addCostHeaders(headers, m_lastCost);
    if (!m_cache.name().empty())
        headers.add("x-litellm-cache-key", m_cache.name());
    headers.add("x-litellm-key-spend",
                pricing::picoToText(billing::keySpend(m_worker.shared.directory, m_start.principal,
                                                      m_worker.shared.clock.unixUs() / 1'000'000)));
    headers.add("x-litellm-response-duration-ms", milliseconds(totalUs));
    headers.add("x-litellm-overhead-duration-ms",
                milliseconds(std::max<std::int64_t>(totalUs - m_upstreamUs, 0)));
    headers.add("x-litellm-attempted-retries", std::to_string(m_walk->retries()));
    headers.add("x-litellm-max-retries", std::to_string(m_walk->maxRetries()));
    headers.add("x-litellm-attempted-fallbacks", std::to_string(m_walk->fallbacks()));
    if (m_walk->fallbacks() > 0)
        headers.add("x-litellm-max-fallbacks", std::to_string(m_walk->maxFallbacks()));
    if (const Limits limits = timeouts(); !m_call->stream)
        headers.add("x-litellm-timeout", limits.wire.totalMs % 1000 == 0
                                             ? std::to_string(limits.wire.totalMs / 1000) + ".0"
                                             : json::serialize(json::Value(limits.totalS)));
    if (!m_dropped.empty())
        headers.add("x-litellm-dropped-params", ledger::joined(m_dropped));
    translation::addProviderHeaders(headers, m_upstreamHeaders);
    m_admission.addHeaders(headers);
    return headers;
}

}   // namespace gw::engine
