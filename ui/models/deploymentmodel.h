#pragma once

#include "core/client/modelsvalues.h"
#include "core/client/routingvalues.h"

#include <QAbstractItemModel>
#include <QHash>

namespace gw::ui {

// Public model names with the deployments that answer them, as a tree of two levels; what a filter leaves
// out is not in it. GUI thread.
class DeploymentModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column {
        Name,
        Provider,
        State,
        Load,
        FirstToken,
        Context,
        Input,
        Cached,
        Output,
        Abilities,
        ColumnCount
    };
    enum class Only { All, Problems, Paused, Local, NoPrice };

    explicit DeploymentModel(QObject *parent = nullptr);

    void setGroups(std::vector<client::ModelGroup> groups);
    // What the router knows of them now.
    void setRouting(const client::RoutingState &state);
    // Null: nothing is known.
    const client::RouteDeployment *routing(const QString &deploymentId) const;
    void setFilter(const QString &text, Only only);
    // How many deployments such a filter would leave, of all.
    int count(Only only) const;
    bool isEmpty() const { return m_all.empty(); }

    // Null for a name or nothing.
    const client::DeploymentRow *deployment(const QModelIndex &index) const;
    const client::ModelGroup *group(const QModelIndex &index) const;
    QModelIndex indexOf(const QString &deploymentId) const;
    QModelIndex indexOfGroup(const QString &name) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void sift();
    QVariant groupData(const client::ModelGroup &group, int column, int role) const;

    std::vector<client::ModelGroup> m_all;
    std::vector<client::ModelGroup> m_shown;
    QHash<QString, client::RouteDeployment> m_routing;   // By deployment.
    QHash<QString, QString> m_strategies;                // By name.
    QString m_text;
    Only m_only = Only::All;
};

// "tools, vision" in the user's language.
QString abilityNames(const QStringList &abilities);
// Dollars per million tokens: "3.00", "0.075"; a dash for unknown.
QString priceText(std::int64_t picoPerMillion);

}   // namespace gw::ui
