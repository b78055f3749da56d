#include "core/engine/exchange.h"

// Answers that were given before: read again as if the provider said them now.
namespace gw::engine {

bool Exchange::replay(const cache::Entry &entry)
{
    const providers::Adapter *adapter = m_worker.shared.adapters.find(entry.adapter);
    if (!adapter || !m_walk->adopt(entry.deploymentId, entry.upstreamModel) || !target().row ||
        target().row->adapter != entry.adapter)
        return false;
    const wire::Headers headers{{"content-type", entry.contentType}};
    m_setup = answerSetup(adapter);
    m_setup.providerStreams = isEventStream(headers);
    m_answer.emplace(m_setup);
    std::string out;
    if (!m_answer->feed(entry.bytes, out).ok() ||
        (!(m_call->stream && m_answer->facts().ended) && !m_answer->finish(out).ok())) {
        m_answer.reset();
        return false;
    }
    m_cacheHit = true;
    m_upstreamHeaders = headers;
    m_upstreamStatus = 200;
    m_attemptStartUs = m_firstByteUs = m_worker.reactor.nowUs();
    openRow();
    m_phase = Phase::Answering;
    deliver(std::move(out), true);
    return true;
}

}   // namespace gw::engine
