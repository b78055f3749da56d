#include "core/base/errortable.h"
#include "tests/core/providers/kincases.h"
#include "tests/core/providers/providersupport.h"

#include <QTest>

using namespace gw;
using namespace gw::providertest;

// Providers of OpenAI's family with an accent of their own, section by section of the reference.
class TestOpenAiKin final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void encode_data();
    void encode();
    void readsAnswersInAnyCut_data();
    void readsAnswersInAnyCut();
    void readError_data();
    void readError();
    void saysWhatPerplexityIsNotTold();
    void fetchesATokenOfDatabricks();
    void asksTheHubForAPartnersName();
    void asksForUsageWhereItComesOnlyThen();
};

namespace {

config::Deployment rowFor(const char *model, const char *base = "", const char *key = "k")
{
    config::Deployment row = deployment(model, key);
    row.params.apiBase = base;
    if (row.params.apiBase.empty() && std::string_view(model).starts_with("databricks"))
        row.params.apiBase = "https://adb.example.net";
    if (row.params.apiBase.empty() && std::string_view(model).starts_with("snowflake"))
        row.params.apiBase = "https://acct.snowflakecomputing.com/api/v2/cortex";
    return row;
}

std::string bytesOf(const KinAnswer &answer)
{
    if (!answer.streamed)
        return answer.events.front();
    std::string out;
    for (const char *event : answer.events)
        out += "data: " + std::string(event) + "\n\n";
    return out;
}

}   // namespace

void TestOpenAiKin::encode_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < kKinRequests.size(); ++i)
        QTest::newRow(kKinRequests[i].name) << static_cast<int>(i);
}

void TestOpenAiKin::encode()
{
    QFETCH(int, index);
    const KinRequest &wanted = kKinRequests[static_cast<std::size_t>(index)];
    const config::Deployment row = rowFor(wanted.model, wanted.base, wanted.key);
    const providers::Target to = target(row);
    QCOMPARE(to.problem, std::string());
    const auto made = adapter(to.row->adapter).encode(call(wanted.dialect, wanted.request), to, {});
    QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
    QCOMPARE(made.value().url, std::string(wanted.url));
    const QByteArrayList headers = QByteArray(wanted.headers).split('\n');
    for (const QByteArray &line : headers) {
        const int colon = static_cast<int>(line.indexOf(':'));
        if (colon > 0)
            QCOMPARE(made.value().headers.valueOr(line.left(colon).toStdString()),
                     std::string_view(line.constData() + colon + 2));
    }
    json::Value body = parsed(made.value().body);
    // Of no interest here, and by its own test.
    if (json::Array *tools = body.as_object().contains("tools") ? body.at("tools").if_array() : nullptr) {
        for (json::Value &tool : *tools) {
            if (tool.as_object().if_contains("strict") && tool.at("strict") == json::Value(false))
                tool.as_object().erase("strict");
        }
    }
    QCOMPARE(difference(body, parsed(wanted.body)), std::string());
}

void TestOpenAiKin::readsAnswersInAnyCut_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < kKinAnswers.size(); ++i)
        QTest::newRow(kKinAnswers[i].name) << static_cast<int>(i);
}

void TestOpenAiKin::readsAnswersInAnyCut()
{
    QFETCH(int, index);
    const KinAnswer &wanted = kKinAnswers[static_cast<std::size_t>(index)];
    const config::Deployment row = rowFor(wanted.model);
    const providers::Target to = target(row);
    const std::string bytes = bytesOf(wanted);
    const chat::Call asked =
        call("openaichat", R"({"model":"m","messages":[{"role":"user","content":"x"}]})");
    for (const std::vector<std::size_t> &cuts : cuttings(bytes.size())) {
        const Read read =
            readAnswer(*adapter(to.row->adapter).newDecoder(asked, to, wanted.streamed), bytes, cuts);
        QCOMPARE(read.error, std::string());
        QVERIFY(read.response.ended);
        const chat::Choice &choice = read.response.choices.at(0);
        QCOMPARE(choice.text.value_or(""), std::string(wanted.text));
        QCOMPARE(choice.reasoning.value_or(""), std::string(wanted.reasoning));
        QCOMPARE(choice.signature, std::string(wanted.signature));
        QVERIFY(!choice.refusal);
        std::string calls;
        for (const auto &[position, made] : choice.toolCalls)
            calls += (calls.empty() ? "" : "\n") + made.id + " " + made.name + " " + made.arguments;
        QCOMPARE(calls, std::string(wanted.calls));
        const json::Value *citations = read.response.annotations.if_contains("citations");
        QCOMPARE(citations ? json::serialize(*citations) : std::string(), std::string(wanted.sources));
        QVERIFY(choice.finish.has_value());
        QCOMPARE(std::string(chat::stopName(choice.finish->reason)), std::string(wanted.finish));
        const chat::Usage &usage = read.response.usage->usage;
        std::string counts;
        for (const std::int64_t count :
             {usage.input, usage.cacheRead, usage.output, usage.reasoning, usage.webSearches})
            counts += (counts.empty() ? "" : " ") + std::to_string(count);
        QCOMPARE(counts, std::string(wanted.usage));
    }
}

void TestOpenAiKin::readError_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < kKinErrors.size(); ++i)
        QTest::newRow(kKinErrors[i].name) << static_cast<int>(i);
}

void TestOpenAiKin::readError()
{
    QFETCH(int, index);
    const KinError &wanted = kKinErrors[static_cast<std::size_t>(index)];
    const config::Deployment row = rowFor(wanted.model);
    const providers::Target to = target(row);
    const Error error = adapter(to.row->adapter).readError(wanted.status, {}, wanted.body, to);
    QCOMPARE(std::string(errorName(error.code)), std::string(wanted.code));
    QCOMPARE(error.message, std::string(wanted.message));
    QCOMPARE(error.upstreamStatus, wanted.status);
    QCOMPARE(error.retryAfterMs, wanted.retryAfterMs);
}

