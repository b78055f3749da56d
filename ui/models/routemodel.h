#pragma once

#include "core/client/routingvalues.h"

#include <QAbstractTableModel>

namespace gw::ui {

// Model names and, below each, the deployments that share it, with what they do now. GUI thread.
class RouteModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, State, Load, Minute, FirstToken, ColumnCount };

    explicit RouteModel(QObject *parent = nullptr);

    // Rows that stay keep their place for views.
    void setGroups(std::vector<client::RouteGroup> groups);
    // Null for the line of a name.
    const client::RouteDeployment *deployment(const QModelIndex &index) const;
    const client::RouteGroup *group(const QModelIndex &index) const;
    QModelIndex indexOf(const QString &deploymentId) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Line
    {
        std::size_t group = 0;
        int deployment = -1;   // -1: the name itself.
        bool operator==(const Line &) const = default;
    };
    QVariant groupData(const client::RouteGroup &group, int column, int role) const;

    std::vector<client::RouteGroup> m_groups;
    std::vector<Line> m_lines;
};

}   // namespace gw::ui
