#include "core/routing/retrypolicy.h"

#include <QTest>

using namespace gw;
using routing::RetryQuestion;

class TestRetryPolicy final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decides_data();
    void decides();
    void waits_data();
    void waits();
    void countsByTheNearestWord_data();
    void countsByTheNearestWord();
    void neverWaitsPastTheDeadline();
};

namespace {

Error errorOf(ErrorCode code, int retryAfterMs = -1, int upstreamStatus = 0)
{
    return {.code = code, .message = "x", .upstreamStatus = upstreamStatus, .retryAfterMs = retryAfterMs};
}

RetryQuestion wanting(int retries, int others)
{
    RetryQuestion out;
    out.requestRetries = retries;
    out.others = others;
    out.groupSize = static_cast<std::size_t>(others) + 1;
    return out;
}

}   // namespace

// One row for each row of CONTRACT 6.4's table, and its counterpart.
void TestRetryPolicy::decides_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<RetryQuestion>("question");
    QTest::addColumn<bool>("again");
    const auto row = [](const char *name, ErrorCode code, const RetryQuestion &question, bool again) {
        QTest::newRow(name) << int(code) << question << again;
    };
    RetryQuestion special = wanting(2, 1);
    special.hasContextWindowFallbacks = true;
    row("too long a prompt, with fallbacks for that", ErrorCode::UpstreamContextWindow, special, false);
    special = wanting(2, 1);
    special.hasContentPolicyFallbacks = true;
    row("a refused prompt, with fallbacks for that", ErrorCode::UpstreamContentPolicy, special, false);
    row("a bad request stays bad", ErrorCode::UpstreamBadRequest, wanting(2, 1), false);
    row("too long a prompt stays too long", ErrorCode::UpstreamContextWindow, wanting(2, 1), false);
    row("not found", ErrorCode::UpstreamNotFound, wanting(2, 1), false);
    RetryQuestion limited = wanting(2, 0);
    limited.failedUsable = false;
    limited.hasFallbacks = true;
    row("429, nobody left, with fallbacks", ErrorCode::UpstreamRateLimit, limited, false);
    limited.hasFallbacks = false;
    row("429, nobody left, no fallbacks", ErrorCode::UpstreamRateLimit, limited, true);
    row("429, another one is there", ErrorCode::UpstreamRateLimit, wanting(2, 1), true);
    row("401, only one deployment", ErrorCode::UpstreamAuthentication, wanting(2, 0), false);
    row("401, another one has another key", ErrorCode::UpstreamAuthentication, wanting(2, 1), true);
    row("403, another one has another key", ErrorCode::UpstreamPermission, wanting(2, 1), true);
    RetryQuestion nobody = wanting(2, 0);
    nobody.failedUsable = false;
    row("500, nobody left", ErrorCode::UpstreamInternal, nobody, false);
    row("500, the same one may try again", ErrorCode::UpstreamInternal, wanting(2, 0), true);
    row("a time-out", ErrorCode::UpstreamTimeout, wanting(2, 1), true);
    row("a cut connection", ErrorCode::UpstreamConnection, wanting(2, 1), true);
    row("529", ErrorCode::UpstreamOverloaded, wanting(2, 1), true);
    row("no retries wanted", ErrorCode::UpstreamRateLimit, wanting(0, 1), false);
    RetryQuestion used = wanting(1, 1);
    used.failedAttempts = 2;
    row("retries used up", ErrorCode::UpstreamRateLimit, used, false);
    row("a parameter it does not know, another one may", ErrorCode::UnsupportedParam, wanting(2, 1), true);
    row("a parameter it does not know, nobody else", ErrorCode::UnsupportedParam, wanting(2, 0), false);
    row("a key that is locked away, another one has its own", ErrorCode::SecretAway, wanting(1, 1), true);
    row("the client's own mistake", ErrorCode::BadRequest, wanting(2, 1), false);
}

void TestRetryPolicy::decides()
{
    QFETCH(int, code);
    QFETCH(RetryQuestion, question);
    QFETCH(bool, again);
    QCOMPARE(routing::retryDelayMs(errorOf(ErrorCode(code)), {}, "g", question).has_value(), again);
}

