#include "core/passage/passing.h"

#include "core/base/errortable.h"
#include "core/base/logging.h"
#include "core/billing/labels.h"
#include "core/dialects/errors.h"
#include "core/ledger/callnames.h"
#include "core/passage/headers.h"
#include "core/pricing/cost.h"
#include "core/providers/decoding.h"
#include "core/routing/caller.h"

#include <algorithm>
#include <utility>

namespace gw::passage {

namespace {

constexpr int kTotalMs = 6'000'000;   // As long as a model call may take.

wire::Headers errorHeaders()
{
    return {{"Content-Type", "application/json"}};
}

// One request on its way. As an exchange of the engine, but for translation, retries and fallbacks, of which
// it has none.
class Passing final : public std::enable_shared_from_this<Passing>, private upstream::ReplySink
{
public:
    Passing(engine::Worker &worker, engine::ApiCall call, http::ResponseStreamPtr response, Passage passage)
        : m_worker(worker)
        , m_call(std::move(call))
        , m_program(m_call.head.peer ? m_call.head.peer->program : nullptr)
        , m_response(std::move(response))
        , m_passage(std::move(passage))
        , m_id(makeId())
        , m_startedUs(worker.reactor.nowUs())
        , m_startedUnixUs(worker.shared.clock.unixUs())
    {
        ++worker.shared.inFlight;
    }
    ~Passing() override
    {
        m_response->onPeerGone = nullptr;
        m_response->onDrained = nullptr;
        --m_worker.shared.inFlight;
    }

    void run();

private:
    void admit();
    void enter(const std::optional<limits::RateShare::Answer> &together);
    Result<void> prepare();
    Result<void> send(const providers::Adapter *adapter);
    void onHead(int status, const wire::Headers &headers) override;
    void onData(std::string_view bytes) override;
    void onEnd() override;
    void onError(const Error &error) override;
    void open();
    void settle(ledger::Ending ending, ledger::Outcome outcome, const Error *error);
    void readOwn(std::string_view contentType);
    // The answer has said what it has used.
    bool metered() const;
    chat::Usage usage() const;
    const pricing::Price *price();
    void fail(const Error &error);
    void leave();
    const providers::Target &target() const { return *m_passage.target; }

