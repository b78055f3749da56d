#include <QDir>
#include <QFile>
#include <QTest>

#include "ledgersupport.h"

using namespace gw;
using namespace gw::ledger;
using namespace gw::ledger::test;

namespace {

template <typename Record>
std::vector<std::byte> bytesOf(const Record &record, std::uint64_t sequence = 7)
{
    std::vector<std::byte> bytes(encodedSize(record));
    encode(record, sequence, bytes.data());
    return bytes;
}

std::unique_ptr<Journal> makeJournal(const QTemporaryDir &folder, std::size_t segmentBytes = 64 << 10)
{
    auto journal = Journal::create({.folder = folder.path().toStdString(),
                                    .worker = 3,
                                    .segmentBytes = segmentBytes,
                                    .firstSequence = 1000});
    return journal.ok() ? std::move(journal).value() : nullptr;
}

}   // namespace

class TestJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsOpenRecord();
    void keepsProgressRecord();
    void keepsCloseRecord();
    void cutsLongTextBetweenCharacters();
    void refusesEveryDamagedByte();
    void refusesEveryShorterPiece();
    void refusesRecordOfEarlierUse();
    void readsWholeRecordsOfTornFile();
    void growsBySegmentsAndReusesThem();
    void drainsInOrderAcrossSegments();
    void leavesNothingOfRecycledSegments();
    void wakesSleepingWriter();
};

void TestJournal::keepsOpenRecord()
{
    OpenRecord open = openRecord(5);
    open.attempt = 65'535;
    open.endUser = "Zoë";
    const auto bytes = bytesOf(open);
    QCOMPARE(bytes.size() % 8, 0u);
    const auto decoded = decode(bytes, 7);
    QVERIFY(decoded.has_value());
    QCOMPARE(decoded->size, bytes.size());
    const auto &back = std::get<OpenRecord>(decoded->record);
    QVERIFY(back.request == open.request);
    QCOMPARE(back.attempt, open.attempt);
    QCOMPARE(back.startedUs, open.startedUs);
    QCOMPARE(back.stream, true);
    QCOMPARE(back.estimatedInput, 100);
    QCOMPARE(back.estimatedCostPico, 700);
    QCOMPARE(back.callId, open.callId);
    QCOMPARE(back.route, open.route);
    QCOMPARE(back.upstreamModel, open.upstreamModel);
    QCOMPARE(back.keyHash, open.keyHash);
    QCOMPARE(back.endUser, open.endUser);
    QCOMPARE(back.tags, open.tags);
    QCOMPARE(back.priceVersion, open.priceVersion);
    QCOMPARE(back.dropped, open.dropped);
    QCOMPARE(back.reason, open.reason);
    QCOMPARE(back.waitedUs, open.waitedUs);
    QCOMPARE(back.queuedUs, open.queuedUs);
}

void TestJournal::keepsProgressRecord()
{
    const ProgressRecord progress{
        .request = idAt(kNoonUs, 1), .attempt = 2, .outputSoFar = 64, .inputSoFar = 12, .costPicoSoFar = -1};
    const auto decoded = decode(bytesOf(progress), 7);
    QVERIFY(decoded.has_value());
    const auto &back = std::get<ProgressRecord>(decoded->record);
    QVERIFY(back.request == progress.request);
    QCOMPARE(back.attempt, progress.attempt);
    QCOMPARE(back.outputSoFar, 64);
    QCOMPARE(back.inputSoFar, 12);
    QCOMPARE(back.costPicoSoFar, -1);
}

