#include "core/ledger/ledgerreader.h"

#include "core/ledger/idindex.h"
#include "core/ledger/readerconnection.h"
#include "core/ledger/spans.h"
#include "core/ledger/store.h"

#include <algorithm>
#include <bit>
#include <map>
#include <tuple>

using namespace Qt::StringLiterals;

namespace gw::ledger {

namespace {

constexpr std::int64_t kUsPerDay = 86'400'000'000;

Totals readTotals(const QSqlQuery &query, int at)
{
    return totalsFrom([&query](int column) -> std::int64_t { return query.value(column).toLongLong(); }, at);
}

QString columnOf(Dimension dimension)
{
    switch (dimension) {
    case Dimension::Key:
        return u"a.key_id"_s;
    case Dimension::User:
        return u"a.user_id"_s;
    case Dimension::Team:
        return u"a.team_id"_s;
    case Dimension::EndUser:
        return u"a.end_user_id"_s;
    case Dimension::ModelGroup:
        return u"a.group_id"_s;
    case Dimension::Model:
        return u"a.model_id"_s;
    case Dimension::Provider:
        return u"a.provider_id"_s;
    case Dimension::Client:
        return u"a.client_id"_s;
    case Dimension::Deployment:
        return u"a.deployment_id"_s;
    case Dimension::Route:
        return u"a.route_id"_s;
    case Dimension::All:
    case Dimension::Tag:
    case Dimension::Member:
    case Dimension::KeyModel:
        break;
    }
    return u"0"_s;
}

}   // namespace

LedgerReader::LedgerReader(const std::string &folder)
    : m_path(folder + "/ledger.db")
    , m_thread([this] { run(); })
{}

LedgerReader::~LedgerReader()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void LedgerReader::run()
{
    Connection connection(m_path, *this);
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_stopping || !m_tasks.empty(); });
        if (m_stopping)
            return;
        auto [token, task] = std::move(m_tasks.front());
        m_tasks.pop_front();
        m_running = token;
        const bool wanted = !m_cancelled.contains(token);
        lock.unlock();
        if (wanted)
            task(connection, token);
        task = nullptr;   // What it captured dies unlocked.
        lock.lock();
        m_running = 0;
        m_cancelled.erase(token);
    }
}

QueryToken LedgerReader::post(std::function<void(Connection &, QueryToken)> task)
{
    QueryToken token = 0;
    {
        const std::lock_guard lock(m_mutex);
        token = ++m_lastToken;
        m_tasks.emplace_back(token, std::move(task));
    }
    m_wake.notify_all();
    return token;
}

bool LedgerReader::isCancelled(QueryToken token) const
{
    const std::lock_guard lock(m_mutex);
    return m_stopping || m_cancelled.contains(token);
}

void LedgerReader::cancel(QueryToken token)
{
    const std::lock_guard lock(m_mutex);
    const bool waiting = std::any_of(m_tasks.begin(), m_tasks.end(),
                                     [token](const auto &task) { return task.first == token; });
    if (waiting || m_running == token)
        m_cancelled.insert(token);
}

