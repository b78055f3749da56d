#pragma once

#include "core/access/directory.h"
#include "core/client/keysclient.h"
#include "core/engine/apiroute.h"
#include "core/ledger/ledgerreader.h"
#include "core/limits/admission.h"
#include "core/localclient/postbox.h"

#include <functional>
#include <optional>

namespace gw::client {

struct KeysParts
{
    // Null: there are no virtual keys; every answer says so. Outlives its user, as the limiter does.
    access::Directory *directory = nullptr;
    limits::Limiter *limiter = nullptr;   // Null: nobody counts rates or refusals.
    std::string ledgerFolder;
    std::function<routing::TablePtr()> routes;   // Null, or giving null: no gateway yet.
    std::function<Token()> nextToken;
};

// Keys of this process's gateway. Lists are read from the directory; changes are calls of the management
// routes, made by the administrator.
class InProcessKeys final : public KeysClient
{
    Q_OBJECT

public:
    explicit InProcessKeys(KeysParts parts, QObject *parent = nullptr);
    ~InProcessKeys() override;

    Token requestHolders(const HolderQuery &query) override;
    Token requestHolder(HolderKind kind, const QString &id) override;
    Token save(const HolderDraft &draft) override;
    Token setBlocked(HolderKind kind, const QString &id, bool on) override;
    Token regenerate(const QString &id) override;
    Token remove(HolderKind kind, const QString &id) override;
    Token undo() override;
    Token raise(const BudgetState &budget, std::int64_t limitPico) override;
    Token useInstead(const QString &id, const QString &model, const QString &other) override;
    Token requestBudgets() override;
    // A key with these members of /key/generate; answered by changed().
    Token generate(json::Object members);

private:
    struct Call
    {
        const char *path;
        json::Object body;
        QString id = {};
        bool undoable = false;
    };
    // Calls the route and answers by changed().
    Token change(Call call);
    void tellProblem(Token token, const QString &problem);

    KeysParts m_parts;
    Postbox m_box;
    engine::ApiRoutes m_apiRoutes;
    access::KeyPtr m_removed;   // What undo() would bring back.
    // Last: its thread calls back until it is gone.
    ledger::LedgerReader m_reader;
};

}   // namespace gw::client
