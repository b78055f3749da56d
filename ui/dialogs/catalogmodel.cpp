#include "ui/dialogs/catalogmodel.h"

#include "ui/framework/rowview.h"

#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

enum Rank { Begins, Word, Inside, NoMatch };

Rank rank(const client::CatalogEntry &entry, const QString &text)
{
    const auto of = [&](const QString &name) {
        if (name.startsWith(text, Qt::CaseInsensitive))
            return Begins;
        const qsizetype at = name.indexOf(text, 0, Qt::CaseInsensitive);
        if (at < 0)
            return NoMatch;
        return name[at - 1].isLetterOrNumber() ? Inside : Word;
    };
    return std::min(of(entry.name), of(entry.id));
}

}   // namespace

CatalogModel::CatalogModel(std::vector<client::CatalogEntry> entries, QObject *parent)
    : QAbstractListModel(parent)
    , m_entries(std::move(entries))
{
    setFilter({});
}

void CatalogModel::setFilter(const QString &text)
{
    const QString wanted = text.trimmed();
    std::vector<std::pair<int, std::size_t>> found;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const client::CatalogEntry &entry = m_entries[i];
        if (wanted.isEmpty())
            found.emplace_back(entry.local ? 0 : 1, i);
        else if (const Rank match = rank(entry, wanted); match != NoMatch)
            found.emplace_back(int(match), i);
    }
    // What cannot be chosen stands behind everything of its rank.
    std::stable_sort(found.begin(), found.end(), [this](const auto &a, const auto &b) {
        return std::pair(a.first, !m_entries[a.second].supported) <
               std::pair(b.first, !m_entries[b.second].supported);
    });
    beginResetModel();
    m_shown.clear();
    for (const auto &[order, index] : found)
        m_shown.push_back(index);
    endResetModel();
}

const client::CatalogEntry &CatalogModel::entry(int row) const
{
    return m_entries[m_shown[std::size_t(row)]];
}

int CatalogModel::rowOf(const QString &id) const
{
    for (int row = 0; row < rowCount(); ++row)
        if (entry(row).id == id)
            return row;
    return -1;
}

int CatalogModel::firstUsable() const
{
    for (int row = 0; row < rowCount(); ++row)
        if (entry(row).supported)
            return row;
    return -1;
}

int CatalogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

QVariant CatalogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const client::CatalogEntry &row = entry(index.row());
    const QString host = QUrl(row.baseUrl).host();
    const auto detail = [&] {
        if (!row.supported)
            return row.reason.isEmpty() ? tr("not supported yet") : row.reason;
        if (row.local)
            return row.defaultPort > 0 ? tr("on this computer, port %1").arg(row.defaultPort)
                                       : tr("on this computer");
        if (row.unverified)
            return host.isEmpty() ? tr("not verified yet") : tr("%1, not verified yet").arg(host);
        return host.isEmpty() ? tr("at an address of yours") : host;
    };
    switch (role) {
    case Qt::DisplayRole:
        return row.name;
    case CellDetailRole:
        return detail();
    case CellKindRole:
        return int(CellKind::TwoLines);
    case CellToneRole:
        return row.supported ? QVariant() : QVariant(int(Colour::TextSecondary));
    case CellMarkRole:
        return int(!row.supported   ? Mark::Blocked
                   : row.local      ? Mark::Local
                   : row.unverified ? Mark::Partial
                                    : Mark::Off);
    case Qt::AccessibleTextRole:
        return u"%1, %2"_s.arg(row.name, detail());
    case Qt::ToolTipRole:
        return row.supported ? QVariant() : QVariant(detail());
    default:
        return {};
    }
}

Qt::ItemFlags CatalogModel::flags(const QModelIndex &index) const
{
    if (!index.isValid() || entry(index.row()).supported)
        return QAbstractListModel::flags(index);
    return Qt::ItemNeverHasChildren;
}

}   // namespace gw::ui