QueryToken LedgerReader::page(PageQuery query, Callback<Page> callback)
{
    return post(
        [query = std::move(query), callback = std::move(callback)](Connection &connection, QueryToken token) {
            const auto answer = [&](Result<Page> page) {
                if (!connection.cancelled(token))
                    callback(token, std::move(page));
            };
            const auto conditions = connection.conditions(query.filter);
            if (!conditions.ok())
                return answer(conditions.error());
            if (!conditions.value())
                return answer(Page{.rows = {}, .next = {}, .done = true});
            Page page;
            std::optional<Cursor> before = query.before;
            int wanted = std::max(query.limit, 1);
            std::int64_t skip = std::max<std::int64_t>(query.skip, 0);
            while (!connection.cancelled(token)) {
                Conditions where = *conditions.value();
                if (before)
                    addBefore(where, *before);
                std::optional<Connection::Slice> slice;
                if (!query.filter.isEmpty()) {
                    auto found = connection.slice(query.filter, before);
                    if (!found.ok())
                        return answer(found.error());
                    slice = found.value();
                    if (!slice) {
                        page.next.reset();
                        page.done = true;
                        return answer(std::move(page));
                    }
                    addFrom(where, slice->oldest);
                    page.scanned += slice->rows;
                }
                if (skip > 0 && slice) {
                    const auto here = connection.count(where);
                    if (!here.ok())
                        return answer(here.error());
                    if (here.value() <= skip) {
                        skip -= here.value();
                        before = slice->oldest;
                        continue;
                    }
                }
                auto rows = connection.select(kRowSql + where.sql() + kNewestFirst + QString::number(wanted) +
                                                  u" OFFSET "_s + QString::number(skip),
                                              where.values);
                skip = 0;
                if (!rows.ok())
                    return answer(rows.error());
                int found = 0;
                for (; rows.value().next(); ++found)
                    page.rows.push_back(RowReader(rows.value()).read());
                page.scanned += slice ? 0 : found;
                const bool full = found == wanted;
                wanted -= found;
                if (full)
                    before = Cursor{page.rows.back().open.request, page.rows.back().open.attempt};
                else if (slice)
                    before = slice->oldest;
                page.next = full || slice ? before : std::nullopt;
                page.done = full || !slice;
                Page part = page;
                page.rows.clear();
                const bool done = part.done;
                answer(std::move(part));
                if (done)
                    return;
            }
        });
}

QueryToken LedgerReader::find(std::string text, Callback<std::vector<Row>> callback)
{
    return post([text = std::move(text), callback = std::move(callback)](Connection &connection,
                                                                         QueryToken token) {
        Result<std::vector<Row>> answer = [&]() -> Result<std::vector<Row>> {
            std::vector<Row> rows;
            GW_TRY(const Connection::Reading reading, connection.read());
            GW_TRY(std::vector<IdIndex::Place> places, placesOf(text, [&](const char *sql) {
                       return connection.walk(QString::fromLatin1(sql), {});
                   }));
            const std::optional<Id128> own = Id128::fromString(text);
            if (own)
                places.emplace_back(std::bit_cast<std::int64_t>(own->high), storedLow(*own));
            for (const auto &[high, low] : places) {
                GW_TRY(QSqlQuery query, connection.select(kRowSql + u"a.id_high = ? AND a.id_low = ?"_s,
                                                          {integer(high), integer(low)}));
                while (query.next()) {
                    Row row = RowReader(query).read();
                    if (row.open.request == own || row.open.callId == text || row.close.providerId == text)
                        rows.push_back(std::move(row));
                }
            }
            const auto place = [](const Row &row) { return std::pair(row.open.request, row.open.attempt); };
            std::sort(rows.begin(), rows.end(),
                      [&](const Row &a, const Row &b) { return place(a) > place(b); });
            rows.erase(std::unique(rows.begin(), rows.end(),
                                   [&](const Row &a, const Row &b) { return place(a) == place(b); }),
                       rows.end());
            return rows;
        }();
        if (!connection.cancelled(token))
            callback(token, std::move(answer));
    });
}

