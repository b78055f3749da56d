#pragma once

#include "core/client/modelsvalues.h"

#include <QDialog>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace gw::client {
class GatewayClient;
}

namespace gw::ui {

class Form;
class Label;

// A new deployment of a model, or one that is changed: the name programs ask for, who answers it, with which
// model, at which price. Closes when it is written; else it says why not. GUI thread; the client must
// outlive it.
class DeploymentEdit final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeploymentEdit)

public:
    // row: what is changed; null for a new one, which group may name already.
    DeploymentEdit(client::GatewayClient &client, const client::DeploymentRow *row, const QString &group,
                   QWidget *parent);

Q_SIGNALS:
    // It was written.
    void saved(const QString &group);

private:
    void addFields(const client::DeploymentRow *row, const QString &group);
    void refresh();
    bool check();
    void save();
    void handleChanged(client::Token token, const client::ChangeResult &result);
    client::DeploymentDraft draft() const;

    client::GatewayClient &m_client;
    QString m_id;   // Empty: a new one.
    std::vector<client::ProviderAccount> m_accounts;
    client::Token m_token = 0;
    bool m_saving = false;
    Form *m_form = nullptr;
    QComboBox *m_group = nullptr;
    QComboBox *m_account = nullptr;
    QLineEdit *m_model = nullptr;
    QLineEdit *m_input = nullptr;
    QLineEdit *m_output = nullptr;
    Label *m_message = nullptr;
    QPushButton *m_save = nullptr;
};

}   // namespace gw::ui
