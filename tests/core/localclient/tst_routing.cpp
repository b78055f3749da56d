#include "core/base/clock.h"
#include "core/localclient/inprocessrouting.h"
#include "core/routing/table.h"

#include <QSignalSpy>
#include <QTest>

using namespace gw;
using namespace gw::client;
using namespace Qt::StringLiterals;

namespace {

config::Deployment deployment(const std::string &name, const std::string &model, const std::string &id)
{
    config::Deployment out;
    out.modelName = name;
    out.params.model = model;
    out.params.apiBase = "http://127.0.0.1:9/v1";
    out.info.id = id;
    return out;
}

}   // namespace

// The router of this process as a window sees it.
class TestRouting final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void tellsWhatDeploymentsDo();
    void endsARest();
    void simulates_data();
    void simulates();
    void saysWhyItCannotSimulate_data();
    void saysWhyItCannotSimulate();

private:
    RoutingState state();
    Simulation simulated(const QString &request);
    routing::DeploymentState &stateOf(const char *id) { return *m_table->state().deployment(id); }

    std::shared_ptr<config::Config> m_config;
    routing::TablePtr m_table;
    std::unique_ptr<InProcessRouting> m_client;
    Token m_last = 0;
};

void TestRouting::init()
{
    m_config = std::make_shared<config::Config>();
    m_config->deployments = {deployment("gpt", "openai/gpt-4o", "a"), deployment("gpt", "azure/gpt-4o", "b"),
                             deployment("claude", "anthropic/claude-sonnet-4-5", "c")};
    m_config->deployments[0].params.rpm = 50;
    m_config->deployments[0].params.maxParallelRequests = 8;
    m_config->router.fallbacks = {{"gpt", {"claude"}}};
    m_config->router.aliases = {{"fast", {"gpt"}, true}};
    m_config->router.providerBudgets = {{"openai", {"5", 86'400}}};
    m_table =
        std::make_shared<const routing::Table>(m_config, providers::Catalog::builtIn(),
                                               [](std::string_view) { return std::optional<std::string>(); });
    m_client = std::make_unique<InProcessRouting>(
        RoutingParts{.routes = [this] { return m_table; }, .nextToken = [this] { return ++m_last; }});
}

RoutingState TestRouting::state()
{
    RoutingState out;
    const QObject scope;
    bool told = false;
    connect(m_client.get(), &RoutingClient::stateReady, &scope, [&](Token token, const RoutingState &state) {
        told = token == m_last;
        out = state;
    });
    m_client->requestState();
    return QTest::qWaitFor([&] { return told; }) ? out : RoutingState();
}

Simulation TestRouting::simulated(const QString &request)
{
    Simulation out;
    const QObject scope;
    bool told = false;
    connect(m_client.get(), &RoutingClient::simulated, &scope, [&](Token token, const Simulation &result) {
        told = token == m_last;
        out = result;
    });
    m_client->simulate(request);
    return QTest::qWaitFor([&] { return told; }) ? out : Simulation();
}

void TestRouting::tellsWhatDeploymentsDo()
{
    const routing::Moment now{SystemClock().steadyUs(), SystemClock().unixUs() / 1'000'000};
    stateOf("a").enter(8, now);
    stateOf("b").coolDown({"RateLimitError", 429, now.steadyUs, 30});
    stateOf("a").firstToken.add(0.5, 10, now.steadyUs);
    stateOf("c").setHealth(routing::Health::Failing, now);
    routing::Budgets &budgets = m_table->state().budgets;
    budgets.spent({access::Scope::Provider, "openai", {}, /*limitPico=*/0, 86'400},
                  now);   // Counts from here.
    budgets.accounts().add(access::Scope::Provider, "openai", 2'000'000'000'000);
    const RoutingState told = state();
    QCOMPARE(told.strategy, u"simple-shuffle"_s);
    QCOMPARE(told.groups.size(), 2u);
    QCOMPARE(told.groups[0].name, u"gpt"_s);
    const RouteDeployment &a = told.groups[0].deployments[0];
    QCOMPARE(a.id, u"a"_s);
    QCOMPARE(a.provider, u"openai"_s);
    QCOMPARE(a.model, u"gpt-4o"_s);
    QCOMPARE(a.inFlight, 1);
    QCOMPARE(a.capacity, 8);
    QCOMPARE(a.requestLimit, 50);
    QCOMPARE(a.firstTokenS, 0.5);
    QCOMPARE(a.restsMs, 0);
    QCOMPARE(a.budgets.size(), 1u);
    QCOMPARE(a.budgets[0].spentPico, 2'000'000'000'000);
    QCOMPARE(a.budgets[0].limitPico, 5'000'000'000'000);
    const RouteDeployment &b = told.groups[0].deployments[1];
    QVERIFY(b.restsMs > 25'000 && b.restsMs <= 30'000);
    QCOMPARE(b.restReason, u"RateLimitError"_s);
    QCOMPARE(b.restStatus, 429);
    QVERIFY(told.groups[1].deployments[0].health == RouteDeployment::Health::Failing);
    QCOMPARE(told.fallbacks.size(), 1u);
    QCOMPARE(told.fallbacks[0].targets, QStringList{u"claude"_s});
    QCOMPARE(told.aliases.size(), 1u);
    QVERIFY(told.aliases[0].hidden);
    QCOMPARE(told.budgets.size(), 1u);
    QCOMPARE(told.budgets[0].name, u"provider openai"_s);
}

void TestRouting::endsARest()
{
    stateOf("b").coolDown({"RateLimitError", 429, SystemClock().steadyUs(), 30});
    m_client->endRest(u"nobody"_s);
    QVERIFY(state().groups[0].deployments[1].restsMs > 0);
    m_client->endRest(u"b"_s);
    QCOMPARE(state().groups[0].deployments[1].restsMs, 0);
    QVERIFY(!state().groups[0].deployments[1].onProbation);
}

void TestRouting::simulates_data()
{
    QTest::addColumn<QString>("request");
    QTest::addColumn<QString>("route");
    QTest::addColumn<QString>("model");
    QTest::addColumn<bool>("stream");
    QTest::newRow("a chat body") << uR"({"model":"gpt","messages":[{"role":"user","content":"Hi"}]})"_s
                                 << u"/v1/chat/completions"_s << u"gpt"_s << false;
    QTest::newRow("a line for curl to Messages")
        << uR"(curl http://h/v1/messages -d '{"model":"gpt","stream":true,"max_tokens":5,"messages":[{"role":"user","content":"Hi"}]}')"_s
        << u"/v1/messages"_s << u"gpt"_s << true;
    QTest::newRow("Gemini's model in the path")
        << uR"(curl http://h/v1beta/models/gpt:streamGenerateContent -d '{"contents":[{"parts":[{"text":"Hi"}]}]}')"_s
        << QString() << u"gpt"_s << true;
}

void TestRouting::simulates()
{
    QFETCH(const QString, request);
    QFETCH(const QString, route);
    const Simulation result = simulated(request);
    QCOMPARE(result.problem, QString());
    if (!route.isEmpty())
        QCOMPARE(result.route, route);
    QTEST(result.model, "model");
    QTEST(result.stream, "stream");
    QCOMPARE(result.groups.size(), 1u);
    QCOMPARE(result.groups[0].name, u"gpt"_s);
    QVERIFY(result.inputTokens > 0);
    QCOMPARE(result.groups[0].deployments.size(), 2u);
    QCOMPARE(result.general.size(), 1u);
    QCOMPARE(result.general[0].name, u"claude"_s);
    QCOMPARE(stateOf("a").inFlight(), 0);
}

void TestRouting::saysWhyItCannotSimulate_data()
{
    QTest::addColumn<QString>("request");
    QTest::addColumn<QString>("part");
    QTest::newRow("an unknown model")
        << uR"({"model":"gpd","messages":[{"role":"user","content":"Hi"}]})"_s << u"Did you mean gpt"_s;
    QTest::newRow("no messages") << uR"({"model":"gpt"})"_s << u"messages"_s;
    QTest::newRow("an address that asks no model")
        << uR"(curl http://h/v1/nothing -d '{}')"_s << u"/v1/nothing"_s;
    QTest::newRow("nothing") << QString() << u"Paste"_s;
}

void TestRouting::saysWhyItCannotSimulate()
{
    QFETCH(const QString, request);
    QFETCH(const QString, part);
    const Simulation result = simulated(request);
    QVERIFY2(result.problem.contains(part), qPrintable(result.problem));
    QVERIFY(result.groups.empty());
}

QTEST_GUILESS_MAIN(TestRouting)
#include "tst_routing.moc"
