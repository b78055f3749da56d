#include "ui/models/flightmodel.h"

#include "ui/framework/format.h"
#include "ui/framework/rowview.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

FlightModel::FlightModel(const LiveModel &live, QObject *parent)
    : QAbstractTableModel(parent)
    , m_live(live)
{}

void FlightModel::refresh(std::int64_t nowUs)
{
    m_nowUs = nowUs;
    const QList<Flight> &wanted = m_live.flights();
    const auto runs = [&](const Id128 &request) {
        return std::any_of(wanted.cbegin(), wanted.cend(),
                           [&](const Flight &flight) { return flight.request == request; });
    };
    for (int i = int(m_rows.size()) - 1; i >= 0; --i) {
        if (runs(m_rows[i].request))
            continue;
        beginRemoveRows({}, i, i);
        m_rows.removeAt(i);
        endRemoveRows();
    }
    // Both are in the order of the starts, so what is left stands first.
    const int kept = int(m_rows.size());
    for (int i = 0; i < kept; ++i)
        m_rows[i] = wanted[i];
    if (kept > 0)
        Q_EMIT dataChanged(index(0, 0), index(kept - 1, ColumnCount - 1));
    if (wanted.size() > kept) {
        beginInsertRows({}, kept, int(wanted.size()) - 1);
        m_rows = wanted;
        endInsertRows();
    }
}

int FlightModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int FlightModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString FlightModel::progress(const Flight &flight) const
{
    if (flight.firstByteUs < 0)
        return tr("waiting");
    const double speed = LiveModel::speed(flight, m_nowUs);
    const QString pace = speed > 0 ? tr("%1 tok/s").arg(QLocale().toString(speed, 'f', 0)) : tr("streaming");
    return flight.costPico > 0 ? u"%1 · %2"_s.arg(pace, money(flight.costPico, 3)) : pace;
}

QVariant FlightModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Flight &flight = m_rows[index.row()];
    const bool who = index.column() == Who;
    const QString program = flight.client.isEmpty() ? tr("unknown program") : flight.client;
    switch (role) {
    case Qt::DisplayRole:
        if (!who)
            return elapsed(m_nowUs - flight.startedUs);
        return flight.keyAlias.isEmpty() ? program : u"%1 · %2"_s.arg(program, flight.keyAlias);
    case CellDetailRole:
        return who ? flight.requestedModel : progress(flight);
    case CellKindRole:
        return int(who ? CellKind::TwoLines : CellKind::TwoNumbers);
    case CellMarkRole:
        return who ? QVariant(int(flight.firstByteUs < 0 ? Mark::Off : Mark::Busy)) : QVariant();
    case Qt::AccessibleTextRole:
        return who ? u"%1, %2"_s.arg(program, flight.requestedModel)
                   : u"%1, %2"_s.arg(elapsed(m_nowUs - flight.startedUs), progress(flight));
    case Qt::ToolTipRole:
        return who ? u"%1\n%2"_s.arg(program, flight.requestedModel) : QVariant();
    default:
        return {};
    }
}

}   // namespace gw::ui
