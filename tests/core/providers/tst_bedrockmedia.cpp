#include "tests/core/providers/providersupport.h"

#include <QTest>

using namespace gw;
using namespace gw::providertest;

// Pictures and rerankings on Amazon Bedrock, against the shapes of AWS' documentation.
class TestBedrockMedia final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesPictures_data();
    void writesPictures();
    void refusesRequests_data();
    void refusesRequests();
    void readsPicturesInAnyCut_data();
    void readsPicturesInAnyCut();
    void refusesAnswers_data();
    void refusesAnswers();
    void writesRerankings_data();
    void writesRerankings();
    void readsRerankingsInAnyCut();
    void refusesRerankings_data();
    void refusesRerankings();
};

namespace {

const Variables kKeys{{"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"},
                      {"AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI"},
                      {"AWS_REGION_NAME", "eu-central-1"}};

chat::Call pictures(const std::string &more, const std::string &path = "images/generations")
{
    return call("openaiimages", R"({"model":"m","prompt":"a cat")" + more + "}", path);
}

chat::Call reranking(const std::string &more)
{
    return call("rerank",
                R"({"model":"m","query":"q","documents":["a",{"text":"b"},{"t":"c","u":1}])" + more + "}");
}

const providers::Adapter &bedrock()
{
    return adapter("bedrock");
}

}   // namespace

void TestBedrockMedia::writesPictures_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("dropped");
    const auto row = [](const char *name, const char *model, const char *more, const char *url,
                        const char *body, const char *dropped = "") {
        QTest::newRow(name) << QByteArray(model) << QByteArray(more)
                            << QByteArray("https://bedrock-runtime.eu-central-1.amazonaws.com/model/") + url +
                                   "/invoke"
                            << QByteArray(body) << QByteArray(dropped);
    };
    row("Nova Canvas", "amazon.nova-canvas-v1:0",
        R"(,"n":2,"size":"1280x720","quality":"hd","style":"vivid","seed":7,"negativeText":"dogs","user":"u")",
        "amazon.nova-canvas-v1%3A0",
        R"({"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a cat","negativeText":"dogs"},"imageGenerationConfig":{"numberOfImages":2,"width":1280,"height":720,"quality":"premium","seed":7}})");
    row("Titan, as it comes", "amazon.titan-image-generator-v2:0", R"(,"background":"opaque")",
        "amazon.titan-image-generator-v2%3A0",
        R"({"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a cat"},"imageGenerationConfig":{"numberOfImages":1}})",
        "background");
    row("a style of Nova's own", "amazon.nova-canvas-v1:0", R"(,"style":"3D_ANIMATED_FAMILY_FILM")",
        "amazon.nova-canvas-v1%3A0",
        R"({"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a cat","style":"3D_ANIMATED_FAMILY_FILM"},"imageGenerationConfig":{"numberOfImages":1}})");
    row("Stability has ratios", "stability.sd3-5-large-v1:0",
        R"(,"size":"1792x1024","output_format":"jpeg","negative_prompt":"dogs","quality":"hd","seed":7)",
        "stability.sd3-5-large-v1%3A0",
        R"({"prompt":"a cat","aspect_ratio":"16:9","output_format":"jpeg","negative_prompt":"dogs","seed":7})",
        "quality");
    row("a ratio by itself", "stability.stable-image-ultra-v1:1", R"(,"size":"auto","aspect_ratio":"21:9")",
        "stability.stable-image-ultra-v1%3A1", R"({"prompt":"a cat","aspect_ratio":"21:9"})");
}

void TestBedrockMedia::writesPictures()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, more);
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, dropped);
    const config::Deployment row = deployment("bedrock/" + model.toStdString(), "");
    const providers::Target to = target(row, kKeys);
    const chat::Call asked = pictures(more.toStdString());
    QVERIFY(bedrock().takes(asked, to).ok());
    const auto request = bedrock().encode(asked, to, {.unixS = 1'700'000'000});
    QVERIFY2(request.ok(), request.ok() ? "" : request.error().message.c_str());
    QCOMPARE(request.value().url, url.toStdString());
    QCOMPARE(difference(parsed(request.value().body), parsed(body.toStdString())), std::string());
    QVERIFY(request.value().headers.valueOr("authorization").find("/eu-central-1/bedrock/aws4_request") !=
            std::string_view::npos);
    std::string left;
    for (const std::string &param : request.value().dropped)
        left += param;
    QCOMPARE(left, dropped.toStdString());
}

void TestBedrockMedia::refusesRequests_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QByteArray>("param");   // Empty: the model has no such thing.
    QTest::newRow("several of Stability")
        << QByteArray("stability.sd3-5-large-v1:0") << QByteArray("images/generations")
        << QByteArray(R"(,"n":2)") << QByteArray("n");
    QTest::newRow("a format it has not")
        << QByteArray("stability.sd3-5-large-v1:0") << QByteArray("images/generations")
        << QByteArray(R"(,"output_format":"webp")") << QByteArray("output_format");
    QTest::newRow("an edit") << QByteArray("amazon.nova-canvas-v1:0") << QByteArray("images/edits")
                             << QByteArray() << QByteArray();
    QTest::newRow("a model of texts") << QByteArray("amazon.nova-pro-v1:0")
                                      << QByteArray("images/generations") << QByteArray() << QByteArray();
}

