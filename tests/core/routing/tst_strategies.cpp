#include "core/routing/strategies.h"

#include <QTest>

#include <cmath>

using namespace gw;
using routing::Candidate;
using routing::Strategy;

class TestStrategies final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spreads_data();
    void spreads();
    void ratesAreLimits_data();
    void ratesAreLimits();
    void namesOfTheConfig();
};

namespace {

QList<double> sharesOf(Strategy strategy, const std::vector<Candidate> &candidates, double buffer)
{
    constexpr int kDraws = 20'000;
    routing::Random random(42);
    config::StrategyArgs args;
    args.lowestLatencyBuffer = buffer;
    QList<double> counts(static_cast<qsizetype>(candidates.size()), 0);
    for (int i = 0; i < kDraws; ++i)
        counts[static_cast<qsizetype>(routing::pick(strategy, candidates, args, random))] += 1.0 / kDraws;
    return counts;
}

Candidate weighing(std::optional<double> weight, std::optional<double> rpm = {},
                   std::optional<double> tpm = {})
{
    Candidate out;
    out.weight = weight;
    out.rpm = rpm;
    out.tpm = tpm;
    return out;
}

Candidate with(double Candidate::*member, double value)
{
    Candidate out;
    out.*member = value;
    return out;
}

Candidate busy(int inFlight)
{
    Candidate out;
    out.inFlight = inFlight;
    return out;
}

Candidate used(std::int64_t tokens, std::int64_t pending = 0)
{
    Candidate out;
    out.tokens = tokens;
    out.pendingTokens = pending;
    return out;
}

Candidate answersIn(double seconds, int inFlight)
{
    Candidate out = busy(inFlight);
    out.latency = seconds;
    return out;
}

}   // namespace

void TestStrategies::spreads_data()
{
    QTest::addColumn<Strategy>("strategy");
    QTest::addColumn<std::vector<Candidate>>("candidates");
    QTest::addColumn<double>("buffer");
    QTest::addColumn<QList<double>>("expected");
    using List = std::vector<Candidate>;
    using Shares = QList<double>;
    const auto row = [](const char *name, Strategy strategy, const List &list, const Shares &expected,
                        double buffer = 0) { QTest::newRow(name) << strategy << list << buffer << expected; };
    row("shuffle by weight", Strategy::SimpleShuffle, {weighing(3), weighing(1)}, {0.75, 0.25});
    row("no weight, no traffic", Strategy::SimpleShuffle, {weighing(1), weighing(0), weighing(1)},
        {0.5, 0, 0.5});
    row("one weight anywhere makes weights count", Strategy::SimpleShuffle,
        {weighing({}), weighing(1), weighing({})}, {0, 1, 0});
    row("by rpm without weights", Strategy::SimpleShuffle, {weighing({}, 900), weighing({}, 100)},
        {0.9, 0.1});
    row("by tpm without both", Strategy::SimpleShuffle,
        {weighing({}, {}, 60), weighing({}, {}, 20), weighing({}, {}, 20)}, {0.6, 0.2, 0.2});
    row("weight goes before rpm", Strategy::SimpleShuffle, {weighing(1, 900), weighing(1, 100)}, {0.5, 0.5});
    row("evenly without any", Strategy::SimpleShuffle, {weighing({}), weighing({})}, {0.5, 0.5});
    row("weights of zero: evenly", Strategy::SimpleShuffle, {weighing(0), weighing(0)}, {0.5, 0.5});
    row("the least busy one", Strategy::LeastBusy, {busy(3), busy(1), busy(2)}, {0, 1, 0});
    row("equally busy: by chance", Strategy::LeastBusy, {busy(1), busy(1), busy(2)}, {0.5, 0.5, 0});
    row("fewest tokens this minute", Strategy::Usage, {used(500), used(20), used(30)}, {0, 1, 0});
    row("equally used: by chance", Strategy::Usage, {used(0), used(0)}, {0.5, 0.5});
    row("what requests in flight will use counts", Strategy::Usage, {used(0, 900), used(500)}, {0, 1});
    row("the fastest", Strategy::Latency, {with(&Candidate::latency, 0.3), with(&Candidate::latency, 0.1)},
        {0, 1});
    row("who was never used goes first", Strategy::Latency,
        {with(&Candidate::latency, 0.1), with(&Candidate::latency, 0)}, {0, 1});
    row("who has yet to answer for the first time gets no more", Strategy::Latency,
        {answersIn(0.1, 9), answersIn(0, 1)}, {1, 0});
    row("nobody has answered: by chance", Strategy::Latency, {answersIn(0, 1), answersIn(0, 7)}, {0.5, 0.5});
    row("within the buffer all are as good", Strategy::Latency,
        {with(&Candidate::latency, 0.10), with(&Candidate::latency, 0.11), with(&Candidate::latency, 0.2)},
        {0.5, 0.5, 0}, 0.2);
    row("the cheapest", Strategy::Cost, {with(&Candidate::cost, 3e-6), with(&Candidate::cost, 1e-6)}, {0, 1});
    row("an unknown price is dear", Strategy::Cost,
        {with(&Candidate::cost, -1), with(&Candidate::cost, 1e-2)}, {0, 1});
    row("free is cheaper than cheap", Strategy::Cost,
        {with(&Candidate::cost, 0), with(&Candidate::cost, 1e-9)}, {1, 0});
}

