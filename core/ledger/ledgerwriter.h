#pragma once

#include "core/ledger/journal.h"
#include "core/ledger/store.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <thread>

namespace gw::ledger {

struct WriterOptions
{
    std::string folder;   // Holds ledger.db and journal/.
    int workers = 1;
    std::size_t segmentBytes = std::size_t{4} << 20;
    int drainMs = 50;      // How often journals are read and synced: the power-loss window, but for a commit.
    int commitMs = 1000;   // How long rows may wait for company in one transaction.
    std::size_t commitRows =
        20'000;   // Or how many of them may wait: sums of many keys cost less in large batches.
};

// How long rows are kept. What they add up to (roll-ups) is kept for ever.
struct Retention
{
    std::int64_t keepS = 0;   // 0: for ever. Counted from a row's end, at least a minute.
    std::int64_t everyS = 86'400;
    int batchRows = 1000;   // Deleted at a time, between two looks at the journals.
    int batches = 500;      // In a row; the rest follows a minute later.
    // How much longer rows stay that somebody has still to be told of. Then they go all the same.
    std::int64_t waitS = 72 * 3600;

    bool operator==(const Retention &) const = default;
};

// What went in and what came out. In a settled ledger opened = closed + broken.
struct Counters
{
    std::uint64_t opened = 0;   // Attempts opened in this run, and those found open or unsaved by the replay.
    std::uint64_t closed = 0;   // Rows written for closed attempts.
    std::uint64_t broken = 0;   // Rows written for attempts that never were closed.
    std::uint64_t waiting = 0;            // Opened, and neither closed nor written yet.
    std::uint64_t failedWrites = 0;       // Transactions that failed and are being tried again.
    std::uint64_t volatileSegments = 0;   // Segments that lie in memory only, because the disk is full.
    std::uint64_t untold = 0;             // Rows deleted by their age that somebody had still to be told of.
};

// The one thread that moves records from the journals into the database. Nothing is lost when it is slow or
// the database fails: journals grow meanwhile, and rows are written by their key, so a second try is
// harmless.
class LedgerWriter
{
public:
    explicit LedgerWriter(WriterOptions options);
    // Drains and saves everything.
    ~LedgerWriter();

    // Opens the database, saves what an earlier run left in its journals, and begins. Waits for it.
    Result<void> start();
    Journal &journal(int worker) { return *m_journals[static_cast<std::size_t>(worker)]; }
    // Calls done on the writer's thread once all records made before this call are committed. Any thread.
    void flush(std::function<void()> done);
    // Call when the workers have stopped: what is still open becomes broken, journals are removed.
    void stop();
    Counters counters() const;   // Any thread.
    // Rows that are too old are looked for at once, and then at every interval. Any thread.
    void setRetention(const Retention &retention);

    // Sets amounts of unpriced rows. corrected is told of each slice that has changed something, done at the
    // end; both on the writer's thread. One at a time: another one is told so. Any thread.
    struct RepriceJob
    {
        RepriceQuery query = {};
        PriceRow price = {};
        std::function<void(const std::vector<Correction> &)> corrected = {};
        std::function<void(Result<Repriced>)> done = {};
    };
    void reprice(RepriceJob job);

    // Whether rows go into the feed from now on (feed.h); before start() for those of the replay. Any thread.
    // untold: also rows that the client wants nobody told of.
    void setFeeding(bool on, bool untold = false) noexcept
    {
        m_feeding = on;
        m_feedingUntold = untold;
    }
    // Everybody has been told of the feed up to this position: it may forget that. Any thread.
    void trimFeed(std::int64_t position) noexcept { m_toldUpTo = position; }
    // Called on the writer's thread after rows have gone into the feed. Before start().
    void onFed(std::function<void()> fed) { m_onFed = std::move(fed); }

private:
    using Key = std::pair<Id128, std::uint16_t>;
    struct KeyHash
    {
        std::size_t operator()(const Key &key) const noexcept
        {
            return std::hash<Id128>()(key.first) + key.second;
        }
    };
    struct Attempt
    {
        Store::Pending known;
        std::size_t journal = 0;
        std::uint64_t firstSegment = 0;
        std::uint64_t lastSegment = 0;
        std::uint64_t savedSegment =
            0;   // lastSegment when it was put among the pending; 0: it is not there.
    };

    void run();
    Result<void> begin();
    Result<void> replay();
    void takeRecord(AnyRecord &&record, std::size_t journal, std::uint64_t segment);
    void takeClose(CloseRecord &&close);
    void breakOpenAttempts();
    void drain();
    void syncJournals();
    bool commit();
    std::vector<Store::Pending> outliving(std::size_t journal, std::uint64_t segment);
    void waitForWork();
    void finish();
    void prune();
    void tellPruned(const Retention &retention);
    void tellUntold(const Retention &retention);
    void tidySums();
    void repriceSlice();
    int untilPruning() const;
    void wake();

    const WriterOptions m_options;
    int m_wakeFd = -1;
    std::vector<std::unique_ptr<Journal>> m_journals;
    std::thread m_thread;

    // Writer thread's.
    std::unique_ptr<Store> m_store;
    std::unordered_map<Key, Attempt, KeyHash> m_open;
    std::vector<Row> m_rows;   // Finished, not committed.
    std::vector<Cursor> m_settled;
    std::int64_t m_firstRowUs = 0;
    std::int64_t m_syncedUs = 0;   // Steady clock.
    int m_idleRounds = 0;
    std::int64_t m_trimmedTo = 0;
    std::function<void()> m_onFed;

    std::atomic<bool> m_feeding = false;
    std::atomic<bool> m_feedingUntold = false;
    std::atomic<std::int64_t> m_toldUpTo = 0;
    std::int64_t m_drainedUs =
        0;   // Unix microseconds: what was closed before has been taken from the journals.
    std::int64_t m_prunedBeforeUs = 0;   // During the replay.
    std::int64_t m_nextPruneUs = 0;      // Steady clock.
    int m_pruneBatches = 0;              // Left of this run.
    std::int64_t m_pruned = 0;           // In this run.
    std::optional<Store::Untold> m_untold;
    std::int64_t m_nextSpanUs = 0;   // Steady clock.
    Cursor m_repriceAt;
    Repriced m_repriced;

    mutable std::mutex m_mutex;   // Guards what follows.
    std::condition_variable m_started;
    std::optional<Result<void>> m_startResult;
    std::vector<std::function<void()>> m_flushes;
    bool m_stopping = false;
    Retention m_retention;
    bool m_retentionChanged = false;
    std::shared_ptr<const RepriceJob> m_reprice;
    Counters m_counters;
};

}   // namespace gw::ledger
