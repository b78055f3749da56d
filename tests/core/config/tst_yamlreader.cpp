#include "core/config/yamlreader.h"

#include <QDir>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace gw;
using namespace gw::config;

namespace {

const char *const kRow = "model_list:\n- model_name: m\n  litellm_params:\n    model: openai/x\n";

// The first diagnostic that names key (or any, for ""), as "E2:3 path".
QByteArray place(const LoadOutcome &outcome, const QByteArray &words)
{
    for (const Diagnostic &diagnostic : outcome.diagnostics) {
        if (!QByteArray::fromStdString(diagnostic.message).contains(words))
            continue;
        return QByteArray(diagnostic.severity == Diagnostic::Severity::Error ? "E" : "W") +
               QByteArray::number(diagnostic.where.line) + ":" + QByteArray::number(diagnostic.where.column) +
               " " + QByteArray::fromStdString(diagnostic.keyPath);
    }
    return {};
}

QByteArray all(const LoadOutcome &outcome)
{
    QByteArray text;
    for (const Diagnostic &diagnostic : outcome.diagnostics)
        text += QByteArray::fromStdString(toText(diagnostic)) + '\n';
    return text;
}

QByteArray rows(const std::vector<FallbackRow> &list)
{
    QByteArray text;
    for (const FallbackRow &row : list) {
        text += (text.isEmpty() ? "" : "; ") + QByteArray::fromStdString(row.source) + ">";
        for (const std::string &target : row.targets)
            text += (text.endsWith('>') ? "" : ",") + QByteArray::fromStdString(target);
    }
    return text;
}

void addProblem(const char *name, const QByteArray &text, bool ok, const char *words, const char *expected)
{
    QTest::newRow(name) << text << ok << QByteArray(words) << QByteArray(expected);
}

// What is told about without keeping the file from being used, and a few more errors.
void addWarnings()
{
    const auto &row = addProblem;
    const QByteArray model(kRow);
    row("unknown key", "litellm_settings:\n  drop_parms: true\n", true, "Did you mean 'drop_params'?",
        "W2:3 litellm_settings.drop_parms");
    row("unknown key like no other", "general_settings:\n  zzzzqqqq: 1\n", true, "unknown key; ignored",
        "W2:3 general_settings.zzzzqqqq");
    row("unknown top-level key", "modellist: []\n", true, "Did you mean 'model_list'?", "W1:1 modellist");
    row("misspelt parameter", model + "    api_bsae: http://x\n", true, "Did you mean 'api_base'?",
        "W5:5 model_list[0].litellm_params.api_bsae");
    row("key of the wrong section", "general_settings:\n  drop_params: true\n", true,
        "belongs under litellm_settings", "W2:3 general_settings.drop_params");
    row("duplicate key", "litellm_settings:\n  num_retries: 1\n  num_retries: 2\n", true,
        "on line 3 replaces the one on line 2", "W3:3 num_retries");
    row("column counts characters", "litellm_settings: {\"\xc3\xa4\xc3\xb6\": 1, drop_params: maybe}\n",
        false, "true or false", "E1:42 litellm_settings.drop_params");
    row("byte-order mark", "\xef\xbb\xbfmodel_list: {a: b}\n", false, "must be a list", "E1:13 model_list");
    row("Windows line ends", "litellm_settings:\r\n  drop_params: maybe\r\n", false, "true or false",
        "E2:16 litellm_settings.drop_params");
    row("unset variable", "litellm_settings:\n  database_url: os.environ/NOPE\n", true,
        "variable NOPE is not set", "W2:17 litellm_settings.database_url");
    row("more than everything off", "litellm_settings:\n  cost_discount_config: {openai: 1.5}\n", false,
        "a fraction from 0 to 1", "E2:34 litellm_settings.cost_discount_config.openai");
    row("a margin that is no number",
        "litellm_settings:\n  cost_margin_config: {global: {percentage: much}}\n", false, "a fraction, 0.1",
        "E2:45 litellm_settings.cost_margin_config.global.percentage");
    row("a fixed margin that is no amount",
        "litellm_settings:\n  cost_margin_config: {groq: {fixed_amount: -1}}\n", false, "an amount in USD",
        "E2:45 litellm_settings.cost_margin_config.groq.fixed_amount");
    row("row without a name", "model_list:\n- litellm_params: {model: x}\n", true, "is missing",
        "E2:3 model_list[0].model_name");
    row("row without parameters", "model_list:\n- model_name: m\n", true, "is missing",
        "E2:3 model_list[0].litellm_params");
    row("row without a model", "model_list:\n- model_name: m\n  litellm_params: {api_key: x}\n", true,
        "is missing", "E3:19 model_list[0].litellm_params.model");
    row("row is a text", "model_list:\n- hello\n", true, "must be a map", "E2:3 model_list[0]");
    row("wrong type in a row", model + "    timeout: soon\n", true, "a number",
        "E5:14 model_list[0].litellm_params.timeout");
    row("negative price", model + "    input_cost_per_token: -1\n", true, "must be a price",
        "E5:27 model_list[0].litellm_params.input_cost_per_token");
    row("unsupported key", "router_settings:\n  alerting_config: {a: b}\n", true,
        "config: key router_settings.alerting_config accepted but not supported; effect: no alert is "
        "sent",
        "W2:3 router_settings.alerting_config");
    row("fallback to nowhere", model + "router_settings:\n  fallbacks: [{m: [gone]}]\n", true,
        "no model is called 'gone'", "W6:20 router_settings.fallbacks[0]");
    row("unknown retry class", "router_settings:\n  retry_policy: {FooRetries: 1}\n", true, "unknown class",
        "W2:18 router_settings.retry_policy.FooRetries");
    row("python authentication", "general_settings:\n  custom_auth: a.b\n", true, "Python code cannot be run",
        "W2:3 general_settings.custom_auth");
    row("unknown callback", "litellm_settings:\n  success_callback: [postgres, langfuse, datadog, my.hook]\n",
        true, "these are not called: datadog, my.hook", "W2:21 litellm_settings.success_callback");
    row("missing include", "include: [no.yaml]\n", false, "cannot read", "E1:11 include");
}

}   // namespace

