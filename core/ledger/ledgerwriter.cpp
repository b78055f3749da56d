#include "core/ledger/ledgerwriter.h"

#include "core/base/clock.h"
#include "core/base/logging.h"

#include <algorithm>
#include <filesystem>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace gw::ledger {

namespace {

// Beyond this the journals keep what comes, on disk.
constexpr std::size_t kMaxWaitingRows = 100'000;
// Rounds without a record before the thread sleeps until it is woken.
constexpr int kIdleRounds = 20;
constexpr std::size_t kReplayRows = 20'000;
constexpr std::int64_t kUsPerSecond = 1'000'000;
constexpr std::int64_t kLeastKeptS = 60;
// Until the next run when one has not deleted everything, or could not.
constexpr std::int64_t kPruneAgainS = 60;
constexpr std::int64_t kSpansEveryS = 3600;

std::string journalFolder(const std::string &folder)
{
    return folder + "/journal";
}

Row rowOf(OpenRecord open, CloseRecord close)
{
    if (!close.program.empty())
        open.client = close.program;
    return {std::move(open), std::move(close)};
}

// What an attempt costs that was cut down with its process: the estimate and the last progress.
Row brokenRow(const Store::Pending &pending)
{
    CloseRecord close;
    close.request = pending.open.request;
    close.attempt = pending.open.attempt;
    close.ending = Ending::Broken;
    close.outcome = Outcome::Cut;
    close.endedUs = pending.open.startedUs;
    close.usage.input = pending.open.estimatedInput;
    close.usage.output = 0;
    close.costPico = std::max<std::int64_t>(pending.open.estimatedCostPico, 0);
    close.unpriced = pending.open.estimatedCostPico < 0;
    if (pending.progress) {
        if (pending.progress->inputSoFar >= 0)
            close.usage.input = pending.progress->inputSoFar;
        close.usage.output = pending.progress->outputSoFar;
        close.costPico = std::max(close.costPico, pending.progress->costPicoSoFar);
        close.unpriced = close.unpriced && pending.progress->costPicoSoFar == 0;
    }
    return rowOf(pending.open, std::move(close));
}

}   // namespace

