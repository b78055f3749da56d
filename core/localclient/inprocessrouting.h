#pragma once

#include "core/client/routingclient.h"
#include "core/dialects/dialect.h"
#include "core/http/routetable.h"
#include "core/pricing/pricetable.h"
#include "core/routing/table.h"

#include <functional>
#include <vector>

namespace gw::client {

struct RoutingParts
{
    // What requests are routed by now; null, or an answer of null: there is no gateway to ask.
    std::function<routing::TablePtr()> routes;
    const pricing::PriceTable *prices = nullptr;
    std::function<Token()> nextToken;
};

// RoutingClient over the table and the state of this process.
class InProcessRouting final : public RoutingClient
{
    Q_OBJECT

public:
    explicit InProcessRouting(RoutingParts parts);

    Token requestState() override;
    Token simulate(const QString &request) override;
    void endRest(const QString &deploymentId) override;

private:
    RoutingState state() const;
    Simulation simulation(const QString &request) const;

    RoutingParts m_parts;
    http::RouteTable m_routes;
    // By the ids of m_routes.
    struct Entry
    {
        const dialects::Dialect *dialect = nullptr;
        dialects::Route route;
    };
    std::vector<std::vector<Entry>> m_entries;
};

}   // namespace gw::client
