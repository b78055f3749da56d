#include "core/wire/eventstream.h"

#include <QByteArray>
#include <QTest>

#include <random>

using namespace gw;

namespace {

std::string fromHex(const char *hex)
{
    return QByteArray::fromHex(hex).toStdString();
}

const std::string kDelta = fromHex(
    "0000009d00000057b9bbf89f0b3a6576656e742d74797065070011636f6e74656e74426c6f636b44656c74610d3a636f6e74656e"
    "742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d747970650700056576656e747b22636f6e"
    "74656e74426c6f636b496e646578223a302c2264656c7461223a7b2274657874223a224869227d2c2270223a226162227d8b38b2"
    "68");
const std::string kException = fromHex(
    "0000008800000061de0175f40f3a657863657074696f6e2d747970650700137468726f74746c696e67457863657074696f6e0d3a"
    "636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d7479706507000965786365"
    "7074696f6e7b226d657373616765223a22736c6f7720646f776e227d832ee072");

// Messages as text, one a line; "!" where the reader gave up.
std::string readIn(const std::string &bytes, const std::vector<std::size_t> &cuts)
{
    wire::EventStreamReader reader;
    std::string out;
    std::size_t at = 0;
    const auto take = [&](std::size_t size) {
        reader.feed(std::string_view(bytes).substr(at, size));
        at += size;
        while (true) {
            const auto next = reader.next();
            if (!next.ok()) {
                out += "!";
                return false;
            }
            if (!next.value())
                return true;
            for (const auto &[name, value] : next.value()->headers)
                out += std::string(name) + "=" + std::string(value) + " ";
            out += std::string(next.value()->payload) + "\n";
        }
    };
    for (const std::size_t cut : cuts) {
        if (!take(cut))
            return out;
    }
    if (!take(bytes.size() - std::min(at, bytes.size())))
        return out;
    return out + (reader.unfinished() ? "..." : "");
}

std::vector<std::size_t> everyByte(const std::string &bytes)
{
    return std::vector<std::size_t>(bytes.size(), 1);
}

}   // namespace

class TestEventStream final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsHeadersAndPayload();
    void readsWhateverTheCuts();
    void refusesEveryFlippedBit();
    void waitsForTheRest();
    void refusesLengthsOutOfBounds_data();
    void refusesLengthsOutOfBounds();
    void passesOverHeadersOfOtherKinds();
    void writesWhatItReads();
    void staysFailed();
};

void TestEventStream::readsHeadersAndPayload()
{
    wire::EventStreamReader reader;
    reader.feed(kDelta + kException);
    auto first = reader.next();
    QVERIFY(first.ok() && first.value());
    QVERIFY(first.value()->header(":event-type") == "contentBlockDelta");
    QVERIFY(first.value()->header(":message-type") == "event");
    QVERIFY(first.value()->header(":exception-type").empty());
    QVERIFY(first.value()->payload == R"({"contentBlockIndex":0,"delta":{"text":"Hi"},"p":"ab"})");
    auto second = reader.next();
    QVERIFY(second.ok() && second.value());
    QVERIFY(second.value()->header(":exception-type") == "throttlingException");
    QVERIFY(second.value()->payload == R"({"message":"slow down"})");
    auto third = reader.next();
    QVERIFY(third.ok() && !third.value());
    QVERIFY(!reader.unfinished());
}

void TestEventStream::readsWhateverTheCuts()
{
    const std::string bytes = kDelta + kException + kDelta;
    const std::string whole = readIn(bytes, {});
    QCOMPARE(std::ranges::count(whole, '\n'), 3);
    QCOMPARE(readIn(bytes, everyByte(bytes)), whole);
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        std::vector<std::size_t> cuts;
        for (std::size_t sum = 0; sum < bytes.size();) {
            cuts.push_back(std::min<std::size_t>(1 + random() % 60, bytes.size() - sum));
            sum += cuts.back();
        }
        QCOMPARE(readIn(bytes, cuts), whole);
    }
}

void TestEventStream::refusesEveryFlippedBit()
{
    for (std::size_t at = 0; at < kDelta.size(); ++at) {
        std::string bytes = kDelta;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
        QCOMPARE(readIn(bytes, {}), std::string("!"));
        QCOMPARE(readIn(bytes, everyByte(bytes)), std::string("!"));
    }
}

