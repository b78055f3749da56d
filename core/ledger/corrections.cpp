#include "core/ledger/corrections.h"

#include "core/base/clock.h"
#include "core/ledger/readerconnection.h"
#include "core/ledger/store.h"

#include <QSqlError>

#include <bit>

using namespace Qt::StringLiterals;

// What Store does with them.
namespace gw::ledger {

namespace {

// Rows looked at between two looks at the journals.
constexpr int kSlice = 20'000;

Error failed(const QSqlError &error)
{
    return {.code = ErrorCode::Internal, .message = "ledger corrections: " + error.text().toStdString()};
}

QVariantList placeOf(const Cursor &cursor)
{
    return {integer(std::bit_cast<std::int64_t>(cursor.request.high)), integer(storedLow(cursor.request)),
            integer(cursor.attempt)};
}

Result<void> run(QSqlQuery &query, const QString &sql, const QVariantList &values)
{
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return failed(query.lastError());
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return failed(query.lastError());
    return {};
}

bool isWanted(const RepriceQuery &query, const Row &row)
{
    return row.open.startedUs >= query.sinceUs &&
           (query.model.empty() || row.open.modelGroup == query.model ||
            row.open.upstreamModel == query.model);
}

}   // namespace

Result<std::vector<Row>> Store::unpricedRows(const RepriceQuery &query, Cursor &cursor, bool &more)
{
    const Cursor from = std::max(cursor, Cursor::at(query.sinceUs), [](const Cursor &a, const Cursor &b) {
        return std::tie(a.request, a.attempt) < std::tie(b.request, b.attempt);
    });
    const QString behind = u"(a.id_high, a.id_low, a.attempt) > (?, ?, ?)"_s;
    QSqlQuery end(m_database);
    GW_CHECK(run(end,
                 u"SELECT a.id_high, a.id_low, a.attempt FROM attempts a WHERE "_s + behind +
                     u" ORDER BY a.id_high, a.id_low, a.attempt LIMIT 1 OFFSET %1"_s.arg(kSlice - 1),
                 placeOf(from)));
    QString sql = kRowSql + behind;
    QVariantList values = placeOf(from);
    more = end.next();
    if (more) {
        cursor = {idFromStored(end.value(0).toLongLong(), end.value(1).toLongLong()),
                  static_cast<std::uint16_t>(end.value(2).toInt())};
        sql += u" AND (a.id_high, a.id_low, a.attempt) <= (?, ?, ?)"_s;
        values += placeOf(cursor);
    }
    end.finish();
    QSqlQuery select(m_database);
    GW_CHECK(run(select, sql + u" AND (a.flags & %1) <> 0"_s.arg(kFlagUnpriced), values));
    std::vector<Row> rows;
    while (select.next()) {
        Row row = RowReader(select).read();
        if (isWanted(query, row))
            rows.push_back(std::move(row));
    }
    return rows;
}

Result<void> Store::correct(Row &row, const Amount &amount, bool fed)
{
    GW_TRY(const std::int64_t versionBefore, nameId(row.open.priceVersion));
    GW_TRY(const std::int64_t version, nameId(amount.priceVersion));
    const QVariantList place = placeOf({row.open.request, row.open.attempt});
    const std::int64_t costBefore = row.close.costPico;
    const Totals before = totalsOf(row);
    row.close.unpriced = false;
    row.close.costPico = amount.costPico;
    row.close.priceInput = amount.priceInput;
    row.close.priceOutput = amount.priceOutput;
    row.close.priceCacheRead = amount.priceCacheRead;
    row.close.priceCacheWrite = amount.priceCacheWrite;
    row.open.priceVersion = amount.priceVersion;
    QSqlQuery query(m_database);
    GW_CHECK(
        run(query,
            u"UPDATE attempts SET cost = ?, flags = ?, price_input = ?, price_output = ?, "
            "price_cache_read = ?, price_cache_write = ?, version_id = ? WHERE id_high = ? AND id_low = ? "
            "AND attempt = ?"_s,
            QVariantList{integer(amount.costPico), integer(flagsOf(row)), integer(amount.priceInput),
                         integer(amount.priceOutput), integer(amount.priceCacheRead),
                         integer(amount.priceCacheWrite), integer(version)} +
                place));
    GW_CHECK(run(query,
                 u"INSERT INTO corrections (id_high, id_low, attempt, at_us, cost_before, cost_after, "
                 "version_before, version_after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s,
                 place + QVariantList{integer(SystemClock().unixUs()), integer(costBefore),
                                      integer(amount.costPico), integer(versionBefore), integer(version)}));
    Totals difference;
    difference.unpriced = -before.unpriced;
    difference.costPico = amount.costPico - costBefore;
    GW_TRY(const RowNames names, namesOf(row.open));
    GW_CHECK(addToRollups(row.open, names, difference));
    return fed ? feed(row) : Result<void>();
}

Result<bool> Store::reprice(const RepriceQuery &query, const PriceRow &price, bool fed, Cursor &cursor,
                            std::vector<Correction> &corrections, Repriced &sum)
{
    bool more = false;
    GW_TRY(std::vector<Row> rows, unpricedRows(query, cursor, more));
    if (!query.dryRun && !m_database.transaction())
        return failed(m_database.lastError());
    const Result<void> done = [&]() -> Result<void> {
        for (Row &row : rows) {
            ++sum.unpriced;
            const std::optional<Amount> amount = price(row);
            if (!amount)
                continue;
            const std::int64_t difference = amount->costPico - row.close.costPico;
            if (!query.dryRun) {
                GW_CHECK(correct(row, *amount, fed));
                corrections.push_back({row, difference});
            }
            ++sum.priced;
            sum.differencePico += difference;
        }
        return query.dryRun ? Result<void>() : m_sums->write();
    }();
    if (query.dryRun)
        return more;
    if (!done.ok() || !m_database.commit()) {
        rollBack();
        corrections.clear();
        return done.ok() ? failed(m_database.lastError()) : done.error();
    }
    return more;
}

}   // namespace gw::ledger
