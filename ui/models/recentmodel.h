#pragma once

#include "core/client/values.h"

#include <QAbstractTableModel>

namespace gw::ui {

// The newest requests with their cost, newest first, at most kMaxRows. The ledger's answer is the base; rows
// told by events since then stay on top until the ledger tells them too. GUI thread.
class RecentModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, Client, Route, Status, Tokens, Cost, FirstByte, Total, ColumnCount };
    static constexpr int kMaxRows = 50;
    // The value that a column is ordered by.
    static constexpr int kSortRole = Qt::UserRole;

    explicit RecentModel(QObject *parent = nullptr);

    void setRows(const std::vector<client::RequestRow> &newestFirst);
    void clear();
    void prepend(const QList<client::RequestRow> &newestFirst);
    const client::RequestRow &row(int index) const { return m_rows[index]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<client::RequestRow> m_rows;
};

}   // namespace gw::ui
