#include "core/redis/sharedwindows.h"
#include "tests/support/redisserver.h"

#include <QTest>

using namespace gw;
using namespace gw::redis;

namespace {

using Limited = WindowEntry::Limited;

std::optional<WindowEntry> enter(SharedWindows &windows, const std::vector<WindowLimits> &scopes,
                                 const std::string &ticket, std::int64_t windowMs = 60'000, int flightS = 600)
{
    std::optional<WindowEntry> out;
    bool come = false;
    const auto entered = [&](const std::optional<WindowEntry> &entry) {
        out = entry;
        come = true;
    };
    if (windows.enter(scopes, ticket, windowMs, entered, flightS))
        static_cast<void>(QTest::qWaitFor([&] { return come; }, 5000));
    return out;
}

}   // namespace

class TestSharedWindows final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void countsInAllScopesOrInNone();
    void beginsAWindowWithItsFirstRequest();
    void countsTokensInTheWindowThatRuns();
    void countsWhatIsUnderWayUntilItLeaves();
    void admitsExactlyTheLimitOfTwoGateways();
    void saysNoWhileRedisIsAway();

private:
    // Entering counts: unlike in QTRY_COMPARE, once.
    bool entersAtLast(const std::vector<WindowLimits> &scopes, const std::string &ticket,
                      std::int64_t windowMs = 60'000)
    {
        const auto entry = enter(*m_windows, scopes, ticket, windowMs);
        return entry && entry->limited == Limited::None;
    }

    std::optional<test::RedisServer> m_server;
    std::optional<net::Reactor> m_reactor;
    std::optional<Client> m_client;
    std::optional<SharedWindows> m_windows;
};

void TestSharedWindows::initTestCase()
{
    if (!test::RedisServer::installed())
        QSKIP("redis-server is not installed");
}

void TestSharedWindows::init()
{
    m_server.emplace();
    QVERIFY(m_server->start());
    m_reactor.emplace();
    m_client.emplace(*m_reactor, m_server->settings());
    m_windows.emplace(*m_client);
    QTRY_VERIFY(m_windows->available());
}

void TestSharedWindows::cleanup()
{
    m_windows.reset();
    m_client.reset();
    m_reactor.reset();
    m_server.reset();
}

void TestSharedWindows::countsInAllScopesOrInNone()
{
    const std::vector<WindowLimits> scopes{{"key:k", 3}, {"team:t", 1}};
    const auto first = enter(*m_windows, scopes, "1");
    QVERIFY(first && first->limited == Limited::None);
    QCOMPARE(first->uses[0].requests, 1);
    QCOMPARE(first->uses[1].requests, 1);
    const auto second = enter(*m_windows, scopes, "2");
    QVERIFY(second && second->limited == Limited::Requests);
    QCOMPARE(second->refused, 1U);
    const auto alone = enter(*m_windows, {{"key:k", 3}}, "3");
    QVERIFY(alone && alone->limited == Limited::None);
    QCOMPARE(alone->uses[0].requests, 2);
    const auto zero = enter(*m_windows, {{"key:zero", 0}}, "4");
    QVERIFY(zero && zero->limited == Limited::Requests);
}

void TestSharedWindows::beginsAWindowWithItsFirstRequest()
{
    const std::vector<WindowLimits> scopes{{"key:k", 1}};
    const auto first = enter(*m_windows, scopes, "1", 300);
    QVERIFY(first && first->limited == Limited::None);
    QCOMPARE(first->uses[0].leftMs, 300);
    const auto second = enter(*m_windows, scopes, "2", 300);
    QVERIFY(second && second->limited == Limited::Requests);
    QVERIFY(second->uses[0].leftMs > 0 && second->uses[0].leftMs <= 300);
    QVERIFY(QTest::qWaitFor([&] { return entersAtLast(scopes, "3", 300); }));
}

void TestSharedWindows::countsTokensInTheWindowThatRuns()
{
    const std::vector<WindowLimits> scopes{{.id = "key:k", .tokens = 100}};
    QVERIFY(m_windows->addTokens(scopes, 500));   // No window runs: they count in none.
    QCOMPARE(enter(*m_windows, scopes, "1")->limited, Limited::None);
    QVERIFY(m_windows->addTokens(scopes, 99));
    QCOMPARE(enter(*m_windows, scopes, "2")->uses[0].tokens, 99);
    QVERIFY(m_windows->addTokens(scopes, 1));
    QCOMPARE(enter(*m_windows, scopes, "3")->limited, Limited::Tokens);
}

void TestSharedWindows::countsWhatIsUnderWayUntilItLeaves()
{
    const std::vector<WindowLimits> scopes{{.id = "key:k", .parallel = 2}};
    QCOMPARE(enter(*m_windows, scopes, "1")->uses[0].parallel, 1);
    QCOMPARE(enter(*m_windows, scopes, "2")->uses[0].parallel, 2);
    QCOMPARE(enter(*m_windows, scopes, "3")->limited, Limited::Parallel);
    QVERIFY(m_windows->leave(scopes, "1"));
    QVERIFY(m_windows->leave(scopes, "1"));   // Twice counts once.
    QCOMPARE(enter(*m_windows, scopes, "3")->limited, Limited::None);
    QCOMPARE(enter(*m_windows, scopes, "4")->limited, Limited::Parallel);
    // Of a gateway that has died: over when its time is.
    const std::vector<WindowLimits> other{{.id = "key:dead", .parallel = 1}};
    QCOMPARE(enter(*m_windows, other, "dead", 60'000, 1)->limited, Limited::None);
    QCOMPARE(enter(*m_windows, other, "next")->limited, Limited::Parallel);
    QVERIFY(QTest::qWaitFor([&] { return entersAtLast(other, "next"); }));
}

void TestSharedWindows::admitsExactlyTheLimitOfTwoGateways()
{
    Client second(*m_reactor, m_server->settings());
    SharedWindows other(second);
    QTRY_VERIFY(other.available());
    int admitted = 0;
    int answered = 0;
    for (int i = 0; i < 400; ++i) {
        SharedWindows &windows = i % 2 == 0 ? *m_windows : other;
        QVERIFY(windows.enter({{"key:k", 150}}, std::to_string(i), 60'000,
                              [&](const std::optional<WindowEntry> &entry) {
                                  ++answered;
                                  admitted += entry && entry->limited == Limited::None ? 1 : 0;
                              }));
    }
    QTRY_COMPARE(answered, 400);
    QCOMPARE(admitted, 150);
}

void TestSharedWindows::saysNoWhileRedisIsAway()
{
    m_server->kill();
    QTRY_VERIFY(!m_windows->available());
    QVERIFY(!m_windows->enter({{"key:k", 1}}, "1", 60'000, [](const auto &) { QFAIL("told"); }));
    QVERIFY(!m_windows->addTokens({{"key:k", 1}}, 5));
    QVERIFY(m_server->start());
    QTRY_VERIFY_WITH_TIMEOUT(m_windows->available(), 10'000);
}

QTEST_GUILESS_MAIN(TestSharedWindows)
#include "tst_sharedwindows.moc"
