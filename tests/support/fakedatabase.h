#pragma once

#include "core/client/databaseclient.h"
#include "tests/support/fakekeys.h"
#include "tests/support/fakespend.h"

#include <optional>

namespace gw::test {

// A database that is as a test says; what is asked of it is recorded.
class FakeDatabase final : public client::DatabaseClient
{
    Q_OBJECT

public:
    client::KnownDatabase now;
    std::optional<client::DatabaseDraft> tried;
    std::optional<client::DatabaseDraft> saved;
    QString saveProblem;
    QStringList gateways{QStringLiteral("berlin"), QStringLiteral("tokyo")};
    QString chosen;
    client::Token last = 0;
    FakeSpend spendArea;
    FakeKeys keysArea;

    client::KnownDatabase known() const override { return now; }
    client::Token test(const client::DatabaseDraft &draft) override
    {
        tried = draft;
        return ++last;
    }
    QString save(const client::DatabaseDraft &draft) override
    {
        if (!saveProblem.isEmpty())
            return saveProblem;
        saved = draft;
        now = draft.database;
        now.hasPassword = !draft.password.isEmpty();
        Q_EMIT changed();
        return {};
    }
    void forget() override
    {
        now = {};
        Q_EMIT changed();
    }
    client::Token requestGateways() override
    {
        const client::Token token = ++last;
        QMetaObject::invokeMethod(
            this, [this, token] { Q_EMIT gatewaysReady(token, gateways, {}); }, Qt::QueuedConnection);
        return token;
    }
    void setGateway(const QString &gateway) override { chosen = gateway; }
    QString gateway() const override { return chosen; }
    client::SpendClient &spend() override { return spendArea; }
    client::KeysClient &keys() override { return keysArea; }

    void step(client::DatabaseStep::Kind kind, client::DatabaseStep::State state, const QString &detail = {})
    {
        Q_EMIT stepped(last, {kind, state, detail});
    }
};

inline client::KnownDatabase sharedDatabase()
{
    return {.host = QStringLiteral("db.example"),
            .port = 5432,
            .database = QStringLiteral("portico"),
            .user = QStringLiteral("portico_reader"),
            .tls = client::DatabaseTls::Verified,
            .hasPassword = true};
}

}   // namespace gw::test
