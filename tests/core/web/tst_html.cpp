#include "core/web/html.h"

#include <QTest>

using namespace gw::web;

class HtmlTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void escapesWhatOthersWrite_data();
    void escapesWhatOthersWrite();
    void keepsMarkupOfItsOwn();
    void fillsSlotsInOrder();
};

void HtmlTest::escapesWhatOthersWrite_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("shown");

    QTest::newRow("an element") << QByteArray("<script>alert(1)</script>")
                                << QByteArray("&lt;script&gt;alert(1)&lt;/script&gt;");
    QTest::newRow("the end of an attribute")
        << QByteArray("\" onclick='x'") << QByteArray("&quot; onclick=&#39;x&#39;");
    QTest::newRow("a reference") << QByteArray("&lt;") << QByteArray("&amp;lt;");
    QTest::newRow("slots are none in a text") << QByteArray("{}") << QByteArray("{}");
    QTest::newRow("letters of all kinds") << QByteArray("ä€漢😀") << QByteArray("ä€漢😀");
    QTest::newRow("line breaks and tabs") << QByteArray("a\r\n\tb") << QByteArray("a\r\n\tb");
    QTest::newRow("NUL") << QByteArray("a\0b", 3)
                         << QByteArray("a\xEF\xBF\xBD"
                                       "b");
    QTest::newRow("an escape character") << QByteArray("\x1B[0m") << QByteArray("\xEF\xBF\xBD[0m");
    QTest::newRow("a byte that follows nothing") << QByteArray("\x80<") << QByteArray("\xEF\xBF\xBD&lt;");
    QTest::newRow("a character that is cut off")
        << QByteArray("\xE2\x82") << QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD");
    QTest::newRow("a first byte before a quote") << QByteArray("\xC3\"") << QByteArray("\xEF\xBF\xBD&quot;");
    QTest::newRow("an overlong less-than sign")
        << QByteArray("\xC0\xBC") << QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD");
    QTest::newRow("half of a surrogate pair")
        << QByteArray("\xED\xA0\x80") << QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

void HtmlTest::escapesWhatOthersWrite()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, shown);
    QCOMPARE(QByteArray::fromStdString(escaped(text.toStdString()).text()), shown);
    QCOMPARE(QByteArray::fromStdString(html("<p title=\"{}\">", text.toStdString()).text()),
             "<p title=\"" + shown + "\">");
}

void HtmlTest::keepsMarkupOfItsOwn()
{
    const Html inner = html("<b>{}</b>", "a < b");
    QCOMPARE(html("<p>{}</p>", inner).text(), std::string("<p><b>a &lt; b</b></p>"));
    Html both = inner;
    both += html("<br>");
    QCOMPARE(both.text(), std::string("<b>a &lt; b</b><br>"));
    QVERIFY(Html().isEmpty());
}

void HtmlTest::fillsSlotsInOrder()
{
    QCOMPARE(html("{}-{}-{}", 1, "{}", std::string("c")).text(), std::string("1-{}-c"));
    QCOMPARE(html("{}", std::int64_t{-5}).text(), std::string("-5"));
}

QTEST_APPLESS_MAIN(HtmlTest)
#include "tst_html.moc"
