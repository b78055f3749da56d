#include "core/engine/exchange.h"

#include "core/base/errortable.h"
#include "core/base/logging.h"
#include "core/billing/labels.h"
#include "core/providers/mock.h"
#include "core/routing/caller.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace gw::engine {

namespace {

constexpr std::size_t kMaxErrorBody = 256 * 1024;
constexpr int kLingerMs = 2000;
constexpr std::size_t kMaxHeld = 64 * 1024;
constexpr int kGlobalLimitRetryMs = 1000;

// At most 100; 0 is a count too.
std::optional<int> countIn(std::string_view text)
{
    constexpr int kMost = 100;
    int count = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (problem != std::errc() || end != text.data() + text.size() || count < 0)
        return std::nullopt;
    return std::min(count, kMost);
}

// retry-after-ms, retry-after in seconds; dates are rare enough to be left alone.
int retryAfterMs(const wire::Headers &headers)
{
    if (const auto ms = secondsIn(headers, "retry-after-ms"))
        return static_cast<int>(std::min(*ms, 1e9));
    if (const auto seconds = secondsIn(headers, "retry-after"))
        return toMs(*seconds);
    return -1;
}

}   // namespace

Exchange::Exchange(Worker &worker, ExchangeStart start, const http::RequestHead &head,
                   http::ResponseStreamPtr response)
    : m_worker(worker)
    , m_start(std::move(start))
    , m_response(std::move(response))
    , m_clientHeaders(head.headers)
    , m_id(makeId())
    , m_bodies(worker.shared.bodies, m_id)
    , m_cache(worker.cache)
    , m_startedUnixUs(worker.shared.clock.unixUs())
{
    m_callId = std::string(head.headers.valueOr("x-litellm-call-id"));
    if (m_callId.empty())
        m_callId = m_id.toString();
    ++worker.shared.inFlight;
}

Exchange::~Exchange()
{
    --m_worker.shared.inFlight;
}

Result<chat::Call> Exchange::decode(std::string body) const
{
    return m_start.dialect->decode({.pathModel = m_start.pathModel,
                                    .action = m_start.route->action,
                                    .query = &m_start.query,
                                    .headers = &m_clientHeaders,
                                    .stores = &m_worker.shared.stores,
                                    .owner = m_start.principal.keyHash,
                                    .answerId = m_start.answerId,
                                    .body = std::move(body)});
}

void Exchange::run(std::string body)
{
    m_worker.exchanges.emplace(this, shared_from_this());
    m_response->onPeerGone = [this] { onClientGone(); };
    m_response->onDrained = [this] { throttle(); };
    if (m_bodies.keeping() && m_clientHeaders.valueOr("x-litellm-enable-message-redaction") == "true")
        m_bodies.forget();
    m_bodies.clientRequest(body, m_clientHeaders.valueOr("content-type"));
    auto decoded = decode(std::move(body));
    if (!decoded.ok())
        return respondError(decoded.error());
    m_call.emplace(std::move(decoded).value());
    if (const auto session = m_clientHeaders.value("x-litellm-session-id");
        session && m_call->gateway.sessionId.empty())
        m_call->gateway.sessionId = *session;
    if (!m_call->gateway.numRetries)
        m_call->gateway.numRetries = countIn(m_clientHeaders.valueOr("x-litellm-num-retries"));
    const config::Config &config = m_start.table->config();
    if (const auto applied =
            routing::applyCaller(config, m_start.principal, m_clientHeaders, m_start.program, *m_call);
        !applied.ok())
        return respondError(applied.error());
    if (const auto most = config.general.globalMaxParallelRequests; most && m_worker.shared.inFlight > *most)
        return respondError({.code = ErrorCode::RateLimited,
                             .message = "Crossed TPM / RPM / Max Parallel Request Limit. Global limit: " +
                                        std::to_string(*most),
                             .retryAfterMs = kGlobalLimitRetryMs});
    auto walk = routing::Walk::begin(m_start.table, *m_call, m_start.principal, m_start.route->name);
    if (!walk.ok())
        return respondError(walk.error());
    m_walk.emplace(std::move(walk).value());
    // The bytes of a file say nothing of tokens.
    if (!m_call->form)
        m_estimatedInput =
            m_worker.estimator.estimateInput(m_walk->anyTarget().upstreamModel, m_call->body.size());
    m_walk->setInputTokens(m_estimatedInput);
    const auto admitted = m_admission.prepare(
        m_worker.shared.limiter,
        {.asker = {m_start.principal, m_call->endUser, m_walk->group(), &m_call->gateway.tags},
         .input = m_estimatedInput,
         .maxOutput = m_call->maxOutput,
         .price = [&] { return m_worker.price(m_walk->anyTarget(), config); },
         .nowUs = m_startedUnixUs});
    if (!admitted.ok())
        return respondError(admitted.error());
    const auto rates = m_worker.sharing.rates(config);
    const auto told = [weak = weak_from_this()](const std::optional<limits::RateShare::Answer> &together) {
        if (const auto self = weak.lock(); self && self->m_phase != Phase::Over)
            self->enter(together);
    };
    if (!rates || !m_admission.ask(rates, m_id.toString(), told))
        enter({});
}

