#include "ui/models/deploymentmodel.h"

#include "ui/framework/format.h"
#include "ui/framework/marks.h"
#include "ui/framework/rowview.h"
#include "ui/models/routewords.h"

#include <QDate>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

using client::DeploymentRow;
using client::ModelGroup;

constexpr std::int64_t kPicoPerCent = 10'000'000'000;

bool unpriced(const DeploymentRow &row)
{
    return row.input < 0 && row.output < 0 && !row.mock;
}

bool isOf(const DeploymentRow &row, DeploymentModel::Only only)
{
    switch (only) {
    case DeploymentModel::Only::Problems:
        return !row.problem.isEmpty() || !row.shutdown.isEmpty();
    case DeploymentModel::Only::Paused:
        return row.paused;
    case DeploymentModel::Only::Local:
        return row.local;
    case DeploymentModel::Only::NoPrice:
        return unpriced(row);
    case DeploymentModel::Only::All:
        break;
    }
    return true;
}

Mark markOf(const DeploymentRow &row)
{
    if (row.paused)
        return Mark::Paused;
    if (!row.problem.isEmpty())
        return Mark::Error;
    if (!row.shutdown.isEmpty())
        return Mark::Warning;
    return Mark::Ok;
}

QString stateText(const DeploymentRow &row)
{
    if (row.paused)
        return DeploymentModel::tr("paused");
    if (!row.problem.isEmpty())
        return DeploymentModel::tr("problem");
    if (!row.shutdown.isEmpty())
        return DeploymentModel::tr("ends %1").arg(
            QLocale().toString(QDate::fromString(row.shutdown, Qt::ISODate), QLocale::ShortFormat));
    return row.mock ? DeploymentModel::tr("fixed answer") : DeploymentModel::tr("ready");
}

QString accountText(const DeploymentRow &row)
{
    return row.accountName.isEmpty() || row.accountName.compare(row.providerName, Qt::CaseInsensitive) == 0
               ? row.providerName
               : u"%1 · %2"_s.arg(row.providerName, row.accountName);
}

QString cellText(const DeploymentRow &row, int column)
{
    switch (column) {
    case DeploymentModel::Name:
        return row.upstreamModel;
    case DeploymentModel::Provider:
        return accountText(row);
    case DeploymentModel::State:
        return stateText(row);
    case DeploymentModel::Context:
        return row.context > 0 ? tokens(row.context) : dash();
    case DeploymentModel::Input:
        return priceText(row.input);
    case DeploymentModel::Cached:
        return priceText(row.cached);
    case DeploymentModel::Output:
        return priceText(row.output);
    case DeploymentModel::Abilities:
        return abilityNames(row.abilities);
    default:
        return {};
    }
}

QString tip(const DeploymentRow &row, int column)
{
    if (column == DeploymentModel::State) {
        if (!row.problem.isEmpty())
            return row.problem;
        if (!row.replacement.isEmpty())
            return DeploymentModel::tr("Its successor: %1").arg(row.replacement);
        return {};
    }
    return column == DeploymentModel::Abilities || column <= DeploymentModel::Provider ? cellText(row, column)
                                                                                       : QString();
}

bool isNumber(int column)
{
    return column >= DeploymentModel::Load && column <= DeploymentModel::Output;
}

// What the router says is news only of those that can work and are not about to go.
bool tellsRouting(const DeploymentRow &row)
{
    return !row.paused && row.problem.isEmpty() && row.shutdown.isEmpty();
}

// The average of the last streams.
QString firstToken(const client::RouteDeployment &now)
{
    constexpr double kUsPerS = 1e6;
    return now.firstTokenS > 0 ? duration(std::int64_t(now.firstTokenS * kUsPerS)) : dash();
}

}   // namespace

