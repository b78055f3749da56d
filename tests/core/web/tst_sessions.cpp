#include "core/web/sessions.h"

#include <QTest>

#include <set>

using namespace gw;
using namespace gw::web;

class SessionsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areFoundByTheirIdAlone();
    void endAfterTwelveHours();
    void endWhenToldTo();
    void theOldestGivesWay();
    void tokensFitTheirSession();
};

void SessionsTest::areFoundByTheirIdAlone()
{
    ManualClock clock;
    Sessions sessions(clock);
    const std::string id = sessions.begin({.key = Secret("sk-one")});
    QCOMPARE(id.size(), std::size_t{64});
    QCOMPARE(id.find_first_not_of("0123456789abcdef"), std::string::npos);
    QCOMPARE(sessions.find(id)->key.reveal(), std::string("sk-one"));
    QVERIFY(sessions.begin({}) != id);
    std::string other = id;
    other.back() = other.back() == '0' ? '1' : '0';
    for (const std::string &wrong : {std::string(), other, id + "0", id.substr(1), std::string("open")})
        QVERIFY(!sessions.find(wrong));
}

void SessionsTest::endAfterTwelveHours()
{
    ManualClock clock;
    Sessions sessions(clock);
    const std::string id = sessions.begin({.proof = "p"});
    clock.advanceUs(Sessions::kLifeS * 1'000'000 - 1);
    QCOMPARE(sessions.find(id)->proof, std::string("p"));
    clock.advanceUs(1);
    QVERIFY(!sessions.find(id));
}

void SessionsTest::endWhenToldTo()
{
    ManualClock clock;
    Sessions sessions(clock);
    const std::string one = sessions.begin({});
    const std::string two = sessions.begin({});
    sessions.end(one);
    QVERIFY(!sessions.find(one));
    QVERIFY(sessions.find(two));
    sessions.end("unknown");
}

void SessionsTest::theOldestGivesWay()
{
    ManualClock clock;
    Sessions sessions(clock);
    const std::string first = sessions.begin({});
    std::set<std::string> later;
    for (std::size_t i = 0; i < Sessions::kMost; ++i) {
        clock.advanceUs(1);
        later.insert(sessions.begin({}));
    }
    QVERIFY(!sessions.find(first));
    for (const std::string &id : later)
        QVERIFY(sessions.find(id));
}

void SessionsTest::tokensFitTheirSession()
{
    ManualClock clock;
    Sessions sessions(clock);
    const std::string id = sessions.begin({});
    const std::string token = sessions.token(id);
    QVERIFY(token != id);
    QVERIFY(sessions.tokenFits(id, token));
    QVERIFY(!sessions.tokenFits(id, ""));
    QVERIFY(!sessions.tokenFits(id, token + "0"));
    QVERIFY(!sessions.tokenFits(id, sessions.token(sessions.begin({}))));
    QVERIFY(!Sessions(clock).tokenFits(id, token));   // Of another run.
}

QTEST_APPLESS_MAIN(SessionsTest)
#include "tst_sessions.moc"
