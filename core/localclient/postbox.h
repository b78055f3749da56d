#pragma once

#include <QObject>

#include <functional>
#include <memory>
#include <mutex>

namespace gw::client {

// Brings answers from other threads home to an object, as long as that lives. Copies are the same box; any
// thread may hold one.
class Postbox
{
public:
    explicit Postbox(QObject *owner)
        : m_state(std::make_shared<State>())
    {
        m_state->owner = owner;
    }
    // To be called before anything of the owner dies.
    void close()
    {
        const std::scoped_lock lock(m_state->mutex);
        m_state->owner = nullptr;
    }
    // Runs call on the owner's thread; dropped once the box is closed.
    void post(std::function<void()> call) const
    {
        const std::scoped_lock lock(m_state->mutex);
        if (m_state->owner)
            QMetaObject::invokeMethod(m_state->owner, std::move(call), Qt::QueuedConnection);
    }

private:
    struct State
    {
        std::mutex mutex;
        QObject *owner = nullptr;
    };
    std::shared_ptr<State> m_state;
};

}   // namespace gw::client
