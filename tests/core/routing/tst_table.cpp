#include "tests/core/routing/routingsample.h"

#include <QTest>

using namespace gw;
using namespace gw::routingtest;

class TestTable final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resolve_data();
    void resolve();
    void listsOfAnAliasAreTriedInOrder();
    void hidesWhatIsHidden();
    void capacities_data();
    void capacities();
    void strategiesPerGroup();
    void stateOutlivesTheConfig();
    void factsOfANameAreAskedForOnce();
};

namespace {

std::shared_ptr<config::Config> sampleConfig()
{
    auto config = std::make_shared<config::Config>();
    config->deployments = {deployment("gpt", "openai/gpt-4o", "a"),
                           deployment("gpt", "azure/gpt-4o", "b"),
                           deployment("openai/*", "openai/*", "c"),
                           deployment("wild/*", "groq/*", "d"),
                           deployment("openai/gpt-5*", "openai/gpt-5-mini", "e"),
                           deployment("*", "*", "f")};
    config->router.aliases = {{"alias", {"gpt"}, false},
                              {"secret", {"gpt"}, true},
                              {"first-that-exists", {"nothing", "gpt", "wild/x"}, false}};
    config->litellm.modelAliasMap = {{"mapped", "gpt"}};
    return config;
}

}   // namespace

void TestTable::resolve_data()
{
    QTest::addColumn<QByteArray>("requested");
    QTest::addColumn<int>("expectedTargets");
    QTest::addColumn<QByteArray>("expectedProvider");
    QTest::addColumn<QByteArray>("expectedModel");
    QTest::newRow("a group of two") << QByteArray("gpt") << 2 << QByteArray("openai") << QByteArray("gpt-4o");
    QTest::newRow("a deployment's id") << QByteArray("b") << 1 << QByteArray("azure") << QByteArray("gpt-4o");
    QTest::newRow("an alias") << QByteArray("alias") << 2 << QByteArray("openai") << QByteArray("gpt-4o");
    QTest::newRow("a hidden alias works too")
        << QByteArray("secret") << 2 << QByteArray("openai") << QByteArray("gpt-4o");
    QTest::newRow("the first member that exists")
        << QByteArray("first-that-exists") << 2 << QByteArray("openai") << QByteArray("gpt-4o");
    QTest::newRow("the global alias map")
        << QByteArray("mapped") << 2 << QByteArray("openai") << QByteArray("gpt-4o");
    QTest::newRow("a wildcard row") << QByteArray("openai/o3") << 1 << QByteArray("openai")
                                    << QByteArray("o3");
    QTest::newRow("a wildcard mapped to another provider")
        << QByteArray("wild/llama/big") << 1 << QByteArray("groq") << QByteArray("llama/big");
    QTest::newRow("the most specific pattern, model without star")
        << QByteArray("openai/gpt-5-pro") << 1 << QByteArray("openai") << QByteArray("gpt-5-mini");
    QTest::newRow("the catch-all row infers the provider")
        << QByteArray("mistral/small") << 1 << QByteArray("mistral") << QByteArray("small");
}

void TestTable::resolve()
{
    QFETCH(QByteArray, requested);
    QFETCH(int, expectedTargets);
    QFETCH(QByteArray, expectedProvider);
    QFETCH(QByteArray, expectedModel);
    const auto table = tableOf(sampleConfig());
    const auto resolution = table->resolve(requested.toStdString());
    QVERIFY(resolution);
    QCOMPARE(int(resolution->group->members.size()), expectedTargets);
    const providers::Target &target = *resolution->group->members.front().target;
    QCOMPARE(QByteArray::fromStdString(target.provider), expectedProvider);
    QCOMPARE(QByteArray::fromStdString(target.upstreamModel), expectedModel);
}

void TestTable::listsOfAnAliasAreTriedInOrder()
{
    const auto resolution = tableOf(sampleConfig())->resolve("first-that-exists");
    QVERIFY(resolution);
    QCOMPARE(resolution->aliasRest, (std::vector<std::string>{"nothing", "wild/x"}));
}

