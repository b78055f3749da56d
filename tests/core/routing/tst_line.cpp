#include "core/routing/deploymentstate.h"
#include "core/routing/line.h"

#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace gw;

class TestLine final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lowerPriorityNumbersGoFirst();
    void keysTakeTurns();
    void whoLeavesPassesTheTurnOn();
    void isBounded();
    void keepsThePlaceOfWhoLostTheSlot();
    void aFreedSlotWakesOne();
    void minutesCountExactlyUnderThreads();
};

void TestLine::lowerPriorityNumbersGoFirst()
{
    routing::Line line;
    QStringList order;
    for (const int priority : {5, 1, 3})
        line.join("k" + std::to_string(priority), priority, 10,
                  [&order, priority] { order << QString::number(priority); });
    for (int i = 0; i < 3; ++i)
        line.wake();
    QCOMPARE(order, QStringList({QStringLiteral("1"), QStringLiteral("3"), QStringLiteral("5")}));
    line.wake();   // Everybody has been called.
    QCOMPARE(order.size(), 3);
}

void TestLine::keysTakeTurns()
{
    routing::Line line;
    QByteArray order;
    // One key floods the line before the other comes.
    for (int i = 0; i < 4; ++i)
        line.join("a", 0, 100, [&order] { order += 'a'; });
    for (int i = 0; i < 2; ++i)
        line.join("b", 0, 100, [&order] { order += 'b'; });
    for (int i = 0; i < 6; ++i)
        line.wake();
    QCOMPARE(order, QByteArray("ababaa"));
}

void TestLine::whoLeavesPassesTheTurnOn()
{
    routing::Line line;
    QByteArray called;
    const auto first = line.join("a", 0, 10, [&called] { called += '1'; });
    line.join("b", 0, 10, [&called] { called += '2'; });
    line.wake();
    QCOMPARE(called, QByteArray("1"));
    line.leave(first);   // Its client went away while its turn was under way.
    QCOMPARE(called, QByteArray("12"));
    QCOMPARE(line.size(), std::size_t(1));
}

void TestLine::isBounded()
{
    routing::Line line;
    QVERIFY(line.join("a", 0, 2, [] {}) != 0);
    QVERIFY(line.join("a", 0, 2, [] {}) != 0);
    QCOMPARE(line.join("a", 0, 2, [] {}), routing::Line::Ticket(0));
    QCOMPARE(line.size(), std::size_t(2));
}

void TestLine::keepsThePlaceOfWhoLostTheSlot()
{
    routing::Line line;
    QByteArray called;
    const auto first = line.join("a", 0, 10, [&called] { called += '1'; });
    line.join("a", 0, 10, [&called] { called += '2'; });
    line.wake();
    line.rejoin(first, "a", 0, [&called] { called += '1'; });
    QVERIFY(line.isFirst(first));
    line.wake();
    line.wake();
    QCOMPARE(called, QByteArray("112"));
    line.served(first);
    QCOMPARE(line.size(), std::size_t(1));
}

void TestLine::aFreedSlotWakesOne()
{
    const routing::Moment now{1, 1};
    const auto state = std::make_shared<routing::DeploymentState>("a");
    const auto line = std::make_shared<routing::Line>();
    state->setLine(line);
    QVERIFY(state->enter(1, now));
    QVERIFY(!state->enter(1, now));
    int called = 0;
    line->join("a", 0, 10, [&called] { ++called; });
    line->join("b", 0, 10, [&called] { ++called; });
    {
        const routing::Slot slot(state);
    }
    QCOMPARE(called, 1);
    QCOMPARE(state->inFlight(), 0);
    // Out of its rest with one answer: everybody may look.
    state->coolDown({"x", 500, 1, 0.5});
    state->recovered();
    QCOMPARE(called, 2);
}

void TestLine::minutesCountExactlyUnderThreads()
{
    routing::MinuteCount count;
    std::atomic<int> taken = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 1000; ++i)
                taken += count.tryAdd(7, 1, 600) ? 1 : 0;
        });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(taken.load(), 600);
    QCOMPARE(count.value(7), 600);
    QCOMPARE(count.value(8), 0);
    QCOMPARE(count.add(8, 5), 5);
    QCOMPARE(count.value(7), 0);
    count.raiseTo(8, 20);
    QCOMPARE(count.value(8), 20);
    count.raiseTo(8, 3);
    QCOMPARE(count.value(8), 20);
}

QTEST_GUILESS_MAIN(TestLine)
#include "tst_line.moc"
