#pragma once

#include "core/base/result.h"
#include "core/net/reactor.h"

#include <cstdint>
#include <functional>
#include <string>
#include <sys/socket.h>
#include <vector>

namespace gw::upstream {

// Where to connect to.
struct Address
{
    sockaddr_storage storage{};
    socklen_t size = 0;
};

// The addresses that host says by itself: a number, or a name for this very machine (RFC 6761, 6.3). Empty:
// it must be looked up.
std::vector<Address> literalAddresses(const std::string &host, int port);
// The two families in turn, the first one's first (RFC 8305, 4), with the port filled in.
std::vector<Address> interleaved(std::vector<Address> addresses, int port);

// Connects to the first of several addresses that answers: one after the other, the next one as soon as one
// fails or keeps silent for a while (RFC 8305, 5). One thread, the reactor's; destroying it gives up.
class Connector final : private net::ReadyHandler
{
public:
    // A connected descriptor that is the caller's from then on, or why there is none. Called once; the
    // connector may be destroyed inside.
    using Done = std::function<void(Result<int>)>;

    Connector(net::Reactor &reactor, std::vector<Address> addresses, Done done);
    ~Connector();
    Connector(const Connector &) = delete;
    Connector &operator=(const Connector &) = delete;

    // May call back at once.
    void start();

private:
    void onReady(int fd, std::uint32_t events) override;
    void tryNext();
    enum class Tried { Failed, Waiting, Connected };
    // Connected: fd is set.
    Tried tryOne(const Address &address, int &fd);
    void finish(Result<int> result);
    void drop(int fd);

    net::Reactor &m_reactor;
    std::vector<Address> m_addresses;
    std::size_t m_next = 0;
    Done m_done;
    std::vector<int> m_trying;
    net::TimerId m_timer = 0;
};

}   // namespace gw::upstream
