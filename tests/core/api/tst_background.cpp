#include "core/api/background.h"
#include "core/upstream/transports.h"
#include "tests/core/api/client.h"

#include <QTemporaryDir>
#include <QTest>

using namespace gw;
using namespace gw::api;
using gw::test::Client;

// Which requests run in the background, and how many.
class TestBackground final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void leavesOthersAlone_data();
    void leavesOthersAlone();
    void answersWithAnId();
    void asksForAStream();
    void refusesWhatIsNotKept();
    void runsOnlySoMany();
    void forgetsTheEventsOfTheOldest();
    void belongsToItsKey();

private:
    struct Taken
    {
        http::ResponseStreamPtr stream;   // What the exchange would write to.
        std::shared_ptr<Client> client = std::make_shared<Client>();
        engine::ExchangeStart start;
        std::string body;
    };
    Taken take(const std::shared_ptr<Background> &background, std::string body)
    {
        Taken taken;
        taken.start.table = m_table;
        taken.start.dialect = &dialects::Dialects::all()["responses"];
        taken.start.route = &m_routes.front();
        taken.start.principal.keyHash = "owner";
        taken.body = std::move(body);
        taken.stream = background->take(*m_worker, taken.start, taken.body, taken.client);
        return taken;
    }

    QTemporaryDir m_folder;
    SystemClock m_clock;
    events::Bus m_bus;
    const providers::Adapters m_adapters;
    const std::vector<dialects::Route> m_routes = dialects::Dialects::all()["responses"].routes();
    net::Reactor m_reactor;
    std::unique_ptr<pricing::PriceTable> m_prices;
    std::unique_ptr<engine::Shared> m_shared;
    std::unique_ptr<ledger::Journal> m_journal;
    std::unique_ptr<engine::Worker> m_worker;
    routing::TablePtr m_table;
};

namespace {

const std::string kBody = R"({"model":"slow","input":"x","background":true})";

config::Deployment deployment(const std::string &name, const std::string &model)
{
    config::Deployment out;
    out.modelName = name;
    out.params.model = model;
    out.params.apiBase = "http://127.0.0.1:9/v1";
    out.info.id = name;
    return out;
}

}   // namespace

void TestBackground::initTestCase()
{
    auto prices = pricing::PriceTable::builtin();
    QVERIFY(prices.ok());
    m_prices = std::make_unique<pricing::PriceTable>(std::move(prices).value());
    m_shared = std::unique_ptr<engine::Shared>(
        new engine::Shared{providers::Catalog::builtIn(), m_adapters, *m_prices, m_clock, m_bus, {}, {}});
    auto journal = ledger::Journal::create({.folder = m_folder.path().toStdString()});
    QVERIFY(journal.ok());
    m_journal = std::move(journal).value();
    m_worker = std::make_unique<engine::Worker>(0, m_reactor, *m_shared, *m_journal,
                                                std::make_unique<upstream::Transports>(m_reactor), 1);
    auto config = std::make_shared<config::Config>();
    config->deployments = {deployment("slow", "mistral/slow"), deployment("native", "openai/gpt-x"),
                           deployment("mixed", "mistral/slow"), deployment("mixed", "openai/gpt-x")};
    m_table = std::make_shared<const routing::Table>(
        config, providers::Catalog::builtIn(), [](std::string_view) { return std::optional<std::string>(); },
        nullptr, nullptr);
}

void TestBackground::leavesOthersAlone_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nobody asks for it") << QByteArray(R"({"model":"slow","input":"x"})");
    QTest::newRow("it is refused") << QByteArray(R"({"model":"slow","input":"x","background":false})");
    QTest::newRow("it stands elsewhere")
        << QByteArray(R"({"model":"slow","input":"x","metadata":{"background":true}})");
    QTest::newRow("the provider does it")
        << QByteArray(R"({"model":"native","input":"x","background":true})");
    QTest::newRow("one of the providers does it")
        << QByteArray(R"({"model":"mixed","input":"x","background":true})");
    QTest::newRow("there is no such model")
        << QByteArray(R"({"model":"none","input":"x","background":true})");
    QTest::newRow("it is no request") << QByteArray(R"({"model":"slow","background":true)");
}

