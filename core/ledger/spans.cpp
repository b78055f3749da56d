#include "core/ledger/spans.h"

#include "core/ledger/store.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <ranges>
#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace gw::ledger {

Span spanAt(int days, Day day) noexcept
{
    const Day rest = day % days;
    return {days, day - (rest < 0 ? rest + days : rest)};
}

Pieces piecesOf(DayRange range, const std::set<Span> &made)
{
    Pieces pieces;
    // Wider than any day that is: sums would overflow.
    std::int64_t day = range.from;
    while (day <= range.to) {
        const auto fits = [&](int days) {
            const Span span{days, static_cast<Day>(day)};
            return spanAt(days, span.first) == span && day + days - 1 <= range.to && made.contains(span);
        };
        const auto longest = std::ranges::find_if(std::views::reverse(kSpanDays), fits);
        if (longest != std::views::reverse(kSpanDays).end()) {
            pieces.spans.push_back({*longest, static_cast<Day>(day)});
            day += *longest;
            continue;
        }
        if (!pieces.days.empty() && pieces.days.back().to == day - 1)
            pieces.days.back().to = static_cast<Day>(day);
        else
            pieces.days.push_back({static_cast<Day>(day), static_cast<Day>(day)});
        ++day;
    }
    return pieces;
}

// What Store does with them.

namespace {

const QString kSums =
    u"SUM(requests), SUM(attempts), SUM(failures), SUM(estimated), SUM(broken), SUM(unpriced), SUM(input), "
    "SUM(cache_read), SUM(cache_write), SUM(output), SUM(reasoning), SUM(duration_us), "
    "SUM(cost_usd) + SUM(cost_pico) / 1000000000000, SUM(cost_pico) % 1000000000000, "
    "SUM(saved_usd) + SUM(saved_pico) / 1000000000000, SUM(saved_pico) % 1000000000000"_s;

Error sqlError(const QSqlError &error)
{
    return {.code = ErrorCode::Internal, .message = "ledger spans: " + error.text().toStdString()};
}

}   // namespace

Result<void> Store::readSpans()
{
    QSqlQuery query(m_database);
    if (!query.exec(u"SELECT days, first FROM spans"_s))
        return sqlError(query.lastError());
    m_spans.clear();
    while (query.next())
        m_spans.insert({query.value(0).toInt(), static_cast<Day>(query.value(1).toLongLong())});
    return {};
}

Result<bool> Store::makeSpan(Day today)
{
    QSqlQuery query(m_database);
    if (!query.exec(u"SELECT MIN(day) FROM rollups WHERE dimension = 0"_s) || !query.next())
        return sqlError(query.lastError());
    if (query.value(0).isNull())
        return false;
    const auto oldest = static_cast<Day>(query.value(0).toLongLong());
    query.finish();
    for (const int days : kSpanDays) {
        for (Span span = spanAt(days, oldest); span.first + days <= today; span.first += days) {
            if (m_spans.contains(span))
                continue;
            GW_CHECK(makeSpan(span));
            return true;
        }
    }
    return false;
}

Result<void> Store::makeSpan(const Span &span)
{
    if (!m_database.transaction())
        return sqlError(m_database.lastError());
    const bool ofDays = span.days == kSpanDays.front();
    const QString from = ofDays ? u"rollups WHERE day BETWEEN %2 AND %3"_s
                                : u"span_rollups WHERE days = %1 / 4 AND first BETWEEN %2 AND %3"_s;
    QString sql = u"INSERT INTO span_rollups SELECT dimension, %1, %2, name_id, "_s + kSums + u" FROM "_s +
                  from + u" GROUP BY dimension, name_id"_s;
    sql.replace(u"%1"_s, QString::number(span.days));
    sql.replace(u"%2"_s, QString::number(span.first));
    sql.replace(u"%3"_s, QString::number(span.first + span.days - 1));
    QSqlQuery query(m_database);
    if (!query.exec(sql) ||
        !query.exec(u"INSERT INTO spans VALUES (%1, %2)"_s.arg(span.days).arg(span.first)) ||
        !m_database.commit()) {
        const Error error = sqlError(query.lastError());
        m_database.rollback();
        return error;
    }
    m_spans.insert(span);
    return {};
}

}   // namespace gw::ledger
