#pragma once

#include "core/client/values.h"

#include <QWidget>

#include <functional>

class QPushButton;

namespace gw::client {
class DatabaseClient;
}

namespace gw::ui {

class Segmented;

// Chooses whose spend is shown: that of the gateway one looks at, of all that share its database, or of those
// on the database that this window reads by itself, all together or one by name. Hidden where there is
// nothing to choose.
class WhoseSpend final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WhoseSpend)

public:
    // database: may be null; connectDatabase asks where it is. Both outlive this.
    WhoseSpend(client::DatabaseClient *database, std::function<void()> connectDatabase,
               QWidget *parent = nullptr);

    // In this order: this gateway, all, the database.
    Segmented *choice() const { return m_choice; }
    // What is chosen as soon as it can be.
    void setWanted(int choice) { m_wanted = choice; }
    // Shows what can be chosen, and leaves what cannot. others: the gateway shares its database.
    void offer(bool others);

Q_SIGNALS:
    // Another one of the database.
    void gatewayChosen();

private:
    void openMenu();
    void showMenu(const QStringList &gateways, const QString &problem);
    void choose(const QString &gateway);

    client::DatabaseClient *const m_database;
    const std::function<void()> m_connect;
    Segmented *m_choice = nullptr;
    QPushButton *m_gateway = nullptr;
    QPushButton *m_change = nullptr;
    int m_wanted = 0;
    client::Token m_token = 0;
};

}   // namespace gw::ui
