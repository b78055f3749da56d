#include "app/commandline/commandline.h"

#include <QTest>

using namespace gw;
using namespace gw::app;

namespace {

ParsedCommandLine parse(const QByteArray &line, const std::map<std::string, std::string> &environment = {})
{
    std::vector<std::string> arguments;
    for (const QByteArray &part : line.split(' ')) {
        if (!part.isEmpty())
            arguments.push_back(part.toStdString());
    }
    return parseCommandLine(
        arguments,
        [&](const std::string &name) -> std::optional<std::string> {
            const auto found = environment.find(name);
            return found == environment.end() ? std::nullopt : std::optional(found->second);
        },
        "porticod");
}

}   // namespace

class TestCommandLine final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasDefaults();
    void readsEveryValue();
    void takesDashesAndEqualSigns();
    void takesPositionalConfig();
    void readsEnvironment();
    void ordersActions_data();
    void ordersActions();
    void refuses_data();
    void refuses();
    void passesOnWhatIsForTheClient();
    void namesFlagsWithoutEffectOnce();
    void acceptsEveryFlagOfTheOriginal_data();
    void acceptsEveryFlagOfTheOriginal();
};

void TestCommandLine::hasDefaults()
{
    const ParsedCommandLine parsed = parse("");
    QVERIFY(!parsed.error);
    QVERIFY(parsed.options.action == Action::Start);
    QCOMPARE(parsed.options.port, std::uint16_t(4000));
    QVERIFY(parsed.options.host.empty());
    QVERIFY(parsed.options.config.empty());
    QCOMPARE(parsed.options.workers, 0);
}

void TestCommandLine::readsEveryValue()
{
    const Options options =
        parse("-c a.yaml --host 0.0.0.0 --port 0 --num_workers 4 -m ollama/x --alias y --api_base "
              "http://b --api_version v --request_timeout 30 --temperature 0.5 --max_tokens 7 "
              "--max_budget 10.50 --drop_params --debug --detailed_debug --ssl_keyfile_path k "
              "--ssl_certfile_path c --keepalive_timeout 5 --limit_concurrency 9 "
              "--prometheus_metrics_port 9090 --data-dir d")
            .options;
    QCOMPARE(options.config, std::string("a.yaml"));
    QCOMPARE(options.host, std::string("0.0.0.0"));
    QCOMPARE(options.port, std::uint16_t(0));
    QCOMPARE(options.workers, 4);
    QCOMPARE(options.model, std::string("ollama/x"));
    QCOMPARE(options.alias, std::string("y"));
    QCOMPARE(options.apiBase, std::string("http://b"));
    QCOMPARE(options.requestTimeoutS.value(), 30);
    QCOMPARE(options.temperature.value(), 0.5);
    QCOMPARE(options.maxTokens.value(), 7);
    QCOMPARE(options.maxBudget, std::string("10.50"));
    QVERIFY(options.dropParams && options.debug && options.detailedDebug && options.usesTls());
    QCOMPARE(options.keepAliveTimeoutS.value(), 5);
    QCOMPARE(options.limitConcurrency.value(), 9);
    QCOMPARE(options.metricsPort.value(), std::uint16_t(9090));
    QCOMPARE(options.dataFolder, std::string("d"));
}

void TestCommandLine::takesDashesAndEqualSigns()
{
    const Options options = parse("--num-workers=3 --request_timeout=5 --drop-params").options;
    QCOMPARE(options.workers, 3);
    QCOMPARE(options.requestTimeoutS.value(), 5);
    QVERIFY(options.dropParams);
}

void TestCommandLine::takesPositionalConfig()
{
    QCOMPARE(parse("my.yaml --port 1").options.config, std::string("my.yaml"));
    QCOMPARE(parse("my.yml").options.config, std::string("my.yml"));
}

void TestCommandLine::readsEnvironment()
{
    const std::map<std::string, std::string> environment{{"CONFIG_FILE_PATH", "e.yaml"},
                                                         {"PORT", "81"},
                                                         {"HOST", "::1"},
                                                         {"DEBUG", "True"},
                                                         {"DETAILED_DEBUG", "false"},
                                                         {"PORTICO_DATA_DIR", "/d"}};
    const Options options = parse("--port 82", environment).options;
    QCOMPARE(options.config, std::string("e.yaml"));
    QCOMPARE(options.port, std::uint16_t(82));
    QCOMPARE(options.host, std::string("::1"));
    QCOMPARE(options.dataFolder, std::string("/d"));
    QVERIFY(options.debug && !options.detailedDebug);
    QVERIFY(QByteArray::fromStdString(parse("", {{"PORT", "http"}}).error.value().message).contains("PORT"));
}

