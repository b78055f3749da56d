#include "core/client/filterlanguage.h"
#include "tests/support/faketraffic.h"
#include "ui/framework/marks.h"
#include "ui/framework/rowview.h"
#include "ui/models/trafficcells.h"
#include "ui/models/trafficmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace gw;
using namespace Qt::StringLiterals;
using client::TrafficRow;
using ui::TrafficModel;

namespace {

constexpr std::int64_t kNowUs = 1'795'262'400'000'000;

}   // namespace

class TestTrafficModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init();
    void cleanup();
    void showsTheLedgerNewestFirst();
    void readsOnlyWhatIsLookedAt();
    void forgetsPages();
    void dropsQuestionsNobodyWaitsFor();
    void keepsNewRowsBack();
    void followsWhenTold();
    void showsTheFirstRequestAtOnce();
    void settlesInPlace();
    void filtersWhatHappens();
    void keepsTheListUntilTheNextIsThere();
    void tellsAProblemAndKeepsTheList();
    void countsWhatItDoesNotKeep();
    void turnsOldRowsIntoPages();
    void turnsRowsTheBusLostIntoPages();
    void showsNothingTwice();
    void jumpsByTime_data();
    void jumpsByTime();
    void cell_data();
    void cell();

private:
    void fill(int count);
    void load(const QString &filter = {});
    TrafficRow fresh(std::uint64_t number) const
    {
        return test::requestAt(kNowUs + std::int64_t(number) * 1'000'000, 100'000 + number);
    }

    std::unique_ptr<test::FakeTraffic> m_traffic;
    std::unique_ptr<TrafficModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestTrafficModel::init()
{
    m_traffic = std::make_unique<test::FakeTraffic>();
    m_model = std::make_unique<TrafficModel>(*m_traffic);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void TestTrafficModel::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_traffic.reset();
}

// One a second, the newest a second before now.
void TestTrafficModel::fill(int count)
{
    for (int i = 1; i <= count; ++i)
        m_traffic->rows.push_back(test::requestAt(kNowUs - i * 1'000'000LL, std::uint64_t(count - i)));
}

void TestTrafficModel::load(const QString &filter)
{
    m_model->setFilter({.terms = client::parseFilter(filter).terms});
    if (filter.isEmpty())
        m_model->reload();
    QTRY_VERIFY(m_model->isCounted());
}

void TestTrafficModel::showsTheLedgerNewestFirst()
{
    fill(1000);
    load();
    QCOMPARE(m_model->rowCount(), 1000);
    for (int i = 0; i < 200; ++i)
        QCOMPARE(m_model->row(i)->request, m_traffic->rows[std::size_t(i)].request);
    // Not read yet.
    QVERIFY(!m_model->row(200));
    QCOMPARE(m_model->index(500, ui::trafficcells::App).data().toString(), QString());
}

void TestTrafficModel::readsOnlyWhatIsLookedAt()
{
    fill(2000);
    load();
    QCOMPARE(m_model->loadedPages(), 1u);
    m_model->setVisibleRows(1000, 1025);
    QTRY_VERIFY(m_model->row(1000));
    QCOMPARE(m_model->row(1010)->request, m_traffic->rows[1010].request);
    QCOMPARE(m_model->rowOf(m_traffic->rows[1010].request), 1010);
    QVERIFY(!m_model->row(1500));
    QVERIFY(m_model->loadedPages() <= 3);
}

void TestTrafficModel::forgetsPages()
{
    fill(10'000);
    load();
    for (int row = 0; row < 10'000; row += 200) {
        m_model->setVisibleRows(row, row + 25);
        QTRY_VERIFY(m_model->row(row + 25));
    }
    QVERIFY(m_model->loadedPages() <= TrafficModel::kMaxLoadedPages);
    QVERIFY(!m_model->row(0));
    QCOMPARE(m_model->rowCount(), 10'000);
}

void TestTrafficModel::dropsQuestionsNobodyWaitsFor()
{
    fill(5000);
    load();
    m_traffic->calls.clear();
    for (int row = 300; row < 4900; row += 400)
        m_model->setVisibleRows(row, row + 25);
    QTRY_VERIFY(m_model->row(4725));
    const auto cancelled = m_traffic->calls.filter(u"cancel"_s).size();
    const auto asked = m_traffic->calls.filter(u"rows"_s).size();
    QVERIFY2(asked - cancelled <= 2, qPrintable(m_traffic->calls.join(u", "_s)));
}

void TestTrafficModel::keepsNewRowsBack()
{
    fill(300);
    load();
    const Id128 top = m_model->row(0)->request;
    QSignalSpy inserted(m_model.get(), &TrafficModel::rowsInserted);
    QSignalSpy counted(m_model.get(), &TrafficModel::newCountChanged);
    m_model->apply(
        {test::startedEvent(fresh(1)), test::startedEvent(fresh(2)), test::finishedEvent(fresh(1))},
        kNowUs + 3'000'000);
    QCOMPARE(m_model->newCount(), 2);
    QCOMPARE(counted.size(), 1);
    QCOMPARE(inserted.size(), 0);
    QCOMPARE(m_model->row(0)->request, top);
    m_model->showNew();
    QCOMPARE(m_model->newCount(), 0);
    QCOMPARE(m_model->rowCount(), 302);
    QCOMPARE(m_model->row(0)->request, fresh(2).request);
    QVERIFY(m_model->row(0)->running());
    QCOMPARE(m_model->row(1)->status, fresh(1).status);
}

void TestTrafficModel::followsWhenTold()
{
    fill(10);
    load();
    m_model->apply({test::startedEvent(fresh(1))}, kNowUs + 2'000'000);
    m_model->setFollowing(true);
    QCOMPARE(m_model->row(0)->request, fresh(1).request);
    m_model->apply({test::startedEvent(fresh(3)), test::startedEvent(fresh(2))}, kNowUs + 3'000'000);
    QCOMPARE(m_model->newCount(), 0);
    QCOMPARE(m_model->row(0)->request, fresh(3).request);
    QCOMPARE(m_model->row(1)->request, fresh(2).request);
}

void TestTrafficModel::showsTheFirstRequestAtOnce()
{
    load();
    QCOMPARE(m_model->rowCount(), 0);
    m_model->apply({test::startedEvent(fresh(1))}, kNowUs + 2'000'000);
    QCOMPARE(m_model->rowCount(), 1);
    QCOMPARE(m_model->newCount(), 0);
}

void TestTrafficModel::settlesInPlace()
{
    fill(10);
    load();
    m_model->setFollowing(true);
    m_model->apply({test::startedEvent(fresh(1)), test::startedEvent(fresh(2))}, kNowUs + 2'000'000);
    QSignalSpy changed(m_model.get(), &TrafficModel::dataChanged);
    QSignalSpy settled(m_model.get(), &TrafficModel::settled);
    QSignalSpy inserted(m_model.get(), &TrafficModel::rowsInserted);
    m_model->apply({events::ExchangeProgressed{fresh(1).request, 12, 300'000, 5}}, kNowUs + 3'000'000);
    QCOMPARE(m_model->row(1)->output, 12);
    QVERIFY(m_model->row(1)->running());
    m_model->apply({test::finishedEvent(fresh(1))}, kNowUs + 9'000'000);
    QCOMPARE(changed.size(), 2);
    QCOMPARE(changed.last()[0].toModelIndex().row(), 1);
    QCOMPARE(settled.size(), 1);
    QCOMPARE(inserted.size(), 0);
    QCOMPARE(m_model->row(1)->status, fresh(1).status);
    QVERIFY(m_model->row(0)->running());
}

void TestTrafficModel::filtersWhatHappens()
{
    fill(80);
    load(u"is:error"_s);
    QCOMPARE(m_model->rowCount(), 20);
    m_model->setFollowing(true);
    std::vector<events::Event> batch;
    for (std::uint64_t i = 1; i <= 8; ++i)
        batch.emplace_back(test::startedEvent(fresh(i)));
    m_model->apply(batch, kNowUs + 9'000'000);
    // Whether they fail is not known while they run.
    QCOMPARE(m_model->rowCount(), 20);
    batch.clear();
    for (std::uint64_t i = 1; i <= 8; ++i)
        batch.emplace_back(test::finishedEvent(fresh(i)));
    m_model->apply(batch, kNowUs + 9'000'000);
    QCOMPARE(m_model->rowCount(), 22);
    QVERIFY(m_model->row(0)->failed() && m_model->row(1)->failed());
}

void TestTrafficModel::keepsTheListUntilTheNextIsThere()
{
    fill(100);
    load();
    m_traffic->answers = false;
    QSignalSpy reset(m_model.get(), &TrafficModel::modelReset);
    m_model->setFilter({.terms = client::parseFilter(u"is:error"_s).terms});
    QTest::qWait(20);
    QVERIFY(m_model->isLoading());
    QCOMPARE(m_model->rowCount(), 100);
    QCOMPARE(reset.size(), 0);
    m_traffic->answers = true;
    m_model->reload();
    QTRY_COMPARE(m_model->rowCount(), 25);
    QCOMPARE(reset.size(), 1);
    QVERIFY(m_model->row(0));
}

void TestTrafficModel::tellsAProblemAndKeepsTheList()
{
    fill(100);
    load();
    m_traffic->problem = u"the disk is gone"_s;
    m_model->reload();
    QTRY_COMPARE(m_model->problem(), u"the disk is gone"_s);
    QVERIFY(!m_model->isLoading());
    QCOMPARE(m_model->rowCount(), 100);
    m_traffic->problem.clear();
    m_model->reload();
    QTRY_VERIFY(m_model->isCounted());
    QCOMPARE(m_model->problem(), QString());
}

void TestTrafficModel::countsWhatItDoesNotKeep()
{
    fill(10);
    load();
    constexpr int count = 5'000;
    for (int i = 0; i < count; i += 50) {
        std::vector<events::Event> batch;
        for (int j = i; j < i + 50; ++j) {
            const TrafficRow row = test::requestAt(kNowUs + j * 2'000LL, 200'000 + std::uint64_t(j));
            m_traffic->rows.insert(m_traffic->rows.begin(), row);
            batch.emplace_back(test::startedEvent(row));
            batch.emplace_back(test::finishedEvent(row));
        }
        m_model->apply(batch, kNowUs + i * 2'000LL);
    }
    QCOMPARE(m_model->newCount(), count);
    QCOMPARE(m_model->rowCount(), 10);
    m_model->showNew();
    QTRY_COMPARE(m_model->rowCount(), count + 10);
    QCOMPARE(m_model->newCount(), 0);
    QCOMPARE(m_model->row(0)->request, m_traffic->rows[0].request);
}

void TestTrafficModel::turnsOldRowsIntoPages()
{
    fill(300);
    load();
    m_model->setFollowing(true);
    constexpr int count = 4'000;
    QSignalSpy removed(m_model.get(), &TrafficModel::rowsRemoved);
    for (int i = 0; i < count; i += 50) {
        std::vector<events::Event> batch;
        for (int j = i; j < i + 50; ++j) {
            TrafficRow row = test::requestAt(kNowUs + j * 10'000LL, 200'000 + std::uint64_t(j));
            row.durationUs = 10'000;
            m_traffic->rows.insert(m_traffic->rows.begin(), row);
            batch.emplace_back(test::startedEvent(row));
            batch.emplace_back(test::finishedEvent(row));
        }
        m_model->apply(batch, kNowUs + i * 10'000LL);
        QCoreApplication::processEvents();
    }
    QTRY_VERIFY(m_traffic->calls.count(u"outline"_s) >= 2);
    QCoreApplication::processEvents();
    QCOMPARE(m_model->rowCount(), count + 300);
    QCOMPARE(removed.size(), 0);
    // Everything is where it was.
    for (int i = 0; i < 2'000; ++i)
        if (const TrafficRow *row = m_model->row(i))
            QCOMPARE(row->request, m_traffic->rows[std::size_t(i)].request);
    m_model->setVisibleRows(3'900, 3'930);
    QTRY_VERIFY(m_model->row(3'900));
    QCOMPARE(m_model->row(3'900)->request, m_traffic->rows[3'900].request);
}

void TestTrafficModel::turnsRowsTheBusLostIntoPages()
{
    fill(10);
    load();
    m_model->setFollowing(true);
    constexpr int count = 3'000;
    std::vector<events::Event> batch;
    for (int j = 0; j < count; ++j) {
        TrafficRow row = test::requestAt(kNowUs + j * 1'000LL, 200'000 + std::uint64_t(j));
        row.durationUs = 10'000;
        m_traffic->rows.insert(m_traffic->rows.begin(), row);
        // Every third was lost.
        if (j % 3 != 0)
            batch.emplace_back(test::finishedEvent(row));
    }
    // And one that the ledger never saw.
    batch.emplace_back(test::finishedEvent(test::requestAt(kNowUs + 500'500, 900'000)));
    m_model->apply(batch, kNowUs);
    QCOMPARE(m_model->rowCount(), 10 + count / 3 * 2 + 1);
    m_model->apply({}, kNowUs + 60'000'000);
    QTRY_COMPARE(m_model->rowCount(), 10 + count);
    for (int row = 0; row < m_model->rowCount(); row += 100) {
        m_model->setVisibleRows(row, row + 30);
        QTRY_VERIFY(m_model->row(row));
        QCOMPARE(m_model->row(row)->request, m_traffic->rows[std::size_t(row)].request);
    }
}

void TestTrafficModel::showsNothingTwice()
{
    fill(500);
    // It runs when the list is made, and began long before the newest in the ledger.
    TrafficRow old = test::requestAt(kNowUs - 300'500'000, 300'000);
    ui::Flight flight;
    flight.request = old.request;
    flight.startedUs = old.startedUs;
    flight.client = old.client;
    flight.requestedModel = old.requestedModel;
    m_model->seed({flight});
    load();
    QCOMPARE(m_model->rowCount(), 501);
    QVERIFY(m_model->row(0)->running());
    old.durationUs = 300'000'000;
    m_traffic->rows.insert(m_traffic->rows.begin() + 300, old);
    m_model->apply({test::finishedEvent(old)}, kNowUs);
    QCOMPARE(m_model->row(0)->status, old.status);
    m_model->setVisibleRows(290, 310);
    QTRY_VERIFY(m_model->row(310));
    QCOMPARE(m_model->rowCount(), 501);
    int times = 0;
    for (int i = 0; i < m_model->rowCount(); ++i)
        if (const TrafficRow *row = m_model->row(i); row && row->request == old.request)
            ++times;
    QCOMPARE(times, 1);
}

void TestTrafficModel::jumpsByTime_data()
{
    QTest::addColumn<qint64>("us");
    QTest::addColumn<int>("expected");
    QTest::newRow("to the newest") << qint64(kNowUs + 1'000'000'000) << 0;
    QTest::newRow("within the first page") << qint64(kNowUs - 51'000'000) << 50;
    QTest::newRow("between two requests") << qint64(kNowUs - 50'500'000) << 50;
    QTest::newRow("to a page that is not read") << qint64(kNowUs - 1'501'000'000) << 1500;
    QTest::newRow("before everything") << qint64(1) << 1999;
}

void TestTrafficModel::jumpsByTime()
{
    QFETCH(const qint64, us);
    QFETCH(const int, expected);
    fill(2000);
    load();
    QSignalSpy jumped(m_model.get(), &TrafficModel::jumped);
    m_model->jumpTo(us);
    QTRY_COMPARE(jumped.size(), 1);
    QCOMPARE(jumped[0][0].toInt(), expected);
}

void TestTrafficModel::cell_data()
{
    QTest::addColumn<TrafficRow>("row");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("expected");
    using namespace ui::trafficcells;
    const TrafficRow plain = test::requestAt(kNowUs, 0);
    QTest::newRow("a program and its key") << plain << int(App) << u"claude-cli/2.0.14 · work"_s;
    QTest::newRow("tokens read") << plain << int(Input) << u"41k"_s;
    QTest::newRow("what it cost") << plain << int(Cost) << u"$0.0355"_s;
    QTest::newRow("the first byte") << plain << int(FirstByte) << u"610 ms"_s;
    QTest::newRow("all of it") << plain << int(Total) << u"9.10 s"_s;
    TrafficRow estimated = plain;
    estimated.estimated = true;
    QTest::newRow("an estimate is marked") << estimated << int(Cost) << u"≈ $0.0355"_s;
    TrafficRow unpriced = plain;
    unpriced.unpriced = true;
    QTest::newRow("no price is no zero") << unpriced << int(Cost) << u"no price"_s;
    QTest::newRow("a refused one cost nothing") << test::requestAt(kNowUs, 2) << int(Cost) << u"–"_s;
    TrafficRow running = plain;
    running.status = 0;
    QTest::newRow("what runs has no status") << running << int(Status) << u"…"_s;
}

void TestTrafficModel::cell()
{
    QFETCH(const TrafficRow, row);
    QFETCH(const int, column);
    QFETCH(const QString, expected);
    QCOMPARE(ui::trafficcells::cell(row, column, Qt::DisplayRole).toString(), expected);
    QVERIFY(!ui::trafficcells::spoken(row).isEmpty());
}

QTEST_GUILESS_MAIN(TestTrafficModel)
#include "tst_trafficmodel.moc"
