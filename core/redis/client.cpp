#include "core/redis/client.h"

#include "core/base/logging.h"
#include "core/redis/resolver.h"

#include <algorithm>
#include <csignal>
#include <hiredis/async.h>
#include <sys/ioctl.h>

namespace gw::redis {

namespace {

constexpr std::int64_t kWarningPauseUs = 60'000'000;
constexpr int kMaxDepth = 8;   // Of nested arrays; nothing that we ask for has more.

Reply toReply(const redisReply &from, int depth)
{
    Reply out;
    switch (from.type) {
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
        out.kind = Reply::Kind::Text;
        out.text.assign(from.str, from.len);
        break;
    case REDIS_REPLY_ERROR:
        out.kind = Reply::Kind::Error;
        out.text.assign(from.str, from.len);
        break;
    case REDIS_REPLY_INTEGER:
        out.kind = Reply::Kind::Integer;
        out.integer = from.integer;
        break;
    case REDIS_REPLY_ARRAY:
        out.kind = Reply::Kind::Array;
        for (std::size_t i = 0; i < from.elements && depth < kMaxDepth; ++i)
            out.items.push_back(toReply(*from.element[i], depth + 1));
        break;
    default:
        out.kind = Reply::Kind::Nil;
        break;
    }
    return out;
}

// hiredis writes with write(2), which raises SIGPIPE when Redis has closed the connection.
void ignoreBrokenPipes()
{
    struct sigaction current = {};
    if (::sigaction(SIGPIPE, nullptr, &current) == 0 && current.sa_handler == SIG_DFL)
        std::signal(SIGPIPE, SIG_IGN);
}

}   // namespace

// hiredis' context on our reactor. The context may end itself during any call into hiredis, but then only
// after that call does the client hear of it: here and nowhere else connections die.
class Client::Link final : private net::ReadyHandler
{
public:
    Link(Client &client, redisAsyncContext *context)
        : m_client(client)
        , m_context(context)
        , m_fd(context->c.fd)
    {
        context->data = this;
        context->ev.data = this;
        context->ev.addRead = [](void *link) { static_cast<Link *>(link)->want(net::kReadable, true); };
        context->ev.delRead = [](void *link) { static_cast<Link *>(link)->want(net::kReadable, false); };
        context->ev.addWrite = [](void *link) { static_cast<Link *>(link)->want(net::kWritable, true); };
        context->ev.delWrite = [](void *link) { static_cast<Link *>(link)->want(net::kWritable, false); };
        context->ev.cleanup = [](void *link) { static_cast<Link *>(link)->onGone(); };
        m_watched = m_client.m_reactor.add(m_fd, 0, *this);
        redisAsyncSetConnectCallback(context, [](const redisAsyncContext *of, int status) {
            Link &link = *static_cast<Link *>(of->data);
            if (status == REDIS_OK)
                link.m_client.logIn();
        });
    }

    ~Link()
    {
        m_silent = true;
        if (m_context)
            redisAsyncFree(m_context);   // Calls onGone().
    }

    Link(const Link &) = delete;
    Link &operator=(const Link &) = delete;

    bool watched() const noexcept { return m_watched; }
    bool isBusy() const noexcept { return m_busy; }
    // To be lost as soon as hiredis returns.
    void doom(std::string why)
    {
        if (m_doom.empty())
            m_doom = std::move(why);
    }

    bool send(const Arguments &arguments)
    {
        if (!m_context || !m_doom.empty())
            return false;
        std::vector<const char *> texts;
        std::vector<std::size_t> sizes;
        texts.reserve(arguments.size());
        sizes.reserve(arguments.size());
        for (const std::string &argument : arguments) {
            texts.push_back(argument.data());
            sizes.push_back(argument.size());
        }
        return redisAsyncCommandArgv(m_context, &Link::onAnswer, nullptr, static_cast<int>(arguments.size()),
                                     texts.data(), sizes.data()) == REDIS_OK;
    }

