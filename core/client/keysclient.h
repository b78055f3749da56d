#pragma once

#include "core/client/keysvalues.h"

#include <QObject>

namespace gw::client {

// Virtual keys, teams, users and the budgets they share. GUI thread; no call blocks; every answer carries the
// token of its question. The gateway's own routes make the changes, so that what a program may not do is
// refused here for the same reason.
class KeysClient : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(KeysClient)

public:
    explicit KeysClient(QObject *parent = nullptr)
        : QObject(parent)
    {}

    // Newest first; answered by holdersReady().
    virtual Token requestHolders(const HolderQuery &query) = 0;
    // Answered by holderReady().
    virtual Token requestHolder(HolderKind kind, const QString &id) = 0;

    // These are answered by changed().
    virtual Token save(const HolderDraft &draft) = 0;
    // Of keys and teams.
    virtual Token setBlocked(HolderKind kind, const QString &id, bool on) = 0;
    // The key goes on under another secret with its limits and what it has spent; the old one ends at once.
    virtual Token regenerate(const QString &id) = 0;
    virtual Token remove(HolderKind kind, const QString &id) = 0;
    // Brings back the key that was removed last.
    virtual Token undo() = 0;
    virtual Token raise(const BudgetState &budget, std::int64_t limitPico) = 0;
    // Requests with that key for model go to other from now on; empty: to model again.
    virtual Token useInstead(const QString &id, const QString &model, const QString &other) = 0;

    // Every budget there is; answered by budgetsReady().
    virtual Token requestBudgets() = 0;

Q_SIGNALS:
    void holdersReady(gw::client::Token token, const gw::client::HolderPage &page);
    void holderReady(gw::client::Token token, const gw::client::HolderDetail &detail);
    void changed(gw::client::Token token, const gw::client::HolderChange &change);
    void budgetsReady(gw::client::Token token, const std::vector<gw::client::BudgetState> &budgets);
    // Somebody has made, changed or removed some of them.
    void holdersChanged();
};

}   // namespace gw::client
