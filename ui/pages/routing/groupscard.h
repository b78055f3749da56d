#pragma once

#include "core/client/routingvalues.h"
#include "ui/framework/services.h"
#include "ui/framework/surfaces.h"

class QPushButton;
class QTableView;

namespace gw::ui {

class Label;
class RouteModel;

// Who answers for which name, and how each deployment is. The chosen one is described below the table.
class GroupsCard final : public Card
{
    Q_OBJECT

public:
    explicit GroupsCard(QWidget *parent = nullptr);
    void show(const client::RoutingState &state);
    // The chosen deployment that rests; empty: none does.
    QString resting() const;

Q_SIGNALS:
    void endRestAsked(const QString &deploymentId);
    void modelAsked(const QString &deploymentId);

private:
    QWidget *makeFoot();
    void showCurrent();
    void fit();

    RouteModel *m_model = nullptr;
    QTableView *m_view = nullptr;
    Label *m_detail = nullptr;
    QPushButton *m_end = nullptr;
    QPushButton *m_open = nullptr;
};

}   // namespace gw::ui
