#pragma once

#include "core/redis/client.h"

#include <memory>
#include <optional>

namespace gw::redis {

// The connection to whatever Redis the settings name now. Belongs to its reactor's thread.
class CurrentClient
{
public:
    explicit CurrentClient(net::Reactor &reactor)
        : m_reactor(reactor)
    {}

    // Connects where settings name another Redis than before, and leaves where they name none. True when the
    // client is another one now. May be called from inside one of its callbacks.
    bool use(const std::optional<Settings> &settings);
    // Null without settings.
    Client *get() const noexcept { return m_client.get(); }
    Client *operator->() const noexcept { return m_client.get(); }
    explicit operator bool() const noexcept { return m_client != nullptr; }

private:
    net::Reactor &m_reactor;
    std::unique_ptr<Client> m_client;
};

}   // namespace gw::redis