class TestYamlReader final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void reportsProblems_data();
    void reportsProblems();
    void readsDeployment();
    void readsBooleansAndNumbersOfYaml11();
    void readsJson();
    void readsDiscountsAndMargins();
    void readsWhoMayCall();
    void readsLimitsOfThoseWithoutAny();
    void resolvesMergesAndAliases();
    void lastDuplicateWins();
    void resolvesVariablesAtAnyDepth();
    void appliesEnvironmentVariablesFirst();
    void resolvesVaultReferences();
    void keepsSecretsOutOfRaw();
    void includesFiles();
    void refusesIncludeCycles();
    void readsFallbacks_data();
    void readsFallbacks();
    void readsAliases();
    void mergesPrecedence();
    void takesKeysOfTheWrongSection();
    void skipsBrokenRows();
    void derivesStableIds();
    void makesADeploymentPerOrganization();
    void keepsPricesAsWritten();
    void namesUnsupportedKeysOnce();
    void readsCredentials();
    void filtersByEnvironment();
    void servesNothingWithoutAFile();
    void readsFiftyDeploymentsQuickly();
    void survivesMutations();

private:
    LoadOutcome load(const QByteArray &text, const QString &name = QStringLiteral("config.yaml"));
    QString write(const QByteArray &text, const QString &name);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::map<std::string, std::string> m_environment;
};

void TestYamlReader::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_environment.clear();
}

QString TestYamlReader::write(const QByteArray &text, const QString &name)
{
    QFile file(m_folder->filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write the test's config");
    return file.fileName();
}

LoadOutcome TestYamlReader::load(const QByteArray &text, const QString &name)
{
    LoadOptions options;
    options.path = write(text, name).toStdString();
    options.environment = [this](const std::string &variable) -> std::optional<std::string> {
        const auto found = m_environment.find(variable);
        return found == m_environment.end() ? std::nullopt : std::optional(found->second);
    };
    options.secrets = [](const std::string &secret) -> Result<Secret> {
        if (secret == "good")
            return Secret(std::string("vault-text"));
        return Error{ErrorCode::SecretAway, "the vault is locked"};
    };
    return loadConfig(options);
}

void TestYamlReader::reportsProblems_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("expectedOk");
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<QByteArray>("expectedPlace");
    const auto &row = addProblem;

    row("syntax error", "model_list:\n  - model_name: [a\nx: }", false, "", "E3:2 ");
    row("tab as indentation", "litellm_settings:\n\tdrop_params: true\n", false,
        "line 2 is indented with a tab", "E2:13 ");
    row("root is a list", "- a\n- b\n", false, "must hold a map", "E1:1 ");
    row("root is a text", "hello", false, "must hold a map", "E1:1 ");
    row("two documents", "a: 1\n---\nb: 2\n", false, "more than one document", "E1:1 ");
    row("undefined alias", "litellm_settings: *x\n", false, "", "E1:19 ");
    row("alias of what holds it", "litellm_settings: &x\n  model_alias_map: *x\n", false, "holds itself",
        "E2:20 ");
    row("model_list is a map", "model_list: {a: b}\n", false, "must be a list", "E1:13 model_list");
    row("section is a text", "router_settings: yes please\n", false, "must be a map",
        "E1:18 router_settings");
    row("bool is a text", "litellm_settings:\n  drop_params: maybe\n", false, "true or false",
        "E2:16 litellm_settings.drop_params");
    row("int is a text", "router_settings:\n  num_retries: many\n", false, "a whole number",
        "E2:16 router_settings.num_retries");
    row("int is a fraction", "router_settings:\n  num_retries: 1.5\n", false, "a whole number",
        "E2:16 router_settings.num_retries");
    row("int is too large", "router_settings:\n  max_fallbacks: 3000000000\n", false, "a smaller number",
        "E2:18 router_settings.max_fallbacks");
    row("number is a list", "router_settings:\n  timeout: [1]\n", false, "a number",
        "E2:12 router_settings.timeout");
    row("text is a map", "general_settings:\n  completion_model: {a: b}\n", false, "a text",
        "E2:21 general_settings.completion_model");
    row("list holds a map", "general_settings:\n  allowed_ips:\n  - 1.2.3.4\n  - a: b\n", false,
        "a list of texts", "E4:5 general_settings.allowed_ips");
    row("unknown strategy", "router_settings: {routing_strategy: fastest}\n", false, "is no strategy",
        "E1:37 router_settings.routing_strategy");
    addWarnings();
}

void TestYamlReader::reportsProblems()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, expectedOk);
    QFETCH(QByteArray, words);
    QFETCH(QByteArray, expectedPlace);
    const LoadOutcome outcome = load(text);
    QVERIFY2(outcome.ok() == expectedOk, all(outcome).constData());
    QVERIFY2(place(outcome, words) == expectedPlace,
             ("got " + place(outcome, words) + " of\n" + all(outcome)).constData());
    QVERIFY(!outcome.files.empty());
}

