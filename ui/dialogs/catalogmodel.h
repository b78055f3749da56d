#pragma once

#include "core/client/values.h"

#include <QAbstractListModel>

namespace gw::ui {

// The providers of the catalog that match a text: best match first; with no text those on this computer
// first. What is not supported is listed, with the reason, and cannot be chosen. GUI thread.
class CatalogModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    explicit CatalogModel(std::vector<client::CatalogEntry> entries, QObject *parent = nullptr);

    void setFilter(const QString &text);
    const client::CatalogEntry &entry(int row) const;
    // The row of a provider among those that match; -1: none.
    int rowOf(const QString &id) const;
    // The first row that can be chosen; -1: none.
    int firstUsable() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    std::vector<client::CatalogEntry> m_entries;
    std::vector<std::size_t> m_shown;   // Indexes into m_entries.
};

}   // namespace gw::ui
