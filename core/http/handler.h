#pragma once

#include "core/peers/programs.h"
#include "core/wire/headers.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gw::net {
class Reactor;
}

namespace gw::http {

// Who is at the other end of a connection. One per connection, shared by its requests; owned by the
// connection.
struct Peer
{
    std::string address;   // Numeric, without a zone or the ::ffff: prefix of mapped IPv4.
    std::uint16_t port = 0;
    std::uint16_t localPort = 0;
    bool loopback = false;
    // A place for what the door found out about the peer (its uid); -2 not looked up yet, -1 unknown.
    long uid = -2;
    // The program that connects from this computer; null where nobody has looked.
    peers::SightingPtr program = {};
};

// Request line and header of one request. Views stay valid until the request has been answered.
struct RequestHead
{
    std::string method;
    std::string target;       // As sent: path and query.
    std::string_view path;    // target up to '?', not decoded.
    std::string_view query;   // After '?', not decoded; empty when there is none.
    wire::Headers headers;
    Peer *peer = nullptr;
};

// The answer to one request. Lives as long as the exchange holds it; writing after the peer has left is
// harmless. Everything happens on the worker thread that owns the connection; callbacks are never called from
// inside a call.
class ResponseStream
{
public:
    virtual ~ResponseStream() = default;

    // Once, before any write. With a Content-Length field the body must have that length; without one it is
    // sent chunked (or, to HTTP/1.0, up to the end of the connection). Date, Connection and Transfer-Encoding
    // are added here.
    virtual void writeHead(int status, const wire::Headers &headers) = 0;
    virtual void write(std::string_view bytes) = 0;
    // Head and whole body at once: one send where the socket takes it.
    virtual void respond(int status, const wire::Headers &headers, std::string_view body) = 0;
    virtual void end() = 0;
    // Cuts the connection so that the client sees an error, not an end.
    virtual void abort() = 0;

    virtual bool headSent() const = 0;
    virtual bool peerGone() const = 0;
    // Bytes accepted by write() and not yet taken by the socket. A writer stops above highWater().
    virtual std::size_t pending() const = 0;
    virtual std::size_t highWater() const = 0;

    // Called when pending() has fallen below half of highWater() after having been above it.
    std::function<void()> onDrained;
    // Called once when the client has closed or reset the connection before end().
    std::function<void()> onPeerGone;
    // The handler's own, carried from begin() to handle().
    std::shared_ptr<void> context;
};

using ResponseStreamPtr = std::shared_ptr<ResponseStream>;

// What the application makes of requests: the single interface the engine implements. One instance serves all
// workers, so its members are thread-safe; each call comes on the worker thread of the connection.
class Handler
{
public:
    virtual ~Handler() = default;

    // Called when the head is complete and before any of the body is read. Returning false means that the
    // handler has answered (or will answer) through response and that the body is not wanted: the connection
    // then closes after the answer, unless the body is already here or short. 100-continue is sent only after
    // true.
    virtual bool begin(const RequestHead &head, const ResponseStreamPtr &response, net::Reactor &reactor) = 0;
    // Called when the body is complete; body holds no padding beyond its size but has spare capacity of at
    // least kBodyPadding bytes, so that it may be scanned in place.
    virtual void handle(RequestHead head, std::string body, ResponseStreamPtr response,
                        net::Reactor &reactor) = 0;
    // The parser refused a request (400, 408, 413, 431, 503 ...): the handler may give the error its usual
    // shape. The default is a JSON error body.
    virtual std::string refusalBody(int status, std::string_view reason, std::string_view path) const = 0;
};

inline constexpr std::size_t kBodyPadding = 64;

}   // namespace gw::http
