#include "core/localclient/pastedrequest.h"

#include <QTest>

using namespace gw;
using client::PastedRequest;
using client::readPasted;
using namespace Qt::StringLiterals;

class TestPastedRequest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void keepsHeadersWithoutKeys();
    void saysWhatIsMissing_data();
    void saysWhatIsMissing();
};

void TestPastedRequest::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("body");
    const auto row = [](const char *name, const QString &text, const QString &path, const QString &body,
                        const QString &query = {}) { QTest::newRow(name) << text << path << query << body; };
    row("a chat body alone", uR"({"model":"m","messages":[]})"_s, u"/v1/chat/completions"_s,
        uR"({"model":"m","messages":[]})"_s);
    row("a body of Responses", uR"({"model":"m","input":"x"})"_s, u"/v1/responses"_s,
        uR"({"model":"m","input":"x"})"_s);
    row("a body of Gemini", uR"({"model":"g","contents":[]})"_s, u"/v1beta/models/g:generateContent"_s,
        uR"({"model":"g","contents":[]})"_s);
    row("single quotes", u"curl http://localhost:4000/v1/messages -d '{\"a\":\"b c\"}'"_s, u"/v1/messages"_s,
        uR"({"a":"b c"})"_s);
    row("double quotes with escapes",
        u"curl -X POST https://h/v1/messages?beta=true --data \"{\\\"a\\\":1}\""_s, u"/v1/messages"_s,
        uR"({"a":1})"_s, u"beta=true"_s);
    row("lines that go on", u"$ curl http://h/p \\\n  -H 'A: b' \\\n  --data-raw '{}'"_s, u"/p"_s, u"{}"_s);
    row("a value behind a sign", u"curl --url=http://h/p --json='{\"x\":2}'"_s, u"/p"_s, uR"({"x":2})"_s);
    row("an option right at its value", u"curl http://h/p -d{}"_s, u"/p"_s, u"{}"_s);
    row("a quote within single quotes, as browsers write it", u"curl http://h/p -d '{\"a\":\"it'\\''s\"}'"_s,
        u"/p"_s, uR"({"a":"it's"})"_s);
    row("options whose values are no addresses", u"curl -o out.txt -m 5 http://h/p -d 1"_s, u"/p"_s, u"1"_s);
}

void TestPastedRequest::reads()
{
    QFETCH(const QString, text);
    const PastedRequest request = readPasted(text);
    QCOMPARE(request.problem, QString());
    QTEST(QString::fromStdString(request.path), "path");
    QTEST(QString::fromStdString(request.query), "query");
    QTEST(QString::fromStdString(request.body), "body");
}

void TestPastedRequest::keepsHeadersWithoutKeys()
{
    const PastedRequest request = readPasted(
        u"curl http://h/p -H 'Authorization: Bearer sk-1' -H 'X-LiteLLM-Tags: batch' -H 'x-api-key: k' -d 1"_s);
    QCOMPARE(request.headers.size(), 1u);
    QCOMPARE(request.headers.front().first, "x-litellm-tags");
    QCOMPARE(request.headers.front().second, "batch");
}

void TestPastedRequest::saysWhatIsMissing_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("part");
    QTest::newRow("nothing") << u"  \n"_s << u"Paste a request"_s;
    QTest::newRow("prose") << u"hello"_s << u"neither"_s;
    QTest::newRow("no body") << u"curl http://h/p"_s << u"no body"_s;
    QTest::newRow("an open quote") << u"curl http://h/p -d '{"_s << u"not closed"_s;
    QTest::newRow("a file") << u"curl http://h/p -d @body.json"_s << u"in a file"_s;
    QTest::newRow("a backslash at the end") << u"curl http://h/p \\"_s << u"no body"_s;
}

void TestPastedRequest::saysWhatIsMissing()
{
    QFETCH(const QString, text);
    QFETCH(const QString, part);
    QVERIFY2(readPasted(text).problem.contains(part), qPrintable(readPasted(text).problem));
}

QTEST_GUILESS_MAIN(TestPastedRequest)
#include "tst_pastedrequest.moc"