void TestYamlReader::readsDeployment()
{
    const LoadOutcome outcome = load(R"(model_list:
  - model_name: gpt-4o
    tpm: 100000
    litellm_params:
      model: openai/mistralai/Mistral-7B
      api_key: "none"
      base_url: http://localhost:8080/v1
      api_version: 2024-02-01
      timeout: "30"
      stream_timeout: 5
      max_retries: 2
      rpm: 1_000
      weight: 2
      order: 1
      tags: [a, b]
      drop_params: "True"
      extra_headers: {X-A: 1}
      extra_body: {deep: {list: [1, 2.5, yes]}}
      temperature: 0.7
      num_gpu_layers: 33
      mock_response: hello
      ssl_verify: /etc/ca.pem
      vertex_project: p
      aws_secret_access_key: s3cret
    model_info:
      mode: embedding
      max_input_tokens: 128000
      access_groups: [g]
      supports_vision: true
)");
    QVERIFY2(outcome.ok(), all(outcome).constData());
    QCOMPARE(outcome.config->deployments.size(), std::size_t(1));
    const Deployment &row = outcome.config->deployments[0];
    QCOMPARE(row.modelName, std::string("gpt-4o"));
    QCOMPARE(row.where.line, 2);
    QCOMPARE(row.where.column, 5);
    QCOMPARE(row.params.model, std::string("openai/mistralai/Mistral-7B"));
    QCOMPARE(row.params.apiKey.reveal(), std::string("none"));
    QCOMPARE(row.params.apiBase, std::string("http://localhost:8080/v1"));
    QCOMPARE(row.params.apiVersion, std::string("2024-02-01"));
    QCOMPARE(row.params.timeoutS.value(), 30.0);
    QCOMPARE(row.params.maxRetries.value(), 2);
    QCOMPARE(row.params.rpm.value(), std::int64_t(1000));
    QCOMPARE(row.params.tpm.value(), std::int64_t(100000));
    QCOMPARE(row.params.weight.value(), 2.0);
    QCOMPARE(row.params.order.value(), 1);
    QCOMPARE(row.params.tags.size(), std::size_t(2));
    QCOMPARE(row.params.dropParams.value(), true);
    QCOMPARE(row.params.extraHeaders.at("X-A"), std::string("1"));
    QCOMPARE(json::serialize(row.params.extraBody), std::string(R"({"deep":{"list":[1,2.5,true]}})"));
    QCOMPARE(json::serialize(row.params.defaults), std::string(R"({"temperature":0.7,"num_gpu_layers":33})"));
    QCOMPARE(row.params.mockResponse, std::string("hello"));
    QVERIFY(row.params.hasMockResponse);
    QCOMPARE(row.params.sslVerify.value(), true);
    QCOMPARE(row.params.sslCaFile, std::string("/etc/ca.pem"));
    QCOMPARE(json::serialize(row.params.other), std::string(R"({"vertex_project":"p"})"));
    QCOMPARE(row.params.credentials.at("aws_secret_access_key").reveal(), std::string("s3cret"));
    QCOMPARE(row.info.mode, std::string("embedding"));
    QCOMPARE(row.info.maxInputTokens.value(), std::int64_t(128000));
    QCOMPARE(row.info.raw.at("supports_vision").as_bool(), true);
}

void TestYamlReader::readsBooleansAndNumbersOfYaml11()
{
    const LoadOutcome outcome =
        load("litellm_settings: {drop_params: Yes, modify_params: on, ssl_verify: OFF, "
             "json_logs: \"True\", request_timeout: 1_0}\n"
             "router_settings: {timeout: 6e2, num_retries: 0x10, retry_after: 1:30, "
             "disable_cooldowns: n, allowed_fails: 010}\n");
    QVERIFY(!outcome.ok());   // "n" is a text, as PyYAML has it.
    const LoadOutcome good = load("litellm_settings: {drop_params: Yes, modify_params: on, ssl_verify: OFF, "
                                  "json_logs: \"True\", request_timeout: 1_0}\n"
                                  "router_settings: {timeout: 6e2, num_retries: 0x10, retry_after: 1:30, "
                                  "disable_cooldowns: TRUE, allowed_fails: 010}\n");
    QVERIFY2(good.ok(), all(good).constData());
    QCOMPARE(good.config->litellm.dropParams, true);
    QCOMPARE(good.config->litellm.modifyParams, true);
    QCOMPARE(good.config->litellm.sslVerify, false);
    QCOMPARE(good.config->litellm.jsonLogs, true);
    QCOMPARE(good.config->litellm.requestTimeoutS.value(), 10.0);
    QCOMPARE(good.config->router.timeoutS.value(), 600.0);
    QCOMPARE(good.config->router.numRetries.value(), 16);
    QCOMPARE(good.config->router.retryAfterS, 90.0);
    QCOMPARE(good.config->router.disableCooldowns, true);
    QCOMPARE(good.config->router.allowedFails.value(), 8);
}

void TestYamlReader::readsJson()
{
    const LoadOutcome outcome =
        load("{\n\t\"model_list\": [{\"model_name\": \"a\\/b \\ud83d\\ude00\", \"litellm_params\": "
             "{\"model\": \"openai/x\", \"temperature\": 0.5, \"weight\": null}}]\n}\n");
    QVERIFY2(outcome.ok(), all(outcome).constData());
    QCOMPARE(outcome.config->deployments.at(0).modelName, std::string("a/b \xf0\x9f\x98\x80"));
    QVERIFY(!outcome.config->deployments[0].params.weight);
}

