#include "core/net/reactor.h"

#include "core/base/logging.h"

#include <QSocketNotifier>
#include <QThread>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <iterator>
#include <sys/eventfd.h>
#include <unistd.h>

#ifndef GW_PORTABLE_REACTOR
#include <array>
#include <sys/epoll.h>
#endif

namespace gw::net {

namespace {

// Posted and deferred work may queue more of itself; after so many rounds other sockets get their turn.
constexpr int kRounds = 8;

#ifndef GW_PORTABLE_REACTOR

constexpr int kBatch = 256;

std::uint32_t toEpoll(std::uint32_t events)
{
    std::uint32_t out = 0;
    if (events & kReadable)
        out |= EPOLLIN;
    if (events & kWritable)
        out |= EPOLLOUT;
    if (events & kPeerClosed)
        out |= EPOLLRDHUP;
    return out;
}

std::uint32_t fromEpoll(std::uint32_t events)
{
    std::uint32_t out = 0;
    if (events & EPOLLIN)
        out |= kReadable;
    if (events & EPOLLOUT)
        out |= kWritable;
    if (events & EPOLLRDHUP)
        out |= kPeerClosed;
    if (events & (EPOLLHUP | EPOLLERR))
        out |= kHangup;
    return out;
}

#endif

}   // namespace

Deferred::~Deferred()
{
    if (m_queuedIn)
        m_queuedIn->forget(*this);
}

struct Reactor::Watch
{
    ReadyHandler *handler = nullptr;   // Null once removed.
    int fd = -1;
    std::uint32_t events = 0;
    std::unique_ptr<QSocketNotifier> reader;   // Portable build only.
    std::unique_ptr<QSocketNotifier> writer;
};

Reactor::Reactor()
{
    m_wake = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (m_wake < 0)
        qFatal("eventfd: %s", std::strerror(errno));
    m_alarm.setSingleShot(true);
    m_alarm.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_alarm, &QTimer::timeout, &m_context, [this] { runTimers(); });
    platformStart();
}

Reactor::~Reactor()
{
    for (Deferred *work : m_deferred) {
        if (work)
            work->m_queuedIn = nullptr;
    }
    platformStop();
    ::close(m_wake);
}

bool Reactor::add(int fd, std::uint32_t events, ReadyHandler &handler)
{
    const auto index = static_cast<std::size_t>(fd);
    if (index >= m_watches.size())
        m_watches.resize(std::max(index + 1, 2 * m_watches.size()));
    Q_ASSERT(!m_watches[index]);
    auto watch = std::make_unique<Watch>();
    watch->handler = &handler;
    watch->fd = fd;
    watch->events = events;
    if (!platformAdd(fd, *watch))
        return false;
    m_watches[index] = std::move(watch);
    ++m_count;
    return true;
}

void Reactor::modify(int fd, std::uint32_t events)
{
    Q_ASSERT(contains(fd));
    Watch &watch = *m_watches[static_cast<std::size_t>(fd)];
    if (watch.events == events)
        return;
    watch.events = events;
    platformModify(fd, watch);
}

void Reactor::remove(int fd)
{
    if (!contains(fd))
        return;
    std::unique_ptr<Watch> watch = std::move(m_watches[static_cast<std::size_t>(fd)]);
    watch->handler = nullptr;
    platformRemove(fd, *watch);
    --m_count;
    if (m_depth > 0)
        m_dead.push_back(std::move(watch));
}

bool Reactor::contains(int fd) const
{
    const auto index = static_cast<std::size_t>(fd);
    return fd >= 0 && index < m_watches.size() && m_watches[index];
}

TimerId Reactor::startTimer(int ms, std::function<void()> callback)
{
    const TimerId id = m_timers.add(nowUs() + static_cast<std::int64_t>(ms) * 1000, std::move(callback));
    scheduleTimers();
    return id;
}

bool Reactor::restartTimer(TimerId id, int ms)
{
    if (!m_timers.move(id, nowUs() + static_cast<std::int64_t>(ms) * 1000))
        return false;
    scheduleTimers();
    return true;
}

void Reactor::cancelTimer(TimerId id)
{
    // The alarm stays: waking once for nothing is cheaper than setting it anew on every request.
    m_timers.cancel(id);
}

