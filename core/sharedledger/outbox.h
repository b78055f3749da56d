#pragma once

#include "core/ledger/feed.h"
#include "core/sharedledger/upload.h"
#include "core/sinks/follower.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace gw::sharedledger {

struct OutboxSetup
{
    std::string ledgerFolder;
    std::string gateway;   // 1 to 64 bytes, and nobody else's.
    postgres::Settings settings;
    std::string backupFolder;      // As bringUpToDate() asks.
    bool mayChangeSchema = true;   // The same.
    int batchRows = 2000;
};

// Brings everything in the ledger to the database, on a thread of its own: first what its feed tells of, then
// rows from before there was a feed, the oldest first. While the database is away all of it waits in the
// ledger. How far it has come stands in the database, so that each row counts once whatever breaks down.
class Outbox final : public sinks::Follower
{
public:
    explicit Outbox(OutboxSetup setup);
    // Ends what is under way; what is not there yet stays in the ledger.
    ~Outbox() override;

    // Once the ledger has started.
    void start();
    void stop();
    // Rows of this gateway that ended longer ago are deleted in the database, too; what they add up to stays.
    // 0: none. Any thread.
    void setRetention(std::int64_t keepS) { m_keepS = keepS; }
    void wake() override;
    std::int64_t position() const override { return m_position; }
    sinks::CourierState state() const override;
    // Calls done once everything that is in the feed now is in the database, or that is away; on the outbox's
    // thread, or on this one when there is none.
    void settle(std::function<void()> done);

private:
    void run();
    Result<void> connect();
    // One batch; false: there is nothing to bring.
    Result<bool> step();
    Result<bool> stepFeed();
    Result<bool> stepOlder();
    // One batch of rows that are too old; false: there are no more for now.
    Result<bool> prune();
    // Half of it, and half of that, until the row that the database does not take is alone; that one is lost.
    Result<void> write(std::span<const ledger::Row> rows, const Progress &after);
    void rest(int ms, bool news);
    void note(const std::string &problem);
    bool isAway() const;
    void waitAgain(std::vector<std::function<void()>> waiting);
    void settled();

    const OutboxSetup m_setup;
    std::atomic<bool> m_stopping = false;
    std::atomic<std::int64_t> m_position = 0;
    std::atomic<std::int64_t> m_newest = 0;
    std::atomic<std::int64_t> m_keepS = 0;
    // The thread's.
    std::unique_ptr<ledger::FeedReader> m_feed;
    std::unique_ptr<postgres::Connection> m_connection;
    std::unique_ptr<Upload> m_upload;
    Progress m_progress;
    std::int64_t m_nextPruneUs = 0;   // Steady clock.

    mutable std::mutex m_mutex;   // Guards what follows.
    std::condition_variable m_wake;
    sinks::CourierState m_state;
    std::int64_t m_troubleUs = 0;   // Since when nothing has gone up; steady clock.
    bool m_warned = false;
    bool m_news = false;
    bool m_running = false;
    std::vector<std::function<void()>> m_waiting;
    std::thread m_thread;
};

}   // namespace gw::sharedledger
