#pragma once

#include "ui/framework/desktopnotices.h"
#include "ui/models/budgetwatch.h"
#include "ui/models/cheapermodels.h"
#include "ui/models/spendpace.h"

#include <QWidget>

#include <map>

class QVBoxLayout;

namespace gw::client {
class GatewayClient;
}

namespace gw::ui {

struct Services;

// Budgets that interrupt: tells of budgets and of sudden spend by a notice of the desktop, whose buttons
// pause, raise, change to a cheaper model or show; where the desktop has none, by a banner of the window with
// the same buttons. Takes no room while there is no banner. GUI thread; what it is given must outlive it.
class Alerts final : public QWidget
{
    Q_OBJECT

public:
    // notices: where they are shown; becomes a child.
    Alerts(Services &services, DesktopNotices *notices, QWidget *parent = nullptr);

Q_SIGNALS:
    // The window is to be seen.
    void windowAsked();

private:
    struct Alert
    {
        QString title;
        QString text;
        bool urgent = false;
        client::BudgetState budget;   // Without an id: it is of a program.
        QString program;
        std::optional<CheaperModels::Instead> instead = {};   // What the key could use, or uses by now.
        bool switched = false;
    };
    void tellBudget(const client::BudgetState &budget, int percent);
    // A key uses another model since its button was pressed.
    void tellSwitched(const client::HolderChange &change, Alert alert);
    void tellPace(const SpendPace::Sudden &sudden);
    void tell(const QString &id, const Alert &alert);
    QList<std::pair<QString, QString>> actionsOf(const Alert &alert) const;
    void act(const QString &id, const QString &action);
    void showBanner(const QString &id);
    void dismiss(const QString &id);

    Services &m_services;
    client::GatewayClient &m_client;
    DesktopNotices *m_notices = nullptr;
    BudgetWatch *m_watch = nullptr;
    SpendPace m_pace;
    CheaperModels m_cheaper;
    std::map<client::Token, Alert> m_switching;   // Until it is done.
    QVBoxLayout *m_column = nullptr;
    std::map<QString, Alert> m_alerts;   // The last ones, by id.
    std::map<QString, QWidget *> m_banners;
};

}   // namespace gw::ui