void TestBedrockMedia::refusesRequests()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, more);
    QFETCH(QByteArray, param);
    const config::Deployment row = deployment("bedrock/" + model.toStdString(), "");
    const providers::Target to = target(row, kKeys);
    const chat::Call asked = pictures(more.toStdString(), path.toStdString());
    const auto taken = bedrock().takes(asked, to);
    if (param.isEmpty()) {
        QVERIFY(!taken.ok() && taken.error().code == ErrorCode::NotImplemented);
        return;
    }
    QVERIFY(taken.ok());
    const auto request = bedrock().encode(asked, to, {});
    QVERIFY(!request.ok() && request.error().code == ErrorCode::UnsupportedParam);
    QCOMPARE(request.error().param, param.toStdString());
}

void TestBedrockMedia::readsPicturesInAnyCut_data()
{
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("wanted");
    QTest::addColumn<int>("billed");
    QTest::newRow("Amazon's")
        << QByteArray(R"(,"n":2)") << QByteArray(R"({"images":["QUJD","REVG"],"error":null})")
        << QByteArray(R"({"data":[{"b64_json":"QUJD"},{"b64_json":"REVG"}],"output_format":"png"})") << 2;
    QTest::newRow("Stability's")
        << QByteArray(R"(,"output_format":"jpeg","response_format":"url")")
        << QByteArray(R"({"seeds":[1],"finish_reasons":[null],"images":["QUJD"]})")
        << QByteArray(R"({"data":[{"url":"data:image/jpeg;base64,QUJD"}],"output_format":"jpeg"})") << 1;
}

void TestBedrockMedia::readsPicturesInAnyCut()
{
    QFETCH(QByteArray, more);
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, wanted);
    QFETCH(int, billed);
    const config::Deployment row = deployment("bedrock/amazon.nova-canvas-v1:0", "");
    const providers::Target to = target(row, kKeys);
    const chat::Call asked = pictures(more.toStdString());
    const std::string bytes = answer.toStdString();
    for (const auto &sizes : cuttings(bytes.size())) {
        const auto relay = bedrock().newRelay(asked, to, {});
        std::string out;
        std::string_view rest = bytes;
        for (const std::size_t size : sizes) {
            QVERIFY(relay->feed(rest.substr(0, size), out).ok());
            rest.remove_prefix(std::min(size, rest.size()));
        }
        QVERIFY(relay->feed(rest, out).ok());
        QVERIFY(relay->finish(out).ok());
        json::Value made = parsed(out);
        made.get_object().erase("created");
        QCOMPARE(difference(made, parsed(wanted.toStdString())), std::string());
        QCOMPARE(relay->facts().billed.images, billed);
        QVERIFY(relay->facts().ended);
    }
}

void TestBedrockMedia::refusesAnswers_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const char *answer, ErrorCode code) {
        QTest::newRow(name) << QByteArray(answer) << static_cast<int>(code);
    };
    row("Amazon's refusal", R"({"images":[],"error":"This was blocked by our AI filters."})",
        ErrorCode::UpstreamContentPolicy);
    row("Stability's refusal", R"({"finish_reasons":["Filter reason: prompt"],"images":[]})",
        ErrorCode::UpstreamContentPolicy);
    row("nothing", R"({"images":[]})", ErrorCode::UpstreamMalformed);
    row("half an answer", R"({"images":["QUJD")", ErrorCode::UpstreamMalformed);
    row("a list", R"(["QUJD"])", ErrorCode::UpstreamMalformed);
}

void TestBedrockMedia::refusesAnswers()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, code);
    const config::Deployment row = deployment("bedrock/amazon.nova-canvas-v1:0", "");
    const providers::Target to = target(row, kKeys);
    const chat::Call asked = pictures("");
    const auto relay = bedrock().newRelay(asked, to, {});
    std::string out;
    QVERIFY(relay->feed(answer.toStdString(), out).ok());
    const auto finished = relay->finish(out);
    QVERIFY(!finished.ok());
    QCOMPARE(static_cast<int>(finished.error().code), code);
    QVERIFY(out.empty());
}