LedgerWriter::LedgerWriter(WriterOptions options)
    : m_options(std::move(options))
    , m_wakeFd(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{}

LedgerWriter::~LedgerWriter()
{
    stop();
    ::close(m_wakeFd);
}

Result<void> LedgerWriter::start()
{
    std::error_code error;
    std::filesystem::create_directories(journalFolder(m_options.folder), error);
    if (error)
        return Error{.code = ErrorCode::Internal, .message = "ledger folder: " + error.message()};
    std::unique_lock lock(m_mutex);
    m_stopping = false;
    m_startResult.reset();
    m_thread = std::thread([this] { run(); });
    m_started.wait(lock, [this] { return m_startResult.has_value(); });
    const Result<void> result = *m_startResult;
    lock.unlock();
    if (!result.ok())
        m_thread.join();
    return result;
}

void LedgerWriter::run()
{
    const Result<void> result = begin();
    {
        const std::lock_guard lock(m_mutex);
        m_startResult = result;
    }
    m_started.notify_all();
    if (!result.ok()) {
        m_store.reset();
        return;
    }
    for (;;) {
        waitForWork();
        std::vector<std::function<void()>> flushes;
        bool stopping = false;
        {
            const std::lock_guard lock(m_mutex);
            flushes.swap(m_flushes);
            stopping = m_stopping;
        }
        drain();
        const bool due = m_rows.size() >= m_options.commitRows ||
                         (!m_rows.empty() &&
                          SystemClock().steadyUs() - m_firstRowUs >= std::int64_t{m_options.commitMs} * 1000);
        if ((due || !flushes.empty()) && !commit()) {
            const std::lock_guard lock(m_mutex);
            m_flushes.insert(m_flushes.begin(), std::make_move_iterator(flushes.begin()),
                             std::make_move_iterator(flushes.end()));
            flushes.clear();
        }
        for (const auto &done : flushes)
            done();
        if (stopping)
            break;
        prune();
        repriceSlice();
        tidySums();
    }
    finish();
}

Result<void> LedgerWriter::begin()
{
    GW_TRY(m_store, Store::open(m_options.folder + "/ledger.db"));
    GW_CHECK(replay());
    const auto sequence = static_cast<std::uint64_t>(SystemClock().unixUs());
    m_journals.clear();
    for (int worker = 0; worker < m_options.workers; ++worker) {
        GW_TRY(std::unique_ptr<Journal> journal,
               Journal::create({.folder = journalFolder(m_options.folder),
                                .worker = static_cast<std::uint32_t>(worker),
                                .segmentBytes = m_options.segmentBytes,
                                .firstSequence = sequence,
                                .wakeFd = m_wakeFd}));
        m_journals.push_back(std::move(journal));
    }
    return {};
}

Result<void> LedgerWriter::replay()
{
    GW_TRY(const std::vector<Store::Pending> pending, m_store->readPending());
    GW_TRY(m_prunedBeforeUs, m_store->prunedBeforeUs());
    for (const Store::Pending &known : pending)
        m_open[{known.open.request, known.open.attempt}] = {.known = known, .savedSegment = 1};
    struct File
    {
        std::string path;
        SegmentContent content;
    };
    std::vector<File> files;
    std::error_code error;
    for (const auto &entry : std::filesystem::directory_iterator(journalFolder(m_options.folder), error)) {
        if (entry.path().extension() != ".seg")
            continue;
        auto content = readSegment(entry.path().string());
        if (!content.ok()) {
            qCWarning(gwLedger, "%s; left where it is", content.error().message.c_str());
            continue;
        }
        files.push_back({entry.path().string(), std::move(content).value()});
    }
    std::sort(files.begin(), files.end(),
              [](const File &a, const File &b) { return a.content.sequence < b.content.sequence; });
    for (File &file : files) {
        for (AnyRecord &record : file.content.records) {
            takeRecord(std::move(record), 0, 0);
            if (m_rows.size() >= kReplayRows && !commit())
                return Error{.code = ErrorCode::Internal, .message = "the ledger cannot be written"};
        }
    }
    m_prunedBeforeUs = 0;
    breakOpenAttempts();
    if (!commit())
        return Error{.code = ErrorCode::Internal, .message = "the ledger cannot be written"};
    GW_CHECK(m_store->syncToDisk());
    for (const File &file : files)
        std::filesystem::remove(file.path, error);
    const std::lock_guard lock(m_mutex);
    m_counters.opened = m_counters.closed + m_counters.broken;
    return {};
}

void LedgerWriter::takeRecord(AnyRecord &&record, std::size_t journal, std::uint64_t segment)
{
    if (auto *open = std::get_if<OpenRecord>(&record)) {
        const Key key{open->request, open->attempt};
        Attempt &attempt = m_open[key];
        attempt.known.open = std::move(*open);
        attempt.journal = journal;
        attempt.firstSegment = segment;
        attempt.lastSegment = segment;
    } else if (const auto *progress = std::get_if<ProgressRecord>(&record)) {
        const auto found = m_open.find({progress->request, progress->attempt});
        if (found == m_open.end())
            return;
        found->second.known.progress = *progress;
        found->second.lastSegment = segment;
    } else {
        takeClose(std::move(std::get<CloseRecord>(record)));
    }
}

void LedgerWriter::takeClose(CloseRecord &&close)
{
    if (m_rows.empty())
        m_firstRowUs = SystemClock().steadyUs();
    const auto found = m_open.find({close.request, close.attempt});
    // Its row was there and is gone by its age: it is not to be counted again.
    const bool pending = found != m_open.end() && found->second.savedSegment != 0;
    if (close.endedUs < m_prunedBeforeUs && !pending) {
        if (found != m_open.end())
            m_open.erase(found);
        return;
    }
    if (found == m_open.end()) {
        // Its opening is gone: saved already, and then this row is known; or lost to damage, and then money
        // without a name is better than none.
        OpenRecord open;
        open.request = close.request;
        open.attempt = close.attempt;
        open.startedUs = close.endedUs - close.durationUs;
        m_rows.push_back(rowOf(std::move(open), std::move(close)));
        return;
    }
    if (found->second.savedSegment != 0)
        m_settled.push_back({close.request, close.attempt});
    m_rows.push_back(rowOf(std::move(found->second.known.open), std::move(close)));
    m_open.erase(found);
}

void LedgerWriter::breakOpenAttempts()
{
    for (const auto &[key, attempt] : m_open) {
        if (attempt.savedSegment != 0)
            m_settled.push_back({key.first, key.second});
        m_rows.push_back(brokenRow(attempt.known));
    }
    m_open.clear();
}

void LedgerWriter::drain()
{
    bool any = false;
    const std::int64_t nowUs = SystemClock().unixUs();
    std::size_t i = 0;
    for (; i < m_journals.size() && m_rows.size() < kMaxWaitingRows; ++i) {
        m_journals[i]->drain([&](AnyRecord &&record, std::uint64_t segment) {
            any = true;
            takeRecord(std::move(record), i, segment);
        });
        m_journals[i]->sync();
        m_journals[i]->prepareSpare();
    }
    m_syncedUs = SystemClock().steadyUs();
    if (i == m_journals.size())
        m_drainedUs = nowUs;
    m_idleRounds = any || !m_rows.empty() ? 0 : m_idleRounds + 1;
}

// What the workers write while a long batch is committed is not to wait for the disk any longer than else.
void LedgerWriter::syncJournals()
{
    const std::int64_t now = SystemClock().steadyUs();
    if (now - m_syncedUs < std::int64_t{m_options.drainMs} * 1000)
        return;
    m_syncedUs = now;
    for (const auto &journal : m_journals)
        journal->sync();
}

// Attempts of this journal that only its segments up to this one tell of.
std::vector<Store::Pending> LedgerWriter::outliving(std::size_t journal, std::uint64_t segment)
{
    std::vector<Store::Pending> result;
    for (auto &[key, attempt] : m_open) {
        if (attempt.journal != journal)
            continue;
        const bool opening = attempt.savedSegment == 0 && attempt.firstSegment <= segment;
        const bool news = attempt.savedSegment != 0 && attempt.savedSegment < attempt.lastSegment &&
                          attempt.lastSegment <= segment;
        if (!opening && !news)
            continue;
        result.push_back(attempt.known);
        attempt.savedSegment = attempt.lastSegment;
    }
    return result;
}

bool LedgerWriter::commit()
{
    std::vector<std::pair<std::size_t, std::uint64_t>> full;
    std::vector<Store::Pending> pending;
    for (std::size_t i = 0; i < m_journals.size(); ++i) {
        const std::vector<std::uint64_t> segments = m_journals[i]->drainedSegments();
        for (const std::uint64_t segment : segments)
            full.emplace_back(i, segment);
        if (segments.empty())
            continue;
        std::vector<Store::Pending> more = outliving(i, segments.back());
        pending.insert(pending.end(), std::make_move_iterator(more.begin()),
                       std::make_move_iterator(more.end()));
    }
    if (m_rows.empty() && pending.empty() && full.empty())
        return true;
    const std::int64_t told = m_toldUpTo;
    const auto written = m_store->write({.rows = m_rows,
                                         .pending = pending,
                                         .settled = m_settled,
                                         .fed = m_feeding,
                                         .fedUntold = m_feedingUntold,
                                         .toldUpTo = told != m_trimmedTo ? told : 0,
                                         .meanwhile = [this] { syncJournals(); }});
    if (!written.ok()) {
        qCCritical(gwLedger, "%s; tried again", written.error().message.c_str());
        for (const Store::Pending &lost : pending)
            m_open[{lost.open.request, lost.open.attempt}].savedSegment = 0;
        const std::lock_guard lock(m_mutex);
        ++m_counters.failedWrites;
        return false;
    }
    m_rows.clear();
    m_settled.clear();
    m_trimmedTo = told;
    if (written.value().fed > 0 && m_onFed)
        m_onFed();
    {
        const std::lock_guard lock(m_mutex);
        m_counters.closed += written.value().closed;
        m_counters.broken += written.value().broken;
    }
    // A journal may be given up only when its rows would outlive the power, too.
    if (!full.empty()) {
        const auto synced = m_store->syncToDisk();
        if (!synced.ok()) {
            qCCritical(gwLedger, "%s; journals are kept", synced.error().message.c_str());
            return true;
        }
    }
    for (const auto &[journal, segment] : full)
        m_journals[journal]->recycle(segment);
    return true;
}

void LedgerWriter::waitForWork()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping || !m_flushes.empty() || m_retentionChanged || m_pruneBatches > 0 || m_reprice)
            return;
    }
    int timeout = m_options.drainMs;
    if (m_idleRounds >= kIdleRounds &&
        std::all_of(m_journals.begin(), m_journals.end(), [](auto &journal) { return journal->maySleep(); }))
        timeout = untilPruning();
    pollfd descriptor{.fd = m_wakeFd, .events = POLLIN, .revents = 0};
    ::poll(&descriptor, 1, timeout);
    std::uint64_t count = 0;
    [[maybe_unused]] const auto taken = ::read(m_wakeFd, &count, sizeof count);
    for (const auto &journal : m_journals)
        journal->awake();
}

