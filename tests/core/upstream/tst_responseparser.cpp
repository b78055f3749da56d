#include "core/upstream/responseparser.h"

#include <QTest>

#include <string>

using namespace gw;
using upstream::ResponseParser;
using Progress = ResponseParser::Progress;

namespace {

// What came of an answer.
struct Seen
{
    int heads = 0;
    int status = 0;
    std::string body;
    Progress last = Progress::NeedMore;   // Complete, Malformed, or cut.
    std::size_t consumed = 0;
    bool keepAlive = false;
    std::string problem;
    wire::Headers headers;
};

// Presents text in pieces of that size, as a connection would, then its end.
Seen read(std::string_view text, std::size_t piece, bool noBody = false)
{
    ResponseParser parser(1024, noBody);
    Seen seen;
    std::string kept;
    for (std::size_t at = 0; at < text.size(); at += piece) {
        kept += text.substr(at, piece);
        std::size_t used = 0;
        while (seen.last == Progress::NeedMore) {
            const ResponseParser::Step step = parser.next(std::string_view(kept).substr(used));
            used += step.consumed;
            seen.consumed += step.consumed;
            if (step.progress == Progress::NeedMore)
                break;
            if (step.progress == Progress::Head) {
                ++seen.heads;
                seen.status = parser.status();
                seen.headers = parser.headers();
            } else if (step.progress == Progress::Data) {
                seen.body += step.data;
            } else {
                seen.last = step.progress;
            }
        }
        kept.erase(0, used);
        if (seen.last != Progress::NeedMore)
            break;
    }
    if (seen.last == Progress::NeedMore)
        seen.last = parser.end();
    seen.keepAlive = parser.keepAlive();
    seen.problem = parser.problem();
    return seen;
}

}   // namespace

class TestResponseParser final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void next_data();
    void next();
    void keepsFieldsInOrder();
    void leavesWhatFollows();
    void boundsTheHead();
    void needsNothingOfAHead();
};

