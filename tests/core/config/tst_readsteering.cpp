#include "core/config/scalars.h"
#include "core/config/yamlreader.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace gw;
using namespace gw::config;

class TestReadSteering final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEverySetting();
    void hasTheUsualDefaults();
    void tellsWhatIsWrong_data();
    void tellsWhatIsWrong();
    void durations_data();
    void durations();

private:
    LoadOutcome load(const QByteArray &text);

    QTemporaryDir m_folder;
};

namespace {

constexpr const char *kEverything = R"(
model_list:
  - model_name: m
    litellm_params: {model: openai/x, max_budget: 2.50, budget_duration: 30d, region_name: eu,
                     connect_timeout: 2, gap_timeout: 7}
router_settings:
  routing_strategy: latency-based-routing
  routing_strategy_args: {ttl: 60, lowest_latency_buffer: 0.25, max_latency_list_size: 5}
  routing_groups: [{group_name: g, models: [m], routing_strategy: cost-based-routing}]
  allowed_fails_policy: {RateLimitErrorAllowedFails: 7}
  optional_pre_call_checks: [session_affinity]
  deployment_affinity_ttl_seconds: 120
  model_group_affinity_config: {m: [deployment_affinity]}
  enable_tag_filtering: true
  tag_filtering_match_any: false
  provider_budget_config: {openai: {budget_limit: 0.75, time_period: 1d}}
  default_max_parallel_requests: 9
  default_priority: 3
  midstream_fallback: false
litellm_settings:
  tag_budget_config: {batch: {max_budget: 5, budget_duration: 1h}}
general_settings:
  enable_health_check_routing: true
  health_check_staleness_threshold: 90
  health_check_ignore_transient_errors: true
  background_health_checks: true
  health_check_interval: 45
  health_check_concurrency: 4
portico_settings:
  timeouts: {connect: 3, first_token: 20, gap: 30, total: 400}
  group_timeouts: {m: {first_token: 5}}
  queue: {max_waiting: 50, max_wait: 12}
)";

}   // namespace

