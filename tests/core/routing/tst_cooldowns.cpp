#include "core/routing/cooldowns.h"
#include "tests/core/routing/routingsample.h"

#include <QTest>

using namespace gw;
using namespace gw::routingtest;
using routing::FailureRecord;

Q_DECLARE_METATYPE(gw::Error)
Q_DECLARE_METATYPE(gw::routing::FailureRecord)

class TestCooldowns final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rests_data();
    void rests();
    void restsAsLongAs_data();
    void restsAsLongAs();
    void countsUpToTheAllowed();
    void ratesAreOfThisMinute();
    void afterARestOneRequestTries();
};

namespace {

FailureRecord record(std::size_t groupSize, std::int64_t successes, std::int64_t failures, int counted = 0,
                     bool probation = false)
{
    return {groupSize, successes, failures, counted, probation};
}

}   // namespace

// CONTRACT 6.8, row by row.
void TestCooldowns::rests_data()
{
    QTest::addColumn<Error>("error");
    QTest::addColumn<FailureRecord>("record");
    QTest::addColumn<bool>("expected");
    const auto row = [](const char *name, const Error &error, const FailureRecord &record, bool expected) {
        QTest::newRow(name) << error << record << expected;
    };
    const Error limit = failure(ErrorCode::UpstreamRateLimit, 429);
    const Error fault = failure(ErrorCode::UpstreamInternal, 500);
    row("429 at once, with others in the group", limit, record(2, 100, 1), true);
    row("429 alone: never at once", limit, record(1, 0, 1), false);
    row("more than half failed, five seen", fault, record(2, 2, 3), true);
    row("just half failed", fault, record(2, 3, 3), false);
    row("too few to judge", fault, record(2, 0, 4), false);
    row("alone: only when everything fails and a thousand have", fault, record(1, 0, 1000), true);
    row("alone: 999 are not enough", fault, record(1, 0, 999), false);
    row("alone: one success keeps it", fault, record(1, 1, 5000), false);
    row("401 at once", failure(ErrorCode::UpstreamAuthentication, 401), record(2, 9, 1), true);
    row("401 alone: it keeps saying why", failure(ErrorCode::UpstreamAuthentication, 401), record(1, 0, 1),
        false);
    row("404 at once", failure(ErrorCode::UpstreamNotFound, 404), record(2, 9, 1), true);
    row("404 alone: it keeps saying why", failure(ErrorCode::UpstreamNotFound, 404), record(1, 0, 1), false);
    row("400 never", failure(ErrorCode::UpstreamBadRequest, 400), record(2, 0, 50), false);
    row("403 never", failure(ErrorCode::UpstreamPermission, 403), record(2, 0, 50), false);
    row("422 never", failure(ErrorCode::UpstreamUnprocessable, 422), record(2, 0, 50), false);
    row("408 by the rate", failure(ErrorCode::UpstreamTimeout, 408), record(2, 0, 5), true);
    row("no answer at all, by the rate", failure(ErrorCode::UpstreamConnection), record(2, 0, 5), true);
    Error text = fault;
    text.message = "litellm.APIConnectionError: gone";
    row("a text that says APIConnectionError never", text, record(2, 0, 50), false);
    row("an error of our own never", failure(ErrorCode::UnsupportedParam), record(2, 0, 50), false);
    row("the first after a rest: at once", fault, record(2, 0, 1, 0, true), true);
    row("the first after a rest, alone: by the rate", fault, record(1, 0, 1, 0, true), false);
}

void TestCooldowns::rests()
{
    QFETCH(Error, error);
    QFETCH(FailureRecord, record);
    QFETCH(bool, expected);
    const config::Deployment row = deployment("g", "openai/x", "a");
    QCOMPARE(routing::cooldownSeconds(error, row, {}, record).has_value(), expected);
    config::RouterSettings off;
    off.disableCooldowns = true;
    QVERIFY(!routing::cooldownSeconds(error, row, off, record));
    const config::Deployment any = deployment("*", "*", "w");
    QVERIFY(!routing::cooldownSeconds(error, any, {}, record));
}

