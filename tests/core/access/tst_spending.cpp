#include "core/access/spending.h"

#include <QDateTime>
#include <QTest>

#include <thread>

using namespace gw::access;

namespace {

std::int64_t at(const char *text)
{
    return QDateTime::fromString(QString::fromLatin1(text), Qt::ISODate).toSecsSinceEpoch();
}

const std::int64_t kNow = at("2026-11-27T10:00:00Z");
const std::int64_t kMidnight = at("2026-11-28T00:00:00Z");

}   // namespace

class TestSpending final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sumsFromManyThreads();
    void keepsScopesApart();
    void beginsAnewWhenTimeIsOver();
    void otherWindowsCountFromTheirStart();
    void aNewDurationKeepsWhatWasSpent();
    void movesTheBase();
    void goesOnUnderAnotherHash();
    void isRestored();
    void sweepsWhatNobodyAsksFor();
    void rollingWindowsBeginWithTheirFirstAmount();
    void rollingWindowsOutliveTheProgram();
    void aRollingWindowKeepsItsBeginning();
};

void TestSpending::sumsFromManyThreads()
{
    Spending spending;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&spending] {
            for (int n = 0; n < 10'000; ++n)
                spending.add(Scope::Key, "k" + std::to_string(n % 7), 3);
        });
    for (std::thread &thread : threads)
        thread.join();
    Pico sum = 0;
    for (int n = 0; n < 7; ++n)
        sum += spending.account(Scope::Key, "k" + std::to_string(n))->total();
    QCOMPARE(sum, 4 * 10'000 * 3);
}

void TestSpending::keepsScopesApart()
{
    Spending spending;
    spending.add(Scope::Key, "a", 5);
    spending.add(Scope::Team, "a", 7);
    QCOMPARE(spending.spent(Scope::Key, "a", "", kNow).pico, 5);
    QCOMPARE(spending.spent(Scope::Team, "a", "", kNow).pico, 7);
    QCOMPARE(spending.spent(Scope::User, "a", "", kNow).pico, 0);
}

