#pragma once

#include "core/base/result.h"
#include "core/ledger/statement.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gw::ledger {

// Finds rows by the ids that clients and providers gave them, on the connection of the one who writes rows
// and within his transactions (resources/schema/0008_packed.sql). An index of SQLite's own is written to at a
// random place for every row, and a batch then touches most of its pages.
class IdIndex
{
public:
    // Where a row is: its id as it is stored.
    using Place = std::pair<std::int64_t, std::int64_t>;

    static Result<std::unique_ptr<IdIndex>> open(const QSqlDatabase &database);

    // Nothing is noted of an empty id.
    void add(std::string_view id, const Place &place);
    // Writes what was added.
    Result<void> write();
    // The transaction has failed: nothing was added.
    void forget();
    // Of the pieces that have only rows before this one, deletes one.
    Result<void> dropBefore(std::int64_t idHigh);

private:
    struct Entry
    {
        std::uint32_t hash = 0;
        Place place;
        auto operator<=>(const Entry &) const = default;
    };

    explicit IdIndex(const QSqlDatabase &database)
        : m_database(database)
    {}
    Result<void> prepare();
    Result<void> countLog();
    Result<void> takeLog();
    Result<void> putBlock(std::int64_t piece, std::int64_t block, std::span<const Entry> entries);
    Result<void> putPiece();
    Result<void> takeOldIndexes();
    Result<void> takeOldIndex(const std::string &column);

    const QSqlDatabase m_database;
    std::vector<Entry> m_entries;
    // Of the log. -1: to be counted.
    std::int64_t m_loggedIds = -1;
    std::int64_t m_loggedBatches = 0;
    std::string m_packed;
    RawStatement m_appendLog;
    RawStatement m_newPiece;
    RawStatement m_putBlock;
};

// Rows that may have this id: some have another one. prepare makes a statement on the reader's connection.
Result<std::vector<IdIndex::Place>>
placesOf(std::string_view id, const std::function<Result<RawStatement>(const char *)> &prepare);

}   // namespace gw::ledger
