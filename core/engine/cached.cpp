#include "core/engine/exchange.h"

// Answers that were given before: read again as if the provider said them now.
namespace gw::engine {

bool Exchange::replay(const cache::Entry &entry)
{
    const bool asItIs = entry.adapter.empty();
    if (!m_walk->adopt(entry.deploymentId, entry.upstreamModel) || !target().row ||
        (!asItIs && target().row->adapter != entry.adapter))
        return false;
    const providers::Adapter *adapter = m_worker.shared.adapters.find(target().row->adapter);
    if (!adapter)
        return false;
    std::string out = asItIs ? entry.bytes : std::string();
    if (!asItIs) {
        m_answer.emplace(answerSetup(adapter, entry.contentType));
        if (!m_answer->feed(entry.bytes, out).ok() ||
            (!(m_call->stream && m_answer->facts().ended) && !m_answer->finish(out).ok())) {
            m_answer.reset();
            return false;
        }
    }
    m_cacheHit = true;
    m_upstreamHeaders.set("content-type", entry.contentType);
    m_upstreamStatus = 200;
    m_attemptStartUs = m_firstByteUs = m_worker.reactor.nowUs();
    openRow();
    m_phase = Phase::Answering;
    deliver(std::move(out), true);
    return true;
}

}   // namespace gw::engine