void TestYamlReader::readsDiscountsAndMargins()
{
    const LoadOutcome outcome =
        load("litellm_settings:\n"
             "  cost_discount_config: {openai: 0.05, vertex_ai: \"0.1\"}\n"
             "  cost_margin_config: {global: 0.10, groq: {percentage: 0.08, fixed_amount: 0.0005}}\n");
    QVERIFY2(outcome.ok(), all(outcome).constData());
    QCOMPARE(all(outcome), QByteArray());
    const Litellm &settings = outcome.config->litellm;
    QCOMPARE(settings.costDiscounts,
             (std::map<std::string, std::string>{{"openai", "0.05"}, {"vertex_ai", "0.1"}}));
    QCOMPARE(settings.costMargins.size(), std::size_t{2});
    QCOMPARE(settings.costMargins.at("global").fraction, std::string("0.10"));
    QCOMPARE(settings.costMargins.at("global").fixedAmount, std::string());
    QCOMPARE(settings.costMargins.at("groq").fraction, std::string("0.08"));
    QCOMPARE(settings.costMargins.at("groq").fixedAmount, std::string("0.0005"));
}

void TestYamlReader::readsWhoMayCall()
{
    const auto outcome = load("general_settings:\n"
                              "  allowed_routes: [/v1/*]\n  admin_only_routes: [/metrics]\n"
                              "  public_routes: [/v1/models]\n  user_header_name: X-User\n"
                              "  user_header_mappings:\n"
                              "  - {header_name: X-Customer, litellm_user_role: customer}\n"
                              "  - {header_name: X-Worker, litellm_user_role: internal_user}\n"
                              "litellm_settings: {timezone: Europe/Berlin}\n"
                              "budget_config:\n- {user_id: u, max_budget: 0.1, time_period: monthly}\n");
    QVERIFY2(outcome.ok(), all(outcome).constData());
    const General &general = outcome.config->general;
    QCOMPARE(general.allowedRoutes, std::vector<std::string>{"/v1/*"});
    QCOMPARE(general.adminOnlyRoutes, std::vector<std::string>{"/metrics"});
    QCOMPARE(general.publicRoutes, std::vector<std::string>{"/v1/models"});
    QCOMPARE(general.userHeaderName, std::string("X-User"));
    QCOMPARE(general.customerHeaders, std::vector<std::string>{"X-Customer"});
    QCOMPARE(outcome.config->litellm.timezone, std::string("Europe/Berlin"));
    QCOMPARE(json::serialize(outcome.config->budgetConfig),
             std::string(R"([{"user_id":"u","max_budget":0.1,"time_period":"monthly"}])"));
    QVERIFY(all(outcome).isEmpty());
    const auto wrong = load("litellm_settings: {timezone: Atlantis/Capital}\n");
    QCOMPARE(place(wrong, "is no time zone"), QByteArray("W1:30 litellm_settings.timezone"));
}

void TestYamlReader::readsLimitsOfThoseWithoutAny()
{
    m_environment = {{"LITELLM_RATE_LIMIT_WINDOW_SIZE", "30"}};
    const auto outcome = load("general_settings:\n"
                              "  default_team_settings: {tpm_limit: 100000, rpm_limit: 1000}\n"
                              "  token_rate_limit_type: output\n"
                              "litellm_settings: {max_end_user_budget: 0.25, max_end_user_budget_id: b}\n"
                              "portico_settings: {hard_budget: true}\n");
    QVERIFY2(outcome.ok() && all(outcome).isEmpty(), all(outcome).constData());
    const LimitDefaults &limits = outcome.config->general.limits;
    QCOMPARE(limits.teamTpm, 100000);
    QCOMPARE(limits.teamRpm, 1000);
    QCOMPARE(limits.endUserBudget, std::string("0.25"));
    QCOMPARE(limits.endUserBudgetId, std::string("b"));
    QCOMPARE(limits.counted, LimitDefaults::Tokens::Output);
    QVERIFY(limits.hardBudget);
    QCOMPARE(limits.rateWindowS, 30);
    const auto none = load("general_settings: {default_team_settings: {tpm_limit: null}}\n");
    QVERIFY(none.ok() && !none.config->general.limits.teamTpm);
    QCOMPARE(
        place(load("general_settings: {default_team_settings: {rpm_limit: many}}\n"), "a number from 0 on"),
        QByteArray("E1:55 general_settings.default_team_settings.rpm_limit"));
    QCOMPARE(place(load("general_settings: {token_rate_limit_type: both}\n"), "total, input or output"),
             QByteArray("E1:43 general_settings.token_rate_limit_type"));
    QCOMPARE(place(load("litellm_settings: {max_end_user_budget: much}\n"), "an amount in USD"),
             QByteArray("E1:41 litellm_settings.max_end_user_budget"));
}

void TestYamlReader::resolvesMergesAndAliases()
{
    const LoadOutcome outcome = load(R"(model_list:
  - model_name: a
    litellm_params: &base
      model: openai/a
      api_base: http://base
      timeout: 10
  - model_name: b
    litellm_params:
      <<: *base
      model: openai/b
  - model_name: c
    litellm_params:
      timeout: 1
      <<: [{model: openai/c}, *base]
)");
    QVERIFY2(outcome.ok(), all(outcome).constData());
    const auto &rows = outcome.config->deployments;
    QCOMPARE(rows.size(), std::size_t(3));
    QCOMPARE(rows[1].params.model, std::string("openai/b"));
    QCOMPARE(rows[1].params.apiBase, std::string("http://base"));
    QCOMPARE(rows[2].params.model, std::string("openai/c"));
    QCOMPARE(rows[2].params.timeoutS.value(), 1.0);
    QCOMPARE(rows[2].params.apiBase, std::string("http://base"));
    QByteArray bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
    for (char c = 'b'; c < 'k'; ++c) {
        const char before[] = {'*', char(c - 1), 0};
        bomb += QByteArray(1, c) + ": &" + c + " [";
        for (int i = 0; i < 10; ++i)
            bomb += QByteArray(i ? "," : "") + before;
        bomb += "]\n";
    }
    QVERIFY(!load(bomb).ok());
}

