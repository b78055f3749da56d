#include "core/upstream/connector.h"

#include "core/net/socket.h"
#include "core/upstream/environment.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netdb.h>
#include <netinet/in.h>
#include <unistd.h>

namespace gw::upstream {

namespace {

// RFC 8305, 8 recommends 250 ms before the next address is tried beside a silent one.
constexpr int kNextAfterMs = 250;

Address loopback(int family)
{
    Address address;
    if (family == AF_INET) {
        auto *v4 = reinterpret_cast<sockaddr_in *>(&address.storage);
        v4->sin_family = AF_INET;
        v4->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.size = sizeof *v4;
    } else {
        auto *v6 = reinterpret_cast<sockaddr_in6 *>(&address.storage);
        v6->sin6_family = AF_INET6;
        v6->sin6_addr = in6addr_loopback;
        address.size = sizeof *v6;
    }
    return address;
}

void setPort(Address &address, int port)
{
    const auto number = htons(static_cast<std::uint16_t>(port));
    if (address.storage.ss_family == AF_INET6)
        reinterpret_cast<sockaddr_in6 *>(&address.storage)->sin6_port = number;
    else
        reinterpret_cast<sockaddr_in *>(&address.storage)->sin_port = number;
}

}   // namespace

std::vector<Address> interleaved(std::vector<Address> addresses, int port)
{
    std::vector<Address> mixed;
    mixed.reserve(addresses.size());
    for (Address &address : addresses)
        setPort(address, port);
    while (!addresses.empty()) {
        const int last = mixed.empty() ? AF_UNSPEC : mixed.back().storage.ss_family;
        auto found = std::ranges::find_if(
            addresses, [last](const Address &address) { return address.storage.ss_family != last; });
        if (found == addresses.end())
            found = addresses.begin();
        mixed.push_back(*found);
        addresses.erase(found);
    }
    return mixed;
}

std::vector<Address> literalAddresses(const std::string &host, int port)
{
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *found = nullptr;
    std::vector<Address> addresses;
    if (::getaddrinfo(host.c_str(), nullptr, &hints, &found) == 0) {
        for (const addrinfo *each = found; each; each = each->ai_next) {
            Address address;
            std::memcpy(&address.storage, each->ai_addr, each->ai_addrlen);
            address.size = each->ai_addrlen;
            addresses.push_back(address);
        }
        ::freeaddrinfo(found);
    } else if (isLoopbackHost(host)) {
        addresses = {loopback(AF_INET6), loopback(AF_INET)};
    }
    return interleaved(std::move(addresses), port);
}

Connector::Connector(net::Reactor &reactor, std::vector<Address> addresses, Done done)
    : m_reactor(reactor)
    , m_addresses(std::move(addresses))
    , m_done(std::move(done))
{}

Connector::~Connector()
{
    m_reactor.cancelTimer(m_timer);
    while (!m_trying.empty())
        drop(m_trying.back());
}

void Connector::start()
{
    tryNext();
}

void Connector::tryNext()
{
    while (m_next < m_addresses.size()) {
        int fd = -1;
        const Tried tried = tryOne(m_addresses[m_next++], fd);
        if (tried == Tried::Failed)
            continue;
        if (tried == Tried::Connected)
            return finish(fd);
        m_reactor.cancelTimer(m_timer);
        m_timer = 0;
        if (m_next < m_addresses.size())
            m_timer = m_reactor.startTimer(kNextAfterMs, [this] {
                m_timer = 0;
                tryNext();
            });
        return;
    }
    if (m_trying.empty())
        finish(Error{.code = ErrorCode::UpstreamConnection,
                     .message = "the connection was refused or the host is unreachable"});
}

Connector::Tried Connector::tryOne(const Address &address, int &fd)
{
    fd = ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return Tried::Failed;
    if (net::Socket::prepare(fd)) {
        const int refused = ::connect(fd, reinterpret_cast<const sockaddr *>(&address.storage), address.size);
        if (refused == 0)
            return Tried::Connected;
        if (errno == EINPROGRESS && m_reactor.add(fd, net::kWritable, *this)) {
            m_trying.push_back(fd);
            return Tried::Waiting;
        }
    }
    ::close(fd);
    return Tried::Failed;
}

void Connector::onReady(int fd, std::uint32_t)
{
    int code = 0;
    socklen_t size = sizeof code;
    if (::getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &size) == 0 && code == 0) {
        m_reactor.remove(fd);
        std::erase(m_trying, fd);
        finish(fd);
        return;
    }
    drop(fd);
    tryNext();
}

void Connector::drop(int fd)
{
    m_reactor.remove(fd);
    ::close(fd);
    std::erase(m_trying, fd);
}

void Connector::finish(Result<int> result)
{
    m_reactor.cancelTimer(m_timer);
    m_timer = 0;
    while (!m_trying.empty())
        drop(m_trying.back());
    if (const Done done = std::exchange(m_done, nullptr))
        done(std::move(result));
    else if (result.ok())
        ::close(result.value());
}

}   // namespace gw::upstream
