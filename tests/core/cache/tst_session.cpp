#include "core/base/ids.h"
#include "core/cache/session.h"
#include "tests/core/cache/calls.h"
#include "tests/support/redisserver.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace gw;
using namespace gw::cache;

namespace {

using Params = config::CacheParams;

Params memoryParams()
{
    Params out;
    out.on = true;
    return out;
}

// A gateway with one worker.
struct Gateway
{
    explicit Gateway(const Params &params)
    {
        cache.apply(params);
        worker.emplace(cache, reactor, clock);
    }

    net::Reactor reactor;
    ManualClock clock;
    ResponseCache cache;
    std::optional<WorkerCache> worker;
};

// One request.
struct Request
{
    Request(Gateway &gateway, const std::string &body, const char *group = "group", const char *key = "key")
        : call(test::callOf(body))
        , session(std::make_unique<Session>(*gateway.worker))
    {
        session->lookUp({&call, &headers, group, key, {}}, [this](EntryPtr entry) {
            ++answers;
            answer = std::move(entry);
        });
    }
    bool hit() const { return answers == 1 && answer; }
    bool asks() const { return answers == 1 && !answer; }
    void say(const std::string &bytes, bool whole = true)
    {
        session->begin({"deployment", "openai", "upstream", "text/event-stream"});
        session->add(bytes.substr(0, bytes.size() / 2));
        session->add(bytes.substr(bytes.size() / 2));
        if (whole)
            session->keep();
    }

    wire::Headers headers;
    chat::Call call;
    std::unique_ptr<Session> session;
    int answers = 0;
    EntryPtr answer;
};

std::string body(const std::string &text, const std::string &more = {})
{
    return R"({"model":"m","messages":[{"role":"user","content":")" + text + "\"}]" +
           (more.empty() ? "" : "," + more) + "}";
}

}   // namespace

class TestSession final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersFromWhatWasKept();
    void doesNothingWhileSwitchedOff();
    void obeysControls();
    void obeysModeAndTypes();
    void sharesByScopeAndGroups();
    void keepsOnlyWholeAnswersOfItsSize();
    void expires();
    void letsEqualRequestsWait();
    void letsThemGoOnWhenTheFirstFails();
    void makesAnotherLeadWhenTheFirstLeaves();
    void doesNotWaitForThoseWhoKeepNothing();
    void findsOnTheDisk();
    void sharesThroughRedis();
    void doesWithoutAStalledRedis();
    void erasesAndClearsInRedis();
    void takesOverAnotherConfig();
};

void TestSession::answersFromWhatWasKept()
{
    Gateway gateway(memoryParams());
    {
        Request first(gateway, body("hi"));
        QVERIFY(first.asks() && first.session->missed());
        QCOMPARE(first.session->name(), std::string());
        first.say("the answer");
    }
    Request second(gateway, body("hi", "\"stream\":true,\"user\":\"u\""));
    QVERIFY(second.hit() && !second.session->missed());
    QCOMPARE(second.session->name().size(), std::size_t{64});
    QCOMPARE(Request(gateway, body("hi")).session->name(), second.session->name());
    QCOMPARE(second.answer->bytes, std::string("the answer"));
    QCOMPARE(second.answer->deploymentId, std::string("deployment"));
    QCOMPARE(second.answer->adapter, std::string("openai"));
    QCOMPARE(second.answer->upstreamModel, std::string("upstream"));
    QCOMPARE(second.answer->contentType, std::string("text/event-stream"));
    QVERIFY(Request(gateway, body("ho")).asks());
}

void TestSession::doesNothingWhileSwitchedOff()
{
    Gateway gateway({});
    Request first(gateway, body("hi"));
    QVERIFY(first.asks() && !first.session->missed());
    first.say("x");
    QVERIFY(Request(gateway, body("hi")).asks());
    QCOMPARE(gateway.cache.memory().size().entries, 0);
}

