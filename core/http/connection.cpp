#include "core/http/connection.h"

#include "core/base/logging.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdio>
#include <ctime>
#include <netinet/in.h>
#include <sys/socket.h>

namespace gw::http {

namespace {

constexpr std::size_t kReadAtOnce = 64 * 1024;
// Pieces of a stream are gathered up to this size before they are sent within a batch.
constexpr std::size_t kFlushAt = 16 * 1024;
// Input of requests beyond the pipeline's depth that is kept before reading stops.
constexpr std::size_t kKeptInput = 64 * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

std::string numeric(const sockaddr_storage &address)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.ss_family == AF_INET) {
        const auto *v4 = reinterpret_cast<const sockaddr_in *>(&address);
        ::inet_ntop(AF_INET, &v4->sin_addr, text.data(), text.size());
    } else if (address.ss_family == AF_INET6) {
        const auto *v6 = reinterpret_cast<const sockaddr_in6 *>(&address);
        if (IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr))
            ::inet_ntop(AF_INET, &v6->sin6_addr.s6_addr[12], text.data(), text.size());
        else
            ::inet_ntop(AF_INET6, &v6->sin6_addr, text.data(), text.size());
    }
    return text.data();
}

std::uint16_t portOf(const sockaddr_storage &address)
{
    return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6 *>(&address)->sin6_port
                                               : reinterpret_cast<const sockaddr_in *>(&address)->sin_port);
}

Peer peerOf(int fd)
{
    Peer peer;
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getpeername(fd, reinterpret_cast<sockaddr *>(&address), &size) == 0) {
        peer.address = numeric(address);
        peer.port = portOf(address);
    }
    peer.loopback = peer.address.starts_with("127.") || peer.address == "::1";
    size = sizeof address;
    if (::getsockname(fd, reinterpret_cast<sockaddr *>(&address), &size) == 0)
        peer.localPort = portOf(address);
    return peer;
}

}   // namespace

Connection::Connection(ConnectionSet &set, int fd)
    : m_set(set)
    , m_peer(peerOf(fd))
    , m_socket(set.m_reactor, fd, *this)
{
    setAlarm(Alarm::Idle);
}

Connection::~Connection()
{
    m_set.m_reactor.cancelTimer(m_timer);
    for (Slot &slot : m_slots) {
        if (slot.response)
            slot.response->detach();
    }
}

std::string_view Connection::date() const
{
    return m_set.date();
}

const Limits &Connection::limits() const
{
    return m_set.m_limits;
}

bool Connection::closing() const
{
    return m_set.draining() || m_dropInput || m_longBody;
}

std::string &Connection::scratchHead() const
{
    m_set.m_head.clear();
    return m_set.m_head;
}

// ---- Input ----

void Connection::onReadable()
{
    const long got = m_socket.read(m_set.m_scratch.data(), m_set.m_scratch.size());
    if (got == net::Socket::kAgain)
        return;
    if (got == net::Socket::kBroken) {
        lose();
        return;
    }
    if (got == net::Socket::kEnd) {
        onEnd();
        return;
    }
    if (m_phase == Phase::Open && !m_dropInput)
        take({m_set.m_scratch.data(), static_cast<std::size_t>(got)});
    if (m_phase == Phase::Open)
        updateAlarm();
}

void Connection::onEnd()
{
    // An end while an answer is being made means that the client has left: half-closing clients are rare,
    // clients that give up are not, and an upstream that nobody waits for costs money.
    const bool answered =
        std::ranges::all_of(m_slots, [](const Slot &slot) { return slot.ended && !slot.cut; });
    if (m_phase == Phase::Lingering || !answered || (m_parser && m_parser->started()) ||
        m_socket.pending() == 0) {
        lose();
        return;
    }
    m_socket.setReading(false);
    m_dropInput = true;
    startClosing(false);
}

void Connection::onHangup()
{
    lose();
}

void Connection::take(std::string_view bytes)
{
    if (m_input.empty()) {
        const std::size_t consumed = parse(bytes);
        if (consumed < bytes.size() && !m_dropInput)
            m_input.assign(bytes.substr(consumed));
    } else {
        m_input.append(bytes);
        parseKept();
    }
    if (m_input.size() > kKeptInput && m_slots.size() >= limits().pipelineDepth)
        m_socket.setReading(false);
}

void Connection::parseKept()
{
    const std::size_t consumed = parse(m_input);
    if (m_dropInput)
        m_input.clear();
    else
        m_input.erase(0, consumed);
}

