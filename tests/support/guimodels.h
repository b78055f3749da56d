#pragma once

#include "core/client/accountsclient.h"
#include "core/client/discoveryclient.h"
#include "core/client/modelsclient.h"

#include <QStringList>

#include <functional>
#include <optional>

// Models, accounts and found servers as a test says; what is asked of them is recorded and answered by the
// test with the signals.
namespace gw::test {

class GuiModels final : public client::ModelsClient
{
    Q_OBJECT

public:
    std::vector<client::ModelGroup> rows;
    client::RemovalEffect effect;
    QStringList calls;
    std::optional<client::DeploymentDraft> draft;
    client::Token last = 0;

    std::vector<client::ModelGroup> groups() const override { return rows; }
    QString priceVersion() const override { return QStringLiteral("2026-11-21"); }
    client::Token addDeployment(const client::DeploymentDraft &given) override
    {
        draft = given;
        return note(QStringLiteral("add"));
    }
    client::Token changeDeployment(const QString &id, const client::DeploymentDraft &given) override
    {
        draft = given;
        return note(QStringLiteral("change %1").arg(id));
    }
    client::Token removeDeployment(const QString &id) override
    {
        return note(QStringLiteral("remove %1").arg(id));
    }
    client::RemovalEffect removalOf(const QString &) const override { return effect; }
    client::Token setPaused(const QString &id, bool on) override
    {
        return note(QStringLiteral("setPaused %1 %2").arg(id).arg(on));
    }
    client::Token undo() override { return note(QStringLiteral("undo")); }
    client::Token testDeployment(const QString &id) override
    {
        return note(QStringLiteral("test %1").arg(id));
    }

    void succeed() { Q_EMIT changed(last, {true, {}, true}); }
    void fail(const QString &problem) { Q_EMIT changed(last, {false, problem, false}); }

private:
    client::Token note(const QString &call)
    {
        calls << call;
        // Tokens of all areas differ.
        return last = last == 0 ? 1'000'001 : last + 1;
    }
};

class GuiAccounts final : public client::AccountsClient
{
    Q_OBJECT

public:
    QStringList upstream;
    QStringList sharers;
    client::RemovalEffect effect;
    QStringList calls;
    std::optional<client::AccountChange> change;
    std::optional<Secret> key;
    client::Token last = 0;

    QStringList upstreamModels(const QString &) const override { return upstream; }
    client::Token changeAccount(const QString &id, const client::AccountChange &given) override
    {
        change = given;
        return note(QStringLiteral("change %1").arg(id));
    }
    client::Token rotateKey(const QString &id, const Secret &given) override
    {
        key = given;
        return note(QStringLiteral("rotate %1").arg(id));
    }
    client::Token removeAccount(const QString &id, bool forgetKey) override
    {
        return note(QStringLiteral("remove %1 %2").arg(id).arg(forgetKey));
    }
    client::RemovalEffect removalOf(const QString &) const override { return effect; }
    QStringList sharesKeyWith(const QString &) const override { return sharers; }
    client::Token testAccount(const QString &id, const Secret &given) override
    {
        key = given;
        return note(QStringLiteral("test %1").arg(id));
    }

    void succeed() { Q_EMIT changed(last, {true, {}, true}); }
    void fail(const QString &problem) { Q_EMIT changed(last, {false, problem, false}); }

private:
    client::Token note(const QString &call)
    {
        calls << call;
        return last = last == 0 ? 2'000'001 : last + 1;
    }
};

class GuiDiscovery final : public client::DiscoveryClient
{
    Q_OBJECT

public:
    std::vector<client::FoundServer> servers;
    int looks = 0;
    bool answers = true;

    client::Token look() override
    {
        const client::Token token = 3'000'000 + client::Token(++looks);
        if (answers)
            QMetaObject::invokeMethod(
                this, [this, token] { Q_EMIT found(token, servers); }, Qt::QueuedConnection);
        return token;
    }
};

// Three names with six deployments in every state, and an alias.
void fillModels(GuiModels &models);
// Ollama with models, LM Studio without.
void fillServers(GuiDiscovery &discovery);

}   // namespace gw::test