void Exchange::enter(const std::optional<limits::RateShare::Answer> &together)
{
    if (const auto entered = m_admission.enter(together); !entered.ok())
        return respondError(entered.error());
    if (m_worker.shared.bus.listening()) {
        m_worker.shared.bus.publish(events::ExchangeStarted{
            m_id, m_startedUnixUs, m_start.route->name, m_call->model,
            billing::clientOf(m_clientHeaders, m_start.program), m_start.principal.keyAlias, m_call->stream});
    }
    watchSilence();
    m_cache.lookUp({.call = &*m_call,
                    .headers = &m_clientHeaders,
                    .group = m_walk->direct() ? m_walk->anyTarget().deployment->info.id : m_walk->group(),
                    .keyHash = m_start.principal.keyHash,
                    .teamId = m_start.principal.teamId},
                   [this](const cache::EntryPtr &entry) {
                       const auto self = shared_from_this();
                       if (!entry || !replay(*entry))
                           proceed();
                   });
}

void Exchange::attempt()
{
    m_phase = Phase::Waiting;
    m_answer.reset();
    m_errorBody.clear();
    m_upstreamHeaders.clear();
    m_upstreamStatus = 0;
    m_held.clear();
    m_contentSent = false;
    m_firstByteUs = m_answerSent ? m_firstByteUs : -1;
    m_withoutThinking = false;
    m_attemptStartUs = m_worker.reactor.nowUs();
    const config::DeploymentParams &params = target().deployment->params;
    m_mock = params.hasMockResponse || m_call->gateway.mockResponse || params.mockTimeout;
    const bool counting = m_call->operation == chat::Operation::CountTokens;
    if (m_mock)
        return counting ? answerCount(std::nullopt) : playMock();
    if (const auto sent = prepareAttempt(); !sent.ok())
        fail(sent.error());
}

// Fetches what the attempt needs before it can be written, then sends it.
Result<void> Exchange::prepareAttempt()
{
    const providers::Target &to = target();
    if (!to.problem.empty()) {
        const ErrorCode code = to.notImplemented ? ErrorCode::NotImplemented
                               : to.secretAway   ? ErrorCode::SecretAway
                                                 : ErrorCode::BadRequest;
        return Error{.code = code, .message = to.problem};
    }
    const providers::Adapter *adapter = m_worker.shared.adapters.find(to.row->adapter);
    if (!adapter)
        return Error{.code = ErrorCode::NotImplemented,
                     .message =
                         "Provider " + to.row->name + " (" + to.row->adapter + ") is not supported yet"};
    GW_CHECK(adapter->takes(*m_call, to));
    m_phase = Phase::Preparing;
    m_preparation.emplace(
        m_worker.tokens, *m_worker.transport, preparation::wayTo(to, m_start.table->config().litellm),
        preparation::MediaLimits{.privateAddresses = m_start.table->config().general.fetchPrivateAddresses});
    const auto prepared = [this, adapter](const Result<void> &result) {
        const auto self = shared_from_this();
        const auto sent = result.ok() ? sendAttempt(*adapter) : result;
        if (!sent.ok())
            fail(sent.error());
    };
    GW_TRY(const bool ready,
           m_preparation->begin(*adapter, *m_call, to, m_worker.shared.clock.unixUs() / 1'000'000, prepared));
    return ready ? sendAttempt(*adapter) : Result<void>();
}

