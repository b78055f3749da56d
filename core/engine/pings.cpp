#include "core/engine/exchange.h"

#include <algorithm>

namespace gw::engine {

namespace {

// Silence after which a stream's client gets a ping (WIRE: 10 to 15 s). Until then nothing is sent before the
// provider's first good event, so that an early failure can still be an HTTP error.
constexpr int kPingMs = 12'000;

}   // namespace

void Exchange::watchSilence()
{
    if (!m_call->stream || m_start.dialect->ping().empty())
        return;
    m_lastWriteUs = m_worker.reactor.nowUs();
    m_pingTimer = m_worker.reactor.startTimer(kPingMs, [self = shared_from_this()] { self->onSilence(); });
}

void Exchange::onSilence()
{
    m_pingTimer = 0;
    if (m_done || m_phase == Phase::Over || !m_response)
        return;
    const dialects::Dialect &dialect = *m_start.dialect;
    const std::int64_t silentMs = (m_worker.reactor.nowUs() - m_lastWriteUs) / 1000;
    int nextMs = static_cast<int>(std::max<std::int64_t>(kPingMs - silentMs, 1));
    if (silentMs >= kPingMs) {
        nextMs = kPingMs;
        // Nothing but the start of the answer for so long: the client may know that much.
        if (!m_held.empty() && m_phase == Phase::Answering) {
            deliver(std::exchange(m_held, {}), false);
        } else if (!m_paused && (m_headSent || dialect.pingsFirst())) {
            // A client that reads too slowly is not waiting.
            if (!m_headSent)
                sendHead(dialect.streamContentType(*m_call));
            m_response->write(dialect.ping());
            m_lastWriteUs = m_worker.reactor.nowUs();
        }
    }
    m_pingTimer = m_worker.reactor.startTimer(nextMs, [self = shared_from_this()] { self->onSilence(); });
}

}   // namespace gw::engine