std::size_t Connection::parse(std::string_view bytes)
{
    std::size_t at = 0;
    while (m_phase == Phase::Open && !m_dropInput) {
        if (!m_parser) {
            if (at == bytes.size() || m_slots.size() >= limits().pipelineDepth)
                return at;
            m_parser.emplace(m_set.m_limits);
        }
        const RequestParser::Fed fed = m_parser->feed(bytes.substr(at));
        at += fed.consumed;
        switch (fed.progress) {
        case RequestParser::Progress::NeedMore:
            return at;
        case RequestParser::Progress::HeadComplete:
            beginRequest(at < bytes.size());
            break;
        case RequestParser::Progress::Complete:
            finishRequest();
            break;
        case RequestParser::Progress::Refused:
            refuse(m_parser->refusal());
            return at;
        }
    }
    return at;
}

std::shared_ptr<Response> Connection::openResponse(bool head, bool keepAlive, int version)
{
    const AnswerShape shape{m_firstNumber + m_slots.size(), version, head, keepAlive};
    auto response = std::make_shared<Response>(*this, shape);
    m_slots.emplace_back().response = response.get();
    return response;
}

void Connection::beginRequest(bool bodyHere)
{
    RequestHead &head = m_parser->head();
    head.peer = &m_peer;
    m_current = openResponse(head.method == "HEAD", m_parser->keepAlive(), m_parser->version());
    const std::int64_t length = m_parser->contentLength();
    const bool shortBody = length >= 0 && static_cast<std::size_t>(length) <= limits().discardBytes;
    m_longBody = !shortBody;
    const bool wanted = m_set.m_handler.begin(head, m_current, m_set.m_reactor);
    m_longBody = false;
    m_unwanted = !wanted;
    if (m_phase != Phase::Open)
        return;
    if (wanted) {
        if (m_parser->expectsContinue() && length != 0 && !bodyHere && !m_current->headSent())
            put(*m_current, kContinue, true);
        return;
    }
    // A client that waits for 100-continue sends no body after a final answer.
    if (shortBody && !(m_parser->expectsContinue() && length > 0 && !bodyHere)) {
        m_parser->discardBody();
        return;
    }
    m_dropInput = true;
    m_linger = true;
    m_current->refuseKeepAlive();
    m_current.reset();
    m_parser.reset();
    if (m_slots.empty())   // It was answered in begin().
        startClosing(true);
}

void Connection::finishRequest()
{
    if (m_unwanted) {
        m_parser.reset();
        m_current.reset();
        return;
    }
    RequestHead head = std::move(m_parser->head());
    std::string body = m_parser->takeBody();
    m_parser.reset();
    m_set.m_handler.handle(std::move(head), std::move(body), std::move(m_current), m_set.m_reactor);
    m_current.reset();
}

void Connection::refuse(const Refusal &refusal)
{
    const std::string path = m_parser ? std::string(m_parser->head().path) : std::string();
    const std::shared_ptr<Response> response =
        m_current ? std::move(m_current) : openResponse(false, false, 11);
    m_current.reset();
    m_parser.reset();
    m_dropInput = true;
    m_linger = true;
    wire::Headers headers{{"Content-Type", "application/json"}};
    if (refusal.status == 503)
        headers.add("Retry-After", std::to_string(limits().retryAfterSeconds));
    response->refuseKeepAlive();
    if (response->headSent())
        response->abort();
    else
        response->respond(refusal.status, headers,
                          m_set.m_handler.refusalBody(refusal.status, refusal.reason, path));
}

void Connection::refuseService()
{
    m_service = false;
    refuse({503, "too many connections"});
    updateAlarm();
}

// ---- Output ----

Connection::Slot *Connection::slotOf(const Response &response)
{
    const std::uint64_t index = response.number() - m_firstNumber;
    return index < m_slots.size() ? &m_slots[static_cast<std::size_t>(index)] : nullptr;
}

const Connection::Slot *Connection::slotOf(const Response &response) const
{
    return const_cast<Connection *>(this)->slotOf(response);
}

std::size_t Connection::pendingOf(const Response &response) const
{
    if (isFront(response))
        return m_socket.pending();
    const Slot *slot = slotOf(response);
    return slot ? slot->held.size() : 0;
}

void Connection::put(Response &response, std::string_view bytes, bool flushNow)
{
    if (!isFront(response)) {
        if (Slot *slot = slotOf(response))
            slot->held.append(bytes);
        return;
    }
    m_socket.append(bytes);
    if (flushNow || m_socket.pending() >= kFlushAt)
        flush();
    else
        m_set.m_reactor.defer(*this);
}

void Connection::putWhole(Response &response, std::string_view head, std::string_view body)
{
    if (!isFront(response)) {
        if (Slot *slot = slotOf(response))
            slot->held.append(head).append(body);
        return;
    }
    if (!m_socket.send(head, body))
        lose();
}

