#include "core/postgres/link.h"

#include "core/base/logging.h"
#include "core/postgres/schema.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace gw::postgres {

namespace {

// Silence after which the server is asked for a sign of life.
constexpr int kHeartbeatMs = 5000;
constexpr std::int64_t kWarnEveryMs = 60'000;

std::int64_t nowMs()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

}   // namespace

Link::Link(Settings settings, Options options)
    : m_settings(std::move(settings))
    , m_options(std::move(options))
    , m_wakeFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    , m_warnedMs(nowMs() - kWarnEveryMs)
{
    m_thread = std::thread([this] { run(); });
}

Link::~Link()
{
    m_stopping = true;
    wake();
    m_thread.join();
    ::close(m_wakeFd);
}

std::string Link::problem() const
{
    const std::lock_guard lock(m_mutex);
    return m_problem;
}

Error Link::away() const
{
    return {.code = ErrorCode::DatabaseAway, .message = "database unavailable: " + problem()};
}

void Link::waitForFirst(int ms)
{
    std::unique_lock lock(m_mutex);
    m_decided.wait_for(lock, std::chrono::milliseconds(ms), [this] { return m_tried; });
}

Result<void> Link::call(const Job &job)
{
    Q_ASSERT(std::this_thread::get_id() != m_thread.get_id());
    std::promise<Result<void>> answered;
    std::future<Result<void>> answer = answered.get_future();
    post([&job](Connection &connection) { return job(connection); },
         [&answered](const Result<void> &outcome) { answered.set_value(outcome); });
    return answer.get();
}

void Link::post(Job job, std::function<void(const Result<void> &)> done)
{
    {
        const std::lock_guard lock(m_mutex);
        if (up() && !m_stopping) {
            m_waiting.push_back({std::move(job), std::move(done)});
            wake();
            return;
        }
    }
    if (done)
        done(away());
}

void Link::wake()
{
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(m_wakeFd, &one, sizeof one);
}

void Link::setUp(bool up, const std::string &why)
{
    std::deque<Waiting> dropped;
    {
        const std::lock_guard lock(m_mutex);
        m_problem = why;
        m_tried = true;
        m_up.store(up, std::memory_order_release);
        if (!up)
            dropped = std::exchange(m_waiting, {});
    }
    m_decided.notify_all();
    for (const Waiting &one : dropped) {
        if (one.done)
            one.done(away());
    }
}

void Link::pause(int ms)
{
    const std::int64_t until = nowMs() + ms;
    while (!m_stopping) {
        const std::int64_t left = until - nowMs();
        if (left <= 0)
            return;
        pollfd watched{m_wakeFd, POLLIN, 0};
        ::poll(&watched, 1, static_cast<int>(left));
        std::uint64_t count = 0;
        [[maybe_unused]] const ssize_t read = ::read(m_wakeFd, &count, sizeof count);
    }
}

Result<std::unique_ptr<Connection>> Link::connect()
{
    auto opened = Connection::open(m_settings, m_options.name, &m_stopping);
    if (!opened.ok() && mayBeMissing(opened.error())) {
        GW_CHECK(makeDatabase(m_settings, opened.error()));
        opened = Connection::open(m_settings, m_options.name, &m_stopping);
    }
    GW_TRY(std::unique_ptr<Connection> made, std::move(opened));
    for (const std::string &channel : m_options.channels)
        GW_CHECK(made->run("LISTEN " + quoted(channel)));
    if (m_options.prepare)
        GW_CHECK(m_options.prepare(*made));
    return made;
}

void Link::run()
{
    int pauseMs = m_settings.firstPauseMs;
    bool wasUp = false;
    while (!m_stopping) {
        auto made = connect();
        if (made.ok()) {
            pauseMs = m_settings.firstPauseMs;
            setUp(true, {});
            qCInfo(gwDatabase, "%s: connected to %s", m_options.name.c_str(), m_settings.place().c_str());
            if (m_options.changed)
                m_options.changed(true);
            wasUp = true;
            serve(*made.value());
            setUp(false, m_stopping ? "closing" : "the connection to " + m_settings.place() + " was lost");
        } else {
            setUp(false, made.error().message);
        }
        if (m_stopping)
            return;
        if (wasUp || nowMs() - m_warnedMs >= kWarnEveryMs) {
            m_warnedMs = nowMs();
            qCWarning(gwDatabase, "%s: %s; trying again", m_options.name.c_str(), problem().c_str());
        }
        if (std::exchange(wasUp, false) && m_options.changed)
            m_options.changed(false);
        pause(pauseMs);
        pauseMs = std::min(pauseMs * 2, m_settings.lastPauseMs);
    }
}

void Link::serve(Connection &connection)
{
    std::int64_t nextBeat = nowMs() + kHeartbeatMs;
    while (!m_stopping && connection.alive()) {
        pollfd watched[2] = {{connection.descriptor(), POLLIN, 0}, {m_wakeFd, POLLIN, 0}};
        const int ready = ::poll(
            watched, 2, static_cast<int>(std::clamp<std::int64_t>(nextBeat - nowMs(), 0, kHeartbeatMs)));
        if (watched[1].revents != 0) {
            std::uint64_t count = 0;
            [[maybe_unused]] const ssize_t read = ::read(m_wakeFd, &count, sizeof count);
        }
        work(connection);
        for (const Notification &one : connection.notifications()) {
            if (m_options.notified)
                m_options.notified(one);
        }
        if (ready > 0) {
            nextBeat = nowMs() + kHeartbeatMs;
        } else if (nowMs() >= nextBeat) {
            if (!connection.run("SELECT 1").ok())
                return;
            nextBeat = nowMs() + kHeartbeatMs;
        }
    }
}

void Link::work(Connection &connection)
{
    while (!m_stopping && connection.alive()) {
        Waiting one;
        {
            const std::lock_guard lock(m_mutex);
            if (m_waiting.empty())
                return;
            one = std::move(m_waiting.front());
            m_waiting.pop_front();
        }
        const Result<void> outcome = one.job(connection);
        // Whoever waits for the answer sees the state that belongs to it.
        if (!connection.alive())
            m_up.store(false, std::memory_order_release);
        if (one.done)
            one.done(outcome);
    }
}

}   // namespace gw::postgres
