#include "ui/models/recentmodel.h"

#include "ui/framework/format.h"
#include "ui/framework/rowview.h"

#include <QLocale>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

using client::RequestRow;

constexpr int kFirstFailure = 400;

bool failed(const RequestRow &row)
{
    return row.status >= kFirstFailure || !row.error.isEmpty();
}

// The program, and the key it used where the key has a name.
QString program(const RequestRow &row)
{
    const QString name = row.client.isEmpty() ? RecentModel::tr("unknown program") : row.client;
    return row.keyAlias.isEmpty() ? name : u"%1 · %2"_s.arg(name, row.keyAlias);
}

QString cost(const RequestRow &row)
{
    if (row.unpriced)
        return RecentModel::tr("no price");
    // A failed request that cost nothing has nothing to show.
    if (row.costPico == 0 && failed(row))
        return dash();
    const QString amount = money(row.costPico, 4);
    return row.estimated ? RecentModel::tr("≈ %1").arg(amount) : amount;
}

struct Field
{
    const char *title;
    CellKind kind;
    QString (*text)(const RequestRow &row);
    QVariant (*key)(const RequestRow &row);
};

constexpr std::array<Field, RecentModel::ColumnCount> kFields{{
    {QT_TRANSLATE_NOOP("gw::ui::RecentModel", "Time"), CellKind::Text,
     [](const RequestRow &row) { return clockTime(row.startedUs, true); },
     [](const RequestRow &row) -> QVariant { return qint64(row.startedUs); }},
    {QT_TRANSLATE_NOOP("gw::ui::RecentModel", "Program"), CellKind::Text, &program,
     [](const RequestRow &row) -> QVariant { return program(row); }},
    {QT_TRANSLATE_NOOP("gw::ui::RecentModel", "Asked → served"), CellKind::Route,
     [](const RequestRow &row) { return row.requestedModel.isEmpty() ? dash() : row.requestedModel; },
     [](const RequestRow &row) -> QVariant { return row.requestedModel; }},
    {QT_TRANSLATE_NOOP("gw::ui::RecentModel", "Status"), CellKind::Text,
     [](const RequestRow &row) { return row.status == 0 ? dash() : QString::number(row.status); },
     [](const RequestRow &row) -> QVariant { return row.status; }},
    {QT_TRANSLATE_NOOP("gw::ui::RecentModel", "Tokens"), CellKind::Number,
     [](const RequestRow &row) {
         return row.input < 0 && row.output < 0 ? dash()
                                                : u"%1 / %2"_s.arg(tokens(row.input), tokens(row.output));
     },
     [](const RequestRow &row) -> QVariant {
         return qint64(std::max<std::int64_t>(0, row.input) + std::max<std::int64_t>(0, row.output));
     }},
    {QT_TRANSLATE_NOOP("gw::ui::RecentModel", "Cost"), CellKind::Number, &cost,
     [](const RequestRow &row) -> QVariant { return qint64(row.costPico); }},
    {QT_TRANSLATE_NOOP("gw::ui::RecentModel", "First byte"), CellKind::Number,
     [](const RequestRow &row) { return duration(row.firstByteUs); },
     [](const RequestRow &row) -> QVariant { return qint64(row.firstByteUs); }},
    {QT_TRANSLATE_NOOP("gw::ui::RecentModel", "Total"), CellKind::Number,
     [](const RequestRow &row) { return duration(row.durationUs); },
     [](const RequestRow &row) -> QVariant { return qint64(row.durationUs); }},
}};

