#pragma once

#include "core/client/vaultclient.h"

#include <QDialog>

class QPushButton;

namespace gw::ui {

class Form;
class Label;
class SecretEdit;

// Opens the vault by its passphrase, or has one chosen: the first on a desktop without a keychain, or another
// one. GUI thread; the client must outlive it.
class VaultAccess final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(VaultAccess)

public:
    enum class Purpose { Unlock, Choose, Change };

    VaultAccess(client::VaultClient &client, Purpose purpose, QWidget *parent);

    // Shows it over parent; it deletes itself when it is closed.
    static void ask(client::VaultClient &client, Purpose purpose, QWidget *parent);
    // Opens the vault by what it wants: without a dialog where no passphrase is needed.
    static void unlock(client::VaultClient &client, QWidget *parent);

private:
    void build();
    void refresh();
    void submit();
    void handleAnswer(client::Token token, const QString &problem);
    // Why what was typed does not do; empty when it does, or when nothing was typed.
    QString mistake() const;

    client::VaultClient &m_client;
    const Purpose m_purpose;
    client::Token m_token = 0;
    bool m_working = false;
    Form *m_form = nullptr;
    SecretEdit *m_first = nullptr;
    SecretEdit *m_again = nullptr;   // Null when unlocking.
    Label *m_message = nullptr;
    QPushButton *m_accept = nullptr;
};

}   // namespace gw::ui
