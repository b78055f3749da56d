#pragma once

#include "core/http/handler.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gw::http {

class Connection;

// How one request is to be answered.
struct AnswerShape
{
    std::uint64_t number = 0;   // Counts the requests of a connection.
    int version = 11;
    bool head = false;       // HEAD: no body is sent.
    bool keepAlive = true;   // The client would like to go on.
};

// The ResponseStream of one request of a connection. The exchange owns it; the connection knows it until it
// has ended. Dropping it unanswered gives the client a 500, or cuts the connection when the head was sent.
class Response final : public ResponseStream, public std::enable_shared_from_this<Response>
{
public:
    Response(Connection &connection, AnswerShape shape);
    ~Response() override;

    void writeHead(int status, const wire::Headers &headers) override;
    void write(std::string_view bytes) override;
    void respond(int status, const wire::Headers &headers, std::string_view body) override;
    void end() override;
    void abort() override;
    bool headSent() const override { return m_headSent; }
    bool peerGone() const override { return m_gone; }
    std::size_t pending() const override;
    std::size_t highWater() const override;

    // For the connection.
    std::uint64_t number() const { return m_shape.number; }
    bool ended() const { return m_ended; }
    void detach() { m_connection = nullptr; }
    // The client has left: tells the exchange, which may drop this.
    void tellGone();
    // Less is pending than before: tells the exchange when that is what it waits for.
    void tellDrained();
    // The connection is to close after this answer.
    void refuseKeepAlive() { m_shape.keepAlive = false; }

private:
    // Appends status line and fields. length: of the body, -1 when unknown.
    void appendHead(std::string &out, int status, const wire::Headers &headers, std::int64_t length);
    void noteLevel();

    Connection *m_connection;   // Null once ended or after the connection is gone.
    AnswerShape m_shape;
    std::int64_t m_left = -1;   // Bytes still owed under Content-Length; -1 without.
    bool m_headSent = false;
    bool m_ended = false;
    bool m_chunked = false;
    bool m_bodiless = false;
    bool m_gone = false;
    bool m_above = false;   // pending() was above highWater() and the exchange has not been told otherwise.
};

// The reason phrase of a status; "Unknown" for those without one.
std::string_view reasonPhrase(int status);

}   // namespace gw::http