void TestOpenAiKin::saysWhatPerplexityIsNotTold()
{
    const config::Deployment row = rowFor("perplexity/sonar");
    const auto made =
        adapter("perplexity")
            .encode(
                call(
                    "openaichat",
                    R"({"model":"m","temperature":0.2,"user":"u","messages":[{"role":"user","content":"x"}]})"),
                target(row), {});
    QVERIFY(made.ok());
    QCOMPARE(made.value().dropped, (std::vector<std::string>{"temperature", "user"}));
}

void TestOpenAiKin::fetchesATokenOfDatabricks()
{
    const config::Deployment row = rowFor("databricks/claude", "https://adb.example.net/serving-endpoints");
    const providers::Target to =
        target(row, {{"DATABRICKS_CLIENT_ID", "id"}, {"DATABRICKS_CLIENT_SECRET", "secret"}});
    const providers::Adapter &databricks = adapter("databricks");
    QCOMPARE(databricks.tokenKey(target(row)), std::string());
    QCOMPARE(databricks.tokenKey(to), std::string("databricks https://adb.example.net id"));
    const auto request = databricks.tokenRequest(to, 0);
    QCOMPARE(request.value().wire.url, std::string("https://adb.example.net/oidc/v1/token"));
    QCOMPARE(request.value().wire.headers.valueOr("authorization"), std::string_view("Basic aWQ6c2VjcmV0"));
    QCOMPARE(request.value().wire.body, std::string("grant_type=client_credentials&scope=all-apis"));
    const auto token = databricks.readToken(200, R"({"access_token":"t","expires_in":60})");
    QCOMPARE(token.value().value.reveal(), std::string("t"));
    QCOMPARE(token.value().lifeS, std::int64_t{60});
    QVERIFY(databricks.readToken(401, R"({"error":"invalid_client"})").error().code ==
            ErrorCode::UpstreamAuthentication);
    providers::EncodeContext context;
    context.token = Secret("t");
    const auto made = databricks.encode(
        call("openaichat", R"({"model":"m","messages":[{"role":"user","content":"x"}]})"), to, context);
    QCOMPARE(made.value().headers.valueOr("authorization"), std::string_view("Bearer t"));
}

void TestOpenAiKin::asksTheHubForAPartnersName()
{
    const providers::Adapter &openai = adapter("openai");
    const config::Deployment row = deployment("huggingface/together/Qwen/Qwen 3");
    const providers::Target to = target(row);
    QCOMPARE(openai.tokenKey(to), std::string("hugging face model together/Qwen/Qwen 3"));
    for (const char *other : {"huggingface/Qwen/Qwen3", "huggingface/Qwen/Qwen3:together",
                              "huggingface/hf-inference/Qwen/Qwen3", "openrouter/a/b/c"})
        QCOMPARE(openai.tokenKey(target(rowFor(other))), std::string());
    QCOMPARE(openai.tokenKey(target(rowFor("huggingface/together/Qwen/Qwen3", "http://127.0.0.1:9"))),
             std::string());
    const auto asked = openai.tokenRequest(to, 0);
    QCOMPARE(asked.value().method, std::string("GET"));
    QCOMPARE(
        asked.value().wire.url,
        std::string("https://huggingface.co/api/models/Qwen/Qwen%203?expand%5B%5D=inferenceProviderMapping"));
    QCOMPARE(asked.value().wire.headers.valueOr("authorization"), std::string_view("Bearer sk-test"));
    const auto read = [&](int status, const char *body) {
        return openai.readTokenOf(asked.value(), status, body, 0);
    };
    const auto told = read(
        200,
        R"({"inferenceProviderMapping":{"together":{"status":"live","providerId":"Qwen/Qwen3-Turbo","task":"conversational"}}})");
    QCOMPARE(told.value().value.reveal(), std::string("Qwen/Qwen3-Turbo"));
    QCOMPARE(told.value().lifeS, std::int64_t{3600});
    // Nobody knows better than the hub's own name; it is asked again soon.
    for (const auto &[status, body] : {std::pair(503, "busy"), std::pair(200, R"({"id":"x"})")}) {
        QCOMPARE(read(status, body).value().value.reveal(), std::string("Qwen/Qwen 3"));
        QCOMPARE(read(status, body).value().lifeS, std::int64_t{60});
    }
    const auto missing = read(200, R"({"inferenceProviderMapping":{"novita":{"providerId":"q"}}})");
    QVERIFY(!missing.ok() && missing.error().code == ErrorCode::BadRequest);
    providers::EncodeContext context;
    context.token = told.value().value;
    const auto made = openai.encode(
        call("openaichat", R"({"model":"m","messages":[{"role":"user","content":"x"}]})"), to, context);
    QCOMPARE(made.value().url, std::string("https://router.huggingface.co/together/v1/chat/completions"));
    QCOMPARE(parsed(made.value().body).at("model"), json::Value("Qwen/Qwen3-Turbo"));
    QCOMPARE(made.value().headers.valueOr("authorization"), std::string_view("Bearer sk-test"));
}

void TestOpenAiKin::asksForUsageWhereItComesOnlyThen()
{
    const config::Deployment row = rowFor("tgi/tgi", "http://127.0.0.1:9");
    const auto made = adapter("openai").encode(
        call("openaichat", R"({"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]})"),
        target(row), {});
    QVERIFY(made.value().askedUsage);
    QVERIFY(parsed(made.value().body).at("stream_options").at("include_usage") == json::Value(true));
}

QTEST_GUILESS_MAIN(TestOpenAiKin)
#include "tst_openaikin.moc"
