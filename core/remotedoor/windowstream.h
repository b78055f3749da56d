#pragma once

#include "core/base/result.h"
#include "core/engine/worker.h"
#include "core/http/handler.h"
#include "core/net/postbox.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>

namespace gw::remote {

// The event stream to one window: written from any thread, sent by the worker of its connection. A window
// that takes nothing for kMostPending bytes is cut; it may resume.
class WindowStream final : public std::enable_shared_from_this<WindowStream>
{
public:
    static constexpr std::size_t kMostPending = std::size_t{16} << 20;

    // On the worker. gone is called there, at most once, when the window has left or was cut.
    static std::shared_ptr<WindowStream> open(engine::Worker &worker, http::ResponseStreamPtr response,
                                              std::function<void()> gone);

    // From any thread. The head goes before the first bytes.
    void send(std::string bytes);
    void refuse(Error error);
    void end();

private:
    WindowStream(engine::Worker &worker, http::ResponseStreamPtr response, std::function<void()> gone);
    void post(void (WindowStream::*call)(std::string), std::string text = {});
    void write(std::string bytes);
    void finish(std::string);
    http::ResponseStreamPtr release();

    engine::Worker &m_worker;   // Used on its thread only, while it keeps this.
    const net::PostboxPtr m_postbox;
    http::ResponseStreamPtr m_response;   // Null once it is over.
    std::function<void()> m_gone;
};

}   // namespace gw::remote
