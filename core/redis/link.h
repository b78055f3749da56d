#pragma once

#include "core/net/reactor.h"
#include "core/redis/reply.h"
#include "core/redis/settings.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct redisReader;
struct ssl_st;

namespace gw::redis {

using Arguments = std::vector<std::string>;

// One connection to a Redis on one thread's reactor, plain or by TLS. The protocol is hiredis'; its
// connections are not used, because those of Debian 12 know no TLS. Belongs to its reactor's thread.
class Link final : private net::ReadyHandler
{
public:
    class Listener
    {
    public:
        // Commands may be sent; the certificate has been looked at.
        virtual void onConnected() = 0;
        virtual void onReply(const Reply &reply) = 0;
        // The connection has ended or cannot be made; may destroy the link.
        virtual void onLost(const std::string &why) = 0;

    protected:
        ~Listener() = default;
    };

    // Begins to connect; address is numeric. Calls nobody from in here.
    Link(net::Reactor &reactor, Listener &listener, const Settings &settings, const std::string &address);
    ~Link();
    Link(const Link &) = delete;
    Link &operator=(const Link &) = delete;

    // False when the connection is ending.
    bool send(const Arguments &arguments);
    // Takes in what has come already. True when there was something; the link may be gone afterwards.
    bool readNow();
    // The listener is being called: until it returns the link must live.
    bool isBusy() const noexcept { return m_busy; }
    // The listener will hear onLost() as soon as it returns.
    void doom(std::string why);
    // Steady clock: when the socket last moved.
    std::int64_t lastSignUs() const noexcept { return m_lastSignUs; }

private:
    enum class Phase : std::uint8_t { Connecting, ShakingHands, Open };
    struct FreeReader
    {
        void operator()(redisReader *reader) const;
    };
    struct FreeTls
    {
        void operator()(ssl_st *tls) const;
    };

    void connect(const Settings &settings, const std::string &address);
    void beginTls(const Settings &settings);
    void onReady(int fd, std::uint32_t events) override;
    void advance(std::uint32_t events);
    void shakeHands();
    void read();
    // Positive: bytes; 0: none now; below: the connection is ending.
    long receive(char *to, std::size_t size);
    void flush();
    void updateInterest();
    std::string tlsReason(const char *what) const;

    net::Reactor &m_reactor;
    Listener &m_listener;
    std::unique_ptr<redisReader, FreeReader> m_reader;
    std::unique_ptr<ssl_st, FreeTls> m_tls;
    int m_fd = -1;
    Phase m_phase = Phase::Connecting;
    std::uint32_t m_interest = 0;
    bool m_tlsWantsWrite = false;   // To go on reading or shaking hands.
    bool m_blocked = false;         // The kernel takes no more for now.
    bool m_busy = false;
    std::string m_out;
    std::size_t m_sent = 0;
    std::string m_doom;
    std::int64_t m_lastSignUs = 0;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

}   // namespace gw::redis
