#include "core/net/timerqueue.h"

#include <QTest>

#include <string>
#include <vector>

using gw::net::TimerId;
using gw::net::TimerQueue;

class TestTimerQueue final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsInTheOrderOfDeadlines();
    void neverRunsWhatIsNotDue();
    void movesBothWays();
    void cancels();
    void letsCallbacksAddAndCancel();
    void tellsIdsApart();
    void staysSmallUnderRestarts();
};

void TestTimerQueue::runsInTheOrderOfDeadlines()
{
    TimerQueue queue;
    std::string order;
    queue.add(30, [&] { order += 'c'; });
    queue.add(10, [&] { order += 'a'; });
    queue.add(20, [&] { order += 'b'; });
    queue.add(30, [&] { order += 'd'; });
    QCOMPARE(queue.nextDeadline(), std::int64_t(10));
    queue.run(100);
    QCOMPARE(order, std::string("abcd"));
    QCOMPARE(queue.size(), std::size_t(0));
    QCOMPARE(queue.nextDeadline(), std::int64_t(-1));
}

void TestTimerQueue::neverRunsWhatIsNotDue()
{
    TimerQueue queue;
    int runs = 0;
    queue.add(10, [&] { ++runs; });
    queue.run(9);
    QCOMPARE(runs, 0);
    queue.run(10);
    queue.run(11);
    QCOMPARE(runs, 1);
}

void TestTimerQueue::movesBothWays()
{
    TimerQueue queue;
    std::string order;
    const TimerId a = queue.add(10, [&] { order += 'a'; });
    const TimerId b = queue.add(50, [&] { order += 'b'; });
    queue.add(20, [&] { order += 'c'; });
    QVERIFY(queue.move(a, 40));
    QVERIFY(queue.nextDeadline() <= 20);   // May be early.
    QVERIFY(queue.move(b, 15));
    queue.run(30);
    QCOMPARE(order, std::string("bc"));
    queue.run(40);
    QCOMPARE(order, std::string("bca"));
    QVERIFY(!queue.move(a, 99));
    // Moved and due in one run: still by deadline.
    order.clear();
    const TimerId d = queue.add(110, [&] { order += 'd'; });
    queue.add(120, [&] { order += 'e'; });
    queue.move(d, 130);
    queue.run(200);
    QCOMPARE(order, std::string("ed"));
}

void TestTimerQueue::cancels()
{
    TimerQueue queue;
    int runs = 0;
    const TimerId id = queue.add(10, [&] { ++runs; });
    queue.cancel(id);
    queue.cancel(id);
    queue.cancel(0);
    queue.run(100);
    QCOMPARE(runs, 0);
    QCOMPARE(queue.size(), std::size_t(0));
}

void TestTimerQueue::letsCallbacksAddAndCancel()
{
    TimerQueue queue;
    std::string order;
    TimerId victim = 0;
    TimerId own = 0;
    own = queue.add(10, [&] {
        order += 'a';
        queue.cancel(own);
        queue.cancel(victim);
        queue.add(0, [&] { order += 'n'; });   // Due at once, but for the next run.
    });
    victim = queue.add(20, [&] { order += 'v'; });
    queue.run(100);
    QCOMPARE(order, std::string("a"));
    queue.run(100);
    QCOMPARE(order, std::string("an"));
}

void TestTimerQueue::tellsIdsApart()
{
    TimerQueue queue;
    int runs = 0;
    const TimerId old = queue.add(10, [] {});
    queue.run(10);
    const TimerId fresh = queue.add(20, [&] { ++runs; });
    QVERIFY(old != fresh);
    queue.cancel(old);   // The slot is in use again; the name is not.
    queue.run(20);
    QCOMPARE(runs, 1);
}

void TestTimerQueue::staysSmallUnderRestarts()
{
    TimerQueue queue;
    std::vector<int> runs(5000);
    std::vector<TimerId> ids;
    for (int &count : runs)
        ids.push_back(queue.add(1000, [&count] { ++count; }));
    for (int round = 0; round < 100; ++round) {
        for (std::size_t i = 0; i < ids.size(); ++i)
            QVERIFY(queue.move(ids[i], 2000 + (round % 2 ? -round : round) * 10 + static_cast<int>(i % 7)));
    }
    for (int round = 0; round < 100'000; ++round)
        queue.cancel(queue.add(500 + round, [] { QFAIL("cancelled"); }));
    QCOMPARE(queue.size(), ids.size());
    queue.run(10'000);
    QVERIFY(std::ranges::all_of(runs, [](int count) { return count == 1; }));
}

QTEST_GUILESS_MAIN(TestTimerQueue)
#include "tst_timerqueue.moc"
