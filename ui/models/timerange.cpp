#include "ui/models/timerange.h"

#include <QDateTime>
#include <QMetaEnum>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

const QString kKey = u"window/timeRange"_s;
constexpr std::int64_t kHourUs = 3'600'000'000;
constexpr std::int64_t kDayUs = 24 * kHourUs;

}   // namespace

TimeRange::TimeRange(QSettings &settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
{
    bool known = false;
    const int value = QMetaEnum::fromType<Kind>().keyToValue(
        settings.value(kKey).toString().toLatin1().constData(), &known);
    if (known && Kind(value) != Kind::Span)
        m_kind = Kind(value);
}

void TimeRange::setKind(Kind kind)
{
    if (kind == m_kind)
        return;
    m_kind = kind;
    m_settings.setValue(kKey, QLatin1String(QMetaEnum::fromType<Kind>().valueToKey(int(kind))));
    Q_EMIT changed();
}

void TimeRange::setSpan(std::int64_t fromUs, std::int64_t untilUs, const QString &title)
{
    if (m_kind == Kind::Span && m_fromUs == fromUs && m_untilUs == untilUs)
        return;
    m_kind = Kind::Span;
    m_fromUs = fromUs;
    m_untilUs = untilUs;
    m_title = title;
    Q_EMIT changed();
}

std::optional<std::int64_t> TimeRange::untilUs() const
{
    return m_kind == Kind::Span ? std::optional(m_untilUs) : std::nullopt;
}

QString TimeRange::title() const
{
    return m_kind == Kind::Span ? m_title : title(m_kind);
}

std::optional<std::int64_t> TimeRange::fromUs(std::int64_t nowUs) const
{
    switch (m_kind) {
    case Kind::Today:
        return QDateTime::fromMSecsSinceEpoch(nowUs / 1000).date().startOfDay().toMSecsSinceEpoch() * 1000;
    case Kind::LastHour:
        return nowUs - kHourUs;
    case Kind::LastDay:
        return nowUs - kDayUs;
    case Kind::LastWeek:
        return nowUs - 7 * kDayUs;
    case Kind::LastMonth:
        return nowUs - 30 * kDayUs;
    case Kind::Span:
        return m_fromUs;
    case Kind::All:
        break;
    }
    return std::nullopt;
}

QList<TimeRange::Kind> TimeRange::kinds()
{
    return {Kind::Today, Kind::LastHour, Kind::LastDay, Kind::LastWeek, Kind::LastMonth, Kind::All};
}

QString TimeRange::title(Kind kind)
{
    switch (kind) {
    case Kind::Today:
        return tr("Today");
    case Kind::LastHour:
        return tr("Last hour");
    case Kind::LastDay:
        return tr("Last 24 hours");
    case Kind::LastWeek:
        return tr("Last 7 days");
    case Kind::LastMonth:
        return tr("Last 30 days");
    case Kind::All:
    case Kind::Span:
        break;
    }
    return tr("All time");
}

}   // namespace gw::ui
