#pragma once

#include "core/client/spendclient.h"
#include "core/databaseclient/databasereader.h"
#include "core/localclient/postbox.h"

namespace gw::client {

// How the areas of a database ask it, from the window's thread; as DatabaseReader::post().
using DatabasePost = std::function<void(DatabaseReader::Job, DatabaseReader::Done)>;

// What the gateways of a database have spent, all together or one of them.
class DatabaseSpend final : public SpendClient
{
    Q_OBJECT

public:
    DatabaseSpend(DatabasePost post, std::function<Token()> nextToken, QObject *parent = nullptr);
    ~DatabaseSpend() override;

    // Empty: of all.
    void setGateway(const QString &gateway) { m_gateway = gateway; }
    const QString &gateway() const { return m_gateway; }

    bool hasOthers() const override { return true; }
    Token requestReport(SpendBy by, const SpendDays &days, SpendOf of) override;
    // Single requests are asked of a gateway.
    Token requestArithmetic(const QString &filter, const SpendDays &days) override;
    Token requestWhatIf(const QString &filter, const SpendDays &days, const QString &deployment) override;
    std::vector<WhatIfTarget> whatIfTargets() const override { return {}; }
    void cancel(Token) override {}

private:
    QString notHere() const;

    const DatabasePost m_post;
    const std::function<Token()> m_nextToken;
    QString m_gateway;
    Postbox m_box;
};

}   // namespace gw::client
