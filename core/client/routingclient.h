#pragma once

#include "core/client/routingvalues.h"

#include <QObject>

namespace gw::client {

// The router: what it knows of its deployments, and what it would do. GUI thread; no call blocks.
class RoutingClient : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RoutingClient)

public:
    explicit RoutingClient(QObject *parent = nullptr)
        : QObject(parent)
    {}

    // Answered by stateReady(). What counts requests goes on counting: who shows it asks every second or so.
    virtual Token requestState() = 0;
    // request: a line for curl, or a JSON body alone. Nothing is sent; answered by simulated().
    virtual Token simulate(const QString &request) = 0;
    // Gives the deployment traffic again at once, and forgets the failures that made it rest; stateReady()
    // tells the outcome when asked.
    virtual void endRest(const QString &deploymentId) = 0;

Q_SIGNALS:
    void stateReady(gw::client::Token token, const gw::client::RoutingState &state);
    void simulated(gw::client::Token token, const gw::client::Simulation &result);
};

}   // namespace gw::client
