#pragma once

#include "core/client/keysclient.h"

#include <QAbstractTableModel>

namespace gw::ui {

// Keys, teams, users or shared budgets, read part by part as one scrolls. GUI thread; the client must outlive
// it.
class HolderModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, State, Share, Amount, Models, Last, ColumnCount };

    explicit HolderModel(client::KeysClient &client, QObject *parent = nullptr);

    // Whose keys from now on; the next ask() begins anew. It must outlive this.
    void setClient(client::KeysClient &client);
    client::HolderKind kind() const { return m_query.kind; }
    // From the front; what is shown stays until the answer is there, unless it is of another kind.
    void ask(client::HolderKind kind, const QString &search);
    // The same again, as many as are shown.
    void refresh();
    bool isLoading() const { return m_token != 0 && !m_known; }
    // Of the whole list, shown or not.
    std::int64_t matches() const { return m_matches; }
    const QString &problem() const { return m_problem; }
    const QString &search() const { return m_query.search; }
    // Null for nothing.
    const client::HolderRow *row(const QModelIndex &index) const;
    QModelIndex indexOf(const QString &id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    // An answer has come.
    void answered();

private:
    void take(const client::HolderPage &page);
    QString amount(const client::HolderRow &row) const;

    client::KeysClient *m_client;
    client::HolderQuery m_query;
    std::vector<client::HolderRow> m_rows;
    QString m_next;
    QString m_problem;
    std::int64_t m_matches = 0;
    client::Token m_token = 0;   // 0: nothing is asked.
    bool m_more = false;         // m_token asks for the rows behind those that are shown.
    bool m_known = false;        // There was an answer of this kind.
};

}   // namespace gw::ui