void TestStrategies::spreads()
{
    QFETCH(Strategy, strategy);
    QFETCH(std::vector<Candidate>, candidates);
    QFETCH(double, buffer);
    QFETCH(QList<double>, expected);
    const QList<double> shares = sharesOf(strategy, candidates, buffer);
    QCOMPARE(shares.size(), expected.size());
    for (qsizetype i = 0; i < expected.size(); ++i)
        QVERIFY2(std::abs(shares[i] - expected[i]) < 0.015, std::to_string(shares[i]).c_str());
}

void TestStrategies::ratesAreLimits_data()
{
    QTest::addColumn<double>("rpm");
    QTest::addColumn<double>("tpm");
    QTest::addColumn<qint64>("requests");
    QTest::addColumn<qint64>("tokens");
    QTest::addColumn<qint64>("input");
    QTest::addColumn<bool>("within");
    QTest::newRow("the last request of the minute")
        << 10.0 << 0.0 << qint64(9) << qint64(0) << qint64(0) << true;
    QTest::newRow("one more than allowed") << 10.0 << 0.0 << qint64(10) << qint64(0) << qint64(0) << false;
    QTest::newRow("just as many tokens") << 0.0 << 100.0 << qint64(0) << qint64(60) << qint64(40) << true;
    QTest::newRow("a prompt that is too long now")
        << 0.0 << 100.0 << qint64(0) << qint64(60) << qint64(41) << false;
    QTest::newRow("no limits") << 0.0 << 0.0 << qint64(999) << qint64(9999) << qint64(99) << true;
}

void TestStrategies::ratesAreLimits()
{
    QFETCH(double, rpm);
    QFETCH(double, tpm);
    QFETCH(qint64, requests);
    QFETCH(qint64, tokens);
    QFETCH(qint64, input);
    QFETCH(bool, within);
    Candidate candidate;
    if (rpm > 0)
        candidate.rpm = rpm;
    if (tpm > 0)
        candidate.tpm = tpm;
    candidate.requests = requests;
    candidate.tokens = tokens;
    QCOMPARE(routing::withinRates(candidate, input), within);
}

void TestStrategies::namesOfTheConfig()
{
    QCOMPARE(routing::strategyFromName("usage-based-routing"), Strategy::Usage);
    QCOMPARE(routing::strategyFromName("usage-based-routing-v2"), Strategy::Usage);
    QCOMPARE(routing::strategyFromName("latency-based-routing"), Strategy::Latency);
    QCOMPARE(routing::strategyFromName("provider-budget-routing"), Strategy::SimpleShuffle);
    QCOMPARE(routing::strategyName(Strategy::Cost), std::string_view("cost-based-routing"));
}

QTEST_GUILESS_MAIN(TestStrategies)
#include "tst_strategies.moc"
