#include "core/wire/chunked.h"

#include <QTest>

#include <string>

using gw::wire::ChunkedReader;

class TestChunked final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void next_data();
    void next();
    void tellsWhatRemains();
};

namespace {

// The body in brackets piece by piece joined, then what came of it and what was left over.
std::string read(std::string_view wire, std::size_t step)
{
    ChunkedReader reader;
    std::string body;
    std::size_t at = 0;
    std::size_t end = 0;
    while (true) {
        if (at == end) {
            if (end == wire.size())
                return "[" + body + "] more";
            end = std::min(wire.size(), end + step);
        }
        const ChunkedReader::Step got = reader.next(wire.substr(at, end - at));
        at += got.consumed;
        body += got.data;
        if (got.outcome == ChunkedReader::Outcome::Malformed)
            return "malformed";
        if (got.outcome == ChunkedReader::Outcome::Complete)
            return "[" + body + "] " + std::string(wire.substr(at));
    }
}

}   // namespace

void TestChunked::next_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const std::string &wire, const char *expected) {
        QTest::newRow(name) << QByteArray::fromStdString(wire) << QByteArray(expected);
    };
    row("empty body", "0\r\n\r\nnext", "[] next");
    row("two chunks", "3\r\nabc\r\nB\r\n0123456789x\r\n0\r\n\r\n", "[abc0123456789x] ");
    row("line ends as content", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "[\r\n\r\n] ");
    row("blank after a size", "1 \r\n", "malformed");
    row("extension with a value", "1;a=\"b c\";d\r\nx\r\n0;last\r\n\r\n", "[x] ");
    row("trailer", "0\r\nA: b\r\nC:\r\n\r\nnext", "[] next");
    row("folded trailer", "0\r\nA: b\r\n c\r\n\r\n", "malformed");
    row("trailer without a colon", "0\r\nA\r\n\r\n", "malformed");
    row("last chunk in prefix form", "0x5\r\nhello\r\n0\r\n\r\n", "malformed");
    row("bare LF after the last chunk", "0\n\n", "malformed");
    row("bare CR in an extension", "1;a\rb\r\nx\r\n0\r\n\r\n", "malformed");
    row("NUL in an extension", std::string("1;a\0b\r\n", 7), "malformed");
    row("largest size", "ffffffffffffffff\r\n", "[] more");
    row("size beyond 64 bits", "10000000000000000\r\n", "malformed");
    row("endless zeros", std::string(5000, '0'), "malformed");
    row("endless extension", "1;" + std::string(5000, 'a'), "malformed");
    row(
        "endless trailer",
        "0\r\n" +
            [] {
                std::string fields;
                for (int i = 0; i < 1000; ++i)
                    fields += "A: b\r\n";
                return fields;
            }(),
        "malformed");
    row("nothing", "", "[] more");
    row("after the data", "1\r\nx", "[x] more");
}

void TestChunked::next()
{
    QFETCH(QByteArray, wire);
    QFETCH(QByteArray, expected);
    for (const std::size_t step : {std::size_t(100'000), std::size_t(1), std::size_t(2), std::size_t(5)})
        QCOMPARE(read(wire.toStdString(), step), expected.toStdString());
}

void TestChunked::tellsWhatRemains()
{
    ChunkedReader reader;
    QVERIFY(reader.next("1").outcome == ChunkedReader::Outcome::NeedMore);
    QCOMPARE(reader.remaining(), std::uint64_t(0));
    QVERIFY(reader.next("0\r\n").outcome == ChunkedReader::Outcome::NeedMore);
    QCOMPARE(reader.remaining(), std::uint64_t(16));
    QVERIFY(reader.next("abc").data == "abc");
    QCOMPARE(reader.remaining(), std::uint64_t(13));
}

QTEST_GUILESS_MAIN(TestChunked)
#include "tst_chunked.moc"
