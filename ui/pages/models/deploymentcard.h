#pragma once

#include "core/client/modelsvalues.h"
#include "core/client/routingvalues.h"
#include "ui/framework/surfaces.h"

#include <optional>

class QPushButton;

namespace gw::ui {

class Badge;
class Label;

// The chosen deployment of the Models page: what is known about it in words, and what can be done with it.
class DeploymentCard final : public Card
{
    Q_OBJECT

public:
    // withTraffic: there is a page that shows the requests of a model.
    explicit DeploymentCard(bool withTraffic, QWidget *parent = nullptr);

    // now: what the router knows of it; null: nothing.
    void showDeployment(const client::DeploymentRow &row, const client::RouteDeployment *now);
    // The same, while the one that is shown stays.
    void showRouting(const client::RouteDeployment *now);
    void showGroup(const client::ModelGroup &group);
    void showNothing();
    // The outcome of a test, or that one runs.
    void tellTest(const QString &text, Colour role);
    void setBusy(bool busy);

Q_SIGNALS:
    void testAsked();
    void editAsked();
    void pauseAsked();
    void trafficAsked();
    void deleteAsked();
    void addAsked();

private:
    void showState();
    void showButtons(bool deployment, bool group);

    Label *m_name = nullptr;
    Badge *m_badge = nullptr;
    Label *m_facts = nullptr;
    Label *m_load = nullptr;
    Label *m_remark = nullptr;
    Label *m_result = nullptr;
    QPushButton *m_test = nullptr;
    QPushButton *m_edit = nullptr;
    QPushButton *m_pause = nullptr;
    QPushButton *m_traffic = nullptr;
    QPushButton *m_delete = nullptr;
    QPushButton *m_add = nullptr;
    client::DeploymentRow m_row;
    std::optional<client::RouteDeployment> m_now;
    bool m_withTraffic;
};

}   // namespace gw::ui
