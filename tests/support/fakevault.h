#pragma once

#include "core/client/vaultclient.h"

#include <QStringList>

namespace gw::test {

// A vault that is as a test says; what is asked of it is recorded and answered by the test.
class FakeVault final : public client::VaultClient
{
    Q_OBJECT

public:
    client::VaultState now{.open = true, .source = QStringLiteral("Secret Service")};
    QStringList calls;
    Secret passphrase;
    client::Token last = 0;

    client::VaultState state() const override { return now; }
    void lock() override
    {
        calls << QStringLiteral("lock");
        now = {.locked = true, .source = now.source, .problem = QStringLiteral("the vault is locked")};
        Q_EMIT changed();
    }
    void unlock() override
    {
        calls << QStringLiteral("unlock");
        become({.open = true, .source = now.source});
    }
    client::Token unlockWith(const Secret &given) override
    {
        return note(QStringLiteral("unlockWith"), given);
    }
    client::Token choosePassphrase(const Secret &given) override
    {
        return note(QStringLiteral("choose"), given);
    }

    void become(client::VaultState state)
    {
        now = std::move(state);
        Q_EMIT changed();
    }
    void answer(const QString &problem) { Q_EMIT answered(last, problem); }

private:
    client::Token note(const QString &call, const Secret &given)
    {
        calls << call;
        passphrase = given;
        return ++last;
    }
};

}   // namespace gw::test