void TestSpending::beginsAnewWhenTimeIsOver()
{
    Spending spending;
    spending.add(Scope::Key, "a", 5);
    QCOMPARE(spending.spent(Scope::Key, "a", "1d", kNow).pico, 5);
    QCOMPARE(spending.spent(Scope::Key, "a", "1d", kNow).resetAt, kMidnight);
    spending.add(Scope::Key, "a", 2);
    QCOMPARE(spending.spent(Scope::Key, "a", "1d", kMidnight - 1).pico, 7);
    QCOMPARE(spending.spent(Scope::Key, "a", "1d", kMidnight).pico, 0);
    QCOMPARE(spending.spent(Scope::Key, "a", "1d", kMidnight).resetAt, kMidnight + 86'400);
    spending.add(Scope::Key, "a", 1);
    QCOMPARE(spending.spent(Scope::Key, "a", "1d", kMidnight + 5).pico, 1);
    QCOMPARE(spending.account(Scope::Key, "a")->total(), 8);
}

void TestSpending::otherWindowsCountFromTheirStart()
{
    Spending spending;
    spending.add(Scope::Key, "a", 5);
    QCOMPARE(spending.spent(Scope::Key, "a", "1h", kNow, "1h").pico, 0);
    QCOMPARE(spending.spent(Scope::Key, "a", "30d", kNow, "30d").pico, 0);
    spending.add(Scope::Key, "a", 2);
    QCOMPARE(spending.spent(Scope::Key, "a", "1h", kNow, "1h").pico, 2);
    QCOMPARE(spending.spent(Scope::Key, "a", "1h", kNow + 3600, "1h").pico, 0);
    QCOMPARE(spending.spent(Scope::Key, "a", "30d", kNow + 3600, "30d").pico, 2);
    QCOMPARE(spending.spent(Scope::Key, "a", "", kNow).pico, 7);
}

void TestSpending::aNewDurationKeepsWhatWasSpent()
{
    Spending spending;
    spending.add(Scope::Key, "a", 5);
    QCOMPARE(spending.spent(Scope::Key, "a", "1d", kNow).pico, 5);
    const auto longer = spending.spent(Scope::Key, "a", "30d", kNow);
    QCOMPARE(longer.pico, 5);
    QCOMPARE(longer.resetAt, at("2026-12-01T00:00:00Z"));
    QCOMPARE(spending.spent(Scope::Key, "a", "", kNow).resetAt, 0);
}

void TestSpending::movesTheBase()
{
    Spending spending;
    spending.add(Scope::Key, "a", 5);
    const auto planned = spending.planned(Scope::Key, "a", 100, "1d", kNow);
    QCOMPARE(spending.spent(Scope::Key, "a", "", kNow).pico, 5);
    spending.restore(planned);
    QCOMPARE(spending.spent(Scope::Key, "a", "1d", kNow).pico, 100);
    QCOMPARE(spending.spent(Scope::Key, "a", "1d", kMidnight).pico, 0);
    QCOMPARE(spending.account(Scope::Key, "a")->total(), 5);
}

void TestSpending::goesOnUnderAnotherHash()
{
    Spending spending;
    spending.add(Scope::Key, "old", 5);
    spending.add(Scope::KeyModel, keyModelName("old", "gpt"), 3);
    spending.add(Scope::KeyModel, keyModelName("older", "gpt"), 9);
    QCOMPARE(spending.spent(Scope::Key, "old", "1h", kNow, "1h").pico, 0);
    spending.add(Scope::Key, "old", 4);
    for (auto &window : spending.plannedRename("old", "new"))
        spending.restore(window);
    QCOMPARE(spending.spent(Scope::Key, "new", "", kNow).pico, 9);
    QCOMPARE(spending.spent(Scope::Key, "new", "1h", kNow, "1h").pico, 4);
    QCOMPARE(spending.spent(Scope::KeyModel, keyModelName("new", "gpt"), "", kNow).pico, 3);
    spending.add(Scope::Key, "new", 1);
    QCOMPARE(spending.spent(Scope::Key, "new", "", kNow).pico, 10);
}

void TestSpending::isRestored()
{
    Spending before;
    before.add(Scope::Key, "a", 5);
    QCOMPARE(before.spent(Scope::Key, "a", "1d", kNow).pico, 5);
    QCOMPARE(before.spent(Scope::Key, "a", "1d", kMidnight).pico, 0);
    before.add(Scope::Key, "a", 2);
    Spending after;
    after.add(Scope::Key, "a", before.account(Scope::Key, "a")->total());
    for (auto &moved : before.takeMoved())
        after.restore(moved);
    QCOMPARE(after.spent(Scope::Key, "a", "1d", kMidnight + 1).pico, 2);
    QVERIFY(before.takeMoved().empty());
}

void TestSpending::sweepsWhatNobodyAsksFor()
{
    Spending spending;
    int told = 0;
    spending.onMoved([&told] { ++told; });
    spending.add(Scope::Team, "t", 5);
    QCOMPARE(spending.spent(Scope::Team, "t", "1d", kNow).pico, 5);
    QCOMPARE(told, 1);
    spending.sweep(kMidnight - 1);
    QCOMPARE(told, 1);
    spending.sweep(kMidnight);
    QCOMPARE(told, 2);
    const auto moved = spending.takeMoved();
    QCOMPARE(moved.size(), std::size_t{2});
    QCOMPARE(moved[1].state.base, 5);
    QCOMPARE(moved[1].state.resetAt, kMidnight + 86'400);
}

void TestSpending::rollingWindowsBeginWithTheirFirstAmount()
{
    Spending spending;
    Account &openai = *spending.account(Scope::Provider, "openai");
    spending.add(Scope::Provider, "openai", 7);   // Before anybody limited it.
    QCOMPARE(spending.spentRolling(openai, 60, kNow).pico, 0);
    QCOMPARE(spending.spentRolling(openai, 60, kNow + 30).resetAt, 0);
    spending.add(Scope::Provider, "openai", 5);
    const auto begun = spending.spentRolling(openai, 60, kNow + 40);
    QCOMPARE(begun.pico, 5);
    QCOMPARE(begun.resetAt, kNow + 100);
    spending.add(Scope::Provider, "openai", 2);
    QCOMPARE(spending.spentRolling(openai, 60, kNow + 99).pico, 7);
    QCOMPARE(spending.spentRolling(openai, 60, kNow + 100).pico, 0);
    QCOMPARE(spending.spentRolling(openai, 60, kNow + 500).resetAt, 0);
    spending.add(Scope::Provider, "openai", 1);
    QCOMPARE(spending.spentRolling(openai, 60, kNow + 600).resetAt, kNow + 660);
    spending.sweep(kNow + 660);
    QCOMPARE(spending.spentRolling(openai, 60, kNow + 660).pico, 0);
    QCOMPARE(spending.spentRolling(openai, 60, kNow + 660).resetAt, 0);
}

void TestSpending::rollingWindowsOutliveTheProgram()
{
    Spending before;
    Account &tag = *before.account(Scope::Tag, "batch");
    before.add(Scope::Tag, "batch", 3);
    QCOMPARE(before.spentRolling(tag, 3600, kNow).pico, 0);
    before.add(Scope::Tag, "batch", 4);
    QCOMPARE(before.spentRolling(tag, 3600, kNow).pico, 4);
    QCOMPARE(before.spent(tag, "1d", kNow).pico, 7);   // The tag's own budget counts by itself.
    Spending after;
    after.add(Scope::Tag, "batch", 7);
    for (Spending::Moved &window : before.takeMoved())
        after.restore(std::move(window));
    const auto spent = after.spentRolling(*after.account(Scope::Tag, "batch"), 3600, kNow + 10);
    QCOMPARE(spent.pico, 4);
    QCOMPARE(spent.resetAt, kNow + 3600);
}

void TestSpending::aRollingWindowKeepsItsBeginning()
{
    Spending spending;
    Account &one = *spending.account(Scope::Deployment, "d1");
    QCOMPARE(spending.spentRolling(one, 60, kNow).pico, 0);
    spending.add(Scope::Deployment, "d1", 4);
    QCOMPARE(spending.spentRolling(one, 60, kNow).resetAt, kNow + 60);
    QCOMPARE(spending.spentRolling(one, 3600, kNow + 30).resetAt, kNow + 3600);
    QCOMPARE(spending.spentRolling(one, 20, kNow + 30).pico, 0);   // Over already.
}

QTEST_APPLESS_MAIN(TestSpending)
#include "tst_spending.moc"