void TestSession::obeysControls()
{
    Gateway gateway(memoryParams());
    Request(gateway, body("hi")).say("old");
    {
        Request fresh(gateway, body("hi", R"("cache":{"no-cache":true})"));
        QVERIFY(fresh.asks());
        fresh.say("new");
    }
    QCOMPARE(Request(gateway, body("hi")).answer->bytes, std::string("new"));
    {
        Request silent(gateway, body("ho", R"("cache":{"no-store":true})"));
        QVERIFY(silent.asks());
        silent.say("x");
    }
    QVERIFY(Request(gateway, body("ho")).asks());
    QVERIFY(Request(gateway, body("hi", R"("cache":{"no-store":true})")).hit());
    gateway.clock.advanceUs(5'000'000);
    QVERIFY(Request(gateway, body("hi", R"("cache":{"s-maxage":4})")).asks());
    QVERIFY(Request(gateway, body("hi", R"("cache":{"s-maxage":6})")).hit());
    Request(gateway, body("short", R"("cache":{"ttl":2})")).say("x");
    QVERIFY(Request(gateway, body("short")).hit());
    gateway.clock.advanceUs(2'000'000);
    QVERIFY(Request(gateway, body("short")).asks());
    Request(gateway, body("none", R"("cache":{"ttl":0})")).say("x");
    QVERIFY(Request(gateway, body("none")).asks());
    {
        Request spaced(gateway, body("hi", R"("cache":{"namespace":"mine"})"));
        QVERIFY(spaced.asks());
        spaced.say("x");
    }
    Request again(gateway, body("hi", R"("cache":{"namespace":"mine"})"));
    QVERIFY(again.hit() && again.session->name().starts_with("mine:"));
}

void TestSession::obeysModeAndTypes()
{
    Params params = memoryParams();
    params.defaultOn = false;
    params.nameSpace = "all";
    Gateway gateway(params);
    Request(gateway, body("hi")).say("x");
    QVERIFY(Request(gateway, body("hi")).session->name().empty());
    Request(gateway, body("hi", R"("cache":{"use-cache":true})")).say("x");
    Request second(gateway, body("hi", R"("cache":{"use-cache":true})"));
    QVERIFY(second.hit() && second.session->name().starts_with("all:"));

    params = memoryParams();
    params.callTypes = {"aembedding"};
    Gateway other(params);
    Request(other, body("hi")).say("x");
    QVERIFY(Request(other, body("hi")).asks());
    params.callTypes->clear();
    Gateway none(params);
    QVERIFY(!none.cache.isOn());
}

void TestSession::sharesByScopeAndGroups()
{
    Params params = memoryParams();
    params.groups = {{"one", "two"}};
    Gateway gateway(params);
    Request(gateway, body("hi"), "one", "ada").say("x");
    QVERIFY(Request(gateway, body("hi"), "two", "bob").hit());
    QVERIFY(Request(gateway, body("hi"), "three", "bob").asks());
    params.scope = Params::Scope::Key;
    Gateway scoped(params);
    Request(scoped, body("hi"), "one", "ada").say("x");
    QVERIFY(Request(scoped, body("hi"), "one", "ada").hit());
    QVERIFY(Request(scoped, body("hi"), "one", "bob").asks());
}

void TestSession::keepsOnlyWholeAnswersOfItsSize()
{
    Gateway gateway(memoryParams());
    Request(gateway, body("cut")).say("half", false);
    QVERIFY(Request(gateway, body("cut")).asks());
    Request(gateway, body("large")).say(std::string(ResponseCache::kMaxEntryBytes + 2, 'x'));
    QVERIFY(Request(gateway, body("large")).asks());
    {
        Request retried(gateway, body("retried"));
        retried.say("first try", false);
        retried.session->forget();
        retried.say("second try");
    }
    QCOMPARE(Request(gateway, body("retried")).answer->bytes, std::string("second try"));
}

