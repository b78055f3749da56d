#include "core/engine/exchange.h"

// A stream that breaks in the middle goes on at a fallback (DESIGN: mid-stream failover).
namespace gw::engine {

namespace {

bool isEventStream(std::string_view contentType)
{
    return contentType.find("event-stream") != std::string_view::npos ||
           contentType.find("vnd.amazon.eventstream") != std::string_view::npos;
}

}   // namespace

translation::AnswerSetup Exchange::answerSetup(const providers::Adapter *adapter,
                                               std::string_view contentType) const
{
    translation::AnswerSetup setup;
    setup.dialect = m_start.dialect;
    setup.adapter = adapter;
    setup.call = &*m_call;
    setup.target = &target();
    setup.providerStreams = isEventStream(contentType);
    setup.hubOnly = m_worker.shared.hubOnly;
    setup.options.model = shownModel();
    setup.options.giveUsage =
        m_call->wantsUsage || m_start.table->config().general.alwaysIncludeStreamUsage.value_or(false);
    setup.options.estimatedInput = m_estimatedInput;
    setup.options.bytesPerToken = m_worker.estimator.outputBytesPerToken(target().upstreamModel);
    setup.stores = &m_worker.shared.stores;
    setup.unixS = m_worker.shared.clock.unixUs() / 1'000'000;
    setup.encoder = m_continuation.encoder();
    if (setup.encoder)
        setup.before = &m_continuation.before();
    return setup;
}

bool Exchange::mayContinue()
{
    return m_call->stream && !chat::isPassed(m_call->shape) &&
           m_call->operation == chat::Operation::Generate && m_walk->mayFailOver();
}

// The attempt broke behind content: whether another deployment may go on. If so the request asks for the
// rest.
bool Exchange::continueElsewhere()
{
    if (!m_answer || !mayContinue() || !m_continuation.broken(m_setup))
        return false;
    m_continuation.addUsage(finalUsage(false));
    return m_continuation.takeOver(m_setup, *m_answer, *m_call).ok();
}

}   // namespace gw::engine
