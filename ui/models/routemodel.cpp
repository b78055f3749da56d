#include "ui/models/routemodel.h"

#include "ui/framework/format.h"
#include "ui/framework/rowview.h"
#include "ui/models/routewords.h"

#include <QLocale>

#include <utility>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

using client::RouteDeployment;
using client::RouteGroup;

constexpr double kUsPerS = 1e6;

QString name(const RouteDeployment &row)
{
    return u"%1/%2"_s.arg(row.provider, row.model);
}

QString minute(const RouteDeployment &row)
{
    const QString now = QLocale().toString(qlonglong(row.requests));
    return row.requestLimit > 0
               ? RouteModel::tr("%1 of %2").arg(now, QLocale().toString(qlonglong(row.requestLimit)))
               : now;
}

QString cell(const RouteDeployment &row, int column)
{
    switch (column) {
    case RouteModel::Name:
        return name(row);
    case RouteModel::State:
        return routewords::state(row);
    case RouteModel::Load:
        return routewords::load(row);
    case RouteModel::Minute:
        return minute(row);
    case RouteModel::FirstToken:
        return row.firstTokenS > 0 ? duration(std::int64_t(row.firstTokenS * kUsPerS)) : dash();
    default:
        return {};
    }
}

}   // namespace

RouteModel::RouteModel(QObject *parent)
    : QAbstractTableModel(parent)
{}

void RouteModel::setGroups(std::vector<RouteGroup> groups)
{
    std::vector<Line> lines;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        lines.push_back({i, -1});
        for (int j = 0; j < int(groups[i].deployments.size()); ++j)
            lines.push_back({i, j});
    }
    if (lines != m_lines) {
        beginResetModel();
        m_groups = std::move(groups);
        m_lines = std::move(lines);
        endResetModel();
        return;
    }
    m_groups = std::move(groups);
    if (!m_lines.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

const RouteDeployment *RouteModel::deployment(const QModelIndex &index) const
{
    if (!index.isValid())
        return nullptr;
    const Line &line = m_lines[std::size_t(index.row())];
    return line.deployment < 0 ? nullptr : &m_groups[line.group].deployments[std::size_t(line.deployment)];
}

const RouteGroup *RouteModel::group(const QModelIndex &index) const
{
    return index.isValid() ? &m_groups[m_lines[std::size_t(index.row())].group] : nullptr;
}

QModelIndex RouteModel::indexOf(const QString &deploymentId) const
{
    for (int row = 0; row < rowCount(); ++row) {
        const RouteDeployment *one = deployment(index(row, 0));
        if (one && one->id == deploymentId)
            return index(row, 0);
    }
    return {};
}

int RouteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

int RouteModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant RouteModel::groupData(const RouteGroup &group, int column, int role) const
{
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) {
        if (column == Name)
            return group.name;
        if (column == State)
            return group.deployments.size() > 1 ? routewords::strategy(group.strategy) : tr("the only one");
        if (column == Load && group.waiting > 0)
            return tr("%n waiting", nullptr, group.waiting);
        return {};
    }
    if (role == CellKindRole && column == Name)
        return int(CellKind::Strong);
    if (role == CellKindRole && column == Load)
        return int(CellKind::Number);
    if (role == Qt::TextAlignmentRole && column == Load)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == CellToneRole && column != Name)
        return int(column == Load ? Colour::Warning : Colour::TextSecondary);
    return {};
}

QVariant RouteModel::data(const QModelIndex &index, int role) const
{
    const RouteDeployment *row = deployment(index);
    const int column = index.column();
    if (!row)
        return index.isValid() ? groupData(*group(index), column, role) : QVariant();
    const bool number = column >= Load;
    switch (role) {
    case Qt::DisplayRole:
        return column == Name ? u"    "_s + cell(*row, column) : cell(*row, column);
    case Qt::AccessibleTextRole:
        return cell(*row, column);
    case Qt::ToolTipRole:
        return column == State ? routewords::stateDetail(*row) : column == Name ? name(*row) : QString();
    case Qt::TextAlignmentRole:
        return int((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case CellKindRole:
        return int(number ? CellKind::Number : CellKind::Text);
    case CellMarkRole:
        return column == State ? QVariant(int(routewords::mark(*row))) : QVariant();
    case CellToneRole:
        return column == State ? QVariant(int(markColour(routewords::mark(*row)))) : QVariant();
    default:
        return {};
    }
}

QVariant RouteModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section >= Load ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Model");
    case State:
        return tr("State");
    case Load:
        return tr("In flight");
    case Minute:
        return tr("This minute");
    case FirstToken:
        return tr("First token");
    default:
        return {};
    }
}

}   // namespace gw::ui
