#include "core/ledger/ledgerreader.h"
#include "core/ledger/readerconnection.h"
#include "core/ledger/store.h"

#include <algorithm>
#include <bit>
#include <chrono>

using namespace Qt::StringLiterals;

// LedgerReader's answers about requests.
namespace gw::ledger {

namespace {

// Rows between two looks at the clock, and the time between two answers.
constexpr int kLookRows = 1024;
constexpr std::chrono::milliseconds kAnswerEvery(50);

// The first id of a millisecond.
Id128 firstIdAt(std::int64_t unixUs)
{
    return {static_cast<std::uint64_t>(std::max<std::int64_t>(unixUs, 0) / 1000) << 16, 0};
}

void addId(Conditions &conditions, const char *sign, const Id128 &id)
{
    conditions.add(u"(a.id_high, a.id_low) %1 (?, ?)"_s.arg(QLatin1String(sign)),
                   {integer(std::bit_cast<std::int64_t>(id.high)), integer(storedLow(id))});
}

// What of the key's order is asked for. Conditions on the key stand before the others, so that their values
// do.
Conditions rangeOf(const RequestFilter &filter, const RequestSpan &span)
{
    Conditions range;
    if (span.newest)
        addId(range, "<=", *span.newest);
    if (filter.untilUs)
        addId(range, "<", firstIdAt(*filter.untilUs));
    // Only one lower limit: SQLite would take the first for the index and test the other row by row.
    std::optional<Id128> oldest = span.oldest;
    if (filter.fromUs && (!oldest || *oldest < firstIdAt(*filter.fromUs)))
        oldest = firstIdAt(*filter.fromUs);
    if (oldest)
        addId(range, ">=", *oldest);
    return range;
}

// Tells when an answer is due.
class Pace
{
public:
    bool due()
    {
        if (++m_rows % kLookRows != 0)
            return false;
        const auto now = std::chrono::steady_clock::now();
        if (now - m_last < kAnswerEvery)
            return false;
        m_last = now;
        return true;
    }

private:
    std::int64_t m_rows = 0;
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
};

// Cuts matches into spans.
class Cutter
{
public:
    explicit Cutter(int rows)
        : m_rows(rows)
    {}
    void look()
    {
        if (++m_looked >= kSliceRows)
            cut();
    }
    void match(const Id128 &id)
    {
        if (m_open.count == 0) {
            m_open.newest = id;
            m_looked = 0;
        }
        m_open.oldest = id;
        if (++m_open.count >= m_rows)
            cut();
    }
    void cut()
    {
        if (m_open.count > 0)
            m_spans.push_back(std::exchange(m_open, {}));
        m_looked = 0;
    }
    std::vector<OutlineSpan> take() { return std::exchange(m_spans, {}); }
    bool hasSpans() const { return !m_spans.empty(); }

private:
    const int m_rows;
    int m_looked = 0;
    OutlineSpan m_open;
    std::vector<OutlineSpan> m_spans;
};

}   // namespace

QueryToken LedgerReader::requests(RequestsQuery query, Callback<std::vector<RequestRow>> callback)
{
    return post([query = std::move(query), callback = std::move(callback)](Connection &connection,
                                                                           QueryToken token) {
        Result<std::vector<RequestRow>> answer = [&]() -> Result<std::vector<RequestRow>> {
            GW_TRY(const std::optional<Conditions> terms, connection.conditions(query.filter));
            std::vector<RequestRow> rows;
            if (!terms)
                return rows;
            const Conditions range = rangeOf(query.filter, query.span);
            GW_TRY(
                QSqlQuery select,
                connection.select(
                    u"SELECT "_s + kRowColumnsSql +
                        u", CASE WHEN a.attempt = 0 THEN a.cost ELSE (SELECT SUM(b.cost) FROM attempts b "
                        "WHERE b.id_high = a.id_high AND b.id_low = a.id_low) END FROM attempts a WHERE "_s +
                        range.sql() + u" AND "_s + terms->sql() +
                        u" AND NOT EXISTS (SELECT 1 FROM attempts c WHERE c.id_high = a.id_high AND "
                        "c.id_low = a.id_low AND c.attempt > a.attempt)"_s +
                        kNewestFirst + QString::number(std::max(query.limit, 1)),
                    range.values + terms->values));
            while (select.next()) {
                RowReader reader(select);
                Row last = reader.read();
                rows.push_back({std::move(last), reader.number()});
            }
            return rows;
        }();
        if (!connection.cancelled(token))
            callback(token, std::move(answer));
    });
}

QueryToken LedgerReader::outline(OutlineQuery query, Callback<Outline> callback)
{
    return post([query = std::move(query), callback = std::move(callback)](Connection &connection,
                                                                           QueryToken token) {
        Outline part;
        Cutter cutter(std::max(query.spanRows, 1));
        const auto answer = [&] {
            part.spans = cutter.take();
            if (!connection.cancelled(token))
                callback(token, part);
        };
        const Result<void> walked = [&]() -> Result<void> {
            GW_TRY(const std::optional<Conditions> terms, connection.conditions(query.filter));
            if (!terms)
                return {};
            const Conditions range = rangeOf(query.filter, query.within);
            GW_TRY(
                RawStatement row,
                connection.walk(u"SELECT a.id_high, a.id_low, %1 FROM attempts a WHERE %2 ORDER BY a.id_high "
                                "DESC, a.id_low DESC, a.attempt DESC"_s.arg(terms->sql(), range.sql()),
                                terms->values + range.values));
            Id128 before;
            Pace pace;
            bool first = true;
            for (;;) {
                GW_TRY(const bool more, row.next());
                if (!more)
                    return {};
                const Id128 id = idFromStored(row.number(0), row.number(1));
                ++part.scanned;
                cutter.look();
                // The last attempt comes first.
                if (id != before && row.number(2) != 0)
                    cutter.match(id);
                before = id;
                part.reachedMs = id.unixMs();
                // The first page is wanted at once.
                if ((first && cutter.hasSpans()) || pace.due()) {
                    first = false;
                    answer();
                    if (connection.cancelled(token))
                        return {};
                }
            }
        }();
        if (!walked.ok()) {
            if (!connection.cancelled(token))
                callback(token, walked.error());
            return;
        }
        cutter.cut();
        part.done = true;
        answer();
    });
}

QueryToken LedgerReader::sums(SumsQuery query, Callback<RequestSums> callback)
{
    return post([query = std::move(query), callback = std::move(callback)](Connection &connection,
                                                                           QueryToken token) {
        RequestSums sums;
        const Result<void> walked = [&]() -> Result<void> {
            GW_TRY(const std::optional<Conditions> terms, connection.conditions(query.filter));
            if (!terms)
                return {};
            const Conditions range = rangeOf(query.filter, {});
            GW_TRY(
                RawStatement row,
                connection.walk(
                    u"SELECT a.id_high, a.id_low, %1, a.outcome <> 0 OR a.http_status >= 400, a.duration_us, "
                    "a.flags, a.attempt, MAX(a.cache_read, 0), MAX(a.input, 0), MAX(a.output, 0), a.cost "
                    "FROM attempts a WHERE %2 ORDER BY a.id_high DESC, a.id_low DESC, a.attempt DESC"_s.arg(
                        terms->sql(), range.sql()),
                    terms->values + range.values));
            Id128 before;
            bool matched = false;
            Pace pace;
            for (;;) {
                GW_TRY(const bool more, row.next());
                if (!more)
                    return {};
                const Id128 id = idFromStored(row.number(0), row.number(1));
                if (id != before) {
                    before = id;
                    matched = row.number(2) != 0;
                    if (matched) {
                        ++sums.requests;
                        sums.failed += row.number(3);
                        sums.slow += row.number(4) > query.slowUs ? 1 : 0;
                        sums.streams += (row.number(5) & kFlagStream) != 0 ? 1 : 0;
                        sums.unpriced += (row.number(5) & kFlagUnpriced) != 0 ? 1 : 0;
                        sums.retried += row.number(6) > 0 ? 1 : 0;
                        sums.cached += row.number(7) > 0 ? 1 : 0;
                        sums.input += row.number(8);
                        sums.output += row.number(9);
                    }
                }
                if (matched) {
                    sums.costPico += row.number(10);
                    sums.costUsd += sums.costPico / kPicoPerUsd;
                    sums.costPico %= kPicoPerUsd;
                }
                if (pace.due()) {
                    if (connection.cancelled(token))
                        return {};
                    callback(token, sums);
                }
            }
        }();
        if (connection.cancelled(token))
            return;
        if (!walked.ok())
            return callback(token, walked.error());
        sums.done = true;
        callback(token, sums);
    });
}

QueryToken LedgerReader::attempts(Id128 request, Callback<std::vector<Row>> callback)
{
    return post([=, callback = std::move(callback)](Connection &connection, QueryToken token) {
        Result<std::vector<Row>> answer = [&]() -> Result<std::vector<Row>> {
            GW_TRY(QSqlQuery query,
                   connection.select(
                       kRowSql + u"a.id_high = ? AND a.id_low = ? ORDER BY a.attempt"_s,
                       {integer(std::bit_cast<std::int64_t>(request.high)), integer(storedLow(request))}));
            std::vector<Row> rows;
            while (query.next())
                rows.push_back(RowReader(query).read());
            return rows;
        }();
        if (!connection.cancelled(token))
            callback(token, std::move(answer));
    });
}

}   // namespace gw::ledger