QString abilityNames(const QStringList &abilities)
{
    QStringList names;
    for (const QString &ability : abilities) {
        if (ability == "tools"_L1)
            names << DeploymentModel::tr("tools");
        else if (ability == "vision"_L1)
            names << DeploymentModel::tr("vision");
        else if (ability == "audio"_L1)
            names << DeploymentModel::tr("audio");
        else if (ability == "reasoning"_L1)
            names << DeploymentModel::tr("reasoning");
        else if (ability == "embeddings"_L1)
            names << DeploymentModel::tr("embeddings");
    }
    return names.join(u", "_s);
}

QString priceText(std::int64_t picoPerMillion)
{
    if (picoPerMillion < 0)
        return dash();
    // Two places as on a price tag; more only where there is more.
    int digits = 2;
    for (std::int64_t rest = picoPerMillion % kPicoPerCent; rest != 0 && digits < 6; ++digits)
        rest = rest * 10 % kPicoPerCent;
    return QLocale().toString(dollars(picoPerMillion), 'f', digits);
}

DeploymentModel::DeploymentModel(QObject *parent)
    : QAbstractItemModel(parent)
{}

void DeploymentModel::setGroups(std::vector<ModelGroup> groups)
{
    beginResetModel();
    m_all = std::move(groups);
    sift();
    endResetModel();
}

void DeploymentModel::setRouting(const client::RoutingState &state)
{
    m_routing.clear();
    m_strategies.clear();
    for (const client::RouteGroup &group : state.groups) {
        m_strategies.insert(group.name, group.strategy);
        for (const client::RouteDeployment &one : group.deployments)
            m_routing.insert(one.id, one);
    }
    const auto tell = [this](const QModelIndex &parent) {
        if (const int rows = rowCount(parent); rows > 0)
            Q_EMIT dataChanged(index(0, State, parent), index(rows - 1, FirstToken, parent));
    };
    tell({});
    for (int i = 0; i < rowCount(); ++i)
        tell(index(i, 0));
}

const client::RouteDeployment *DeploymentModel::routing(const QString &deploymentId) const
{
    const auto found = m_routing.constFind(deploymentId);
    return found == m_routing.cend() ? nullptr : &*found;
}

void DeploymentModel::setFilter(const QString &text, Only only)
{
    beginResetModel();
    m_text = text.trimmed();
    m_only = only;
    sift();
    endResetModel();
}

int DeploymentModel::count(Only only) const
{
    int found = 0;
    for (const ModelGroup &group : m_all)
        found += int(std::ranges::count_if(group.deployments,
                                           [only](const DeploymentRow &row) { return isOf(row, only); }));
    return found;
}

// A name that matches keeps all of its deployments that are of the chosen kind.
void DeploymentModel::sift()
{
    m_shown.clear();
    const auto has = [this](const QString &text) { return text.contains(m_text, Qt::CaseInsensitive); };
    for (const ModelGroup &group : m_all) {
        ModelGroup left{group.name, group.aliasOf, {}};
        for (const DeploymentRow &row : group.deployments)
            if (isOf(row, m_only) &&
                (has(group.name) || has(row.upstreamModel) || has(row.providerName) || has(row.accountName)))
                left.deployments.push_back(row);
        const bool alias = !group.aliasOf.isEmpty() && m_only == Only::All && has(group.name);
        if (alias || !left.deployments.empty())
            m_shown.push_back(std::move(left));
    }
}

const DeploymentRow *DeploymentModel::deployment(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == 0)
        return nullptr;
    return &m_shown[std::size_t(index.internalId() - 1)].deployments[std::size_t(index.row())];
}

const ModelGroup *DeploymentModel::group(const QModelIndex &index) const
{
    if (!index.isValid())
        return nullptr;
    return &m_shown[index.internalId() == 0 ? std::size_t(index.row()) : std::size_t(index.internalId() - 1)];
}

