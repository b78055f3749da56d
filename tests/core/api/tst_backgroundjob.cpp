#include "core/api/backgroundjob.h"
#include "tests/core/api/client.h"

#include <QTest>

using namespace gw;
using namespace gw::api;
using gw::test::Client;

// An answer that runs without its client: what is kept of it, and what its readers see.
class TestBackgroundJob final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsHowFarItIs();
    void givesEventsInAnyCut();
    void tellsTheClientWhatWasRefusedAtOnce();
    void failsOnceTheClientHasItsId();
    void failsWhereTheAnswerBreaksOff();
    void failsUnderItsOwnId();
    void passesPingsOn();
    void beginsBehindTheNumber();
    void cutsReadersWhoAreTooFarBehind();
    void pausesForASlowReader();
    void forgetsReadersWhoLeave();
    void cancels();

private:
    std::shared_ptr<BackgroundJob> newJob(std::size_t maxEventBytes = 1 << 20)
    {
        json::Object queued{{"id", "resp_1"}, {"status", "queued"}, {"background", true}};
        return std::make_shared<BackgroundJob>(std::weak_ptr<Background>(), *m_store, "owner",
                                               std::move(queued), m_postbox, maxEventBytes);
    }
    BackgroundJob::Place place() { return {m_postbox, m_kept}; }
    std::string status() const
    {
        const auto kept = m_store->find("resp_1", "owner", std::time(nullptr));
        if (!kept)
            return {};
        const auto value = json::parse(kept->response);
        return value.ok() ? std::string(json::stringOr(value.value().get_object(), "status")) : "no JSON";
    }

    net::Reactor m_reactor;
    net::PostboxPtr m_postbox = std::make_shared<net::Postbox>(m_reactor);
    std::unordered_map<void *, std::shared_ptr<void>> m_kept;   // As a worker has it.
    std::unique_ptr<dialects::ResponseStore> m_store;
};

namespace {

std::string event(std::string_view type, std::string_view more = {})
{
    std::string out;
    wire::appendSse(out, R"({"type":")" + std::string(type) + "\"" + std::string(more) + "}", type);
    return out;
}

const std::string kBegin =
    event("response.created") + event("response.queued") +
    event("response.in_progress", R"(,"response":{"id":"resp_1","status":"in_progress"})");
const std::string kDelta = event("response.output_text.delta", R"(,"delta":"a")");
const std::string kEnd = event("response.completed", R"(,"response":{"id":"resp_1","status":"completed"})");

}   // namespace

void TestBackgroundJob::init()
{
    m_kept.clear();
    m_store = std::make_unique<dialects::ResponseStore>();
}

void TestBackgroundJob::keepsHowFarItIs()
{
    const auto job = newJob();
    QCOMPARE(status(), std::string("queued"));
    const auto stream = job->newStream();
    stream->writeHead(200, {});
    stream->write(kBegin);
    QCOMPARE(status(), std::string("in_progress"));
    QVERIFY(!job->over());
    stream->write(kDelta + kEnd);
    QVERIFY(job->over());
    // A whole answer is kept by whoever has written it.
    QCOMPARE(status(), std::string("in_progress"));
    QVERIFY(!job->cancel());
}

void TestBackgroundJob::givesEventsInAnyCut()
{
    const std::string all = kBegin + kDelta + kEnd;
    for (const std::size_t size : {all.size(), std::size_t{1}, std::size_t{7}, std::size_t{64}}) {
        const auto job = newJob();
        const auto stream = job->newStream();
        const auto client = std::make_shared<Client>();
        job->follow(client, place(), -1, {{"X-More", "yes"}});
        QCOMPARE(client->status, 0);
        for (std::size_t at = 0; at < all.size(); at += size)
            stream->write(std::string_view(all).substr(at, size));
        QTRY_VERIFY(client->ended);
        QCOMPARE(client->status, 200);
        QCOMPARE(client->headers.valueOr("content-type"),
                 std::string_view("text/event-stream; charset=utf-8"));
        QCOMPARE(client->headers.valueOr("x-more"), std::string_view("yes"));
        QCOMPARE(client->body, all);
        // Who comes later gets the same.
        const auto late = std::make_shared<Client>();
        job->follow(late, place(), -1, {});
        QVERIFY(late->ended);
        QCOMPARE(late->body, all);
    }
}

void TestBackgroundJob::tellsTheClientWhatWasRefusedAtOnce()
{
    const auto job = newJob();
    const auto stream = job->newStream();
    const auto reader = std::make_shared<Client>();
    job->follow(reader, place(), -1, {});
    stream->respond(404, {{"X-Why", "model"}}, "no such model");
    const auto client = std::make_shared<Client>();
    job->answer(client, {});
    QTRY_VERIFY(reader->ended);
    for (const auto &told : {client, reader}) {
        QCOMPARE(told->status, 404);
        QCOMPARE(told->headers.valueOr("x-why"), std::string_view("model"));
        QCOMPARE(told->body, std::string("no such model"));
    }
    QCOMPARE(status(), std::string());
}

void TestBackgroundJob::failsOnceTheClientHasItsId()
{
    const auto job = newJob();
    const auto stream = job->newStream();
    const auto client = std::make_shared<Client>();
    job->answer(client, {{"Content-Type", "application/json"}});
    QCOMPARE(client->status, 200);
    QVERIFY(client->body.find(R"("status":"queued")") != std::string::npos);
    stream->respond(429, {}, R"({"error":{"message":"slow down"}})");
    QCOMPARE(status(), std::string("failed"));
    const auto kept = m_store->find("resp_1", "owner", std::time(nullptr));
    const auto value = json::parse(kept->response);
    QCOMPARE(*json::findPath(value.value().get_object(), "error.message"), json::Value("slow down"));
    QCOMPARE(*json::findPath(value.value().get_object(), "error.code"), json::Value("rate_limit_exceeded"));
}

