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
    void tellsWhatWouldEndAField();
    void takesViewsIntoItself();
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

void TestHeaders::tellsWhatWouldEndAField()
{
    for (const std::string_view bad :
         {std::string_view("a\r"), std::string_view("\nb"), std::string_view("a\0b", 3)}) {
        Headers headers{{"X-Good", "yes"}};
        QVERIFY(headers.isClean());
        headers.add("X-Bad", bad);
        QVERIFY(!headers.isClean());
        // What was removed is of no account.
        headers.remove("x-bad");
        QVERIFY(headers.isClean());
        headers.add(bad, "name");
        QVERIFY(!headers.isClean());
    }
}

void TestHeaders::takesViewsIntoItself()
{
    Headers headers{{"X-First", "a value that is long enough to stand outside of any small buffer"}};
    const std::string expected(headers.valueOr("x-first"));
    for (int i = 0; i < 50; ++i)
        headers.add(headers.at(0).first, headers.at(0).second);
    QCOMPARE(headers.size(), std::size_t(51));
    for (const auto &[name, value] : headers) {
        QCOMPARE(std::string(name), std::string("X-First"));
        QCOMPARE(std::string(value), expected);
    }
}

QTEST_GUILESS_MAIN(TestHeaders)
#include "tst_headers.moc"
