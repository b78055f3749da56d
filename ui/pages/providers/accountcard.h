#pragma once

#include "core/client/values.h"
#include "ui/framework/surfaces.h"

class QMenu;
class QPushButton;

namespace gw::client {
class GatewayClient;
}

namespace gw::ui {

// One account: who, where, with which key, what it offers, what is wrong with it. Its test is one small
// request through the gateway; what changes it is asked of the page.
class AccountCard final : public Card
{
    Q_OBJECT

public:
    AccountCard(client::GatewayClient &client, const client::ProviderAccount &account,
                const QString &providerName, QWidget *parent = nullptr);

Q_SIGNALS:
    void editAsked();
    void keyAsked();
    void deleteAsked();
    void modelsAsked();

private:
    void addHead(const client::ProviderAccount &account, const QString &providerName);
    void addFacts(const client::ProviderAccount &account);
    void addFoot(const client::ProviderAccount &account);
    QMenu *makeMenu(const client::ProviderAccount &account);
    void handleAnswer(client::Token token, const QString &answer, const QString &problem);

    client::GatewayClient &m_client;
    QPushButton *m_test = nullptr;
    Label *m_result = nullptr;
    client::Token m_token = 0;
    bool m_waiting = false;
};

}   // namespace gw::ui
