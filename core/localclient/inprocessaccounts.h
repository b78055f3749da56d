#pragma once

#include "core/client/accountsclient.h"
#include "core/localclient/deploymentrows.h"

namespace gw::client {

class ConfigChanger;

// AccountsClient over the config and the vault of this process.
class InProcessAccounts final : public AccountsClient
{
    Q_OBJECT

public:
    // Everything outlives it; test is GatewayClient::testProvider().
    InProcessAccounts(const InProcessParts &parts, ConfigChanger &changer, std::function<Token()> nextToken,
                      std::function<Token(const ProviderDraft &)> test);

    QStringList upstreamModels(const QString &id) const override;
    Token changeAccount(const QString &id, const AccountChange &change) override;
    Token rotateKey(const QString &id, const Secret &key) override;
    Token removeAccount(const QString &id, bool forgetKey) override;
    RemovalEffect removalOf(const QString &id) const override;
    QStringList sharesKeyWith(const QString &id) const override;
    Token testAccount(const QString &id, const Secret &key) override;

private:
    Token answer(const ChangeResult &result);
    ChangeResult change(const QString &id, const AccountChange &change);
    ChangeResult rotate(const QString &id, const Secret &key);
    ChangeResult remove(const QString &id, bool forgetKey);
    std::string freeVaultName(const Account &account) const;

    const InProcessParts &m_parts;
    ConfigChanger &m_changer;
    std::function<Token()> m_nextToken;
    std::function<Token(const ProviderDraft &)> m_test;
};

}   // namespace gw::client
