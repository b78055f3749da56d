#pragma once

#include "core/net/reactor.h"

#include <functional>
#include <memory>
#include <mutex>

namespace gw::net {

// The address of a reactor for those who may outlive it: what is posted to one that is gone is dropped.
// Made and closed by the reactor's owner; post() is thread-safe.
class Postbox
{
public:
    explicit Postbox(Reactor &reactor)
        : m_reactor(&reactor)
    {}

    void post(std::function<void()> call)
    {
        const std::scoped_lock lock(m_mutex);
        if (m_reactor)
            m_reactor->post(std::move(call));
    }
    // Nothing is posted any more once this has returned.
    void close()
    {
        const std::scoped_lock lock(m_mutex);
        m_reactor = nullptr;
    }

private:
    std::mutex m_mutex;
    Reactor *m_reactor;
};

using PostboxPtr = std::shared_ptr<Postbox>;

}   // namespace gw::net