void TestYamlReader::lastDuplicateWins()
{
    const LoadOutcome outcome =
        load("litellm_settings: {num_retries: 1}\nlitellm_settings: {num_retries: 7}\n");
    QVERIFY(outcome.ok());
    QCOMPARE(outcome.config->router.numRetries.value(), 7);
    QCOMPARE(place(outcome, "on line 2 replaces the one on line 1"), QByteArray("W2:1 litellm_settings"));
}

void TestYamlReader::resolvesVariablesAtAnyDepth()
{
    m_environment = {
        {"KEY", "sk-secret"}, {"IP", "10.0.0.1"}, {"T", "12"}, {"FLAG", "true"}, {"DEEP", "1.5"}};
    const LoadOutcome outcome =
        load(QByteArray(kRow) + "    api_key: os.environ/KEY\n    timeout: \"os.environ/T\"\n"
                                "    drop_params: os.environ/FLAG\n"
                                "    extra_body: {a: [{b: os.environ/DEEP}], keep: x os.environ/T}\n"
                                "    api_base: os.environ/UNSET\n"
                                "general_settings: {allowed_ips: [os.environ/IP, 10.0.0.2]}\n");
    QVERIFY2(outcome.ok(), all(outcome).constData());
    const DeploymentParams &params = outcome.config->deployments.at(0).params;
    QCOMPARE(params.apiKey.reveal(), std::string("sk-secret"));
    QCOMPARE(params.timeoutS.value(), 12.0);
    QCOMPARE(params.dropParams.value(), true);
    QCOMPARE(json::serialize(params.extraBody),
             std::string(R"({"a":[{"b":"1.5"}],"keep":"x os.environ/T"})"));
    QVERIFY(params.apiBase.empty());
    QCOMPARE(outcome.config->general.allowedIps.at(0), std::string("10.0.0.1"));
    QCOMPARE(place(outcome, "UNSET is not set"), QByteArray("W9:15 model_list[0].litellm_params.api_base"));
}

void TestYamlReader::appliesEnvironmentVariablesFirst()
{
    m_environment = {{"OUTER", "from-outside"}, {"BASE", "http://outside"}};
    const LoadOutcome outcome =
        load(QByteArray(kRow) +
             "    api_base: os.environ/BASE\n    api_key: os.environ/COPY\n"
             "environment_variables:\n  BASE: http://inside\n  COPY: os.environ/OUTER\n  NUMBER: 5\n");
    QVERIFY2(outcome.ok(), all(outcome).constData());
    QCOMPARE(outcome.config->deployments.at(0).params.apiBase, std::string("http://inside"));
    QCOMPARE(outcome.config->deployments.at(0).params.apiKey.reveal(), std::string("from-outside"));
    QCOMPARE(variable(*outcome.config, {}, "NUMBER").value(), std::string("5"));
    QVERIFY(!variable(*outcome.config, {}, "OUTER"));
}

void TestYamlReader::resolvesVaultReferences()
{
    const LoadOutcome outcome = load(
        QByteArray(kRow) + "    api_key: keychain/good\n"
                           "- model_name: n\n  litellm_params: {model: openai/x, api_key: keychain/bad}\n"
                           "general_settings: {master_key: keychain/bad}\n");
    QVERIFY2(outcome.ok(), all(outcome).constData());
    QCOMPARE(outcome.config->deployments.at(0).params.apiKey.reveal(), std::string("vault-text"));
    QVERIFY(outcome.config->deployments[0].params.apiKeyProblem.empty());
    QVERIFY(outcome.config->deployments.at(1).params.apiKey.isEmpty());
    QCOMPARE(outcome.config->deployments[1].params.apiKeyProblem,
             std::string("keychain/bad: the vault is locked"));
    QVERIFY(outcome.config->general.masterKey.isEmpty());
    QCOMPARE(outcome.config->general.masterKeyProblem, std::string("keychain/bad: the vault is locked"));
}

void TestYamlReader::keepsSecretsOutOfRaw()
{
    m_environment = {{"SK", "leak-1"}};
    const LoadOutcome outcome = load(
        QByteArray(kRow) +
        "    api_key: leak-2\n    client_secret: leak-3\n    my_password: leak-4\n"
        "  model_info: {note: keychain/good, some_api_key: leak-5}\n"
        "litellm_settings: {langfuse_secret_key: leak-6, cache_params: {password: os.environ/SK, host: h}}\n"
        "general_settings: {master_key: leak-7, database_url: leak-8}\n"
        "router_settings: {redis_password: leak-9}\n");
    QVERIFY2(outcome.ok(), all(outcome).constData());
    const Config &config = *outcome.config;
    const std::string text = json::serialize(config.general.raw) + json::serialize(config.litellm.raw) +
                             json::serialize(config.router.raw) +
                             json::serialize(config.deployments[0].info.raw) +
                             json::serialize(config.deployments[0].params.other) + all(outcome).toStdString();
    QVERIFY2(text.find("leak") == std::string::npos, text.c_str());
    QVERIFY(text.find("vault-text") == std::string::npos);
    QCOMPARE(config.secrets.at("litellm_settings.cache_params.password").reveal(), std::string("leak-1"));
    QCOMPARE(config.secrets.at("router_settings.redis_password").reveal(), std::string("leak-9"));
    QVERIFY(json::serialize(config.litellm.raw).find("\"host\":\"h\"") != std::string::npos);
}