    // Takes in what has come already. True when there was something; the link may be gone afterwards.
    bool readNow()
    {
        int size = 0;
        const bool any = ::ioctl(m_fd, FIONREAD, &size) == 0 && size > 0;
        onReady(m_fd, net::kReadable);
        return any;
    }

private:
    static void onAnswer(redisAsyncContext *context, void *answer, void *)
    {
        Link &link = *static_cast<Link *>(context->data);
        // Without an answer the connection is ending; the client answers the rest itself.
        if (answer && !link.m_silent)
            link.m_client.onReply(answer);
    }

    void onReady(int, std::uint32_t events) override
    {
        m_busy = true;
        m_client.m_lastSignUs = m_client.m_reactor.nowUs();
        if (m_context && (events & ~std::uint32_t{net::kWritable}) != 0)
            redisAsyncHandleRead(m_context);
        if (m_context && (events & net::kWritable) != 0)
            redisAsyncHandleWrite(m_context);
        m_busy = false;
        if (!m_doom.empty() || !m_context)
            m_client.lose(m_doom.empty() ? m_error : m_doom);   // Destroys this.
    }

    void want(std::uint32_t event, bool wanted)
    {
        const std::uint32_t events = wanted ? m_events | event : m_events & ~event;
        if (events != m_events && m_watched)
            m_client.m_reactor.modify(m_fd, events);
        m_events = events;
    }

    void onGone()
    {
        if (m_context->errstr && *m_context->errstr)
            m_error = m_context->errstr;
        m_context = nullptr;
        if (m_watched)
            m_client.m_reactor.remove(m_fd);
        m_watched = false;
    }

    Client &m_client;
    redisAsyncContext *m_context;
    int m_fd;
    std::uint32_t m_events = 0;
    bool m_watched = false;
    bool m_busy = false;
    bool m_silent = false;
    std::string m_doom;
    std::string m_error = "the connection was closed";
};

Client::Client(net::Reactor &reactor, Settings settings)
    : m_reactor(reactor)
    , m_settings(std::move(settings))
    , m_postbox(std::make_shared<net::Postbox>(reactor))
    , m_pauseMs(m_settings.firstPauseMs)
{
    ignoreBrokenPipes();
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

void Client::onReply(const void *reply)
{
    if (m_outstanding.empty())
        return;
    const Callback callback = std::move(m_outstanding.front().callback);
    m_outstanding.pop_front();
    callback(toReply(*static_cast<const redisReply *>(reply), 0));
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
    redisAsyncContext *context = m_settings.unixPath.empty()
                                     ? redisAsyncConnect(address.c_str(), m_settings.port)
                                     : redisAsyncConnectUnix(m_settings.unixPath.c_str());
    if (!context || context->err != 0) {
        const std::string why = context ? context->errstr : "no memory";
        if (context)
            redisAsyncFree(context);
        // Not from inside the constructor: whoever made the client is told of nothing, but timers may run.
        return lose(why);
    }
    m_link = std::make_unique<Link>(*this, context);
    if (!m_link->watched())
        lose("its socket cannot be watched");
}

void Client::logIn()
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
    const std::int64_t sinceUs = std::max(m_outstanding.front().sentUs, m_lastSignUs);
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
        const std::int64_t sinceUs = std::max(m_outstanding.front().sentUs, m_lastSignUs);
        return now - sinceUs >= std::int64_t{m_settings.commandMs} * 1000;
    };
    if (overdue()) {
        // It may be us who slept: what has come meanwhile counts.
        const std::int64_t signUs = m_lastSignUs;
        const std::int64_t failures = m_failures;
        const bool any = m_link->readNow();
        if (m_failures != failures)
            return;
        if (!any) {
            m_lastSignUs = signUs;
            return lose("no answer within " + std::to_string(m_settings.commandMs) + " ms");
        }
    }
    watch();
}

}   // namespace gw::redis
