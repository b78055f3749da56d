#pragma once

#include "core/client/discoveryclient.h"
#include "core/localclient/inprocess.h"
#include "core/tools/discovery.h"

#include <QThread>

namespace gw::client {

// DiscoveryClient on this computer.
class InProcessDiscovery final : public DiscoveryClient
{
    Q_OBJECT

public:
    InProcessDiscovery(const InProcessParts &parts, std::function<Token()> nextToken);
    ~InProcessDiscovery() override;

    Token look() override;

private:
    FoundServer serverFor(const tools::LocalServer &server) const;

    const InProcessParts &m_parts;
    std::function<Token()> m_nextToken;
    QThread m_thread;
    tools::Discovery *m_discovery;   // Lives on m_thread, which deletes it.
    Token m_token = 0;               // Of the look that runs.
};

}   // namespace gw::client
