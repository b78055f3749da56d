#include "core/remotedoor/windowstream.h"

#include "core/engine/apiroute.h"

namespace gw::remote {

WindowStream::WindowStream(engine::Worker &worker, http::ResponseStreamPtr response,
                           std::function<void()> gone)
    : m_worker(worker)
    , m_postbox(worker.cache.postbox())
    , m_response(std::move(response))
    , m_gone(std::move(gone))
{}

std::shared_ptr<WindowStream> WindowStream::open(engine::Worker &worker, http::ResponseStreamPtr response,
                                                 std::function<void()> gone)
{
    std::shared_ptr<WindowStream> stream(new WindowStream(worker, std::move(response), std::move(gone)));
    worker.others.emplace(stream.get(), stream);
    stream->m_response->onPeerGone = [weak = stream->weak_from_this()] {
        if (const auto self = weak.lock())
            self->release();
    };
    return stream;
}

http::ResponseStreamPtr WindowStream::release()
{
    http::ResponseStreamPtr response = std::move(m_response);
    m_response = nullptr;
    if (!response)
        return nullptr;
    response->onPeerGone = nullptr;
    const std::shared_ptr<WindowStream> self = shared_from_this();
    m_worker.others.erase(this);
    if (const auto gone = std::exchange(m_gone, nullptr))
        gone();
    return response;
}

void WindowStream::post(void (WindowStream::*call)(std::string), std::string text)
{
    m_postbox->post([self = shared_from_this(), call, text = std::move(text)]() mutable {
        if (self->m_response)
            ((*self).*call)(std::move(text));
    });
}

void WindowStream::send(std::string bytes)
{
    post(&WindowStream::write, std::move(bytes));
}

void WindowStream::end()
{
    post(&WindowStream::finish);
}

void WindowStream::refuse(Error error)
{
    m_postbox->post([self = shared_from_this(), error = std::move(error)] {
        const http::ResponseStreamPtr response = self->release();
        if (!response)
            return;
        const engine::ApiReply reply = engine::errorReply(error);
        response->respond(reply.status, {{"Content-Type", reply.contentType}}, reply.body);
    });
}

void WindowStream::write(std::string bytes)
{
    if (!m_response->headSent())
        m_response->writeHead(200, {{"Content-Type", "text/event-stream; charset=utf-8"},
                                    {"Cache-Control", "no-store"},
                                    {"X-Accel-Buffering", "no"}});
    if (m_response->pending() > kMostPending)
        release()->abort();
    else
        m_response->write(bytes);
}

void WindowStream::finish(std::string)
{
    const http::ResponseStreamPtr response = release();
    if (response->headSent())
        response->end();
}

}   // namespace gw::remote