void TestCooldowns::restsAsLongAs_data()
{
    QTest::addColumn<double>("own");   // Below 0: not said.
    QTest::addColumn<int>("retryAfterMs");
    QTest::addColumn<double>("router");
    QTest::addColumn<double>("expected");   // 0: not at all.
    QTest::newRow("five seconds by default") << -1.0 << -1 << 5.0 << 5.0;
    QTest::newRow("as the router says") << -1.0 << -1 << 42.0 << 42.0;
    QTest::newRow("as the provider says") << -1.0 << 7500 << 42.0 << 7.5;
    QTest::newRow("as its row says") << 3.0 << 7500 << 42.0 << 3.0;
    QTest::newRow("a row with 0 never rests") << 0.0 << 7500 << 42.0 << 0.0;
    QTest::newRow("a router with 0 lets nobody rest") << -1.0 << -1 << 0.0 << 0.0;
}

void TestCooldowns::restsAsLongAs()
{
    QFETCH(double, own);
    QFETCH(int, retryAfterMs);
    QFETCH(double, router);
    QFETCH(double, expected);
    config::Deployment row = deployment("g", "openai/x", "a");
    if (own >= 0)
        row.params.cooldownTimeS = own;
    config::RouterSettings settings;
    settings.cooldownTimeS = router;
    const auto seconds = routing::cooldownSeconds(failure(ErrorCode::UpstreamRateLimit, 429, retryAfterMs),
                                                  row, settings, record(2, 0, 1));
    QCOMPARE(seconds.value_or(0), expected);
}

void TestCooldowns::countsUpToTheAllowed()
{
    config::RouterSettings settings;
    settings.allowedFails = 3;
    QVERIFY(!routing::countsFailures(settings));   // The usual value switches nothing.
    settings.allowedFails = 2;
    QVERIFY(routing::countsFailures(settings));
    settings.allowedFailsPolicy.byClass["RateLimitErrorAllowedFails"] = 0;
    const config::Deployment row = deployment("g", "openai/x", "a");
    routing::DeploymentState state("a");
    const Error fault = failure(ErrorCode::UpstreamInternal, 500);
    QVERIFY(!routing::noteFailure(state, fault, row, settings, 1, at(1)));
    QVERIFY(!routing::noteFailure(state, fault, row, settings, 1, at(2)));
    // The third is one more than two, also alone in its group.
    const auto rest = routing::noteFailure(state, fault, row, settings, 1, at(3));
    QVERIFY(rest);
    QCOMPARE(rest->reason, std::string("InternalServerError"));
    QCOMPARE(rest->status, 500);
    QVERIFY(state.cooling(at(7.9)));
    QVERIFY(!state.cooling(at(8.1)));
    // Counts are forgotten after cooldown_time without a failure.
    routing::DeploymentState other("b");
    QVERIFY(!routing::noteFailure(other, fault, row, settings, 1, at(1)));
    QVERIFY(!routing::noteFailure(other, fault, row, settings, 1, at(2)));
    QVERIFY(!routing::noteFailure(other, fault, row, settings, 1, at(8)));
    // A class with a word of its own.
    QVERIFY(routing::noteFailure(other, failure(ErrorCode::UpstreamRateLimit, 429), row, settings, 1, at(9)));
}

void TestCooldowns::ratesAreOfThisMinute()
{
    const config::Deployment row = deployment("g", "openai/x", "a");
    routing::DeploymentState state("a");
    const Error fault = failure(ErrorCode::UpstreamInternal, 500);
    for (int i = 0; i < 4; ++i)
        QVERIFY(!routing::noteFailure(state, fault, row, {}, 3, at(1)));
    // A minute later nothing of that counts.
    QVERIFY(!routing::noteFailure(state, fault, row, {}, 3, at(61)));
    for (int i = 0; i < 3; ++i)
        QVERIFY(!routing::noteFailure(state, fault, row, {}, 3, at(62)));
    QVERIFY(routing::noteFailure(state, fault, row, {}, 3, at(63)));
}

void TestCooldowns::afterARestOneRequestTries()
{
    routing::DeploymentState state("a");
    QVERIFY(state.enter(0, at(1)));
    state.leave();
    state.coolDown({"RateLimitError", 429, at(1).steadyUs, 5});
    QVERIFY(!state.onProbation(at(5)));
    QVERIFY(state.onProbation(at(6.1)));
    QVERIFY(state.enter(0, at(6.1)));
    QVERIFY(!state.enter(0, at(6.2)));   // Not a stampede.
    QVERIFY(state.full(100, at(6.2)));
    state.recovered();
    QVERIFY(state.enter(0, at(6.3)));
    QVERIFY(!state.onProbation(at(7)));
}

QTEST_GUILESS_MAIN(TestCooldowns)
#include "tst_cooldowns.moc"