void TestBackgroundJob::failsWhereTheAnswerBreaksOff()
{
    const auto job = newJob();
    const auto reader = std::make_shared<Client>();
    job->follow(reader, place(), -1, {});
    {
        const auto stream = job->newStream();
        stream->write(kBegin + kDelta);
    }
    QCOMPARE(status(), std::string("failed"));
    QTRY_VERIFY(reader->ended);
    QVERIFY(reader->body.starts_with(kBegin + kDelta + "event: response.failed\ndata: "));
    QVERIFY(reader->body.find(R"("sequence_number":4)") != std::string::npos);
}

void TestBackgroundJob::failsUnderItsOwnId()
{
    const auto job = newJob();
    const auto stream = job->newStream();
    const auto reader = std::make_shared<Client>();
    job->follow(reader, place(), -1, {});
    stream->write(::event(
        "response.failed",
        R"(,"sequence_number":0,"response":{"id":"resp_other","error":{"code":"c","message":"no"}})"));
    QTRY_VERIFY(reader->ended);
    QVERIFY(reader->body.find("resp_other") == std::string::npos);
    QVERIFY(reader->body.find(R"("id":"resp_1")") != std::string::npos);
    QCOMPARE(status(), std::string("failed"));
    const auto value = json::parse(m_store->find("resp_1", "owner", std::time(nullptr))->response);
    QCOMPARE(*json::findPath(value.value().get_object(), "error.message"), json::Value("no"));
}

void TestBackgroundJob::passesPingsOn()
{
    const auto job = newJob();
    const auto stream = job->newStream();
    const auto reader = std::make_shared<Client>();
    job->follow(reader, place(), -1, {});
    stream->write(": ping\n\n");
    QTRY_COMPARE(reader->body, std::string(": ping\n\n"));
    QCOMPARE(reader->status, 200);
    stream->write(kBegin + kDelta + kEnd);
    QTRY_VERIFY(reader->ended);
    QCOMPARE(reader->body, ": ping\n\n" + kBegin + kDelta + kEnd);
}

void TestBackgroundJob::beginsBehindTheNumber()
{
    const auto job = newJob();
    const auto stream = job->newStream();
    stream->write(kBegin + kDelta);
    const auto reader = std::make_shared<Client>();
    job->follow(reader, place(), 2, {});
    QCOMPARE(reader->body, kDelta);
    const auto ahead = std::make_shared<Client>();
    job->follow(ahead, place(), 3, {});
    QCOMPARE(ahead->body, std::string());
    stream->write(kEnd);
    QTRY_VERIFY(reader->ended && ahead->ended);
    QCOMPARE(reader->body, kDelta + kEnd);
    QCOMPARE(ahead->body, kEnd);
}

void TestBackgroundJob::cutsReadersWhoAreTooFarBehind()
{
    const auto job = newJob(kDelta.size() * 2);
    const auto stream = job->newStream();
    for (int i = 0; i < 5; ++i)
        stream->write(kDelta);
    QCOMPARE(job->bytes(), kDelta.size() * 2);
    const auto reader = std::make_shared<Client>();
    job->follow(reader, place(), -1, {});
    QVERIFY(reader->aborted);
    QCOMPARE(reader->body, std::string());
    const auto other = std::make_shared<Client>();
    job->follow(other, place(), 2, {});
    QCOMPARE(other->body, kDelta + kDelta);
}

void TestBackgroundJob::pausesForASlowReader()
{
    const auto job = newJob();
    const auto stream = job->newStream();
    stream->write(kBegin);
    const auto reader = std::make_shared<Client>();
    reader->waiting = 1000;
    job->follow(reader, place(), -1, {});
    QCOMPARE(reader->body, kBegin);
    stream->write(kDelta + kEnd);
    reader->waiting = 0;
    reader->onDrained();
    QTRY_VERIFY(reader->ended);
    QCOMPARE(reader->body, kBegin + kDelta + kEnd);
}

void TestBackgroundJob::forgetsReadersWhoLeave()
{
    const auto job = newJob();
    const auto stream = job->newStream();
    const auto reader = std::make_shared<Client>();
    job->follow(reader, place(), -1, {});
    const auto call = reader->onPeerGone;
    call();
    QVERIFY(!reader->onPeerGone && !reader->onDrained);
    QVERIFY(m_kept.empty());
    stream->write(kBegin + kDelta + kEnd);
    QCoreApplication::processEvents();
    QCOMPARE(reader->body, std::string());
    QVERIFY(job->over());
}

void TestBackgroundJob::cancels()
{
    const auto job = newJob();
    auto stream = job->newStream();
    bool left = false;
    stream->onPeerGone = [&] {
        left = true;
        stream.reset();
    };
    stream->write(kBegin);
    const auto reader = std::make_shared<Client>();
    job->follow(reader, place(), -1, {});
    QVERIFY(job->cancel());
    QCOMPARE(status(), std::string("cancelled"));
    QTRY_VERIFY(left);
    QTRY_VERIFY(reader->ended);
    QCOMPARE(reader->body, kBegin);
    QCOMPARE(status(), std::string("cancelled"));
    QVERIFY(!job->cancel());
}

QTEST_GUILESS_MAIN(TestBackgroundJob)
#include "tst_backgroundjob.moc"
