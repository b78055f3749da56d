#include "ui/models/holderwords.h"

#include "ui/framework/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui::holderwords {

namespace {

using client::HolderKind;
using client::HolderRow;
using client::LimitLine;

constexpr std::int64_t kDayS = 86'400;
constexpr std::int64_t kSoonS = 14 * kDayS;
constexpr const char *kContext = "gw::ui::HolderWords";

QString word(const char *source, int count = -1)
{
    return QCoreApplication::translate(kContext, source, nullptr, count);
}

QString date(std::int64_t unixS, std::int64_t nowS)
{
    const QDate day = QDateTime::fromSecsSinceEpoch(unixS).date();
    const QDate now = QDateTime::fromSecsSinceEpoch(nowS).date();
    return QLocale().toString(day, day.year() == now.year() ? u"d MMM"_s : u"d MMM yyyy"_s);
}

bool spent(const HolderRow &row)
{
    return row.counts.budgetPico >= 0 && row.spentPico >= row.counts.budgetPico;
}

bool expiresSoon(const HolderRow &row, std::int64_t nowS)
{
    return row.expiresS > 0 && row.expiresS - nowS < kSoonS;
}

bool unused(const HolderRow &row)
{
    return row.kind == HolderKind::Key && row.lastUsedDay == 0 && row.spentPico == 0;
}

}   // namespace

Mark mark(const HolderRow &row, std::int64_t nowS)
{
    if (row.blocked || row.expired)
        return Mark::Blocked;
    if (row.kind == HolderKind::Budget)
        return row.keys > 0 ? Mark::Ok : Mark::Off;
    if (spent(row))
        return Mark::Paused;
    if (expiresSoon(row, nowS))
        return Mark::Warning;
    return unused(row) ? Mark::Off : Mark::Ok;
}

QString state(const HolderRow &row, std::int64_t nowS)
{
    if (row.blocked)
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "blocked"));
    if (row.expired)
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "expired"));
    if (row.kind == HolderKind::Budget)
        return row.keys > 0 ? word(QT_TRANSLATE_N_NOOP("gw::ui::HolderWords", "shared by %n"), row.keys)
                            : word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "not in use"));
    if (spent(row))
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "paused by budget"));
    if (expiresSoon(row, nowS)) {
        const int days = int((row.expiresS - nowS) / kDayS);
        return days > 0 ? word(QT_TRANSLATE_N_NOOP("gw::ui::HolderWords", "expires in %n day(s)"), days)
                        : word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "expires today"));
    }
    return unused(row) ? word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "not used lately"))
                       : word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "active"));
}

QString detail(const HolderRow &row, std::int64_t nowS)
{
    QStringList parts;
    if (!row.masked.isEmpty() && row.masked != row.name)
        parts << row.masked;
    if (!row.teamName.isEmpty())
        parts << row.teamName;
    if (!row.user.isEmpty())
        parts << row.user;
    if (row.kind == HolderKind::Team)
        parts << word(QT_TRANSLATE_N_NOOP("gw::ui::HolderWords", "%n member(s)"), row.members);
    if (row.kind == HolderKind::User && row.name != row.id)
        parts << row.id;
    if (row.expiresS > 0)
        parts << (row.expired ? word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "expired on %1"))
                              : word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "expires on %1")))
                     .arg(date(row.expiresS, nowS));
    else if (parts.size() < 2 && row.createdS > 0)
        parts << word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "made on %1")).arg(date(row.createdS, nowS));
    return parts.join(u" · "_s);
}

QString window(const QString &duration)
{
    if (duration.isEmpty())
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "in all"));
    if (duration == "1h"_L1)
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "an hour"));
    if (duration == "1d"_L1 || duration == "24h"_L1 || duration == "daily"_L1)
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "a day"));
    if (duration == "7d"_L1 || duration == "1w"_L1 || duration == "weekly"_L1)
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "a week"));
    if (duration == "30d"_L1 || duration == "1mo"_L1 || duration == "monthly"_L1)
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "a month"));
    return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "in %1")).arg(duration);
}

QString models(const HolderRow &row)
{
    if (row.kind == HolderKind::Budget)
        return dash();
    return row.models.isEmpty() ? word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "every model"))
                                : row.models.join(u", "_s);
}

QString lastUsed(const HolderRow &row, std::int64_t nowS)
{
    if (row.lastUsedDay == 0)
        return dash();
    const QDate day = QDate::fromJulianDay(row.lastUsedDay);
    const QDate now = QDateTime::fromSecsSinceEpoch(nowS, Qt::UTC).date();
    if (day >= now)
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "today"));
    if (day == now.addDays(-1))
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "yesterday"));
    return QLocale().toString(day, u"d MMM"_s);
}

double share(const HolderRow &row)
{
    if (row.counts.budgetPico <= 0)
        return row.counts.budgetPico == 0 ? 1 : 0;
    return std::clamp(double(row.spentPico) / double(row.counts.budgetPico), 0.0, 1.0);
}

QString whose(const LimitLine &line)
{
    switch (line.level) {
    case LimitLine::Level::Key:
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "This key"));
    case LimitLine::Level::KeyModel:
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "This key, %1"))
            .arg(line.subject.section(u':', -1));
    case LimitLine::Level::TeamModel:
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "Its team, %1"))
            .arg(line.subject.section(u':', -1));
    case LimitLine::Level::User:
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "User %1")).arg(line.subject);
    case LimitLine::Level::Team:
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "Its team"));
    case LimitLine::Level::Member:
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "Its user in the team"));
    case LimitLine::Level::EndUser:
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "End user %1")).arg(line.subject);
    case LimitLine::Level::Tag:
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "Tag %1")).arg(line.subject);
    case LimitLine::Level::Proxy:
        break;
    }
    return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "Everything together"));
}

QString what(const LimitLine &line)
{
    switch (line.kind) {
    case LimitLine::Kind::Requests:
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "Requests a minute"));
    case LimitLine::Kind::Tokens:
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "Tokens a minute"));
    case LimitLine::Kind::Parallel:
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "At the same time"));
    case LimitLine::Kind::Budget:
        break;
    }
    return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "Budget %1")).arg(window(line.window));
}

QString used(const LimitLine &line)
{
    const bool isMoney = line.kind == LimitLine::Kind::Budget;
    const auto amount = [isMoney](std::int64_t value) {
        return isMoney ? moneyShort(value) : QLocale().toString(qlonglong(value));
    };
    return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "%1 of %2"))
        .arg(amount(line.used), amount(line.limit));
}

QString reset(std::int64_t resetS, std::int64_t nowS)
{
    constexpr std::int64_t kMinuteS = 60;
    if (resetS <= nowS)
        return {};
    if (resetS - nowS <= kMinuteS)
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "anew in %1 s"))
            .arg(QLocale().toString(qlonglong(resetS - nowS)));
    const QDateTime when = QDateTime::fromSecsSinceEpoch(resetS);
    if (resetS - nowS < kDayS)
        return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "anew at %1"))
            .arg(when.time().toString(u"HH:mm"_s));
    return word(QT_TRANSLATE_NOOP("gw::ui::HolderWords", "anew on %1")).arg(date(resetS, nowS));
}

QString reason(const LimitLine &line)
{
    const QString name = u"%1: %2"_s.arg(whose(line), what(line));
    return u"%1, %2"_s.arg(name, used(line));
}

}   // namespace gw::ui::holderwords