    engine::Worker &m_worker;
    engine::ApiCall m_call;
    const peers::SightingPtr m_program;
    std::vector<std::string> m_tags;   // Of the key, and of the program's rules.
    http::ResponseStreamPtr m_response;
    Passage m_passage;
    Id128 m_id;
    std::int64_t m_startedUs;
    std::int64_t m_startedUnixUs;
    std::int64_t m_firstByteUs = -1;
    std::int64_t m_estimatedInput = 0;
    limits::Admission m_admission;   // What the caller may spend on this request.
    std::optional<preparation::Preparation> m_preparation;
    std::unique_ptr<upstream::Transfer> m_transfer;
    std::unique_ptr<providers::Relay> m_relay;   // Reads usage; what it writes is not used.
    std::string m_whole;                         // Of an answer that is rewritten.
    wire::Headers m_headers;
    int m_status = 0;
    bool m_rowOpen = false;
    bool m_paused = false;
    bool m_over = false;
};

void Passing::run()
{
    const auto self = shared_from_this();
    m_worker.others.emplace(this, self);
    m_response->onPeerGone = [this] {
        const auto alive = shared_from_this();
        settle(ledger::Ending::Estimated, ledger::Outcome::ClientGone, nullptr);
        leave();
    };
    m_response->onDrained = [this] {
        if (m_paused && m_transfer) {
            m_paused = false;
            m_transfer->resume();
        }
    };
    m_estimatedInput = chat::Estimator::tokensOf(std::string_view(m_passage.body));
    if (m_passage.ledger)
        admit();
    else
        enter({});
}

// What has a row is held to budgets and rates as a model call is.
void Passing::admit()
{
    const chat::Call *call = m_passage.call.get();
    if (m_call.principal.key)
        m_tags = m_call.principal.key->tags;
    const auto rules = routing::programTag(m_call.principal.directory, m_program);
    if (!rules.ok())
        return fail(rules.error());
    if (!rules.value().empty())
        m_tags.push_back(rules.value());
    std::optional<access::Pico> fixed;
    if (const auto amount = pricing::parseAmount(m_passage.costPerRequest); amount.ok())
        fixed = pricing::roundToPico(amount.value());
    const auto admitted = m_admission.prepare(
        m_worker.shared.limiter,
        {.asker = {m_call.principal, call ? call->endUser : std::string_view(), m_passage.model, &m_tags},
         .input = m_estimatedInput,
         .maxOutput = call ? call->maxOutput : -1,
         .price = [this] { return price(); },
         .cost = fixed,
         .nowUs = m_startedUnixUs});
    if (!admitted.ok())
        return fail(admitted.error());
    const auto rates = m_worker.sharing.rates(m_call.table->config());
    const auto told = [weak = weak_from_this()](const std::optional<limits::RateShare::Answer> &together) {
        if (const auto self = weak.lock(); self && !self->m_over)
            self->enter(together);
    };
    if (!rates || !m_admission.ask(rates, m_id.toString(), told))
        enter({});
}

void Passing::enter(const std::optional<limits::RateShare::Answer> &together)
{
    const auto entered = m_admission.enter(together);
    const auto prepared = entered.ok() ? prepare() : entered;
    if (!prepared.ok())
        fail(prepared.error());
}

// Null: it has none that anybody knows.
const pricing::Price *Passing::price()
{
    if (!m_passage.target)
        return nullptr;
    providers::Target priced = target();
    priced.upstreamModel = m_passage.model;
    return m_worker.price(priced, m_call.table->config());
}

Result<void> Passing::prepare()
{
    if (!m_passage.authorize)
        return send(nullptr);
    if (!target().problem.empty())
        return Error{.code = target().secretAway ? ErrorCode::SecretAway : ErrorCode::BadRequest,
                     .message = target().problem};
    const providers::Adapter *adapter = m_worker.shared.adapters.find(target().row->adapter);
    if (!adapter)
        return Error{.code = ErrorCode::NotImplemented,
                     .message = target().row->name + " has no pass-through"};
    m_preparation.emplace(m_worker.tokens, *m_worker.transport,
                          preparation::wayTo(target(), m_call.table->config().litellm),
                          preparation::MediaLimits());
    // The call wants no media: its bytes are the client's own.
    static const chat::Call kNothing(chat::Shape::OpenAiCompletions, "{}", {}, [](const chat::Call &) {
        return Result<chat::CanonicalRequest>(chat::CompletionRequest());
    });
    const auto prepared = [this, adapter](const Result<void> &result) {
        const auto self = shared_from_this();
        const auto sent = result.ok() ? send(adapter) : result;
        if (!sent.ok())
            fail(sent.error());
    };
    GW_TRY(const bool ready, m_preparation->begin(*adapter, kNothing, target(),
                                                  m_worker.shared.clock.unixUs() / 1'000'000, prepared));
    return ready ? send(adapter) : Result<void>();
}

Result<void> Passing::send(const providers::Adapter *adapter)
{
    providers::WireRequest wire;
    wire.url = m_passage.url;
    wire.headers = std::move(m_passage.headers);
    wire.body = std::move(m_passage.body);
    if (adapter) {
        providers::EncodeContext context;
        context.unixS = m_worker.shared.clock.unixUs() / 1'000'000;
        context.clientHeaders = &m_call.head.headers;
        context.token = m_preparation->token();
        GW_CHECK(adapter->authorize(wire, target(), context));
        if (m_passage.call) {
            providers::RelayOptions options;
            options.giveUsage = true;
            options.estimatedInput = m_estimatedInput;
            m_relay = adapter->newRelay(*m_passage.call, target(), options);
        }
    }
    if (m_passage.ledger)
        open();
    upstream::UpstreamRequest request;
    request.method = m_passage.method;
    request.url = std::move(wire.url);
    request.headers = std::move(wire.headers);
    if (!wire.body.empty())
        request.body = std::make_shared<const std::string>(std::move(wire.body));
    request.timeouts.totalMs = kTotalMs;
    request.publicOnly = m_passage.publicOnly;
    if (m_preparation) {
        request.tls = m_preparation->way().tls;
        request.proxy = m_preparation->way().proxy;
        request.publicOnly = m_preparation->way().publicOnly;
    }
    m_transfer = m_worker.transport->start(std::move(request), *this);
    return {};
}

void Passing::onHead(int status, const wire::Headers &headers)
{
    m_status = status;
    m_headers = toClient(headers);
    m_headers.set("x-litellm-call-id", m_id.toString());
    m_admission.addHeaders(m_headers);
    if (status >= 400)
        m_relay.reset();
    else if (!m_relay && m_passage.authorize && m_passage.ledger)
        readOwn(headers.valueOr("content-type"));
    if (m_passage.target && !target().baseUrl.empty())
        m_headers.set("x-litellm-model-api-base", target().baseUrl);
    if (!m_passage.rewrite)
        m_response->writeHead(status, m_headers);
}

// An answer in the provider's own form, that no client's dialect has a name for.
void Passing::readOwn(std::string_view contentType)
{
    const providers::Adapter *adapter =
        m_passage.target ? m_worker.shared.adapters.find(target().row->adapter) : nullptr;
    if (!adapter)
        return;
    const bool streamed = contentType.find("event-stream") != std::string_view::npos ||
                          contentType.find("vnd.amazon.eventstream") != std::string_view::npos;
    const std::string_view url = std::string_view(m_passage.url).substr(0, m_passage.url.find('?'));
    if (auto decoder = adapter->newOwnDecoder(url, streamed))
        m_relay = providers::newMeter(std::move(decoder));
}

bool Passing::metered() const
{
    return m_relay && (m_relay->facts().usage.known() || m_relay->facts().billed.known());
}

void Passing::onData(std::string_view bytes)
{
    const auto self = shared_from_this();
    if (m_firstByteUs < 0)
        m_firstByteUs = m_worker.reactor.nowUs();
    if (m_passage.rewrite) {
        m_whole += bytes;
        return;
    }
    std::string ignored;
    // What cannot be read is passed on all the same, and its usage estimated.
    if (m_relay && !m_relay->feed(bytes, ignored).ok())
        m_relay.reset();
    m_response->write(bytes);
    if (m_response && m_response->pending() > m_response->highWater() && m_transfer && !m_paused) {
        m_paused = true;
        m_transfer->pause();
    }
}

void Passing::onEnd()
{
    const auto self = shared_from_this();
    m_transfer.reset();
    std::string ignored;
    if (m_relay && !m_relay->finish(ignored).ok())
        m_relay.reset();
    if (m_status >= 400) {
        const Error error{.code = ErrorCode::UpstreamBadRequest, .message = {}, .upstreamStatus = m_status};
        settle(ledger::Ending::Failed, ledger::Outcome::UpstreamError, &error);
    } else {
        const bool exact = metered() || !m_passage.costPerRequest.empty();
        settle(exact ? ledger::Ending::Complete : ledger::Ending::Estimated, ledger::Outcome::Success,
               nullptr);
    }
    if (m_passage.rewrite) {
        m_headers.remove("content-length");
        m_response->respond(m_status, m_headers,
                            m_status < 400 ? m_passage.rewrite(std::move(m_whole)) : m_whole);
    } else {
        m_response->end();
    }
    leave();
}

void Passing::onError(const Error &error)
{
    const auto self = shared_from_this();
    m_transfer.reset();
    fail(error);
}

void Passing::fail(const Error &error)
{
    const auto self = shared_from_this();
    qCInfo(gwRoute, "%s %s failed: %s", m_passage.method.c_str(), m_passage.route.c_str(),
           std::string(errorName(error.code)).c_str());
    const bool cut = m_response->headSent();
    settle(cut ? ledger::Ending::Estimated : ledger::Ending::Failed,
           cut ? ledger::Outcome::Cut : ledger::Outcome::UpstreamError, &error);
    if (cut)
        m_response->abort();
    else
        refuse(m_response, error, m_admission);
    leave();
}

void Passing::open()
{
    ledger::OpenRecord record;
    record.request = m_id;
    record.startedUs = m_startedUnixUs;
    record.callId = m_id.toString();
    record.route = m_passage.route;
    record.requestedModel = m_passage.model;
    if (m_passage.target) {
        record.deploymentId = target().deployment->info.id;
        record.provider = target().provider;
    }
    record.upstreamModel = m_passage.model;
    record.keyHash = m_call.principal.keyHash;
    record.keyAlias = m_call.principal.keyAlias;
    record.userId = m_call.principal.userId;
    record.teamId = m_call.principal.teamId;
    record.modelGroup = m_passage.model;
    if (m_passage.call)
        record.endUser = m_passage.call->endUser;
    record.tags = ledger::joined(m_tags);
    record.client = billing::clientOf(m_call.head.headers, m_program);
    record.stream = m_passage.call && m_passage.call->stream;
    record.estimatedInput = m_estimatedInput;
    record.priceVersion = m_worker.shared.prices.version();
    record.estimatedCostPico = -1;
    m_worker.journal.open(record);
    m_rowOpen = true;
    if (m_worker.shared.bus.listening())
        m_worker.shared.bus.publish(events::ExchangeStarted{m_id, m_startedUnixUs, m_passage.route,
                                                            m_passage.model, record.client,
                                                            m_call.principal.keyAlias, record.stream});
}

chat::Usage Passing::usage() const
{
    if (metered())
        return m_relay->facts().usage;
    chat::Usage usage;
    if (!m_passage.call)
        return usage;   // Not a model's answer, as far as anybody knows.
    usage.input = m_estimatedInput;
    usage.output =
        m_worker.estimator.estimateOutput(m_passage.model, m_relay ? m_relay->facts().textBytes : 0);
    usage.total = usage.input + usage.output;
    return usage;
}

void Passing::settle(ledger::Ending ending, ledger::Outcome outcome, const Error *error)
{
    if (!m_rowOpen)
        return;
    m_rowOpen = false;
    ledger::CloseRecord record;
    record.request = m_id;
    record.ending = ending;
    record.outcome = outcome;
    record.endedUs = m_worker.shared.clock.unixUs();
    record.httpStatus = outcome == ledger::Outcome::ClientGone ? 499
                        : m_status > 0                         ? m_status
                        : error                                ? errorRow(error->code).status
                                                               : 200;
    record.upstreamStatus = m_status;
    record.durationUs = m_worker.reactor.nowUs() - m_startedUs;
    if (m_firstByteUs >= 0)
        record.firstByteUs =
            static_cast<std::int32_t>(std::min<std::int64_t>(m_firstByteUs - m_startedUs, INT32_MAX));
    if (error)
        record.error = errorRow(error->code).errorClass;
    if (m_relay)
        record.providerId = m_relay->facts().providerId;
    if (ending == ledger::Ending::Failed) {
        record.usage.input = 0;
        record.usage.output = 0;
    } else {
        record.usage = usage();
        pricing::Cost cost;
        if (const auto fixed = pricing::parseAmount(m_passage.costPerRequest); fixed.ok())
            cost.pico = pricing::roundToPico(fixed.value());
        else if (m_passage.target && (m_passage.call || metered())) {
            const pricing::Price *known = price();
            pricing::CostOptions options;
            if (m_relay) {
                options.service = pricing::serviceFromName(m_relay->facts().billed.serviceTier);
                options.queries = m_relay->facts().billed.searchUnits;
            }
            cost = known ? pricing::cost(record.usage, *known, options) : pricing::unpricedCost();
        }
        // A model's answer that nobody can read is not free.
        if (!m_passage.call && !metered() && m_passage.costPerRequest.empty() && !m_passage.model.empty())
            cost.unpriced = true;
        billing::setCost(record, cost);
        billing::Bill bill{.principal = m_call.principal};
        bill.modelGroup = m_passage.model;
        bill.endUser = m_passage.call ? std::string_view(m_passage.call->endUser) : std::string_view();
        bill.tags = &m_tags;
        if (m_passage.target) {
            bill.provider = target().provider;
            bill.deployment = target().deployment->info.id;
        }
        billing::book(m_call.table->state().budgets.accounts(), bill, cost.pico);
        m_admission.used(record.usage.input, record.usage.output);
    }
    record.program = billing::programOf(m_program);
    m_worker.journal.close(record);
    if (!m_worker.shared.bus.listening())
        return;
    events::ExchangeFinished finished = billing::finishedBy(record);
    finished.startedUs = m_startedUnixUs;
    finished.route = m_passage.route;
    finished.requestedModel = m_passage.model;
    finished.provider = m_passage.target ? target().provider : std::string();
    finished.upstreamModel = m_passage.model;
    finished.client = billing::clientOf(m_call.head.headers, m_program);
    finished.keyAlias = m_call.principal.keyAlias;
    finished.stream = m_passage.call && m_passage.call->stream;
    m_worker.shared.bus.publish(std::move(finished));
}

void Passing::leave()
{
    if (m_over)
        return;
    m_over = true;
    m_transfer.reset();
    m_preparation.reset();
    m_response->onPeerGone = nullptr;
    m_response->onDrained = nullptr;
    m_worker.others.erase(this);
}

}   // namespace

void pass(engine::ApiCall call, http::ResponseStreamPtr response, engine::Worker &worker, Passage passage)
{
    std::make_shared<Passing>(worker, std::move(call), std::move(response), std::move(passage))->run();
}

void refuse(const http::ResponseStreamPtr &response, const Error &error, const limits::Admission &admission)
{
    const dialects::ErrorReply reply = dialects::openAiError(error);
    wire::Headers headers = errorHeaders();
    if (error.retryAfterMs >= 0)
        headers.set("retry-after", std::to_string((error.retryAfterMs + 999) / 1000));
    admission.addHeaders(headers);
    response->respond(reply.status, headers, reply.body);
}

}   // namespace gw::passage
