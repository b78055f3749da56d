#pragma once

#include "core/auth/principal.h"
#include "core/cache/session.h"
#include "core/config/schema.h"
#include "core/dialects/dialect.h"
#include "core/engine/worker.h"
#include "core/http/handler.h"
#include "core/ledger/bodynotes.h"
#include "core/pricing/cost.h"
#include "core/routing/walk.h"
#include "core/translation/continuation.h"

#include <memory>
#include <optional>
#include <string>

namespace gw::engine {

// What an exchange begins with.
struct ExchangeStart
{
    routing::TablePtr table;
    const dialects::Dialect *dialect = nullptr;
    auth::Principal principal;
    const dialects::Route *route = nullptr;   // The gateway's own; outlives every exchange.
    std::string pathModel;
    wire::Query query;
    std::string corsOrigin;            // Of a page that was let in; empty for programs.
    std::int64_t arrivedUs = 0;        // Steady clock, when the head was complete.
    std::string answerId = {};         // As dialects::Inbound has it.
    peers::SightingPtr program = {};   // As http::Peer has it.
};

// One request's life from the decoded call to the last byte: plan, attempts, answer, settlement. Owns
// everything that belongs to the request alone. Lives on its worker's thread, kept by Worker::exchanges until
// it is over.
class Exchange final : public std::enable_shared_from_this<Exchange>, private upstream::ReplySink
{
public:
    Exchange(Worker &worker, ExchangeStart start, const http::RequestHead &head,
             http::ResponseStreamPtr response);
    ~Exchange() override;

    // Decodes and goes. The answer, or an error in the client's dialect, comes through the response stream.
    void run(std::string body);
    // The gateway is going down: what runs is cut and settled.
    void abandon();
    std::int64_t arrivedUs() const noexcept { return m_start.arrivedUs; }   // Steady clock.
    const std::string &callId() const noexcept { return m_callId; }
    std::string requestedModel() const { return m_call ? m_call->model : std::string(); }

private:
    enum class Phase { Idle, Queued, Preparing, Waiting, ErrorBody, Counting, Answering, Lingering, Over };

    // Routing: the next deployment, or the line for one, or the end (choosing.cpp).
    void proceed(bool called = false);
    void take(routing::Step step);
    void joinLine();
    void onTurn();
    void watchLine();
    void leaveLine();
    void noteWait();
    bool proceedTogether();
    Result<void> applyOverrides();
    Result<chat::Call> decode(std::string body) const;
    routing::Moment moment() const;
    void noteSuccess();
    void noteCooldown(const routing::Cooldown &cooldown);

    // The answer to an equal request, where one is kept. False when it cannot be given any more.
    bool replay(const cache::Entry &entry);

    // Rates are counted, here or by all gateways together.
    void enter(const std::optional<limits::RateShare::Answer> &together);

    // Attempts.
    void attempt();
    Result<void> prepareAttempt();
    Result<void> sendAttempt(const providers::Adapter &adapter);
    void start(providers::WireRequest wire);
    void playMock();
    void openRow();
    void fail(Error error);
    // The answer may not go on, here or elsewhere.
    void breakOff(const Error &error);
    void retryLater(int delayMs);
    // Mid-stream failover (failover.cpp).
    bool mayContinue();
    bool continueElsewhere();
    translation::AnswerSetup answerSetup(const providers::Adapter *adapter,
                                         std::string_view contentType) const;
    struct Limits
    {
        upstream::Timeouts wire;
        double totalS = 0;   // The whole call; of streams, the longest silence.
    };
    Limits timeouts() const;
    wire::Headers upstreamHeaders(wire::Headers headers) const;
    void watchFirstToken(const upstream::Timeouts &limits);
    // What the answer's "model" says: what was asked for, but for answers of a fallback.
    const std::string &shownModel() const;
    bool hasTarget() const { return m_walk && m_walk->hasAttempt(); }
    const providers::Target &target() const { return *m_walk->attempt().target; }

    // Operation::CountTokens: the provider's count where it can say, else an estimate. Costs nothing and has
    // no row.
    void answerCount(std::optional<std::int64_t> counted);

    // upstream::ReplySink
    void onHead(int status, const wire::Headers &headers) override;
    void onData(std::string_view bytes) override;
    void onEnd() override;
    void onError(const Error &error) override;