void TestBedrockMedia::writesRerankings_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QByteArray>("base");
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("config");
    const auto row = [](const char *name, const char *model, const char *more, const char *base,
                        const char *url, const char *config) {
        QTest::newRow(name) << QByteArray(model) << QByteArray(more) << QByteArray(base) << QByteArray(url)
                            << QByteArray(config);
    };
    row("Cohere's, all of them", "cohere.rerank-v3-5:0", R"(,"max_tokens_per_doc":512)", "",
        "https://bedrock-agent-runtime.eu-central-1.amazonaws.com/rerank",
        R"({"modelConfiguration":{"modelArn":"arn:aws:bedrock:eu-central-1::foundation-model/cohere.rerank-v3-5:0","additionalModelRequestFields":{"max_tokens_per_doc":512}},"numberOfResults":3})");
    row("the best two, by an ARN", "arn:aws:bedrock:us-west-2::foundation-model/amazon.rerank-v1:0",
        R"(,"top_n":2,"rank_fields":["t"])", "",
        "https://bedrock-agent-runtime.us-west-2.amazonaws.com/rerank",
        R"({"modelConfiguration":{"modelArn":"arn:aws:bedrock:us-west-2::foundation-model/amazon.rerank-v1:0"},"numberOfResults":2})");
    row("more than there are, elsewhere", "us-gov-west-1/amazon.rerank-v1:0", R"(,"top_n":9)",
        "http://127.0.0.1:9", "http://127.0.0.1:9/rerank",
        R"({"modelConfiguration":{"modelArn":"arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/amazon.rerank-v1:0"},"numberOfResults":3})");
}

void TestBedrockMedia::writesRerankings()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, more);
    QFETCH(QByteArray, base);
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, config);
    config::Deployment row = deployment("bedrock/" + model.toStdString(), "");
    row.params.apiBase = base.toStdString();
    const providers::Target to = target(row, kKeys);
    const chat::Call asked = reranking(more.toStdString());
    QVERIFY(bedrock().takes(asked, to).ok());
    const auto request = bedrock().encode(asked, to, {.unixS = 1'700'000'000});
    QVERIFY2(request.ok(), request.ok() ? "" : request.error().message.c_str());
    QCOMPARE(request.value().url, url.toStdString());
    const json::Object wanted{
        {"queries", parsed(R"([{"type":"TEXT","textQuery":{"text":"q"}}])")},
        {"sources",
         parsed(
             R"([{"type":"INLINE","inlineDocumentSource":{"type":"TEXT","textDocument":{"text":"a"}}},{"type":"INLINE","inlineDocumentSource":{"type":"TEXT","textDocument":{"text":"b"}}},{"type":"INLINE","inlineDocumentSource":{"type":"JSON","jsonDocument":{"t":"c","u":1}}}])")},
        {"rerankingConfiguration",
         json::Object{{"type", "BEDROCK_RERANKING_MODEL"},
                      {"bedrockRerankingConfiguration", parsed(config.toStdString())}}}};
    QCOMPARE(difference(parsed(request.value().body), json::Value(wanted)), std::string());
    QVERIFY(request.value()
                .headers.valueOr("authorization")
                .starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"));
}

void TestBedrockMedia::readsRerankingsInAnyCut()
{
    const config::Deployment row = deployment("bedrock/cohere.rerank-v3-5:0", "");
    const providers::Target to = target(row, kKeys);
    const std::string bytes =
        R"({"results":[{"index":2,"relevanceScore":0.75},{"index":0,"relevanceScore":0.5}],"nextToken":null})";
    const chat::Call plain = reranking("");
    const chat::Call wanted = reranking(R"(,"return_documents":true)");
    for (const auto &sizes : cuttings(bytes.size())) {
        const Read read = readAnswer(*bedrock().newDecoder(plain, to, false), bytes, sizes);
        QCOMPARE(read.error, std::string());
        QVERIFY(read.response.ended);
        QCOMPARE(read.response.usage->billed.searchUnits, 1);
        QCOMPARE(
            difference(
                json::Value(read.response.annotations),
                parsed(
                    R"({"results":[{"index":2,"relevance_score":0.75},{"index":0,"relevance_score":0.5}],"meta":{"billed_units":{"search_units":1}}})")),
            std::string());
        const Read more = readAnswer(*bedrock().newDecoder(wanted, to, false), bytes, sizes);
        QCOMPARE(
            difference(
                *json::find(more.response.annotations, "results"),
                parsed(
                    R"([{"index":2,"relevance_score":0.75,"document":{"t":"c","u":1}},{"index":0,"relevance_score":0.5,"document":{"text":"a"}}])")),
            std::string());
    }
}

void TestBedrockMedia::refusesRerankings_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("no results") << QByteArray(R"({"message":"x"})");
    QTest::newRow("a result without a score") << QByteArray(R"({"results":[{"index":0}]})");
    QTest::newRow("half an answer") << QByteArray(R"({"results":[{"index":0,"relevanceScore":0.)");
}

void TestBedrockMedia::refusesRerankings()
{
    QFETCH(QByteArray, answer);
    const config::Deployment row = deployment("bedrock/cohere.rerank-v3-5:0", "");
    const providers::Target to = target(row, kKeys);
    const Read read = readAnswer(*bedrock().newDecoder(reranking(""), to, false), answer.toStdString());
    QVERIFY(!read.error.empty());
    QVERIFY(read.code == ErrorCode::UpstreamMalformed);
}

QTEST_GUILESS_MAIN(TestBedrockMedia)
#include "tst_bedrockmedia.moc"
