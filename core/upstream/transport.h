#pragma once

#include "core/base/result.h"
#include "core/wire/headers.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gw::upstream {

// Milliseconds; 0 means without limit.
struct Timeouts
{
    int connectMs = 10'000;   // DNS, TCP and TLS.
    int firstByteMs = 0;      // From sending until the first byte of the answer's head.
    int idleMs = 0;           // Between two pieces of the answer.
    int totalMs = 600'000;    // The whole exchange.
};

struct TlsOptions
{
    bool verify = true;
    std::string caFile;              // A bundle or a directory; empty: the system's.
    std::string clientCertificate;   // PEM with key; empty: none.
};

// One request to a provider, already in the provider's words.
struct UpstreamRequest
{
    std::string method = "POST";
    std::string url;         // http or https, absolute.
    wire::Headers headers;   // Without Host, Content-Length, Expect, Connection.
    // Shared so that a retry sends the same bytes without a copy.
    std::shared_ptr<const std::string> body;
    Timeouts timeouts;
    TlsOptions tls;
    std::string
        proxy;   // http://, https://, socks5://, socks5h://; empty: from the environment, "none": never.
    bool preferHttp2 = true;   // Over TLS, by ALPN.
    // The address is the client's word, not the administrator's: only public ones are connected to, whatever
    // the name resolves to. Through a proxy only the name can be judged.
    bool publicOnly = false;
};

// Where the answer goes. Called on the reactor's thread, never from inside start().
class ReplySink
{
public:
    virtual ~ReplySink() = default;
    // Once, for the final head (1xx are swallowed).
    virtual void onHead(int status, const wire::Headers &headers) = 0;
    virtual void onData(std::string_view bytes) = 0;
    // The answer is complete as HTTP sees it. Exactly one of onEnd and onError is called, then nothing more.
    virtual void onEnd() = 0;
    // UpstreamConnection (DNS, refused, TLS, reset, cut body), UpstreamTimeout, UpstreamMalformed. The
    // message says which phase failed and names host and port but no query.
    virtual void onError(const Error &error) = 0;
};

// When what happened, microseconds from start(); -1 for what did not happen (a reused connection has no
// connect).
struct TransferTimes
{
    std::int64_t connectedUs = -1;
    std::int64_t sentUs = -1;
    std::int64_t firstByteUs = -1;
    bool reused = false;
    int httpVersion = 11;   // 11 or 20.
};

// A running exchange. Destroying it aborts it at once (the connection is closed or, over HTTP/2, the stream
// reset), and no callback comes afterwards; it may be destroyed from inside a callback.
class Transfer
{
public:
    virtual ~Transfer() = default;
    // Stops and restarts reading from the provider, so that a slow client slows its upstream.
    virtual void pause() = 0;
    virtual void resume() = 0;
    virtual TransferTimes times() const = 0;
};

// Bytes to and from providers, ignorant of LLMs. One instance per worker; not thread-safe.
class Transport
{
public:
    virtual ~Transport() = default;
    // sink must outlive the returned transfer.
    virtual std::unique_ptr<Transfer> start(UpstreamRequest request, ReplySink &sink) = 0;
    // Transfers that were started and have not ended.
    virtual std::size_t running() const = 0;
};

}   // namespace gw::upstream
