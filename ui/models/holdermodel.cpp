#include "ui/models/holdermodel.h"

#include "ui/framework/format.h"
#include "ui/framework/rowview.h"
#include "ui/models/holderwords.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr double kWarnShare = 0.8;
constexpr int kPart = 100;
constexpr std::int64_t kCent = 10'000'000'000;

std::int64_t nowS()
{
    return QDateTime::currentSecsSinceEpoch();
}

}   // namespace

HolderModel::HolderModel(client::KeysClient &client, QObject *parent)
    : QAbstractTableModel(parent)
    , m_client(nullptr)
{
    setClient(client);
}

void HolderModel::setClient(client::KeysClient &client)
{
    if (m_client)
        disconnect(m_client, nullptr, this, nullptr);
    m_client = &client;
    m_token = 0;
    beginResetModel();
    m_rows.clear();
    m_matches = 0;
    m_known = false;
    endResetModel();
    connect(&client, &client::KeysClient::holdersReady, this,
            [this](client::Token token, const client::HolderPage &page) {
                if (token == m_token && token != 0)
                    take(page);
            });
}

void HolderModel::ask(client::HolderKind kind, const QString &search)
{
    if (kind != m_query.kind) {
        beginResetModel();
        m_rows.clear();
        m_matches = 0;
        m_known = false;
        endResetModel();
    }
    m_query = {.kind = kind, .search = search, .limit = kPart};
    m_more = false;
    m_token = m_client->requestHolders(m_query);
}

void HolderModel::refresh()
{
    client::HolderQuery query = m_query;
    query.after.clear();
    query.limit = std::max(kPart, int(m_rows.size()));
    m_more = false;
    m_token = m_client->requestHolders(query);
}

void HolderModel::take(const client::HolderPage &page)
{
    m_token = 0;
    m_known = true;
    m_problem = page.problem;
    m_next = page.next;
    m_matches = page.matches;
    if (m_more) {
        beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + page.rows.size()) - 1);
        m_rows.insert(m_rows.end(), page.rows.begin(), page.rows.end());
        endInsertRows();
    } else if (std::ranges::equal(m_rows, page.rows, {}, &client::HolderRow::id, &client::HolderRow::id)) {
        // The same ones: views keep their place.
        m_rows = page.rows;
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    } else {
        beginResetModel();
        m_rows = page.rows;
        endResetModel();
    }
    m_more = false;
    Q_EMIT answered();
}

const client::HolderRow *HolderModel::row(const QModelIndex &index) const
{
    return index.isValid() && index.row() < int(m_rows.size()) ? &m_rows[std::size_t(index.row())] : nullptr;
}

QModelIndex HolderModel::indexOf(const QString &id) const
{
    const auto found = std::ranges::find(m_rows, id, &client::HolderRow::id);
    return found == m_rows.end() ? QModelIndex() : index(int(found - m_rows.begin()), 0);
}

int HolderModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int HolderModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

bool HolderModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && !m_next.isEmpty() && m_token == 0;
}

void HolderModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    client::HolderQuery query = m_query;
    query.after = m_next;
    m_more = true;
    m_token = m_client->requestHolders(query);
}

QString HolderModel::amount(const client::HolderRow &row) const
{
    // Cents are enough beside a limit of dollars.
    const auto shown = [](std::int64_t pico) {
        return pico == 0 || pico >= kCent ? money(pico, 2) : moneyShort(pico);
    };
    if (row.kind == client::HolderKind::Budget)
        return row.counts.budgetPico < 0 ? dash() : shown(row.counts.budgetPico);
    if (row.counts.budgetPico < 0)
        return shown(row.spentPico);
    return u"%1 / %2"_s.arg(shown(row.spentPico), shown(row.counts.budgetPico));
}

QVariant HolderModel::data(const QModelIndex &index, int role) const
{
    const client::HolderRow *one = row(index);
    if (!one)
        return {};
    const bool limited = one->counts.budgetPico >= 0 && one->kind != client::HolderKind::Budget;
    switch (index.column()) {
    case Name:
        if (role == Qt::DisplayRole)
            return one->name;
        if (role == CellKindRole)
            return int(CellKind::TwoLines);
        if (role == CellDetailRole)
            return holderwords::detail(*one, nowS());
        break;
    case State:
        if (role == Qt::DisplayRole)
            return holderwords::state(*one, nowS());
        if (role == CellMarkRole)
            return int(holderwords::mark(*one, nowS()));
        if (role == CellToneRole)
            return int(markColour(holderwords::mark(*one, nowS())));
        break;
    case Share:
        if (!limited)
            break;
        if (role == CellKindRole)
            return int(CellKind::Bar);
        if (role == CellShareRole)
            return holderwords::share(*one);
        if (role == CellToneRole && holderwords::share(*one) >= kWarnShare)
            return int(Colour::WarningFill);
        break;
    case Amount:
        if (role == Qt::DisplayRole)
            return amount(*one);
        if (role == CellKindRole)
            return int(one->counts.budgetPico >= 0 ? CellKind::TwoNumbers : CellKind::Number);
        if (role == CellDetailRole)
            return one->counts.budgetPico >= 0 ? holderwords::window(one->counts.window) : QString();
        if (role == Qt::TextAlignmentRole)
            return int(Qt::AlignRight | Qt::AlignVCenter);
        break;
    case Models:
        if (role == Qt::DisplayRole)
            return holderwords::models(*one);
        if (role == CellToneRole)
            return int(Colour::TextSecondary);
        break;
    case Last:
        if (role == Qt::DisplayRole)
            return one->kind == client::HolderKind::Key ? holderwords::lastUsed(*one, nowS())
                                                        : QLocale().toString(one->keys);
        if (role == CellToneRole)
            return int(Colour::TextSecondary);
        break;
    default:
        break;
    }
    // What a screen reader says of a bar.
    if (role == Qt::AccessibleTextRole && index.column() == Share)
        return limited ? amount(*one) : tr("no budget");
    if (role == Qt::ToolTipRole && index.column() == Models)
        return holderwords::models(*one);
    return {};
}

QVariant HolderModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Amount ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return m_query.kind == client::HolderKind::Key    ? tr("Key")
               : m_query.kind == client::HolderKind::Team ? tr("Team")
               : m_query.kind == client::HolderKind::User ? tr("User")
                                                          : tr("Budget");
    case State:
        return tr("State");
    case Share:
        return m_query.kind == client::HolderKind::Budget ? QString() : tr("Budget");
    case Amount:
        return m_query.kind == client::HolderKind::Budget ? tr("Amount") : tr("Spent");
    case Models:
        return m_query.kind == client::HolderKind::Budget ? QString() : tr("May use");
    case Last:
        return m_query.kind == client::HolderKind::Key      ? tr("Last used")
               : m_query.kind == client::HolderKind::Budget ? tr("Named by")
                                                            : tr("Keys");
    default:
        return {};
    }
}

}   // namespace gw::ui