void TestSession::expires()
{
    Params params = memoryParams();
    Gateway gateway(params);
    Request(gateway, body("hi")).say("x");
    gateway.clock.advanceUs(59'000'000);
    QVERIFY(Request(gateway, body("hi")).hit());
    gateway.clock.advanceUs(1'000'000);
    QVERIFY(Request(gateway, body("hi")).asks());
    params.ttlS = 7200;
    gateway.cache.apply(params);
    Request(gateway, body("hi")).say("x");
    gateway.clock.advanceUs(7'199'000'000);
    QVERIFY(Request(gateway, body("hi")).hit());
}

void TestSession::letsEqualRequestsWait()
{
    Gateway gateway(memoryParams());
    Request first(gateway, body("hi"));
    QVERIFY(first.asks());
    std::vector<std::unique_ptr<Request>> others;
    for (int i = 0; i < 20; ++i)
        others.push_back(std::make_unique<Request>(gateway, body("hi")));
    QCOMPARE(gateway.cache.flights().waiting(), std::size_t{20});
    others.pop_back();   // Its client has left.
    QVERIFY(Request(gateway, body("other")).asks());
    first.say("shared");
    QTRY_VERIFY(std::ranges::all_of(others, [](const auto &other) { return other->hit(); }));
    QCOMPARE(others.front()->answer->bytes, std::string("shared"));
    QCOMPARE(gateway.cache.flights().waiting(), std::size_t{0});
}

void TestSession::letsThemGoOnWhenTheFirstFails()
{
    Gateway gateway(memoryParams());
    Request first(gateway, body("hi"));
    Request second(gateway, body("hi"));
    Request third(gateway, body("hi"));
    first.session->fail();
    QTRY_VERIFY(second.asks() && third.asks());
    // An answer that may not be kept is none for others either.
    Request large(gateway, body("large"));
    Request waiting(gateway, body("large"));
    large.say(std::string(ResponseCache::kMaxEntryBytes + 2, 'x'), false);
    QTRY_VERIFY(waiting.asks());
}

void TestSession::makesAnotherLeadWhenTheFirstLeaves()
{
    Gateway gateway(memoryParams());
    auto first = std::make_unique<Request>(gateway, body("hi"));
    Request second(gateway, body("hi"));
    Request third(gateway, body("hi"));
    first.reset();
    QTRY_COMPARE(second.answers + third.answers, 1);
    Request &leader = second.answers == 1 ? second : third;
    Request &waiter = second.answers == 1 ? third : second;
    QVERIFY(leader.asks() && waiter.answers == 0);
    leader.say("x");
    QTRY_VERIFY(waiter.hit());
}

void TestSession::doesNotWaitForThoseWhoKeepNothing()
{
    Gateway gateway(memoryParams());
    Request silent(gateway, body("hi", R"("cache":{"no-store":true})"));
    Request first(gateway, body("hi"));
    Request refresh(gateway, body("hi", R"("cache":{"no-cache":true})"));
    QVERIFY(silent.asks() && first.asks() && refresh.asks());
}

void TestSession::findsOnTheDisk()
{
    QTemporaryDir folder;
    Params params = memoryParams();
    params.store = Params::Store::Disk;
    params.diskFolder = folder.path().toStdString();
    {
        Gateway gateway(params);
        Request first(gateway, body("hi"));
        QTRY_VERIFY(first.asks());
        first.say("kept");
    }
    Gateway gateway(params);
    Request first(gateway, body("hi"));
    Request second(gateway, body("hi"));
    QTRY_VERIFY(first.hit() && second.hit());
    QVERIFY(Request(gateway, body("hi")).hit());   // From memory now, at once.
    gateway.cache.clear();
    Request third(gateway, body("hi"));
    QTRY_VERIFY(third.asks());
}

void TestSession::sharesThroughRedis()
{
    if (!test::RedisServer::installed())
        QSKIP("redis-server is not installed");
    test::RedisServer server;
    QVERIFY(server.start());
    Params params = memoryParams();
    params.store = Params::Store::Redis;
    params.redis.port = server.port();
    params.nameSpace = "space";
    Gateway one(params);
    Gateway two(params);
    QTRY_VERIFY(one.worker->redis()->available() && two.worker->redis()->available());
    {
        Request first(one, body("hi"));
        QTRY_VERIFY(first.asks());
        first.say(std::string("kept\0in Redis", 13));
    }
    Request second(two, body("hi"));
    QTRY_VERIFY(second.hit());
    QCOMPARE(second.answer->bytes, std::string("kept\0in Redis", 13));
    // In memory in front, for a minute; in Redis for an hour.
    QVERIFY(Request(two, body("hi")).hit());
    two.clock.advanceUs(61'000'000);
    QVERIFY(!two.worker->findInMemory(second.session->name()));
    redis::Reply life;
    QVERIFY(one.worker->redis()->command({"PTTL", second.session->name()},
                                         [&](const redis::Reply &r) { life = r; }));
    QTRY_VERIFY(life.ok());
    QVERIFY(life.integer > 3'590'000 && life.integer <= 3'600'000);
}

void TestSession::doesWithoutAStalledRedis()
{
    if (!test::RedisServer::installed())
        QSKIP("redis-server is not installed");
    test::RedisServer server;
    QVERIFY(server.start());
    Params params = memoryParams();
    params.store = Params::Store::Redis;
    params.redis.port = server.port();
    params.memoryTtlS = 1;
    Gateway gateway(params);
    QTRY_VERIFY(gateway.worker->redis()->available());
    server.stall();
    QElapsedTimer time;
    time.start();
    Request first(gateway, body("hi"));
    QTRY_VERIFY(first.asks());
    QVERIFY2(time.elapsed() < 1000, qPrintable(QString::number(time.elapsed())));
    QVERIFY(!gateway.worker->redis()->available());
    Request second(gateway, body("ho"));
    QVERIFY(second.asks());   // At once, from now on.
    first.say("x");
    // Memory keeps what Redis would have, for as long.
    gateway.clock.advanceUs(60'000'000);
    QVERIFY(Request(gateway, body("hi")).hit());
}

void TestSession::erasesAndClearsInRedis()
{
    if (!test::RedisServer::installed())
        QSKIP("redis-server is not installed");
    test::RedisServer server;
    QVERIFY(server.start());
    Params params = memoryParams();
    params.store = Params::Store::Redis;
    params.redis.port = server.port();
    Gateway gateway(params);
    QTRY_VERIFY(gateway.worker->redis()->available());
    redis::Client &client = *gateway.worker->redis();
    QVERIFY(client.command({"SET", "somebody:else", "1"}, [](const redis::Reply &) {}));
    std::vector<std::string> keys;
    Entry kept;
    kept.storedMs = gateway.worker->nowMs();
    kept.expiresMs = kept.storedMs + 60'000;
    for (int i = 0; i < 1200; ++i) {
        keys.push_back(sha256Hex(std::to_string(i)));
        gateway.worker->put(keys.back(), std::make_shared<const Entry>(kept));
    }
    const auto size = [&] {
        redis::Reply out;
        if (client.command({"DBSIZE"}, [&](const redis::Reply &reply) { out = reply; }))
            static_cast<void>(QTest::qWaitFor([&] { return out.answered(); }, 5000));
        return out.integer;
    };
    QCOMPARE(size(), 1201);
    std::optional<bool> done;
    gateway.worker->erase({keys[0], keys[1]}, [&](bool ok) { done = ok; });
    QTRY_VERIFY(done && *done);
    QCOMPARE(size(), 1199);
    QVERIFY(!gateway.worker->findInMemory(keys[0]) && gateway.worker->findInMemory(keys[2]));
    done.reset();
    gateway.worker->clear([&](bool ok) { done = ok; });
    QTRY_VERIFY(done && *done);
    QCOMPARE(size(), 1);
    QVERIFY(!gateway.worker->findInMemory(keys[2]));
    server.kill();
    QTRY_VERIFY(!client.available());
    done.reset();
    gateway.worker->clear([&](bool ok) { done = ok; });
    QVERIFY(done && !*done);
}

void TestSession::takesOverAnotherConfig()
{
    test::RedisServer nobody;
    Params params = memoryParams();
    Gateway gateway(params);
    QVERIFY(!gateway.worker->redis());
    Request(gateway, body("hi")).say("x");
    params.store = Params::Store::Redis;
    params.redis.port = nobody.port();
    gateway.cache.apply(params);
    QVERIFY(gateway.worker->redis());
    Request(gateway, body("hi")).say("x");
    QVERIFY(Request(gateway, body("hi")).hit());
    params.redis.url = Secret("http://h");
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("unknown scheme")));
    gateway.cache.apply(params);
    QVERIFY(!gateway.worker->redis());
    params = memoryParams();
    params.on = false;
    gateway.cache.apply(params);
    QCOMPARE(gateway.cache.memory().size().entries, 0);
    QVERIFY(Request(gateway, body("hi")).asks());
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
