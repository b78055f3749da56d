#include "core/wire/query.h"

#include <QTest>

using gw::wire::percentDecoded;
using gw::wire::Query;

class TestQuery final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void percentDecoded_data();
    void percentDecoded();
    void readsParameters();
};

void TestQuery::percentDecoded_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("nothing to do") << QByteArray("abc") << QByteArray("abc");
    QTest::newRow("upper and lower digits") << QByteArray("a%2Fb%2fc") << QByteArray("a/b/c");
    QTest::newRow("UTF-8") << QByteArray("%C3%BC") << QByteArray("\xc3\xbc");
    QTest::newRow("broken escapes stay") << QByteArray("%") << QByteArray("%");
    QTest::newRow("half an escape stays") << QByteArray("a%2") << QByteArray("a%2");
    QTest::newRow("no digits") << QByteArray("%zz") << QByteArray("%zz");
    QTest::newRow("plus stays") << QByteArray("a+b") << QByteArray("a+b");
}

void TestQuery::percentDecoded()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(gw::wire::percentDecoded(text.toStdString())), expected);
}

void TestQuery::readsParameters()
{
    const Query query("a=1&b=x+y%26&a=2&flag&&=z");
    QVERIFY(query.value("a") == "1");
    QVERIFY(query.value("b") == "x y&");
    QVERIFY(query.value("flag") == "");
    QVERIFY(!query.value("c"));
    QVERIFY(query.valueOr("c", "d") == "d");
}

QTEST_GUILESS_MAIN(TestQuery)
#include "tst_query.moc"
