#pragma once

#include "core/net/postbox.h"
#include "core/net/reactor.h"
#include "core/redis/link.h"
#include "core/redis/reply.h"
#include "core/redis/script.h"
#include "core/redis/settings.h"

#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gw::redis {

// One connection to a Redis, on one thread's reactor, that never keeps its caller waiting. While Redis is
// away (not reached yet, refused, silent for longer than it may be) every command is turned down at once
// without touching the socket; the client tries to come back by itself, after pauses that grow. At most one
// warning a minute is logged. Belongs to its reactor's thread; may be destroyed at any time but from inside
// one of its callbacks.
class Client final : private Link::Listener
{
public:
    // Begins to connect. reactor outlives the client.
    Client(net::Reactor &reactor, Settings settings);
    ~Client();
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    bool available() const noexcept { return m_state == State::Ready; }
    // Sends a command. False when it was turned down: callback is dropped then. Else callback is called
    // exactly once and never from inside this call; its reply is Lost when no answer came.
    [[nodiscard]] bool command(const Arguments &arguments, Callback callback);
    // EVALSHA, and EVAL where Redis does not know the script yet. The first keyCount of arguments are keys.
    [[nodiscard]] bool eval(const Script &script, std::size_t keyCount, const Arguments &arguments,
                            Callback callback);

    const Settings &settings() const noexcept { return m_settings; }
    std::size_t outstanding() const noexcept { return m_outstanding.size(); }
    // Times that Redis was lost or not reached.
    std::int64_t failures() const noexcept { return m_failures; }

private:
    enum class State { Pausing, Resolving, Connecting, LoggingIn, Ready };
    struct Sent
    {
        std::int64_t sentUs = 0;
        Callback callback;
    };

    void connect();
    void connectTo(const std::string &address);
    void onLoggedIn(const Reply &reply, const char *what);
    // Ends the connection, answers everybody with Lost and begins a pause.
    void lose(std::string why);
    void warn(const std::string &why);
    bool send(const Arguments &arguments, Callback callback);
    // Link::Listener
    void onConnected() override;   // Logs in.
    void onReply(const Reply &reply) override;
    void onLost(const std::string &why) override { lose(why); }
    void watch();
    void onWatch();

    net::Reactor &m_reactor;
    Settings m_settings;
    net::PostboxPtr m_postbox;
    std::unique_ptr<Link> m_link;
    State m_state = State::Pausing;
    std::deque<Sent> m_outstanding;   // In the order of their answers.
    std::size_t m_nextAddress = 0;
    int m_pauseMs = 0;
    std::int64_t m_failures = 0;
    net::TimerId m_timer = 0;        // Of the pause, or of the attempt to connect.
    net::TimerId m_watchTimer = 0;   // Of the oldest command.
};

}   // namespace gw::redis
