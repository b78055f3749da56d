#include "core/ledger/pairs.h"
#include "core/ledger/readerconnection.h"
#include "core/ledger/spans.h"
#include "core/ledger/sumpack.h"
#include "core/ledger/sums.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

using namespace Qt::StringLiterals;

// What LedgerReader reads from the roll-ups. A day's sums lie in up to three places: packed, in the log, and
// in the tables of an earlier version.
namespace gw::ledger {

namespace {

// Of each kind, of those that most requests name.
constexpr std::size_t kNames = 200;
constexpr std::int64_t kMostDays = 3660;   // Of a chart.
// Names that lie at most so far behind one another are walked to.
constexpr std::int64_t kWorthWalking = 24;

const QString kOldSums =
    u"SELECT name_id, requests, attempts, failures, estimated, broken, unpriced, input, cache_read, "
    "cache_write, output, reasoning, duration_us, cost_usd, cost_pico, saved_usd, saved_pico"_s;

Totals oldTotals(const RawStatement &row)
{
    return totalsFrom([&row](int column) { return row.number(column); }, 1);
}

// each(row) for all rows.
template <typename Each>
Result<void> eachRow(RawStatement &statement, Each each)
{
    for (;;) {
        GW_TRY(const bool more, statement.next());
        if (!more)
            return {};
        GW_CHECK(each(std::as_const(statement)));
    }
}

Result<void> damaged()
{
    return Error{.code = ErrorCode::Internal, .message = "ledger: sums are damaged"};
}

template <typename Each>
Result<void> unpack(std::string_view bytes, Each each)
{
    SumUnpacker unpacker(bytes);
    for (NamedSum sum; unpacker.next(sum);)
        each(sum);
    return unpacker.damaged() ? damaged() : Result<void>();
}

// Sums by name of several runs, each in rising order of names.
class SortedSums
{
public:
    void add(const NamedSum &sum)
    {
        while (m_at < m_known && m_sums[m_at].name < sum.name)
            ++m_at;
        if (m_at < m_known && m_sums[m_at].name == sum.name)
            m_sums[m_at].totals += sum.totals;
        else
            m_sums.push_back(sum);
    }
    // Behind each run.
    void rewind()
    {
        const auto byName = [](const NamedSum &a, const NamedSum &b) { return a.name < b.name; };
        const auto middle = m_sums.begin() + static_cast<std::ptrdiff_t>(m_known);
        if (m_known > 0 && middle != m_sums.end())
            std::inplace_merge(m_sums.begin(), middle, m_sums.end(), byName);
        m_known = m_sums.size();
        m_at = 0;
    }
    std::vector<NamedSum> take() { return std::move(m_sums); }

private:
    std::vector<NamedSum> m_sums;
    std::size_t m_known = 0;   // Those of earlier runs; what is new lies behind them.
    std::size_t m_at = 0;
};

}   // namespace

// Within one reading: everything is of one moment.
class SumReader
{
public:
    SumReader(LedgerReader::Connection &connection, Dimension dimension)
        : m_connection(connection)
        , m_dimension(dimension)
        , m_which(integer(static_cast<int>(dimension)))
    {}

    // Over the days, by the ids of names, in their order. Spans that are summed up already stand for their
    // days.
    Result<std::vector<NamedSum>> byName(DayRange days)
    {
        SortedSums sums;
        Sums rest;
        GW_CHECK(readLog(days, [&](const SumGroup &group) {
            return unpack(group.sums, [&](const NamedSum &sum) { addTo(rest, 0, sum); });
        }));
        GW_CHECK(clamp(days));
        GW_TRY(const std::set<Span> made, madeSpans());
        const Pieces pieces = piecesOf(days, made);
        for (const Span &span : pieces.spans)
            GW_CHECK(addSpans(sums, rest, span.days, {span.first, span.first}));
        for (const DayRange &range : pieces.days)
            GW_CHECK(addSpans(sums, rest, 1, range));
        for (const Sums::Sum *sum : rest.inOrder())
            sums.add({sum->place.name, sum->totals});
        sums.rewind();
        return sums.take();
    }