void TestBackground::leavesOthersAlone()
{
    QFETCH(QByteArray, body);
    const auto background = std::make_shared<Background>(*m_shared);
    const Taken taken = take(background, body.toStdString());
    QCOMPARE(taken.stream, http::ResponseStreamPtr(taken.client));
    QCOMPARE(taken.body, body.toStdString());
    QCOMPARE(taken.start.answerId, std::string());
    QCoreApplication::processEvents();
    QCOMPARE(taken.client->status, 0);
}

void TestBackground::answersWithAnId()
{
    const auto background = std::make_shared<Background>(*m_shared);
    const Taken taken = take(background, kBody);
    QVERIFY(taken.stream && taken.stream != http::ResponseStreamPtr(taken.client));
    const std::string &id = taken.start.answerId;
    QVERIFY(id.starts_with("resp_"));
    QTRY_VERIFY(taken.client->ended);
    QCOMPARE(taken.client->status, 200);
    const auto answer = json::parse(taken.client->body);
    QVERIFY(answer.ok());
    QCOMPARE(answer.value().at("id"), json::Value(id));
    QCOMPARE(answer.value().at("status"), json::Value("queued"));
    QVERIFY(background->runs(id, "owner"));
    QVERIFY(background->cancel(id, "owner"));
    QVERIFY(!background->runs(id, "owner"));
}

void TestBackground::asksForAStream()
{
    const auto background = std::make_shared<Background>(*m_shared);
    for (const char *more : {"", R"(,"stream":false)", R"(,"stream":true)"}) {
        Taken taken = take(background, kBody.substr(0, kBody.size() - 1) + more + "}");
        const auto sent = json::parse(taken.body);
        QVERIFY(sent.ok());
        QCOMPARE(sent.value().at("stream"), json::Value(true));
        QCOMPARE(sent.value().at("input"), json::Value("x"));
        QCoreApplication::processEvents();
        // Who streams waits for the events.
        const bool streams = std::string_view(more).ends_with("true");
        QCOMPARE(taken.client->ended, !streams);
        taken.stream.reset();   // The exchange is over.
        QTRY_VERIFY(taken.client->ended);
    }
}

void TestBackground::refusesWhatIsNotKept()
{
    const auto background = std::make_shared<Background>(*m_shared);
    const Taken taken = take(background, R"({"model":"slow","input":"x","background":true,"store":false})");
    QVERIFY(!taken.stream);
    QCOMPARE(taken.client->status, 400);
    QVERIFY(taken.client->body.find("store") != std::string::npos);
}

void TestBackground::runsOnlySoMany()
{
    const auto background = std::make_shared<Background>(*m_shared, Background::Limits{.maxRunning = 1});
    Taken first = take(background, kBody);
    QVERIFY(first.stream);
    const std::size_t kept = m_shared->stores.responses.bytes();
    const Taken second = take(background, kBody);
    QVERIFY(!second.stream);
    QCOMPARE(second.client->status, 429);
    QCOMPARE(m_shared->stores.responses.bytes(), kept);
    first.stream.reset();   // The exchange is over.
    QVERIFY(take(background, kBody).stream);
}

void TestBackground::forgetsTheEventsOfTheOldest()
{
    const auto background = std::make_shared<Background>(*m_shared, Background::Limits{.maxEnded = 1});
    std::vector<std::string> ids;
    for (int i = 0; i < 2; ++i)
        ids.push_back(take(background, kBody).start.answerId);
    const auto reader = std::make_shared<Client>();
    QVERIFY(!background->follow(ids[0], "owner", -1, reader, *m_worker));
    QVERIFY(background->follow(ids[1], "owner", -1, reader, *m_worker));
    QTRY_VERIFY(reader->ended);
    QVERIFY(reader->body.starts_with("event: response.failed\n"));
}

void TestBackground::belongsToItsKey()
{
    const auto background = std::make_shared<Background>(*m_shared);
    const Taken taken = take(background, kBody);
    const std::string &id = taken.start.answerId;
    QVERIFY(!background->runs(id, "stranger"));
    QVERIFY(!background->cancel(id, "stranger"));
    QVERIFY(!background->follow(id, "stranger", -1, std::make_shared<Client>(), *m_worker));
    QVERIFY(background->runs(id, "owner"));
}

QTEST_GUILESS_MAIN(TestBackground)
#include "tst_background.moc"
