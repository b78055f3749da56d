#pragma once

#include "core/client/discoveryclient.h"
#include "core/localclient/inprocess.h"
#include "core/tools/discovery.h"

namespace gw::client {

// DiscoveryClient on this computer.
class InProcessDiscovery final : public DiscoveryClient
{
    Q_OBJECT

public:
    InProcessDiscovery(const InProcessParts &parts, std::function<Token()> nextToken);

    Token look() override;

private:
    FoundServer serverFor(const tools::LocalServer &server) const;

    const InProcessParts &m_parts;
    std::function<Token()> m_nextToken;
    tools::Discovery m_discovery;
    Token m_token = 0;
};

}   // namespace gw::client
