#include "core/upstream/curlexchange.h"

#include "core/upstream/curltransport.h"
#include "core/upstream/publicaddress.h"

#include <algorithm>
#include <charconv>
#include <sys/stat.h>
#include <utility>

namespace gw::upstream {

namespace {

// OpenSSL looks up issuers here by hash, one file at a time; parsing the bundle costs ten milliseconds a
// connection.
constexpr const char *kSystemCaFolder = "/etc/ssl/certs";
constexpr std::int64_t kUsPerMs = 1000;
constexpr long kConnectFallbackMs = 300'000;

bool isFolder(const std::string &path)
{
    struct stat status
    {
    };
    return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() &&
           (text.back() == ' ' || text.back() == '\t' || text.back() == '\r' || text.back() == '\n'))
        text.remove_suffix(1);
    return text;
}

curl_socket_t openPublicSocket(void *, curlsocktype, curl_sockaddr *address)
{
    if (!isPublicAddress(&address->addr))
        return CURL_SOCKET_BAD;
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

}   // namespace

CurlExchange::CurlExchange(CurlTransport &transport, net::Reactor &reactor, UpstreamRequest request,
                           ReplySink &sink, std::size_t headBytes)
    : m_transport(transport)
    , m_reactor(reactor)
    , m_request(std::move(request))
    , m_origin(originOf(m_request.url))
    , m_sink(&sink)
    , m_headLimit(headBytes)
    , m_startUs(reactor.nowUs())
{}

CurlExchange::~CurlExchange()
{
    m_reactor.cancelTimer(m_timer);
}

void CurlExchange::endTransfer()
{
    if (CurlTransfer *transfer = std::exchange(m_transfer, nullptr))
        transfer->onExchangeGone(m_times);
}

Result<void> CurlExchange::prepare(CURL *easy, const ProxyEnvironment &proxies)
{
    m_easy = easy;
    if (m_origin.host.empty())
        return Error{.code = ErrorCode::UpstreamConnection,
                     .message = "the provider's address is not an http(s) URL"};
    if (!m_request.headers.isClean())
        return Error{.code = ErrorCode::Internal,
                     .message = "a header field for " + m_origin.authority() + " holds a line break"};
    curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, this);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, m_errorText.data());
    curl_easy_setopt(easy, CURLOPT_URL, m_request.url.c_str());
    // The other time-outs are ours: curl tells them apart no better than this one.
    const long connectMs = m_request.timeouts.connectMs;
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, connectMs > 0 ? connectMs : kConnectFallbackMs);
    setMethodAndBody();
    setHeaders();
    setProxy(proxies);
    setAddressLimit();
    if (m_origin.secure())
        setTls();
    return {};
}

void CurlExchange::setMethodAndBody()
{
    curl_easy_setopt(m_easy, CURLOPT_HTTPGET, 1L);   // Undoes what an earlier request has set.
    curl_easy_setopt(m_easy, CURLOPT_CUSTOMREQUEST, nullptr);
    const std::string &method = m_request.method;
    if (m_request.body) {
        curl_easy_setopt(m_easy, CURLOPT_POST, 1L);
        curl_easy_setopt(m_easy, CURLOPT_POSTFIELDS, m_request.body->data());
        curl_easy_setopt(m_easy, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(m_request.body->size()));
        if (method != "POST")
            curl_easy_setopt(m_easy, CURLOPT_CUSTOMREQUEST, method.c_str());
    } else if (method == "POST" || method == "PUT" || method == "PATCH") {
        curl_easy_setopt(m_easy, CURLOPT_POST, 1L);
        curl_easy_setopt(m_easy, CURLOPT_POSTFIELDS, "");
        curl_easy_setopt(m_easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t{0});
        if (method != "POST")
            curl_easy_setopt(m_easy, CURLOPT_CUSTOMREQUEST, method.c_str());
    } else if (method == "HEAD") {
        curl_easy_setopt(m_easy, CURLOPT_NOBODY, 1L);
    } else if (method != "GET") {
        curl_easy_setopt(m_easy, CURLOPT_CUSTOMREQUEST, method.c_str());
    }
}