void LedgerWriter::flush(std::function<void()> done)
{
    {
        const std::lock_guard lock(m_mutex);
        m_flushes.push_back(std::move(done));
    }
    wake();
}

void LedgerWriter::wake()
{
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(m_wakeFd, &one, sizeof one);
}

void LedgerWriter::setRetention(const Retention &retention)
{
    {
        const std::lock_guard lock(m_mutex);
        if (retention == m_retention)
            return;
        m_retention = retention;
        m_retentionChanged = true;
    }
    wake();
}

// Milliseconds; -1: nothing is to be deleted by its age.
int LedgerWriter::untilPruning() const
{
    const std::lock_guard lock(m_mutex);
    if (m_retention.keepS <= 0)
        return -1;
    const std::int64_t leftMs = (m_nextPruneUs - SystemClock().steadyUs()) / 1000 + 1;
    return static_cast<int>(std::clamp<std::int64_t>(leftMs, 0, 3'600'000));
}

// One batch. A replay must never meet closed attempts that are gone from the database, so nothing is deleted
// that may still be on its way there.
void LedgerWriter::prune()
{
    Retention retention;
    {
        const std::lock_guard lock(m_mutex);
        retention = m_retention;
        if (m_retentionChanged) {
            m_retentionChanged = false;
            m_nextPruneUs = 0;
            m_pruneBatches = 0;
        }
    }
    if (retention.keepS <= 0 || !m_rows.empty())
        return;
    if (m_pruneBatches == 0) {
        if (SystemClock().steadyUs() < m_nextPruneUs)
            return;
        m_pruneBatches = std::max(retention.batches, 1);
        m_pruned = 0;
        m_untold.reset();
        const auto oldest = m_store->oldestUntold(m_toldUpTo);
        if (m_feeding && oldest.ok() && oldest.value())
            m_untold = Store::Untold{.oldest = *oldest.value()};
    }
    const std::int64_t keptUs = std::max(retention.keepS, kLeastKeptS) * kUsPerSecond;
    const std::int64_t endUs = std::min(SystemClock().unixUs() - keptUs, m_drainedUs);
    if (m_untold)
        m_untold->waitedUs = endUs - std::max<std::int64_t>(retention.waitS, 0) * kUsPerSecond;
    const auto deleted = m_store->prune(endUs, std::max(retention.batchRows, 1), m_untold);
    if (!deleted.ok()) {
        qCWarning(gwLedger, "old rows stay for now: %s", deleted.error().message.c_str());
        m_pruneBatches = 0;
        m_nextPruneUs = SystemClock().steadyUs() + kPruneAgainS * kUsPerSecond;
        return;
    }
    m_pruned += deleted.value();
    --m_pruneBatches;
    const bool done = deleted.value() < retention.batchRows;
    if (done || m_pruneBatches == 0) {
        m_pruneBatches = 0;
        const std::int64_t pauseS = done ? std::max(retention.everyS, kPruneAgainS) : kPruneAgainS;
        m_nextPruneUs = SystemClock().steadyUs() + pauseS * kUsPerSecond;
        tellPruned(retention);
        if (m_untold && m_pruned > 0)
            tellUntold(retention);
    }
}

