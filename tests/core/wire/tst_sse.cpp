#include "core/wire/sse.h"

#include <QTest>

using gw::wire::SseReader;

using Events = QList<QPair<QByteArray, QByteArray>>;

namespace {

Events readAll(const QByteArray &text, qsizetype step)
{
    SseReader reader;
    Events events;
    for (qsizetype at = 0; at < text.size(); at += step) {
        const QByteArray piece = text.mid(at, step);
        if (!reader.feed({piece.constData(), static_cast<std::size_t>(piece.size())}).ok())
            return {};
        while (const auto event = reader.next())
            events.append({QByteArray(event->event.data(), qsizetype(event->event.size())),
                           QByteArray(event->data.data(), qsizetype(event->data.size()))});
    }
    return events;
}

}   // namespace

class TestSse final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void next_data();
    void next();
    void givesRawBytesThatAddUpToTheStream();
    void refusesAnEndlessEvent();
    void writesWhatItReads();
};

void TestSse::next_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<Events>("expected");
    QTest::newRow("one event") << QByteArray("data: a\n\n") << Events{{"", "a"}};
    QTest::newRow("no space after the colon") << QByteArray("data:a\n\n") << Events{{"", "a"}};
    QTest::newRow("only one space is cut") << QByteArray("data:  a\n\n") << Events{{"", " a"}};
    QTest::newRow("lines of one event are joined")
        << QByteArray("data: YHOO\ndata: +2\ndata: 10\n\n") << Events{{"", "YHOO\n+2\n10"}};
    QTest::newRow("comments and unknown fields")
        << QByteArray(": test stream\n\nfoo: bar\ndata: x\nid: 7\nretry: 1\n\n") << Events{{"", "x"}};
    QTest::newRow("named event") << QByteArray("event: add\ndata: 73857293\n\n")
                                 << Events{{"add", "73857293"}};
    QTest::newRow("a name does not last") << QByteArray("event: add\n\ndata: b\n\n") << Events{{"", "b"}};
    QTest::newRow("empty data lines")
        << QByteArray("data\n\ndata\ndata\n\ndata:") << Events{{"", ""}, {"", "\n"}};
    QTest::newRow("carriage returns")
        << QByteArray("data: a\rdata: b\r\rdata: c\r\r.") << Events{{"", "a\nb"}, {"", "c"}};
    QTest::newRow("CRLF") << QByteArray("event: e\r\ndata: a\r\n\r\ndata: b\r\n\r\n")
                          << Events{{"e", "a"}, {"", "b"}};
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf"
                                                   "data: a\n\n")
                                     << Events{{"", "a"}};
    QTest::newRow("trailing spaces stay")
        << QByteArray("data: {\"a\":1}   \n\n") << Events{{"", "{\"a\":1}   "}};
    QTest::newRow("unfinished event") << QByteArray("data: a\n\ndata: b\n") << Events{{"", "a"}};
    QTest::newRow("several blank lines")
        << QByteArray("data: a\n\n\n\n\ndata: b\n\n") << Events{{"", "a"}, {"", "b"}};
}

void TestSse::next()
{
    QFETCH(QByteArray, wire);
    QFETCH(Events, expected);
    for (const qsizetype step : {wire.size(), qsizetype(1), qsizetype(2), qsizetype(7)}) {
        Events events = readAll(wire, step);
        // The name of an event that was named but had no data must not stick to the next.
        QCOMPARE(events, expected);
    }
}

void TestSse::givesRawBytesThatAddUpToTheStream()
{
    const std::string wire = "data: a\n\nevent: x\r\ndata: b\r\ndata: c\r\n\r\n: note\n\ndata: d\n\n";
    SseReader reader;
    std::string raw;
    for (char c : wire) {
        QVERIFY(reader.feed({&c, 1}).ok());
        while (const auto event = reader.next())
            raw += event->raw;
    }
    QCOMPARE(raw, std::string("data: a\n\nevent: x\r\ndata: b\r\ndata: c\r\n\r\ndata: d\n\n"));
}

void TestSse::refusesAnEndlessEvent()
{
    SseReader reader(100);
    bool refused = false;
    for (int i = 0; i < 300 && !refused; ++i) {
        refused = !reader.feed("data: xxxx").ok();
        QVERIFY(!reader.next());
    }
    QVERIFY(refused);
    QVERIFY(!reader.feed("\n\n").ok());
    SseReader other(100);
    for (int i = 0; i < 50; ++i) {
        QVERIFY(other.feed("data: 0123456789\n\n").ok());
        QVERIFY(other.next());
    }
}

void TestSse::writesWhatItReads()
{
    std::string out;
    gw::wire::appendSse(out, "a\nb", "name");
    out += ": ping\n\n";
    gw::wire::appendSse(out, "");
    SseReader reader;
    QVERIFY(reader.feed(out).ok());
    const auto first = reader.next();
    QVERIFY(first && first->event == "name" && first->data == "a\nb");
    const auto second = reader.next();
    QVERIFY(second && second->data.empty());
    QVERIFY(!reader.next());
}

QTEST_GUILESS_MAIN(TestSse)
#include "tst_sse.moc"
