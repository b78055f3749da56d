#include "core/net/workers.h"

#include "core/net/reactor.h"

#include <QSemaphore>
#include <QThread>

#include <algorithm>

namespace gw::net {

class Workers::Thread final : public QThread
{
public:
    Reactor *reactor = nullptr;
    QSemaphore ready;

protected:
    void run() override
    {
        Reactor own;
        reactor = &own;
        ready.release();
        exec();
        reactor = nullptr;
    }
};

Workers::Workers(int count)
{
    for (int i = 0; i < std::max(count, 1); ++i)
        m_threads.push_back(std::make_unique<Thread>());
}

Workers::~Workers()
{
    stop();
}

void Workers::start()
{
    if (m_running)
        return;
    int number = 0;
    for (const auto &thread : m_threads) {
        thread->setObjectName(QStringLiteral("worker%1").arg(number++));
        thread->start();
    }
    for (const auto &thread : m_threads)
        thread->ready.acquire();
    m_running = true;
}

void Workers::stop()
{
    if (!m_running)
        return;
    m_running = false;
    for (const auto &thread : m_threads)
        thread->quit();
    for (const auto &thread : m_threads)
        thread->wait();
}

Reactor &Workers::reactor(int index) const
{
    Q_ASSERT(m_running);
    return *m_threads[static_cast<std::size_t>(index)]->reactor;
}

int Workers::nextIndex()
{
    return static_cast<int>(m_next.fetch_add(1, std::memory_order_relaxed) %
                            static_cast<unsigned>(m_threads.size()));
}

void Workers::runOn(int index, const std::function<void()> &call)
{
    QSemaphore done;
    reactor(index).post([&] {
        call();
        done.release();
    });
    done.acquire();
}

}   // namespace gw::net
