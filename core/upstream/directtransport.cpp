#include "core/upstream/directtransport.h"

#include "core/upstream/directconnection.h"

#include <QHostAddress>
#include <QHostInfo>

#include <algorithm>
#include <cstring>
#include <netinet/in.h>
#include <utility>

namespace gw::upstream {

namespace {

// Pieces of an answer are read up to this size.
constexpr std::size_t kReadBuffer = 64 * 1024;
// URLs and origins that are remembered; a gateway has few, unless its clients name them.
constexpr std::size_t kRemembered = 1024;
constexpr std::int64_t kUsPerMs = 1000;
constexpr int kHttpPort = 80;

bool isPlainText(std::string_view url)
{
    return std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

std::string_view authorityOf(std::string_view url)
{
    const std::size_t begin = url.find("://");
    if (begin == std::string_view::npos)
        return {};
    url.remove_prefix(begin + 3);
    return url.substr(0, url.find_first_of("/?#"));
}

// What stands behind the method.
std::string requestLine(std::string_view url, const Origin &origin)
{
    std::string_view rest = url.substr(url.find("://") + 3);
    rest.remove_prefix(authorityOf(url).size());
    rest = rest.substr(0, rest.find('#'));
    std::string line(" ");
    if (!rest.starts_with('/'))
        line += '/';
    line.append(rest).append(" HTTP/1.1\r\nHost: ");
    std::string host = origin.authority();
    if (origin.port == kHttpPort)
        host.erase(host.rfind(':'));
    return line.append(host).append("\r\n");
}

Address addressOf(const QHostAddress &from)
{
    Address address;
    if (from.protocol() == QAbstractSocket::IPv6Protocol) {
        auto *v6 = reinterpret_cast<sockaddr_in6 *>(&address.storage);
        v6->sin6_family = AF_INET6;
        const Q_IPV6ADDR bytes = from.toIPv6Address();
        std::memcpy(&v6->sin6_addr, &bytes, sizeof v6->sin6_addr);
        address.size = sizeof *v6;
    } else {
        auto *v4 = reinterpret_cast<sockaddr_in *>(&address.storage);
        v4->sin_family = AF_INET;
        v4->sin_addr.s_addr = htonl(from.toIPv4Address());
        address.size = sizeof *v4;
    }
    return address;
}

}   // namespace

DirectTransport::DirectTransport(net::Reactor &reactor, DirectOptions options)
    : m_reactor(reactor)
    , m_options(options)
    , m_scratch(kReadBuffer, '\0')
{}

DirectTransport::~DirectTransport()
{
    for (DirectTransfer *transfer : m_running) {
        transfer->m_connector.reset();
        if (transfer->m_lookup)
            *transfer->m_lookup = false;
        m_reactor.cancelTimer(transfer->m_timer);
        transfer->m_connection = nullptr;
        transfer->m_transport = nullptr;
    }
    m_reactor.cancelTimer(m_sweeper);
}

bool DirectTransport::serves(const UpstreamRequest &request)
{
    const std::string_view url = request.url;
    const std::string_view authority = authorityOf(url);
    return wire::equalsIgnoringCase(url.substr(0, 7), "http://") && isPlainText(url) &&
           authority.find_first_of("@%") == std::string_view::npos;
}

std::unique_ptr<Transfer> DirectTransport::start(UpstreamRequest request, ReplySink &sink)
{
    auto transfer = std::make_unique<DirectTransfer>(*this, std::move(request), sink);
    m_starting.push_back(transfer.get());
    m_reactor.defer(*this);
    return transfer;
}

DirectTransport::RoutePtr DirectTransport::makeRoute(const std::string &url)
{
    auto route = std::make_shared<Route>();
    Origin origin = originOf(url);
    if (origin.host.empty() || origin.secure() || !isPlainText(url) || origin.port <= 0 ||
        origin.port > UINT16_MAX)
        return route;
    route->requestLine = requestLine(url, origin);
    const std::string authority = origin.authority();
    if (m_places.size() >= kRemembered)
        m_places.clear();
    std::shared_ptr<Place> &place = m_places[authority];
    if (!place) {
        place = std::make_shared<Place>();
        place->origin = std::move(origin);
        place->authority = authority;
    }
    route->place = place;
    return route;
}

DirectTransport::RoutePtr DirectTransport::routeOf(const std::string &url)
{
    if (const auto known = m_routes.find(url); known != m_routes.end())
        return known->second;
    if (m_routes.size() >= kRemembered)
        m_routes.clear();
    return m_routes[url] = makeRoute(url);
}

void DirectTransport::lookUp(Place &place, const std::function<void(Result<std::vector<Address>>)> &done)
{
    if (m_reactor.nowUs() >= place.addressesUntilUs) {
        place.addresses = literalAddresses(place.origin.host, place.origin.port);
        if (!place.addresses.empty())
            place.addressesUntilUs = INT64_MAX;
    }
    if (!place.addresses.empty())
        return done(place.addresses);
    QHostInfo::lookupHost(
        QString::fromStdString(place.origin.host), &m_context,
        [this, done, authority = place.authority, port = place.origin.port](const QHostInfo &info) {
            std::vector<Address> found;
            for (const QHostAddress &address : info.addresses())
                found.push_back(addressOf(address));
            if (found.empty())
                return done(Error{.code = ErrorCode::UpstreamConnection,
                                  .message = "the host name cannot be resolved"});
            found = interleaved(std::move(found), port);
            if (const auto known = m_places.find(authority); known != m_places.end()) {
                known->second->addresses = found;
                known->second->addressesUntilUs = m_reactor.nowUs() + m_options.lookupMs * kUsPerMs;
            }
            done(std::move(found));
        });
}

void DirectTransport::enlist(DirectTransfer &transfer)
{
    transfer.m_index = m_running.size();
    m_running.push_back(&transfer);
}

void DirectTransport::forget(DirectTransfer &transfer)
{
    for (auto *list : {&m_starting, &m_beginning})
        std::replace(list->begin(), list->end(), &transfer, static_cast<DirectTransfer *>(nullptr));
    m_running.back()->m_index = transfer.m_index;
    m_running[transfer.m_index] = m_running.back();
    m_running.pop_back();
}

DirectConnection *DirectTransport::takeIdle(Place &place)
{
    if (place.idle.empty())
        return nullptr;
    DirectConnection *connection = place.idle.back();
    place.idle.pop_back();
    --m_idle;
    return connection;
}

DirectConnection &DirectTransport::adopt(int fd, const std::shared_ptr<Place> &place)
{
    auto connection = std::make_unique<DirectConnection>(*this, place, fd);
    connection->setIndex(m_connections.size());
    m_connections.push_back(std::move(connection));
    return *m_connections.back();
}

void DirectTransport::giveIdle(DirectConnection &connection)
{
    connection.setIdleSince(m_reactor.nowUs());
    connection.setReading(true);
    connection.place().idle.push_back(&connection);
    if (++m_idle > m_options.idleConnections)
        closeOldest();
    if (m_sweeper == 0)
        m_sweeper = m_reactor.startTimer(m_options.idleMs, [this] { sweep(); });
}

void DirectTransport::retire(DirectConnection &connection)
{
    m_idle -= std::erase(connection.place().idle, &connection);
    std::erase(m_resuming, &connection);
    connection.close();
    const std::size_t index = connection.index();
    m_connections.back()->setIndex(index);
    std::swap(m_connections[index], m_connections.back());
    m_retired.push_back(std::move(m_connections.back()));
    m_connections.pop_back();
    m_reactor.defer(*this);
}

void DirectTransport::closeOldest()
{
    DirectConnection *oldest = nullptr;
    for (const auto &[authority, place] : m_places) {
        // The one at the front of each list has waited longest.
        if (!place->idle.empty() && (!oldest || place->idle.front()->idleSinceUs() < oldest->idleSinceUs()))
            oldest = place->idle.front();
    }
    if (oldest)
        retire(*oldest);
}

void DirectTransport::sweep()
{
    m_sweeper = 0;
    const std::int64_t before = m_reactor.nowUs() - m_options.idleMs * kUsPerMs;
    std::vector<DirectConnection *> old;
    std::int64_t next = INT64_MAX;
    for (const auto &connection : m_connections) {
        const auto &idle = connection->place().idle;
        if (std::ranges::find(idle, connection.get()) == idle.end())
            continue;
        if (connection->idleSinceUs() <= before)
            old.push_back(connection.get());
        else
            next = std::min(next, connection->idleSinceUs());
    }
    for (DirectConnection *connection : old)
        retire(*connection);
    if (next != INT64_MAX)
        m_sweeper =
            m_reactor.startTimer(static_cast<int>((next - before) / kUsPerMs) + 1, [this] { sweep(); });
}

void DirectTransport::runDeferred()
{
    if (m_busy) {   // An event loop is being spun inside a sink.
        m_reactor.defer(*this);
        return;
    }
    m_busy = true;
    // What sinks start in here has its turn in the next round.
    m_beginning.swap(m_starting);
    for (std::size_t i = 0; i < m_beginning.size(); ++i) {
        if (DirectTransfer *transfer = m_beginning[i])
            transfer->begin();
    }
    m_beginning.clear();
    while (!m_resuming.empty()) {
        DirectConnection *connection = m_resuming.back();
        m_resuming.pop_back();
        connection->goOn();
    }
    m_busy = false;
    m_retired.clear();
}

}   // namespace gw::upstream
