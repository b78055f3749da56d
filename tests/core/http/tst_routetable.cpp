#include "core/http/routetable.h"

#include <QTest>

using namespace gw::http;

class TestRouteTable final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void match_data();
    void match();
    void percentDecoded_data();
    void percentDecoded();
    void replacesRows();
};

namespace {

RouteTable table()
{
    RouteTable routes;
    routes.add("POST", "/v1/chat/completions", 1);
    routes.add("GET", "/v1/models", 2);
    routes.add("GET", "/v1/models/{id}", 3);
    routes.add("DELETE", "/v1/models/{id}", 4);
    routes.add("POST", "/v1beta/models/{model}:generateContent", 5);
    routes.add("POST", "/v1beta/models/{model}:countTokens", 6);
    routes.add("GET", "/v1beta/models/{model}", 7);
    routes.add("POST", "/anthropic/{rest...}", 8);
    routes.add("GET", "/", 9);
    routes.add("POST", "/openai/deployments/{deployment}/chat/completions", 10);
    routes.add("POST", "/openai/{rest...}", 11);
    routes.add("GET", "/openai/deployments/{deployment}/{what}", 12);
    routes.add("GET", "/v1/models/special", 13);
    return routes;
}

}   // namespace

void TestRouteTable::match_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("expected");   // id and parameters, or 404, or 405 and Allow.
    const auto row = [](const char *name, const char *request, const char *expected) {
        QTest::newRow(name) << QByteArray(request) << QByteArray(expected);
    };
    row("literal", "POST /v1/chat/completions", "1");
    row("root", "GET /", "9");
    row("trailing slash", "POST /v1/chat/completions/", "1");
    row("wrong method on a literal", "GET /v1/chat/completions", "405 POST");
    row("HEAD by GET", "HEAD /v1/models", "2");
    row("capture", "GET /v1/models/gpt-4", "3 id=gpt-4");
    row("second method of a capture", "DELETE /v1/models/gpt-4", "4 id=gpt-4");
    row("wrong method on a capture", "PUT /v1/models/gpt-4", "405 GET, DELETE");
    row("escapes are decoded after splitting", "GET /v1/models/openai%2Fgpt-4%20x", "3 id=openai/gpt-4 x");
    row("malformed escape", "GET /v1/models/a%2", "404");
    row("escaped NUL", "GET /v1/models/a%00b", "404");
    row("empty capture", "GET /v1/models//x", "404");
    row("too many segments", "GET /v1/models/a/b", "404");
    row("literal beats capture", "GET /v1/models/special", "13");
    row("another method on a literal falls to the capture", "DELETE /v1/models/special", "4 id=special");
    row("suffix", "POST /v1beta/models/gemini-2:generateContent", "5 model=gemini-2");
    row("suffix after a colon in the name", "POST /v1beta/models/a:b:countTokens", "6 model=a:b");
    row("capture where no suffix fits", "GET /v1beta/models/gemini-2", "7 model=gemini-2");
    row("GET of a suffix is a plain name", "GET /v1beta/models/x:generateContent",
        "7 model=x:generateContent");
    row("nothing before the suffix", "POST /v1beta/models/:generateContent", "405 GET");
    row("rest with slashes", "POST /anthropic/v1/messages/a%20b", "8 rest=v1/messages/a b");
    row("empty rest", "POST /anthropic/", "404");
    row("specific beats rest", "POST /openai/deployments/d/chat/completions", "10 deployment=d");
    row("rest takes what is left", "POST /openai/deployments/d/other", "11 rest=deployments/d/other");
    row("two captures", "GET /openai/deployments/d/w", "12 deployment=d what=w");
    row("unknown", "GET /nowhere", "404");
    row("case counts", "GET /V1/models", "404");
    row("no path", "OPTIONS *", "404");
}

void TestRouteTable::match()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, expected);
    const std::string text = request.toStdString();
    const std::size_t space = text.find(' ');
    const RouteTable routes = table();
    const RouteMatch match = routes.match(text.substr(0, space), text.substr(space + 1));
    std::string got;
    if (match.found()) {
        got = std::to_string(match.id);
        for (const auto &[name, value] : match.parameters)
            got += " " + name + "=" + value;
    } else {
        got = match.outcome == RouteMatch::Outcome::NoSuchPath ? "404" : "405 " + match.allowed;
    }
    QCOMPARE(got, expected.toStdString());
}

void TestRouteTable::percentDecoded_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("plain") << QByteArray("a+b") << QByteArray("a+b");
    QTest::newRow("both cases") << QByteArray("%2f%2F%c3%A9") << QByteArray("//\xc3\xa9");
    QTest::newRow("once only") << QByteArray("%2525") << QByteArray("%25");
    QTest::newRow("at the end") << QByteArray("x%41") << QByteArray("xA");
    QTest::newRow("cut") << QByteArray("%4") << QByteArray("ERROR");
    QTest::newRow("lone sign") << QByteArray("%") << QByteArray("ERROR");
    QTest::newRow("not hexadecimal") << QByteArray("%g1") << QByteArray("ERROR");
}

void TestRouteTable::percentDecoded()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(gw::http::percentDecoded(text.toStdString()).value_or("ERROR"), expected.toStdString());
}

void TestRouteTable::replacesRows()
{
    RouteTable routes;
    routes.add("GET", "/a/{x}", 1);
    routes.add("GET", "/a/{x}", 2);
    routes.add("GET", "/b", 3);
    routes.add("GET", "/b", 4);
    QCOMPARE(routes.match("GET", "/a/1").id, 2);
    QCOMPARE(routes.match("GET", "/b").id, 4);
}

QTEST_GUILESS_MAIN(TestRouteTable)
#include "tst_routetable.moc"