void TestYamlReader::includesFiles()
{
    QDir(m_folder->path()).mkdir(QStringLiteral("sub"));
    write("model_list:\n- model_name: b\n  litellm_params: {model: openai/b}\nlitellm_settings: "
          "{num_retries: 9}\n"
          "include: deeper.yaml\n",
          QStringLiteral("sub/more.yaml"));
    write("model_list:\n- model_name: c\n  litellm_params: {model: openai/c}\n",
          QStringLiteral("sub/deeper.yaml"));
    const LoadOutcome outcome =
        load(QByteArray(kRow) + "include:\n- sub/more.yaml\nlitellm_settings: {num_retries: 1}\n");
    QVERIFY2(outcome.ok(), all(outcome).constData());
    QCOMPARE(outcome.config->deployments.size(), std::size_t(3));
    QCOMPARE(outcome.config->deployments[0].modelName, std::string("m"));
    QCOMPARE(outcome.config->deployments[2].modelName, std::string("c"));
    QVERIFY(QString::fromStdString(outcome.config->deployments[2].where.file)
                .endsWith(QLatin1String("deeper.yaml")));
    QCOMPARE(outcome.config->router.numRetries.value(), 9);
    QCOMPARE(outcome.config->files.size(), std::size_t(3));
    QVERIFY(outcome.config->diagnostics.empty());
}

void TestYamlReader::refusesIncludeCycles()
{
    write("include: config.yaml\n", QStringLiteral("other.yaml"));
    const LoadOutcome outcome = load("include: other.yaml\n");
    QVERIFY(!outcome.ok());
    const std::string problem = outcome.problem();
    QVERIFY2(problem.find("includes itself") != std::string::npos, problem.c_str());
    QVERIFY(problem.find("config.yaml -> ") != std::string::npos);
    QVERIFY(problem.find("other.yaml -> ") != std::string::npos);
}

void TestYamlReader::readsFallbacks_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expectedRows");
    QTest::addColumn<QByteArray>("expectedChain");
    QTest::newRow("standard") << QByteArray("fallbacks: [{a: [b, c]}]") << QByteArray("a>b,c")
                              << QByteArray();
    QTest::newRow("block list") << QByteArray("fallbacks:\n  - a:\n    - b\n    - c\n") << QByteArray("a>b,c")
                                << QByteArray();
    QTest::newRow("any source") << QByteArray("fallbacks: [{\"*\": [b]}]") << QByteArray("*>b")
                                << QByteArray();
    QTest::newRow("single target") << QByteArray("fallbacks: [{a: b}]") << QByteArray("a>b") << QByteArray();
    QTest::newRow("two sources in one item")
        << QByteArray("fallbacks: [{a: [b], c: [d]}]") << QByteArray("a>b; c>d") << QByteArray();
    QTest::newRow("plain names") << QByteArray("fallbacks: [a, b]") << QByteArray() << QByteArray("a,b");
    QTest::newRow("named keys") << QByteArray("fallbacks:\n  - model_name: a\n    fallbacks: [b, c]\n")
                                << QByteArray("a>b,c") << QByteArray();
    QTest::newRow("named keys with model")
        << QByteArray("fallbacks: [{model: a, fallbacks: [b]}]") << QByteArray("a>b") << QByteArray();
    QTest::newRow("map instead of list")
        << QByteArray("fallbacks: {a: [b], c: d}") << QByteArray("a>b; c>d") << QByteArray();
    QTest::newRow("default fallbacks") << QByteArray("default_fallbacks: [b, c]\n  fallbacks: [{a: [d]}]")
                                       << QByteArray("a>d; *>b,c") << QByteArray();
    QTest::newRow("first of two rows counts")
        << QByteArray("fallbacks: [{a: [b]}, {a: [c]}]") << QByteArray("a>b") << QByteArray();
}

void TestYamlReader::readsFallbacks()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expectedRows);
    QFETCH(QByteArray, expectedChain);
    for (const char *section : {"router_settings", "litellm_settings"}) {
        const LoadOutcome outcome = load(QByteArray(section) + ":\n  " + text + "\n");
        QVERIFY2(outcome.ok(), all(outcome).constData());
        QCOMPARE(rows(outcome.config->router.fallbacks), expectedRows);
        QByteArrayList chain;
        for (const std::string &name : outcome.config->router.defaultChain)
            chain << QByteArray::fromStdString(name);
        QCOMPARE(chain.join(','), expectedChain);
        QCOMPARE(place(outcome, "interpreted as default chain").isEmpty(), expectedChain.isEmpty());
    }
}