void LedgerWriter::tellPruned(const Retention &retention)
{
    const auto size = m_store->size();
    if (m_pruned == 0 || !size.ok())
        return;
    constexpr double kMegabyte = 1e6;
    qCInfo(gwLedger, "%lld rows older than %lld s deleted; the ledger has %.1f MB, %.1f MB of them free",
           static_cast<long long>(m_pruned), static_cast<long long>(retention.keepS),
           static_cast<double>(size.value().bytes) / kMegabyte,
           static_cast<double>(size.value().free) / kMegabyte);
}

// Entries of the feed whose rows are gone: nobody will be told of them any more.
void LedgerWriter::tellUntold(const Retention &retention)
{
    const auto gone = m_store->forgetPruned(m_toldUpTo);
    if (!gone.ok() || gone.value() == 0)
        return;
    qCWarning(
        gwLedger,
        "%d rows were deleted that a callback or the database had not been told of within %lld hours more "
        "(portico_settings.rows_wait_hours)",
        gone.value(), static_cast<long long>(retention.waitS / 3600));
    const std::lock_guard lock(m_mutex);
    m_counters.untold += static_cast<std::uint64_t>(gone.value());
}

void LedgerWriter::reprice(RepriceJob job)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_reprice && !m_stopping) {
            m_reprice = std::make_shared<const RepriceJob>(std::move(job));
            wake();
            return;
        }
    }
    job.done(Error{.code = ErrorCode::RateLimited, .message = "rows are being priced already"});
}