QString explained(const RequestRow &row, int column)
{
    switch (column) {
    case RecentModel::Status:
        return row.error;
    case RecentModel::Tokens:
        if (row.input < 0 && row.output < 0)
            return RecentModel::tr("The provider told no usage");
        return RecentModel::tr("%1 read, of which %2 from cache, %3 written")
            .arg(tokens(row.input), tokens(row.cached), tokens(row.output));
    case RecentModel::Cost:
        return row.unpriced    ? RecentModel::tr("No price is known for this model")
               : row.estimated ? RecentModel::tr("Estimated: the provider told no usage")
                               : money(row.costPico, 6);
    case RecentModel::Route:
        return row.provider.isEmpty()
                   ? QString()
                   : u"%1 → %2/%3"_s.arg(row.requestedModel, row.provider, row.servedModel);
    case RecentModel::Client:
        return program(row);
    default:
        return {};
    }
}

QVariant tone(const RequestRow &row, int column)
{
    if (column == RecentModel::Time || column == RecentModel::Client)
        return int(Colour::TextSecondary);
    const bool empty = kFields[std::size_t(column)].text(row) == dash();
    return empty || (column == RecentModel::Cost && row.unpriced) ? int(Colour::TextSecondary) : QVariant();
}

}   // namespace

RecentModel::RecentModel(QObject *parent)
    : QAbstractTableModel(parent)
{}

void RecentModel::setRows(const std::vector<client::RequestRow> &newestFirst)
{
    QList<RequestRow> rows(newestFirst.cbegin(), newestFirst.cend());
    for (const RequestRow &known : std::as_const(m_rows)) {
        const bool told = std::any_of(newestFirst.cbegin(), newestFirst.cend(),
                                      [&](const RequestRow &row) { return row.request == known.request; });
        if (!told)
            rows.append(known);
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const RequestRow &a, const RequestRow &b) { return a.startedUs > b.startedUs; });
    if (rows.size() > kMaxRows)
        rows.resize(kMaxRows);
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

void RecentModel::clear()
{
    beginResetModel();
    m_rows.clear();
    endResetModel();
}

void RecentModel::prepend(const QList<client::RequestRow> &newestFirst)
{
    QList<RequestRow> fresh;
    for (const RequestRow &row : newestFirst) {
        const auto known = std::find_if(m_rows.begin(), m_rows.end(), [&](const RequestRow &other) {
            return other.request == row.request;
        });
        if (known == m_rows.end()) {
            fresh.append(row);
            continue;
        }
        *known = row;
        const int at = int(known - m_rows.begin());
        Q_EMIT dataChanged(index(at, 0), index(at, ColumnCount - 1));
    }
    if (fresh.size() > kMaxRows)
        fresh.resize(kMaxRows);
    if (fresh.isEmpty())
        return;
    beginInsertRows({}, 0, int(fresh.size()) - 1);
    m_rows = fresh + m_rows;
    endInsertRows();
    if (m_rows.size() > kMaxRows) {
        beginRemoveRows({}, kMaxRows, int(m_rows.size()) - 1);
        m_rows.resize(kMaxRows);
        endRemoveRows();
    }
}

int RecentModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int RecentModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant RecentModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RequestRow &row = m_rows[index.row()];
    const Field &column = kFields[std::size_t(index.column())];
    switch (role) {
    case Qt::DisplayRole:
        return column.text(row);
    case kSortRole:
        return column.key(row);
    case CellKindRole:
        return int(column.kind);
    case CellToneRole:
        return tone(row, index.column());
    case CellMarkRole:
        if (index.column() == Status)
            return int(failed(row) ? Mark::Blocked : row.mock ? Mark::Local : Mark::Ok);
        return {};
    case CellDetailRole:
        if (index.column() == Route && row.servedModel != row.requestedModel)
            return row.servedModel;
        return {};
    case Qt::ToolTipRole:
        return explained(row, index.column());
    case Qt::TextAlignmentRole:
        return int((column.kind == CellKind::Number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant RecentModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    const Field &column = kFields[std::size_t(section)];
    if (role == Qt::DisplayRole)
        return tr(column.title);
    if (role == Qt::TextAlignmentRole)
        return int((column.kind == CellKind::Number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

}   // namespace gw::ui