void TestEventStream::waitsForTheRest()
{
    for (std::size_t size = 1; size < kDelta.size(); ++size)
        QCOMPARE(readIn(kDelta.substr(0, size), {}), std::string("..."));
}

void TestEventStream::refusesLengthsOutOfBounds_data()
{
    QTest::addColumn<QByteArray>("prelude");
    // Two lengths, and the checksum that belongs to them.
    QTest::newRow("a message of 24 MiB and a byte") << QByteArray("0180000100000000");
    QTest::newRow("headers of 128 KiB and a byte") << QByteArray("0010000000020001");
    QTest::newRow("a message shorter than its frame") << QByteArray("0000000f00000000");
    QTest::newRow("headers longer than the message") << QByteArray("0000002000000011");
}

void TestEventStream::refusesLengthsOutOfBounds()
{
    QFETCH(QByteArray, prelude);
    std::string bytes = QByteArray::fromHex(prelude).toStdString();
    const auto table = [](std::string_view text) {
        std::uint32_t crc = 0xffffffff;
        for (const char c : text) {
            crc ^= static_cast<unsigned char>(c);
            for (int bit = 0; bit < 8; ++bit)
                crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
        }
        return ~crc;
    };
    const std::uint32_t crc = table(bytes);
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes += static_cast<char>(crc >> shift & 0xff);
    wire::EventStreamReader reader;
    reader.feed(bytes);
    const auto next = reader.next();
    QVERIFY(!next.ok());
    QVERIFY(next.error().code == ErrorCode::UpstreamMalformed);
    QVERIFY(next.error().message.find("length") != std::string::npos);
}

void TestEventStream::passesOverHeadersOfOtherKinds()
{
    // A true, a false, the integers of 1, 2, 4 and 8 bytes, a time, a uuid; then a text.
    std::string headers;
    const auto add = [&](std::string_view name, int kind, std::string_view value) {
        headers += static_cast<char>(name.size());
        headers += name;
        headers += static_cast<char>(kind);
        headers += value;
    };
    add("t", 0, "");
    add("f", 1, "");
    add("b", 2, "x");
    add("s", 3, "xy");
    add("i", 4, "abcd");
    add("l", 5, "abcdefgh");
    add("u", 9, "0123456789abcdef");
    add("d", 8, "abcdefgh");
    add("word", 7, std::string_view("\0\3yes", 5));
    add("raw", 6, std::string_view("\0\2\1\2", 4));
    std::string bytes;
    wire::appendEventStream(bytes, {}, "");
    // The frame of an empty message, with these headers put in.
    const auto number = [](std::size_t value) {
        std::string out;
        for (int shift = 24; shift >= 0; shift -= 8)
            out += static_cast<char>(value >> shift & 0xff);
        return out;
    };
    const auto crc = [](std::string_view text) {
        std::uint32_t sum = 0xffffffff;
        for (const char c : text) {
            sum ^= static_cast<unsigned char>(c);
            for (int bit = 0; bit < 8; ++bit)
                sum = sum >> 1 ^ (sum & 1 ? 0xedb88320 : 0);
        }
        return static_cast<std::size_t>(~sum);
    };
    std::string message = number(16 + headers.size() + 2) + number(headers.size());
    message += number(crc(message));
    message += headers + "{}";
    message += number(crc(message));
    QCOMPARE(readIn(message, {}), std::string("word=yes raw=\1\2 {}\n"));
    // A kind that nobody knows.
    message = number(16 + 3) + number(3);
    message += number(crc(message));
    message += std::string("\1x\x0a", 3);
    message += number(crc(message));
    QCOMPARE(readIn(message, {}), std::string("!"));
}

void TestEventStream::writesWhatItReads()
{
    std::string bytes;
    wire::appendEventStream(bytes,
                            {{":event-type", "contentBlockDelta"},
                             {":content-type", "application/json"},
                             {":message-type", "event"}},
                            R"({"contentBlockIndex":0,"delta":{"text":"Hi"},"p":"ab"})");
    QVERIFY(bytes == kDelta);
}

void TestEventStream::staysFailed()
{
    wire::EventStreamReader reader;
    std::string broken = kDelta;
    broken[20] = 'X';
    reader.feed(broken);
    QVERIFY(!reader.next().ok());
    reader.feed(kDelta);
    QVERIFY(!reader.next().ok());
}

QTEST_GUILESS_MAIN(TestEventStream)
#include "tst_eventstream.moc"
