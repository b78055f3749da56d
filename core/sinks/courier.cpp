#include "core/sinks/courier.h"

#include "core/base/logging.h"

#include <algorithm>
#include <chrono>
#include <future>

namespace gw::sinks {

namespace {

constexpr std::int64_t kLeastBatch = 10;
constexpr std::int64_t kMostBatch = 100;
constexpr std::int64_t kBatchShare = 200;
// What is said in a request is kept a moment after its row is written.
constexpr std::int64_t kContentUs = 1'500'000;
constexpr int kReadTroubleMs = 2'000;
// Nobody rings when nothing is written; a look now and then costs nothing.
constexpr int kIdleMs = 60'000;
constexpr std::int64_t kStopUs = 2'000'000;   // What a running POST may still take at the end.
constexpr std::int64_t kWarnUs = 60'000'000;
constexpr std::int64_t kBehind = 10'000;   // Events that are worth a line in the log.
constexpr auto kContentWait = std::chrono::seconds(5);

}   // namespace

Courier::Courier(CourierSetup setup, ledger::Ledger &ledger, std::shared_ptr<const ApiBases> bases)
    : m_setup(std::move(setup))
    , m_ledger(ledger)
    , m_format(formatOf(m_setup.sink))
    , m_progress(m_setup.progressFolder, m_setup.sink.name)
    , m_poster([this] {
        const std::lock_guard lock(m_mutex);
        return m_stopping && m_clock.steadyUs() > m_stopUs;
    })
    , m_bases(std::move(bases))
{
    m_state.name = m_setup.sink.name;
    begin();
    m_thread = std::thread([this] { run(); });
}

Courier::~Courier()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_stopUs = m_clock.steadyUs() + kStopUs;
    }
    m_wake.notify_all();
    m_thread.join();
}

// Here and not on the thread: whatever is written after the courier has been made is told.
void Courier::begin()
{
    ledger::FeedReader feed(m_setup.ledgerFolder);
    const auto found = feed.newest();
    const std::int64_t newest = found.ok() ? found.value() : 0;
    const auto known = m_progress.read();
    // A feed that is younger than the position belongs to another ledger.
    m_position = known && *known <= newest ? *known : newest;
    m_newest = newest;
    if (!known || *known != m_position)
        m_progress.write(m_position);
}

void Courier::wake()
{
    {
        const std::lock_guard lock(m_mutex);
        m_news = true;
    }
    m_wake.notify_all();
}

void Courier::setBases(std::shared_ptr<const ApiBases> bases)
{
    const std::lock_guard lock(m_mutex);
    m_bases = std::move(bases);
}

CourierState Courier::state() const
{
    const std::lock_guard lock(m_mutex);
    CourierState state = m_state;
    state.backlog = std::max<std::int64_t>(m_newest - m_position, 0);
    return state;
}

bool Courier::stopping() const
{
    const std::lock_guard lock(m_mutex);
    return m_stopping;
}

void Courier::rest(int ms, bool news)
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, std::chrono::milliseconds(ms), [&] { return m_stopping || (news && m_news); });
}

void Courier::run()
{
    m_feed = std::make_unique<ledger::FeedReader>(m_setup.ledgerFolder);
    while (!stopping()) {
        {
            const std::lock_guard lock(m_mutex);
            m_news = false;
        }
        Result<Batch> batch = next();
        if (!batch.ok()) {
            note(batch.error().message);
            rest(kReadTroubleMs, false);
            continue;
        }
        const std::int64_t last = batch.value().last;
        if (last <= m_position) {
            // Rows that are too fresh are looked at again soon.
            rest(m_newest > m_position ? static_cast<int>(kContentUs / 1000) : kIdleMs,
                 m_newest <= m_position);
            continue;
        }
        if (batch.value().events.empty() || deliver(std::move(batch.value().events)))
            move(last);
        watchBacklog();
    }
    m_feed.reset();
}

bool Courier::wanted(const ledger::Row &row) const
{
    if (row.open.untold)
        return false;
    return succeeded(row) ? m_setup.sink.onSuccess : m_setup.sink.onFailure;
}

void Courier::skipOld(std::int64_t newest)
{
    const std::int64_t first = newest - m_setup.backlogRows;
    if (m_position >= first)
        return;
    lose(static_cast<std::size_t>(first - m_position),
         "more wait than portico_settings.callback_backlog_rows");
    move(first);
}

Result<Courier::Batch> Courier::next()
{
    GW_TRY(const std::int64_t newest, m_feed->newest());
    m_newest = newest;
    Batch batch;
    batch.last = m_position;
    if (newest <= m_position)
        return batch;
    skipOld(newest);
    const std::int64_t waiting = newest - m_position;
    const auto size = static_cast<int>(std::clamp(waiting / kBatchShare, kLeastBatch, kMostBatch));
    GW_TRY(std::vector<ledger::FedRow> rows, m_feed->read(m_position, size));
    if (rows.empty())
        batch.last = newest;   // Their rows have been deleted meanwhile.
    const std::int64_t now = m_clock.unixUs();
    const bool content = m_setup.sink.content && m_ledger.bodies().keeping();
    std::size_t old = 0;
    for (ledger::FedRow &fed : rows) {
        const std::int64_t age = now - fed.row.close.endedUs;
        if (content && age >= 0 && age < kContentUs)
            break;
        batch.last = fed.position;
        if (!wanted(fed.row))
            continue;
        if (age > m_setup.backlogUs)
            ++old;
        else
            batch.events.push_back(eventOf(std::move(fed.row)));
    }
    if (old > 0)
        lose(old, "they are older than portico_settings.callback_backlog_hours");
    return batch;
}