void Reactor::scheduleTimers()
{
    const std::int64_t next = m_timers.nextDeadline();
    if (next < 0 || (m_alarmUs >= 0 && m_alarmUs <= next))
        return;
    m_alarmUs = next;
    const std::int64_t waitMs = std::max<std::int64_t>(0, (next - nowUs() + 999) / 1000);
    m_alarm.start(static_cast<int>(std::min<std::int64_t>(waitMs, 1'000'000'000)));
}

void Reactor::runTimers()
{
    m_alarmUs = -1;
    ++m_depth;
    m_timers.run(nowUs());
    scheduleTimers();
    finishBatch();
}

void Reactor::post(std::function<void()> call)
{
    if (inThread()) {
        m_local.push_back(std::move(call));
        if (m_depth == 0)
            wake();
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        m_remote.push_back(std::move(call));
    }
    wake();
}

void Reactor::defer(Deferred &work)
{
    if (work.m_queuedIn)
        return;
    work.m_queuedIn = this;
    m_deferred.push_back(&work);
    if (m_depth == 0)
        wake();
}

void Reactor::forget(Deferred &work)
{
    std::replace(m_deferred.begin(), m_deferred.end(), &work, static_cast<Deferred *>(nullptr));
}

void Reactor::wake()
{
    if (m_woken.exchange(true))
        return;
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(m_wake, &one, sizeof one);
}

void Reactor::onWoken()
{
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t got = ::read(m_wake, &count, sizeof count);
    // Cleared before the queues are looked at: a later post() writes again.
    m_woken.store(false);
}

void Reactor::runPosted()
{
    std::vector<std::function<void()>> calls;
    calls.swap(m_local);
    {
        const std::lock_guard lock(m_mutex);
        if (calls.empty())
            calls.swap(m_remote);
        else if (!m_remote.empty()) {
            std::move(m_remote.begin(), m_remote.end(), std::back_inserter(calls));
            m_remote.clear();
        }
    }
    for (std::function<void()> &call : calls) {
        call();
        call = nullptr;
    }
}

void Reactor::finishBatch()
{
    // m_depth still counts this batch, so that what runs here may defer without a system call.
    if (m_depth == 1) {
        for (int round = 0; round < kRounds; ++round) {
            const std::size_t count = m_deferred.size();
            for (std::size_t i = 0; i < count; ++i) {
                Deferred *work = m_deferred[i];
                if (!work)
                    continue;
                m_deferred[i] = nullptr;
                work->m_queuedIn = nullptr;
                work->runDeferred();
            }
            m_deferred.erase(m_deferred.begin(), m_deferred.begin() + static_cast<std::ptrdiff_t>(count));
            if (!m_local.empty() || m_woken.load())
                runPosted();
            if (m_deferred.empty() && m_local.empty())
                break;
        }
        if (!m_deferred.empty() || !m_local.empty())
            wake();
    }
    if (--m_depth == 0)
        m_dead.clear();
}

void Reactor::deliver(Watch &watch, std::uint32_t events)
{
    if (watch.handler)
        watch.handler->onReady(watch.fd, events);
}

std::int64_t Reactor::nowUs() const
{
    using namespace std::chrono;
    return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

bool Reactor::inThread() const
{
    return m_context.thread() == QThread::currentThread();
}

#ifndef GW_PORTABLE_REACTOR

void Reactor::platformStart()
{
    m_epoll = ::epoll_create1(EPOLL_CLOEXEC);
    if (m_epoll < 0)
        qFatal("epoll_create1: %s", std::strerror(errno));
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = nullptr;   // Stands for the wake-up descriptor.
    if (::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_wake, &event) != 0)
        qFatal("epoll_ctl: %s", std::strerror(errno));
    m_epollNotifier = std::make_unique<QSocketNotifier>(m_epoll, QSocketNotifier::Read);
    QObject::connect(m_epollNotifier.get(), &QSocketNotifier::activated, &m_context, [this] { dispatch(); });
}

void Reactor::platformStop()
{
    m_epollNotifier.reset();
    ::close(m_epoll);
}

bool Reactor::platformAdd(int fd, Watch &watch)
{
    epoll_event event{};
    event.events = toEpoll(watch.events);
    event.data.ptr = &watch;
    return ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

void Reactor::platformModify(int fd, Watch &watch)
{
    epoll_event event{};
    event.events = toEpoll(watch.events);
    event.data.ptr = &watch;
    if (::epoll_ctl(m_epoll, EPOLL_CTL_MOD, fd, &event) != 0)
        qCWarning(gwNet, "epoll_ctl(MOD, %d): %s", fd, std::strerror(errno));
}

void Reactor::platformRemove(int fd, Watch &)
{
    ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, fd, nullptr);
}

void Reactor::dispatch()
{
    std::array<epoll_event, kBatch> events;
    const int count = ::epoll_wait(m_epoll, events.data(), kBatch, 0);
    ++m_depth;
    for (int i = 0; i < count; ++i) {
        const epoll_event &event = events[static_cast<std::size_t>(i)];
        if (!event.data.ptr)
            onWoken();
        else
            deliver(*static_cast<Watch *>(event.data.ptr), fromEpoll(event.events));
    }
    if (count > 0)
        runPosted();
    finishBatch();
}

#else

void Reactor::platformStart()
{
    m_wakeNotifier = std::make_unique<QSocketNotifier>(m_wake, QSocketNotifier::Read);
    QObject::connect(m_wakeNotifier.get(), &QSocketNotifier::activated, &m_context, [this] { dispatch(); });
}

void Reactor::platformStop()
{
    m_wakeNotifier.reset();
}

bool Reactor::platformAdd(int fd, Watch &watch)
{
    platformModify(fd, watch);
    return true;
}

void Reactor::platformModify(int fd, Watch &watch)
{
    const auto set = [&](std::unique_ptr<QSocketNotifier> &notifier, QSocketNotifier::Type type,
                         std::uint32_t bit) {
        const bool wanted = (watch.events & bit) != 0;
        if (wanted && !notifier) {
            notifier = std::make_unique<QSocketNotifier>(fd, type);
            QObject::connect(notifier.get(), &QSocketNotifier::activated, &m_context, [this, &watch, bit] {
                ++m_depth;
                deliver(watch, bit);
                finishBatch();
            });
        }
        if (notifier)
            notifier->setEnabled(wanted);
    };
    set(watch.reader, QSocketNotifier::Read, kReadable);
    set(watch.writer, QSocketNotifier::Write, kWritable);
}

void Reactor::platformRemove(int, Watch &watch)
{
    // A notifier must not die inside its own signal.
    for (std::unique_ptr<QSocketNotifier> *notifier : {&watch.reader, &watch.writer}) {
        if (*notifier) {
            (*notifier)->setEnabled(false);
            QObject::disconnect(notifier->get(), nullptr, nullptr, nullptr);
            notifier->release()->deleteLater();
        }
    }
}

void Reactor::dispatch()
{
    ++m_depth;
    onWoken();
    runPosted();
    finishBatch();
}

#endif

}   // namespace gw::net
