#pragma once

#include "core/base/result.h"
#include "core/ledger/spans.h"
#include "core/ledger/statement.h"
#include "core/ledger/sumpack.h"
#include "core/ledger/sums.h"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <vector>

namespace gw::ledger {

// Sums as their writer keeps them (resources/schema/0008_packed.sql), on the connection of the one who keeps
// the rows, within his transactions. A batch goes to the log as one piece; what has gathered there is merged
// into the tables once it is much, so that a row costs the same however many names there are.
class SumTables
{
public:
    static Result<std::unique_ptr<SumTables>> open(const QSqlDatabase &database);

    void add(std::span<const Sums::Place> places, const Totals &totals) { m_sums.add(places, totals); }
    // Writes what was added. meanwhile: called every few milliseconds.
    Result<void> write(const std::function<void()> &meanwhile = {});
    // The transaction has failed: nothing was added.
    void forget();

    // Does one piece of what can wait, in a transaction of its own that takes some tenths of a second: sums
    // up a span of days that is over, or packs a day of an earlier version. False: there is nothing.
    Result<bool> tidy(Day today);

private:
    using Run = std::span<Sums::Sum *const>;

    explicit SumTables(const QSqlDatabase &database)
        : m_database(database)
    {}
    Result<void> prepare();
    Result<void> countLog();
    Result<void> log();
    Result<void> takeLog();
    Result<void> merge(const std::function<void()> &meanwhile);
    // Adds sums of one dimension, in the order of their names, to a day or span.
    Result<void> merge(Dimension dimension, const Span &into, Run sums);
    Result<void> mergePiece(Dimension dimension, const Span &into, std::int64_t fromName, Run sums);
    Result<void> putPieces(Dimension dimension, const Span &into, const std::vector<NamedSum> &sums);
    Result<void> inTransaction(const std::function<Result<void>()> &change);
    Result<std::optional<Span>> missingSpan(Day today);
    Result<void> makeSpan(const Span &span);
    Result<bool> packOld(const char *table, const char *daysColumn, const char *firstColumn);

    const QSqlDatabase m_database;
    std::set<Span> m_spans;
    Sums m_sums;
    // Of the log. -1: to be counted.
    std::int64_t m_loggedSums = -1;
    std::int64_t m_loggedBatches = 0;
    std::string m_group;
    std::string m_packed;
    RawStatement m_appendLog;
    RawStatement m_listPieces;
    RawStatement m_readPiece;
    RawStatement m_dropPiece;
    RawStatement m_putPiece;
};

}   // namespace gw::ledger