Event Courier::eventOf(ledger::Row row) const
{
    Event event;
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_bases ? m_bases->find(row.open.deploymentId) : ApiBases::const_iterator();
            m_bases && found != m_bases->end())
            event.apiBase = found->second;
    }
    if (m_setup.sink.content && m_ledger.bodies().keeping())
        event.content = contentOf(row.open.request);
    event.row = std::move(row);
    return event;
}

std::shared_ptr<const Content> Courier::contentOf(const Id128 &request) const
{
    auto promise = std::make_shared<std::promise<Result<ledger::KeptBodies>>>();
    auto answer = promise->get_future();
    m_ledger.bodies().read(
        request, [promise](Result<ledger::KeptBodies> kept) { promise->set_value(std::move(kept)); });
    // A store that has ended answers nobody.
    if (answer.wait_for(kContentWait) != std::future_status::ready)
        return nullptr;
    const Result<ledger::KeptBodies> kept = answer.get();
    return kept.ok() ? std::make_shared<const Content>(sinks::contentOf(kept.value())) : nullptr;
}

bool Courier::deliver(std::vector<Event> events)
{
    int waitMs = m_setup.firstWaitMs;
    while (!events.empty()) {
        const PostResult result =
            m_poster.post(m_setup.sink.url, m_setup.sink.headers, m_format->write(events));
        std::string problem = result.problem;
        if (result.status == 413 && events.size() > 1) {
            std::vector<Event> rest(
                std::make_move_iterator(events.begin() + static_cast<std::ptrdiff_t>(events.size() / 2)),
                std::make_move_iterator(events.end()));
            events.resize(events.size() / 2);
            if (!deliver(std::move(events)))
                return false;
            events = std::move(rest);
            continue;
        }
        if (result.ok()) {
            const Receipt receipt = m_format->read(events, result.answer);
            {
                const std::lock_guard lock(m_mutex);
                m_state.sent += events.size() - receipt.refused - receipt.again.size();
            }
            if (receipt.refused > 0)
                lose(receipt.refused, "the receiver has refused them: " + receipt.reason);
            std::erase_if(events, [&receipt](Event &event) {
                const auto found = receipt.again.find(keyOf(event.row));
                event.parts = found == receipt.again.end() ? 0 : found->second;
                return event.parts == 0;
            });
            problem = receipt.reason;
        } else if (!result.worthRepeating()) {
            lose(events.size(), "the receiver has refused them with status " + std::to_string(result.status));
            events.clear();
            problem = "status " + std::to_string(result.status);
        } else if (problem.empty()) {
            problem = "status " + std::to_string(result.status);
        }
        // What is lost has been told about.
        note(events.empty() ? std::string() : problem);
        if (events.empty())
            return true;
        if (stopping())
            return false;
        {
            const std::lock_guard lock(m_mutex);
            ++m_state.retries;
        }
        // Between a half and all of it, so that gateways do not come back together.
        const int jittered = std::uniform_int_distribution<int>(waitMs / 2, waitMs)(m_random);
        rest(std::max(jittered, result.retryAfterMs), false);
        waitMs = std::min(waitMs * 2, m_setup.mostWaitMs);
        if (stopping())
            return false;
        if (const auto newest = m_feed->newest(); newest.ok())
            m_newest = newest.value();
        watchBacklog();
        std::erase_if(events, [this](const Event &event) {
            const bool old = m_clock.unixUs() - event.row.close.endedUs > m_setup.backlogUs;
            if (old)
                lose(1, "they are older than portico_settings.callback_backlog_hours");
            return old;
        });
    }
    return true;
}

void Courier::lose(std::size_t count, const std::string &why)
{
    std::uint64_t lost = 0;
    {
        const std::lock_guard lock(m_mutex);
        lost = m_state.lost += count;
    }
    const std::int64_t now = m_clock.steadyUs();
    if (m_warnedUs != 0 && now - m_warnedUs < kWarnUs)
        return;
    m_warnedUs = now;
    qCWarning(gwSinks, "%s: %zu events are lost, %llu so far: %s", m_setup.sink.name.c_str(), count,
              static_cast<unsigned long long>(lost), why.c_str());
}

void Courier::move(std::int64_t position)
{
    m_position = position;
    if (!m_progress.write(position))
        note("its position cannot be written to the disk");
}

void Courier::note(const std::string &problem)
{
    const std::lock_guard lock(m_mutex);
    if (!problem.empty() && m_state.problem.empty())
        qCWarning(gwSinks, "%s cannot be told of requests: %s; they wait", m_setup.sink.name.c_str(),
                  problem.c_str());
    if (problem.empty() && !m_state.problem.empty())
        qCInfo(gwSinks, "%s is told of requests again", m_setup.sink.name.c_str());
    m_state.problem = problem;
}

void Courier::watchBacklog()
{
    const std::int64_t backlog = m_newest - m_position;
    if (!m_behind && backlog >= kBehind)
        qCWarning(gwSinks, "%s is %lld events behind", m_setup.sink.name.c_str(),
                  static_cast<long long>(backlog));
    if (m_behind && backlog < kBehind / 10)
        qCInfo(gwSinks, "%s has caught up", m_setup.sink.name.c_str());
    m_behind = m_behind ? backlog >= kBehind / 10 : backlog >= kBehind;
}

}   // namespace gw::sinks
