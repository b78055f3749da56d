#include "core/routing/explain.h"
#include "tests/core/routing/routingsample.h"

#include <QTest>

using namespace gw;
using namespace gw::routingtest;
using routing::ExplainedGroup;
using routing::Explanation;

namespace {

using ConfigPtr = std::shared_ptr<config::Config>;

config::Deployment &row(config::Config &config, const char *id)
{
    return *std::ranges::find_if(config.deployments, [&](const auto &one) { return one.info.id == id; });
}

ConfigPtr sample()
{
    auto config = std::make_shared<config::Config>();
    config->deployments = {deployment("gpt", "openai/gpt-4o", "a"),
                           deployment("gpt", "azure/gpt-4o", "b"),
                           deployment("gpt", "groq/gpt-oss", "c"),
                           deployment("claude", "anthropic/claude-sonnet-4-5", "d"),
                           deployment("long", "gemini/gemini-2.5-pro", "e"),
                           deployment("mild", "groq/llama", "f")};
    config->router.fallbacks = {{"gpt", {"claude"}}, {"claude", {"mild"}}};
    config->router.contextWindowFallbacks = {{"gpt", {"long"}}};
    config->router.hasContextWindowFallbacks = true;
    return config;
}

Explanation explained(const routing::TablePtr &table, const std::string &model, std::int64_t tokens = 0)
{
    auth::Principal principal;
    return routing::explain(table, callFor(model), principal, "/v1/chat/completions", tokens, at(0));
}

// "a 50%, b 50%, c: why" of a group.
QString shown(const ExplainedGroup &group)
{
    QStringList parts;
    for (const auto &one : group.deployments) {
        const QString id = QString::fromStdString(one.target->deployment->info.id);
        parts
            << (one.usable
                    ? QStringLiteral("%1 %2% in turn %3").arg(id).arg(qRound(one.chance * 100)).arg(one.turn)
                    : QStringLiteral("%1: %2").arg(id, QString::fromStdString(one.why)));
    }
    return parts.join(QStringLiteral(", "));
}

QString names(const std::vector<ExplainedGroup> &groups)
{
    QStringList parts;
    for (const ExplainedGroup &group : groups)
        parts << QString::fromStdString(group.name);
    return parts.join(QStringLiteral(", "));
}

using Prepare = void (*)(config::Config &);
using Act = void (*)(const routing::Table &);

routing::DeploymentState &stateOf(const routing::Table &table, const char *id)
{
    return *table.state().deployment(id);
}

}   // namespace

Q_DECLARE_METATYPE(Prepare)
Q_DECLARE_METATYPE(Act)

class TestExplain final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhoWouldBeTried_data();
    void saysWhoWouldBeTried();
    void namesTheGroupsBehind();
    void takesAndCountsNothing();
    void saysWhyNobodyIsAsked();
    void tellsLimits();
};

void TestExplain::saysWhoWouldBeTried_data()
{
    QTest::addColumn<Prepare>("prepare");
    QTest::addColumn<Act>("act");
    QTest::addColumn<QString>("expected");
    const Prepare plain = [](config::Config &) {};
    const Act nothing = [](const routing::Table &) {};
    const auto add = [](const char *name, Prepare prepare, Act act, const char *expected) {
        QTest::newRow(name) << prepare << act << QString::fromUtf8(expected);
    };
    add("without weights all are alike", plain, nothing, "a 33% in turn 0, b 33% in turn 0, c 33% in turn 0");
    add(
        "weights are shares, the likeliest first",
        [](config::Config &config) {
            row(config, "a").params.weight = 1;
            row(config, "b").params.weight = 3;
            row(config, "c").params.weight = 0;
        },
        nothing, "b 75% in turn 0, a 25% in turn 0, c 0% in turn 0");
    add(
        "the least busy one alone", [](config::Config &config) { config.router.strategy = "least-busy"; },
        [](const routing::Table &table) { stateOf(table, "a").enter(0, at(0)); },
        "b 50% in turn 0, c 50% in turn 0, a 0% in turn 0");
    add(
        "order levels one after the other",
        [](config::Config &config) {
            row(config, "a").params.order = 2;
            row(config, "b").params.order = 1;
            row(config, "c").params.order = 2;
        },
        nothing, "b 100% in turn 0, a 50% in turn 1, c 50% in turn 1");
    add(
        "those that rest say for how long", plain,
        [](const routing::Table &table) {
            stateOf(table, "b").coolDown({"RateLimitError", 429, at(0).steadyUs, 12});
        },
        "a 50% in turn 0, c 50% in turn 0, b: rests for 12 s after RateLimitError");
    add(
        "a rest in a later level",
        [](config::Config &config) {
            row(config, "a").params.order = 1;
            row(config, "b").params.order = 2;
            row(config, "c").params.order = 2;
        },
        [](const routing::Table &table) {
            stateOf(table, "c").coolDown({"Timeout", 408, at(0).steadyUs, 3});
        },
        "a 100% in turn 0, b 100% in turn 1, c: rests for 3 s after Timeout");
    add(
        "all busy", [](config::Config &config) { config.router.defaultMaxParallel = 1; },
        [](const routing::Table &table) {
            for (const char *id : {"a", "b", "c"})
                stateOf(table, id).enter(1, at(0));
        },
        "a: is busy with 1 requests, b: is busy with 1 requests, c: is busy with 1 requests");
}

