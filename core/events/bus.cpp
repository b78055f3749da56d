#include "core/events/bus.h"

#include <QTimer>

namespace gw::events {

namespace {
constexpr int kBatchMs = 100;
}

Bus::Bus(QObject *parent)
    : QObject(parent)
{}

Bus::~Bus() = default;

void Bus::setListening(bool on)
{
    m_listening = on;
}

void Bus::publish(Event event)
{
    if (!listening())
        return;
    const std::scoped_lock lock(m_mutex);
    if (m_pending.size() >= kMaxPending) {
        std::erase_if(m_pending,
                      [](const Event &old) { return std::holds_alternative<ExchangeProgressed>(old); });
        if (m_pending.size() >= kMaxPending)
            m_pending.erase(m_pending.begin(), m_pending.begin() + kMaxPending / 10);
    }
    m_pending.push_back(std::move(event));
    if (!m_scheduled) {
        m_scheduled = true;
        QMetaObject::invokeMethod(
            this, [this] { QTimer::singleShot(kBatchMs, this, &Bus::flush); }, Qt::QueuedConnection);
    }
}

void Bus::flush()
{
    std::vector<Event> batch;
    {
        const std::scoped_lock lock(m_mutex);
        batch.swap(m_pending);
        m_scheduled = false;
    }
    if (!batch.empty())
        Q_EMIT published(batch);
}

}   // namespace gw::events
