#include "core/engine/exchange.h"

// Answers that were given before: read again as if the provider said them now.
namespace gw::engine {

namespace {

bool isEventStream(std::string_view contentType)
{
    return contentType.find("event-stream") != std::string_view::npos ||
           contentType.find("vnd.amazon.eventstream") != std::string_view::npos;
}

}   // namespace

AnswerSetup Exchange::answerSetup(std::string_view contentType) const
{
    const providers::Target &to = target();
    AnswerSetup setup;
    setup.dialect = m_start.dialect;
    setup.adapter = m_worker.shared.adapters.find(to.row->adapter);
    setup.call = &*m_call;
    setup.target = &to;
    setup.providerStreams = isEventStream(contentType);
    setup.hubOnly = m_worker.shared.hubOnly;
    setup.options.model = shownModel();
    setup.options.giveUsage =
        m_call->wantsUsage || m_start.table->config().general.alwaysIncludeStreamUsage.value_or(false);
    setup.options.estimatedInput = m_estimatedInput;
    setup.options.bytesPerToken = m_worker.estimator.outputBytesPerToken(to.upstreamModel);
    setup.stores = &m_worker.shared.stores;
    setup.unixS = m_worker.shared.clock.unixUs() / 1'000'000;
    return setup;
}

bool Exchange::replay(const cache::Entry &entry)
{
    if (!m_walk->adopt(entry.deploymentId, entry.upstreamModel) || !target().row ||
        target().row->adapter != entry.adapter || !m_worker.shared.adapters.find(entry.adapter))
        return false;
    std::string out;
    m_answer.emplace(answerSetup(entry.contentType));
    if (!m_answer->feed(entry.bytes, out).ok() ||
        (!(m_call->stream && m_answer->facts().ended) && !m_answer->finish(out).ok())) {
        m_answer.reset();
        return false;
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
