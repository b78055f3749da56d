#include "core/base/clock.h"
#include "core/ledger/bodynotes.h"
#include "core/ledger/bodypack.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <future>

using namespace gw;
using namespace gw::ledger;

namespace {

Result<KeptBodies> readNow(BodyStore &store, const Id128 &id)
{
    std::promise<Result<KeptBodies>> answer;
    store.read(id, [&](Result<KeptBodies> read) { answer.set_value(std::move(read)); });
    return answer.get_future().get();
}

BodySize sizeNow(BodyStore &store)
{
    std::promise<BodySize> answer;
    store.measure([&](Result<BodySize> size) {
        answer.set_value(size.ok() ? size.value() : BodySize{-1, -1, -1});
    });
    return answer.get_future().get();
}

// A request whose answer is that long and cannot be packed to much less.
void say(BodyStore &store, const Id128 &id, std::size_t size)
{
    BodyNotes notes(&store, id);
    notes.clientRequest("{\"model\":\"m\"}", "application/json");
    notes.clientAnswer(randomHex(size));
}

KeptBodies keptAt(std::int64_t us)
{
    KeptBodies kept;
    kept.request = makeId();
    kept.keptUs = us;
    kept.bodies.push_back({.part = BodyPart::ClientRequest});
    return kept;
}

const Body *find(const KeptBodies &kept, BodyPart part, int attempt = 0)
{
    for (const Body &body : kept.bodies)
        if (body.part == part && body.attempt == attempt)
            return &body;
    return nullptr;
}

}   // namespace

class TestBodyStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsNothingUntilToldTo();
    void givesBackWhatWasSaid();
    void keepsWhatDiffersOnly();
    void keepsEveryAttempt();
    void cutsLongBodiesAndSaysSo();
    void leavesOutWhatIsNoText();
    void writesNoSecretToTheDisk();
    void dropsWhatIsTooOld();
    void dropsTheOldestWhenThereIsTooMuch();
    void losesBodiesWhenThereIsNoRoom();
    void deletesEverything();
    void survivesARestart();
    void tellsOfDamage();

