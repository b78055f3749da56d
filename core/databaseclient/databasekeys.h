#pragma once

#include "core/client/keysclient.h"
#include "core/databaseclient/databasespend.h"

namespace gw::client {

// Keys, teams, users and shared budgets as the gateways of a database keep them, with what they have spent on
// all of them. Rates and what requests under way are likely to cost are known to the gateways alone, and so
// are their config's defaults. Nothing can be changed.
class DatabaseKeys final : public KeysClient
{
    Q_OBJECT

public:
    DatabaseKeys(DatabasePost post, std::function<Token()> nextToken, QObject *parent = nullptr);
    ~DatabaseKeys() override;

    Token requestHolders(const HolderQuery &query) override;
    Token requestHolder(HolderKind kind, const QString &id) override;
    Token save(const HolderDraft &) override { return refuse(); }
    Token setBlocked(HolderKind, const QString &, bool) override { return refuse(); }
    Token regenerate(const QString &) override { return refuse(); }
    Token remove(HolderKind, const QString &) override { return refuse(); }
    Token undo() override { return refuse(); }
    Token raise(const BudgetState &, std::int64_t) override { return refuse(); }
    Token useInstead(const QString &, const QString &, const QString &) override { return refuse(); }
    // Those of keys, teams and users.
    Token requestBudgets() override;

private:
    Token refuse();

    const DatabasePost m_post;
    const std::function<Token()> m_nextToken;
    Postbox m_box;
};

}   // namespace gw::client