void TestResponseParser::next_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<bool>("noBody");
    QTest::addColumn<int>("expectedStatus");
    QTest::addColumn<QByteArray>("expectedBody");
    QTest::addColumn<int>("expectedEnd");
    QTest::addColumn<bool>("expectedKeepAlive");
    const auto row = [](const char *name, const char *wire, int status, const char *body, Progress end,
                        bool keepAlive, bool noBody = false) {
        QTest::newRow(name) << QByteArray(wire) << noBody << status << QByteArray(body)
                            << static_cast<int>(end) << keepAlive;
    };
    constexpr Progress kWhole = Progress::Complete;
    constexpr Progress kCut = Progress::NeedMore;
    constexpr Progress kBad = Progress::Malformed;
    row("a body with a length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", kWhole,
        true);
    row("an empty body", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "", kWhole, true);
    row("no reason phrase", "HTTP/1.1 429 \r\nContent-Length: 0\r\n\r\n", 429, "", kWhole, true);
    row("chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",
        200, "abcde", kWhole, true);
    row("chunks with a trailer",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n", 200, "abc",
        kWhole, true);
    row("chunks win over a length",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", 200, "x", kWhole, true);
    row("a body up to the end of the connection", "HTTP/1.1 200 OK\r\nX: y\r\n\r\nall there is", 200,
        "all there is", kWhole, false);
    row("the end of HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, "ok", kWhole, false);
    row("HTTP/1.0 that stays", "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok",
        200, "ok", kWhole, true);
    row("a server that closes", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", 200,
        "ok", kWhole, false);
    row("no content", "HTTP/1.1 204 No Content\r\n\r\n", 204, "", kWhole, true);
    row("not modified, with the length of what it is not",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", 304, "", kWhole, true);
    row("the answer to a HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", 200, "", kWhole, true, true);
    row("interim answers before it",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        200, "ok", kWhole, true);
    row("a cut body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhel", 200, "hel", kCut, true);
    row("a cut chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", 200, "hel", kCut,
        true);
    row("no last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n", 200, "hel",
        kCut, true);
    row("a cut head", "HTTP/1.1 200 OK\r\nContent-Le", 0, "", kCut, false);
    row("an interim answer and nothing else", "HTTP/1.1 100 Continue\r\n\r\n", 0, "", kCut, false);
    row("no HTTP", "hello there, this is no HTTP\r\n\r\n", 0, "", kBad, false);
    row("HTTP/2 in the clear", "HTTP/2 200\r\n\r\n", 0, "", kBad, false);
    row("switching protocols", "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", 0, "", kBad, false);
    row("a status that is none", "HTTP/1.1 2x0 OK\r\n\r\n", 0, "", kBad, false);
    row("a bad length", "HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n", 0, "", kBad, false);
    row("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 0, "", kBad,
        false);
    row("a bad chunk size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 200, "", kBad,
        false);
    row("a chunk size of too many digits",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n11111111111111111\r\n", 200, "", kBad, false);
}

void TestResponseParser::next()
{
    QFETCH(QByteArray, wire);
    QFETCH(bool, noBody);
    QFETCH(int, expectedStatus);
    QFETCH(QByteArray, expectedBody);
    QFETCH(int, expectedEnd);
    QFETCH(bool, expectedKeepAlive);
    for (const std::size_t piece : {static_cast<std::size_t>(wire.size()), std::size_t{1}, std::size_t{7}}) {
        const Seen seen = read(wire.toStdString(), piece, noBody);
        QCOMPARE(seen.status, expectedStatus);
        QCOMPARE(seen.heads, expectedStatus ? 1 : 0);
        QCOMPARE(seen.body, expectedBody.toStdString());
        QCOMPARE(static_cast<int>(seen.last), expectedEnd);
        QCOMPARE(seen.keepAlive, expectedKeepAlive);
        QCOMPARE(seen.problem.empty(), seen.last != Progress::Malformed);
    }
}

void TestResponseParser::keepsFieldsInOrder()
{
    const Seen seen = read("HTTP/1.1 200 OK\r\nX-Kept-Case: Yes\r\nset-cookie: a\r\nSet-Cookie: b\r\n"
                           "Empty:\r\nContent-Length: 0\r\n\r\n",
                           1);
    std::vector<std::pair<std::string, std::string>> fields;
    for (const auto &[name, value] : seen.headers)
        fields.emplace_back(name, value);
    const std::vector<std::pair<std::string, std::string>> expected{{"X-Kept-Case", "Yes"},
                                                                    {"set-cookie", "a"},
                                                                    {"Set-Cookie", "b"},
                                                                    {"Empty", ""},
                                                                    {"Content-Length", "0"}};
    QCOMPARE(fields, expected);
}

void TestResponseParser::leavesWhatFollows()
{
    const std::string first = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    const Seen seen = read(first + "HTTP/1.1 500", first.size() + 12);
    QVERIFY(seen.last == Progress::Complete);
    QCOMPARE(seen.consumed, first.size());
}

void TestResponseParser::boundsTheHead()
{
    const std::string large = "HTTP/1.1 200 OK\r\nX: " + std::string(1100, 'x');
    for (const std::size_t piece : {large.size() + 4, std::size_t{1}}) {
        const Seen whole = read(large + "\r\n\r\n", piece);
        QVERIFY(whole.last == Progress::Malformed);
        QCOMPARE(whole.problem, std::string("the answer's head is larger than 1024 bytes"));
        QVERIFY(read(large, piece).last == Progress::Malformed);
    }
}

void TestResponseParser::needsNothingOfAHead()
{
    // What is told at the end of a head does not wait for a body that may take its time.
    ResponseParser parser(1024, false);
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
    QVERIFY(parser.next(head).progress == Progress::Head);
    QVERIFY(parser.next({}).progress == Progress::NeedMore);
    QVERIFY(parser.next("hello").progress == Progress::Data);
    QVERIFY(parser.next({}).progress == Progress::Complete);
    QVERIFY(parser.next({}).progress == Progress::Complete);
}

QTEST_APPLESS_MAIN(TestResponseParser)
#include "tst_responseparser.moc"
