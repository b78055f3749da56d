#include "core/config/yamlreader.h"
#include "core/sinks/settings.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace gw;
using namespace gw::sinks;

namespace {

class Loaded
{
public:
    explicit Loaded(const char *yaml, std::map<std::string, std::string> environment = {})
        : m_environment(std::move(environment))
    {
        QFile file(m_folder.filePath(QStringLiteral("config.yaml")));
        if (file.open(QIODevice::WriteOnly))
            file.write(yaml);
        file.close();
        config::LoadOptions options;
        options.path = file.fileName().toStdString();
        options.environment = [this](const std::string &name) { return variable(name); };
        config = config::loadConfig(options).config;
    }
    std::optional<std::string> variable(std::string_view name) const
    {
        const auto found = m_environment.find(std::string(name));
        return found == m_environment.end() ? std::nullopt : std::optional(found->second);
    }
    Variables variables() const
    {
        return [this](std::string_view name) { return variable(name); };
    }
    SinkSettings sink(const std::string &name) const { return sinkOf(name, *config, variables()); }

    config::ConfigPtr config;

private:
    QTemporaryDir m_folder;
    std::map<std::string, std::string> m_environment;
};

std::string header(const SinkSettings &sink, std::string_view name)
{
    for (const auto &[key, value] : sink.headers) {
        if (key == name)
            return value.reveal();
    }
    return "absent";
}

}   // namespace

class TestSettings final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsSayWhoIsToldOfWhat();
    void configWinsOverVariables();
    void whatIsMissingIsNamed_data();
    void whatIsMissingIsNamed();
    void otelEndpointsGetTheirPath_data();
    void otelEndpointsGetTheirPath();
    void contentIsWithheldWhereAsked();
    void alertsGoWhereTheirTypeSays();
    void addressesOfAlertsStayOutOfRaw();
};

void TestSettings::listsSayWhoIsToldOfWhat()
{
    const Loaded loaded(
        "litellm_settings: {success_callback: [langfuse, prometheus, postgres], failure_callback: otel, "
        "callbacks: [webhook]}\n");
    const auto sinks = sinksOf(loaded.config->watching, *loaded.config, loaded.variables());
    std::string all;
    for (const SinkSettings &sink : sinks)
        all += sink.name + (sink.onSuccess ? "+" : "") + (sink.onFailure ? "-" : "") + " ";
    QCOMPARE(all, std::string("langfuse+ webhook+- otel- "));
}

void TestSettings::configWinsOverVariables()
{
    const Loaded loaded(
        "litellm_settings: {langfuse_public_key: pk, langfuse_secret: os.environ/MY_SECRET, "
        "langfuse_host: \"https://lf.example/\"}\n",
        {{"MY_SECRET", "sk"}, {"LANGFUSE_PUBLIC_KEY", "other"}, {"LANGFUSE_HOST", "http://no"}});
    const SinkSettings sink = loaded.sink("langfuse");
    QCOMPARE(sink.problem, std::string());
    QCOMPARE(sink.url.reveal(), std::string("https://lf.example/api/public/ingestion"));
    QCOMPARE(header(sink, "Authorization"), std::string("Basic cGs6c2s="));
    QCOMPARE(loaded.sink("langfuse_otel").url.reveal(),
             std::string("https://lf.example/api/public/otel/v1/traces"));
}

void TestSettings::whatIsMissingIsNamed_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("missing");
    QTest::newRow("langfuse") << QByteArray("langfuse") << QByteArray("LANGFUSE_PUBLIC_KEY is not set");
    QTest::newRow("langsmith") << QByteArray("langsmith") << QByteArray("LANGSMITH_API_KEY is not set");
    QTest::newRow("otel") << QByteArray("otel") << QByteArray("OTEL_EXPORTER_OTLP_ENDPOINT is not set");
    QTest::newRow("webhook") << QByteArray("webhook") << QByteArray("GENERIC_LOGGER_ENDPOINT is not set");
}

void TestSettings::whatIsMissingIsNamed()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, missing);
    const Loaded loaded("model_list: []\n");
    QCOMPARE(loaded.sink(name.toStdString()).problem, missing.toStdString());
}

void TestSettings::otelEndpointsGetTheirPath_data()
{
    QTest::addColumn<QByteArray>("endpoint");
    for (const char *endpoint : {"http://otel:4318", "http://otel:4318/", "http://otel:4318/v1/traces"})
        QTest::newRow(endpoint) << QByteArray(endpoint);
}

void TestSettings::otelEndpointsGetTheirPath()
{
    QFETCH(const QByteArray, endpoint);
    const Loaded loaded("model_list: []\n", {{"OTEL_ENDPOINT", endpoint.toStdString()},
                                             {"OTEL_HEADERS", "a=b%20c, Authorization=Basic x="}});
    const SinkSettings sink = loaded.sink("otel");
    QCOMPARE(sink.url.reveal(), std::string("http://otel:4318/v1/traces"));
    QCOMPARE(header(sink, "a"), std::string("b c"));
    QCOMPARE(header(sink, "Authorization"), std::string("Basic x="));
}

void TestSettings::contentIsWithheldWhereAsked()
{
    const Loaded one("callback_settings: {otel: {message_logging: false}}\n");
    QVERIFY(!one.sink("otel").content && one.sink("webhook").content);
    const Loaded all("litellm_settings: {turn_off_message_logging: true}\n");
    QVERIFY(!all.sink("webhook").content);
}

void TestSettings::alertsGoWhereTheirTypeSays()
{
    const Loaded loaded(
        "general_settings: {alerting: [slack, webhook], alert_to_webhook_url: "
        "{llm_exceptions: [\"http://a\", \"http://b\"], cooldown_deployment: \"http://c\"}}\n",
        {{"SLACK_WEBHOOK_URL", "http://slack"}, {"WEBHOOK_URL", "http://hook"}});
    const auto urls = [&](const std::string &type) {
        const AlertTargets targets = alertTargets(loaded.config->watching.alerting, type, loaded.variables());
        std::string text;
        for (const Secret &url : targets.slack)
            text += url.reveal() + " ";
        for (const Secret &url : targets.webhook)
            text += "+" + url.reveal();
        return text;
    };
    QCOMPARE(urls("llm_exceptions"), std::string("http://a http://b +http://hook"));
    QCOMPARE(urls("cooldown_deployment"), std::string("http://c +http://hook"));
    QCOMPARE(urls("llm_too_slow"), std::string("http://slack +http://hook"));
}

void TestSettings::addressesOfAlertsStayOutOfRaw()
{
    const Loaded loaded(
        "general_settings: {alerting: [slack], alert_to_webhook_url: {llm_exceptions: \"http://a\"}}\n");
    QVERIFY(!loaded.config->general.raw.contains("alert_to_webhook_url"));
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
