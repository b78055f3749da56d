#include "ui/models/flightmodel.h"
#include "ui/models/livemodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace gw;
using namespace Qt::StringLiterals;

namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kNow = 1'700'000'000 * kSecond;

events::ExchangeStarted started(std::uint64_t id, std::int64_t at)
{
    events::ExchangeStarted event;
    event.request = {1, id};
    event.startedUs = at;
    event.client = "curl";
    event.requestedModel = "fast";
    return event;
}

events::ExchangeFinished finished(std::uint64_t id, std::int64_t at, int status)
{
    events::ExchangeFinished event;
    event.request = {1, id};
    event.startedUs = at;
    event.durationUs = kSecond;
    event.status = status;
    event.requestedModel = "fast";
    event.upstreamModel = "gpt";
    event.costPico = 7;
    return event;
}

}   // namespace

class TestLiveModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spreadsRequestsOverTwoSeconds();
    void forgetsWhatIsOlderThanAMinute();
    void keepsRequestsUntilTheyEnd();
    void countsFailuresAtTheirEnd();
    void boundsRecentRequests();
    void dropsFlightsWhoseEndWasLost();
    void tellsSpeedSinceFirstByte();
    void flightRowsFollowTheModel();
};

void TestLiveModel::spreadsRequestsOverTwoSeconds()
{
    ui::LiveModel live;
    live.apply({started(1, kNow), started(2, kNow)}, kNow);
    QCOMPARE(live.rates().size(), ui::LiveModel::kBuckets);
    QCOMPARE(live.rates().last(), 1.0);
    QCOMPARE(live.rates()[ui::LiveModel::kBuckets - 2], 0.0);
    live.advance(kNow + 1'500'000);
    QCOMPARE(live.rates().last(), 1.0);
    live.advance(kNow + 2 * kSecond);
    QCOMPARE(live.rates().last(), 0.0);
}

void TestLiveModel::forgetsWhatIsOlderThanAMinute()
{
    ui::LiveModel live;
    live.apply({started(1, kNow - 70 * kSecond), finished(1, kNow - 62 * kSecond, 500)}, kNow);
    QVERIFY(live.isQuiet());
    live.apply({started(2, kNow)}, kNow);
    QSignalSpy changed(&live, &ui::LiveModel::ratesChanged);
    live.advance(kNow + 30 * kSecond);
    QVERIFY(!live.isQuiet());
    live.advance(kNow + 60 * kSecond);
    QVERIFY(live.isQuiet());
    QCOMPARE(changed.size(), 2);
    // A quiet minute moves on in silence.
    live.advance(kNow + 90 * kSecond);
    QCOMPARE(changed.size(), 2);
}

void TestLiveModel::keepsRequestsUntilTheyEnd()
{
    ui::LiveModel live;
    QSignalSpy ended(&live, &ui::LiveModel::finished);
    live.apply({started(1, kNow), started(2, kNow + 1)}, kNow + 1);
    live.apply({events::ExchangeProgressed{{1, 1}, 40, 300'000, 5}}, kNow + 2);
    QCOMPARE(live.flights().size(), 2);
    QCOMPARE(live.flights()[0].outputTokens, 40);
    QCOMPARE(live.flights()[0].costPico, 5);
    live.apply({finished(1, kNow, 200)}, kNow + kSecond);
    QCOMPARE(live.flights().size(), 1);
    QCOMPARE(live.flights()[0].request, (Id128{1, 2}));
    QCOMPARE(ended.size(), 1);
    QCOMPARE(live.recent()[0].servedModel, u"gpt"_s);
    QCOMPARE(live.recent()[0].costPico, 7);
}

void TestLiveModel::countsFailuresAtTheirEnd()
{
    ui::LiveModel live;
    live.apply({finished(1, kNow - 5 * kSecond, 502), finished(2, kNow - 3 * kSecond, 200)}, kNow);
    QCOMPARE(live.errorCount(), 1);
    QCOMPARE(live.errorsAt(), QList<double>{-4.0});
}

void TestLiveModel::boundsRecentRequests()
{
    ui::LiveModel live;
    std::vector<events::Event> batch;
    for (std::uint64_t i = 0; i < 80; ++i)
        batch.emplace_back(finished(i, kNow, 200));
    live.apply(batch, kNow);
    QCOMPARE(live.recent().size(), ui::LiveModel::kMaxRecent);
    QCOMPARE(live.recent().first().request, (Id128{1, 79}));
}

void TestLiveModel::dropsFlightsWhoseEndWasLost()
{
    ui::LiveModel live;
    live.apply({started(1, kNow), started(2, kNow + 9 * kSecond)}, kNow + 9 * kSecond);
    live.forgetStartedBefore(kNow + 4 * kSecond);
    QCOMPARE(live.flights().size(), 1);
    QCOMPARE(live.flights()[0].request, (Id128{1, 2}));
}

void TestLiveModel::tellsSpeedSinceFirstByte()
{
    ui::Flight flight;
    flight.startedUs = kNow;
    QCOMPARE(ui::LiveModel::speed(flight, kNow + kSecond), 0.0);
    flight.firstByteUs = kSecond;
    flight.outputTokens = 300;
    QCOMPARE(ui::LiveModel::speed(flight, kNow + 4 * kSecond), 100.0);
}

void TestLiveModel::flightRowsFollowTheModel()
{
    ui::LiveModel live;
    ui::FlightModel rows(live);
    QAbstractItemModelTester tester(&rows, QAbstractItemModelTester::FailureReportingMode::QtTest);
    live.apply({started(1, kNow), started(2, kNow), started(3, kNow)}, kNow);
    rows.refresh(kNow);
    QCOMPARE(rows.rowCount(), 3);
    live.apply({finished(2, kNow, 200), started(4, kNow + 1)}, kNow + 1);
    rows.refresh(kNow + 65 * kSecond);
    QCOMPARE(rows.rowCount(), 3);
    QCOMPARE(rows.index(0, ui::FlightModel::Progress).data().toString(), u"1:05"_s);
    QCOMPARE(rows.index(2, ui::FlightModel::Who).data().toString(), u"curl"_s);
    live.forgetStartedBefore(kNow + kSecond);
    rows.refresh(kNow + kSecond);
    QCOMPARE(rows.rowCount(), 0);
}

QTEST_GUILESS_MAIN(TestLiveModel)
#include "tst_livemodel.moc"
