#include "core/sharedledger/outbox.h"

#include "core/base/clock.h"
#include "core/base/logging.h"
#include "core/postgres/schema.h"
#include "core/sharedledger/views.h"

#include <algorithm>
#include <chrono>

namespace gw::sharedledger {

namespace {

constexpr int kIdleMs = 60'000;
constexpr int kPruneRows = 1000;
constexpr std::int64_t kUsPerSecond = 1'000'000;
constexpr std::int64_t kPruneEveryUs = 3600 * kUsPerSecond;
constexpr std::int64_t kPatienceUs = 3 * kUsPerSecond;
constexpr int kFirstWaitMs = 250;
constexpr int kMostWaitMs = 10'000;

// The row itself is what the database does not like: its values, or a rule that they break.
bool isRefused(const Error &error)
{
    return error.upstreamCode.starts_with("22") || error.upstreamCode.starts_with("23");
}

}   // namespace

Outbox::Outbox(OutboxSetup setup)
    : m_setup(std::move(setup))
{
    m_state.name = "database";
}

Outbox::~Outbox()
{
    stop();
}

void Outbox::start()
{
    const std::lock_guard lock(m_mutex);
    m_running = true;
    m_thread = std::thread([this] { run(); });
}

void Outbox::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
    settled();
}

void Outbox::wake()
{
    {
        const std::lock_guard lock(m_mutex);
        m_news = true;
    }
    m_wake.notify_all();
}

sinks::CourierState Outbox::state() const
{
    const std::lock_guard lock(m_mutex);
    sinks::CourierState state = m_state;
    state.backlog = std::max<std::int64_t>(m_newest - m_position, 0);
    return state;
}

void Outbox::settle(std::function<void()> done)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_running && !m_stopping && !isAway()) {
            m_waiting.push_back(std::move(done));
            m_news = true;
            m_wake.notify_all();
            return;
        }
    }
    done();
}

void Outbox::rest(int ms, bool news)
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, std::chrono::milliseconds(ms), [&] { return m_stopping || (news && m_news); });
}

void Outbox::run()
{
    m_feed = std::make_unique<ledger::FeedReader>(m_setup.ledgerFolder);
    int waitMs = kFirstWaitMs;
    while (!m_stopping) {
        std::vector<std::function<void()>> waiting;
        {
            const std::lock_guard lock(m_mutex);
            m_news = false;
            waiting.swap(m_waiting);
        }
        Result<bool> more = false;
        do {
            more = step();
        } while (more.ok() && more.value() && !waiting.empty() && m_newest > m_position && !m_stopping);
        note(more.ok() ? std::string() : more.error().message);
        if (more.ok()) {
            for (const auto &done : waiting)
                done();
        } else {
            waitAgain(std::move(waiting));
            // What it knows of the progress may be wrong now.
            m_upload.reset();
            m_connection.reset();
            if (const auto newest = m_feed->newest(); newest.ok())
                m_newest = newest.value();
            rest(waitMs, false);
            waitMs = std::min(waitMs * 2, kMostWaitMs);
            continue;
        }
        waitMs = kFirstWaitMs;
        if (!more.value())
            rest(kIdleMs, true);
    }
    m_upload.reset();
    m_connection.reset();
    m_feed.reset();
}

Result<void> Outbox::connect()
{
    if (m_connection && m_connection->alive())
        return {};
    GW_TRY(const std::string ledger, m_feed->ledgerId());
    GW_TRY(m_connection, postgres::Connection::open(m_setup.settings, "portico outbox", &m_stopping));
    GW_CHECK(postgres::bringUpToDate(*m_connection, postgres::schemaSteps(), m_setup.backupFolder,
                                     m_setup.mayChangeSchema));
    m_upload = std::make_unique<Upload>(*m_connection, m_setup.gateway, ledger);
    GW_TRY(m_progress, m_upload->begin());
    m_position = m_progress.position;
    const auto viewed = makeViews(*m_connection, m_setup.settings.foreignSchema);
    if (!viewed.ok())
        qCWarning(gwDatabase, "there are no views for LiteLLM's readers: %s", viewed.error().message.c_str());
    return {};
}

Result<bool> Outbox::step()
{
    GW_CHECK(connect());
    GW_TRY(const bool fed, stepFeed());
    if (fed)
        return true;
    if (!m_progress.whole)
        return stepOlder();
    return prune();
}

