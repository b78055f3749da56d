#include "core/upstream/curltransport.h"

#include "core/base/logging.h"
#include "core/upstream/curlexchange.h"

#include <algorithm>
#include <curl/curl.h>
#include <mutex>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace gw::upstream {

namespace {

// curl's global state is made once a process and never torn down: other threads may still be using it.
void initialiseCurl()
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

// Pieces of an answer are read up to this size.
constexpr long kReadBuffer = 64 * 1024;

}   // namespace

// The C functions that curl calls.
struct CurlTransport::Callbacks
{
    static std::size_t header(char *bytes, std::size_t size, std::size_t count, void *exchange)
    {
        return static_cast<CurlExchange *>(exchange)->onHeaderLine({bytes, size * count});
    }
    static std::size_t body(char *bytes, std::size_t size, std::size_t count, void *exchange)
    {
        return static_cast<CurlExchange *>(exchange)->onBody({bytes, size * count});
    }
    static int ready(void *exchange, char *, char *, int, int)
    {
        static_cast<CurlExchange *>(exchange)->onRequestReady();
        return CURL_PREREQFUNC_OK;
    }
    static int socket(CURL *, curl_socket_t fd, int what, void *transport, void *)
    {
        std::uint32_t wanted = 0;
        if (what == CURL_POLL_IN || what == CURL_POLL_INOUT)
            wanted |= net::kReadable;
        if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
            wanted |= net::kWritable;
        static_cast<CurlTransport *>(transport)->setInterest(fd, wanted);
        return 0;
    }
    static int timer(CURLM *, long ms, void *transport)
    {
        static_cast<CurlTransport *>(transport)->setTimer(ms);
        return 0;
    }
    static curl_socket_t openSocket(void *transport, curlsocktype, curl_sockaddr *address)
    {
        const int fd = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
        if (fd >= 0)
            static_cast<CurlTransport *>(transport)->watched(fd).connection = true;
        return fd;
    }
    static int closeSocket(void *transport, curl_socket_t fd)
    {
        static_cast<CurlTransport *>(transport)->closeDescriptor(fd);
        return ::close(fd);
    }
};

CurlTransfer::CurlTransfer(CurlTransport &transport, CurlExchange &exchange)
    : m_transport(transport)
    , m_exchange(&exchange)
{
    exchange.setTransfer(this);
}

CurlTransfer::~CurlTransfer()
{
    if (!m_exchange)
        return;
    m_exchange->setTransfer(nullptr);
    m_transport.abandon(*m_exchange);
}

void CurlTransfer::pause()
{
    if (!m_exchange)
        return;
    std::erase(m_transport.m_resuming, m_exchange);
    m_exchange->pause();
}

void CurlTransfer::resume()
{
    if (!m_exchange || !m_exchange->paused())
        return;
    // curl delivers what it has kept from inside the call that resumes: not from inside this one.
    if (std::ranges::find(m_transport.m_resuming, m_exchange) == m_transport.m_resuming.end())
        m_transport.m_resuming.push_back(m_exchange);
    m_transport.m_reactor.defer(m_transport);
}

TransferTimes CurlTransfer::times() const
{
    return m_exchange ? m_exchange->times() : m_times;
}

void CurlTransfer::onExchangeGone(const TransferTimes &times)
{
    m_times = times;
    m_exchange = nullptr;
}