void TestYamlReader::readsAliases()
{
    const LoadOutcome outcome =
        load("model_list:\n- {model_name: a, litellm_params: {model: openai/a}}\n"
             "- {model_name: \"azure/*\", litellm_params: {model: \"azure/*\"}}\n"
             "router_settings:\n  model_group_alias:\n    x: a\n    y: {model: a, hidden: true}\n"
             "    z: [gone, azure/b, a]\n");
    QVERIFY2(outcome.ok(), all(outcome).constData());
    const auto &aliases = outcome.config->router.aliases;
    QCOMPARE(aliases.size(), std::size_t(3));
    QCOMPARE(aliases[0].targets.at(0), std::string("a"));
    QVERIFY(aliases[1].hidden);
    QCOMPARE(aliases[2].targets.size(), std::size_t(2));
    QCOMPARE(aliases[2].targets[0], std::string("azure/b"));
    QCOMPARE(place(outcome, "'gone'"), QByteArray("W8:9 router_settings.model_group_alias.z"));
    QCOMPARE(place(outcome, "tried in this order: azure/b, a"),
             QByteArray("W8:5 router_settings.model_group_alias.z"));
}

void TestYamlReader::mergesPrecedence()
{
    m_environment = {{"LITELLM_DROP_PARAMS", "True"}, {"ROUTER_MAX_FALLBACKS", "3"}};
    const LoadOutcome outcome =
        load("litellm_settings: {num_retries: 1, retry_after: 5, fallbacks: [{a: [b]}], allowed_fails: 4}\n"
             "router_settings: {num_retries: 2, fallbacks: [{c: [d]}]}\n");
    QVERIFY(outcome.ok());
    QCOMPARE(outcome.config->router.numRetries.value(), 2);
    QCOMPARE(outcome.config->router.retryAfterS, 5.0);
    QCOMPARE(outcome.config->router.allowedFails.value(), 4);
    QCOMPARE(rows(outcome.config->router.fallbacks), QByteArray("c>d"));
    QCOMPARE(outcome.config->router.maxFallbacks, 3);
    QCOMPARE(outcome.config->litellm.dropParams, true);
}

void TestYamlReader::takesKeysOfTheWrongSection()
{
    const LoadOutcome outcome =
        load("master_key: sk-top\n"
             "litellm_settings: {database_url: postgresql://x, routing_strategy: least-busy}\n"
             "general_settings: {max_budget: 100.0, budget_duration: 30d, drop_params: yes,\n"
             "  default_team_settings: {tpm_limit: 1}, alerting: []}\n");
    QVERIFY2(outcome.ok(), all(outcome).constData());
    QCOMPARE(outcome.config->general.masterKey.reveal(), std::string("sk-top"));
    QCOMPARE(outcome.config->general.databaseUrl, std::string("postgresql://x"));
    QCOMPARE(outcome.config->router.strategy, std::string("least-busy"));
    QCOMPARE(outcome.config->litellm.maxBudget.value(), std::string("100.0"));
    QCOMPARE(outcome.config->litellm.budgetDuration, std::string("30d"));
    QCOMPARE(outcome.config->litellm.dropParams, true);
    QVERIFY(place(outcome, "alerting").isEmpty());
}

void TestYamlReader::skipsBrokenRows()
{
    const LoadOutcome outcome =
        load("model_list:\n- {model_name: a, litellm_params: {model: openai/a, rpm: x}}\n"
             "- {model_name: b, litellm_params: {model: openai/b}}\n- oops\n");
    QVERIFY(outcome.ok());
    QCOMPARE(outcome.config->deployments.size(), std::size_t(1));
    QCOMPARE(outcome.config->deployments[0].modelName, std::string("b"));
    QCOMPARE(place(outcome, "a whole number"), QByteArray("E2:58 model_list[0].litellm_params.rpm"));
}

void TestYamlReader::derivesStableIds()
{
    const auto id = [&](const QByteArray &params) {
        const LoadOutcome outcome = load("model_list:\n- model_name: m\n  litellm_params: " + params + "\n");
        return outcome.config->deployments.at(0).info.id;
    };
    const std::string first = id("{model: openai/x, api_key: one, api_base: http://a}");
    QCOMPARE(first.size(), std::size_t(64));
    QCOMPARE(id("{api_base: http://a, api_key: two, model: openai/x}"), first);
    QVERIFY(id("{model: openai/x, api_key: one, api_base: http://b}") != first);
    const LoadOutcome twice =
        load("model_list:\n- &r {model_name: m, litellm_params: {model: openai/x}}\n- *r\n");
    QVERIFY(twice.config->deployments.at(0).info.id != twice.config->deployments.at(1).info.id);
    const LoadOutcome given =
        load("model_list:\n- {model_name: m, litellm_params: {model: x}, model_info: {id: q}}\n"
             "- {model_name: m, litellm_params: {model: x}, model_info: {id: q}}\n");
    QCOMPARE(given.config->deployments.at(0).info.id, std::string("q"));
    QCOMPARE(place(given, "is that of line 2 too"), QByteArray("W3:3 model_list[1].model_info.id"));
}

void TestYamlReader::makesADeploymentPerOrganization()
{
    const LoadOutcome outcome = load(QByteArray(kRow) + "    organization: [org-1, org-2]\n");
    QVERIFY(outcome.ok());
    QCOMPARE(outcome.config->deployments.size(), std::size_t(2));
    QCOMPARE(outcome.config->deployments[1].params.organization, std::string("org-2"));
    QVERIFY(outcome.config->deployments[0].info.id != outcome.config->deployments[1].info.id);
}

