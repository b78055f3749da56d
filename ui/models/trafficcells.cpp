#include "ui/models/trafficcells.h"

#include "ui/framework/format.h"
#include "ui/framework/rowview.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui::trafficcells {

namespace {

using client::TrafficRow;

constexpr std::int64_t kCellCostDigits = 4;

QString text(const char *source)
{
    return QCoreApplication::translate("gw::ui::TrafficCells", source);
}

// A failed request that used nothing has nothing to show.
QString counted(const TrafficRow &row, std::int64_t count)
{
    return count == 0 && row.failed() ? dash() : tokens(count);
}

QString shown(const TrafficRow &row, int column)
{
    switch (column) {
    case Time:
        return clockTime(row.startedUs, true);
    case App:
        return appName(row);
    case Route:
        return row.requestedModel.isEmpty() ? dash() : row.requestedModel;
    case Status:
        return row.status == 0 ? (row.broken ? dash() : u"…"_s) : QString::number(row.status);
    case Input:
        return counted(row, row.input);
    case Cached:
        return row.cached > 0 ? tokens(row.cached) : dash();
    case Output:
        return counted(row, row.output);
    case Cost:
        return costText(row, kCellCostDigits);
    case FirstByte:
        return duration(row.firstByteUs);
    case Total:
        return row.running() ? u"…"_s : duration(row.durationUs);
    default:
        return {};
    }
}

QVariant tone(const TrafficRow &row, int column)
{
    if (column == Status && row.failed())
        return int(Colour::Error);
    if (column == Time || column == Cached || column == Status)
        return int(Colour::TextSecondary);
    const bool empty = shown(row, column) == dash() || shown(row, column) == u"…"_s;
    return empty || (column == Cost && (row.unpriced || row.costPico == 0)) ? int(Colour::TextSecondary)
                                                                            : QVariant();
}

QString detail(const TrafficRow &row)
{
    const QString retries = row.attempts > 1 ? u" ↻"_s + QLocale().toString(row.attempts - 1) : QString();
    const QString served = row.servedModel != row.requestedModel ? row.servedModel : QString();
    return served.isEmpty() && !retries.isEmpty() ? retries.trimmed() : served + retries;
}

QString explained(const TrafficRow &row, int column)
{
    switch (column) {
    case State:
        return stateWord(row);
    case Time:
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(row.startedUs / 1000), QLocale::LongFormat);
    case App:
        return appName(row);
    case Route: {
        QString route = row.provider.isEmpty()
                            ? row.requestedModel
                            : u"%1 → %2/%3"_s.arg(row.requestedModel, row.provider, row.servedModel);
        if (row.attempts > 1)
            route += u'\n' + QCoreApplication::translate("gw::ui::TrafficCells", "%n attempt(s)", nullptr,
                                                         row.attempts);
        return route;
    }
    case Status:
        return row.error;
    case Cost:
        return row.unpriced
                   ? text(QT_TRANSLATE_NOOP("gw::ui::TrafficCells", "No price is known for this model"))
               : row.estimated
                   ? text(QT_TRANSLATE_NOOP("gw::ui::TrafficCells", "Estimated: the provider told no usage"))
                   : money(row.costPico, 6);
    default:
        return {};
    }
}

}   // namespace

QString title(int column)
{
    switch (column) {
    case Time:
        return text(QT_TRANSLATE_NOOP("gw::ui::TrafficCells", "Time"));
    case App:
        return text(QT_TRANSLATE_NOOP("gw::ui::TrafficCells", "Program"));
    case Route:
        return text(QT_TRANSLATE_NOOP("gw::ui::TrafficCells", "Asked → served"));
    case Status:
        return text(QT_TRANSLATE_NOOP("gw::ui::TrafficCells", "Status"));
    case Input:
        return text(QT_TRANSLATE_NOOP("gw::ui::TrafficCells", "In"));
    case Cached:
        return text(QT_TRANSLATE_NOOP("gw::ui::TrafficCells", "Cached"));
    case Output:
        return text(QT_TRANSLATE_NOOP("gw::ui::TrafficCells", "Out"));
    case Cost:
        return text(QT_TRANSLATE_NOOP("gw::ui::TrafficCells", "Cost"));
    case FirstByte:
        return text(QT_TRANSLATE_NOOP("gw::ui::TrafficCells", "First"));
    case Total:
        return text(QT_TRANSLATE_NOOP("gw::ui::TrafficCells", "Total"));
    default:
        return {};
    }
}

bool isNumber(int column)
{
    return column == Time || column >= Status;
}

QString appName(const TrafficRow &row)
{
    const QString name = row.client.isEmpty()
                             ? text(QT_TRANSLATE_NOOP("gw::ui::TrafficCells", "unknown program"))
                             : row.client;
    return row.keyAlias.isEmpty() ? name : u"%1 · %2"_s.arg(name, row.keyAlias);
}

QString costText(const TrafficRow &row, int digits)
{
    if (row.unpriced)
        return text(QT_TRANSLATE_NOOP("gw::ui::TrafficCells", "no price"));
    if (row.costPico == 0 && (row.failed() || row.running()))
        return dash();
    const QString amount = money(row.costPico, digits);
    return row.estimated || row.running() ? u"≈ "_s + amount : amount;
}

QString stateWord(const TrafficRow &row)
{
    if (row.running())
        return text(QT_TRANSLATE_NOOP("gw::ui::TrafficCells", "running"));
    if (row.broken)
        return text(QT_TRANSLATE_NOOP("gw::ui::TrafficCells", "cut off: the gateway stopped meanwhile"));
    if (row.failed())
        return text(QT_TRANSLATE_NOOP("gw::ui::TrafficCells", "failed"));
    if (row.mock)
        return text(QT_TRANSLATE_NOOP("gw::ui::TrafficCells", "answered by the gateway itself (mock)"));
    return row.attempts > 1 ? text(QT_TRANSLATE_NOOP("gw::ui::TrafficCells", "answered after another try"))
                            : text(QT_TRANSLATE_NOOP("gw::ui::TrafficCells", "answered"));
}

int stateMark(const TrafficRow &row)
{
    return int(row.running()      ? Mark::Busy
               : row.failed()     ? Mark::Blocked
               : row.mock         ? Mark::Local
               : row.attempts > 1 ? Mark::Partial
                                  : Mark::Ok);
}

QString spoken(const TrafficRow &row)
{
    QStringList parts{shown(row, Time), stateWord(row), appName(row), row.requestedModel};
    if (row.status != 0)
        parts << QString::number(row.status);
    parts << costText(row, kCellCostDigits);
    return parts.join(u", "_s);
}

QVariant cell(const TrafficRow &row, int column, int role)
{
    switch (role) {
    case Qt::DisplayRole:
        return shown(row, column);
    case CellKindRole:
        return int(column == Route ? CellKind::Route : isNumber(column) ? CellKind::Number : CellKind::Text);
    case CellToneRole:
        return tone(row, column);
    case CellMarkRole:
        return column == State ? QVariant(stateMark(row)) : QVariant();
    case CellDetailRole:
        return column == Route ? detail(row) : QVariant();
    case Qt::ToolTipRole:
        return explained(row, column);
    case Qt::AccessibleTextRole:
        return column == State ? spoken(row) : QVariant();
    default:
        return {};
    }
}

}   // namespace gw::ui::trafficcells
