#pragma once

#include "core/client/values.h"

#include <QDialog>

class QPushButton;

namespace gw::client {
class GatewayClient;
struct ChangeResult;
}   // namespace gw::client

namespace gw::ui {

class ConnectionTest;
class Form;
class Label;
class SecretEdit;

// Puts a new key in the place of an account's old one, tried before on demand. The old one is not shown and
// programs notice nothing. GUI thread; the client must outlive it.
class KeyChange final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(KeyChange)

public:
    KeyChange(client::GatewayClient &client, const client::ProviderAccount &account, QWidget *parent);

Q_SIGNALS:
    void saved();

private:
    void refresh();
    Secret key() const;
    void save();
    void handleChanged(client::Token token, const client::ChangeResult &result);

    client::GatewayClient &m_client;
    const client::ProviderAccount m_account;
    client::Token m_token = 0;
    bool m_saving = false;
    Form *m_form = nullptr;
    SecretEdit *m_key = nullptr;
    ConnectionTest *m_test = nullptr;
    Label *m_message = nullptr;
    QPushButton *m_save = nullptr;
};

}   // namespace gw::ui
