#include "core/routing/router.h"

#include <QTest>

#include <cmath>

using namespace gw;

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
                              {"first-that-exists", {"nothing", "gpt"}, false}};
    config->litellm.modelAliasMap = {{"mapped", "gpt"}};
    return config;
}

routing::Table tableOf(std::shared_ptr<config::Config> config)
{
    return routing::Table(std::move(config), providers::Catalog::builtIn(),
                          [](std::string_view) { return std::nullopt; });
}

chat::Call callFor(const std::string &model)
{
    std::string body = R"({"model":"x","messages":[]})";
    auto members = chat::scanMembers(body).value();
    chat::Call call(chat::Shape::OpenAiChat, body, std::move(members), nullptr);
    call.model = model;
    return call;
}

}   // namespace

class TestRouter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resolve_data();
    void resolve();
    void unknownNamesAreToldWithTheirNeighbours();
    void keysUseOnlyTheirModels();
    void spreadsByWeight_data();
    void spreadsByWeight();
    void retriesGoToTheNextDeployment();
    void hidesWhatIsHidden();
    void pausedDeploymentsGetNothing();
};

void TestRouter::resolve_data()
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

void TestRouter::resolve()
{
    QFETCH(QByteArray, requested);
    QFETCH(int, expectedTargets);
    QFETCH(QByteArray, expectedProvider);
    QFETCH(QByteArray, expectedModel);
    const routing::Table table = tableOf(sampleConfig());
    const auto resolution = table.resolve(requested.toStdString());
    QVERIFY(resolution);
    QCOMPARE(int(resolution->targets.size()), expectedTargets);
    QCOMPARE(QByteArray::fromStdString(resolution->targets.front()->provider), expectedProvider);
    QCOMPARE(QByteArray::fromStdString(resolution->targets.front()->upstreamModel), expectedModel);
}

void TestRouter::unknownNamesAreToldWithTheirNeighbours()
{
    auto config = sampleConfig();
    config->deployments.resize(2);
    const routing::Table table = tableOf(config);
    routing::Random random(1);
    const auto plan = routing::makePlan(table, callFor("gptt"), {}, "/chat/completions", random);
    QVERIFY(!plan.ok());
    QVERIFY(plan.error().code == ErrorCode::UnknownModel);
    QVERIFY(plan.error().message.find("Invalid model name passed in model=gptt") != std::string::npos);
    QVERIFY(plan.error().message.find("Did you mean gpt") != std::string::npos);
    const routing::Table empty = tableOf(std::make_shared<config::Config>());
    QVERIFY(routing::makePlan(empty, callFor("gpt"), {}, "/x", random).error().code == ErrorCode::NoModels);
}

void TestRouter::keysUseOnlyTheirModels()
{
    const routing::Table table = tableOf(sampleConfig());
    routing::Random random(1);
    auth::Principal principal;
    principal.models = {"openai/*"};
    QVERIFY(routing::makePlan(table, callFor("openai/o3"), principal, "/x", random).ok());
    QVERIFY(routing::makePlan(table, callFor("gpt"), principal, "/x", random).error().code ==
            ErrorCode::ModelDenied);
}

void TestRouter::spreadsByWeight_data()
{
    QTest::addColumn<QList<double>>("weights");
    QTest::addColumn<QList<double>>("rpms");
    QTest::addColumn<QList<double>>("expected");
    QTest::newRow("by weight") << QList<double>{3, 1} << QList<double>{} << QList<double>{0.75, 0.25};
    QTest::newRow("no weight, no traffic")
        << QList<double>{1, 0, 1} << QList<double>{} << QList<double>{0.5, 0, 0.5};
    QTest::newRow("by rpm without weights")
        << QList<double>{} << QList<double>{900, 100} << QList<double>{0.9, 0.1};
    QTest::newRow("evenly without either") << QList<double>{} << QList<double>{} << QList<double>{0.5, 0.5};
    QTest::newRow("all weights zero") << QList<double>{0, 0} << QList<double>{} << QList<double>{0.5, 0.5};
}

void TestRouter::spreadsByWeight()
{
    QFETCH(QList<double>, weights);
    QFETCH(QList<double>, rpms);
    QFETCH(QList<double>, expected);
    auto config = std::make_shared<config::Config>();
    for (qsizetype i = 0; i < expected.size(); ++i) {
        config::Deployment row = deployment("m", "openai/x", std::to_string(i));
        if (!weights.isEmpty())
            row.params.weight = weights[i];
        if (!rpms.isEmpty())
            row.params.rpm = qint64(rpms[i]);
        config->deployments.push_back(std::move(row));
    }
    const routing::Table table = tableOf(config);
    routing::Random random(42);
    constexpr int kDraws = 20'000;
    QList<int> counts(expected.size(), 0);
    for (int i = 0; i < kDraws; ++i) {
        const auto order = routing::simpleShuffle(table.resolve("m")->targets, random);
        QCOMPARE(order.size(), std::size_t(expected.size()));
        ++counts[std::stoi(order.front()->deployment->info.id)];
    }
    for (qsizetype i = 0; i < expected.size(); ++i)
        QVERIFY2(std::abs(double(counts[i]) / kDraws - expected[i]) < 0.02,
                 std::to_string(counts[i]).c_str());
}

void TestRouter::retriesGoToTheNextDeployment()
{
    const routing::Table table = tableOf(sampleConfig());
    routing::Random random(7);
    chat::Call call = callFor("gpt");
    call.gateway.numRetries = 3;
    const auto plan = routing::makePlan(table, call, {}, "/x", random);
    QVERIFY(plan.ok());
    QCOMPARE(plan.value().attempts.size(), std::size_t(4));
    QVERIFY(plan.value().attempts[0].target != plan.value().attempts[1].target);
    QVERIFY(plan.value().attempts[0].target == plan.value().attempts[2].target);
}

void TestRouter::hidesWhatIsHidden()
{
    const std::vector<std::string> names = tableOf(sampleConfig()).names();
    QVERIFY(std::ranges::find(names, "alias") != names.end());
    QVERIFY(std::ranges::find(names, "secret") == names.end());
    QCOMPARE(std::ranges::count(names, "gpt"), 1);
}

void TestRouter::pausedDeploymentsGetNothing()
{
    const auto config = sampleConfig();
    config->deployments[0].info.blocked = true;
    routing::Random random(7);
    const auto one = routing::makePlan(tableOf(config), callFor("gpt"), {}, "/x", random);
    QVERIFY(one.ok());
    for (const auto &attempt : one.value().attempts)
        QCOMPARE(attempt.target->deployment->info.id, std::string("b"));
    config->deployments[1].info.blocked = true;
    const routing::Table table = tableOf(config);
    // Not even the row that catches every name answers for it, nor does its own id let it in.
    for (const char *name : {"gpt", "alias", "mapped", "a"}) {
        const auto none = routing::makePlan(table, callFor(name), {}, "/x", random);
        QVERIFY2(!none.ok(), name);
        QCOMPARE(none.error().code, ErrorCode::Overloaded);
        QVERIFY(none.error().message.find("paused") != std::string::npos);
    }
    config->deployments[5].info.blocked = true;
    QCOMPARE(routing::makePlan(tableOf(config), callFor("anything"), {}, "/x", random).error().code,
             ErrorCode::Overloaded);
}

QTEST_GUILESS_MAIN(TestRouter)
#include "tst_router.moc"