Result<void> Exchange::sendAttempt(const providers::Adapter &adapter)
{
    const providers::Target &to = target();
    providers::EncodeContext context;
    context.hubOnly = m_worker.shared.hubOnly || m_call->continued();
    context.unixS = m_worker.shared.clock.unixUs() / 1'000'000;
    context.clientHeaders = &m_clientHeaders;
    context.opaque = &m_worker.shared.stores.opaque;
    context.token = m_preparation->token();
    context.media = &m_preparation->media();
    context.withoutThinking = m_withoutThinking;
    if (m_call->operation == chat::Operation::CountTokens) {
        GW_TRY(std::optional<providers::WireRequest> wire, adapter.encodeCount(*m_call, to, context));
        if (wire)
            start(std::move(*wire));
        else
            answerCount(std::nullopt);
        return {};
    }
    GW_TRY(providers::WireRequest wire, adapter.encode(*m_call, to, context));
    m_dropped = std::move(wire.dropped);
    if (!m_rowOpen)
        openRow();
    start(std::move(wire));
    return {};
}

void Exchange::start(providers::WireRequest wire)
{
    m_phase = Phase::Waiting;
    upstream::UpstreamRequest request;
    request.url = std::move(wire.url);
    request.headers = upstreamHeaders(std::move(wire.headers));
    request.body = std::make_shared<const std::string>(std::move(wire.body));
    request.timeouts = timeouts().wire;
    request.publicOnly = m_preparation->way().publicOnly;
    watchFirstToken(request.timeouts);
    m_bodies.upstreamRequest(m_attempt, *request.body);
    request.tls = m_preparation->way().tls;
    request.proxy = m_preparation->way().proxy;
    m_transfer = m_worker.transport->start(std::move(request), *this);
}

// What of the client's own header may go on: a short list, and x-pass-* with its prefix cut.
wire::Headers Exchange::upstreamHeaders(wire::Headers headers) const
{
    const bool forward = m_start.table->config().general.forwardClientHeaders;
    constexpr std::string_view kPass = "x-pass-";
    for (const auto &[name, value] : m_clientHeaders) {
        const bool passes = name.size() > kPass.size() &&
                            wire::equalsIgnoringCase(std::string_view(name).substr(0, kPass.size()), kPass);
        if (passes) {
            headers.set(std::string_view(name).substr(kPass.size()), value);
        } else if (wire::equalsIgnoringCase(name, "openai-beta") ||
                   wire::equalsIgnoringCase(name, "traceparent")) {
            headers.set(name, value);
        } else if (forward && name.size() > 2 && (name[0] == 'x' || name[0] == 'X') && name[1] == '-' &&
                   !headers.contains(name)) {
            const std::string_view rest = std::string_view(name).substr(2);
            const auto starts = [&](std::string_view prefix) {
                return rest.size() >= prefix.size() &&
                       wire::equalsIgnoringCase(rest.substr(0, prefix.size()), prefix);
            };
            if (!starts("stainless-") && !starts("litellm-") && !starts("forwarded-") && !starts("api-key") &&
                !starts("goog-api-key"))
                headers.set(name, value);
        }
    }
    return headers;
}

void Exchange::playMock()
{
    openRow();
    const config::DeploymentParams &params = target().deployment->params;
    const double delay = params.mockDelayS.value_or(0) + (params.mockTimeout ? timeouts().totalS : 0);
    const auto play = [self = shared_from_this()] {
        self->m_timer = 0;
        const config::DeploymentParams &mocked = self->target().deployment->params;
        if (mocked.mockTimeout)
            return self->fail(
                {.code = ErrorCode::UpstreamTimeout, .message = "this is a mock timeout error"});
        const std::string text = self->m_call->gateway.mockResponse.value_or(mocked.mockResponse);
        if (auto error = providers::mockError(text))
            return self->fail(std::move(*error));
        self->m_answer.emplace(self->answerSetup(nullptr, {}));
        std::string out;
        self->m_upstreamStatus = 200;
        self->m_phase = Phase::Answering;
        const auto played = self->m_answer->play(
            providers::mockAnswer(*self->m_call, text, self->target().upstreamModel, self->m_estimatedInput),
            out);
        if (!played.ok())
            return self->fail(played.error());
        self->deliver(std::move(out), true);
    };
    if (delay > 0)
        m_timer = m_worker.reactor.startTimer(toMs(delay), play);
    else
        play();
}