    // Day by day: each(day, sum) in the order of days and names.
    Result<void> eachDay(DayRange days, const std::function<Result<void>(Day, const NamedSum &)> &each)
    {
        Sums rest;
        GW_CHECK(readLog(days, [&](const SumGroup &group) {
            return unpack(group.sums, [&](const NamedSum &sum) { addTo(rest, group.day, sum); });
        }));
        GW_CHECK(readOld(1, days, [&](Day day, const NamedSum &sum) { addTo(rest, day, sum); }));
        const std::vector<Sums::Sum *> other = rest.inOrder();
        auto next = other.begin();
        const auto before = [&](Day day, std::int64_t name) {
            return next != other.end() &&
                   std::tie((*next)->place.day, (*next)->place.name) < std::tie(day, name);
        };
        GW_TRY(
            RawStatement packed,
            m_connection.walk(u"SELECT first, packed FROM packed_sums WHERE dimension = ? AND days = 1 AND "
                              "first BETWEEN ? AND ?"_s,
                              {m_which, integer(days.from), integer(days.to)}));
        const auto giveDays = [&](const RawStatement &row) -> Result<void> {
            const auto day = static_cast<Day>(row.number(0));
            SumUnpacker unpacker(row.blob(1));
            for (NamedSum sum; unpacker.next(sum);) {
                for (; before(day, sum.name); ++next)
                    GW_CHECK(each((*next)->place.day, {(*next)->place.name, (*next)->totals}));
                if (next != other.end() && (*next)->place.day == day && (*next)->place.name == sum.name)
                    sum.totals += (*next++)->totals;
                GW_CHECK(each(day, sum));
            }
            return unpacker.damaged() ? damaged() : Result<void>();
        };
        GW_CHECK(eachRow(packed, giveDays));
        for (; next != other.end(); ++next)
            GW_CHECK(each((*next)->place.day, {(*next)->place.name, (*next)->totals}));
        return {};
    }

    // Of one name, by day.
    Result<std::map<Day, Totals>> daysOf(std::int64_t name, DayRange days)
    {
        std::map<Day, Totals> sums;
        const auto add = [&](Day day, std::string_view bytes) {
            return unpack(bytes, [&](const NamedSum &sum) {
                if (sum.name == name)
                    sums[day] += sum.totals;
            });
        };
        GW_CHECK(readLog(days, [&](const SumGroup &group) { return add(group.day, group.sums); }));
        const QVariantList values{integer(days.from), integer(days.to), m_which, integer(name)};
        // Day by day: every day of a dimension holds all its names. All days have a sum of everything.
        GW_TRY(
            RawStatement packed,
            m_connection.walk(
                u"SELECT d.first, (SELECT p.packed FROM packed_sums p WHERE p.dimension = ?3 AND p.days = 1 "
                "AND p.first = d.first AND p.from_name <= ?4 ORDER BY p.from_name DESC LIMIT 1) FROM "
                "packed_sums d WHERE d.dimension = 0 AND d.days = 1 AND d.first BETWEEN ?1 AND ?2"_s,
                values));
        GW_CHECK(eachRow(packed, [&](const RawStatement &row) {
            return add(static_cast<Day>(row.number(0)), row.blob(1));
        }));
        GW_TRY(RawStatement old,
               m_connection.walk(
                   QString(kOldSums).replace(u"name_id"_s, u"r.day"_s).replace(u", "_s, u", r."_s) +
                       u" FROM rollups d CROSS JOIN rollups r ON r.dimension = ?3 AND r.day = "
                       "d.day AND r.name_id = ?4 WHERE d.dimension = 0 AND d.day BETWEEN ?1 AND "
                       "?2"_s,
                   values));
        GW_CHECK(eachRow(old, [&](const RawStatement &row) -> Result<void> {
            sums[static_cast<Day>(row.number(0))] += oldTotals(row);
            return {};
        }));
        return sums;
    }

    // The ids that sums by this name go by: one, but for a pair that had a name in an earlier version.
    static Result<std::vector<std::int64_t>> idsOf(LedgerReader::Connection &connection, Dimension dimension,
                                                   const std::string &name)
    {
        std::vector<std::int64_t> ids;
        GW_TRY(const std::optional<std::int64_t> whole, connection.nameId(name));
        if (whole)
            ids.push_back(*whole);
        const auto cut = name.find('\x1f');
        if (!isOfPairs(dimension) || cut == std::string::npos)
            return ids;
        GW_TRY(const std::optional<std::int64_t> first, connection.nameId(name.substr(0, cut)));
        GW_TRY(const std::optional<std::int64_t> second, connection.nameId(name.substr(cut + 1)));
        if (const auto pair = pairOf(first.value_or(-1), second.value_or(-1)))
            ids.push_back(*pair);
        return ids;
    }

private:
    static void addTo(Sums &sums, Day day, const NamedSum &sum)
    {
        const Sums::Place place{.day = day, .name = sum.name};
        sums.add({&place, 1}, sum.totals);
    }

