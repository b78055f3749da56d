#pragma once

#include "core/client/spendvalues.h"

#include <QObject>

namespace gw::client {

// What was spent. GUI thread; no call blocks; every answer carries the token of its question.
class SpendClient : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SpendClient)

public:
    explicit SpendClient(QObject *parent = nullptr)
        : QObject(parent)
    {}

    // Whether there are gateways that share a database with this one.
    virtual bool hasOthers() const = 0;
    // From the ledger's roll-ups; answered by reportReady().
    virtual Token requestReport(SpendBy by, const SpendDays &days, SpendOf of) = 0;
    // From the attempts themselves, which takes longer the more there are. filter: as in Traffic; empty:
    // everything. Answered by arithmeticReady().
    virtual Token requestArithmetic(const QString &filter, const SpendDays &days) = 0;
    // The same tokens at the price of another deployment; answered by whatIfReady().
    virtual Token requestWhatIf(const QString &filter, const SpendDays &days, const QString &deployment) = 0;
    virtual std::vector<WhatIfTarget> whatIfTargets() const = 0;
    // No answer any more.
    virtual void cancel(Token token) = 0;

Q_SIGNALS:
    void reportReady(gw::client::Token token, const gw::client::SpendReport &report);
    void arithmeticReady(gw::client::Token token, const gw::client::SpendArithmetic &arithmetic);
    void whatIfReady(gw::client::Token token, const gw::client::WhatIf &result);
};

}   // namespace gw::client
