#include "core/redis/currentclient.h"

namespace gw::redis {

bool CurrentClient::use(const std::optional<Settings> &settings)
{
    if (m_client ? settings && m_client->settings().samePlace(*settings) : !settings)
        return false;
    // Not at once: one of its callbacks may be running.
    if (m_client)
        m_reactor.post([old = std::shared_ptr<Client>(std::move(m_client))] {});
    if (settings)
        m_client = std::make_unique<Client>(m_reactor, *settings);
    return true;
}

}   // namespace gw::redis