LoadOutcome TestReadSteering::load(const QByteArray &text)
{
    const QString path = m_folder.filePath(QStringLiteral("config.yaml"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write");
    file.close();
    LoadOptions options;
    options.path = path.toStdString();
    options.environment = [](const std::string &) { return std::optional<std::string>(); };
    return loadConfig(options);
}

void TestReadSteering::readsEverySetting()
{
    const LoadOutcome outcome = load(kEverything);
    QVERIFY(outcome.config);
    for (const Diagnostic &told : outcome.config->diagnostics)
        QFAIL((told.keyPath + ": " + told.message).c_str());
    const RouterSettings &router = outcome.config->router;
    QCOMPARE(router.strategyArgs.ttlS, 60.0);
    QCOMPARE(router.strategyArgs.lowestLatencyBuffer, 0.25);
    QCOMPARE(router.strategyArgs.maxLatencyListSize, 5);
    QCOMPARE(router.routingGroups.size(), std::size_t(1));
    QCOMPARE(router.routingGroups[0].strategy, std::string("cost-based-routing"));
    QCOMPARE(router.routingGroups[0].args.ttlS, 60.0);   // What it does not say is the router's.
    QCOMPARE(router.allowedFailsPolicy.byClass.at("RateLimitErrorAllowedFails"), 7);
    QCOMPARE(router.optionalChecks, std::vector<std::string>{"session_affinity"});
    QCOMPARE(router.affinityTtlS, 120.0);
    QCOMPARE(router.groupAffinities.at("m"), std::vector<std::string>{"deployment_affinity"});
    QVERIFY(router.tagFiltering && !router.tagMatchAny);
    QCOMPARE(router.providerBudgets.at("openai").limit, std::string("0.75"));
    QCOMPARE(router.providerBudgets.at("openai").periodS, 86'400);
    QCOMPARE(router.tagBudgets.at("batch").limit, std::string("5"));
    QCOMPARE(router.tagBudgets.at("batch").periodS, 3600);
    QCOMPARE(router.defaultMaxParallel.value_or(0), 9);
    QCOMPARE(router.defaultPriority.value_or(0), 3);
    QVERIFY(!router.midstreamFallback);
    QVERIFY(router.healthRouting && router.healthIgnoresTransient);
    QCOMPARE(router.healthStalenessS.value_or(0), 90.0);
    QCOMPARE(router.healthIntervalS, 45.0);
    QVERIFY(outcome.config->general.backgroundHealthChecks);
    QCOMPARE(outcome.config->general.healthCheckConcurrency, 4);
    QCOMPARE(router.timeouts.connectS.value_or(0), 3.0);
    QCOMPARE(router.timeouts.firstTokenS.value_or(0), 20.0);
    QCOMPARE(router.timeouts.gapS.value_or(0), 30.0);
    QCOMPARE(router.timeouts.totalS.value_or(0), 400.0);
    QCOMPARE(router.groupTimeouts.at("m").firstTokenS.value_or(0), 5.0);
    QCOMPARE(router.queue.maxWaiting, 50);
    QCOMPARE(router.queue.maxWaitS, 12.0);
    const DeploymentParams &params = outcome.config->deployments.at(0).params;
    QCOMPARE(params.maxBudget, std::string("2.50"));
    QCOMPARE(params.budgetPeriodS.value_or(0), 30 * 86'400);
    QCOMPARE(params.regionName, std::string("eu"));
    QCOMPARE(params.connectTimeoutS.value_or(0), 2.0);
    QCOMPARE(params.gapTimeoutS.value_or(0), 7.0);
}

void TestReadSteering::hasTheUsualDefaults()
{
    const LoadOutcome outcome = load("model_list: []\n");
    QVERIFY(outcome.config);
    const RouterSettings &router = outcome.config->router;
    QVERIFY(router.tagMatchAny && !router.tagFiltering && router.midstreamFallback);
    QCOMPARE(router.strategyArgs.maxLatencyListSize, 10);
    QCOMPARE(router.healthIntervalS, 300.0);
    QVERIFY(!router.hasContextWindowFallbacks);
    QCOMPARE(router.queue.maxWaiting, 1000);
}

void TestReadSteering::tellsWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char *name, const char *text, const char *path, const char *message) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(path) << QByteArray(message);
    };
    row("a group with no such strategy",
        "router_settings:\n  routing_groups: [{group_name: g, models: [], routing_strategy: fastest}]\n",
        "router_settings.routing_groups[0].routing_strategy", "'fastest' is no strategy");
    row("a class of errors that is not one", "router_settings:\n  allowed_fails_policy: {Weather: 1}\n",
        "router_settings.allowed_fails_policy.Weather", "unknown class of error; ignored");
    row("a check that is not one", "router_settings:\n  optional_pre_call_checks: [magic]\n",
        "router_settings.optional_pre_call_checks", "no check is called 'magic'; ignored");
    row("a budget without an amount",
        "router_settings:\n  provider_budget_config: {openai: {time_period: 1d}}\n",
        "router_settings.provider_budget_config.openai", "needs 'budget_limit', an amount in USD");
    row("a budget without an end",
        "router_settings:\n  provider_budget_config: {openai: {budget_limit: 1, time_period: soon}}\n",
        "router_settings.provider_budget_config.openai.time_period", "'soon' is no duration; try 1d or 30m");
}

void TestReadSteering::tellsWhatIsWrong()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, message);
    const LoadOutcome outcome = load(text);
    QStringList told;
    const auto &list = outcome.config ? outcome.config->diagnostics : outcome.diagnostics;
    for (const Diagnostic &one : list) {
        if (one.keyPath == path.toStdString() && one.message == message.toStdString())
            return;
        told << QString::fromStdString(one.keyPath + ": " + one.message);
    }
    QFAIL(qPrintable(told.join(QLatin1Char('\n'))));
}

void TestReadSteering::durations_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("seconds");   // 0: none.
    QTest::newRow("seconds without a unit") << QByteArray("90") << qint64(90);
    QTest::newRow("minutes") << QByteArray("15m") << qint64(900);
    QTest::newRow("months are not minutes") << QByteArray("2mo") << qint64(60 * 86'400);
    QTest::newRow("weeks") << QByteArray("1w") << qint64(7 * 86'400);
    QTest::newRow("a word") << QByteArray("monthly") << qint64(30 * 86'400);
    QTest::newRow("none at all") << QByteArray("0d") << qint64(0);
    QTest::newRow("backwards") << QByteArray("-1d") << qint64(0);
    QTest::newRow("an unknown unit") << QByteArray("3 moons") << qint64(0);
    QTest::newRow("nothing") << QByteArray("") << qint64(0);
    QTest::newRow("too long to be meant") << QByteArray("99999999999y") << qint64(0);
}

void TestReadSteering::durations()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, seconds);
    QCOMPARE(durationSeconds(text.toStdString()).value_or(0), std::int64_t(seconds));
}

QTEST_GUILESS_MAIN(TestReadSteering)
#include "tst_readsteering.moc"
