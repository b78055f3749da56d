#include "core/net/reactor.h"
#include "core/net/workers.h"

#include <QTest>
#include <QThread>

#include <set>

using namespace gw::net;

class TestWorkers final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runOnThreadsOfTheirOwn();
    void takeTurns();
    void startAgainAfterStop();
    void turnTheirTimers();
};

void TestWorkers::runOnThreadsOfTheirOwn()
{
    Workers workers(3);
    QVERIFY(!workers.running());
    workers.start();
    std::set<QThread *> threads;
    for (int i = 0; i < workers.count(); ++i) {
        workers.runOn(i, [&] {
            QVERIFY(workers.reactor(i).inThread());
            threads.insert(QThread::currentThread());
        });
        QVERIFY(!workers.reactor(i).inThread());
    }
    QCOMPARE(threads.size(), std::size_t(3));
    QVERIFY(!threads.contains(QThread::currentThread()));
}

void TestWorkers::takeTurns()
{
    Workers workers(3);
    std::vector<int> seen(3);
    for (int i = 0; i < 9; ++i)
        ++seen[static_cast<std::size_t>(workers.nextIndex())];
    QCOMPARE(seen, (std::vector<int>{3, 3, 3}));
    QCOMPARE(Workers(0).count(), 1);
}

void TestWorkers::startAgainAfterStop()
{
    Workers workers(2);
    for (int round = 0; round < 3; ++round) {
        workers.start();
        int ran = 0;
        workers.runOn(1, [&] { ++ran; });
        QCOMPARE(ran, 1);
        workers.stop();
        QVERIFY(!workers.running());
    }
}

void TestWorkers::turnTheirTimers()
{
    Workers workers(2);
    workers.start();
    std::atomic<int> fired{0};
    for (int i = 0; i < 2; ++i)
        workers.runOn(i, [&] { workers.reactor(i).startTimer(10, [&] { ++fired; }); });
    QTRY_COMPARE(fired.load(), 2);
}

QTEST_GUILESS_MAIN(TestWorkers)
#include "tst_workers.moc"
