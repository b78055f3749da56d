#include "ui/models/spendmodel.h"

#include "core/client/amounts.h"
#include "ui/framework/format.h"
#include "ui/framework/rowview.h"
#include "ui/framework/theme.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr const char *kContext = "gw::ui::SpendWords";

QString word(const char *source, int count = -1)
{
    return QCoreApplication::translate(kContext, source, nullptr, count);
}

double shareOf(std::int64_t part, std::int64_t whole)
{
    return whole > 0 ? std::clamp(double(part) / double(whole), 0.0, 1.0) : 0;
}

}   // namespace

SpendModel::SpendModel(QObject *parent)
    : QAbstractTableModel(parent)
{}

void SpendModel::setReport(const client::SpendReport &report)
{
    const auto same = [](const client::SpendName &a, const client::SpendName &b) {
        return a.name == b.name && a.filter == b.filter;
    };
    // The same ones: views keep their place.
    if (report.by == m_report.by && std::ranges::equal(report.names, m_report.names, same)) {
        m_report = report;
        if (!m_report.names.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_report = report;
    endResetModel();
    Q_EMIT headerDataChanged(Qt::Horizontal, Name, Name);
}

const client::SpendName *SpendModel::row(const QModelIndex &index) const
{
    return index.isValid() && index.row() < rowCount() ? &m_report.names[std::size_t(index.row())] : nullptr;
}

int SpendModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_report.names.size());
}

int SpendModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant SpendModel::data(const QModelIndex &index, int role) const
{
    const client::SpendName *one = row(index);
    if (!one)
        return {};
    const int column = index.column();
    const double share = shareOf(one->sums.costPico, m_report.all.costPico);
    const bool isNumber = column >= Percent && column <= Cost;
    if (role == CellKindRole && isNumber)
        return int(CellKind::Number);
    if (role == Qt::TextAlignmentRole && isNumber)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (column == Name && role == CellKindRole)
        return int(CellKind::Strong);
    if (column == Name && role == CellSeriesRole)
        return std::min(index.row(), kSeries);
    if (column == Share && role == CellKindRole)
        return int(CellKind::Bar);
    if (column == Share && role == CellShareRole)
        return share;
    if (column == Note && role == CellToneRole)
        return int(one->sums.unpriced > 0 ? Colour::Warning : Colour::TextSecondary);
    if (column == Note && role == CellMarkRole && one->sums.unpriced > 0)
        return int(Mark::Warning);
    if (role == Qt::ToolTipRole && (column == Name || column == Note))
        return column == Name ? spendwords::name(m_report.by, *one)
                              : spendwords::note(one->sums.unpriced, one->sums.estimated);
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Name:
        return spendwords::name(m_report.by, *one);
    case Percent:
        return QLocale().toString(share * 100, 'f', 0) + u" %"_s;
    case Requests:
        return QLocale().toString(qlonglong(one->sums.requests));
    case Input:
        return tokens(one->sums.input);
    case Cached:
        return tokens(one->sums.cacheRead);
    case Output:
        return tokens(one->sums.output);
    case Cost:
        return moneyShort(one->sums.costPico);
    case Note:
        return spendwords::note(one->sums.unpriced, one->sums.estimated);
    default:
        return {};
    }
}

QVariant SpendModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section >= Percent && section <= Cost ? Qt::AlignRight : Qt::AlignLeft) |
                   Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return spendwords::by(m_report.by);
    case Share:
        return tr("Share");
    case Requests:
        return tr("Requests");
    case Input:
        return tr("In");
    case Cached:
        return tr("Cached");
    case Output:
        return tr("Out");
    case Cost:
        return tr("Cost");
    case Note:
        return tr("Note");
    default:
        return QString();
    }
}

namespace spendwords {

QString by(client::SpendBy by)
{
    switch (by) {
    case client::SpendBy::Program:
        return word(QT_TRANSLATE_NOOP("gw::ui::SpendWords", "Program"));
    case client::SpendBy::Key:
        return word(QT_TRANSLATE_NOOP("gw::ui::SpendWords", "Key"));
    case client::SpendBy::Team:
        return word(QT_TRANSLATE_NOOP("gw::ui::SpendWords", "Team"));
    case client::SpendBy::Model:
        return word(QT_TRANSLATE_NOOP("gw::ui::SpendWords", "Model"));
    case client::SpendBy::Provider:
        return word(QT_TRANSLATE_NOOP("gw::ui::SpendWords", "Provider"));
    case client::SpendBy::Tag:
        break;
    }
    return word(QT_TRANSLATE_NOOP("gw::ui::SpendWords", "Tag"));
}

QString name(client::SpendBy by, const client::SpendName &name)
{
    if (!name.name.isEmpty())
        return name.name;
    return by == client::SpendBy::Team ? word(QT_TRANSLATE_NOOP("gw::ui::SpendWords", "no team"))
                                       : word(QT_TRANSLATE_NOOP("gw::ui::SpendWords", "not known"));
}

QString note(std::int64_t unpriced, std::int64_t estimated)
{
    QStringList parts;
    const QLocale locale;
    if (unpriced > 0)
        parts << word(QT_TRANSLATE_NOOP("gw::ui::SpendWords", "%1 without a price"))
                     .arg(locale.toString(qlonglong(unpriced)));
    if (estimated > 0)
        parts << word(QT_TRANSLATE_NOOP("gw::ui::SpendWords", "%1 estimated"))
                     .arg(locale.toString(qlonglong(estimated)));
    return parts.join(u", "_s);
}

QString perMillion(std::int64_t picoPerToken)
{
    // 10^-12 USD a token is 10^-6 USD a million: six decimals hold it exactly.
    constexpr std::int64_t kMillion = 1'000'000;
    QString digits = client::moneyText(picoPerToken * kMillion);
    const qsizetype point = digits.indexOf(u'.');
    const int decimals = std::max(2, point < 0 ? 0 : int(digits.size() - point - 1));
    return word(QT_TRANSLATE_NOOP("gw::ui::SpendWords", "%1 / M"))
        .arg(QLocale().toCurrencyString(double(picoPerToken) / 1e6, u"$"_s, decimals));
}

QString kind(client::PriceLine::Class kind)
{
    switch (kind) {
    case client::PriceLine::Class::Input:
        return word(QT_TRANSLATE_NOOP("gw::ui::SpendWords", "uncached in"));
    case client::PriceLine::Class::CacheRead:
        return word(QT_TRANSLATE_NOOP("gw::ui::SpendWords", "cache read"));
    case client::PriceLine::Class::CacheWrite:
        return word(QT_TRANSLATE_NOOP("gw::ui::SpendWords", "cache write"));
    case client::PriceLine::Class::Output:
        break;
    }
    return word(QT_TRANSLATE_NOOP("gw::ui::SpendWords", "output"));
}

}   // namespace spendwords

}   // namespace gw::ui
