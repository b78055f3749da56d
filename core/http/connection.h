#pragma once

#include "core/http/handler.h"
#include "core/http/limits.h"
#include "core/http/requestparser.h"
#include "core/http/responsestream.h"
#include "core/net/reactor.h"
#include "core/net/socket.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gw::http {

class ConnectionSet;

// One client connection: keep-alive, pipelined requests answered in order, time-outs. Lives in a
// ConnectionSet on one worker; its end is put off to the end of the batch, so that a handler may answer,
// abort or leave from wherever it stands.
class Connection final : private net::Socket::Listener, private net::Deferred
{
public:
    Connection(ConnectionSet &set, int fd);
    ~Connection() override;

    // Answers 503 whatever the client asks, and closes.
    void refuseService();
    // The server is going down: closes now when nothing is being answered, else after the answer.
    void drain();
    // Cuts it now; running exchanges are told at the end of the batch.
    void lose();

    // For Response.
    std::string_view date() const;
    const Limits &limits() const;
    // The connection will close after the answer that is being made.
    bool closing() const;
    std::string &scratchHead() const;
    void put(Response &response, std::string_view bytes, bool flushNow);
    void putWhole(Response &response, std::string_view head, std::string_view body);
    void finish(Response &response, bool keepAlive);
    void cut(Response &response, bool hard);
    void forget(Response &response);
    std::size_t pendingOf(const Response &response) const;

private:
    friend class ConnectionSet;
    enum class Phase { Open, Closing, Lingering, Lost };
    enum class Alarm { None, Idle, Head, Body, Write, Linger };
    // A request whose answer is not complete, in the order of arrival.
    struct Slot
    {
        Response *response = nullptr;   // Null once it has ended.
        std::string held;               // Its output while an earlier answer is being sent.
        bool ended = false;
        bool keepAlive = true;
        bool cut = false;
        bool hard = false;
    };

    void onReadable() override;
    void onWritten() override;
    void onHangup() override;
    void runDeferred() override;

    void onEnd();
    void take(std::string_view bytes);
    std::size_t parse(std::string_view bytes);
    void parseKept();
    void beginRequest(bool bodyHere);
    void finishRequest();
    void refuse(const Refusal &refusal);
    std::shared_ptr<Response> openResponse(bool head, bool keepAlive, int version);
    Slot *slotOf(const Response &response);
    const Slot *slotOf(const Response &response) const;
    bool isFront(const Response &response) const { return response.number() == m_firstNumber; }
    void flush();
    void advance();
    void startClosing(bool linger);
    void closeWhenFlushed();
    void cutNow(bool hard);
    void setAlarm(Alarm alarm);
    void updateAlarm();
    void onAlarm();
    int alarmMs(Alarm alarm) const;

    ConnectionSet &m_set;
    Peer m_peer;
    net::Socket m_socket;
    std::optional<RequestParser> m_parser;
    std::string m_input;                   // Received and not consumed.
    std::shared_ptr<Response> m_current;   // Of the request whose body is being read.
    std::vector<Slot> m_slots;
    std::uint64_t m_firstNumber = 0;   // Of m_slots.front().
    std::size_t m_index = 0;           // Place in the set.
    net::TimerId m_timer = 0;
    Alarm m_alarm = Alarm::None;
    Phase m_phase = Phase::Open;
    std::uint64_t m_alarmMark = 0;   // Progress when the alarm was set.
    bool m_dropInput = false;        // Nothing more is taken from this client.
    bool m_unwanted = false;         // begin() said that it does not want the body.
    bool m_longBody = false;         // begin() is running, and the body is too long to be thrown away.
    bool m_linger = false;
    bool m_service = true;   // Counts against the connection cap.
};

// The connections of one worker, and what they share. Made, used and destroyed on the worker's thread.
class ConnectionSet final : private net::Deferred
{
public:
    ConnectionSet(net::Reactor &reactor, Handler &handler, const Limits &limits,
                  std::function<void(bool service)> onClosed);
    ~ConnectionSet() override;

    // Takes over a descriptor. service: false to answer 503.
    void adopt(int fd, bool service);
    // No connection outlives its running answers; those are cut after Limits::drainMs.
    void drain();
    bool draining() const { return m_draining; }
    std::size_t size() const { return m_connections.size(); }

private:
    friend class Connection;
    void retire(Connection &connection);
    void runDeferred() override { m_retired.clear(); }
    std::string_view date();

    net::Reactor &m_reactor;
    Handler &m_handler;
    const Limits m_limits;
    std::function<void(bool)> m_onClosed;
    std::vector<std::unique_ptr<Connection>> m_connections;
    std::vector<std::unique_ptr<Connection>> m_retired;
    std::vector<char> m_scratch;   // Every read goes through it.
    std::string m_head;
    std::string m_date;
    std::int64_t m_dateSecond = -1;
    net::TimerId m_drainTimer = 0;
    bool m_draining = false;
};

}   // namespace gw::http
