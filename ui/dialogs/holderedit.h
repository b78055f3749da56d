#pragma once

#include "core/client/keysclient.h"

#include <QDialog>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace gw::ui {

class Form;

// Makes or changes a key, a team, a user or a shared budget. Stays open until the gateway has taken it; what
// it says against it stands in the dialog. GUI thread; the client must outlive it.
class HolderEdit final : public QDialog
{
    Q_OBJECT

public:
    // row: what is to be changed; null makes a new one. models: names that may be used, to complete.
    HolderEdit(client::KeysClient &client, client::HolderKind kind, const client::HolderRow *row,
               const QStringList &models, QWidget *parent = nullptr);

Q_SIGNALS:
    void saved(const gw::client::HolderChange &change);

private:
    void addNames(const QStringList &models);
    void addLimits();
    void addOwners();
    void fill(const client::HolderRow &row);
    client::HolderDraft draft() const;
    bool isReady();
    void check();
    void save();
    void takeNames(client::Token token, const client::HolderPage &page);

    client::KeysClient &m_client;
    const client::HolderKind m_kind;
    const QString m_id;
    Form *m_form = nullptr;
    QLineEdit *m_newId = nullptr;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_models = nullptr;
    QLineEdit *m_budget = nullptr;
    QComboBox *m_window = nullptr;
    QLineEdit *m_requests = nullptr;
    QLineEdit *m_tokens = nullptr;
    QLineEdit *m_parallel = nullptr;
    QComboBox *m_lifetime = nullptr;
    QComboBox *m_team = nullptr;
    QComboBox *m_user = nullptr;
    QComboBox *m_shared = nullptr;
    QPushButton *m_save = nullptr;
    client::Token m_saving = 0;
    client::Token m_teams = 0;
    client::Token m_users = 0;
    client::Token m_budgets = 0;
};

}   // namespace gw::ui