    Result<void> readLog(DayRange days, const std::function<Result<void>(const SumGroup &)> &each)
    {
        GW_TRY(RawStatement log,
               m_connection.walk(u"SELECT packed FROM sum_log WHERE last_day >= ? AND first_day <= ?"_s,
                                 {integer(days.from), integer(days.to)}));
        return eachRow(log, [&](const RawStatement &row) -> Result<void> {
            std::string_view bytes = row.blob(0);
            while (!bytes.empty()) {
                SumGroup group;
                if (!takeGroup(bytes, group))
                    return damaged();
                if (group.dimension == m_dimension && group.day >= days.from && group.day <= days.to)
                    GW_CHECK(each(group));
            }
            return {};
        });
    }

    // What an earlier version left: each(first, sum)
    template <typename Each>
    Result<void> readOld(int length, DayRange firsts, Each each)
    {
        const bool ofDays = length == 1;
        QVariantList values{m_which, integer(firsts.from), integer(firsts.to)};
        if (!ofDays)
            values << length;
        GW_TRY(RawStatement old,
               m_connection.walk(
                   kOldSums + (ofDays ? u", day FROM rollups WHERE dimension = ? AND day BETWEEN ? AND ?"_s
                                      : u", first FROM span_rollups WHERE dimension = ? AND first BETWEEN "
                                        "? AND ? AND days = ?"_s),
                   values));
        GW_TRY(RawStatement parts, m_connection.walk(QString::fromLatin1(OldPairs::kSql), {}));
        OldPairs pairs(std::move(parts));
        return eachRow(old, [&](const RawStatement &row) -> Result<void> {
            NamedSum sum{row.number(0), oldTotals(row)};
            if (isOfPairs(m_dimension)) {
                GW_TRY(sum.name, pairs.idOf(sum.name));
            }
            each(static_cast<Day>(row.number(17)), sum);
            return {};
        });
    }

    // Of one length, all that begin with these days.
    Result<void> addSpans(SortedSums &sums, Sums &rest, int length, DayRange firsts)
    {
        GW_CHECK(readOld(length, firsts, [&](Day, const NamedSum &sum) { addTo(rest, 0, sum); }));
        GW_TRY(
            RawStatement packed,
            m_connection.walk(u"SELECT first, packed FROM packed_sums WHERE dimension = ? AND days = ? AND "
                              "first BETWEEN ? AND ?"_s,
                              {m_which, length, integer(firsts.from), integer(firsts.to)}));
        std::int64_t first = firsts.from;
        GW_CHECK(eachRow(packed, [&](const RawStatement &row) {
            if (row.number(0) != std::exchange(first, row.number(0)))
                sums.rewind();
            return unpack(row.blob(1), [&](const NamedSum &sum) { sums.add(sum); });
        }));
        sums.rewind();
        return {};
    }

    // To the days that there are: a range of all days would be walked day by day.
    Result<void> clamp(DayRange &days)
    {
        GW_TRY(
            RawStatement bounds,
            m_connection.walk(
                u"SELECT MIN(a), MAX(b) FROM (SELECT MIN(day) AS a, MAX(day) AS b FROM rollups WHERE "
                "dimension = ?1 UNION ALL SELECT MIN(first), MAX(first) FROM packed_sums WHERE dimension = "
                "?1 AND days = 1) HAVING MIN(a) IS NOT NULL"_s,
                {m_which}));
        GW_TRY(const bool any, bounds.next());
        if (!any) {
            days = {1, 0};
            return {};
        }
        days.from = static_cast<Day>(std::max<std::int64_t>(days.from, bounds.number(0)));
        days.to = static_cast<Day>(std::min<std::int64_t>(days.to, bounds.number(1)));
        return {};
    }

