#include "core/pricing/money.h"

#include <QTest>

using namespace gw;
using namespace gw::pricing;

class TestMoney : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parseAmount_data();
    void parseAmount();
    void refusesWhatIsNoPrice_data();
    void refusesWhatIsNoPrice();
    void roundToPico_data();
    void roundToPico();
    void saturatesInsteadOfWrapping();
    void scalesByMillionthsExactly();
    void writesSumsBeyondInt64();
};

void TestMoney::parseAmount_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("shift");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("integer") << QByteArray("3") << 0 << QByteArray("3");
    QTest::newRow("per million") << QByteArray("3") << -6 << QByteArray("0.000003");
    QTest::newRow("fraction per million") << QByteArray("0.15") << -6 << QByteArray("0.00000015");
    QTest::newRow("exponent") << QByteArray("1.5e-07") << 0 << QByteArray("0.00000015");
    QTest::newRow("exponent with plus") << QByteArray("2.5E+2") << 0 << QByteArray("250");
    QTest::newRow("zero") << QByteArray("0") << 0 << QByteArray("0");
    QTest::newRow("zero with many places")
        << QByteArray("0.0000000000000000000000000000000000000") << -6 << QByteArray("0");
    QTest::newRow("trailing zeros beyond the scale")
        << QByteArray("1.00000000000000000000000000000000000000000000") << 0 << QByteArray("1");
    QTest::newRow("seventeen places per million")
        << QByteArray("0.12345678901234567") << -6 << QByteArray("0.00000012345678901234567");
    QTest::newRow("twenty-seven places")
        << QByteArray("0.000000000000000000000000001") << 0 << QByteArray("0.000000000000000000000000001");
    QTest::newRow("a double's shortest text")
        << QByteArray("3.0000000000000004e-08") << 0 << QByteArray("0.000000030000000000000004");
    QTest::newRow("point first") << QByteArray(".5") << 0 << QByteArray("0.5");
    QTest::newRow("point last") << QByteArray("5.") << 0 << QByteArray("5");
    QTest::newRow("inner zeros") << QByteArray("100200.0030") << 0 << QByteArray("100200.003");
    QTest::newRow("largest") << QByteArray("1e9") << 0 << QByteArray("1000000000");
}

void TestMoney::parseAmount()
{
    QFETCH(QByteArray, text);
    QFETCH(int, shift);
    QFETCH(QByteArray, expected);
    const auto amount = pricing::parseAmount(text.toStdString(), shift);
    QVERIFY2(amount.ok(), amount.ok() ? "" : amount.error().message.c_str());
    QCOMPARE(QByteArray::fromStdString(toText(amount.value())), expected);
}

void TestMoney::refusesWhatIsNoPrice_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("word") << QByteArray("free");
    QTest::newRow("negative") << QByteArray("-1");
    QTest::newRow("two points") << QByteArray("1.2.3");
    QTest::newRow("only a point") << QByteArray(".");
    QTest::newRow("exponent without digits") << QByteArray("1e");
    QTest::newRow("exponent alone") << QByteArray("e5");
    QTest::newRow("hexadecimal") << QByteArray("0x10");
    QTest::newRow("space") << QByteArray(" 1");
    QTest::newRow("twenty-eight places") << QByteArray("1e-28");
    QTest::newRow("above the largest") << QByteArray("1000000001");
    QTest::newRow("exponent out of reach") << QByteArray("1e999999999999");
    QTest::newRow("too many digits") << QByteArray("12345678901234567890123456789012345678901");
    QTest::newRow("not a number") << QByteArray("nan");
}

void TestMoney::refusesWhatIsNoPrice()
{
    QFETCH(QByteArray, text);
    QVERIFY(!pricing::parseAmount(text.toStdString()).ok());
}

void TestMoney::roundToPico_data()
{
    QTest::addColumn<QByteArray>("usd");
    QTest::addColumn<qint64>("expected");
    QTest::newRow("exact") << QByteArray("0.000000000001") << qint64(1);
    QTest::newRow("half below even zero") << QByteArray("0.0000000000005") << qint64(0);
    QTest::newRow("half above odd one") << QByteArray("0.0000000000015") << qint64(2);
    QTest::newRow("half above even two") << QByteArray("0.0000000000025") << qint64(2);
    QTest::newRow("half above odd three") << QByteArray("0.0000000000035") << qint64(4);
    QTest::newRow("just above half") << QByteArray("0.000000000002500000000000001") << qint64(3);
    QTest::newRow("just below half") << QByteArray("0.000000000003499999999999999") << qint64(3);
    QTest::newRow("one dollar") << QByteArray("1") << qint64(1'000'000'000'000);
    QTest::newRow("beyond int64 saturates") << QByteArray("9300000") << qint64(INT64_MAX);
}

void TestMoney::roundToPico()
{
    QFETCH(QByteArray, usd);
    QFETCH(qint64, expected);
    const Amount amount = pricing::parseAmount(usd.toStdString()).value();
    QCOMPARE(qint64(pricing::roundToPico(amount)), expected);
    if (expected != INT64_MAX)
        QCOMPARE(qint64(pricing::roundToPico({-amount.value})), -expected);
}

void TestMoney::saturatesInsteadOfWrapping()
{
    const Amount large = pricing::parseAmount("1e9").value();
    const Amount product = multiply(large, 1'000'000'000'000);
    QVERIFY(product.value > 0);
    QVERIFY(add(product, product).value >= product.value);
    QVERIFY(multiply(large, -1'000'000'000'000).value < 0);
    QCOMPARE(pricing::roundToPico(product), INT64_MAX);
}

void TestMoney::scalesByMillionthsExactly()
{
    // 10 % off 0.000003 is 0.0000027.
    QCOMPARE(toText(scaleByMillionths(pricing::parseAmount("0.000003").value(), 900'000)),
             std::string("0.0000027"));
    // 2.5 % on top of 4 is 4.1.
    QCOMPARE(toText(scaleByMillionths(pricing::parseAmount("4").value(), 1'025'000)), std::string("4.1"));
}

void TestMoney::writesSumsBeyondInt64()
{
    // A thousand rows of 9,223,372.036854775807 USD each.
    Int128 sum = 0;
    for (int i = 0; i < 1000; ++i)
        sum += INT64_MAX;
    QCOMPARE(toDigits(sum), std::string("9223372036854775807000"));
    QCOMPARE(picoToText(sum), std::string("9223372036.854775807"));
    QCOMPARE(picoToText(-sum), std::string("-9223372036.854775807"));
    QCOMPARE(toDigits(0), std::string("0"));
}

QTEST_MAIN(TestMoney)
#include "tst_money.moc"
