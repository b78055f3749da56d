#pragma once

#include "core/upstream/transport.h"

#include <functional>
#include <memory>
#include <string>

namespace gw::preparation {

struct Reply
{
    int status = 0;
    wire::Headers headers;
    std::string body;
};

// One small request whose answer is wanted whole: a token, a picture. Destroying it gives up. One thread, the
// transport's.
class Fetch final : private upstream::ReplySink
{
public:
    // Called once, never from inside start(); the fetch may be destroyed inside.
    using Done = std::function<void(Result<Reply>)>;

    // maxBytes: of the body; more is PayloadTooLarge.
    Fetch(upstream::Transport &transport, std::size_t maxBytes, Done done)
        : m_transport(transport)
        , m_maxBytes(maxBytes)
        , m_done(std::move(done))
    {}
    void start(upstream::UpstreamRequest request);

private:
    void onHead(int status, const wire::Headers &headers) override;
    void onData(std::string_view bytes) override;
    void onEnd() override;
    void onError(const Error &error) override;
    void finish(Result<Reply> result);

    upstream::Transport &m_transport;
    const std::size_t m_maxBytes;
    Done m_done;
    Reply m_reply;
    std::unique_ptr<upstream::Transfer> m_transfer;
};

}   // namespace gw::preparation
