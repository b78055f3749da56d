#pragma once

#include "core/base/clock.h"
#include "core/ledger/feed.h"
#include "core/ledger/ledger.h"
#include "core/sinks/progress.h"
#include "core/sinks/settings.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <random>
#include <string>
#include <thread>

namespace gw::sinks {

// Deployments' addresses by id, as the config in force has them.
using ApiBases = std::map<std::string, std::string>;

struct CourierSetup
{
    std::string ledgerFolder;
    std::string progressFolder;
    SinkSettings sink;
    std::int64_t backlogRows = 1'000'000;
    std::int64_t backlogUs = 72 * 3'600'000'000LL;
    int firstWaitMs = 500;   // Between two tries; doubled each time, at most
    int mostWaitMs = 30'000;
};

// What one receiver has been told, and what it has not. Since the start.
struct CourierState
{
    std::string name;
    std::int64_t backlog = 0;   // Attempts in the feed that it has not been told of.
    std::uint64_t sent = 0;
    std::uint64_t lost = 0;   // Refused by it, or skipped because too many or too old.
    std::uint64_t retries = 0;
    std::string problem;   // Of the last try; empty: it went well.
};

// Tells one receiver of everything in the ledger's feed, in its order, on a thread of its own. The feed is
// the queue: it is on the disk, and the position in it moves only once the receiver has taken a batch. After
// a crash at most one batch is told twice, which is a two-hundredth of what waits and mostly ten events.
class Courier
{
public:
    // Begins behind the position it was left at; without one, with what comes from now on.
    Courier(CourierSetup setup, ledger::Ledger &ledger, std::shared_ptr<const ApiBases> bases);
    // Ends a try that takes long; what it was about stays in the feed.
    ~Courier();
    Courier(const Courier &) = delete;
    Courier &operator=(const Courier &) = delete;

    // Any thread.
    void wake();
    void setBases(std::shared_ptr<const ApiBases> bases);
    std::int64_t position() const noexcept { return m_position; }
    CourierState state() const;
    const SinkSettings &sink() const noexcept { return m_setup.sink; }

private:
    struct Batch
    {
        std::vector<Event> events;
        std::int64_t last = 0;   // Position of its last row, told of or not.
    };

    void run();
    void begin();
    bool stopping() const;
    // Until ms are over, or more is there (news) or everything ends.
    void rest(int ms, bool news);
    Result<Batch> next();
    bool wanted(const ledger::Row &row) const;
    void skipOld(std::int64_t newest);
    Event eventOf(ledger::Row row) const;
    std::shared_ptr<const Content> contentOf(const Id128 &request) const;
    // False: the courier ends, or the receiver has no time for it any more.
    bool deliver(std::vector<Event> events);
    void lose(std::size_t count, const std::string &why);
    void move(std::int64_t position);
    void note(const std::string &problem);
    void watchBacklog();

    const CourierSetup m_setup;
    ledger::Ledger &m_ledger;
    const FormatPtr m_format;
    Progress m_progress;
    Poster m_poster;
    const SystemClock m_clock;
    std::mt19937_64 m_random{std::random_device()()};
    std::atomic<std::int64_t> m_position = 0;
    std::atomic<std::int64_t> m_newest = 0;
    std::unique_ptr<ledger::FeedReader> m_feed;   // The thread's.
    std::int64_t m_warnedUs = 0;
    bool m_behind = false;

    mutable std::mutex m_mutex;   // Guards what follows.
    std::condition_variable m_wake;
    std::shared_ptr<const ApiBases> m_bases;
    CourierState m_state;
    bool m_news = false;
    bool m_stopping = false;
    std::int64_t m_stopUs = 0;
    std::thread m_thread;
};

}   // namespace gw::sinks