QModelIndex DeploymentModel::indexOf(const QString &deploymentId) const
{
    for (int i = 0; i < rowCount(); ++i) {
        const QModelIndex parent = index(i, 0);
        for (int j = 0; j < rowCount(parent); ++j)
            if (m_shown[std::size_t(i)].deployments[std::size_t(j)].id == deploymentId)
                return index(j, 0, parent);
    }
    return {};
}

QModelIndex DeploymentModel::indexOfGroup(const QString &name) const
{
    const auto found = std::ranges::find(m_shown, name, &ModelGroup::name);
    return found == m_shown.end() ? QModelIndex() : index(int(found - m_shown.begin()), 0);
}

// A child's internal id is its parent's row plus one.
QModelIndex DeploymentModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row() + 1) : quintptr(0));
}

QModelIndex DeploymentModel::parent(const QModelIndex &index) const
{
    return index.isValid() && index.internalId() != 0
               ? createIndex(int(index.internalId() - 1), 0, quintptr(0))
               : QModelIndex();
}

int DeploymentModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_shown.size());
    if (parent.internalId() != 0 || parent.column() != 0)
        return 0;
    return int(m_shown[std::size_t(parent.row())].deployments.size());
}

int DeploymentModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant DeploymentModel::groupData(const ModelGroup &group, int column, int role) const
{
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) {
        if (column == Name)
            return group.name;
        if (column == State && group.deployments.size() > 1 && m_strategies.contains(group.name))
            return routewords::strategy(m_strategies.value(group.name));
        if (column != Provider)
            return {};
        return group.aliasOf.isEmpty() ? tr("%n deployment(s)", nullptr, int(group.deployments.size()))
                                       : tr("another name for %1").arg(group.aliasOf.join(u", "_s));
    }
    if (role == CellKindRole && column == Name)
        return int(CellKind::Strong);
    if (role == CellToneRole && (column == Provider || column == State))
        return int(Colour::TextSecondary);
    return {};
}

QVariant DeploymentModel::data(const QModelIndex &index, int role) const
{
    const DeploymentRow *row = deployment(index);
    const int column = index.column();
    if (!row)
        return index.isValid() ? groupData(*group(index), column, role) : QVariant();
    const bool quiet = row->paused && column != State;
    const client::RouteDeployment *now = tellsRouting(*row) ? routing(row->id) : nullptr;
    // A fixed answer and one that nobody has checked say what they are.
    const bool routed = now && routewords::mark(*now) != Mark::Ok;
    const bool healthy = now && !row->mock && now->health == client::RouteDeployment::Health::Well;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        if (column == State && (routed || healthy))
            return routewords::state(*now);
        if (column == Load)
            return now ? routewords::load(*now) : dash();
        if (column == FirstToken)
            return now ? firstToken(*now) : dash();
        return cellText(*row, column);
    case Qt::ToolTipRole:
        return column == State && routed ? routewords::stateDetail(*now) : tip(*row, column);
    case Qt::TextAlignmentRole:
        return int((isNumber(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case CellKindRole:
        return int(isNumber(column) ? CellKind::Number : CellKind::Text);
    case CellMarkRole:
        return column == State ? QVariant(int(routed ? routewords::mark(*now) : markOf(*row))) : QVariant();
    case CellToneRole:
        if (column == State)
            return int(markColour(routed ? routewords::mark(*now) : markOf(*row)));
        return quiet || column == Abilities || column == Provider ? QVariant(int(Colour::TextSecondary))
                                                                  : QVariant();
    default:
        return {};
    }
}

QVariant DeploymentModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((isNumber(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Model");
    case Provider:
        return tr("Provider");
    case State:
        return tr("State");
    case Load:
        return tr("Load");
    case FirstToken:
        return tr("First token");
    case Context:
        return tr("Context");
    case Input:
        return tr("In", "price of input tokens");
    case Cached:
        return tr("Cached", "price of cached tokens");
    case Output:
        return tr("Out", "price of output tokens");
    case Abilities:
        return tr("Can do");
    default:
        return {};
    }
}

}   // namespace gw::ui