CurlTransport::CurlTransport(net::Reactor &reactor, CurlOptions options)
    : m_reactor(reactor)
    , m_options(std::move(options))
{
    initialiseCurl();
    m_multi = curl_multi_init();
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETFUNCTION, &Callbacks::socket);
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERFUNCTION, &Callbacks::timer);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_MAXCONNECTS, m_options.idleConnections);
    curl_multi_setopt(m_multi, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
    // TLS sessions are resumed across handles; connections and names are shared by the multi handle itself.
    m_share = curl_share_init();
    curl_share_setopt(static_cast<CURLSH *>(m_share), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
}

CurlTransport::~CurlTransport()
{
    while (!m_exchanges.empty()) {
        m_exchanges.back()->detach();
        discard(*m_exchanges.back());
    }
    for (void *easy : m_spare)
        curl_easy_cleanup(easy);
    m_inCurl = true;   // Closing the pool calls back.
    curl_multi_cleanup(m_multi);
    curl_share_cleanup(static_cast<CURLSH *>(m_share));
    m_reactor.cancelTimer(m_timer);
    for (std::size_t fd = 0; fd < m_watched.size(); ++fd)
        disarm(static_cast<int>(fd));
}

std::unique_ptr<Transfer> CurlTransport::start(UpstreamRequest request, ReplySink &sink)
{
    auto exchange =
        std::make_unique<CurlExchange>(*this, m_reactor, std::move(request), sink, m_options.headBytes);
    CurlExchange &made = *exchange;
    made.setIndex(m_exchanges.size());
    m_exchanges.push_back(std::move(exchange));
    // At the end of the batch all that were started together are kicked by one call.
    m_starting.push_back(&made);
    m_reactor.defer(*this);
    return std::make_unique<CurlTransfer>(*this, made);
}

void CurlTransport::runDeferred()
{
    if (m_inCurl) {   // An event loop is being spun inside a sink.
        m_reactor.defer(*this);
        return;
    }
    startWaiting();
    resumeWaiting();
    if (std::exchange(m_kick, false))
        act(CURL_SOCKET_TIMEOUT, 0);
    else
        leaveCurl();
}

void CurlTransport::startWaiting()
{
    while (!m_starting.empty()) {
        CurlExchange &exchange = *m_starting.front();
        m_starting.erase(m_starting.begin());
        CURL *easy = takeHandle();
        const Result<void> prepared = exchange.prepare(easy, m_options.proxies);
        if (!prepared.ok()) {
            exchange.fail(prepared.error());
            continue;
        }
        exchange.arm();
        m_inCurl = true;
        curl_multi_add_handle(m_multi, easy);
        m_inCurl = false;
        exchange.setAdded(true);
        m_kick = true;
    }
}

void CurlTransport::resumeWaiting()
{
    while (!m_resuming.empty()) {
        CurlExchange &exchange = *m_resuming.front();
        m_resuming.erase(m_resuming.begin());
        exchange.setPaused(false);
        if (!exchange.added())
            continue;
        m_inCurl = true;
        curl_easy_pause(exchange.easy(), CURLPAUSE_CONT);
        leaveCurl();
        m_kick = true;
    }
}

void CurlTransport::act(int fd, int mask)
{
    int running = 0;
    m_inCurl = true;
    curl_multi_socket_action(m_multi, fd, mask, &running);
    leaveCurl();
    reapFinished();
    if (m_kick)
        m_reactor.defer(*this);
}

void CurlTransport::leaveCurl()
{
    m_inCurl = false;
    while (!m_abandoned.empty()) {
        CurlExchange &exchange = *m_abandoned.back();
        m_abandoned.pop_back();
        discard(exchange);
    }
}

void CurlTransport::reapFinished()
{
    int left = 0;
    while (const CURLMsg *message = curl_multi_info_read(m_multi, &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        const CURLcode code = message->data.result;
        char *pointer = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &pointer);
        auto &exchange = *reinterpret_cast<CurlExchange *>(pointer);
        const std::unique_ptr<CurlExchange> last = release(exchange);
        last->finish(code);
    }
}

std::unique_ptr<CurlExchange> CurlTransport::release(CurlExchange &exchange)
{
    std::erase(m_starting, &exchange);
    std::erase(m_resuming, &exchange);
    if (exchange.added()) {
        m_inCurl = true;
        curl_multi_remove_handle(m_multi, exchange.easy());
        m_inCurl = false;
        exchange.setAdded(false);
    }
    if (exchange.easy())
        giveHandle(exchange.easy());
    const std::size_t index = exchange.index();
    std::swap(m_exchanges[index], m_exchanges.back());
    m_exchanges[index]->setIndex(index);
    std::unique_ptr<CurlExchange> last = std::move(m_exchanges.back());
    m_exchanges.pop_back();
    last->endTransfer();
    return last;
}

void CurlTransport::discard(CurlExchange &exchange)
{
    release(exchange);
}

void CurlTransport::abandon(CurlExchange &exchange)
{
    exchange.detach();
    if (!m_inCurl) {
        discard(exchange);
        return;
    }
    std::erase(m_starting, &exchange);
    std::erase(m_resuming, &exchange);
    m_abandoned.push_back(&exchange);
}

// ---- Descriptors and timer ----

CurlTransport::Watched &CurlTransport::watched(int fd)
{
    const auto index = static_cast<std::size_t>(fd);
    if (index >= m_watched.size())
        m_watched.resize(std::max(index + 1, 2 * m_watched.size()));
    return m_watched[index];
}

void CurlTransport::disarm(int fd)
{
    Watched &entry = watched(fd);
    if (entry.armed)
        m_reactor.remove(fd);
    entry.armed = 0;
}

void CurlTransport::setInterest(int fd, std::uint32_t wanted)
{
    Watched &entry = watched(fd);
    entry.wanted = wanted;
    if (wanted == 0 && !entry.connection) {
        disarm(fd);
        return;
    }
    // An idle connection keeps its read interest, which the next request needs again.
    const std::uint32_t target = wanted ? wanted : (entry.armed & net::kReadable);
    if (target == entry.armed)
        return;
    if (target == 0) {
        disarm(fd);
    } else if (entry.armed == 0) {
        if (m_reactor.add(fd, target, *this))
            entry.armed = target;
    } else {
        m_reactor.modify(fd, target);
        entry.armed = target;
    }
}

void CurlTransport::closeDescriptor(int fd)
{
    disarm(fd);
    watched(fd) = {};
}

void CurlTransport::onReady(int fd, std::uint32_t events)
{
    if (watched(fd).wanted == 0) {   // An idle connection was closed, or a paused one has bytes.
        disarm(fd);
        return;
    }
    if (m_inCurl)   // An event loop is being spun inside a sink; the event stays and comes again.
        return;
    int mask = 0;
    if (events & (net::kReadable | net::kPeerClosed))
        mask |= CURL_CSELECT_IN;
    if (events & net::kWritable)
        mask |= CURL_CSELECT_OUT;
    if (events & net::kHangup)
        mask |= CURL_CSELECT_IN | CURL_CSELECT_ERR;
    act(fd, mask);
}

void CurlTransport::setTimer(long ms)
{
    m_timerWanted = ms > 0;
    if (ms == 0) {
        m_kick = true;
        if (!m_inCurl)
            m_reactor.defer(*this);
        return;
    }
    if (ms < 0)   // The timer runs on for nothing: cheaper than stopping it on every request.
        return;
    const int wait = static_cast<int>(std::min<long>(ms, INT32_MAX));
    if (m_reactor.restartTimer(m_timer, wait))
        return;
    m_timer = m_reactor.startTimer(wait, [this] {
        m_timer = 0;
        if (std::exchange(m_timerWanted, false)) {
            m_kick = true;
            runDeferred();
        }
    });
}

void *CurlTransport::takeHandle()
{
    if (!m_spare.empty()) {
        void *easy = m_spare.back();
        m_spare.pop_back();
        return easy;
    }
    CURL *easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_SHARE, static_cast<CURLSH *>(m_share));
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, kReadBuffer);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Callbacks::header);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Callbacks::body);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &Callbacks::ready);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &Callbacks::openSocket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, &Callbacks::closeSocket);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, this);
    return easy;
}

void CurlTransport::giveHandle(void *easy)
{
    if (m_spare.size() < m_options.spareHandles)
        m_spare.push_back(easy);
    else
        curl_easy_cleanup(easy);
}

}   // namespace gw::upstream