void Exchange::onHead(int status, const wire::Headers &headers)
{
    m_upstreamStatus = status;
    m_upstreamHeaders = headers;
    if (m_call->operation == chat::Operation::CountTokens) {
        m_phase = Phase::Counting;
        return;
    }
    m_bodies.upstreamHead(status, headers.valueOr("content-type"));
    if (status >= 400 || status < 200 || status >= 300) {
        m_phase = Phase::ErrorBody;
        return;
    }
    m_phase = Phase::Answering;
    m_setup =
        answerSetup(m_worker.shared.adapters.find(target().row->adapter), headers.valueOr("content-type"));
    m_answer.emplace(m_setup);
    m_continuation.begin(mayContinue());
    // What a fallback says is not what was asked for: it is not kept.
    if (!m_answerSent && m_walk->fallbacks() == 0)
        m_cache.begin({target().deployment->info.id, target().row->adapter, target().upstreamModel,
                       headers.valueOr("content-type")});
}

void Exchange::onData(std::string_view bytes)
{
    m_bodies.upstreamAnswer(bytes);
    if (m_phase == Phase::ErrorBody || m_phase == Phase::Counting) {
        if (m_errorBody.size() < kMaxErrorBody)
            m_errorBody += bytes.substr(0, kMaxErrorBody - m_errorBody.size());
        return;
    }
    if (m_phase != Phase::Answering)
        return;
    m_cache.add(bytes);
    const auto self = shared_from_this();
    m_continuation.keep(bytes);
    std::string out;
    const auto fed = m_answer->feed(bytes, out);
    if (!fed.ok()) {
        if (!out.empty())
            deliver(std::move(out), false);
        return fail(fed.error());
    }
    const providers::AnswerFacts &facts = m_answer->facts();
    if (facts.contentStarted && m_firstByteUs < 0)
        m_firstByteUs = m_worker.reactor.nowUs();
    const bool last = m_call->stream && facts.ended;
    // What comes before any content waits for it: an error there may still be answered by somebody else.
    if (!m_contentSent && !facts.contentStarted && !last && m_held.size() + out.size() <= kMaxHeld) {
        m_held += out;
        return;
    }
    if (!m_held.empty())
        out = std::exchange(m_held, {}) + out;
    if (!out.empty() || last)
        deliver(std::move(out), last);
    if (last || m_phase != Phase::Answering)
        return;
    if (const auto allowed = noteProgress(); !allowed.ok())
        breakOff(allowed.error());
}

void Exchange::onEnd()
{
    const auto self = shared_from_this();
    m_transfer.reset();
    if (m_phase == Phase::Lingering)
        return leave();
    if (m_phase == Phase::Counting) {
        const bool counted = m_upstreamStatus >= 200 && m_upstreamStatus < 300;
        return answerCount(counted
                               ? m_worker.shared.adapters.find(target().row->adapter)->readCount(m_errorBody)
                               : std::nullopt);
    }
    if (m_phase == Phase::ErrorBody) {
        const providers::Adapter *adapter = m_worker.shared.adapters.find(target().row->adapter);
        Error error = adapter->readError(m_upstreamStatus, m_upstreamHeaders, m_errorBody, target());
        if (const int ms = retryAfterMs(m_upstreamHeaders); ms >= 0)
            error.retryAfterMs = ms;
        if (!m_withoutThinking && adapter->repeatsWithoutThinking(error)) {
            m_withoutThinking = true;
            m_errorBody.clear();
            const auto sent = sendAttempt(*adapter);
            return sent.ok() ? void() : fail(sent.error());
        }
        return fail(std::move(error));
    }
    if (m_phase != Phase::Answering)
        return fail({.code = ErrorCode::UpstreamMalformed, .message = "the provider's answer had no head"});
    std::string out;
    if (const auto finished = m_answer->finish(out); !finished.ok())
        return fail(finished.error());
    if (m_firstByteUs < 0)
        m_firstByteUs = m_worker.reactor.nowUs();
    deliver(std::exchange(m_held, {}) + out, true);
}

