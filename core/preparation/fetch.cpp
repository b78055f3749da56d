#include "core/preparation/fetch.h"

#include <utility>

namespace gw::preparation {

void Fetch::start(upstream::UpstreamRequest request)
{
    m_reply = {};
    m_transfer = m_transport.start(std::move(request), *this);
}

void Fetch::onHead(int status, const wire::Headers &headers)
{
    m_reply.status = status;
    m_reply.headers = headers;
}

void Fetch::onData(std::string_view bytes)
{
    if (m_reply.body.size() + bytes.size() > m_maxBytes)
        return finish(Error{.code = ErrorCode::PayloadTooLarge,
                            .message = "the answer is larger than " + std::to_string(m_maxBytes) + " bytes"});
    m_reply.body += bytes;
}

void Fetch::onEnd()
{
    finish(std::move(m_reply));
}

void Fetch::onError(const Error &error)
{
    finish(error);
}

void Fetch::finish(Result<Reply> result)
{
    m_transfer.reset();
    if (const Done done = std::exchange(m_done, nullptr))
        done(std::move(result));
}

}   // namespace gw::preparation
