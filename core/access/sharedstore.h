#pragma once

#include "core/access/store.h"
#include "core/postgres/link.h"

#include <atomic>

namespace gw::access {

// Which database a directory shares, and as whom.
struct SharedOptions
{
    postgres::Settings settings;
    std::string gateway;           // The id of this one.
    std::string backupFolder;      // For tables that a new version changes.
    bool mayChangeSchema = true;   // Else they must be there.
};

// The truth about keys, users, teams and budgets where several gateways share a PostgreSQL: the tables of its
// schema portico. Whoever changes something holds one lock from before it looks until it has committed, so
// that changes are made one after another over all gateways, each on the newest state, and are numbered in
// that order. Used by one thread, which it blocks; never by one that serves clients.
class SharedStore
{
public:
    using Options = SharedOptions;
    // told: others have changed something, or the database came or went; on a thread of the store's.
    SharedStore(Options options, std::function<void()> told);
    SharedStore(const SharedStore &) = delete;
    SharedStore &operator=(const SharedStore &) = delete;

    bool up() const noexcept { return m_link.up(); }
    std::string problem() const { return m_link.problem(); }
    void waitForFirst(int ms) { m_link.waitForFirst(ms); }
    // Counts connections: another one than before may have missed notifications.
    std::int64_t connection() const noexcept { return m_connection.load(); }

    // What has changed, in the order of the numbers.
    struct News
    {
        struct Item
        {
            Kind kind = Kind::Key;
            std::string id;
            bool removed = false;
            std::string document;   // JSON.
        };
        std::vector<Item> items;
        std::vector<Spending::Moved> windows;
        std::int64_t seq = 0;   // Of the last one; nothing newer is in here.

        bool empty() const { return items.empty() && windows.empty(); }
    };
    // What came after seq.
    Result<News> newsSince(std::int64_t seq);
    // Takes the lock first, and keeps it until commit() or abandon().
    Result<News> begin(std::int64_t seq);
    bool begun() const noexcept { return m_begun; }
    // Writes batch and ends what begin() began; gives the number of the last change. What it could not say
    // for sure (the connection died meanwhile) is an error, and news if it was done.
    Result<std::int64_t> commit(const Store::Batch &batch);
    void abandon();
    // Windows that have begun anew by themselves; where another gateway was first, its own counts and is
    // news. all: of a gateway that comes back: only later ones and unknown ones are taken.
    Result<void> writeWindows(const std::vector<Spending::Moved> &windows, bool all);

    struct Identity
    {
        std::string database;   // Names this database among all.
        std::int64_t seq = 0;   // The last that was given; lower than one that is known: it was set back.
    };
    Result<Identity> identity();
    Result<Store::AuditPage> audit(const Store::AuditQuery &query);

    struct Spent
    {
        std::vector<Elsewhere> elsewhere;   // Whole sums, of what has changed.
        std::int64_t seq = 0;
    };
    // Tells what this gateway's accounts have cost in all, and gives what the others told since seq.
    Result<Spent> exchangeSpent(const std::vector<Elsewhere> &own, std::int64_t seq);
    // What this gateway told before.
    Result<std::vector<Elsewhere>> toldBefore();

private:
    using Connection = postgres::Connection;

    Result<void> prepare(Connection &connection);
    Result<void> call(const postgres::Link::Job &job);
    Result<News> readNews(Connection &connection, std::int64_t seq);
    Result<void> readDocuments(Connection &connection, News &news);
    Result<void> readWindows(Connection &connection, std::int64_t seq, News &news);
    Result<std::int64_t> writeAll(Connection &connection, const Store::Batch &batch);

    const Options m_options;
    std::atomic<std::int64_t> m_connection{0};
    bool m_begun = false;
    std::int64_t m_begunOn = 0;   // connection() then.
    postgres::Link m_link;        // Last: it calls what stands above.
};

}   // namespace gw::access