void TestTable::hidesWhatIsHidden()
{
    const std::vector<std::string> names = tableOf(sampleConfig())->names();
    QVERIFY(std::ranges::find(names, "alias") != names.end());
    QVERIFY(std::ranges::find(names, "secret") == names.end());
    QCOMPARE(std::ranges::count(names, "gpt"), 1);
}

void TestTable::capacities_data()
{
    QTest::addColumn<int>("own");   // -1: not said.
    QTest::addColumn<int>("byDefault");
    QTest::addColumn<int>("rpm");
    QTest::addColumn<int>("tpm");
    QTest::addColumn<int>("expected");
    QTest::newRow("no limit") << -1 << -1 << -1 << -1 << 0;
    QTest::newRow("its own") << 3 << 9 << 60 << -1 << 3;
    QTest::newRow("the default") << -1 << 9 << 60 << -1 << 9;
    QTest::newRow("from rpm") << -1 << -1 << 60 << 100 << 60;
    QTest::newRow("from tpm") << -1 << -1 << -1 << 60'000 << 10;
    QTest::newRow("from a small tpm: one") << -1 << -1 << -1 << 500 << 1;
}

void TestTable::capacities()
{
    QFETCH(int, own);
    QFETCH(int, byDefault);
    QFETCH(int, rpm);
    QFETCH(int, tpm);
    QFETCH(int, expected);
    const auto config = sampleConfig();
    config::DeploymentParams &params = config->deployments[0].params;
    if (own >= 0)
        params.maxParallelRequests = own;
    if (byDefault >= 0)
        config->router.defaultMaxParallel = byDefault;
    if (rpm >= 0)
        params.rpm = rpm;
    if (tpm >= 0)
        params.tpm = tpm;
    QCOMPARE(tableOf(config)->resolve("gpt")->group->members.front().capacity, expected);
}

void TestTable::strategiesPerGroup()
{
    const auto config = sampleConfig();
    config->router.strategy = "least-busy";
    config::RoutingGroup own;
    own.models = {"gpt"};
    own.strategy = "latency-based-routing";
    own.args.lowestLatencyBuffer = 0.5;
    config->router.routingGroups = {own};
    const auto table = tableOf(config);
    QCOMPARE(table->resolve("gpt")->group->strategy, routing::Strategy::Latency);
    QCOMPARE(table->resolve("gpt")->group->args.lowestLatencyBuffer, 0.5);
    QCOMPARE(table->resolve("wild/x")->group->strategy, routing::Strategy::LeastBusy);
    QCOMPARE(table->groups().size(), std::size_t(5));
}

void TestTable::stateOutlivesTheConfig()
{
    const auto state = std::make_shared<routing::State>();
    const auto make = [&] {
        return routing::Table(
            sampleConfig(), providers::Catalog::builtIn(),
            [](std::string_view) { return std::optional<std::string>(); }, state);
    };
    make().resolve("gpt")->group->members.front().state->requests.add(7, 5);
    QCOMPARE(make().resolve("gpt")->group->members.front().state->requests.value(7), 5);
}

void TestTable::factsOfANameAreAskedForOnce()
{
    int asked = 0;
    const auto table = tableOf(sampleConfig(), routing::remembering([&asked](const providers::Target &) {
                                   return routing::Facts{.cost = ++asked * 1.0, .maxInput = 0};
                               }));
    const int atFirst = asked;
    const double cost = table->resolve("openai/o3")->group->members.front().cost;
    QCOMPARE(asked, atFirst + 1);
    QCOMPARE(table->resolve("openai/o3")->group->members.front().cost, cost);
    QCOMPARE(asked, atFirst + 1);
    table->resolve("openai/o4");
    QCOMPARE(asked, atFirst + 2);
}

QTEST_GUILESS_MAIN(TestTable)
#include "tst_table.moc"