void LedgerWriter::repriceSlice()
{
    std::shared_ptr<const RepriceJob> job;
    {
        const std::lock_guard lock(m_mutex);
        job = m_reprice;
    }
    if (!job)
        return;
    std::vector<Correction> corrections;
    const auto more =
        m_store->reprice(job->query, job->price, m_feeding, m_repriceAt, corrections, m_repriced);
    if (!corrections.empty()) {
        job->corrected(corrections);
        if (m_feeding && m_onFed)
            m_onFed();
    }
    if (more.ok() && more.value())
        return;
    const Result<Repriced> outcome =
        more.ok() ? Result<Repriced>(std::exchange(m_repriced, {})) : Result<Repriced>(more.error());
    m_repriceAt = {};
    m_repriced = {};
    {
        const std::lock_guard lock(m_mutex);
        m_reprice.reset();
    }
    job->done(outcome);
}

// One at a time, while nothing waits to be written.
void LedgerWriter::tidySums()
{
    const std::int64_t now = SystemClock().steadyUs();
    if (now < m_nextSpanUs || !m_rows.empty())
        return;
    const auto made = m_store->tidySums(dayOf(SystemClock().unixUs()));
    if (!made.ok())
        qCWarning(gwLedger, "%s", made.error().message.c_str());
    if (made.ok() && made.value())
        m_idleRounds = 0;
    else
        m_nextSpanUs = now + kSpansEveryS * kUsPerSecond;
}

void LedgerWriter::finish()
{
    while (std::any_of(m_journals.begin(), m_journals.end(),
                       [](auto &journal) { return !journal->maySleep(); })) {
        drain();
        if (!commit())
            break;
    }
    breakOpenAttempts();
    // Without a database the journals stay, and the next start reads them.
    if (commit() && m_store->syncToDisk().ok())
        for (const auto &journal : m_journals)
            journal->removeFiles();
    std::vector<std::function<void()>> flushes;
    {
        const std::lock_guard lock(m_mutex);
        flushes.swap(m_flushes);
    }
    for (const auto &done : flushes)
        done();
    std::shared_ptr<const RepriceJob> job;
    {
        const std::lock_guard lock(m_mutex);
        job.swap(m_reprice);
    }
    if (job)
        job->done(Error{.code = ErrorCode::Cancelled, .message = "the gateway stops"});
    m_store.reset();
}

void LedgerWriter::stop()
{
    if (!m_thread.joinable())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    wake();
    m_thread.join();
}

Counters LedgerWriter::counters() const
{
    const std::lock_guard lock(m_mutex);
    Counters counters = m_counters;
    if (m_startResult && m_startResult->ok()) {
        for (const auto &journal : m_journals) {
            counters.opened += journal->openedCount();
            counters.volatileSegments += journal->volatileCount();
        }
    }
    const std::uint64_t settled = counters.closed + counters.broken;
    counters.waiting = counters.opened > settled ? counters.opened - settled : 0;
    return counters;
}

}   // namespace gw::ledger