void TestJournal::keepsCloseRecord()
{
    CloseRecord close = closeRecord(openRecord(5), INT64_MAX);
    close.ending = Ending::CacheHit;
    close.outcome = Outcome::Timeout;
    close.unpriced = true;
    close.savedPico = 17;
    close.usage.webSearches = 3;
    close.error = "RateLimitError: slow down";
    const auto bytes = bytesOf(close);
    QVERIFY2(bytes.size() <= 400, "a copy per request stays small");
    const auto decoded = decode(bytes, 7);
    QVERIFY(decoded.has_value());
    const auto &back = std::get<CloseRecord>(decoded->record);
    QVERIFY(back.request == close.request);
    QVERIFY(back.usage == close.usage);
    QCOMPARE(back.costPico, INT64_MAX);
    QCOMPARE(back.savedPico, 17);
    QCOMPARE(back.unpriced, true);
    QVERIFY(back.ending == Ending::CacheHit && back.outcome == Outcome::Timeout);
    QCOMPARE(back.priceInput, close.priceInput);
    QCOMPARE(back.priceCacheWrite, -1);
    QCOMPARE(back.firstByteUs, 900);
    QCOMPARE(back.overheadUs, 80);
    QCOMPARE(back.durationUs, 5000);
    QCOMPARE(back.httpStatus, 200);
    QCOMPARE(back.providerId, close.providerId);
    QCOMPARE(back.error, close.error);
}

void TestJournal::cutsLongTextBetweenCharacters()
{
    OpenRecord open = openRecord(1);
    // Byte 256 falls into the second byte of an "ë".
    open.requestedModel = std::string(255, 'x') + "ëëë";
    open.route = std::string(100'000, 'r');
    const auto bytes = bytesOf(open);
    QVERIFY(bytes.size() <= kMaxRecordSize);
    const auto decoded = decode(bytes, 7);
    QVERIFY(decoded.has_value());
    QCOMPARE(std::get<OpenRecord>(decoded->record).requestedModel, std::string(255, 'x'));
    QCOMPARE(std::get<OpenRecord>(decoded->record).route.size(), kMaxRecordString);
}

void TestJournal::refusesEveryDamagedByte()
{
    auto bytes = bytesOf(closeRecord(openRecord(1)));
    for (std::byte &byte : bytes) {
        for (const int bit : {0, 3, 7}) {
            byte ^= std::byte(1 << bit);
            QVERIFY(!decode(bytes, 7));
            byte ^= std::byte(1 << bit);
        }
    }
    QVERIFY(decode(bytes, 7));
}

void TestJournal::refusesEveryShorterPiece()
{
    const auto bytes = bytesOf(openRecord(1));
    for (std::size_t size = 0; size < bytes.size(); ++size)
        QVERIFY(!decode(std::span(bytes).first(size), 7));
}

void TestJournal::refusesRecordOfEarlierUse()
{
    QVERIFY(!decode(bytesOf(openRecord(1), 6), 7));
}

void TestJournal::readsWholeRecordsOfTornFile()
{
    QTemporaryDir folder;
    const auto journal = makeJournal(folder, 16 << 10);
    QVERIFY(journal);
    std::vector<std::size_t> ends;
    std::size_t end = Segment::kHeaderSize;
    const OpenRecord first = openRecord(1);
    const ProgressRecord middle{.request = first.request, .outputSoFar = 9};
    const CloseRecord last = closeRecord(first);
    journal->open(first);
    ends.push_back(end += encodedSize(first));
    journal->progress(middle);
    ends.push_back(end += encodedSize(middle));
    journal->close(last);
    ends.push_back(end += encodedSize(last));
    QByteArray whole;
    for (const QString &name : QDir(folder.path()).entryList({QStringLiteral("*.seg")})) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        if (bytes.left(8) != QByteArray(8, '\0'))
            whole = bytes;
    }
    QVERIFY(!whole.isEmpty());
    const QString torn = folder.filePath(QStringLiteral("torn"));
    for (std::size_t size = 0; size <= end + 8; ++size) {
        QFile file(torn);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(whole.left(static_cast<qsizetype>(size)));
        file.close();
        const auto content = readSegment(torn.toStdString());
        QVERIFY(content.ok());
        const auto expected =
            std::count_if(ends.begin(), ends.end(), [size](std::size_t e) { return e <= size; });
        QCOMPARE(static_cast<std::ptrdiff_t>(content.value().records.size()), expected);
        if (size >= Segment::kHeaderSize)
            QCOMPARE(content.value().worker, 3u);
    }
}