void TestExplain::saysWhoWouldBeTried()
{
    QFETCH(const Prepare, prepare);
    QFETCH(const Act, act);
    QFETCH(const QString, expected);
    auto config = sample();
    prepare(*config);
    const auto table = tableOf(config);
    act(*table);
    const Explanation explanation = explained(table, "gpt");
    QVERIFY(!explanation.error);
    QCOMPARE(explanation.groups.size(), 1u);
    QCOMPARE(shown(explanation.groups.front()), expected);
    QCOMPARE(explanation.groups.front().waits,
             QLatin1String(QTest::currentDataTag()) == QLatin1String("all busy"));
}

void TestExplain::namesTheGroupsBehind()
{
    const auto table = tableOf(sample());
    const Explanation explanation = explained(table, "gpt");
    QCOMPARE(names(explanation.general), QStringLiteral("claude, mild"));
    QCOMPARE(names(explanation.context), QStringLiteral("long"));
    QCOMPARE(names(explanation.policy), QStringLiteral("claude, mild"));
    QCOMPARE(names(explained(table, "mild").general), QString());
    const Explanation direct = explained(table, "d");
    QVERIFY(direct.groups.front().direct);
    QCOMPARE(shown(direct.groups.front()), QStringLiteral("d 100% in turn 0"));
}

void TestExplain::takesAndCountsNothing()
{
    const auto table = tableOf(sample());
    explained(table, "gpt");
    for (const char *id : {"a", "b", "c", "d", "e", "f"}) {
        QCOMPARE(stateOf(*table, id).inFlight(), 0);
        QCOMPARE(stateOf(*table, id).requests.value(at(0).minute()), 0);
    }
}

void TestExplain::saysWhyNobodyIsAsked()
{
    const auto table = tableOf(sample());
    const Explanation unknown = explained(table, "gpd");
    QVERIFY(unknown.error && unknown.error->code == ErrorCode::UnknownModel);
    QVERIFY(unknown.groups.empty());
    for (const char *id : {"a", "b", "c"})
        stateOf(*table, id).coolDown({"RateLimitError", 429, at(0).steadyUs, 12});
    const ExplainedGroup resting = explained(table, "gpt").groups.front();
    QVERIFY(resting.problem.find("Try again in 12 seconds") != std::string::npos);
    QVERIFY(!resting.waits);
}

void TestExplain::tellsLimits()
{
    auto config = sample();
    config->router.numRetries = 2;
    config->router.timeoutS = 60;
    config->router.streamTimeoutS = 20;
    row(*config, "b").params.numRetries = 5;
    row(*config, "b").params.timeoutS = 9;
    const ExplainedGroup group = explained(tableOf(config), "gpt").groups.front();
    QCOMPARE(group.deployments[0].retries, 2);
    QCOMPARE(group.deployments[0].limits.total, 60.0);
    QCOMPARE(group.deployments[0].limits.firstToken, 20.0);
    QCOMPARE(group.deployments[0].limits.connect, 10.0);
    QCOMPARE(group.deployments[1].retries, 5);
    QCOMPARE(group.deployments[1].limits.total, 9.0);
    QCOMPARE(group.deployments[1].limits.connect, 9.0);
}

QTEST_GUILESS_MAIN(TestExplain)
#include "tst_explain.moc"
