#include "core/routing/retrypolicy.h"

#include <QTest>

using namespace gw;

class TestRetryPolicy final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void retryDelay_data();
    void retryDelay();
    void policiesOverrideTheCount();
    void neverWaitsPastTheDeadline();
};

namespace {

routing::Plan planWith(int retries, int healthy, int attempts = 0)
{
    routing::Plan plan;
    plan.maxRetries = retries;
    plan.healthy = healthy;
    plan.attempts.resize(std::size_t(attempts > 0 ? attempts : retries + 1));
    return plan;
}

}   // namespace

void TestRetryPolicy::retryDelay_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("retries");
    QTest::addColumn<int>("healthy");
    QTest::addColumn<int>("failed");
    QTest::addColumn<bool>("sent");
    QTest::addColumn<int>("retryAfterMs");
    QTest::addColumn<int>("low");   // -1: no retry.
    QTest::addColumn<int>("high");
    const int limit = int(ErrorCode::UpstreamRateLimit);
    QTest::newRow("another deployment is there: at once") << limit << 2 << 2 << 1 << false << -1 << 0 << 0;
    QTest::newRow("alone: half a second, less jitter") << limit << 2 << 1 << 1 << false << -1 << 300 << 500;
    QTest::newRow("alone, second time: twice as long") << limit << 3 << 1 << 2 << false << -1 << 600 << 1000;
    QTest::newRow("the provider's own wait") << limit << 2 << 1 << 1 << false << 1500 << 1500 << 1500;
    QTest::newRow("a wait of over a minute is not believed")
        << limit << 2 << 1 << 1 << false << 61'000 << 300 << 500;
    QTest::newRow("no retries wanted") << limit << 0 << 2 << 1 << false << -1 << -1 << -1;
    QTest::newRow("retries used up") << limit << 1 << 2 << 2 << false << -1 << -1 << -1;
    QTest::newRow("the client has seen bytes") << limit << 2 << 2 << 1 << true << -1 << -1 << -1;
    QTest::newRow("a bad request stays bad")
        << int(ErrorCode::UpstreamBadRequest) << 2 << 2 << 1 << false << -1 << -1 << -1;
    QTest::newRow("not found") << int(ErrorCode::UpstreamNotFound) << 2 << 2 << 1 << false << -1 << -1 << -1;
    QTest::newRow("a refused key, another deployment")
        << int(ErrorCode::UpstreamAuthentication) << 2 << 2 << 1 << false << -1 << 0 << 0;
    QTest::newRow("a refused key, nobody else")
        << int(ErrorCode::UpstreamAuthentication) << 2 << 1 << 1 << false << -1 << -1 << -1;
    QTest::newRow("a time-out") << int(ErrorCode::UpstreamTimeout) << 2 << 2 << 1 << false << -1 << 0 << 0;
    QTest::newRow("a cut connection")
        << int(ErrorCode::UpstreamConnection) << 2 << 2 << 1 << false << -1 << 0 << 0;
    QTest::newRow("an error of our own")
        << int(ErrorCode::UnsupportedParam) << 2 << 2 << 1 << false << -1 << -1 << -1;
}

void TestRetryPolicy::retryDelay()
{
    QFETCH(int, code);
    QFETCH(int, retries);
    QFETCH(int, healthy);
    QFETCH(int, failed);
    QFETCH(bool, sent);
    QFETCH(int, retryAfterMs);
    QFETCH(int, low);
    QFETCH(int, high);
    Error error;
    error.code = ErrorCode(code);
    error.retryAfterMs = retryAfterMs;
    for (const double random : {0.0, 0.5, 0.999}) {
        const auto delay =
            routing::retryDelayMs(error, planWith(retries, healthy), {}, {failed, sent, random, 0});
        QCOMPARE(delay.has_value(), low >= 0);
        if (delay)
            QVERIFY2(*delay >= low && *delay <= high, std::to_string(*delay).c_str());
    }
}

void TestRetryPolicy::policiesOverrideTheCount()
{
    config::RouterSettings settings;
    settings.retryPolicy.byClass = {
        {"RateLimitErrorRetries", 3}, {"BadRequestErrorRetries", 1}, {"TimeoutErrorRetries", 0}};
    Error error;
    error.code = ErrorCode::UpstreamRateLimit;
    QVERIFY(routing::retryDelayMs(error, planWith(0, 2, 4), settings, {3, false, 0, 0}));
    QVERIFY(!routing::retryDelayMs(error, planWith(0, 2, 5), settings, {4, false, 0, 0}));
    error.code = ErrorCode::UpstreamBadRequest;
    QVERIFY(routing::retryDelayMs(error, planWith(0, 2, 4), settings, {1, false, 0, 0}));
    error.code = ErrorCode::UpstreamTimeout;
    QVERIFY(!routing::retryDelayMs(error, planWith(3, 2, 4), settings, {1, false, 0, 0}));
}

void TestRetryPolicy::neverWaitsPastTheDeadline()
{
    config::RouterSettings settings;
    settings.retryAfterS = 5;
    Error error;
    error.code = ErrorCode::UpstreamInternal;
    QCOMPARE(routing::retryDelayMs(error, planWith(2, 2), settings, {1, false, 0, 60'000}).value_or(-1),
             5000);
    QVERIFY(!routing::retryDelayMs(error, planWith(2, 2), settings, {1, false, 0, 4'000}));
}

QTEST_GUILESS_MAIN(TestRetryPolicy)
#include "tst_retrypolicy.moc"