void CurlExchange::setHeaders()
{
    // One buffer and one array instead of two allocations a field; curl only walks the list.
    std::vector<std::size_t> starts;
    const auto begin = [&] { starts.push_back(m_headerText.size()); };
    for (const auto &[name, value] : m_request.headers) {
        begin();
        // "Name;" is curl's way to say an empty value.
        m_headerText.append(name).append(value.empty() ? ";" : ": ").append(value).push_back('\0');
    }
    // Fields that curl would add by itself.
    for (const char *own : {"Expect", "Accept", "Content-Type", "User-Agent"}) {
        if (m_request.headers.contains(own))
            continue;
        begin();
        m_headerText.append(own).append(":").push_back('\0');
    }
    m_headerList.resize(starts.size());
    for (std::size_t i = 0; i < starts.size(); ++i) {
        m_headerList[i].data = m_headerText.data() + starts[i];
        m_headerList[i].next = i + 1 < starts.size() ? &m_headerList[i + 1] : nullptr;
    }
    curl_easy_setopt(m_easy, CURLOPT_HTTPHEADER, m_headerList.data());
}

void CurlExchange::setTls()
{
    const TlsOptions &tls = m_request.tls;
    curl_easy_setopt(m_easy, CURLOPT_SSL_VERIFYPEER, tls.verify ? 1L : 0L);
    curl_easy_setopt(m_easy, CURLOPT_SSL_VERIFYHOST, tls.verify ? 2L : 0L);
    const bool folder = tls.caFile.empty() || isFolder(tls.caFile);
    const char *path = tls.caFile.empty() ? kSystemCaFolder : tls.caFile.c_str();
    curl_easy_setopt(m_easy, CURLOPT_CAINFO, folder ? nullptr : path);
    curl_easy_setopt(m_easy, CURLOPT_CAPATH, folder ? path : nullptr);
    const char *certificate = tls.clientCertificate.empty() ? nullptr : tls.clientCertificate.c_str();
    curl_easy_setopt(m_easy, CURLOPT_SSLCERT, certificate);
    curl_easy_setopt(m_easy, CURLOPT_SSLKEY, certificate);
    curl_easy_setopt(m_easy, CURLOPT_HTTP_VERSION,
                     m_request.preferHttp2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1);
}

void CurlExchange::setProxy(const ProxyEnvironment &proxies)
{
    // Always said in full, because curl would ask the environment otherwise. What is on this machine is never
    // asked for through a proxy, which would look for it on its own.
    const bool never = m_request.proxy == "none" || isLoopbackHost(m_origin.host);
    const std::string &proxy = m_request.proxy.empty() ? proxies.forScheme(m_origin.scheme) : m_request.proxy;
    const bool fromEnvironment = m_request.proxy.empty();
    m_proxied = !never && !proxy.empty();
    curl_easy_setopt(m_easy, CURLOPT_PROXY, never ? "" : proxy.c_str());
    curl_easy_setopt(m_easy, CURLOPT_NOPROXY, fromEnvironment ? proxies.none.c_str() : "");
}

void CurlExchange::setAddressLimit()
{
    const bool limited = m_request.publicOnly && !m_proxied;
    // A connection from the pool may lead to an address that only the administrator may name.
    curl_easy_setopt(m_easy, CURLOPT_FRESH_CONNECT, limited ? 1L : 0L);
    curl_easy_setopt(m_easy, CURLOPT_FORBID_REUSE, limited ? 1L : 0L);
    const curl_opensocket_callback open = limited ? &openPublicSocket : nullptr;
    curl_easy_setopt(m_easy, CURLOPT_OPENSOCKETFUNCTION, open);
}

void CurlExchange::arm()
{
    m_lastUs = m_reactor.nowUs();
    watch();
}

// Sets the timer to the next deadline of the current phase.
void CurlExchange::watch()
{
    const Timeouts &limits = m_request.timeouts;
    std::int64_t deadline = limits.totalMs > 0 ? m_startUs + limits.totalMs * kUsPerMs : INT64_MAX;
    if (m_phase == Phase::Waiting && limits.firstByteMs > 0)
        deadline = std::min(deadline, m_times.sentUs + m_startUs + limits.firstByteMs * kUsPerMs);
    if (m_phase == Phase::Answering && limits.idleMs > 0 && !m_paused)
        deadline = std::min(deadline, m_lastUs + limits.idleMs * kUsPerMs);
    if (deadline == INT64_MAX)
        return;
    const std::int64_t waitMs = std::max<std::int64_t>(0, (deadline - m_reactor.nowUs() + 999) / 1000);
    const int ms = static_cast<int>(std::min<std::int64_t>(waitMs, INT32_MAX));
    if (!m_reactor.restartTimer(m_timer, ms))
        m_timer = m_reactor.startTimer(ms, [this] { onAlarm(); });
}

