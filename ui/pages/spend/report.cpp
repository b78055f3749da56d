#include "ui/pages/spend/report.h"

#include "core/client/amounts.h"
#include "ui/models/spendmodel.h"

#include <QCoreApplication>
#include <QDate>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kWeek = 7;
constexpr int kMonth = 30;

QString word(const char *source)
{
    return QCoreApplication::translate("gw::ui::SpendReport", source);
}

QByteArray field(QString text)
{
    // A spreadsheet takes these for formulas.
    if (!text.isEmpty() && u"=+-@\t\r"_s.contains(text.front()))
        text.prepend(u'\'');
    if (text.contains(u',') || text.contains(u'"') || text.contains(u'\n'))
        text = u'"' + text.replace(u'"', u"\"\""_s) + u'"';
    return text.toUtf8();
}

}   // namespace

QList<SpendSpan> spendSpans()
{
    return {SpendSpan::ThisMonth, SpendSpan::LastMonth, SpendSpan::LastWeek, SpendSpan::LastMonthDays,
            SpendSpan::ThisYear};
}

client::SpendDays daysOf(SpendSpan span, std::int64_t today)
{
    const QDate now = QDate::fromJulianDay(today);
    const QDate first(now.year(), now.month(), 1);
    switch (span) {
    case SpendSpan::ThisMonth:
        return {first.toJulianDay(), first.addMonths(1).toJulianDay() - 1};
    case SpendSpan::LastMonth:
        return {first.addMonths(-1).toJulianDay(), first.toJulianDay() - 1};
    case SpendSpan::LastWeek:
        return {today - kWeek + 1, today};
    case SpendSpan::LastMonthDays:
        return {today - kMonth + 1, today};
    case SpendSpan::ThisYear:
        break;
    }
    return {QDate(now.year(), 1, 1).toJulianDay(), today};
}

QString spanTitle(SpendSpan span, std::int64_t today)
{
    switch (span) {
    case SpendSpan::ThisMonth:
    case SpendSpan::LastMonth:
        return QLocale().toString(QDate::fromJulianDay(daysOf(span, today).first), u"MMMM yyyy"_s);
    case SpendSpan::LastWeek:
        return word(QT_TRANSLATE_NOOP("gw::ui::SpendReport", "Last 7 days"));
    case SpendSpan::LastMonthDays:
        return word(QT_TRANSLATE_NOOP("gw::ui::SpendReport", "Last 30 days"));
    case SpendSpan::ThisYear:
        break;
    }
    return word(QT_TRANSLATE_NOOP("gw::ui::SpendReport", "This year"));
}

QString dayTitle(std::int64_t julianDay)
{
    return QLocale().toString(QDate::fromJulianDay(julianDay), u"d MMM"_s);
}

QByteArray csvOf(const client::SpendReport &report)
{
    QByteArray out =
        field(spendwords::by(report.by)) +
        ",requests,failed,input_tokens,cached_tokens,output_tokens,cost_usd,without_price,estimated";
    for (std::int64_t day = report.days.first; day <= report.days.last; ++day)
        out += ',' + QDate::fromJulianDay(day).toString(Qt::ISODate).toUtf8();
    out += '\n';
    for (const client::SpendName &name : report.names) {
        const client::SpendSums &sums = name.sums;
        out += field(spendwords::name(report.by, name));
        for (const std::int64_t count :
             {sums.requests, sums.failures, sums.input, sums.cacheRead, sums.output})
            out += ',' + QByteArray::number(qlonglong(count));
        out += ',' + client::moneyText(sums.costPico).toUtf8();
        out += ',' + QByteArray::number(qlonglong(sums.unpriced)) + ',' +
               QByteArray::number(qlonglong(sums.estimated));
        for (const std::int64_t cost : name.costByDay)
            out += ',' + client::moneyText(cost).toUtf8();
        out += '\n';
    }
    return out;
}

}   // namespace gw::ui