    // Answering.
    void deliver(std::string bytes, bool last);
    void sendHead(std::string_view contentType);
    void respondError(const Error &error);
    // Of the answer: the provider's own where its bytes are passed on.
    std::string_view contentType() const;
    wire::Headers clientHeaders(std::string_view contentType) const;
    void onClientGone();
    // Pings, while a stream's client hears nothing.
    void watchSilence();
    void onSilence();
    void throttle();
    // Not allowed to spend more: BudgetExceeded.
    Result<void> noteProgress();

    // Settlement: exactly once per opened row, before the last byte goes out.
    // again: another attempt follows.
    void settle(ledger::Ending ending, ledger::Outcome outcome, const Error *error, bool again = false);
    // What was used so far, at the deployment's price; unpriced without one.
    pricing::Cost priced(const chat::Usage &usage);
    void announce(const ledger::CloseRecord &record, const Error *error);
    telemetry::ExchangeSample newSample() const;
    void tellEnd(events::ExchangeFinished finished);
    chat::Usage finalUsage(bool complete) const;
    void leave();

    Worker &m_worker;
    ExchangeStart m_start;
    http::ResponseStreamPtr m_response;
    wire::Headers m_clientHeaders;
    std::optional<chat::Call> m_call;
    std::optional<routing::Walk> m_walk;
    limits::Admission m_admission;        // What the caller may spend on this request.
    sharing::Reservation m_reservation;   // Of the attempt that runs.
    std::size_t m_attempt = 0;            // Counts rows; the first is 0.
    std::string m_plainBody;              // As the client sent it, once a fallback has changed members.
    // In the line of its group: 0 when not.
    routing::Line::Ticket m_ticket = 0;
    routing::Line *m_line = nullptr;
    std::int64_t m_queuedSinceUs = 0;
    std::int64_t m_queuedUs = 0;   // All waits in lines.
    std::int64_t m_waitedUs = 0;   // In front of this attempt: in lines and between tries.
    std::string m_held;            // Of a stream, until the provider's first good event.
    Phase m_phase = Phase::Idle;

    Id128 m_id;
    ledger::BodyNotes m_bodies;
    cache::Session m_cache;
    std::string m_callId;
    std::int64_t m_startedUnixUs = 0;
    std::int64_t m_estimatedInput = 0;

    // Of the attempt that runs.
    std::optional<preparation::Preparation> m_preparation;
    std::unique_ptr<upstream::Transfer> m_transfer;
    std::optional<translation::Answer> m_answer;
    translation::AnswerSetup m_setup;   // Of m_answer.
    translation::Continuation m_continuation;
    wire::Headers m_upstreamHeaders;
    std::string m_errorBody;   // Or the answer to a count.
    std::vector<std::string> m_dropped;
    std::int64_t m_attemptStartUs = 0;
    std::int64_t m_firstByteUs = -1;   // Steady clock; first token to the client.
    std::int64_t m_upstreamUs = 0;     // Time spent waiting for providers, all attempts.
    std::int64_t m_lastProgressUs = 0;
    int m_eventsSinceProgress = 0;
    int m_upstreamStatus = 0;
    bool m_rowOpen = false;
    bool m_mock = false;
    bool m_withoutThinking = false;   // The attempt is its own repeat (Adapter::repeatsWithoutThinking).
    bool m_cacheHit = false;
    bool m_paused = false;
    bool m_headSent = false;
    bool m_answerSent = false;    // Something of an answer, not only pings.
    bool m_contentSent = false;   // By the attempt that runs.
    pricing::Cost m_lastCost;
    std::string m_firstError;   // Class of what the first attempt failed with.
    bool m_done = false;        // The client has its whole answer.
    std::uint64_t m_timer = 0;
    std::uint64_t m_pingTimer = 0;
    std::uint64_t m_firstTimer = 0;
    std::int64_t m_lastWriteUs = 0;   // Steady clock; to the client.
};

// Whole milliseconds, at least one.
int toMs(double seconds);
// A number of seconds above zero in a header.
std::optional<double> secondsIn(const wire::Headers &headers, std::string_view name);

}   // namespace gw::engine