void CurlExchange::onAlarm()
{
    m_timer = 0;
    const Timeouts &limits = m_request.timeouts;
    const std::int64_t now = m_reactor.nowUs();
    std::string message;
    if (limits.totalMs > 0 && now >= m_startUs + limits.totalMs * kUsPerMs)
        message = "no complete answer within " + std::to_string(limits.totalMs) + " ms";
    else if (m_phase == Phase::Waiting && limits.firstByteMs > 0 &&
             now >= m_startUs + m_times.sentUs + limits.firstByteMs * kUsPerMs)
        message = "no answer within " + std::to_string(limits.firstByteMs) + " ms of sending the request";
    else if (m_phase == Phase::Answering && limits.idleMs > 0 && !m_paused &&
             now >= m_lastUs + limits.idleMs * kUsPerMs)
        message = "the answer stood still for " + std::to_string(limits.idleMs) + " ms";
    if (message.empty()) {
        watch();
        return;
    }
    fail({.code = ErrorCode::UpstreamTimeout, .message = where(message)});
}

std::string CurlExchange::where(std::string_view what) const
{
    return std::string(what) + " (" + m_origin.authority() + ")";
}

void CurlExchange::setPaused(bool paused)
{
    m_paused = paused;
    if (!paused) {
        m_lastUs = m_reactor.nowUs();
        watch();
    }
}

void CurlExchange::pause()
{
    if (m_paused)
        return;
    m_paused = true;
    if (m_added)
        curl_easy_pause(m_easy, CURLPAUSE_RECV);
}

void CurlExchange::onRequestReady()
{
    m_phase = Phase::Waiting;
    m_times.sentUs = m_reactor.nowUs() - m_startUs;
    m_times.connectedUs = m_times.sentUs;
    if (m_request.timeouts.firstByteMs > 0)
        watch();
}

std::size_t CurlExchange::onHeaderLine(std::string_view line)
{
    if (!m_sink)
        return 0;
    if (m_headDone)   // A trailer.
        return line.size();
    if (m_headSize == 0 && m_times.firstByteUs < 0) {
        m_phase = Phase::Answering;
        m_lastUs = m_reactor.nowUs();
        m_times.firstByteUs = m_lastUs - m_startUs;
        if (m_request.timeouts.idleMs > 0)
            watch();
    }
    m_headSize += line.size();
    if (m_headSize > m_headLimit) {
        m_refusal = "the answer's head is larger than " + std::to_string(m_headLimit) + " bytes";
        return 0;
    }
    if (line.starts_with("HTTP/")) {
        const std::size_t space = line.find(' ');
        m_status = 0;
        if (space != std::string_view::npos)
            std::from_chars(line.data() + space + 1, line.data() + line.size(), m_status);
        m_headers.clear();
        return line.size();
    }
    const std::string_view field = trimmed(line);
    if (!field.empty()) {
        const std::size_t colon = field.find(':');
        if (colon != std::string_view::npos && colon > 0)
            m_headers.add(field.substr(0, colon), trimmed(field.substr(colon + 1)));
        return line.size();
    }
    if (m_status >= 100 && m_status < 200 && m_status != 101)
        return line.size();
    m_headDone = true;
    long connects = 0;
    long version = 0;
    curl_easy_getinfo(m_easy, CURLINFO_NUM_CONNECTS, &connects);
    curl_easy_getinfo(m_easy, CURLINFO_HTTP_VERSION, &version);
    m_times.reused = connects == 0;
    if (m_times.reused)
        m_times.connectedUs = -1;
    m_times.httpVersion = version == CURL_HTTP_VERSION_2_0 ? 20 : 11;
    m_sink->onHead(m_status, m_headers);
    return m_sink ? line.size() : 0;
}

