#include "core/routing/checks.h"
#include "tests/core/routing/routingsample.h"

#include <QTest>

using namespace gw;
using namespace gw::routingtest;
using routing::Health;

class TestChecks final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theLastOneHolds();
    void transientErrorsMayBeIgnored_data();
    void transientErrorsMayBeIgnored();
    void theyCountWhereThereIsAPolicy();
    void theyCountForNothingWithoutRouting();
};

void TestChecks::theLastOneHolds()
{
    const config::Deployment row = deployment("g", "openai/x", "a");
    routing::DeploymentState state("a");
    QCOMPARE(state.health(10, at(0)), Health::Unknown);
    QVERIFY(!routing::noteCheck(state, failure(ErrorCode::UpstreamInternal, 500), row, {}, 2, at(1)));
    QCOMPARE(state.health(10, at(1)), Health::Failing);
    QVERIFY(!routing::noteCheck(state, std::nullopt, row, {}, 2, at(2)));
    QCOMPARE(state.health(10, at(2)), Health::Well);
    QCOMPARE(state.health(10, at(13)), Health::Unknown);
}

void TestChecks::transientErrorsMayBeIgnored_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("ignored");
    QTest::newRow("too many requests") << static_cast<int>(ErrorCode::UpstreamRateLimit) << 429 << true;
    QTest::newRow("the provider's time-out") << static_cast<int>(ErrorCode::UpstreamTimeout) << 408 << true;
    QTest::newRow("no answer in time") << static_cast<int>(ErrorCode::UpstreamTimeout) << 0 << true;
    QTest::newRow("a fault") << static_cast<int>(ErrorCode::UpstreamInternal) << 500 << false;
    QTest::newRow("a wrong key") << static_cast<int>(ErrorCode::UpstreamAuthentication) << 401 << false;
    QTest::newRow("no connection") << static_cast<int>(ErrorCode::UpstreamConnection) << 0 << false;
}

void TestChecks::transientErrorsMayBeIgnored()
{
    QFETCH(int, code);
    QFETCH(int, status);
    QFETCH(bool, ignored);
    const config::Deployment row = deployment("g", "openai/x", "a");
    const Error fault = failure(static_cast<ErrorCode>(code), status);
    config::RouterSettings settings;
    settings.healthIgnoresTransient = true;
    routing::DeploymentState state("a");
    routing::noteCheck(state, std::nullopt, row, settings, 2, at(1));
    routing::noteCheck(state, fault, row, settings, 2, at(2));
    QCOMPARE(state.health(10, at(2)), ignored ? Health::Well : Health::Failing);
    // Only where the settings say so.
    settings.healthIgnoresTransient = false;
    routing::noteCheck(state, fault, row, settings, 2, at(3));
    QCOMPARE(state.health(10, at(3)), Health::Failing);
}

void TestChecks::theyCountWhereThereIsAPolicy()
{
    const config::Deployment row = deployment("g", "openai/x", "a");
    const Error fault = failure(ErrorCode::UpstreamInternal, 500);
    config::RouterSettings settings;
    settings.healthRouting = true;
    settings.cooldownTimeS = 30;
    settings.allowedFailsPolicy.byClass["InternalServerErrorAllowedFails"] = 2;
    routing::DeploymentState state("a");
    QVERIFY(!routing::noteCheck(state, fault, row, settings, 2, at(1)));
    // One of traffic between them.
    QVERIFY(!routing::noteFailure(state, fault, row, settings, 2, at(2)));
    const auto rest = routing::noteCheck(state, fault, row, settings, 2, at(3));
    QVERIFY(rest);
    QCOMPARE(rest->seconds, 30.0);
    QVERIFY(state.cooling(at(32)));
    QCOMPARE(state.health(100, at(3)), Health::Unknown);
    // A good check does not shorten the rest.
    QVERIFY(!routing::noteCheck(state, std::nullopt, row, settings, 2, at(4)));
    QVERIFY(state.cooling(at(32)));
}

void TestChecks::theyCountForNothingWithoutRouting()
{
    const config::Deployment row = deployment("g", "openai/x", "a");
    config::RouterSettings settings;
    settings.allowedFailsPolicy.byClass["InternalServerErrorAllowedFails"] = 0;
    routing::DeploymentState state("a");
    QVERIFY(!routing::noteCheck(state, failure(ErrorCode::UpstreamInternal, 500), row, settings, 2, at(1)));
    QVERIFY(!state.cooling(at(1)));
}

QTEST_GUILESS_MAIN(TestChecks)
#include "tst_checks.moc"
