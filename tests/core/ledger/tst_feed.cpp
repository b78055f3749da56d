#include "core/ledger/feed.h"

#include <QTemporaryDir>
#include <QTest>

#include "ledgersupport.h"

using namespace gw;
using namespace gw::ledger;
using namespace gw::ledger::test;

namespace {

void record(Ledger &ledger, const OpenRecord &open)
{
    ledger.journal(0).open(open);
    ledger.journal(0).close(closeRecord(open));
    flushed(ledger);
}

// Numbers of the rows behind a position.
std::vector<std::uint64_t> told(FeedReader &feed, std::int64_t after = 0, int limit = 100)
{
    const auto rows = feed.read(after, limit);
    std::vector<std::uint64_t> numbers;
    for (std::size_t i = 0; rows.ok() && i < rows.value().size(); ++i)
        numbers.push_back(rows.value()[i].row.open.request.low & 0xfff);
    return numbers;
}

using Numbers = std::vector<std::uint64_t>;

}   // namespace

class TestFeed final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void tellsInTheOrderOfWriting();
    void tellsWhatTheRecordsSay();
    void isEmptyUntilSomebodyListens();
    void untoldRowsStayOut();
    void positionsAreNeverUsedTwice();
    void ringsAfterEveryCommit();

private:
    std::unique_ptr<Ledger> started(bool feeding = true, std::function<void()> rung = {});
    std::string folder() const { return m_folder->path().toStdString(); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestFeed::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

std::unique_ptr<Ledger> TestFeed::started(bool feeding, std::function<void()> rung)
{
    auto ledger = std::make_unique<Ledger>(Ledger::Options{folder(), 1, "g"});
    ledger->setFeeding(feeding);
    ledger->onFed(std::move(rung));
    return ledger->start().ok() ? std::move(ledger) : nullptr;
}

void TestFeed::tellsInTheOrderOfWriting()
{
    const auto ledger = started();
    record(*ledger, openRecord(5, kNoonUs + 5'000'000));
    record(*ledger, openRecord(1, kNoonUs));   // Late: it began earlier.
    record(*ledger, openRecord(9, kNoonUs + 9'000'000));
    FeedReader feed(folder());
    QCOMPARE(told(feed), (Numbers{5, 1, 9}));
    QCOMPARE(told(feed, 1), (Numbers{1, 9}));
    QCOMPARE(told(feed, 0, 2), (Numbers{5, 1}));
    QCOMPARE(feed.newest().value(), std::int64_t(3));
}

void TestFeed::tellsWhatTheRecordsSay()
{
    const auto ledger = started();
    OpenRecord open = openRecord(3);
    CloseRecord close = closeRecord(open);
    close.again = true;
    close.unpriced = true;
    ledger->journal(0).open(open);
    ledger->journal(0).close(close);
    flushed(*ledger);
    FeedReader feed(folder());
    const auto rows = feed.read(0, 10);
    QVERIFY(rows.ok() && rows.value().size() == 1);
    const Row &row = rows.value()[0].row;
    QCOMPARE(row.open.trace, open.trace);
    QCOMPARE(row.open.reason, open.reason);
    QCOMPARE(row.open.queuedUs, open.queuedUs);
    QVERIFY(row.close.again && row.close.unpriced && row.open.stream && !row.open.untold);
}

void TestFeed::isEmptyUntilSomebodyListens()
{
    const auto ledger = started(false);
    record(*ledger, openRecord(1));
    FeedReader feed(folder());
    QCOMPARE(feed.newest().value(), std::int64_t(0));
    ledger->setFeeding(true);
    record(*ledger, openRecord(2));
    QCOMPARE(told(feed), (Numbers{2}));
}

void TestFeed::untoldRowsStayOut()
{
    const auto ledger = started();
    OpenRecord open = openRecord(1);
    open.untold = true;
    record(*ledger, open);
    record(*ledger, openRecord(2));
    FeedReader feed(folder());
    QCOMPARE(told(feed), (Numbers{2}));
}

void TestFeed::positionsAreNeverUsedTwice()
{
    {
        const auto ledger = started();
        for (std::uint64_t i = 0; i < 4; ++i)
            record(*ledger, openRecord(i));
        ledger->trimFeed(4);
        record(*ledger, openRecord(4));
        ledger->trimFeed(5);
        ledger->stop();
    }
    const auto ledger = started();
    ledger->trimFeed(5);
    record(*ledger, openRecord(5));
    FeedReader feed(folder());
    QCOMPARE(told(feed, 5), (Numbers{5}));
    QCOMPARE(feed.newest().value(), std::int64_t(6));
    // What everybody has been told of is gone.
    QVERIFY(told(feed).size() <= 2);
}

void TestFeed::ringsAfterEveryCommit()
{
    std::atomic<int> rung = 0;
    const auto ledger = started(true, [&rung] { ++rung; });
    QCOMPARE(rung.load(), 0);
    record(*ledger, openRecord(1));
    QTRY_COMPARE(rung.load(), 1);
}

QTEST_GUILESS_MAIN(TestFeed)
#include "tst_feed.moc"
