#include "tests/core/providers/providersupport.h"

#include <QTest>

using namespace gw;
using namespace gw::providertest;

class TestEndpoints final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksWhereTheProviderListens_data();
    void asksWhereTheProviderListens();
    void splicesJson();
    void splicesForms();
    void relaysAndReadsTheBill_data();
    void relaysAndReadsTheBill();
    void refusesAnswersThatAreNone_data();
    void refusesAnswersThatAreNone();
    void missesTheEndOfAStream();
    void writesRerankings_data();
    void writesRerankings();
    void readsRerankings_data();
    void readsRerankings();
    void refusesWhatIsNotOffered_data();
    void refusesWhatIsNotOffered();
};

namespace {

constexpr std::string_view kImages =
    R"({"model":"m","prompt":"p","n":2,"timeout":5,"Zulu":1e400,"alpha":[1.0]})";
constexpr std::string_view kRerank =
    R"({"model":"m","query":"q","documents":["a",{"text":"b"}],"top_n":1,"return_documents":true,"extra":7})";
const std::string kForm =
    "--B\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nm\r\n"
    "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nbytes\r\n"
    "--B\r\nContent-Disposition: form-data; name=\"num_retries\"\r\n\r\n2\r\n"
    "--B\r\nContent-Disposition: form-data; name=\"t[]\"\r\n\r\nword\r\n"
    "--B\r\nContent-Disposition: form-data; name=\"t[]\"\r\n\r\nsegment\r\n--B--\r\n";

chat::Call formCall()
{
    wire::Headers headers{{"Content-Type", "multipart/form-data; boundary=B"}};
    auto decoded = dialects::Dialects::all()["openaitranscription"].decode(
        {.action = "audio/transcriptions", .headers = &headers, .body = kForm});
    if (!decoded.ok())
        qFatal("%s", decoded.error().message.c_str());
    return std::move(decoded).value();
}

chat::Call callFor(std::string_view dialect)
{
    if (dialect == "openaiimages")
        return call(dialect, std::string(kImages), "images/generations");
    if (dialect == "rerank")
        return call(dialect, std::string(kRerank));
    if (dialect == "openaitranscription")
        return formCall();
    return call(dialect, R"({"model":"m","input":"hello","voice":"v"})");
}

config::Deployment at(const std::string &model, const std::string &base = {})
{
    config::Deployment out = deployment(model);
    out.params.apiBase = base;
    return out;
}

}   // namespace

void TestEndpoints::asksWhereTheProviderListens_data()
{
    QTest::addColumn<QByteArray>("dialect");
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("base");
    QTest::addColumn<QByteArray>("url");
    const auto row = [](const char *name, const char *dialect, const char *model, const char *base,
                        const char *url) {
        QTest::newRow(name) << QByteArray(dialect) << QByteArray(model) << QByteArray(base)
                            << QByteArray(url);
    };
    row("OpenAI's pictures", "openaiimages", "openai/dall-e-3", "",
        "https://api.openai.com/v1/images/generations");
    row("Groq's transcripts", "openaitranscription", "groq/whisper-large-v3", "",
        "https://api.groq.com/openai/v1/audio/transcriptions");
    row("a server of one's own", "openaispeech", "openai/kokoro", "http://127.0.0.1:9/v1",
        "http://127.0.0.1:9/v1/audio/speech");
    row("Azure's deployments", "openaiimages", "azure/pictures", "https://x.openai.azure.com",
        "https://x.openai.azure.com/openai/deployments/pictures/images/generations?api-version=2024-10-21");
    row("Azure's newer form", "openaitranscription", "azure/whisper", "https://x.openai.azure.com/openai/v1",
        "https://x.openai.azure.com/openai/v1/audio/transcriptions");
    row("Jina", "rerank", "jina_ai/j", "", "https://api.jina.ai/v1/rerank");
    row("Cohere", "rerank", "cohere/rerank-v3.5", "", "https://api.cohere.com/v2/rerank");
    row("Cohere on Azure", "rerank", "azure_ai/cohere-rerank", "https://x.services.ai.azure.com/models",
        "https://x.services.ai.azure.com/v1/rerank");
    row("Text Embeddings Inference", "rerank", "huggingface/bge", "http://127.0.0.1:9/v1",
        "http://127.0.0.1:9/rerank");
}

