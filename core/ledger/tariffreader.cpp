#include "core/ledger/ledgerreader.h"
#include "core/ledger/readerconnection.h"
#include "core/ledger/store.h"

#include <array>
#include <map>

using namespace Qt::StringLiterals;

// Cost by what it was made of.
namespace gw::ledger {

namespace {

constexpr int kKeyColumns = 8;
using Key = std::array<std::int64_t, kKeyColumns>;

QString sqlOf(const TariffQuery &query, const QString &conditions)
{
    QString tier = u"0"_s;
    for (const std::int64_t above : query.above)
        tier += u" + (a.input > %1)"_s.arg(above);
    QString sums;
    for (const char *column : {"input", "cache_read", "cache_write", "cache_write_1h", "audio_in", "image_in",
                               "output", "reasoning", "audio_out", "searches"})
        sums += u", SUM(MAX(a.%1, 0))"_s.arg(QLatin1String(column));
    return u"SELECT a.model_id, a.provider_id, a.price_input, a.price_output, a.price_cache_read, "
           "a.price_cache_write, "_s +
           tier +
           u", a.cost <> 0 OR (a.flags & 2) <> 0, COUNT(*), SUM(a.ending IN (1, 3)), SUM((a.flags & 2) <> 0)"_s +
           sums + u", SUM(a.cost / 1000000000000), SUM(a.cost % 1000000000000) FROM attempts a WHERE "_s +
           conditions + u" GROUP BY 1, 2, 3, 4, 5, 6, 7, 8"_s;
}

void add(TariffRow &sum, const RawStatement &row)
{
    int at = kKeyColumns;
    const auto next = [&row, &at] { return row.number(at++); };
    const auto addTo = [&next](std::int64_t &count) { count = std::max<std::int64_t>(count, 0) + next(); };
    addTo(sum.attempts);
    addTo(sum.estimated);
    addTo(sum.unpriced);
    chat::Usage &usage = sum.usage;
    for (std::int64_t *count :
         {&usage.input, &usage.cacheRead, &usage.cacheWrite, &usage.cacheWrite1h, &usage.audioIn,
          &usage.imageIn, &usage.output, &usage.reasoning, &usage.audioOut, &usage.webSearches})
        addTo(*count);
    const std::int64_t usd = next();
    sum.costPico += static_cast<Int128>(usd) * kPicoPerUsd + next();
}

}   // namespace

QueryToken LedgerReader::tariffs(TariffQuery query, Callback<std::vector<TariffRow>> callback)
{
    return post([query = std::move(query), callback = std::move(callback)](Connection &connection,
                                                                           QueryToken token) {
        Result<std::vector<TariffRow>> answer = [&]() -> Result<std::vector<TariffRow>> {
            GW_TRY(const std::optional<Conditions> terms, connection.conditions(query.filter));
            std::map<Key, TariffRow> sums;
            Filter times;
            times.fromUs = query.filter.fromUs;
            times.untilUs = query.filter.untilUs;
            std::optional<Cursor> before;
            while (terms && !connection.cancelled(token)) {
                GW_TRY(const std::optional<Connection::Slice> slice, connection.slice(times, before));
                if (!slice)
                    break;
                Conditions range;
                if (before)
                    addBefore(range, *before);
                addFrom(range, slice->oldest);
                if (times.fromUs)
                    range.add(u"a.started_us >= ?"_s, {integer(*times.fromUs)});
                if (times.untilUs)
                    range.add(u"a.started_us < ?"_s, {integer(*times.untilUs)});
                GW_TRY(RawStatement row,
                       connection.walk(sqlOf(query, range.sql() + u" AND "_s + terms->sql()),
                                       range.values + terms->values));
                for (;;) {
                    GW_TRY(const bool more, row.next());
                    if (!more)
                        break;
                    Key key{};
                    for (std::size_t i = 0; i < key.size(); ++i)
                        key[i] = row.number(static_cast<int>(i));
                    add(sums[key], row);
                }
                before = slice->oldest;
            }
            std::vector<TariffRow> result;
            for (auto &[key, sum] : sums) {
                GW_TRY(QSqlQuery names, connection.select(u"SELECT (SELECT text FROM names WHERE id = ?), "
                                                          "(SELECT text FROM names WHERE id = ?)"_s,
                                                          {integer(key[0]), integer(key[1])}));
                if (names.next()) {
                    sum.model = names.value(0).toString().toStdString();
                    sum.provider = names.value(1).toString().toStdString();
                }
                sum.priceInput = key[2];
                sum.priceOutput = key[3];
                sum.priceCacheRead = key[4];
                sum.priceCacheWrite = key[5];
                sum.tier = static_cast<int>(key[6]);
                sum.billed = key[7] != 0;
                result.push_back(std::move(sum));
            }
            return result;
        }();
        if (!connection.cancelled(token))
            callback(token, std::move(answer));
    });
}

}   // namespace gw::ledger
