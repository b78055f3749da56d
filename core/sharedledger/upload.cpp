#include "core/sharedledger/upload.h"

#include "core/ledger/store.h"
#include "core/sharedledger/rows.h"

#include <map>
#include <set>

namespace gw::sharedledger {

namespace {

using Place = std::pair<Id128, std::uint16_t>;

Place placeOf(const ledger::Row &row)
{
    return {row.open.request, row.open.attempt};
}

Place placeAt(const postgres::Rows &rows, int row)
{
    return {Id128::fromString(rows.text(row, 0)).value_or(Id128()),
            static_cast<std::uint16_t>(rows.integer(row, 1))};
}

constexpr const char *kSameRow = "a.id = i.id AND a.attempt = i.attempt AND a.gateway = i.gateway";
constexpr const char *kOtherAmount = "(a.cost <> i.cost OR a.flags <> i.flags)";

}   // namespace

Result<Progress> Upload::begin()
{
    GW_CHECK(m_connection.script(
        "CREATE TEMP TABLE IF NOT EXISTS incoming (LIKE portico.attempts) ON COMMIT DELETE "
        "ROWS; CREATE TEMP TABLE IF NOT EXISTS incoming_sums (LIKE portico.rollups) ON "
        "COMMIT DELETE ROWS"));
    GW_CHECK(
        m_connection.run("INSERT INTO portico.feeds VALUES ($1, $2, 0, $3::uuid, 0, false) ON CONFLICT DO "
                         "NOTHING",
                         {m_gateway, m_ledger, Id128().toString()}));
    GW_TRY(const postgres::Rows rows,
           m_connection.query(
               "SELECT position, older_id, older_attempt, whole FROM portico.feeds WHERE gateway = $1 "
               "AND ledger = $2",
               {m_gateway, m_ledger}));
    if (rows.empty())
        return Error{.message = "the database has forgotten where this gateway was"};
    Progress progress;
    progress.position = rows.integer(0, 0);
    progress.older.request = Id128::fromString(rows.text(0, 1)).value_or(Id128());
    progress.older.attempt = static_cast<std::uint16_t>(rows.integer(0, 2));
    progress.whole = rows.flag(0, 3);
    return progress;
}

Result<void> Upload::move(const Progress &before, const Progress &after)
{
    GW_TRY(const postgres::Rows moved,
           m_connection.query(
               "UPDATE portico.feeds SET position = $3, older_id = $4::uuid, older_attempt = $5, "
               "whole = $6 WHERE gateway = $1 AND ledger = $2 AND position = $7 AND older_id = "
               "$8::uuid AND older_attempt = $9",
               {m_gateway, m_ledger, after.position, after.older.request.toString(), int{after.older.attempt},
                after.whole, before.position, before.older.request.toString(), int{before.older.attempt}}));
    if (moved.affected() != 1)
        return Error{.message = "another process writes as gateway " + m_gateway};
    return {};
}

Result<void> Upload::writeSums(const std::string &lines)
{
    GW_CHECK(m_connection.copyIn("COPY pg_temp.incoming_sums FROM STDIN", lines));
    std::string add;
    for (std::string_view rest = sumsList(); !rest.empty();) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        const std::string column(rest.substr(0, comma));
        add += (add.empty() ? "" : ", ") + column + " = r." + column + " + excluded." + column;
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return m_connection.run(
        "INSERT INTO portico.rollups AS r SELECT * FROM pg_temp.incoming_sums ORDER BY dimension, "
        "day, name ON CONFLICT (dimension, day, name, gateway) DO UPDATE SET " +
        add);
}

Result<Written> Upload::write(std::span<const ledger::Row> rows, const Progress &before,
                              const Progress &after)
{
    std::map<Place, const ledger::Row *> known;
    std::string lines;
    for (const ledger::Row &row : rows) {
        if (known.emplace(placeOf(row), &row).second)
            appendRow(lines, row, m_gateway);
    }
    Written written;
    const Result<void> done = m_connection.transaction([&]() -> Result<void> {
        written = {};
        GW_CHECK(move(before, after));
        if (known.empty())
            return {};
        GW_CHECK(m_connection.copyIn("COPY pg_temp.incoming (" + rowColumns(false) + ") FROM STDIN", lines));
        Sums sums;
        GW_TRY(const postgres::Rows changed,
               m_connection.query(
                   std::string("SELECT i.id, i.attempt, a.cost, a.flags FROM pg_temp.incoming i JOIN "
                               "portico.attempts a ON ") +
                   kSameRow + " WHERE " + kOtherAmount));
        for (int i = 0; i < changed.size(); ++i) {
            const ledger::Row &row = *known.at(placeAt(changed, i));
            const bool unpriced = (changed.integer(i, 3) & ledger::kFlagUnpriced) != 0;
            ledger::Totals difference;
            difference.costPico = row.close.costPico - int128Of(changed.text(i, 2));
            difference.unpriced = (row.close.unpriced ? 1 : 0) - (unpriced ? 1 : 0);
            addSums(sums, row, difference);
            ++written.corrected;
        }
        if (changed.size() > 0)
            GW_CHECK(m_connection.run(
                std::string(
                    "UPDATE portico.attempts a SET cost = i.cost, flags = i.flags, price_input = "
                    "i.price_input, price_output = i.price_output, price_cache_read = i.price_cache_read, "
                    "price_cache_write = i.price_cache_write, price_version = i.price_version FROM "
                    "pg_temp.incoming i WHERE ") +
                kSameRow + " AND " + kOtherAmount));
        GW_TRY(const postgres::Rows added,
               m_connection.query("INSERT INTO portico.attempts (" + rowColumns(false) + ") SELECT " +
                                  rowColumns(false) +
                                  " FROM pg_temp.incoming ON CONFLICT DO NOTHING RETURNING id, attempt"));
        for (int i = 0; i < added.size(); ++i) {
            const ledger::Row &row = *known.at(placeAt(added, i));
            addSums(sums, row, ledger::totalsOf(row));
            ++written.rows;
        }
        std::string sumLines;
        for (const auto &[key, totals] : sums)
            appendSums(sumLines, key, totals, m_gateway);
        return sums.empty() ? Result<void>() : writeSums(sumLines);
    });
    if (!done.ok())
        return done.error();
    return written;
}

}   // namespace gw::sharedledger