Result<bool> Outbox::prune()
{
    const SystemClock clock;
    if (m_keepS <= 0 || clock.steadyUs() < m_nextPruneUs)
        return false;
    const std::int64_t endUs = clock.unixUs() - m_keepS * kUsPerSecond;
    GW_TRY(const postgres::Rows deleted,
           m_connection->query(
               "DELETE FROM portico.attempts WHERE (id, attempt, gateway) IN (SELECT id, attempt, "
               "gateway FROM portico.attempts WHERE id < $2::uuid AND gateway = $1 AND ended_us < $3 "
               "ORDER BY id LIMIT " +
                   std::to_string(kPruneRows) + ")",
               {m_setup.gateway, ledger::Cursor::at(endUs).request.toString(), endUs}));
    if (deleted.affected() >= kPruneRows)
        return true;
    m_nextPruneUs = clock.steadyUs() + kPruneEveryUs;
    return false;
}

Result<bool> Outbox::stepFeed()
{
    GW_TRY(const std::int64_t newest, m_feed->newest());
    m_newest = newest;
    GW_TRY(const std::vector<ledger::FedRow> fed, m_feed->read(m_progress.position, m_setup.batchRows));
    Progress after = m_progress;
    std::vector<ledger::Row> rows;
    for (const ledger::FedRow &one : fed) {
        rows.push_back(one.row);
        after.position = one.position;
    }
    // Entries whose rows are gone by their age.
    if (fed.empty())
        after.position = std::max(m_progress.position, newest);
    if (after == m_progress)
        return false;
    GW_CHECK(write(rows, after));
    return true;
}

Result<bool> Outbox::stepOlder()
{
    GW_TRY(const std::vector<ledger::FedRow> older, m_feed->readAfter(m_progress.older, m_setup.batchRows));
    Progress after = m_progress;
    std::vector<ledger::Row> rows;
    for (const ledger::FedRow &one : older) {
        rows.push_back(one.row);
        after.older = {one.row.open.request, one.row.open.attempt};
    }
    after.whole = older.empty();
    GW_CHECK(write(rows, after));
    return !after.whole;
}

Result<void> Outbox::write(std::span<const ledger::Row> rows, const Progress &after)
{
    const auto written = m_upload->write(rows, m_progress, after);
    if (written.ok()) {
        m_progress = after;
        m_position = after.position;
        const std::lock_guard lock(m_mutex);
        m_state.sent += static_cast<std::uint64_t>(written.value().rows);
        return {};
    }
    if (!isRefused(written.error()))
        return written.error();
    if (rows.size() <= 1) {
        qCWarning(gwDatabase, "the database refuses a row, which stays in this ledger alone: %s",
                  written.error().message.c_str());
        {
            const std::lock_guard lock(m_mutex);
            ++m_state.lost;
        }
        return write({}, after);
    }
    // The progress moves with the last part: the others are there then, and count nowhere when written again.
    const std::size_t half = rows.size() / 2;
    GW_CHECK(write(rows.first(half), m_progress));
    return write(rows.subspan(half), after);
}

void Outbox::note(const std::string &problem)
{
    const std::int64_t now = SystemClock().steadyUs();
    const std::lock_guard lock(m_mutex);
    if (problem.empty()) {
        if (m_warned)
            qCInfo(gwDatabase, "rows reach the database again");
        m_warned = false;
        m_troubleUs = 0;
    } else {
        ++m_state.retries;
        if (m_troubleUs == 0)
            m_troubleUs = now;
        // A database that is being made is none that is away.
        if (!m_warned && now - m_troubleUs >= kPatienceUs) {
            qCWarning(gwDatabase, "rows do not reach the database: %s; they wait", problem.c_str());
            m_warned = true;
        }
    }
    m_state.problem = problem;
}

// With the mutex held. A database that has just begun to be away may come back at once.
bool Outbox::isAway() const
{
    return m_troubleUs != 0 && SystemClock().steadyUs() - m_troubleUs >= kPatienceUs;
}

// Until the next try, or no longer.
void Outbox::waitAgain(std::vector<std::function<void()>> waiting)
{
    {
        const std::lock_guard lock(m_mutex);
        std::ranges::move(waiting, std::back_inserter(m_waiting));
        if (!isAway())
            return;
    }
    settled();
}

// Nobody is to wait any longer.
void Outbox::settled()
{
    std::vector<std::function<void()>> waiting;
    {
        const std::lock_guard lock(m_mutex);
        waiting.swap(m_waiting);
    }
    for (const auto &done : waiting)
        done();
}

}   // namespace gw::sharedledger
