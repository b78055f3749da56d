#include "core/engine/exchange.h"

// Counting tokens: a question beside the answers, so nothing here may fail that an estimate can answer.
namespace gw::engine {

void Exchange::answerCount(std::optional<std::int64_t> counted)
{
    const auto self = shared_from_this();
    if (!counted) {
        const auto canonical = m_call->canonical();
        if (!canonical.ok())
            return respondError(canonical.error());
        counted = chat::Estimator::tokensOf(*canonical.value());
    }
    m_done = true;
    m_response->respond(200, clientHeaders("application/json"), m_start.dialect->encodeCount(*counted));
    leave();
}

}   // namespace gw::engine