void Connection::flush()
{
    if (m_phase == Phase::Lost)
        return;
    if (!m_socket.flush()) {
        lose();
        return;
    }
    if (m_socket.pending() > 0 && m_alarm != Alarm::Write)
        updateAlarm();
}

void Connection::finish(Response &response, bool keepAlive)
{
    Slot *slot = slotOf(response);
    response.detach();
    if (!slot)
        return;
    slot->response = nullptr;
    slot->ended = true;
    slot->keepAlive = keepAlive;
    if (slot == &m_slots.front())
        advance();
}

void Connection::cut(Response &response, bool hard)
{
    Slot *slot = slotOf(response);
    response.detach();
    if (!slot)
        return;
    slot->response = nullptr;
    slot->ended = true;
    slot->cut = true;
    slot->hard = hard;
    if (slot == &m_slots.front())
        cutNow(hard);
}

void Connection::forget(Response &response)
{
    if (Slot *slot = slotOf(response))
        slot->response = nullptr;
}

void Connection::cutNow(bool hard)
{
    if (m_phase == Phase::Lost)
        return;
    if (hard)   // The end of the connection would pass for the end of the body.
        m_socket.reset();
    else
        m_socket.flush();
    lose();
}

void Connection::advance()
{
    while (m_phase == Phase::Open && !m_slots.empty() && m_slots.front().ended) {
        const Slot done = std::move(m_slots.front());
        m_slots.erase(m_slots.begin());
        ++m_firstNumber;
        if (!done.keepAlive || m_set.draining()) {
            startClosing(m_linger || m_current || !m_input.empty());
            return;
        }
        if (m_slots.empty())
            break;
        Slot &next = m_slots.front();
        m_socket.append(next.held);
        next.held = {};
        if (next.cut) {
            cutNow(next.hard);
            return;
        }
        flush();
    }
    if (m_phase != Phase::Open)
        return;
    // Requests behind this one, or an answer that waited for its turn: not from inside a handler's call.
    if (!m_input.empty() || !m_slots.empty() || !m_socket.reading())
        m_set.m_reactor.defer(*this);
    updateAlarm();
}

void Connection::startClosing(bool linger)
{
    if (m_phase != Phase::Open)
        return;
    m_phase = Phase::Closing;
    m_linger = linger;
    m_dropInput = true;
    for (Slot &slot : m_slots)
        slot.held = {};
    m_set.m_reactor.defer(*this);
    closeWhenFlushed();
    updateAlarm();
}

void Connection::closeWhenFlushed()
{
    if (m_phase != Phase::Closing)
        return;
    if (m_socket.pending() > 0) {
        flush();
        if (m_socket.pending() > 0)
            return;
    }
    if (!m_linger) {
        lose();
        return;
    }
    // Closing with unread input would reset the connection and could take the answer with it (RFC 9112, 9.6).
    m_phase = Phase::Lingering;
    m_socket.shutdownSending();
    m_socket.setReading(true);
    setAlarm(Alarm::Linger);
}

void Connection::onWritten()
{
    if (m_socket.broken()) {
        lose();
        return;
    }
    closeWhenFlushed();
    if (m_phase != Phase::Open)
        return;
    updateAlarm();
    if (!m_slots.empty() && m_slots.front().response)
        m_slots.front().response->tellDrained();
}

void Connection::lose()
{
    if (m_phase == Phase::Lost)
        return;
    m_phase = Phase::Lost;
    m_socket.close();
    m_set.m_reactor.defer(*this);
}

void Connection::runDeferred()
{
    if (m_phase == Phase::Open) {
        if (m_socket.pending() > 0)
            flush();
        if (m_phase == Phase::Open && !m_slots.empty() && m_slots.front().response)
            m_slots.front().response->tellDrained();
        if (m_phase == Phase::Open && !m_dropInput && m_slots.size() < limits().pipelineDepth) {
            m_socket.setReading(true);
            if (!m_input.empty())
                parseKept();
        }
        if (m_phase == Phase::Open)
            updateAlarm();
        return;
    }
    // Whoever still answers here is told that nobody listens. Telling may end other answers, but adds none.
    for (std::size_t i = 0; i < m_slots.size(); ++i) {
        if (Response *response = std::exchange(m_slots[i].response, nullptr))
            response->tellGone();
    }
    m_current.reset();
    m_parser.reset();
    if (m_phase == Phase::Lost)
        m_set.retire(*this);
}

void Connection::drain()
{
    if (m_phase == Phase::Open && m_slots.empty() && !(m_parser && m_parser->started()))
        startClosing(false);
}

