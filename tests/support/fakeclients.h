#pragma once

#include "core/client/clientsclient.h"

#include <QMetaObject>
#include <QStringList>

namespace gw::test {

// Tools that are as a test says; answers by the event loop, unless told not to.
class FakeClients final : public client::ClientsClient
{
    Q_OBJECT

public:
    client::ToolList list{.done = true};
    client::ToolPlan planned_;
    client::ToolChange change{.ok = true};
    client::ToolSnippets snippets;
    QStringList calls;
    bool answers = true;

    client::Token look(bool versions) override
    {
        calls << QStringLiteral("look %1").arg(versions);
        return later([this](client::Token token) { Q_EMIT found(token, list); });
    }
    client::Token plan(const QString &tool, const QString &model) override
    {
        calls << QStringLiteral("plan %1 %2").arg(tool, model);
        return later([this, tool, model](client::Token token) {
            client::ToolPlan plan = planned_;
            plan.tool = tool;
            plan.model = model;
            Q_EMIT planned(token, plan);
        });
    }
    client::Token apply(const QString &tool, const QString &model, const QString &seen) override
    {
        return changing(tool, QStringLiteral("apply %1 %2 %3").arg(tool, model, seen));
    }
    client::Token undo(const QString &tool, client::OnToolDrift onDrift) override
    {
        return changing(tool, QStringLiteral("undo %1 %2").arg(tool).arg(int(onDrift)));
    }
    client::Token accept(const QString &tool) override
    {
        return changing(tool, QStringLiteral("accept %1").arg(tool));
    }
    client::Token launch(const QString &tool, const QString &model) override
    {
        return changing(tool, QStringLiteral("launch %1 %2").arg(tool, model));
    }
    client::Token requestSnippets(const QString &tool, const QString &model) override
    {
        calls << QStringLiteral("snippets %1 %2").arg(tool, model);
        return later([this](client::Token token) { Q_EMIT snippetsReady(token, snippets); });
    }

private:
    client::Token changing(const QString &tool, const QString &call)
    {
        calls << call;
        return later([this, tool](client::Token token) {
            client::ToolChange done = change;
            done.tool = tool;
            Q_EMIT changed(token, done);
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

    client::Token m_last = 9'000'000;
};

// The tools of a computer in every state, and what connecting Codex would change.
void fillClients(FakeClients &clients);

}   // namespace gw::test
