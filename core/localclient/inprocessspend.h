#pragma once

#include "core/access/directory.h"
#include "core/client/spendclient.h"
#include "core/ledger/ledgerreader.h"
#include "core/localclient/postbox.h"
#include "core/pricing/pricetable.h"
#include "core/routing/table.h"

#include <functional>
#include <map>

namespace gw::client {

struct SpendParts
{
    std::string ledgerFolder;
    access::Directory *directory = nullptr;   // Names keys and teams; null: they are told by their ids.
    const pricing::PriceTable *prices = nullptr;
    std::function<routing::TablePtr()> routes;
    std::function<Token()> nextToken;
    ledger::Questions *all = nullptr;         // Of every gateway on the database; null: this one is alone.
    std::function<Secret()> masterKey = {};   // Its spend has a name of its own.
};

// Spend from the ledger's folder. Roll-ups and walks over attempts have readers of their own, so that the one
// does not wait for the other.
class InProcessSpend final : public SpendClient
{
    Q_OBJECT

public:
    explicit InProcessSpend(SpendParts parts, QObject *parent = nullptr);
    ~InProcessSpend() override;

    bool hasOthers() const override { return m_parts.all != nullptr; }
    Token requestReport(SpendBy by, const SpendDays &days, SpendOf of) override;
    Token requestArithmetic(const QString &filter, const SpendDays &days) override;
    Token requestWhatIf(const QString &filter, const SpendDays &days, const QString &deployment) override;
    std::vector<WhatIfTarget> whatIfTargets() const override;
    void cancel(Token token) override;

private:
    SpendName nameOf(SpendBy by, const std::string &name) const;
    std::optional<pricing::Price> priceOf(const routing::TargetPtr &target) const;

    SpendParts m_parts;
    Postbox m_box;
    std::map<Token, ledger::QueryToken> m_walks;
    // Last: their threads call back until they are gone.
    ledger::LedgerReader m_sums;
    ledger::LedgerReader m_rows;
};

}   // namespace gw::client
