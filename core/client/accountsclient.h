#pragma once

#include "core/client/modelsvalues.h"

#include <QObject>

namespace gw::client {

// What is to be another about an account; models are upstream names, all that it is to offer afterwards.
struct AccountChange
{
    QString name;
    QString baseUrl;   // Empty: the provider's own.
    QStringList models;
};

// Accounts at providers: deployments that share provider, address and key. Changes as with ModelsClient. GUI
// thread; no call blocks but for the reading of config.yaml.
class AccountsClient : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccountsClient)

public:
    explicit AccountsClient(QObject *parent = nullptr)
        : QObject(parent)
    {}

    // Of the account, as the provider calls them.
    virtual QStringList upstreamModels(const QString &id) const = 0;
    virtual Token changeAccount(const QString &id, const AccountChange &change) = 0;
    // Puts the key into the vault and lets every deployment of the account use it.
    virtual Token rotateKey(const QString &id, const Secret &key) = 0;
    // With forgetKey the vault forgets its key too, if no other account uses it.
    virtual Token removeAccount(const QString &id, bool forgetKey) = 0;
    virtual RemovalEffect removalOf(const QString &id) const = 0;
    // Names of other accounts that use the same key of the vault.
    virtual QStringList sharesKeyWith(const QString &id) const = 0;
    // Tries the account step by step; with the key that is given, else its own. Told by the signals of
    // GatewayClient::testProvider().
    virtual Token testAccount(const QString &id, const Secret &key) = 0;

Q_SIGNALS:
    void changed(gw::client::Token token, const gw::client::ChangeResult &result);
};

}   // namespace gw::client