void TestRetryPolicy::waits_data()
{
    QTest::addColumn<int>("others");
    QTest::addColumn<int>("failed");
    QTest::addColumn<int>("retryAfterMs");
    QTest::addColumn<double>("floorS");
    QTest::addColumn<int>("low");
    QTest::addColumn<int>("high");
    QTest::newRow("another deployment: at once") << 1 << 1 << -1 << 0.0 << 0 << 0;
    QTest::newRow("another deployment: at once, whatever the floor") << 1 << 1 << 3000 << 5.0 << 0 << 0;
    QTest::newRow("alone: half a second, less jitter") << 0 << 1 << -1 << 0.0 << 300 << 500;
    QTest::newRow("alone, second time: twice as long") << 0 << 2 << -1 << 0.0 << 600 << 1000;
    QTest::newRow("alone, tenth time: never above eight seconds") << 0 << 10 << -1 << 0.0 << 5000 << 8000;
    QTest::newRow("the provider's own wait") << 0 << 1 << 1500 << 0.0 << 1500 << 1500;
    QTest::newRow("a wait of over a minute is not believed") << 0 << 1 << 61'000 << 0.0 << 300 << 500;
    QTest::newRow("never below retry_after") << 0 << 1 << 1500 << 4.0 << 4000 << 4000;
}

void TestRetryPolicy::waits()
{
    QFETCH(int, others);
    QFETCH(int, failed);
    QFETCH(int, retryAfterMs);
    QFETCH(double, floorS);
    QFETCH(int, low);
    QFETCH(int, high);
    config::RouterSettings settings;
    settings.retryAfterS = floorS;
    RetryQuestion question = wanting(20, others);
    question.failedAttempts = failed;
    for (const double random : {0.0, 0.5, 0.999}) {
        question.random = random;
        const auto delay = routing::retryDelayMs(errorOf(ErrorCode::UpstreamRateLimit, retryAfterMs),
                                                 settings, "g", question);
        QVERIFY(delay.has_value());
        QVERIFY2(*delay >= low && *delay <= high, std::to_string(*delay).c_str());
    }
}

void TestRetryPolicy::countsByTheNearestWord_data()
{
    QTest::addColumn<int>("request");   // -1: not said.
    QTest::addColumn<int>("deployment");
    QTest::addColumn<int>("groupPolicy");
    QTest::addColumn<int>("policy");
    QTest::addColumn<int>("router");
    QTest::addColumn<int>("expected");
    QTest::newRow("nobody says anything") << -1 << -1 << -1 << -1 << -1 << 0;
    QTest::newRow("the router") << -1 << -1 << -1 << -1 << 4 << 4;
    QTest::newRow("the policy for the class goes before the router") << -1 << -1 << -1 << 3 << 4 << 3;
    QTest::newRow("the group's policy goes before the general one") << -1 << -1 << 2 << 3 << 4 << 2;
    QTest::newRow("the deployment goes before policies") << -1 << 1 << 2 << 3 << 4 << 1;
    QTest::newRow("the request wins") << 6 << 1 << 2 << 3 << 4 << 6;
    QTest::newRow("none is a word too") << 0 << 1 << 2 << 3 << 4 << 0;
}

void TestRetryPolicy::countsByTheNearestWord()
{
    QFETCH(int, request);
    QFETCH(int, deployment);
    QFETCH(int, groupPolicy);
    QFETCH(int, policy);
    QFETCH(int, router);
    QFETCH(int, expected);
    config::RouterSettings settings;
    RetryQuestion question;
    if (request >= 0)
        question.requestRetries = request;
    if (deployment >= 0)
        question.deploymentRetries = deployment;
    if (groupPolicy >= 0)
        settings.groupRetryPolicies["g"].byClass["RateLimitErrorRetries"] = groupPolicy;
    if (policy >= 0)
        settings.retryPolicy.byClass["RateLimitErrorRetries"] = policy;
    if (router >= 0)
        settings.numRetries = router;
    QCOMPARE(routing::retriesAllowed(ErrorCode::UpstreamRateLimit, settings, "g", question), expected);
}

void TestRetryPolicy::neverWaitsPastTheDeadline()
{
    config::RouterSettings settings;
    settings.retryAfterS = 5;
    RetryQuestion question = wanting(2, 0);
    question.remainingMs = 60'000;
    QCOMPARE(
        routing::retryDelayMs(errorOf(ErrorCode::UpstreamInternal), settings, "g", question).value_or(-1),
        5000);
    question.remainingMs = 4'000;
    QVERIFY(!routing::retryDelayMs(errorOf(ErrorCode::UpstreamInternal), settings, "g", question));
    // Going to another one at once takes no time.
    question.others = 1;
    question.remainingMs = 1;
    QCOMPARE(
        routing::retryDelayMs(errorOf(ErrorCode::UpstreamInternal), settings, "g", question).value_or(-1), 0);
}

QTEST_GUILESS_MAIN(TestRetryPolicy)
#include "tst_retrypolicy.moc"
