#include "core/ledger/sumtables.h"

#include "core/ledger/pairs.h"

#include <QSqlError>
#include <QSqlQuery>

#include <algorithm>
#include <limits>

namespace gw::ledger {

namespace {

// Sums that the log holds at most, and batches. Who reads goes through all of them.
constexpr std::int64_t kMostLoggedSums = 100'000;
constexpr std::int64_t kMostLoggedBatches = 1000;
constexpr std::size_t kSumsBetween = 5000;   // Between two calls of meanwhile.
// Of a piece: four of them fit on a page of the database. One that grows larger is cut so that each part has
// room to grow.
constexpr std::size_t kMostPieceBytes = 950;
constexpr std::size_t kNewPieceBytes = 650;

constexpr const char *kTotals =
    "requests, attempts, failures, estimated, broken, unpriced, input, cache_read, cache_write, output, "
    "reasoning, duration_us, cost_usd, cost_pico, saved_usd, saved_pico";

Error damaged()
{
    return {.code = ErrorCode::Internal, .message = "ledger: a piece of sums is damaged"};
}

// Runs of equal dimension and day, in their order: each(run)
template <typename Each>
Result<void> eachRun(std::span<Sums::Sum *const> sums, Each each)
{
    for (auto begin = sums.begin(); begin != sums.end();) {
        const Sums::Place &place = (*begin)->place;
        const auto end = std::find_if(begin, sums.end(), [&](const Sums::Sum *sum) {
            return sum->place.dimension != place.dimension || sum->place.day != place.day;
        });
        GW_CHECK(each(std::span(begin, end)));
        begin = end;
    }
    return {};
}

// each(sum) for all of them.
template <typename Each>
Result<void> unpack(std::string_view bytes, Each each)
{
    SumUnpacker unpacker(bytes);
    for (NamedSum sum; unpacker.next(sum);)
        each(sum);
    if (unpacker.damaged())
        return damaged();
    return {};
}

}   // namespace

Result<std::unique_ptr<SumTables>> SumTables::open(const QSqlDatabase &database)
{
    std::unique_ptr<SumTables> tables(new SumTables(database));
    GW_CHECK(tables->prepare());
    return tables;
}

Result<void> SumTables::prepare()
{
    const auto make = [this](RawStatement &statement, const std::string &sql) -> Result<void> {
        GW_TRY(statement, RawStatement::prepared(m_database, sql));
        return {};
    };
    const std::string place = " WHERE dimension = ? AND days = ? AND first = ?";
    GW_CHECK(
        make(m_appendLog, "INSERT INTO sum_log (sums, first_day, last_day, packed) VALUES (?, ?, ?, ?)"));
    GW_CHECK(make(m_listPieces, "SELECT from_name FROM packed_sums" + place + " ORDER BY from_name"));
    GW_CHECK(make(m_readPiece, "SELECT packed FROM packed_sums" + place + " AND from_name = ?"));
    GW_CHECK(make(m_dropPiece, "DELETE FROM packed_sums" + place + " AND from_name = ?"));
    GW_CHECK(make(m_putPiece, "INSERT OR REPLACE INTO packed_sums VALUES (?, ?, ?, ?, ?)"));
    GW_TRY(RawStatement spans, RawStatement::prepared(m_database, "SELECT days, first FROM spans"));
    for (;;) {
        GW_TRY(const bool more, spans.next());
        if (!more)
            break;
        m_spans.insert({static_cast<int>(spans.number(0)), static_cast<Day>(spans.number(1))});
    }
    return countLog();
}

Result<void> SumTables::countLog()
{
    GW_TRY(RawStatement count,
           RawStatement::prepared(m_database, "SELECT COUNT(*), COALESCE(SUM(sums), 0) FROM sum_log"));
    GW_CHECK(count.next());
    m_loggedBatches = count.number(0);
    m_loggedSums = count.number(1);
    return {};
}

void SumTables::forget()
{
    m_sums.clear();
    m_loggedSums = -1;
}

Result<void> SumTables::write(const std::function<void()> &meanwhile)
{
    if (m_sums.size() == 0)
        return {};
    if (m_loggedSums < 0)
        GW_CHECK(countLog());
    const auto added = static_cast<std::int64_t>(m_sums.size());
    if (m_loggedSums + added <= kMostLoggedSums && m_loggedBatches < kMostLoggedBatches) {
        GW_CHECK(log());
        m_loggedSums += added;
        ++m_loggedBatches;
    } else {
        GW_CHECK(takeLog());
        GW_CHECK(merge(meanwhile));
        m_loggedSums = 0;
        m_loggedBatches = 0;
    }
    m_sums.clear();
    return {};
}

Result<void> SumTables::log()
{
    const std::vector<Sums::Sum *> sums = m_sums.inOrder();
    m_packed.clear();
    Day firstDay = std::numeric_limits<Day>::max();
    Day lastDay = std::numeric_limits<Day>::min();
    GW_CHECK(eachRun(sums, [&](Run run) -> Result<void> {
        const Sums::Place &place = run.front()->place;
        firstDay = std::min(firstDay, place.day);
        lastDay = std::max(lastDay, place.day);
        m_group.clear();
        SumPacker packer(m_group);
        for (const Sums::Sum *sum : run)
            packer.add(sum->place.name, sum->totals);
        packGroup(m_packed, {place.dimension, place.day, m_group});
        return {};
    }));
    m_appendLog << static_cast<std::int64_t>(sums.size()) << firstDay << lastDay
                << std::string_view(m_packed);
    return m_appendLog.run();
}

// To what is to be written.
Result<void> SumTables::takeLog()
{
    GW_TRY(RawStatement log, RawStatement::prepared(m_database, "SELECT packed FROM sum_log"));
    for (;;) {
        GW_TRY(const bool more, log.next());
        if (!more)
            break;
        std::string_view bytes = log.blob(0);
        while (!bytes.empty()) {
            SumGroup group;
            if (!takeGroup(bytes, group))
                return damaged();
            GW_CHECK(unpack(group.sums, [&](const NamedSum &sum) {
                const Sums::Place place{group.dimension, group.day, sum.name};
                m_sums.add({&place, 1}, sum.totals);
            }));
        }
    }
    log.reset();
    GW_TRY(RawStatement empty, RawStatement::prepared(m_database, "DELETE FROM sum_log"));
    return empty.run();
}

Result<void> SumTables::merge(const std::function<void()> &meanwhile)
{
    std::size_t done = 0;
    return eachRun(m_sums.inOrder(), [&](Run run) -> Result<void> {
        while (!run.empty()) {
            const Run part = run.first(std::min(run.size(), kSumsBetween));
            run = run.subspan(part.size());
            const Sums::Place &place = part.front()->place;
            GW_CHECK(merge(place.dimension, {1, place.day}, part));
            for (const int days : kSpanDays) {
                if (const Span span = spanAt(days, place.day); m_spans.contains(span))
                    GW_CHECK(merge(place.dimension, span, part));
            }
            done += part.size();
            if (meanwhile && done >= kSumsBetween) {
                meanwhile();
                done = 0;
            }
        }
        return {};
    });
}

Result<void> SumTables::merge(Dimension dimension, const Span &into, Run sums)
{
    m_listPieces.reset();
    m_listPieces << static_cast<std::int64_t>(dimension) << into.days << into.first;
    std::vector<std::int64_t> pieces;
    for (;;) {
        GW_TRY(const bool more, m_listPieces.next());
        if (!more)
            break;
        pieces.push_back(m_listPieces.number(0));
    }
    m_listPieces.reset();
    if (pieces.empty()) {
        std::vector<NamedSum> all;
        all.reserve(sums.size());
        for (const Sums::Sum *sum : sums)
            all.push_back({sum->place.name, sum->totals});
        return putPieces(dimension, into, all);
    }
    auto begin = sums.begin();
    for (std::size_t i = 0; i < pieces.size() && begin != sums.end(); ++i) {
        // The first takes what lies before it, too.
        const bool last = i + 1 == pieces.size();
        const auto end = last ? sums.end()
                              : std::lower_bound(begin, sums.end(), pieces[i + 1],
                                                 [](const Sums::Sum *sum, std::int64_t name) {
                                                     return sum->place.name < name;
                                                 });
        if (begin != end)
            GW_CHECK(mergePiece(dimension, into, pieces[i], std::span(begin, end)));
        begin = end;
    }
    return {};
}

Result<void> SumTables::mergePiece(Dimension dimension, const Span &into, std::int64_t fromName, Run sums)
{
    m_readPiece.reset();
    m_readPiece << static_cast<std::int64_t>(dimension) << into.days << into.first << fromName;
    GW_TRY(const bool there, m_readPiece.next());
    std::vector<NamedSum> merged;
    auto added = sums.begin();
    const auto addUpTo = [&](std::int64_t name) {
        for (; added != sums.end() && (*added)->place.name < name; ++added)
            merged.push_back({(*added)->place.name, (*added)->totals});
    };
    GW_CHECK(unpack(there ? m_readPiece.blob(0) : std::string_view(), [&](const NamedSum &known) {
        addUpTo(known.name);
        NamedSum &sum = merged.emplace_back(known);
        if (added != sums.end() && (*added)->place.name == known.name)
            sum.totals += (*added++)->totals;
    }));
    addUpTo(std::numeric_limits<std::int64_t>::max());
    m_readPiece.reset();
    if (merged.front().name != fromName) {
        m_dropPiece << static_cast<std::int64_t>(dimension) << into.days << into.first << fromName;
        GW_CHECK(m_dropPiece.run());
    }
    return putPieces(dimension, into, merged);
}

// In place of what begins with the same name.
Result<void> SumTables::putPieces(Dimension dimension, const Span &into, const std::vector<NamedSum> &sums)
{
    const auto put = [&](std::span<const NamedSum> part) -> Result<void> {
        m_putPiece << static_cast<std::int64_t>(dimension) << into.days << into.first << part.front().name
                   << std::string_view(m_packed);
        return m_putPiece.run();
    };
    const std::span all(sums);
    m_packed.clear();
    SumPacker whole(m_packed);
    for (const NamedSum &sum : all)
        whole.add(sum.name, sum.totals);
    if (m_packed.size() <= kMostPieceBytes)
        return put(all);
    const std::size_t parts = m_packed.size() / kNewPieceBytes + 1;
    const std::size_t each = all.size() / parts + 1;
    for (std::size_t at = 0; at < all.size(); at += each) {
        const auto part = all.subspan(at, std::min(each, all.size() - at));
        m_packed.clear();
        SumPacker packer(m_packed);
        for (const NamedSum &sum : part)
            packer.add(sum.name, sum.totals);
        GW_CHECK(put(part));
    }
    return {};
}

Result<void> SumTables::inTransaction(const std::function<Result<void>()> &change)
{
    QSqlDatabase database = m_database;
    if (!database.transaction())
        return Error{.code = ErrorCode::Internal,
                     .message = "ledger sums: " + database.lastError().text().toStdString()};
    Result<void> done = change();
    if (done.ok() && !database.commit())
        done = Error{.code = ErrorCode::Internal,
                     .message = "ledger sums: " + database.lastError().text().toStdString()};
    if (!done.ok())
        database.rollback();
    return done;
}

Result<bool> SumTables::tidy(Day today)
{
    GW_TRY(const bool ofDays, packOld("rollups", "1", "day"));
    if (ofDays)
        return true;
    GW_TRY(const bool ofSpans, packOld("span_rollups", "days", "first"));
    if (ofSpans)
        return true;
    GW_TRY(const std::optional<Span> span, missingSpan(today));
    if (!span)
        return false;
    GW_CHECK(inTransaction([&] { return makeSpan(*span); }));
    m_spans.insert(*span);
    return true;
}

Result<std::optional<Span>> SumTables::missingSpan(Day today)
{
    GW_TRY(RawStatement days,
           RawStatement::prepared(m_database, "SELECT MIN(first) FROM packed_sums WHERE dimension = 0 AND "
                                              "days = 1 HAVING MIN(first) IS NOT NULL"));
    GW_TRY(const bool any, days.next());
    if (!any)
        return std::optional<Span>();
    const auto oldest = static_cast<Day>(days.number(0));
    for (const int length : kSpanDays) {
        for (Span span = spanAt(length, oldest); span.first + length <= today; span.first += length) {
            if (!m_spans.contains(span))
                return std::optional(span);
        }
    }
    return std::optional<Span>();
}

// Of days, or of the spans that are a quarter as long. What the log still holds of them goes into both.
Result<void> SumTables::makeSpan(const Span &span)
{
    const int parts = span.days == kSpanDays.front() ? 1 : span.days / 4;
    GW_TRY(RawStatement read,
           RawStatement::prepared(m_database,
                                  "SELECT packed FROM packed_sums WHERE dimension = ? AND days = ? "
                                  "AND first BETWEEN ? AND ?"));
    for (int dimension = 0; dimension < static_cast<int>(Dimension::Route); ++dimension) {
        Sums sums;
        read.reset();
        read << dimension << parts << span.first << span.first + span.days - 1;
        for (;;) {
            GW_TRY(const bool more, read.next());
            if (!more)
                break;
            GW_CHECK(unpack(read.blob(0), [&](const NamedSum &sum) {
                const Sums::Place place{.name = sum.name};
                sums.add({&place, 1}, sum.totals);
            }));
        }
        read.reset();
        if (sums.size() > 0)
            GW_CHECK(merge(static_cast<Dimension>(dimension), span, sums.inOrder()));
    }
    GW_TRY(RawStatement made, RawStatement::prepared(m_database, "INSERT INTO spans VALUES (?, ?)"));
    made << span.days << span.first;
    return made.run();
}

// One dimension of one day, or span, as an earlier version kept them.
Result<bool> SumTables::packOld(const char *table, const char *daysColumn, const char *firstColumn)
{
    GW_TRY(RawStatement some,
           RawStatement::prepared(m_database, std::string("SELECT dimension, ") + daysColumn + ", " +
                                                  firstColumn + " FROM " + table + " LIMIT 1"));
    GW_TRY(const bool any, some.next());
    if (!any)
        return false;
    const auto dimension = static_cast<Dimension>(some.number(0));
    const Span span{static_cast<int>(some.number(1)), static_cast<Day>(some.number(2))};
    some.reset();
    const std::string where = std::string(" FROM ") + table + " WHERE dimension = ? AND " + daysColumn +
                              " = ? AND " + firstColumn + " = ?";
    const auto pack = [&]() -> Result<void> {
        GW_TRY(RawStatement read,
               RawStatement::prepared(m_database, std::string("SELECT name_id, ") + kTotals + where +
                                                      " ORDER BY name_id"));
        read << static_cast<int>(dimension) << span.days << span.first;
        GW_TRY(RawStatement parts, RawStatement::prepared(m_database, OldPairs::kSql));
        OldPairs pairs(std::move(parts));
        Sums sums;
        for (;;) {
            GW_TRY(const bool more, read.next());
            if (!more)
                break;
            Sums::Place place{.name = read.number(0)};
            if (isOfPairs(dimension)) {
                GW_TRY(place.name, pairs.idOf(place.name));
            }
            sums.add({&place, 1}, totalsFrom([&](int column) { return read.number(column); }, 1));
        }
        read.reset();
        GW_CHECK(merge(dimension, span, sums.inOrder()));
        GW_TRY(RawStatement drop, RawStatement::prepared(m_database, "DELETE" + where));
        drop << static_cast<int>(dimension) << span.days << span.first;
        return drop.run();
    };
    GW_CHECK(inTransaction(pack));
    return true;
}

}   // namespace gw::ledger