void TestEndpoints::asksWhereTheProviderListens()
{
    QFETCH(QByteArray, dialect);
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, base);
    QFETCH(QByteArray, url);
    const config::Deployment row = at(model.toStdString(), base.toStdString());
    const providers::Target to = target(row);
    const chat::Call asked = callFor(dialect.toStdString());
    const providers::Adapter &its = adapter(to.row->adapter);
    QVERIFY(its.takes(asked, to).ok());
    const auto request = its.encode(asked, to, {});
    QVERIFY(request.ok());
    QCOMPARE(request.value().url, url.toStdString());
}

void TestEndpoints::splicesJson()
{
    const config::Deployment row = deployment("openai/dall-e-3");
    const auto request = adapter("openai").encode(callFor("openaiimages"), target(row), {});
    QVERIFY(request.ok());
    // Numbers that no double holds, and the order of keys.
    QCOMPARE(request.value().body,
             std::string(R"({"model":"dall-e-3","prompt":"p","n":2,"Zulu":1e400,"alpha":[1.0]})"));
}

void TestEndpoints::splicesForms()
{
    config::Deployment row = deployment("openai/whisper-1");
    row.params.defaults["language"] = "no";
    const auto request = adapter("openai").encode(formCall(), target(row), {});
    QVERIFY(request.ok());
    const std::string type(request.value().headers.valueOr("content-type"));
    QCOMPARE(type, std::string("multipart/form-data; boundary=B"));
    const std::string &body = request.value().body;
    const auto form = wire::scanForm(body, type);
    QVERIFY(form.ok());
    QCOMPARE(form.value().value(body, *form.value().field("model")), std::string_view("whisper-1"));
    QCOMPARE(form.value().value(body, *form.value().field("language")), std::string_view("no"));
    QCOMPARE(form.value().value(body, *form.value().file()), std::string_view("bytes"));
    QVERIFY(!form.value().field("num_retries"));
    QCOMPARE(std::ranges::count_if(form.value().parts, [](const auto &part) { return part.name == "t[]"; }),
             2);
}

void TestEndpoints::relaysAndReadsTheBill_data()
{
    QTest::addColumn<QByteArray>("dialect");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("bill");   // Images and kind, milliseconds, characters, tokens.
    const auto row = [](const char *name, const char *dialect, const QByteArray &answer, const char *bill) {
        QTest::newRow(name) << QByteArray(dialect) << answer << QByteArray(bill);
    };
    row("pictures that were made, not asked for", "openaiimages",
        R"({"created":1,"data":[{"url":"a"},{"url":"b"},{"url":"[,]"}]})",
        "3 1024x1024 standard 0 0 -1 -1 -1");
    row("pictures of the kind that was made", "openaiimages",
        R"({"data":[{"b64_json":"x"}],"size":"1536x1024","quality":"high",
            "usage":{"input_tokens":30,"output_tokens":90,"input_tokens_details":{"image_tokens":20}}})",
        "1 1536x1024 high 0 0 30 20 90");
    row("the duration of a verbose transcript", "openaitranscription", R"({"text":"x","duration":2.5})",
        "0  2500 0 -1 -1 -1");
    row("a duration that is a text", "openaitranscription", R"({"text":"x","duration":"8.47"})",
        "0  8470 0 -1 -1 -1");
    row("seconds of usage", "openaitranscription", R"({"text":"x","usage":{"type":"duration","seconds":9}})",
        "0  9000 0 -1 -1 -1");
    row("subtitles", "openaitranscription", "WEBVTT\n\n00:00.000 --> 00:01.000\n{x\n", "0  0 0 -1 -1 -1");
    row("a text that looks like JSON", "openaitranscription", "{not json", "0  0 0 -1 -1 -1");
    row("sound", "openaispeech", QByteArray("data\0\xff\r\n\r\n", 10).prepend("ID3"), "0  0 5 -1 -1 -1");
    row("sound as events", "openaispeech",
        "data: {\"type\":\"speech.audio.delta\",\"audio\":\"AA\"}\n\ndata: "
        "{\"type\":\"speech.audio.done\",\"usage\":{\"input_tokens\":4,\"output_tokens\":70}}\n\n",
        "0  0 5 4 -1 70");
}