void TestYamlReader::keepsPricesAsWritten()
{
    const LoadOutcome outcome =
        load(QByteArray(kRow) + "    input_cost_per_token: 3e-06\n    output_cost_per_token: 0.0000150\n"
                                "  model_info:\n    cache_read_input_token_cost: 3.0E-7\n"
                                "    input_cost_per_token_above_200k_tokens: \"0.10\"\n");
    QVERIFY2(outcome.ok(), all(outcome).constData());
    const Deployment &row = outcome.config->deployments.at(0);
    QCOMPARE(row.params.prices.at("input_cost_per_token"), std::string("3e-06"));
    QCOMPARE(row.params.prices.at("output_cost_per_token"), std::string("0.0000150"));
    QCOMPARE(row.info.prices.at("cache_read_input_token_cost"), std::string("3.0E-7"));
    QCOMPARE(row.info.prices.at("input_cost_per_token_above_200k_tokens"), std::string("0.10"));
    QVERIFY(row.params.defaults.empty());
}

void TestYamlReader::namesUnsupportedKeysOnce()
{
    const LoadOutcome outcome = load("model_list:\n- {model_name: a, litellm_params: {model: x, itpm: 1}}\n"
                                     "- {model_name: b, litellm_params: {model: x, itpm: 2}}\n");
    QVERIFY(outcome.ok());
    int count = 0;
    for (const Diagnostic &diagnostic : outcome.config->diagnostics)
        count += diagnostic.message.find("litellm_params.itpm accepted but") != std::string::npos ? 1 : 0;
    QCOMPARE(count, 1);
}

void TestYamlReader::readsCredentials()
{
    const LoadOutcome outcome = load(
        QByteArray(kRow) + "    litellm_credential_name: c\n"
                           "credential_list:\n- credential_name: c\n"
                           "  credential_values: {api_key: sk-c, api_base: http://c, model: openai/no}\n");
    QVERIFY2(outcome.ok(), all(outcome).constData());
    QCOMPARE(outcome.config->deployments.at(0).params.apiKey.reveal(), std::string("sk-c"));
    QCOMPARE(outcome.config->deployments[0].params.apiBase, std::string("http://c"));
    QCOMPARE(outcome.config->deployments[0].params.model, std::string("openai/x"));
}

void TestYamlReader::filtersByEnvironment()
{
    const QByteArray text = QByteArray(kRow) + "  model_info: {supported_environments: [production]}\n";
    QCOMPARE(load(text).config->deployments.size(), std::size_t(1));
    m_environment = {{"LITELLM_ENVIRONMENT", "staging"}};
    QCOMPARE(load(text).config->deployments.size(), std::size_t(0));
}

void TestYamlReader::servesNothingWithoutAFile()
{
    LoadOptions options;
    QVERIFY(loadConfig(options).ok());
    QVERIFY(load("").ok());
    QVERIFY(load("# only a comment\n").ok());
    options.path = m_folder->filePath(QStringLiteral("gone.yaml")).toStdString();
    const LoadOutcome gone = loadConfig(options);
    QVERIFY(!gone.ok());
    QCOMPARE(gone.files.size(), std::size_t(1));
}

void TestYamlReader::readsFiftyDeploymentsQuickly()
{
    QByteArray text = "model_list:\n";
    for (int i = 0; i < 50; ++i)
        text +=
            "  - model_name: model-" + QByteArray::number(i) +
            "\n    litellm_params:\n      model: openai/gpt-4o\n      api_base: http://localhost:8080/v1\n"
            "      api_key: os.environ/KEY\n      rpm: 100\n      timeout: 30\n      temperature: 0.5\n"
            "    model_info:\n      mode: chat\n      input_cost_per_token: 0.000003\n";
    m_environment = {{"KEY", "sk-1"}};
    write(text, QStringLiteral("config.yaml"));
    qint64 best = std::numeric_limits<qint64>::max();
    for (int i = 0; i < 5; ++i) {
        QElapsedTimer timer;
        timer.start();
        const LoadOutcome outcome = load(text);
        best = std::min(best, timer.nsecsElapsed());
        QCOMPARE(outcome.config->deployments.size(), std::size_t(50));
    }
    qInfo("50 deployments: %.2f ms", double(best) / 1e6);
    // The bound is for an optimised build; a debug build on a shared machine gets some slack.
    QVERIFY(best < 25'000'000);
}

void TestYamlReader::survivesMutations()
{
    const QByteArray base = QByteArray(kRow) +
                            "    api_key: os.environ/KEY\n    extra_body: {a: [1, {b: \"c\\n\"}], d: 'e'}\n"
                            "  model_info: &info\n    id: x\n    note: |\n      text\n      more\n"
                            "- model_name: n\n  litellm_params: {model: y, <<: *info}\n"
                            "router_settings:\n  fallbacks: [{m: [n]}, a]\n  model_group_alias: {q: [m, n]}\n"
                            "litellm_settings: {request_timeout: 1_0, cache: !!bool yes}\n";
    QRandomGenerator random(4711);
    const QByteArray alphabet = ":-[]{}&*!|>'\"#%@`,? \n\t\r\\<~0aé\xff";
    int good = 0;
    for (int i = 0; i < 2000; ++i) {
        QByteArray text = base;
        if (i % 3 == 0)
            text.truncate(int(random.bounded(quint32(text.size()))));
        for (int edits = int(random.bounded(4u)); edits >= 0 && !text.isEmpty(); --edits) {
            const int at = int(random.bounded(quint32(text.size())));
            const char c = alphabet[int(random.bounded(quint32(alphabet.size())))];
            if (random.bounded(2u) != 0)
                text.insert(at, c);
            else
                text[at] = c;
        }
        const LoadOutcome outcome = load(text);
        good += outcome.ok() ? 1 : 0;
        QVERIFY(outcome.ok() || !outcome.problem().empty());
    }
    QVERIFY(good > 100 && good < 1900);
}

QTEST_GUILESS_MAIN(TestYamlReader)
#include "tst_yamlreader.moc"