namespace {

using BreakdownKey = std::tuple<Day, std::string, std::string, std::string>;

// One GROUP BY over a slice of attempts.
QString breakdownSql(const BreakdownQuery &query)
{
    const QString day = query.byDay ? u"a.started_us / %1"_s.arg(kUsPerDay) : u"0"_s;
    const QString known = u"SUM(MAX(a.%1, 0))"_s;
    const QString usd = u"SUM(a.%1 / 1000000000000), SUM(a.%1 % 1000000000000)"_s;
    return u"SELECT "_s + day + u", (SELECT text FROM names WHERE id = "_s + columnOf(query.first) +
           u"), (SELECT text FROM names WHERE id = "_s + columnOf(query.second) +
           u"), (SELECT text FROM names WHERE id = "_s + columnOf(query.third) +
           u"), SUM(a.attempt = 0), COUNT(*), SUM(a.outcome <> 0), SUM(a.ending = 1), SUM(a.ending = 3), "
           "SUM((a.flags & 2) <> 0), "_s +
           known.arg(u"input"_s) + u", "_s + known.arg(u"cache_read"_s) +
           u", SUM(MAX(a.cache_write, 0) + MAX(a.cache_write_1h, 0)), "_s + known.arg(u"output"_s) + u", "_s +
           known.arg(u"reasoning"_s) + u", "_s + known.arg(u"duration_us"_s) + u", "_s + usd.arg(u"cost"_s) +
           u", "_s + usd.arg(u"saved"_s) + u" FROM attempts a WHERE %1 GROUP BY 1, "_s +
           columnOf(query.first) + u" + 0, "_s + columnOf(query.second) + u" + 0, "_s +
           columnOf(query.third) + u" + 0"_s;
}

}   // namespace

QueryToken LedgerReader::breakdown(BreakdownQuery query, Callback<std::vector<BreakdownRow>> callback)
{
    return post([query = std::move(query), callback = std::move(callback)](Connection &connection,
                                                                           QueryToken token) {
        Result<std::vector<BreakdownRow>> answer = [&]() -> Result<std::vector<BreakdownRow>> {
            GW_TRY(const std::optional<Conditions> conditions, connection.conditions(query.filter));
            std::map<BreakdownKey, Totals> sums;
            std::optional<Cursor> before;
            const QString sql = breakdownSql(query);
            while (conditions && !connection.cancelled(token)) {
                GW_TRY(const std::optional<Connection::Slice> slice, connection.slice(query.filter, before));
                if (!slice)
                    break;
                Conditions where = *conditions;
                if (before)
                    addBefore(where, *before);
                addFrom(where, slice->oldest);
                GW_TRY(QSqlQuery rows,
                       connection.select(QString(sql).replace(u"%1"_s, where.sql()), where.values));
                while (rows.next())
                    sums[{static_cast<Day>(rows.value(0).toLongLong()),
                          rows.value(1).toString().toStdString(), rows.value(2).toString().toStdString(),
                          rows.value(3).toString().toStdString()}] += readTotals(rows, 4);
                if (sums.size() > query.limit)
                    return Error{.code = ErrorCode::BadRequest,
                                 .message = "This has too many parts to be summed up at once: ask for "
                                            "fewer days"};
                before = slice->oldest;
            }
            std::vector<BreakdownRow> result;
            for (const auto &[key, totals] : sums)
                result.push_back(
                    {std::get<0>(key), std::get<1>(key), std::get<2>(key), totals, std::get<3>(key)});
            return result;
        }();
        if (!connection.cancelled(token))
            callback(token, std::move(answer));
    });
}

QueryToken LedgerReader::count(Filter filter, Callback<std::int64_t> callback)
{
    return post([filter = std::move(filter), callback = std::move(callback)](Connection &connection,
                                                                             QueryToken token) {
        const Result<std::int64_t> answer = [&]() -> Result<std::int64_t> {
            GW_TRY(const std::optional<Conditions> conditions, connection.conditions(filter));
            std::int64_t sum = 0;
            std::optional<Cursor> before;
            while (conditions && !connection.cancelled(token)) {
                GW_TRY(const std::optional<Connection::Slice> slice, connection.slice(filter, before));
                if (!slice)
                    break;
                Conditions where = *conditions;
                if (before)
                    addBefore(where, *before);
                addFrom(where, slice->oldest);
                GW_TRY(const std::int64_t here, connection.count(where));
                sum += here;
                before = slice->oldest;
            }
            return sum;
        }();
        if (!connection.cancelled(token))
            callback(token, answer);
    });
}

}   // namespace gw::ledger