void TestCommandLine::ordersActions_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("expected");
    QTest::newRow("version first") << QByteArray("--health --test -v") << int(Action::Version);
    QTest::newRow("validate before health")
        << QByteArray("--health --validate_config") << int(Action::ValidateConfig);
    QTest::newRow("health before test") << QByteArray("--test --health") << int(Action::Health);
    QTest::newRow("test") << QByteArray("--test") << int(Action::Test);
    QTest::newRow("import") << QByteArray("import-litellm --config a.yaml") << int(Action::Import);
    QTest::newRow("clients") << QByteArray("clients enable codex --model m") << int(Action::Clients);
    QTest::newRow("clients of all") << QByteArray("clients restore --all") << int(Action::Clients);
    QTest::newRow("clients alone") << QByteArray("clients") << int(Action::Clients);
    QTest::newRow("help") << QByteArray("--help") << int(Action::Usage);
    QTest::newRow("migrations only") << QByteArray("--skip_server_startup") << int(Action::SkipStartup);
}

void TestCommandLine::ordersActions()
{
    QFETCH(QByteArray, line);
    QFETCH(int, expected);
    QCOMPARE(int(parse(line).options.action), expected);
}

void TestCommandLine::refuses_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("unknown flag") << QByteArray("--nope") << QByteArray("no such option: --nope");
    QTest::newRow("unknown letter") << QByteArray("-x") << QByteArray("no such option: -x");
    QTest::newRow("unknown command of clients")
        << QByteArray("clients turn codex") << QByteArray("unknown command 'clients turn'");
    QTest::newRow("clients without a name")
        << QByteArray("clients enable") << QByteArray("clients enable needs a client");
    QTest::newRow("clients restored without a name")
        << QByteArray("clients restore") << QByteArray("clients restore needs a client or --all");
    QTest::newRow("unknown command") << QByteArray("serve") << QByteArray("unknown command 'serve'");
    QTest::newRow("port is no number") << QByteArray("--port x") << QByteArray("invalid value 'x' of --port");
    QTest::newRow("port is too large") << QByteArray("--port 65536") << QByteArray("--port");
    QTest::newRow("port has a tail") << QByteArray("--port 80a") << QByteArray("--port");
    QTest::newRow("value is missing") << QByteArray("--config") << QByteArray("--config needs a value");
    QTest::newRow("switch with a value") << QByteArray("--debug=1") << QByteArray("takes no value");
    QTest::newRow("no worker") << QByteArray("--num_workers 0") << QByteArray("--num_workers");
    QTest::newRow("half of TLS") << QByteArray("--ssl_keyfile_path k") << QByteArray("needs both");
}

void TestCommandLine::refuses()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, words);
    const ParsedCommandLine parsed = parse(line);
    QVERIFY(parsed.error.has_value());
    const QByteArray message = QByteArray::fromStdString(parsed.error->message);
    QVERIFY2(message.contains(words), message.constData());
    QVERIFY(message.contains("Usage: porticod"));
}

void TestCommandLine::passesOnWhatIsForTheClient()
{
    const ParsedCommandLine parsed = parse("clients launch codex --port 4001 -- --model x --all");
    QVERIFY(!parsed.error);
    QCOMPARE(parsed.options.words, (std::vector<std::string>{"launch", "codex"}));
    QCOMPARE(parsed.options.passed, (std::vector<std::string>{"--model", "x", "--all"}));
    QCOMPARE(parsed.options.port, 4001);
    QVERIFY(parsed.options.model.empty());
}

void TestCommandLine::namesFlagsWithoutEffectOnce()
{
    const Options options = parse("--run_gunicorn --run-gunicorn --reload --local --telemetry False").options;
    QCOMPARE(options.notices.size(), std::size_t(2));
    QVERIFY(options.notices[0].find("--run_gunicorn has no effect") != std::string::npos);
}

void TestCommandLine::acceptsEveryFlagOfTheOriginal_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const char *line : {"--add_key k",
                             "--save",
                             "--add_function_to_prompt",
                             "--ciphers c",
                             "--headers {}",
                             "--test_async",
                             "--num_requests 5",
                             "--use_queue",
                             "--max_requests_before_restart 5",
                             "--max_requests_before_restart_jitter 5",
                             "--timeout_worker_healthcheck 5",
                             "--run_gunicorn",
                             "--run_hypercorn",
                             "--run_granian",
                             "--granian_threads 2",
                             "--log_config f",
                             "--skip_server_startup",
                             "--use_prisma_db_push",
                             "--use_v2_migration_resolver",
                             "--use_legacy_migration_resolver",
                             "--enforce_prisma_migration_check",
                             "--iam_token_db_auth",
                             "--azure_postgresql_auth",
                             "--reload",
                             "--setup",
                             "--local",
                             "--telemetry True",
                             "--version"})
        QTest::newRow(line) << QByteArray(line);
}

void TestCommandLine::acceptsEveryFlagOfTheOriginal()
{
    QFETCH(QByteArray, line);
    const ParsedCommandLine parsed = parse(line);
    QVERIFY2(!parsed.error, parsed.error ? parsed.error->message.c_str() : "");
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
