#include "core/upstream/directconnection.h"

#include <algorithm>
#include <utility>

namespace gw::upstream {

namespace {

constexpr std::int64_t kUsPerMs = 1000;

}   // namespace

// ---- DirectTransfer ----

DirectTransfer::DirectTransfer(DirectTransport &transport, UpstreamRequest request, ReplySink &sink)
    : m_transport(&transport)
    , m_request(std::move(request))
    , m_sink(&sink)
    , m_startUs(transport.m_reactor.nowUs())
{
    transport.enlist(*this);
}

DirectTransfer::~DirectTransfer()
{
    if (!m_transport || m_phase == Phase::Over)
        return;
    if (DirectConnection *connection = std::exchange(m_connection, nullptr))
        connection->drop();
    leave();
}

// The transport knows this transfer no longer, and no clock runs.
void DirectTransfer::leave()
{
    m_phase = Phase::Over;
    m_connector.reset();
    if (m_lookup)
        *m_lookup = false;
    m_transport->m_reactor.cancelTimer(m_timer);
    m_timer = 0;
    m_transport->forget(*this);
}

Result<void> DirectTransfer::check() const
{
    if (!m_route->place)
        return Error{.code = ErrorCode::UpstreamConnection,
                     .message = "the provider's address is not an http(s) URL"};
    if (!m_request.headers.isClean())
        return Error{.code = ErrorCode::Internal,
                     .message = "a header field for " + m_route->place->authority + " holds a line break"};
    return {};
}

void DirectTransfer::begin()
{
    m_route = m_transport->routeOf(m_request.url);
    if (const auto checked = check(); !checked.ok()) {
        const Error error = checked.error();
        leave();
        std::exchange(m_sink, nullptr)->onError(error);
        return;
    }
    if (DirectConnection *idle = m_transport->takeIdle(*m_route->place)) {
        send(*idle);
        return;
    }
    connect();
}

void DirectTransfer::connect()
{
    m_phase = Phase::Connecting;
    m_connectFromUs = m_transport->m_reactor.nowUs();
    watch();
    m_lookup = std::make_shared<bool>(true);
    m_transport->lookUp(*m_route->place, [this, waits = m_lookup](Result<std::vector<Address>> addresses) {
        if (!*waits)
            return;
        if (!addresses.ok())
            return fail(addresses.error().code, addresses.error().message);
        m_connector = std::make_unique<Connector>(
            m_transport->m_reactor, std::move(addresses).value(), [this](Result<int> connected) {
                if (connected.ok())
                    useFresh(connected.value());
                else
                    fail(connected.error().code, connected.error().message);
            });
        m_connector->start();
    });
}

void DirectTransfer::useFresh(int fd)
{
    DirectConnection &connection = m_transport->adopt(fd, m_route->place);
    m_times.connectedUs = m_transport->m_reactor.nowUs() - m_startUs;
    if (!connection.isOpen()) {
        m_transport->retire(connection);
        return fail(ErrorCode::UpstreamConnection, "the connection was refused or the host is unreachable");
    }
    send(connection);
}

void DirectTransfer::writeHead(std::string &out) const
{
    out.assign(m_request.method).append(m_route->requestLine);
    for (const auto &[name, value] : m_request.headers)
        out.append(name).append(value.empty() ? ":" : ": ").append(value).append("\r\n");
    const std::string &method = m_request.method;
    if (m_request.body || method == "POST" || method == "PUT" || method == "PATCH")
        out.append("Content-Length: ")
            .append(std::to_string(m_request.body ? m_request.body->size() : 0))
            .append("\r\n");
    out.append("\r\n");
}

void DirectTransfer::send(DirectConnection &connection)
{
    m_phase = Phase::Waiting;
    m_connection = &connection;
    m_times.reused = connection.used();
    m_times.sentUs = m_transport->m_reactor.nowUs() - m_startUs;
    writeHead(m_transport->m_head);
    watch();
    connection.setReading(!m_paused);
    connection.carry(*this, m_transport->m_head,
                     m_request.body ? std::string_view(*m_request.body) : std::string_view());
}

void DirectTransfer::firstByte()
{
    m_phase = Phase::Answering;
    m_lastUs = m_transport->m_reactor.nowUs();
    m_times.firstByteUs = m_lastUs - m_startUs;
    if (m_request.timeouts.idleMs > 0)
        watch();
}

void DirectTransfer::heard()
{
    if (m_request.timeouts.idleMs > 0)
        m_lastUs = m_transport->m_reactor.nowUs();
}

void DirectTransfer::finish()
{
    leave();
    std::exchange(m_sink, nullptr)->onEnd();
}

void DirectTransfer::fail(ErrorCode code, std::string_view what)
{
    const Error error{.code = code, .message = std::string(what) + " (" + m_route->place->authority + ")"};
    if (DirectConnection *connection = std::exchange(m_connection, nullptr))
        connection->drop();
    leave();
    std::exchange(m_sink, nullptr)->onError(error);
}

void DirectTransfer::lost(bool answerStarted, bool whileSending)
{
    // A server may close a connection at the very moment it is used again (RFC 9112, 9.3.1). Without a byte
    // of an answer the request goes out once more, over a connection that is certainly new.
    if (!answerStarted && m_times.reused && !m_repeated) {
        m_repeated = true;
        connect();
        return;
    }
    fail(ErrorCode::UpstreamConnection, answerStarted  ? "connection closed before the answer was complete"
                                        : whileSending ? "connection closed while the request was sent"
                                                       : "connection closed before any answer");
}

void DirectTransfer::pause()
{
    if (!m_transport || m_phase == Phase::Over)
        return;
    m_paused = true;
    if (m_connection) {
        std::erase(m_transport->m_resuming, m_connection);
        m_connection->setReading(false);
    }
}

void DirectTransfer::resume()
{
    if (!m_transport || m_phase == Phase::Over || !m_paused)
        return;
    if (!m_connection) {
        m_paused = false;
        return;
    }
    // What was kept is delivered later: not from inside this call.
    if (std::ranges::find(m_transport->m_resuming, m_connection) == m_transport->m_resuming.end())
        m_transport->m_resuming.push_back(m_connection);
    m_transport->m_reactor.defer(*m_transport);
}

// Sets the timer to the next deadline of the current phase. It is not moved while an answer flows; when it
// goes off too early it is set anew.
void DirectTransfer::watch()
{
    const Timeouts &limits = m_request.timeouts;
    std::int64_t deadline = limits.totalMs > 0 ? m_startUs + limits.totalMs * kUsPerMs : INT64_MAX;
    if (m_phase == Phase::Connecting && limits.connectMs > 0)
        deadline = std::min(deadline, m_connectFromUs + limits.connectMs * kUsPerMs);
    if (m_phase == Phase::Waiting && limits.firstByteMs > 0)
        deadline = std::min(deadline, m_startUs + m_times.sentUs + limits.firstByteMs * kUsPerMs);
    if (m_phase == Phase::Answering && limits.idleMs > 0 && !m_paused)
        deadline = std::min(deadline, m_lastUs + limits.idleMs * kUsPerMs);
    if (deadline == INT64_MAX)
        return;
    net::Reactor &reactor = m_transport->m_reactor;
    const std::int64_t waitMs = std::max<std::int64_t>(0, (deadline - reactor.nowUs() + 999) / 1000);
    const int ms = static_cast<int>(std::min<std::int64_t>(waitMs, INT32_MAX));
    if (m_timer == 0 || !reactor.restartTimer(m_timer, ms))
        m_timer = reactor.startTimer(ms, [this] { onAlarm(); });
}

void DirectTransfer::onAlarm()
{
    m_timer = 0;
    const Timeouts &limits = m_request.timeouts;
    const std::int64_t now = m_transport->m_reactor.nowUs();
    const auto passed = [now](int ms, std::int64_t fromUs) {
        return ms > 0 && now >= fromUs + ms * kUsPerMs;
    };
    const auto in = [](int ms) { return std::to_string(ms) + " ms"; };
    std::string message;
    if (passed(limits.totalMs, m_startUs))
        message = "no complete answer within " + in(limits.totalMs);
    else if (m_phase == Phase::Connecting && passed(limits.connectMs, m_connectFromUs))
        message = "no connection within " + in(limits.connectMs);
    else if (m_phase == Phase::Waiting && passed(limits.firstByteMs, m_startUs + m_times.sentUs))
        message = "no answer within " + in(limits.firstByteMs) + " of sending the request";
    else if (m_phase == Phase::Answering && !m_paused && passed(limits.idleMs, m_lastUs))
        message = "the answer stood still for " + in(limits.idleMs);
    if (message.empty())
        watch();
    else
        fail(ErrorCode::UpstreamTimeout, message);
}

// ---- DirectConnection ----

DirectConnection::DirectConnection(DirectTransport &transport, std::shared_ptr<DirectTransport::Place> place,
                                   int fd)
    : m_transport(transport)
    , m_place(std::move(place))
    , m_socket(transport.m_reactor, fd, *this)
{}

void DirectConnection::carry(DirectTransfer &transfer, std::string_view head, std::string_view body)
{
    m_transfer = &transfer;
    m_parser.emplace(m_transport.m_options.headBytes, transfer.m_request.method == "HEAD");
    // When this fails, the other end has closed, and that is about to be reported; it may have said why
    // before.
    m_sendFailed = !m_socket.send(head, body);
}

void DirectConnection::drop()
{
    m_transfer = nullptr;
    m_transport.retire(*this);
}

void DirectConnection::setReading(bool on)
{
    m_socket.setReading(on);
}

DirectTransfer &DirectConnection::letGo()
{
    DirectTransfer &transfer = *std::exchange(m_transfer, nullptr);
    transfer.m_connection = nullptr;
    std::erase(m_transport.m_resuming, this);
    return transfer;
}

void DirectConnection::onReadable()
{
    if (m_transport.m_busy)   // An event loop is being spun inside a sink; the event stays.
        return;
    std::string &scratch = m_transport.m_scratch;
    const long got = m_socket.read(scratch.data(), scratch.size());
    if (got == net::Socket::kAgain)
        return;
    m_transport.m_busy = true;
    if (got > 0)
        take({scratch.data(), static_cast<std::size_t>(got)});
    else
        ended(got == net::Socket::kBroken);
    m_transport.m_busy = false;
}

// The other end has closed while reading was off. What it sent before is fetched, as much as the kernel
// holds, and the descriptor closed: it would be reported for ever.
void DirectConnection::onHangup()
{
    if (m_transport.m_busy)
        return;
    std::string &scratch = m_transport.m_scratch;
    long got = 0;
    while ((got = m_socket.read(scratch.data(), scratch.size())) > 0)
        m_kept.append(scratch.data(), static_cast<std::size_t>(got));
    if (got == net::Socket::kAgain)
        return;
    m_hungUp = true;
    m_broken = got == net::Socket::kBroken;
    m_socket.close();
}

void DirectConnection::goOn()
{
    if (!m_transfer)
        return;
    m_transfer->m_paused = false;
    m_transfer->heard();
    m_transfer->watch();
    if (!m_kept.empty())
        take({});
    if (!m_transfer || m_transfer->m_paused)
        return;
    if (m_hungUp)
        ended(m_broken);
    else
        setReading(true);
}

void DirectConnection::take(std::string_view bytes)
{
    if (!m_transfer) {   // A server that speaks unasked: its next answer could not be told from this.
        m_transport.retire(*this);
        return;
    }
    std::string kept = std::exchange(m_kept, {});
    if (!kept.empty())
        bytes = kept.append(bytes);
    if (m_transfer->m_phase == DirectTransfer::Phase::Waiting)
        m_transfer->firstByte();
    m_transfer->heard();
    std::size_t at = 0;
    while (!m_transfer->m_paused) {
        const ResponseParser::Step step = m_parser->next(bytes.substr(at));
        at += step.consumed;
        if (step.progress == ResponseParser::Progress::NeedMore)
            break;
        if (!tell(step, at < bytes.size()))
            return;
    }
    m_kept = bytes.substr(at);
}

bool DirectConnection::tell(const ResponseParser::Step &step, bool more)
{
    using Progress = ResponseParser::Progress;
    switch (step.progress) {
    case Progress::Head:
        m_transfer->m_sink->onHead(m_parser->status(), m_parser->headers());
        return m_transfer != nullptr;
    case Progress::Data:
        m_transfer->m_sink->onData(step.data);
        return m_transfer != nullptr;
    case Progress::Complete:
        complete(more);
        return false;
    case Progress::Malformed: {
        DirectTransfer &transfer = letGo();
        m_transport.retire(*this);
        transfer.fail(ErrorCode::UpstreamMalformed, m_parser->problem());
        return false;
    }
    case Progress::NeedMore:
        break;
    }
    return true;
}

// more: bytes stand behind the answer.
void DirectConnection::complete(bool more)
{
    // In the pool before the sink hears of it, so that a request from inside finds it there.
    DirectTransfer &transfer = letGo();
    const bool keep =
        m_parser->keepAlive() && !more && !m_hungUp && m_socket.isOpen() && m_socket.pending() == 0;
    m_used = true;
    m_parser.reset();
    if (keep)
        m_transport.giveIdle(*this);
    else
        m_transport.retire(*this);
    transfer.finish();
}

void DirectConnection::ended(bool broken)
{
    if (!m_transfer) {
        m_transport.retire(*this);
        return;
    }
    const bool whole = !broken && m_parser->end() == ResponseParser::Progress::Complete;
    const bool started = m_parser->started();
    const bool sending = m_socket.pending() > 0 || m_sendFailed;
    DirectTransfer &transfer = letGo();
    m_transport.retire(*this);
    if (whole)
        transfer.finish();
    else
        transfer.lost(started, sending);
}

}   // namespace gw::upstream