void TestEndpoints::relaysAndReadsTheBill()
{
    QFETCH(QByteArray, dialect);
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, bill);
    const config::Deployment row = deployment("openai/x");
    const providers::Target to = target(row);
    const chat::Call asked = callFor(dialect.toStdString());
    const std::string bytes = answer.toStdString();
    for (const auto &sizes : cuttings(bytes.size())) {
        const auto relay = adapter("openai").newRelay(asked, to, {});
        std::string out;
        std::string_view rest = bytes;
        for (const std::size_t size : sizes) {
            QVERIFY(relay->feed(rest.substr(0, size), out).ok());
            rest.remove_prefix(std::min(size, rest.size()));
        }
        QVERIFY(relay->feed(rest, out).ok());
        QVERIFY(relay->finish(out).ok());
        QCOMPARE(out, bytes);
        const providers::AnswerFacts &facts = relay->facts();
        QVERIFY(facts.ended);
        std::string got = std::to_string(facts.billed.images) + " " + facts.billed.imageKind;
        for (const std::int64_t count : {facts.billed.audioMilliseconds, facts.billed.characters,
                                         facts.usage.input, facts.usage.imageIn, facts.usage.output})
            got += " " + std::to_string(count);
        QCOMPARE(got, bill.toStdString());
    }
}

void TestEndpoints::refusesAnswersThatAreNone_data()
{
    QTest::addColumn<QByteArray>("dialect");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("an error inside a 200")
        << QByteArray("openaiimages") << QByteArray(R"({"error":{"message":"no"}})");
    QTest::newRow("a page") << QByteArray("openaiimages") << QByteArray("<html>");
    QTest::newRow("nothing") << QByteArray("openaimoderations") << QByteArray();
    QTest::newRow("half an object") << QByteArray("openaimoderations")
                                    << QByteArray(R"({"id":"x","results":[)");
}

void TestEndpoints::refusesAnswersThatAreNone()
{
    QFETCH(QByteArray, dialect);
    QFETCH(QByteArray, answer);
    const config::Deployment row = deployment("openai/x");
    const providers::Target to = target(row);
    const chat::Call asked = callFor(dialect.toStdString());
    const auto relay = adapter("openai").newRelay(asked, to, {});
    std::string out;
    QVERIFY(relay->feed(answer.toStdString(), out).ok());
    QVERIFY(!relay->finish(out).ok());
    QVERIFY(out.empty());
}

void TestEndpoints::missesTheEndOfAStream()
{
    const config::Deployment row = deployment("openai/x");
    const providers::Target to = target(row);
    const chat::Call asked =
        call("openaiimages", R"({"model":"m","prompt":"p","stream":true})", "images/generations");
    const auto relay = adapter("openai").newRelay(asked, to, {});
    std::string out;
    const std::string begun = "event: a\ndata: {\"type\":\"image_generation.partial_image\"}\n\n";
    QVERIFY(relay->feed(begun, out).ok());
    QCOMPARE(out, begun);
    QVERIFY(!relay->finish(out).ok());
}

void TestEndpoints::writesRerankings_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("base");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *name, const char *model, const char *base, const char *body) {
        QTest::newRow(name) << QByteArray(model) << QByteArray(base) << QByteArray(body);
    };
    row("Cohere takes texts and gives none back", "cohere/r", "",
        R"({"model":"r","query":"q","documents":["a","b"],"top_n":1,"extra":7})");
    row("Jina", "jina_ai/r", "",
        R"({"model":"r","query":"q","documents":["a",{"text":"b"}],"top_n":1,"return_documents":true,"extra":7})");
    row("Voyage", "voyage/r", "", R"({"model":"r","query":"q","documents":["a","b"],"top_k":1,"extra":7})");
    row("Text Embeddings Inference", "huggingface/r", "http://127.0.0.1:9",
        R"({"query":"q","texts":["a","b"],"extra":7})");
}

void TestEndpoints::writesRerankings()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, base);
    QFETCH(QByteArray, body);
    const config::Deployment row = at(model.toStdString(), base.toStdString());
    const providers::Target to = target(row);
    const auto request = adapter(to.row->adapter).encode(callFor("rerank"), to, {});
    QVERIFY(request.ok());
    QCOMPARE(difference(parsed(request.value().body), parsed(body.toStdString())), std::string());
}