    Result<std::set<Span>> madeSpans()
    {
        std::set<Span> made;
        GW_TRY(RawStatement spans, m_connection.walk(u"SELECT days, first FROM spans"_s, {}));
        GW_CHECK(eachRow(spans, [&](const RawStatement &row) -> Result<void> {
            made.insert({static_cast<int>(row.number(0)), static_cast<Day>(row.number(1))});
            return {};
        }));
        return made;
    }

    LedgerReader::Connection &m_connection;
    const Dimension m_dimension;
    const QVariant m_which;
};

namespace {

// Texts of names, quickest where their ids are asked for in rising order.
class NameWalk
{
public:
    // Of sql().
    explicit NameWalk(RawStatement from)
        : m_from(std::move(from))
    {}
    static QString sql() { return u"SELECT id, text FROM names WHERE id >= ? ORDER BY id"_s; }

    Result<std::string> text(std::int64_t id)
    {
        if (!isPair(id))
            return walkTo(id);
        // A few of them belong to many: these are walked to once.
        const auto [second, added] = m_seconds.try_emplace(secondOf(id));
        if (added) {
            GW_TRY(second->second, walkTo(secondOf(id)));
        }
        if (m_first.first != firstOf(id)) {
            GW_TRY(m_first.second, walkTo(firstOf(id)));
            m_first.first = firstOf(id);
        }
        return pairName(m_first.second, second->second);
    }

private:
    Result<std::string> walkTo(std::int64_t id)
    {
        if (m_at > id || id - m_at > kWorthWalking) {
            GW_TRY(const bool found, m_from.again(id));
            m_at = found ? m_from.number(0) : INT64_MAX;
        }
        while (m_at < id) {
            GW_TRY(const bool more, m_from.next());
            m_at = more ? m_from.number(0) : INT64_MAX;
        }
        return m_at == id ? m_from.text(1) : std::string();
    }