std::size_t CurlExchange::onBody(std::string_view bytes)
{
    if (!m_sink)
        return 0;
    if (m_paused)
        return CURL_WRITEFUNC_PAUSE;
    if (m_request.timeouts.idleMs > 0) {
        m_lastUs = m_reactor.nowUs();
        watch();
    }
    m_sink->onData(bytes);
    return m_sink ? bytes.size() : 0;
}

void CurlExchange::finish(CURLcode code)
{
    ReplySink *sink = m_sink;
    if (!sink)
        return;
    if (code == CURLE_OK && m_headDone) {
        m_sink = nullptr;
        sink->onEnd();
        return;
    }
    const Error error = errorOf(code);
    m_sink = nullptr;
    sink->onError(error);
}

void CurlExchange::fail(Error error)
{
    ReplySink *sink = std::exchange(m_sink, nullptr);
    m_transport.abandon(*this);
    if (sink)
        sink->onError(error);
}

Error CurlExchange::errorOf(CURLcode code) const
{
    const auto make = [&](ErrorCode kind, std::string_view what) {
        return Error{.code = kind, .message = where(what)};
    };
    if (!m_refusal.empty())
        return make(ErrorCode::UpstreamMalformed, m_refusal);
    const std::string_view text = m_errorText.data();
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
        return make(ErrorCode::UpstreamTimeout,
                    "no connection within " + std::to_string(m_request.timeouts.connectMs) + " ms");
    case CURLE_COULDNT_RESOLVE_HOST:
        return make(ErrorCode::UpstreamConnection, "the host name cannot be resolved");
    case CURLE_COULDNT_RESOLVE_PROXY:
        return make(ErrorCode::UpstreamConnection, "the proxy's host name cannot be resolved");
    case CURLE_COULDNT_CONNECT:
        return make(ErrorCode::UpstreamConnection, "the connection was refused or the host is unreachable");
    case CURLE_PROXY:
        return make(ErrorCode::UpstreamConnection, "the proxy refused the connection");
    case CURLE_PEER_FAILED_VERIFICATION:
        return make(ErrorCode::UpstreamConnection,
                    "the TLS certificate is not trusted: " + std::string(text));
    case CURLE_SSL_CACERT_BADFILE:
        return make(ErrorCode::UpstreamConnection, "the CA file cannot be read");
    case CURLE_SSL_CERTPROBLEM:
        return make(ErrorCode::UpstreamConnection, "the client certificate cannot be used");
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_USE_SSL_FAILED:
        return make(ErrorCode::UpstreamConnection, "the TLS handshake failed: " + std::string(text));
    case CURLE_UNSUPPORTED_PROTOCOL:   // "Received HTTP/0.9 when not allowed": no status line.
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_HTTP2:
    case CURLE_BAD_CONTENT_ENCODING:
        return make(ErrorCode::UpstreamMalformed, "the answer is not valid HTTP");
    case CURLE_OUT_OF_MEMORY:
        return make(m_headDone || m_headSize > 0 ? ErrorCode::UpstreamMalformed : ErrorCode::Internal,
                    "the answer's head is too large");
    case CURLE_GOT_NOTHING:
        return make(ErrorCode::UpstreamConnection, "connection closed before any answer");
    case CURLE_URL_MALFORMAT:
        return make(ErrorCode::UpstreamConnection, "the provider's address is not a valid URL");
    default:
        break;
    }
    if (text.find("chunk") != std::string_view::npos && code != CURLE_PARTIAL_FILE &&
        text.find("transfer closed") == std::string_view::npos)
        return make(ErrorCode::UpstreamMalformed, "the answer's chunked body is malformed");
    if (m_headDone || m_headSize > 0)
        return make(ErrorCode::UpstreamConnection, "connection closed before the answer was complete");
    if (code == CURLE_SEND_ERROR)
        return make(ErrorCode::UpstreamConnection, "connection closed while the request was sent");
    if (code == CURLE_RECV_ERROR)
        return make(ErrorCode::UpstreamConnection, m_phase == Phase::Connecting && m_proxied
                                                       ? "the proxy refused the connection"
                                                       : "connection closed before any answer");
    return make(ErrorCode::UpstreamConnection, curl_easy_strerror(code));
}

}   // namespace gw::upstream