void Exchange::onError(const Error &error)
{
    const auto self = shared_from_this();
    m_transfer.reset();
    if (m_phase == Phase::Lingering)
        return leave();
    if (m_call->operation == chat::Operation::CountTokens)
        return answerCount(std::nullopt);
    fail(error);
}

// An attempt has failed: another one, or the error to the client.
void Exchange::fail(Error error)
{
    const auto self = shared_from_this();
    m_transfer.reset();
    m_preparation.reset();
    if (m_firstTimer != 0)
        m_worker.reactor.cancelTimer(std::exchange(m_firstTimer, 0));
    m_upstreamUs += m_worker.reactor.nowUs() - m_attemptStartUs;
    m_cache.forget();
    m_reservation.release();
    const bool cut = m_contentSent;
    const bool timedOut = error.code == ErrorCode::UpstreamTimeout;
    qCInfo(gwRoute, "%s attempt %zu on %s failed: %s", m_callId.c_str(), m_attempt + 1,
           target().deployment->info.id.c_str(), errorRow(error.code).errorClass.c_str());
    const auto elapsedMs = (m_worker.reactor.nowUs() - m_start.arrivedUs) / 1000;
    const auto remainingMs =
        std::max<std::int64_t>(static_cast<std::int64_t>(timeouts().totalS * 1000) - elapsedMs, 1);
    routing::Verdict verdict =
        m_walk->failed(error, moment(), m_worker.random, remainingMs, cut, cut && continueElsewhere());
    if (m_rowOpen) {
        const ledger::Ending ending = cut ? ledger::Ending::Estimated : ledger::Ending::Failed;
        const ledger::Outcome outcome = timedOut ? ledger::Outcome::Timeout
                                        : cut    ? ledger::Outcome::Cut
                                                 : ledger::Outcome::UpstreamError;
        settle(ending, outcome, &error, verdict.again);
    }
    if (m_firstError.empty())
        m_firstError = errorRow(error.code).errorClass;
    if (verdict.cooldown)
        noteCooldown(*verdict.cooldown);
    if (verdict.again)
        return retryLater(verdict.delayMs);
    respondError(verdict.error);
}

void Exchange::breakOff(const Error &error)
{
    m_transfer.reset();
    m_cache.forget();
    m_upstreamUs += m_worker.reactor.nowUs() - m_attemptStartUs;
    settle(ledger::Ending::Estimated, ledger::Outcome::Cut, &error);
    respondError(error);
}

void Exchange::retryLater(int delayMs)
{
    ++m_attempt;
    m_waitedUs = std::int64_t{delayMs} * 1000;
    m_phase = Phase::Idle;
    m_timer = m_worker.reactor.startTimer(delayMs, [self = shared_from_this()] {
        self->m_timer = 0;
        self->proceed();
    });
}

// bytes are what the client gets next; last ends its answer.
void Exchange::deliver(std::string bytes, bool last)
{
    const auto self = shared_from_this();
    if (last) {
        if (const auto completed = m_cache.complete(bytes); !completed.ok())
            return fail(completed.error());
        m_upstreamUs += m_worker.reactor.nowUs() - m_attemptStartUs;
        m_done = true;
        if (m_call->shape == chat::Shape::OpenAiResponses && m_answer->relayed())
            m_worker.shared.stores.responses.note(m_answer->facts().providerId, m_start.principal.keyHash,
                                                  target().deployment->info.id,
                                                  m_worker.shared.clock.unixUs() / 1'000'000);
        m_cache.keep();
        settle(m_mock              ? ledger::Ending::Mock
               : m_cacheHit        ? ledger::Ending::CacheHit
               : m_answer->exact() ? ledger::Ending::Complete
                                   : ledger::Ending::Estimated,
               ledger::Outcome::Success, nullptr);
        noteSuccess();
        m_admission.end();
    }
    m_bodies.clientAnswer(bytes);
    m_answerSent = true;
    m_contentSent = true;
    if (!m_call->stream) {
        m_headSent = true;
        m_response->respond(200, clientHeaders(contentType()), bytes);
        return leave();
    }
    if (!m_headSent)
        sendHead(contentType());
    m_response->write(bytes);
    m_lastWriteUs = m_worker.reactor.nowUs();
    if (last) {
        m_response->end();
        if (!m_transfer)
            return leave();
        // The provider's connection is worth keeping: its end follows the end marker at once.
        m_phase = Phase::Lingering;
        m_response.reset();
        m_timer = m_worker.reactor.startTimer(kLingerMs, [self] {
            self->m_timer = 0;
            self->leave();
        });
        return;
    }
    throttle();
}

