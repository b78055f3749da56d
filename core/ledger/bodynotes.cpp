#include "core/ledger/bodynotes.h"

#include "core/base/clock.h"

#include <algorithm>

namespace gw::ledger {

Body &BodyNotes::place(BodyPart part)
{
    const bool ofProvider = part == BodyPart::UpstreamRequest || part == BodyPart::UpstreamAnswer;
    const std::uint16_t attempt = ofProvider ? m_record->attempt : 0;
    for (Body &body : m_record->kept.bodies)
        if (body.part == part && body.attempt == attempt)
            return body;
    return m_record->kept.bodies.emplace_back(Body{.part = part, .attempt = attempt});
}

void BodyNotes::begin(BodyPart part, int status, std::string_view contentType)
{
    Body &body = place(part);
    body.status = status;
    body.contentType = contentType;
}

void BodyNotes::add(BodyPart part, std::string_view bytes, std::string_view contentType)
{
    Body &body = place(part);
    if (!contentType.empty())
        body.contentType = contentType;
    const std::size_t limit = m_record->store.limits().bodyBytes;
    const std::size_t room = limit - std::min(limit, body.bytes.size());
    const std::size_t taken = m_record->lost || body.cut ? 0 : std::min(room, bytes.size());
    body.wholeBytes += bytes.size();
    body.cut = body.cut || taken < bytes.size();
    if (taken == 0)
        return;
    if (!m_record->store.hold(taken)) {
        m_record->lost = true;
        return;
    }
    m_record->held += taken;
    body.bytes += bytes.substr(0, taken);
}

void BodyNotes::finish()
{
    BodyStore &store = m_record->store;
    if (m_record->lost) {
        store.release(m_record->held);
        store.drop();
        return;
    }
    m_record->kept.keptUs = SystemClock().unixUs();
    store.keep(std::move(m_record->kept));
}

}   // namespace gw::ledger
