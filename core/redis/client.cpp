#include "core/redis/client.h"

#include "core/base/logging.h"
#include "core/redis/resolver.h"

#include <algorithm>

namespace gw::redis {

namespace {

constexpr std::int64_t kWarningPauseUs = 60'000'000;
}   // namespace

Client::Client(net::Reactor &reactor, Settings settings)
    : m_reactor(reactor)
    , m_settings(std::move(settings))
    , m_postbox(std::make_shared<net::Postbox>(reactor))
    , m_pauseMs(m_settings.firstPauseMs)
{
    connect();
}

Client::~Client()
{
    m_postbox->close();
    for (const net::TimerId timer : {m_timer, m_watchTimer})
        m_reactor.cancelTimer(timer);
    m_state = State::Pausing;
    m_link.reset();
    for (const Sent &sent : std::exchange(m_outstanding, {}))
        sent.callback({});
}

bool Client::command(const Arguments &arguments, Callback callback)
{
    return m_state == State::Ready && send(arguments, std::move(callback));
}

bool Client::eval(const Script &script, std::size_t keyCount, const Arguments &arguments, Callback callback)
{
    Arguments known{"EVALSHA", script.sha1(), std::to_string(keyCount)};
    known.insert(known.end(), arguments.begin(), arguments.end());
    auto whole = [this, text = script.text(), known, callback](const Reply &reply) {
        if (reply.kind != Reply::Kind::Error || !reply.text.starts_with("NOSCRIPT"))
            return callback(reply);
        Arguments again = known;
        again[0] = "EVAL";
        again[1] = text;
        if (!command(again, callback))
            callback({});
    };
    return command(known, std::move(whole));
}

bool Client::send(const Arguments &arguments, Callback callback)
{
    if (m_outstanding.size() >= m_settings.maxOutstanding || !m_link->send(arguments))
        return false;
    m_outstanding.push_back({m_reactor.nowUs(), std::move(callback)});
    watch();
    return true;
}

void Client::onReply(const Reply &reply)
{
    if (m_outstanding.empty())
        return;
    const Callback callback = std::move(m_outstanding.front().callback);
    m_outstanding.pop_front();
    callback(reply);
}

void Client::connect()
{
    m_state = State::Resolving;
    m_timer = m_reactor.startTimer(m_settings.connectMs, [this] {
        m_timer = 0;
        lose("no connection within " + std::to_string(m_settings.connectMs) + " ms");
    });
    if (!m_settings.unixPath.empty() || isNumericAddress(m_settings.host))
        return connectTo(m_settings.host);
    resolve(m_settings.host, m_postbox,
            [this, attempt = m_failures](const std::vector<std::string> &addresses) {
                if (m_state != State::Resolving || attempt != m_failures)
                    return;
                if (addresses.empty())
                    return lose("the name " + m_settings.host + " has no address");
                // Each attempt takes the next one: "localhost" may be ::1 where Redis is not.
                connectTo(addresses[m_nextAddress++ % addresses.size()]);
            });
}

void Client::connectTo(const std::string &address)
{
    m_state = State::Connecting;
    m_link = std::make_unique<Link>(m_reactor, static_cast<Link::Listener &>(*this), m_settings, address);
}

void Client::onConnected()
{
    m_state = State::LoggingIn;
    const auto check = [this](const char *what) {
        return [this, what](const Reply &reply) { onLoggedIn(reply, what); };
    };
    bool sent = true;
    if (!m_settings.password.isEmpty()) {
        Arguments auth{"AUTH"};
        if (!m_settings.username.empty())
            auth.push_back(m_settings.username);
        auth.push_back(m_settings.password.reveal());
        sent = send(auth, check("the password is refused"));
    }
    if (m_settings.db != 0)
        sent = sent && send({"SELECT", std::to_string(m_settings.db)}, check("the database is refused"));
    // A stopped server takes connections too; only an answer shows that it lives.
    sent = sent && send({"PING"}, [this](const Reply &reply) {
               onLoggedIn(reply, "it lets nobody in");
               if (m_state != State::LoggingIn || !reply.ok())
                   return;
               m_state = State::Ready;
               m_pauseMs = m_settings.firstPauseMs;
               m_reactor.cancelTimer(std::exchange(m_timer, 0));
               qCInfo(gwRedis, "connected to Redis at %s", m_settings.place().c_str());
           });
    if (!sent)
        lose("commands are not taken");
}

void Client::onLoggedIn(const Reply &reply, const char *what)
{
    if (reply.kind != Reply::Kind::Error)
        return;
    // Its words name what is wrong ("WRONGPASS ..."), and never the password.
    lose(std::string(what) + ": " + reply.text);
}

void Client::lose(std::string why)
{
    if (m_link && m_link->isBusy())
        return m_link->doom(std::move(why));
    if (m_state == State::Pausing)
        return;
    m_state = State::Pausing;
    ++m_failures;
    m_link.reset();
    m_reactor.cancelTimer(std::exchange(m_timer, 0));
    m_reactor.cancelTimer(std::exchange(m_watchTimer, 0));
    warn(why);
    m_timer = m_reactor.startTimer(m_pauseMs, [this] {
        m_timer = 0;
        connect();
    });
    m_pauseMs = std::min(m_pauseMs * 2, m_settings.lastPauseMs);
    for (const Sent &sent : std::exchange(m_outstanding, {}))
        sent.callback({});
}

void Client::warn(const std::string &why)
{
    const std::int64_t now = m_reactor.nowUs();
    std::int64_t last = m_settings.lastWarningUs->load();
    if ((last >= 0 && now - last < kWarningPauseUs) ||
        !m_settings.lastWarningUs->compare_exchange_strong(last, now))
        return;
    qCWarning(gwRedis, "Redis at %s is away: %s. What it would hold stays in this process until it is back.",
              m_settings.place().c_str(), why.c_str());
}

void Client::watch()
{
    if (m_watchTimer != 0 || m_outstanding.empty())
        return;
    const std::int64_t sinceUs = std::max(m_outstanding.front().sentUs, m_link->lastSignUs());
    const std::int64_t leftUs = sinceUs + std::int64_t{m_settings.commandMs} * 1000 - m_reactor.nowUs();
    m_watchTimer =
        m_reactor.startTimer(static_cast<int>(std::max<std::int64_t>(leftUs / 1000 + 1, 1)), [this] {
            m_watchTimer = 0;
            onWatch();
        });
}

void Client::onWatch()
{
    if (m_outstanding.empty() || !m_link)
        return;
    const std::int64_t now = m_reactor.nowUs();
    const auto overdue = [&] {
        const std::int64_t sinceUs = std::max(m_outstanding.front().sentUs, m_link->lastSignUs());
        return now - sinceUs >= std::int64_t{m_settings.commandMs} * 1000;
    };
    if (overdue()) {
        // It may be us who slept: what has come meanwhile counts.
        const std::int64_t failures = m_failures;
        if (!m_link->readNow())
            return lose("no answer within " + std::to_string(m_settings.commandMs) + " ms");
        if (m_failures != failures)
            return;
    }
    watch();
}

}   // namespace gw::redis
