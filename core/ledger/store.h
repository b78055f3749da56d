#pragma once

#include "core/base/result.h"
#include "core/ledger/corrections.h"
#include "core/ledger/idindex.h"
#include "core/ledger/namebook.h"
#include "core/ledger/queries.h"
#include "core/ledger/sumtables.h"

#include <QSqlDatabase>
#include <QSqlQuery>

#include <array>
#include <functional>
#include <memory>
#include <span>
#include <unordered_map>

struct sqlite3_stmt;

namespace gw::ledger {

// The writing side of the ledger's database (SQLite, WAL). Lives and dies on one thread. A batch is one
// transaction: rows, names, roll-ups and pending attempts together or not at all.
class Store
{
public:
    static Result<std::unique_ptr<Store>> open(const std::string &path);
    ~Store();
    Store(const Store &) = delete;
    Store &operator=(const Store &) = delete;

    // An attempt that outlives its journal segment.
    struct Pending
    {
        OpenRecord open;
        std::optional<ProgressRecord> progress;
    };
    struct Batch
    {
        std::span<const Row> rows;
        std::span<const Pending> pending;       // To be kept.
        std::span<const Cursor> settled;        // No longer pending.
        bool fed = false;                       // Rows go into the feed, too ...
        bool fedUntold = false;                 // ... and those that nobody outside is to be told of.
        std::int64_t toldUpTo = 0;              // Everybody has been told of the feed up to here.
        std::function<void()> meanwhile = {};   // Called every few milliseconds of a long batch.
    };
    struct Written
    {
        std::size_t closed = 0;   // Rows that were new, by ending.
        std::size_t broken = 0;
        std::size_t fed = 0;
    };
    // Rows already known are left as they are and counted nowhere, so a batch may be written any number of
    // times.
    Result<Written> write(const Batch &batch);
    Result<std::vector<Pending>> readPending();
    // What is still to be told of: rows from oldest on, but for those that ended before waitedUs.
    struct Untold
    {
        Id128 oldest;
        std::int64_t waitedUs = 0;
    };
    // Deletes at most limit rows that ended before this moment (Unix microseconds, taken down to a minute),
    // the oldest first, and says how many. Roll-ups stay.
    Result<int> prune(std::int64_t endedBeforeUs, int limit, const std::optional<Untold> &untold = {});
    // The oldest row of the feed behind this position.
    Result<std::optional<Id128>> oldestUntold(std::int64_t toldUpTo);
    // Forgets what is in the feed behind this position and has no row any more, and says how much that was.
    Result<int> forgetPruned(std::int64_t toldUpTo);
    // Rows that ended before this moment may be gone.
    Result<std::int64_t> prunedBeforeUs();
    // Looks at the rows of one slice behind cursor, and moves it; false: there are no more. What was changed
    // goes to corrections, and into the feed where fed.
    Result<bool> reprice(const RepriceQuery &query, const PriceRow &price, bool fed, Cursor &cursor,
                         std::vector<Correction> &corrections, Repriced &sum);
    // Sums up one more span of days that is over, or does another thing to the sums that can wait; false:
    // there is nothing to do. Takes some tenths of a second.
    Result<bool> tidySums(Day today) { return m_sums->tidy(today); }
    struct Size
    {
        std::int64_t bytes = 0;   // Of the database's file.
        std::int64_t free = 0;    // Of these, for what comes next.
    };
    Result<Size> size();
    // Makes what was written survive a power failure.
    Result<void> syncToDisk();

private:
    // Texts of a row that stand in it as ids, in the order of their columns.
    static constexpr std::size_t kRowNames = 15;
    using RowNames = std::array<std::int64_t, kRowNames>;

    explicit Store(const std::string &path);
    Result<void> prepare();
    Result<void> migrate();
    Result<Written> writeAll(const Batch &batch);
    Result<void> prepareRaw(const std::string &sql, sqlite3_stmt *&statement);
    Result<bool> insertRow(const Row &row, const RowNames &names, std::string_view callId);
    void noteIds(const Row &row, std::string_view callId);
    Result<void> feed(const Row &row);
    Result<std::vector<Row>> unpricedRows(const RepriceQuery &query, Cursor &cursor, bool &more);
    Result<void> correct(Row &row, const Amount &amount, bool fed);
    Result<std::int64_t> nameId(std::string_view text);
    Result<RowNames> namesOf(const OpenRecord &open);
    Result<std::int64_t> pairId(const std::string &first, std::int64_t firstId, const std::string &second,
                                std::int64_t secondId);
    Result<void> addToRollups(const OpenRecord &open, const RowNames &names, const Totals &totals);
    Result<const std::vector<std::int64_t> *> tagIds(const OpenRecord &open, std::int64_t list);
    void forgetNames();
    void rollBack();
    Result<void> keepPending(const Pending &pending);
    Result<std::int64_t> number(const QString &pragma);

    const std::string m_path;
    const QString m_connection;
    QSqlDatabase m_database;
    // Through SQLite itself on Qt's connection: Qt's binding of its columns costs more than SQLite's own
    // work.
    sqlite3_stmt *m_insertRow = nullptr;
    sqlite3_stmt *m_insertName = nullptr;
    sqlite3_stmt *m_findName = nullptr;
    std::unique_ptr<QSqlQuery> m_insertPending;
    std::unique_ptr<QSqlQuery> m_deletePending;
    std::unique_ptr<QSqlQuery> m_feed;
    std::unique_ptr<QSqlQuery> m_trimFeed;
    // Ids of names met lately; emptied when large and when a transaction fails.
    NameBook m_names;
    // What the last row had in each column: many rows in a row say the same.
    struct Name
    {
        std::string text;
        std::int64_t id = 0;   // 0: none yet.
    };
    std::array<Name, kRowNames> m_lastNames;
    // Of the tags in a list, by the list's id.
    std::unordered_map<std::int64_t, std::vector<std::int64_t>> m_tagLists;
    std::unique_ptr<SumTables> m_sums;
    std::unique_ptr<IdIndex> m_ids;
    std::vector<Sums::Place> m_places;   // Of one row.
};

// How ids and texts stand in the database; the reading side uses them too.
std::int64_t storedLow(const Id128 &id) noexcept;
Id128 idFromStored(std::int64_t high, std::int64_t low) noexcept;
enum RowFlag : int { kFlagStream = 1, kFlagUnpriced = 2, kFlagAgain = 4, kFlagUntold = 8 };
int flagsOf(const Row &row) noexcept;
void setFlags(Row &row, int flags) noexcept;

}   // namespace gw::ledger