void Exchange::sendHead(std::string_view contentType)
{
    m_headSent = true;
    wire::Headers headers = clientHeaders(contentType);
    headers.add("Cache-Control", "no-cache");
    m_response->writeHead(200, headers);
}

void Exchange::respondError(const Error &error)
{
    const auto self = shared_from_this();
    m_done = true;
    m_cache.fail();
    m_admission.end();
    if (m_headSent) {
        std::string out;
        if (dialects::StreamEncoder *going = m_continuation.encoder())
            going->encodeError(error, out);
        else if (m_answer)
            m_answer->writeError(error, out);
        else
            out = m_start.dialect->encodeStreamError(error, {});
        m_bodies.clientAnswer(out);
        m_response->write(out);
        // Sound and the like have no words for an error: the cut tells.
        if (out.empty())
            m_response->abort();
        else
            m_response->end();
        return leave();
    }
    const dialects::ErrorReply reply = m_start.dialect->encodeError(error);
    wire::Headers headers = clientHeaders("application/json");
    if (error.retryAfterMs >= 0)
        headers.set("retry-after", std::to_string((error.retryAfterMs + 999) / 1000));
    if (!hasTarget())
        qCInfo(gwHttp, "%s refused with %d: %s", m_start.route->name.c_str(), reply.status,
               std::string(errorName(error.code)).c_str());
    telemetry::ExchangeSample sample = newSample();
    sample.fallback = m_walk && m_walk->fallbacks() > 0;
    sample.modelGroup = m_walk ? m_walk->group() : "";
    sample.modelId = hasTarget() ? target().deployment->info.id : "";
    sample.failed = true;
    sample.errorClass = errorRow(error.code).errorClass;
    sample.status = reply.status;
    sample.totalUs = m_worker.reactor.nowUs() - m_start.arrivedUs;
    m_worker.metrics.add(sample);
    if (m_call && m_worker.shared.bus.listening()) {
        events::ExchangeFinished finished;
        finished.durationUs = sample.totalUs;
        finished.modelGroup = m_walk ? m_walk->group() : "";
        finished.status = reply.status;
        finished.attempts = static_cast<int>(m_attempt) + 1;
        finished.error = errorRow(error.code).errorClass;
        tellEnd(std::move(finished));
    }
    m_bodies.clientAnswer(reply.body);
    m_response->respond(reply.status, headers, reply.body);
    leave();
}

void Exchange::abandon()
{
    const http::ResponseStreamPtr response = m_response;
    onClientGone();
    if (response)
        response->abort();
}

void Exchange::onClientGone()
{
    const auto self = shared_from_this();
    if (m_phase == Phase::Over || m_done)
        return;
    m_done = true;
    m_transfer.reset();
    m_upstreamUs += m_worker.reactor.nowUs() - m_attemptStartUs;
    if (m_rowOpen)
        settle(ledger::Ending::Estimated, ledger::Outcome::ClientGone, nullptr);
    leave();
}

// A slow client slows its provider.
void Exchange::throttle()
{
    if (!m_transfer || !m_response)
        return;
    const bool full = m_response->pending() > m_response->highWater();
    if (full && !m_paused) {
        m_paused = true;
        m_transfer->pause();
    } else if (m_paused && m_response->pending() * 2 < m_response->highWater()) {
        m_paused = false;
        m_transfer->resume();
    }
}

void Exchange::leave()
{
    if (m_phase == Phase::Over)
        return;
    m_phase = Phase::Over;
    m_transfer.reset();
    m_preparation.reset();
    leaveLine();
    if (m_walk)
        m_walk->dropped();
    for (const std::uint64_t timer : {m_timer, m_pingTimer, m_firstTimer}) {
        if (timer != 0)
            m_worker.reactor.cancelTimer(timer);
    }
    if (m_response) {
        m_response->onPeerGone = nullptr;
        m_response->onDrained = nullptr;
    }
    m_worker.exchanges.erase(this);
}

}   // namespace gw::engine