// ---- Time-outs ----

int Connection::alarmMs(Alarm alarm) const
{
    switch (alarm) {
    case Alarm::Idle:
        return limits().idleTimeoutMs;
    case Alarm::Head:
        return limits().headerTimeoutMs;
    case Alarm::Body:
        return limits().bodyTimeoutMs;
    case Alarm::Write:
        return limits().writeTimeoutMs;
    case Alarm::Linger:
        return limits().lingerMs;
    case Alarm::None:
        break;
    }
    return 0;
}

void Connection::setAlarm(Alarm alarm)
{
    m_alarm = alarm;
    // A timer that runs for nothing is cheaper than stopping it on every request.
    if (alarm == Alarm::None)
        return;
    if (!m_set.m_reactor.restartTimer(m_timer, alarmMs(alarm)))
        m_timer = m_set.m_reactor.startTimer(alarmMs(alarm), [this] { onAlarm(); });
}

void Connection::updateAlarm()
{
    if (m_phase == Phase::Lingering || m_phase == Phase::Lost)
        return;
    Alarm wanted = Alarm::None;
    std::uint64_t mark = 0;
    const bool parsing = m_phase == Phase::Open && m_parser;
    if (parsing && m_parser->headComplete()) {
        wanted = Alarm::Body;
        mark = m_parser->bodyTaken() / std::max<std::size_t>(limits().bodyStep, 1);
    } else if (parsing && m_parser->started()) {
        wanted = Alarm::Head;
    } else if (m_socket.pending() > 0) {
        wanted = Alarm::Write;
        mark = m_socket.taken();
    } else if (m_slots.empty()) {
        wanted = Alarm::Idle;
        mark = m_firstNumber;
    }
    if (wanted == m_alarm && mark == m_alarmMark)
        return;
    m_alarmMark = mark;
    setAlarm(wanted);
}

void Connection::onAlarm()
{
    m_timer = 0;
    switch (m_alarm) {
    case Alarm::Head:
        refuse({408, "the request's header did not arrive in time"});
        break;
    case Alarm::Body:
        refuse({408, "the request's body did not arrive in time"});
        break;
    case Alarm::Idle:
    case Alarm::Write:
    case Alarm::Linger:
        lose();
        break;
    case Alarm::None:
        break;
    }
}

// ---- ConnectionSet ----

ConnectionSet::ConnectionSet(net::Reactor &reactor, Handler &handler, const Limits &limits,
                             std::function<void(bool)> onClosed)
    : m_reactor(reactor)
    , m_handler(handler)
    , m_limits(limits)
    , m_onClosed(std::move(onClosed))
    , m_scratch(kReadAtOnce)
{}

ConnectionSet::~ConnectionSet()
{
    m_reactor.cancelTimer(m_drainTimer);
    while (!m_connections.empty()) {
        m_connections.back()->lose();
        m_connections.back()->runDeferred();
    }
}

void ConnectionSet::adopt(int fd, bool service)
{
    auto connection = std::make_unique<Connection>(*this, fd);
    Connection &made = *connection;
    made.m_index = m_connections.size();
    made.m_service = service;
    m_connections.push_back(std::move(connection));
    if (!made.m_socket.isOpen())
        made.lose();
    else if (!service)
        made.refuseService();
    else if (m_draining)
        made.drain();
}

void ConnectionSet::retire(Connection &connection)
{
    const std::size_t index = connection.m_index;
    std::swap(m_connections[index], m_connections.back());
    m_connections[index]->m_index = index;
    m_retired.push_back(std::move(m_connections.back()));
    m_connections.pop_back();
    m_reactor.defer(*this);
    m_onClosed(connection.m_service);
}

void ConnectionSet::drain()
{
    if (m_draining)
        return;
    m_draining = true;
    for (const auto &connection : m_connections)
        connection->drain();
    m_drainTimer = m_reactor.startTimer(m_limits.drainMs, [this] {
        for (const auto &connection : m_connections)
            connection->lose();
    });
}

std::string_view ConnectionSet::date()
{
    const std::time_t now = std::time(nullptr);
    if (now != m_dateSecond) {
        // IMF-fixdate (RFC 9110, 5.6.7), whatever the locale says.
        static constexpr std::array<const char *, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static constexpr std::array<const char *, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        std::tm utc{};
        ::gmtime_r(&now, &utc);
        std::array<char, 64> text{};
        std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                      kDays[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                      kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                      utc.tm_min, utc.tm_sec);
        m_date = text.data();
        m_dateSecond = now;
    }
    return m_date;
}

}   // namespace gw::http
