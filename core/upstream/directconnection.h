#pragma once

#include "core/net/socket.h"
#include "core/upstream/directtransport.h"
#include "core/upstream/responseparser.h"

#include <optional>

namespace gw::upstream {

// What the caller holds of one request over DirectTransport: its phases and time-outs. Destroying it aborts.
class DirectTransfer final : public Transfer
{
public:
    DirectTransfer(DirectTransport &transport, UpstreamRequest request, ReplySink &sink);
    ~DirectTransfer() override;
    DirectTransfer(const DirectTransfer &) = delete;
    DirectTransfer &operator=(const DirectTransfer &) = delete;

    void pause() override;
    void resume() override;
    TransferTimes times() const override { return m_times; }

private:
    friend class DirectTransport;
    friend class DirectConnection;
    enum class Phase { Connecting, Waiting, Answering, Over };

    // Finds a connection and sends; an error is told to the sink.
    void begin();
    void connect();
    void useFresh(int fd);
    void send(DirectConnection &connection);
    Result<void> check() const;
    void writeHead(std::string &out) const;
    // From the connection, which is let go of first where the transfer ends. The sink may destroy this.
    void firstByte();
    void heard();   // Something came.
    void finish();
    void fail(ErrorCode code, std::string_view what);
    // The connection ended; reading says what was left of the answer.
    void lost(bool answerStarted, bool whileSending);

    void watch();
    void onAlarm();
    void leave();

    DirectTransport *m_transport;   // Null once the transport is gone.
    UpstreamRequest m_request;
    ReplySink *m_sink;
    DirectTransport::RoutePtr m_route;
    std::unique_ptr<Connector> m_connector;
    std::shared_ptr<bool> m_lookup;   // False once nobody waits for the resolver.
    DirectConnection *m_connection = nullptr;
    std::size_t m_index = 0;   // In the transport's list.
    Phase m_phase = Phase::Connecting;
    bool m_paused = false;
    bool m_repeated = false;   // Sent again, because a pooled connection was stale.
    std::int64_t m_startUs = 0;
    std::int64_t m_lastUs = 0;
    std::int64_t m_connectFromUs = 0;
    net::TimerId m_timer = 0;
    TransferTimes m_times;
};

// One connection to a provider: carries one transfer after the other, or waits in the pool. Owned by the
// transport; retired when it is of no more use.
class DirectConnection final : private net::Socket::Listener
{
public:
    DirectConnection(DirectTransport &transport, std::shared_ptr<DirectTransport::Place> place, int fd);

    DirectTransport::Place &place() const { return *m_place; }
    bool isOpen() const { return m_socket.isOpen(); }
    bool used() const { return m_used; }
    std::int64_t idleSinceUs() const { return m_idleSinceUs; }
    void setIdleSince(std::int64_t us) { m_idleSinceUs = us; }
    std::size_t index() const { return m_index; }
    void setIndex(std::size_t index) { m_index = index; }

    void carry(DirectTransfer &transfer, std::string_view head, std::string_view body);
    // The transfer has gone before its answer was complete: the connection is of no more use.
    void drop();
    void close() { m_socket.close(); }
    void setReading(bool on);
    // Goes on with what was kept while reading was off.
    void goOn();

private:
    void onReadable() override;
    void onWritten() override {}
    void onHangup() override;
    // Feeds the parser; what is left when the transfer pauses is kept.
    void take(std::string_view bytes);
    // False when bytes are not to be looked at any further.
    bool tell(const ResponseParser::Step &step, bool more);
    // The other end has closed, or broken off.
    void ended(bool broken);
    void complete(bool more);
    // Nobody is carried any more; who was.
    DirectTransfer &letGo();

    DirectTransport &m_transport;
    const std::shared_ptr<DirectTransport::Place> m_place;
    DirectTransfer *m_transfer = nullptr;
    std::optional<ResponseParser> m_parser;
    std::string m_kept;   // Read, but not yet given to a transfer that has paused.
    net::Socket m_socket;
    std::size_t m_index = 0;
    std::int64_t m_idleSinceUs = 0;
    bool m_used = false;     // Has carried an answer before.
    bool m_hungUp = false;   // Nothing more will come than what is kept.
    bool m_broken = false;   // By a reset.
    bool m_sendFailed = false;
};

}   // namespace gw::upstream