    RawStatement m_from;
    std::int64_t m_at = INT64_MAX;   // Where it stands; none.
    std::pair<std::int64_t, std::string> m_first;
    std::unordered_map<std::int64_t, std::string> m_seconds;
};

}   // namespace

QueryToken LedgerReader::totals(Dimension dimension, DayRange days,
                                Callback<std::vector<NamedTotals>> callback)
{
    return post([=, callback = std::move(callback)](Connection &connection, QueryToken token) {
        Result<std::vector<NamedTotals>> answer = [&]() -> Result<std::vector<NamedTotals>> {
            GW_TRY(const Connection::Reading reading, connection.read());
            GW_TRY(const std::vector<NamedSum> sums, SumReader(connection, dimension).byName(days));
            GW_TRY(RawStatement walk, connection.walk(NameWalk::sql(), {integer(0)}));
            NameWalk names(std::move(walk));
            // Small things are quicker to sort.
            std::vector<std::pair<std::string, const Totals *>> order;
            order.reserve(sums.size());
            for (const NamedSum &sum : sums) {
                auto &one = order.emplace_back(std::string(), &sum.totals);
                if (dimension != Dimension::All) {
                    GW_TRY(one.first, names.text(sum.name));
                }
            }
            std::ranges::sort(order, [](const auto &a, const auto &b) {
                return std::tie(b.second->costPico, a.first) < std::tie(a.second->costPico, b.first);
            });
            std::vector<NamedTotals> result;
            result.reserve(order.size());
            for (auto &[text, totals] : order)
                result.push_back({std::move(text), *totals});
            return result;
        }();
        if (!connection.cancelled(token))
            callback(token, std::move(answer));
    });
}

QueryToken LedgerReader::series(Dimension dimension, std::optional<std::string> name, DayRange days,
                                Callback<std::vector<DayTotals>> callback)
{
    return post([=, callback = std::move(callback)](Connection &connection, QueryToken token) {
        Result<std::vector<DayTotals>> answer = [&]() -> Result<std::vector<DayTotals>> {
            GW_TRY(const Connection::Reading reading, connection.read());
            SumReader sums(connection, dimension);
            std::vector<DayTotals> result;
            if (name) {
                GW_TRY(const std::vector<std::int64_t> ids, SumReader::idsOf(connection, dimension, *name));
                std::map<Day, Totals> byDay;
                for (const std::int64_t id : ids) {
                    GW_TRY(const auto some, sums.daysOf(id, days));
                    for (const auto &[day, totals] : some)
                        byDay[day] += totals;
                }
                for (const auto &[day, totals] : byDay)
                    result.push_back({day, dimension == Dimension::All ? std::string() : *name, totals});
                return result;
            }
            GW_TRY(RawStatement walk, connection.walk(NameWalk::sql(), {integer(0)}));
            NameWalk texts(std::move(walk));
            std::unordered_map<std::int64_t, std::string> names;
            GW_CHECK(sums.eachDay(days, [&](Day day, const NamedSum &sum) -> Result<void> {
                const auto [at, added] = names.try_emplace(sum.name);
                if (added && dimension != Dimension::All) {
                    GW_TRY(at->second, texts.text(sum.name));
                }
                result.push_back({day, at->second, sum.totals});
                return {};
            }));
            return result;
        }();
        if (!connection.cancelled(token))
            callback(token, std::move(answer));
    });
}

QueryToken LedgerReader::chart(Dimension dimension, DayRange days, Callback<std::vector<NamedChart>> callback)
{
    return post([=, callback = std::move(callback)](Connection &connection, QueryToken token) {
        Result<std::vector<NamedChart>> answer = [&]() -> Result<std::vector<NamedChart>> {
            const std::int64_t count = std::int64_t{days.to} - days.from + 1;
            if (count > kMostDays)
                return Error{.code = ErrorCode::BadRequest, .message = "These are too many days for a chart"};
            GW_TRY(const Connection::Reading reading, connection.read());
            std::vector<NamedChart> charts;
            std::vector<std::pair<std::int64_t, std::size_t>> names;   // And their place in charts.
            std::unordered_map<std::int64_t, std::size_t> places;
            const auto add = [&](Day day, const NamedSum &sum) -> Result<void> {
                const auto [at, added] = places.try_emplace(sum.name, charts.size());
                if (added) {
                    charts.emplace_back().costByDay.resize(static_cast<std::size_t>(count));
                    names.emplace_back(sum.name, at->second);
                }
                NamedChart &chart = charts[at->second];
                chart.totals += sum.totals;
                chart.costByDay[static_cast<std::size_t>(day - days.from)] += sum.totals.costPico;
                return {};
            };
            GW_CHECK(SumReader(connection, dimension).eachDay(days, add));
            GW_TRY(RawStatement walk, connection.walk(NameWalk::sql(), {integer(0)}));
            NameWalk texts(std::move(walk));
            std::ranges::sort(names);
            for (const auto &[name, place] : names) {
                if (dimension != Dimension::All) {
                    GW_TRY(charts[place].name, texts.text(name));
                }
            }
            return charts;
        }();
        if (!connection.cancelled(token))
            callback(token, std::move(answer));
    });
}

QueryToken LedgerReader::names(Callback<KnownNames> callback)
{
    return post([callback = std::move(callback)](Connection &connection, QueryToken token) {
        Result<KnownNames> answer = [&]() -> Result<KnownNames> {
            KnownNames known;
            const std::pair<Dimension, std::vector<std::string> *> lists[] = {
                {Dimension::Model, &known.models},
                {Dimension::ModelGroup, &known.models},
                {Dimension::Client, &known.clients},
                {Dimension::Provider, &known.providers}};
            GW_TRY(const Connection::Reading reading, connection.read());
            GW_TRY(RawStatement text,
                   connection.walk(u"SELECT text FROM names WHERE id = ?"_s, {integer(0)}));
            for (const auto &[dimension, list] : lists) {
                GW_TRY(std::vector<NamedSum> sums,
                       SumReader(connection, dimension).byName({INT32_MIN, INT32_MAX}));
                std::ranges::stable_sort(sums, std::greater(),
                                         [](const NamedSum &sum) { return sum.totals.requests; });
                sums.resize(std::min(sums.size(), kNames));
                for (const NamedSum &sum : sums) {
                    GW_TRY(const bool there, text.again(sum.name));
                    std::string name = there ? text.text(0) : std::string();
                    if (!name.empty() && std::ranges::find(*list, name) == list->end())
                        list->push_back(std::move(name));
                }
            }
            return known;
        }();
        if (!connection.cancelled(token))
            callback(token, std::move(answer));
    });
}

}   // namespace gw::ledger
