#pragma once

#include "core/client/values.h"

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace gw::client {
class GatewayClient;
struct ChangeResult;
}   // namespace gw::client

namespace gw::ui {

class ConnectionTest;
class Form;
class Label;
class ModelPicker;

// Changes an account: its name, its address, the models it offers. Tests it as it is kept. Closes when it is
// written; else it says why not. GUI thread; the client must outlive it.
class AccountEdit final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccountEdit)

public:
    AccountEdit(client::GatewayClient &client, const client::ProviderAccount &account, QWidget *parent);

Q_SIGNALS:
    void saved(const QString &name);

private:
    void addFields();
    void refresh();
    bool check();
    void save();
    void handleChanged(client::Token token, const client::ChangeResult &result);

    client::GatewayClient &m_client;
    const client::ProviderAccount m_account;
    client::Token m_token = 0;
    bool m_saving = false;
    Form *m_form = nullptr;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_address = nullptr;
    ConnectionTest *m_test = nullptr;
    ModelPicker *m_models = nullptr;
    Label *m_message = nullptr;
    QPushButton *m_save = nullptr;
};

}   // namespace gw::ui
