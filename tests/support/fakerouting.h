#pragma once

#include "core/client/routingclient.h"

#include <QMetaObject>
#include <QStringList>

namespace gw::test {

// A router that is as a test says; answers by the event loop, unless told not to.
class FakeRouting final : public client::RoutingClient
{
    Q_OBJECT

public:
    client::RoutingState now;
    client::Simulation result;
    QStringList calls;
    QString request;   // Of the last simulate().
    bool answers = true;

    client::Token requestState() override
    {
        return later([this](client::Token token) { Q_EMIT stateReady(token, now); });
    }
    client::Token simulate(const QString &given) override
    {
        calls << QStringLiteral("simulate");
        request = given;
        return later([this](client::Token token) { Q_EMIT simulated(token, result); });
    }
    void endRest(const QString &id) override
    {
        calls << QStringLiteral("endRest %1").arg(id);
        for (client::RouteGroup &group : now.groups)
            for (client::RouteDeployment &one : group.deployments)
                if (one.id == id)
                    one.restsMs = 0;
    }

private:
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

    client::Token m_last = 2'000'000;
};

// Three names and an alias, of which one deployment rests, one is full and one has a problem; a simulation of
// a request for "sonnet".
void fillRouting(FakeRouting &routing);

}   // namespace gw::test
