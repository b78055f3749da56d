#include "core/wire/headers.h"

#include <QTest>

using gw::wire::Headers;

class TestHeaders final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comparesNamesWithoutCase();
    void keepsOrderAndRepetitions();
    void findsTokensInLists();
};

void TestHeaders::comparesNamesWithoutCase()
{
    const Headers headers{{"Content-Type", "text/plain"}};
    QVERIFY(headers.contains("content-TYPE"));
    QVERIFY(!headers.contains("content"));
    QVERIFY(headers.valueOr("absent", "x") == "x");
}

void TestHeaders::keepsOrderAndRepetitions()
{
    Headers headers;
    headers.add("A", "1");
    headers.add("b", "2");
    headers.add("a", "3");
    QCOMPARE(headers.count("A"), 2);
    QVERIFY(headers.begin()->second == "1");
    headers.set("A", "4");
    QCOMPARE(headers.count("a"), 1);
    QCOMPARE(headers.size(), std::size_t(2));
    headers.remove("B");
    QVERIFY(!headers.contains("b"));
}

void TestHeaders::findsTokensInLists()
{
    const Headers headers{{"Connection", "keep-alive , Upgrade"}, {"connection", "x"}};
    QVERIFY(headers.hasToken("connection", "upgrade"));
    QVERIFY(headers.hasToken("connection", "X"));
    QVERIFY(!headers.hasToken("connection", "alive"));
}

QTEST_GUILESS_MAIN(TestHeaders)
#include "tst_headers.moc"
