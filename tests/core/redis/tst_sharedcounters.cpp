#include "core/redis/sharedcounters.h"
#include "tests/support/redisserver.h"

#include <QTest>

#include <thread>

using namespace gw;
using namespace gw::redis;

namespace {

constexpr std::int64_t kMinute = 29'000'000;

std::optional<Decision> decide(SharedCounters &counters, const std::vector<Candidate> &candidates,
                               const std::string &ticket, std::int64_t tokens = 0, bool onlyLook = false)
{
    std::optional<Decision> out;
    bool come = false;
    const auto decided = [&](const std::optional<Decision> &decision) {
        out = decision;
        come = true;
    };
    const bool sent = onlyLook ? counters.look(candidates, tokens, kMinute, decided)
                               : counters.reserve(candidates, ticket, tokens, kMinute, decided);
    if (sent)
        static_cast<void>(QTest::qWaitFor([&] { return come; }, 5000));
    return out;
}

}   // namespace

class TestSharedCounters final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void takesTheFirstWithRoom();
    void countsTokensAndSettlesThem();
    void leavesCoolingOnesAlone();
    void countsFlightsUntilTheyAreOver();
    void looksWithoutCounting();
    void admitsExactlyTheLimitOfTwoGateways();
    void saysNoWhileRedisIsAway();
    void leavesNothingForEver();

private:
    std::optional<test::RedisServer> m_server;
    std::optional<net::Reactor> m_reactor;
    std::optional<Client> m_client;
    std::optional<SharedCounters> m_counters;
};

void TestSharedCounters::initTestCase()
{
    if (!test::RedisServer::installed())
        QSKIP("redis-server is not installed");
}

void TestSharedCounters::init()
{
    m_server.emplace();
    QVERIFY(m_server->start());
    m_reactor.emplace();
    m_client.emplace(*m_reactor, m_server->settings());
    m_counters.emplace(*m_client);
    QTRY_VERIFY(m_counters->available());
}

void TestSharedCounters::cleanup()
{
    m_counters.reset();
    m_client.reset();
    m_reactor.reset();
    m_server.reset();
}

void TestSharedCounters::takesTheFirstWithRoom()
{
    const std::vector<Candidate> candidates{{"a", 2}, {"b", 1}, {"c", 0}};
    std::vector<int> chosen;
    for (int i = 0; i < 4; ++i)
        chosen.push_back(decide(*m_counters, candidates, "t" + std::to_string(i))->chosen);
    QCOMPARE(chosen, (std::vector<int>{0, 0, 1, -1}));
    const auto last = decide(*m_counters, candidates, "t9");
    QCOMPARE(last->loads[0].requests, 2);
    QCOMPARE(last->loads[1].requests, 1);
    QCOMPARE(last->loads[2].requests, 0);
    QCOMPARE(last->loads[0].inFlight, 2);
}

void TestSharedCounters::countsTokensAndSettlesThem()
{
    const std::vector<Candidate> candidates{{.id = "a", .tpmLimit = 100}};
    QCOMPARE(decide(*m_counters, candidates, "1", 60)->chosen, 0);
    QCOMPARE(decide(*m_counters, candidates, "2", 60)->chosen, -1);
    QVERIFY(m_counters->settle("a", kMinute, -50));
    QCOMPARE(decide(*m_counters, candidates, "3", 60)->chosen, 0);
    QCOMPARE(decide(*m_counters, candidates, "4", 0)->loads[0].tokens, 70);
    QVERIFY(m_counters->settle("a", kMinute, -500));
    QCOMPARE(decide(*m_counters, candidates, "5", 0)->loads[0].tokens, 0);
}

void TestSharedCounters::leavesCoolingOnesAlone()
{
    const std::vector<Candidate> candidates{{.id = "a"}, {.id = "b"}};
    QVERIFY(m_counters->coolDown("a", 0.3, "429"));
    const auto decision = decide(*m_counters, candidates, "1");
    QCOMPARE(decision->chosen, 1);
    QVERIFY(decision->loads[0].cooling && !decision->loads[1].cooling);
    QTRY_COMPARE(decide(*m_counters, candidates, {}, 0, true)->chosen, 0);
    QVERIFY(m_counters->coolDown("a", 0, "nothing"));
    QCOMPARE(decide(*m_counters, candidates, {}, 0, true)->chosen, 0);
}

