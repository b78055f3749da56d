#pragma once

#include "core/client/spendvalues.h"

#include <QAbstractTableModel>

namespace gw::ui {

// Who or what has spent how much, the largest first. GUI thread.
class SpendModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Share, Percent, Requests, Input, Cached, Output, Cost, Note, ColumnCount };
    // Names that have a colour of their own; the rest is drawn as one.
    static constexpr int kSeries = 4;

    explicit SpendModel(QObject *parent = nullptr);

    void setReport(const client::SpendReport &report);
    const client::SpendReport &report() const { return m_report; }
    // Null for nothing.
    const client::SpendName *row(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    client::SpendReport m_report;
};

namespace spendwords {

// "Program", "Key" ...
QString by(client::SpendBy by);
// The name, or words for those of which nothing was said.
QString name(client::SpendBy by, const client::SpendName &name);
// "12 have no price, 3 estimated"; empty: every amount is exact.
QString note(std::int64_t unpriced, std::int64_t estimated);
// "$3.00 / M": of 10^-12 USD per token, to the last digit.
QString perMillion(std::int64_t picoPerToken);
QString kind(client::PriceLine::Class kind);

}   // namespace spendwords

}   // namespace gw::ui
