#include "core/web/attempts.h"

#include <QTest>

using namespace gw;
using namespace gw::web;

namespace {

constexpr std::int64_t kSecondUs = 1'000'000;

int taken(Attempts &attempts, const std::string &address)
{
    int count = 0;
    while (attempts.begin(address))
        ++count;
    return count;
}

}   // namespace

class AttemptsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fiveFailuresAMinute();
    void eachAddressHasItsOwn_data();
    void eachAddressHasItsOwn();
    void successForgetsFailures();
    void strangersFillNothing();
};

void AttemptsTest::fiveFailuresAMinute()
{
    ManualClock clock;
    Attempts attempts(clock);
    QCOMPARE(attempts.waitS("10.0.0.1"), std::int64_t{0});
    QVERIFY(attempts.begin("10.0.0.1"));
    clock.advanceUs(20 * kSecondUs);
    QCOMPARE(taken(attempts, "10.0.0.1"), 4);
    QCOMPARE(attempts.waitS("10.0.0.1"), std::int64_t{40});
    // Refused attempts do not make the wait longer.
    clock.advanceUs(40 * kSecondUs - 1);
    QVERIFY(!attempts.begin("10.0.0.1"));
    clock.advanceUs(1);
    QCOMPARE(taken(attempts, "10.0.0.1"), 1);
    clock.advanceUs(60 * kSecondUs);
    QCOMPARE(taken(attempts, "10.0.0.1"), 5);
}

void AttemptsTest::eachAddressHasItsOwn_data()
{
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    QTest::addColumn<bool>("same");
    QTest::newRow("two IPv4 addresses") << QByteArray("10.0.0.1") << QByteArray("10.0.0.2") << false;
    QTest::newRow("two of one IPv6 network")
        << QByteArray("2001:db8::1") << QByteArray("2001:db8::ffff:2") << true;
    QTest::newRow("two IPv6 networks")
        << QByteArray("2001:db8:0:1::1") << QByteArray("2001:db8:0:2::1") << false;
    QTest::newRow("both loopbacks") << QByteArray("::1") << QByteArray("127.0.0.1") << false;
    QTest::newRow("texts that are no addresses") << QByteArray("x") << QByteArray("y") << false;
}

void AttemptsTest::eachAddressHasItsOwn()
{
    QFETCH(QByteArray, one);
    QFETCH(QByteArray, other);
    QFETCH(bool, same);
    ManualClock clock;
    Attempts attempts(clock);
    QCOMPARE(taken(attempts, one.toStdString()), 5);
    QCOMPARE(taken(attempts, other.toStdString()), same ? 0 : 5);
}

void AttemptsTest::successForgetsFailures()
{
    ManualClock clock;
    Attempts attempts(clock, 2);
    QVERIFY(attempts.begin("a"));
    QVERIFY(attempts.begin("a"));
    attempts.succeeded("a");
    QCOMPARE(taken(attempts, "a"), 2);
}

void AttemptsTest::strangersFillNothing()
{
    ManualClock clock;
    Attempts attempts(clock);
    for (std::size_t i = 0; i < Attempts::kMostAddresses; ++i)
        QVERIFY(attempts.begin("10.1." + std::to_string(i / 250) + "." + std::to_string(i % 250)));
    QVERIFY(!attempts.begin("10.2.0.1"));
    QVERIFY(attempts.begin("10.1.0.1"));
    clock.advanceUs(60 * kSecondUs);
    QVERIFY(attempts.begin("10.2.0.1"));
}

QTEST_APPLESS_MAIN(AttemptsTest)
#include "tst_attempts.moc"