private:
    std::string folder() const { return m_folder->path().toStdString(); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestBodyStore::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestBodyStore::keepsNothingUntilToldTo()
{
    BodyStore store(folder());
    const Id128 id = makeId();
    say(store, id, 100);
    QCOMPARE(readNow(store, id).error().code, ErrorCode::NotFound);
    QCOMPARE(sizeNow(store).requests, 0);
    store.stop();
    QVERIFY(!std::filesystem::exists(store.path()));
}

void TestBodyStore::givesBackWhatWasSaid()
{
    BodyStore store(folder());
    store.set(true, {});
    const Id128 id = makeId();
    {
        BodyNotes notes(&store, id);
        notes.clientRequest("{\"a\":1}", "application/json");
        notes.upstreamRequest(0, "{\"a\":2}");
        notes.upstreamHead(200, "text/event-stream");
        notes.upstreamAnswer("data: 1\n\n");
        notes.upstreamAnswer("data: 2\n\n");
        notes.clientAnswer("data: 3\n\n");
    }
    const auto read = readNow(store, id);
    QVERIFY(read.ok());
    QCOMPARE(read.value().bodies.size(), 4);
    QCOMPARE(find(read.value(), BodyPart::ClientRequest)->contentType, "application/json");
    QCOMPARE(find(read.value(), BodyPart::UpstreamRequest)->bytes, "{\"a\":2}");
    QCOMPARE(find(read.value(), BodyPart::UpstreamAnswer)->bytes, "data: 1\n\ndata: 2\n\n");
    QCOMPARE(find(read.value(), BodyPart::UpstreamAnswer)->status, 200);
    QCOMPARE(find(read.value(), BodyPart::ClientAnswer)->bytes, "data: 3\n\n");
    QCOMPARE(QFileInfo(QString::fromStdString(store.path())).permissions() & 0x77, QFile::Permissions());
}

void TestBodyStore::keepsWhatDiffersOnly()
{
    BodyStore store(folder());
    store.set(true, {});
    const Id128 id = makeId();
    {
        BodyNotes notes(&store, id);
        notes.clientRequest("{}", "application/json");
        notes.upstreamRequest(0, "{}");
        notes.upstreamHead(200, "application/json");
        notes.upstreamAnswer("{\"b\":1}");
        notes.clientAnswer("{\"b\":1}");
    }
    const auto read = readNow(store, id);
    QCOMPARE(read.value().bodies.size(), 2);
    QVERIFY(!find(read.value(), BodyPart::UpstreamRequest));
    QVERIFY(!find(read.value(), BodyPart::UpstreamAnswer));
}

void TestBodyStore::keepsEveryAttempt()
{
    BodyStore store(folder());
    store.set(true, {});
    const Id128 id = makeId();
    {
        BodyNotes notes(&store, id);
        notes.clientRequest("{}", {});
        notes.upstreamRequest(0, "{\"n\":1}");
        notes.upstreamHead(429, "application/json");
        notes.upstreamAnswer("{\"error\":1}");
        notes.upstreamRequest(1, "{\"n\":2}");
        notes.upstreamHead(200, "application/json");
        notes.upstreamAnswer("{\"ok\":1}");
        notes.clientAnswer("{\"ok\":2}");
    }
    const auto read = readNow(store, id);
    QCOMPARE(find(read.value(), BodyPart::UpstreamAnswer, 0)->status, 429);
    QCOMPARE(find(read.value(), BodyPart::UpstreamAnswer, 0)->bytes, "{\"error\":1}");
    QCOMPARE(find(read.value(), BodyPart::UpstreamRequest, 1)->bytes, "{\"n\":2}");
    QCOMPARE(find(read.value(), BodyPart::UpstreamAnswer, 1)->bytes, "{\"ok\":1}");
}

void TestBodyStore::cutsLongBodiesAndSaysSo()
{
    BodyStore store(folder(), {.bodyBytes = 1000});
    store.set(true, {});
    const Id128 id = makeId();
    {
        BodyNotes notes(&store, id);
        notes.clientRequest(std::string(1000, 'a'), {});
        notes.clientAnswer(std::string(900, 'b'));
        notes.clientAnswer(std::string(900, 'c'));
        notes.clientAnswer(std::string(900, 'd'));
    }
    const auto read = readNow(store, id);
    const Body *request = find(read.value(), BodyPart::ClientRequest);
    QCOMPARE(request->bytes.size(), 1000);
    QVERIFY(!request->cut);
    const Body *answer = find(read.value(), BodyPart::ClientAnswer);
    QVERIFY(answer->cut);
    QCOMPARE(answer->wholeBytes, 2700);
    QCOMPARE(answer->bytes, std::string(900, 'b') + std::string(100, 'c'));
}

void TestBodyStore::leavesOutWhatIsNoText()
{
    BodyStore store(folder());
    store.set(true, {});
    const Id128 id = makeId();
    {
        BodyNotes notes(&store, id);
        notes.clientRequest("RIFF....", "audio/wav");
    }
    const auto read = readNow(store, id);
    const Body *request = find(read.value(), BodyPart::ClientRequest);
    QCOMPARE(request->bytes, "");
    QVERIFY(request->cut);
    QCOMPARE(request->wholeBytes, 8);
    QCOMPARE(request->contentType, "audio/wav");
}

void TestBodyStore::writesNoSecretToTheDisk()
{
    const std::string secret = "sk-proj-" + randomHex(16);
    const Id128 id = makeId();
    {
        BodyStore store(folder());
        store.set(true, {});
        {
            BodyNotes notes(&store, id);
            notes.clientRequest("{\"api_key\":\"" + secret + "\"}", "application/json");
            notes.upstreamRequest(0, "{\"x\":\"" + secret + "\"}");
            notes.clientAnswer("it is " + secret);
        }
        const auto read = readNow(store, id);
        for (const Body &body : read.value().bodies)
            QVERIFY2(body.bytes.find(secret) == std::string::npos, body.bytes.c_str());
        QCOMPARE(find(read.value(), BodyPart::ClientRequest)->bytes, "{\"api_key\":\"[redacted]\"}");
    }
    QFile file(QString::fromStdString(folder() + "/bodies.db"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains(QByteArray::fromStdString(secret)));
}

void TestBodyStore::dropsWhatIsTooOld()
{
    constexpr std::int64_t kDay = 86'400'000'000;
    const std::int64_t now = SystemClock().unixUs();
    BodyStore store(folder());
    store.set(true, {.days = 7, .bytes = 1'000'000});
    const KeptBodies old = keptAt(now - 8 * kDay);
    const KeptBodies young = keptAt(now - 6 * kDay);
    store.keep(old);
    store.keep(young);
    QTRY_COMPARE(sizeNow(store).requests, 1);
    QVERIFY(readNow(store, young.request).ok());
    QCOMPARE(readNow(store, old.request).error().code, ErrorCode::NotFound);
    // Also while nothing new is kept.
    store.set(false, {.days = 5, .bytes = 1'000'000});
    QTRY_COMPARE(sizeNow(store).requests, 0);
}

void TestBodyStore::dropsTheOldestWhenThereIsTooMuch()
{
    BodyStore store(folder());
    store.set(true, {.days = 7, .bytes = 20'000});
    std::vector<Id128> ids;
    for (int i = 0; i < 10; ++i) {
        ids.push_back(makeId());
        say(store, ids.back(), 4'000);   // About as many bytes packed.
    }
    QTRY_VERIFY(sizeNow(store).bytes <= 20'000);
    const BodySize size = sizeNow(store);
    QVERIFY(size.requests >= 3 && size.requests < 10);
    QVERIFY(readNow(store, ids.back()).ok());
    QVERIFY(!readNow(store, ids.front()).ok());
}

void TestBodyStore::losesBodiesWhenThereIsNoRoom()
{
    BodyStore store(folder(), {.bodyBytes = 100'000, .heldBytes = 50'000});
    store.set(true, {});
    const Id128 big = makeId();
    const Id128 small = makeId();
    {
        BodyNotes notes(&store, big);
        notes.clientRequest(std::string(40'000, 'a'), {});
        notes.clientAnswer(std::string(20'000, 'b'));
    }
    say(store, small, 100);
    QVERIFY(readNow(store, small).ok());
    QCOMPARE(readNow(store, big).error().code, ErrorCode::NotFound);
    QCOMPARE(store.dropped(), 1);
    // Its room is free again.
    QVERIFY(store.hold(50'000));
    store.release(50'000);
}

void TestBodyStore::deletesEverything()
{
    BodyStore store(folder());
    store.set(true, {});
    const Id128 id = makeId();
    say(store, id, 500'000);
    QVERIFY(readNow(store, id).ok());
    std::promise<bool> answer;
    store.clear([&](Result<void> cleared) { answer.set_value(cleared.ok()); });
    QVERIFY(answer.get_future().get());
    QCOMPARE(sizeNow(store).bytes, 0);
    QVERIFY(!readNow(store, id).ok());
    QVERIFY(QFileInfo(QString::fromStdString(store.path())).size() < 100'000);
}

void TestBodyStore::survivesARestart()
{
    const Id128 id = makeId();
    {
        BodyStore store(folder());
        store.set(true, {});
        say(store, id, 1000);
    }
    BodyStore store(folder());
    QVERIFY(readNow(store, id).ok());
    QCOMPARE(sizeNow(store).requests, 1);
}

void TestBodyStore::tellsOfDamage()
{
    std::string packed = packBodies({{.part = BodyPart::ClientAnswer, .bytes = "{}", .wholeBytes = 2}});
    QCOMPARE(unpackBodies(packed).value().size(), 1);
    packed[packed.size() - 1] = static_cast<char>(packed.back() ^ 1);
    QVERIFY(!unpackBodies(packed).ok());
    QVERIFY(!unpackBodies("nothing of ours").ok());
    QVERIFY(!unpackBodies({}).ok());
}

QTEST_GUILESS_MAIN(TestBodyStore)
#include "tst_bodystore.moc"