void TestSharedCounters::countsFlightsUntilTheyAreOver()
{
    const std::vector<Candidate> candidates{{.id = "a", .parallelLimit = 2}};
    QVERIFY(m_counters->enter("a", "x"));
    QCOMPARE(decide(*m_counters, candidates, "y")->chosen, 0);
    QCOMPARE(decide(*m_counters, candidates, "z")->chosen, -1);
    QVERIFY(m_counters->leave("a", "x"));
    QVERIFY(m_counters->leave("a", "x"));   // Twice counts once.
    QCOMPARE(decide(*m_counters, candidates, "z")->chosen, 0);
    QVERIFY(m_counters->leave("a", "y"));
    QVERIFY(m_counters->leave("a", "z"));
    // Of a gateway that has died: over when its time is.
    QVERIFY(m_counters->enter("a", "dead", 1));
    QCOMPARE(decide(*m_counters, candidates, {}, 0, true)->loads[0].inFlight, 1);
    QTRY_COMPARE(decide(*m_counters, candidates, {}, 0, true)->loads[0].inFlight, 0);
}

void TestSharedCounters::looksWithoutCounting()
{
    const std::vector<Candidate> candidates{{"a", 1}};
    for (int i = 0; i < 3; ++i) {
        const auto seen = decide(*m_counters, candidates, {}, 5, true);
        QCOMPARE(seen->chosen, 0);
        QCOMPARE(seen->loads[0].requests, 0);
        QCOMPARE(seen->loads[0].tokens, 0);
        QCOMPARE(seen->loads[0].inFlight, 0);
    }
}

void TestSharedCounters::admitsExactlyTheLimitOfTwoGateways()
{
    constexpr int kAttempts = 4000;   // Of each of the two.
    std::atomic<int> admitted = 0;
    std::atomic<int> lost = 0;
    const auto gateway = [&](const std::string &name) {
        QEventLoop loop;
        net::Reactor reactor;
        Settings settings = m_server->settings();
        settings.commandMs = 20'000;   // Four thousand at once: the last one waits for all others.
        settings.connectMs = 5000;
        Client client(reactor, settings);
        SharedCounters counters(client);
        int open = kAttempts;
        std::function<void()> begin = [&] {
            if (!counters.available()) {
                reactor.startTimer(5, begin);
                return;
            }
            for (int i = 0; i < kAttempts; ++i) {
                const bool sent = counters.reserve({{"one", 600}}, name + std::to_string(i), 10, kMinute,
                                                   [&](const std::optional<Decision> &decision) {
                                                       admitted += decision && decision->chosen == 0 ? 1 : 0;
                                                       lost += decision ? 0 : 1;
                                                       if (--open == 0)
                                                           loop.quit();
                                                   });
                if (!sent && --open == 0)
                    loop.quit();
            }
        };
        begin();
        loop.exec();
    };
    std::thread first(gateway, "first");
    std::thread second(gateway, "second");
    first.join();
    second.join();
    QCOMPARE(lost.load(), 0);
    QCOMPARE(admitted.load(), 600);
}

void TestSharedCounters::saysNoWhileRedisIsAway()
{
    m_server->kill();
    QTRY_VERIFY(!m_counters->available());
    QVERIFY(!m_counters->reserve({{"a", 1}}, "t", 1, kMinute, [](const std::optional<Decision> &) {}));
    QVERIFY(!m_counters->leave("a", "t"));
}

void TestSharedCounters::leavesNothingForEver()
{
    QCOMPARE(decide(*m_counters, {{"a", 9, 100, 9}}, "t", 7)->chosen, 0);
    QVERIFY(m_counters->coolDown("a", 1, "why"));
    QVERIFY(m_counters->enter("b", "t", 30));
    QVERIFY(m_counters->settle("b", kMinute, 4));
    std::vector<std::int64_t> lives;
    Reply keys;
    QVERIFY(m_client->command({"KEYS", "*"}, [&](const Reply &reply) { keys = reply; }));
    QTRY_COMPARE(keys.items.size(), std::size_t{6});
    for (const Reply &key : keys.items) {
        QVERIFY2(key.text.starts_with("{portico}:"), key.text.c_str());
        QVERIFY(
            m_client->command({"TTL", key.text}, [&](const Reply &life) { lives.push_back(life.integer); }));
    }
    QTRY_COMPARE(lives.size(), std::size_t{6});
    for (const std::int64_t life : lives)
        QVERIFY2(life >= 0 && life <= 600, std::to_string(life).c_str());
}

QTEST_GUILESS_MAIN(TestSharedCounters)
#include "tst_sharedcounters.moc"