void TestEndpoints::readsRerankings_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("wanted");
    QTest::addColumn<int>("tokens");
    const auto row = [](const char *name, const char *model, const char *answer, const char *wanted,
                        int tokens) {
        QTest::newRow(name) << QByteArray(model) << QByteArray(answer) << QByteArray(wanted) << tokens;
    };
    row("documents are put in where they were wanted", "cohere/r",
        R"({"id":"1","results":[{"index":1,"relevance_score":0.9}],"meta":{"api_version":{"version":"2"},"billed_units":{"search_units":3}}})",
        R"({"results":[{"index":1,"relevance_score":0.9,"document":{"text":"b"}}],"meta":{"api_version":{"version":"2"},"billed_units":{"search_units":3}}})",
        -1);
    row("documents that are texts", "infinity/r",
        R"({"results":[{"index":0,"relevance_score":1.0,"document":"a"}],"usage":{"prompt_tokens":9,"total_tokens":9}})",
        R"({"results":[{"index":0,"relevance_score":1.0,"document":{"text":"a"}}],"meta":{"billed_units":{"search_units":1,"total_tokens":9}}})",
        9);
    row("results under data", "voyage/r",
        R"({"object":"list","data":[{"index":0,"relevance_score":0.5}],"model":"r","usage":{"total_tokens":7}})",
        R"({"results":[{"index":0,"relevance_score":0.5,"document":{"text":"a"}}],"meta":{"billed_units":{"search_units":1,"total_tokens":7}}})",
        7);
    row("a list, longer than wanted", "huggingface/r",
        R"([{"index":1,"score":0.8,"text":"b"},{"index":0,"score":0.1}])",
        R"({"results":[{"index":1,"relevance_score":0.8,"document":{"text":"b"}}],"meta":{"billed_units":{"search_units":1}}})",
        -1);
    row("an index that is none", "jina_ai/r", R"({"results":[{"index":5,"relevance_score":0.5}]})",
        R"({"results":[{"index":5,"relevance_score":0.5}],"meta":{"billed_units":{"search_units":1}}})", -1);
}

void TestEndpoints::readsRerankings()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, wanted);
    QFETCH(int, tokens);
    const config::Deployment row = at(model.toStdString(), "http://127.0.0.1:9");
    const providers::Target to = target(row);
    const chat::Call asked = callFor("rerank");
    const std::string bytes = answer.toStdString();
    for (const auto &sizes : cuttings(bytes.size())) {
        const Read read = readAnswer(*adapter(to.row->adapter).newDecoder(asked, to, false), bytes, sizes);
        QCOMPARE(read.error, std::string());
        QCOMPARE(difference(json::Value(read.response.annotations), parsed(wanted.toStdString())),
                 std::string());
        QVERIFY(read.response.ended);
        QCOMPARE(read.response.usage->usage.input, tokens);
    }
    QVERIFY(!readAnswer(*adapter(to.row->adapter).newDecoder(asked, to, false), R"({"message":"x"})")
                 .error.empty());
}

void TestEndpoints::refusesWhatIsNotOffered_data()
{
    QTest::addColumn<QByteArray>("dialect");
    QTest::addColumn<QByteArray>("model");
    QTest::newRow("no pictures at Groq") << QByteArray("openaiimages") << QByteArray("groq/x");
    QTest::newRow("no sound at Anthropic") << QByteArray("openaispeech") << QByteArray("anthropic/x");
    QTest::newRow("no pictures at Cohere") << QByteArray("openaiimages") << QByteArray("cohere/x");
    QTest::newRow("no transcripts at Ollama's own API")
        << QByteArray("openaitranscription") << QByteArray("ollama_chat/x");
    QTest::newRow("a form of MiniMax's own") << QByteArray("openaispeech") << QByteArray("minimax/x");
    QTest::newRow("no reranking at the router") << QByteArray("rerank") << QByteArray("huggingface/x");
    QTest::newRow("no sound at Bedrock")
        << QByteArray("openaispeech") << QByteArray("bedrock/amazon.nova-sonic-v1:0");
    QTest::newRow("no reranking at AI Studio")
        << QByteArray("rerank") << QByteArray("gemini/gemini-2.5-flash");
    QTest::newRow("no pictures by Claude on Vertex")
        << QByteArray("openaiimages") << QByteArray("vertex_ai/claude-sonnet-4-5");
}

void TestEndpoints::refusesWhatIsNotOffered()
{
    QFETCH(QByteArray, dialect);
    QFETCH(QByteArray, model);
    const config::Deployment row = deployment(model.toStdString());
    const providers::Target to = target(row);
    QVERIFY(to.row);
    const auto taken = adapter(to.row->adapter).takes(callFor(dialect.toStdString()), to);
    QVERIFY(!taken.ok());
    QVERIFY(taken.error().code == ErrorCode::NotImplemented);
    QVERIFY(taken.error().message.find(to.row->name) != std::string::npos);
}

QTEST_GUILESS_MAIN(TestEndpoints)
#include "tst_endpoints.moc"
