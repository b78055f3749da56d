#include "core/http/requestparser.h"

#include <QTest>

#include <memory>
#include <zlib.h>

using namespace gw;
using http::Limits;
using http::RequestParser;

namespace {

// What came of a request, as text: "METHOD path?query fields body", or "status".
struct Outcome
{
    std::string text;
    std::size_t consumed = 0;
    bool complete = false;
};

Limits tightLimits()
{
    Limits limits;
    limits.headerBytes = 1024;
    limits.headerCount = 8;
    limits.bodyBytes = 64;
    return limits;
}

// Presents wire in steps of so many bytes, what was not consumed again, as a connection does.
Outcome parse(std::string_view wire, std::size_t step, const Limits &limits)
{
    RequestParser parser(limits);
    std::string kept;
    Outcome outcome;
    std::size_t next = 0;
    while (true) {
        const RequestParser::Fed fed = parser.feed(kept);
        kept.erase(0, fed.consumed);
        outcome.consumed += fed.consumed;
        if (fed.progress == RequestParser::Progress::Refused) {
            outcome.text = std::to_string(parser.refusal().status);
            return outcome;
        }
        if (fed.progress == RequestParser::Progress::Complete) {
            const http::RequestHead &head = parser.head();
            outcome.complete = true;
            outcome.text = head.method + " " + std::string(head.path);
            if (!head.query.empty())
                outcome.text += "?" + std::string(head.query);
            outcome.text += parser.keepAlive() ? " keep" : " close";
            outcome.text += " host=" + std::string(head.headers.valueOr("host", "-"));
            outcome.text += " body=" + parser.takeBody();
            return outcome;
        }
        if (fed.progress == RequestParser::Progress::HeadComplete)
            continue;
        if (next >= wire.size()) {
            outcome.text = "more";
            return outcome;
        }
        const std::size_t size = std::min(step, wire.size() - next);
        kept.append(wire.substr(next, size));
        next += size;
    }
}

std::string coded(const std::string &text, int window)
{
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, text.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string withBody(const std::string &fields, const std::string &body)
{
    return "POST / HTTP/1.1\r\nHost: x\r\n" + fields + "Content-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

void acceptedRows()
{
    const auto row = [](const char *name, const std::string &wire, const std::string &expected) {
        QTest::newRow(name) << QByteArray::fromStdString(wire) << QByteArray::fromStdString(expected);
    };
    const std::string post = "POST /p HTTP/1.1\r\nHost: x\r\n";
    const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
    row("plain GET", "GET /a HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a keep host=x body=");
    row("query", "GET /a?b=c?d&e=%20 HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a?b=c?d&e=%20 keep host=x body=");
    row("HTTP/1.0 without host", "GET / HTTP/1.0\r\n\r\n", "GET / close host=- body=");
    row("HTTP/1.0 with keep-alive", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n",
        "GET / keep host=- body=");
    row("Connection: close", "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET / close host=x body=");
    row("empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "GET / keep host= body=");
    row("blanks around a value", "GET / HTTP/1.1\r\nHost: \t x \t\r\n\r\n", "GET / keep host=x body=");
    row("empty lines before", "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET / keep host=x body=");
    row("absolute form", "GET http://Other:81/a?q HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a?q keep host=Other:81 body=");
    row("absolute form without a path", "GET http://other HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / keep host=other body=");
    row("absolute form with only a query", "GET http://other?q HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /?q keep host=other body=");
    row("asterisk", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "OPTIONS * keep host=x body=");
    row("unknown method", "FROB / HTTP/1.1\r\nHost: x\r\n\r\n", "FROB / keep host=x body=");
    row("length", withBody("", "hello"), "POST / keep host=x body=hello");
    row("length of zero", post + "Content-Length: 0\r\n\r\n", "POST /p keep host=x body=");
    row("body at the limit", withBody("", std::string(64, 'b')),
        "POST / keep host=x body=" + std::string(64, 'b'));
    row("chunked", chunked + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n",
        "POST /p keep host=x body=hello world");
    row("chunked in upper case", post + "Transfer-Encoding: CHUNKED\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n",
        "POST /p keep host=x body=0123456789");
    row("chunk extension", chunked + "5;a=b;c=\"d\"\r\nhello\r\n0;e\r\n\r\n",
        "POST /p keep host=x body=hello");
    row("trailer", chunked + "1\r\nx\r\n0\r\nX-T: 1\r\nHost: evil\r\n\r\n", "POST /p keep host=x body=x");
    row("leading zeros of a chunk", chunked + "0005\r\nhello\r\n0000\r\n\r\n",
        "POST /p keep host=x body=hello");
    row("gzip", withBody("Content-Encoding: gzip\r\n", coded("{\"a\":1}", 31)),
        "POST / keep host=x body={\"a\":1}");
    row("gzip of two members", withBody("Content-Encoding: x-gzip\r\n", coded("one,", 31) + coded("two", 31)),
        "POST / keep host=x body=one,two");
    row("deflate", withBody("Content-Encoding: deflate\r\n", coded("zlib", 15)),
        "POST / keep host=x body=zlib");
    row("deflate without its header", withBody("Content-Encoding: deflate\r\n", coded("raw", -15)),
        "POST / keep host=x body=raw");
    row("identity", withBody("Content-Encoding: identity\r\n", "same"), "POST / keep host=x body=same");
    row("unfinished head", "GET / HTTP/1.1\r\nHost: x\r\n", "more");
    row("unfinished body", post + "Content-Length: 5\r\n\r\nhel", "more");
    row("unfinished chunk", chunked + "5\r\nhel", "more");
    row("only the last chunk is missing", chunked + "3\r\nhel\r\n", "more");
}

void refusedRows()
{
    const auto row = [](const char *name, const std::string &wire, const char *expected = "400") {
        QTest::newRow(name) << QByteArray::fromStdString(wire) << QByteArray(expected);
    };
    const auto fields = [](const std::string &text) {
        return "POST / HTTP/1.1\r\nHost: x\r\n" + text + "\r\n\r\n";
    };
    const std::string chunked = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    row("length, then chunked", fields("Content-Length: 4\r\nTransfer-Encoding: chunked") + "0\r\n\r\n");
    row("chunked, then length", fields("Transfer-Encoding: chunked\r\nContent-Length: 4") + "0\r\n\r\n");
    row("two lengths", fields("Content-Length: 4\r\nContent-Length: 5"));
    row("the same length twice", fields("Content-Length: 4\r\nContent-Length: 4"));
    row("list of lengths", fields("Content-Length: 4, 4"));
    row("negative length", fields("Content-Length: -1"));
    row("length with a sign", fields("Content-Length: +4"));
    row("length in hexadecimal", fields("Content-Length: 0x4"));
    row("empty length", fields("Content-Length: "));
    row("length with a blank inside", fields("Content-Length: 1 0"));
    row("length beyond 64 bits", fields("Content-Length: 99999999999999999999999"));
    row("gzip, chunked", fields("Transfer-Encoding: gzip, chunked"));
    row("chunked, identity", fields("Transfer-Encoding: chunked, identity"));
    row("identity", fields("Transfer-Encoding: identity"));
    row("xchunked", fields("Transfer-Encoding: xchunked"));
    row("chunked twice", fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"));
    row("chunked with a vertical tab", fields("Transfer-Encoding: \vchunked"));
    row("quoted chunked", fields("Transfer-Encoding: \"chunked\""));
    row("chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("blank before the colon", fields("Content-Length : 4"));
    row("tab before the colon", fields("X-A\t: 4"));
    row("field without a colon", fields("X-A"));
    row("field without a name", fields(": x"));
    row("folded field", fields("X-A: b\r\n c"));
    row("folded with a tab", fields("X-A: b\r\n\tc"));
    row("blank before the first field", "GET / HTTP/1.1\r\n Host: x\r\n\r\n");
    row("bare LF after the request line", "GET / HTTP/1.1\nHost: x\r\n\r\n");
    row("bare LF after a field", "GET / HTTP/1.1\r\nHost: x\nX-A: b\r\n\r\n");
    row("bare LFs at the end", "GET / HTTP/1.1\r\nHost: x\r\n\n");
    row("bare CR in a value", fields("X-A: b\rX-B: c"));
    row("NUL in a value", fields(std::string("X-A: b\0c", 8)));
    row("NUL in a name", fields(std::string("X\0A: b", 6)));
    row("control character in the target", "GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n");
    row("missing Host", "GET / HTTP/1.1\r\n\r\n");
    row("two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
    row("Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n");
    row("Host with a user", "GET / HTTP/1.1\r\nHost: u@b\r\n\r\n");
    row("relative target", "GET a HTTP/1.1\r\nHost: x\r\n\r\n");
    row("CONNECT", "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n");
    row("absolute form with a user", "GET http://u@b/ HTTP/1.1\r\nHost: x\r\n\r\n");
    row("no version", "GET /\r\n\r\n");
    row("HTTP/2.0", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", "505");
    row("HTTP/0.9", "GET / HTTP/0.9\r\nHost: x\r\n\r\n", "505");
    row("TLS on a plain port", std::string("\x16\x03\x01\x02\x00\x01\n\r\n\r\n", 11));
    row("chunk size not hexadecimal", chunked + "g\r\n");
    row("chunk size with a prefix", chunked + "0x5\r\nhello\r\n");
    row("chunk size with a sign", chunked + "+5\r\nhello\r\n");
    row("negative chunk size", chunked + "-1\r\n");
    row("chunk size with a blank", chunked + "5 \r\nhello\r\n");
    row("empty chunk size", chunked + "\r\nhello\r\n");
    row("chunk size beyond 64 bits", chunked + "fffffffffffffffff\r\n");
    row("bare LF after a chunk size", chunked + "5\nhello\r\n0\r\n\r\n");
    row("bare LF in a chunk extension", chunked + "5;a\nb\r\nhello\r\n0\r\n\r\n");
    row("chunk longer than its size", chunked + "3\r\nhello\r\n0\r\n\r\n");
    row("bare LF after a chunk", chunked + "5\r\nhello\n0\r\n\r\n");
    row("malformed trailer", chunked + "0\r\nX T: 1\r\n\r\n");
    row("chunk of the largest size", chunked + "7fffffffffffffff\r\nx", "413");
    row("chunks over the limit together", chunked + "40\r\n" + std::string(64, 'a') + "\r\n1\r\na\r\n",
        "413");
    row("length over the limit", fields("Content-Length: 65"), "413");
    row("gzip over the limit", withBody("Content-Encoding: gzip\r\n", coded(std::string(65, 'a'), 31)),
        "413");
    row("gzip cut", withBody("Content-Encoding: gzip\r\n", coded("hello", 31).substr(0, 12)));
    row("gzip with rubbish behind", withBody("Content-Encoding: gzip\r\n", coded("hello", 31) + "xx"));
    row("not gzip at all", withBody("Content-Encoding: gzip\r\n", "hello"));
    row("deflate with rubbish behind", withBody("Content-Encoding: deflate\r\n", coded("hello", 15) + "xx"));
    row("brotli", withBody("Content-Encoding: br\r\n", "x"), "415");
    row("two codings", withBody("Content-Encoding: gzip, gzip\r\n", "x"), "415");
    row("coding given twice", withBody("Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n", "x"), "415");
    row("expectation", fields("Expect: something"), "417");
    row("one field too many", fields("A: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\nE: 1\r\nF: 1\r\nG: 1\r\nH: 1"), "431");
    row("long field", fields("A: " + std::string(1100, 'a')), "431");
    row("endless line", std::string(1100, 'a'), "431");
    row("endless target", "GET /" + std::string(1100, 'a'), "431");
}

}   // namespace

class TestRequestParser final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void accepts_data() { columns(), acceptedRows(); }
    void accepts() { check(); }
    void refuses_data() { columns(), refusedRows(); }
    void refuses() { check(); }
    void leavesWhatFollows();
    void keepsFieldsInOrder();
    void keepsViewsWhenTheHeadIsMoved();
    void tellsHeadFromBody();
    void discardsUnwantedBodies();
    void guardsTheRatio();
    void limitsChunkLines();

private:
    static void columns()
    {
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<QByteArray>("expected");
    }
    // Whole, a byte at a time, and in steps that split differently.
    static void check()
    {
        QFETCH(QByteArray, wire);
        QFETCH(QByteArray, expected);
        const Limits limits = tightLimits();
        for (const std::size_t step :
             {wire.toStdString().size() + 1, std::size_t(1), std::size_t(3), std::size_t(7)})
            QCOMPARE(parse(wire.toStdString(), step, limits).text, expected.toStdString());
    }
};

void TestRequestParser::leavesWhatFollows()
{
    const std::string first = withBody("", "abc");
    const std::string second =
        "POST /2 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n";
    const std::string third = "GET /3 HTTP/1.1\r\nHost: x\r\n\r\n";
    const std::string wire = first + second + third;
    for (const std::size_t step : {wire.size(), std::size_t(1), std::size_t(11)}) {
        std::string_view rest = wire;
        for (const std::string &request : {first, second, third}) {
            const Outcome outcome = parse(rest, step, tightLimits());
            QVERIFY(outcome.complete);
            QCOMPARE(outcome.consumed, request.size());
            rest.remove_prefix(outcome.consumed);
        }
        QVERIFY(rest.empty());
    }
}

void TestRequestParser::keepsFieldsInOrder()
{
    const Limits limits = tightLimits();
    RequestParser parser(limits);
    const std::string wire = "GET / HTTP/1.1\r\nB: 2\r\nhost: x\r\na: 1\r\nB: 3\r\n\r\n";
    QVERIFY(parser.feed(wire).progress == RequestParser::Progress::HeadComplete);
    std::string seen;
    for (const auto &[name, value] : parser.head().headers)
        seen += name + "=" + value + ";";
    QCOMPARE(seen, std::string("B=2;host=x;a=1;B=3;"));
}

void TestRequestParser::keepsViewsWhenTheHeadIsMoved()
{
    const Limits limits = tightLimits();
    auto parser = std::make_unique<RequestParser>(limits);
    parser->feed("GET /p?q HTTP/1.1\r\nHost: x\r\n\r\n");
    const http::RequestHead moved = std::move(parser->head());
    parser.reset();
    const http::RequestHead again =
        moved.path.empty() ? http::RequestHead() : std::move(const_cast<http::RequestHead &>(moved));
    QVERIFY(again.path == "/p");
    QVERIFY(again.query == "q");
    QVERIFY(again.path.data() == again.target.data());
}

void TestRequestParser::tellsHeadFromBody()
{
    const Limits limits = tightLimits();
    RequestParser parser(limits);
    QVERIFY(!parser.started());
    const std::string wire =
        "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\nabcGET";
    RequestParser::Fed fed = parser.feed(wire);
    QVERIFY(fed.progress == RequestParser::Progress::HeadComplete);
    QVERIFY(parser.started() && parser.headComplete() && parser.expectsContinue());
    QCOMPARE(parser.contentLength(), std::int64_t(3));
    QCOMPARE(parser.bodyTaken(), std::uint64_t(0));
    fed = parser.feed(std::string_view(wire).substr(fed.consumed));
    QVERIFY(fed.progress == RequestParser::Progress::Complete);
    QCOMPARE(fed.consumed, std::size_t(3));
    std::string body = parser.takeBody();
    QCOMPARE(body, std::string("abc"));
    QVERIFY(body.capacity() - body.size() >= http::kBodyPadding);
}

void TestRequestParser::discardsUnwantedBodies()
{
    const Limits limits = tightLimits();
    RequestParser parser(limits);
    const std::string wire = withBody("Content-Encoding: gzip\r\n", "this is no gzip");
    const RequestParser::Fed head = parser.feed(wire);
    parser.discardBody();
    const RequestParser::Fed fed = parser.feed(std::string_view(wire).substr(head.consumed));
    QVERIFY(fed.progress == RequestParser::Progress::Complete);
    QCOMPARE(head.consumed + fed.consumed, wire.size());
    QVERIFY(parser.takeBody().empty());
}

void TestRequestParser::guardsTheRatio()
{
    Limits limits;
    limits.inflateRatio = 100;
    // Under a megabyte any ratio goes.
    QVERIFY(parse(withBody("Content-Encoding: gzip\r\n", coded(std::string(900'000, ' '), 31)), 4096, limits)
                .complete);
    QCOMPARE(
        parse(withBody("Content-Encoding: gzip\r\n", coded(std::string(20'000'000, ' '), 31)), 4096, limits)
            .text,
        std::string("413"));
}

void TestRequestParser::limitsChunkLines()
{
    const Limits limits;
    const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::string extension = "5;a=" + std::string(70'000, 'x');
    for (const std::size_t step : {std::size_t(1000), std::size_t(100'000)})
        QCOMPARE(parse(head + extension, step, limits).text, std::string("400"));
}

QTEST_GUILESS_MAIN(TestRequestParser)
#include "tst_requestparser.moc"