void TestJournal::growsBySegmentsAndReusesThem()
{
    QTemporaryDir folder;
    const auto journal = makeJournal(folder, 16 << 10);
    QVERIFY(journal);
    const auto fill = [&](int count) {
        for (int i = 0; i < count; ++i)
            journal->open(openRecord(static_cast<std::uint64_t>(i)));
    };
    fill(200);
    const auto files = [&] { return QDir(folder.path()).entryList({QStringLiteral("*.seg")}).size(); };
    const auto grown = files();
    QVERIFY(grown > 3);
    int seen = 0;
    const auto count = [&seen](AnyRecord &&, std::uint64_t) { ++seen; };
    journal->drain(count);
    QCOMPARE(seen, 200);
    for (const std::uint64_t sequence : journal->drainedSegments())
        journal->recycle(sequence);
    QVERIFY(files() <= 3);
    for (int round = 0; round < 10; ++round) {
        fill(40);
        journal->drain(count);
        for (const std::uint64_t sequence : journal->drainedSegments())
            journal->recycle(sequence);
    }
    QCOMPARE(seen, 600);
    QVERIFY2(files() <= 4, "steady work needs no further files");
    QCOMPARE(journal->openedCount(), 600u);
    QCOMPARE(journal->volatileCount(), 0u);
}

void TestJournal::drainsInOrderAcrossSegments()
{
    QTemporaryDir folder;
    const auto journal = makeJournal(folder, 16 << 10);
    QVERIFY(journal);
    std::vector<std::uint64_t> numbers;
    const auto take = [&numbers](AnyRecord &&record, std::uint64_t) {
        numbers.push_back(std::get<OpenRecord>(record).request.low & 0xffffff);
    };
    for (std::uint64_t i = 0; i < 300; ++i) {
        journal->open(openRecord(i));
        if (i % 7 == 0)
            journal->drain(take);
    }
    journal->drain(take);
    QCOMPARE(numbers.size(), 300u);
    for (std::size_t i = 0; i < numbers.size(); ++i)
        QCOMPARE(numbers[i], i);
}

void TestJournal::leavesNothingOfRecycledSegments()
{
    QTemporaryDir folder;
    const auto journal = makeJournal(folder, 16 << 10);
    QVERIFY(journal);
    for (std::uint64_t i = 0; i < 100; ++i)
        journal->open(openRecord(i));
    journal->drain([](AnyRecord &&, std::uint64_t) {});
    for (const std::uint64_t sequence : journal->drainedSegments())
        journal->recycle(sequence);
    std::size_t left = 0;
    std::uint64_t lowest = UINT64_MAX;
    for (const QString &name : QDir(folder.path()).entryList({QStringLiteral("*.seg")})) {
        const auto content = readSegment(folder.filePath(name).toStdString());
        QVERIFY(content.ok());
        for (const AnyRecord &record : content.value().records) {
            ++left;
            lowest = std::min(lowest, std::get<OpenRecord>(record).request.low & 0xffffff);
        }
    }
    QVERIFY2(left > 0 && left < 100, "only the segment being written");
    QCOMPARE(lowest, 100 - left);
}

void TestJournal::wakesSleepingWriter()
{
    QTemporaryDir folder;
    const auto journal = makeJournal(folder);
    QVERIFY(journal);
    QVERIFY(journal->maySleep());
    journal->awake();
    journal->open(openRecord(1));
    QVERIFY2(!journal->maySleep(), "there is something to drain");
    journal->drain([](AnyRecord &&, std::uint64_t) {});
    QVERIFY(journal->maySleep());
}

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
