#pragma once

#include "core/events/events.h"

#include <QObject>

#include <atomic>
#include <mutex>
#include <variant>
#include <vector>

namespace gw::events {

using Event = std::variant<ExchangeStarted, AttemptFinished, ExchangeProgressed, ExchangeFinished,
                           DeploymentCooled, ConfigApplied>;

// The one stream out of the core. publish() is thread-safe and cheap: values are collected and handed on in
// batches, at most ten a second, on the thread the Bus lives in. With no listener nothing is collected. Past
// kMaxPending values progress is forgotten first, then the oldest: listeners that count must ask the ledger.
class Bus final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Bus)

public:
    static constexpr std::size_t kMaxPending = 20'000;

    explicit Bus(QObject *parent = nullptr);
    ~Bus() override;

    void publish(Event event);
    void setListening(bool on);
    bool listening() const noexcept { return m_listening.load(std::memory_order_relaxed); }

Q_SIGNALS:
    // Oldest first. Emitted on the Bus's own thread.
    void published(const std::vector<gw::events::Event> &batch);

private:
    void flush();

    std::atomic<bool> m_listening = false;
    std::mutex m_mutex;
    std::vector<Event> m_pending;
    bool m_scheduled = false;
};

}   // namespace gw::events
