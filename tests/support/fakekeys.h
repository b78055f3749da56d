#pragma once

#include "core/client/keysclient.h"

#include <QMetaObject>
#include <QStringList>

#include <algorithm>
#include <map>

namespace gw::test {

// Keys that are as a test says; answers by the event loop, unless told not to.
class FakeKeys final : public client::KeysClient
{
    Q_OBJECT

public:
    std::map<client::HolderKind, std::vector<client::HolderRow>> rows;
    std::map<QString, client::HolderDetail> details;   // By id; others have none.
    std::vector<client::BudgetState> budgets;
    QStringList calls;   // "remove abc".
    std::vector<client::HolderDraft> drafts;
    QString problem;   // Of lists and changes; empty: they work.
    bool answers = true;
    int part = 100;   // Rows at most in one answer.

    client::Token requestHolders(const client::HolderQuery &query) override
    {
        return later([this, query](client::Token token) { Q_EMIT holdersReady(token, page(query)); });
    }
    client::Token requestHolder(client::HolderKind kind, const QString &id) override
    {
        return later([this, kind, id](client::Token token) {
            client::HolderDetail detail = details[id];
            for (const client::HolderRow &row : rows[kind])
                if (row.id == id)
                    detail.row = row;
            Q_EMIT holderReady(token, detail);
        });
    }
    client::Token save(const client::HolderDraft &draft) override
    {
        drafts.push_back(draft);
        const bool isNew = draft.id.isEmpty();
        return change(QStringLiteral("save"), isNew ? QStringLiteral("made") : draft.id,
                      isNew && draft.kind == client::HolderKind::Key ? Secret("sk-new-0123456789abcdef")
                                                                     : Secret());
    }
    client::Token setBlocked(client::HolderKind kind, const QString &id, bool on) override
    {
        for (client::HolderRow &row : rows[kind])
            if (row.id == id)
                row.blocked = on;
        return change(QStringLiteral("setBlocked %1").arg(on), id);
    }
    client::Token regenerate(const QString &id) override
    {
        return change(QStringLiteral("regenerate"), id, Secret("sk-again-0123456789abcdef"));
    }
    client::Token remove(client::HolderKind kind, const QString &id) override
    {
        const auto gone = std::ranges::find(rows[kind], id, &client::HolderRow::id);
        if (gone != rows[kind].end()) {
            m_removed = *gone;
            rows[kind].erase(gone);
        }
        return change(QStringLiteral("remove"), id, {}, kind == client::HolderKind::Key);
    }
    client::Token undo() override
    {
        rows[m_removed.kind].insert(rows[m_removed.kind].begin(), m_removed);
        return change(QStringLiteral("undo"), m_removed.id);
    }
    client::Token raise(const client::BudgetState &budget, std::int64_t limitPico) override
    {
        return change(QStringLiteral("raise %1").arg(limitPico), budget.id);
    }
    client::Token useInstead(const QString &id, const QString &model, const QString &other) override
    {
        return change(QStringLiteral("useInstead %1 %2").arg(model, other), id);
    }
    client::Token requestBudgets() override
    {
        return later([this](client::Token token) { Q_EMIT budgetsReady(token, budgets); });
    }

private:
    client::HolderPage page(const client::HolderQuery &query)
    {
        client::HolderPage out;
        out.problem = problem;
        std::vector<client::HolderRow> found;
        for (const client::HolderRow &row : rows[query.kind])
            if (row.name.contains(query.search, Qt::CaseInsensitive) || row.id == query.search)
                found.push_back(row);
        out.matches = std::int64_t(found.size());
        std::size_t from = 0;
        while (!query.after.isEmpty() && from < found.size() && found[from++].id != query.after) {
        }
        const std::size_t to = std::min(found.size(), from + std::size_t(std::min(query.limit, part)));
        out.rows.assign(found.begin() + std::ptrdiff_t(from), found.begin() + std::ptrdiff_t(to));
        if (to < found.size())
            out.next = found[to - 1].id;
        return out;
    }
    client::Token change(const QString &what, const QString &id, const Secret &secret = {},
                         bool undoable = false)
    {
        calls << what + QLatin1Char(' ') + id;
        return later([=, this](client::Token token) {
            client::HolderChange result;
            result.ok = problem.isEmpty();
            result.problem = problem;
            result.id = id;
            result.secret = result.ok ? secret : Secret();
            result.undoable = undoable && result.ok;
            Q_EMIT changed(token, result);
        });
    }
    template <typename Call>
    client::Token later(Call call)
    {
        // Tokens of all areas differ.
        const client::Token token = ++m_last;
        if (answers)
            QMetaObject::invokeMethod(
                this, [call, token] { call(token); }, Qt::QueuedConnection);
        return token;
    }

    client::HolderRow m_removed;
    client::Token m_last = 3'000'000;
};

// Seven keys in every state, two teams, two users, a shared budget; limits and refusals of the first keys.
void fillKeys(FakeKeys &keys);

}   // namespace gw::test
