#include "core/dialects/endpoints.h"
#include "tests/core/dialects/dialectsupport.h"

using namespace gw;
using namespace gw::dialects;

class TestEndpoints final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatIsBilled_data();
    void tellsWhatIsBilled();
    void readsAForm();
    void readsTheGatewaysFieldsOfAForm();
    void namesWhatIsMissing_data();
    void namesWhatIsMissing();
    void measuresWavFiles();
    void readsARerank();
    void refusesRerankFields_data();
    void refusesRerankFields();
    void writesARerank();
};

namespace {

std::string field(const std::string &name, const std::string &value)
{
    return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
}

std::string file(const std::string &name, const std::string &bytes)
{
    return "--B\r\nContent-Disposition: form-data; name=\"" + name +
           "\"; filename=\"f\"\r\nContent-Type: application/octet-stream\r\n\r\n" + bytes + "\r\n";
}

std::string word(std::uint32_t value)
{
    std::string out;
    for (int i = 0; i < 4; ++i)
        out += static_cast<char>(value >> (8 * i) & 0xff);
    return out;
}

// 8,000 bytes a second.
std::string wav(std::size_t samples, std::uint32_t said)
{
    return "RIFF" + word(0) + "WAVEfmt " + word(16) + std::string("\1\0\1\0", 4) + word(8000) + word(8000) +
           std::string("\1\0\10\0", 4) + "LIST" + word(3) + "abc" + std::string(1, '\0') + "data" +
           word(said) + std::string(samples, '\x7f');
}

Result<chat::Call> ofForm(std::string_view dialect, std::string_view action, std::string body,
                          std::string_view pathModel = {})
{
    wire::Headers headers{{"Content-Type", "multipart/form-data; boundary=B"}};
    return Dialects::all()[dialect].decode(
        {.pathModel = pathModel, .action = action, .headers = &headers, .body = body + "--B--\r\n"});
}

}   // namespace

void TestEndpoints::tellsWhatIsBilled_data()
{
    QTest::addColumn<QByteArray>("dialect");
    QTest::addColumn<QByteArray>("action");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("images");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<int>("characters");
    const auto row = [](const char *name, const char *dialect, const char *action, const char *body,
                        int images, const char *kind, int characters) {
        QTest::newRow(name) << QByteArray(dialect) << QByteArray(action) << QByteArray(body) << images
                            << QByteArray(kind) << characters;
    };
    row("one picture unless said otherwise", "openaiimages", "images/generations",
        R"({"model":"m","prompt":"p"})", 1, "1024x1024 standard", 0);
    row("pictures of a kind", "openaiimages", "images/generations",
        R"({"model":"m","prompt":"p","n":3,"size":"1792x1024","quality":"hd"})", 3, "1792x1024 hd", 0);
    row("an automatic size is the usual one", "openaiimages", "images/generations",
        R"({"model":"m","prompt":"p","size":"auto","quality":"auto"})", 1, "1024x1024 standard", 0);
    row("an edit in JSON", "openaiimages", "images/edits",
        R"({"model":"m","prompt":"p","images":[{"image_url":"u"}]})", 1, "1024x1024 standard", 0);
    row("a senseless number is one", "openaiimages", "images/generations",
        R"({"model":"m","prompt":"p","n":-4})", 1, "1024x1024 standard", 0);
    row("characters are no bytes", "openaispeech", "",
        R"({"model":"m","input":"h\u00e9llo \ud83d\ude00","voice":"v"})", 0, "", 7);
    row("moderation is billed by nothing", "openaimoderations", "", R"({"model":"m","input":["a","b"]})", 0,
        "", 0);
}

void TestEndpoints::tellsWhatIsBilled()
{
    QFETCH(QByteArray, dialect);
    QFETCH(QByteArray, action);
    QFETCH(QByteArray, body);
    QFETCH(int, images);
    QFETCH(QByteArray, kind);
    QFETCH(int, characters);
    const auto call = decoded(dialect.toStdString(), body.toStdString(), action.toStdString());
    QVERIFY(call.ok());
    QCOMPARE(call.value().model, std::string("m"));
    QCOMPARE(call.value().billed.images, images);
    QCOMPARE(call.value().billed.imageKind, kind.toStdString());
    QCOMPARE(call.value().billed.characters, characters);
    QVERIFY(!call.value().canonical().ok());
}

void TestEndpoints::readsAForm()
{
    const auto call = ofForm("openaitranscription", "audio/translations",
                             field("model", "whisper-1") + file("file", wav(12'000, 12'000)));
    QVERIFY(call.ok());
    QCOMPARE(call.value().path, std::string("audio/translations"));
    QCOMPARE(call.value().model, std::string("whisper-1"));
    QCOMPARE(call.value().billed.audioMilliseconds, 1500);
    QVERIFY(call.value().form.has_value());
    QVERIFY(call.value().body.ends_with("--B--\r\n"));
    QCOMPARE(ofForm("openaitranscription", "audio/transcriptions", field("model", "a") + file("file", "x"),
                    "path/name")
                 .value()
                 .model,
             std::string("path/name"));
    const auto edit =
        ofForm("openaiimages", "images/edits",
               field("model", "m") + field("n", "2") + file("image[]", "1") + file("image[]", "2"));
    QVERIFY(edit.ok());
    QCOMPARE(edit.value().billed.images, 2);
}

void TestEndpoints::readsTheGatewaysFieldsOfAForm()
{
    const auto call = ofForm("openaitranscription", "audio/transcriptions",
                             field("model", "m") + file("file", "x") + field("stream", "true") +
                                 field("num_retries", "2") + field("user", "17") +
                                 field("metadata", R"({"tags":["a"]})") + field("mock_response", "said"));
    QVERIFY(call.ok());
    QVERIFY(call.value().stream);
    QCOMPARE(call.value().gateway.numRetries.value_or(0), 2);
    QCOMPARE(call.value().endUser, std::string("17"));
    QCOMPARE(call.value().gateway.tags, std::vector<std::string>{"a"});
    QCOMPARE(call.value().gateway.mockResponse.value_or(""), std::string("said"));
}

void TestEndpoints::namesWhatIsMissing_data()
{
    QTest::addColumn<QByteArray>("dialect");
    QTest::addColumn<QByteArray>("action");
    QTest::addColumn<QByteArray>("form");
    QTest::addColumn<QByteArray>("param");
    const auto row = [](const char *name, const char *dialect, const char *action, const std::string &form,
                        const char *param) {
        QTest::newRow(name) << QByteArray(dialect) << QByteArray(action) << QByteArray::fromStdString(form)
                            << QByteArray(param);
    };
    row("no model", "openaitranscription", "audio/transcriptions", file("file", "x"), "model");
    row("no file", "openaitranscription", "audio/transcriptions", field("model", "m"), "file");
    row("no picture", "openaiimages", "images/edits", field("model", "m") + field("prompt", "p"), "image");
    row("no prompt", "openaiimages", "images/generations", field("model", "m"), "prompt");
}

void TestEndpoints::namesWhatIsMissing()
{
    QFETCH(QByteArray, dialect);
    QFETCH(QByteArray, action);
    QFETCH(QByteArray, form);
    QFETCH(QByteArray, param);
    const auto call = ofForm(dialect.toStdString(), action.toStdString(), form.toStdString());
    QVERIFY(!call.ok());
    QVERIFY(call.error().code == ErrorCode::MissingField);
    QCOMPARE(call.error().param, param.toStdString());
}

void TestEndpoints::measuresWavFiles()
{
    const std::string sound = wav(12'000, 12'000);
    QCOMPARE(wavMilliseconds(sound), 1500);
    QCOMPARE(wavMilliseconds(wav(8000, 0xffffffff)), 1000);   // Written while it was recorded.
    QCOMPARE(wavMilliseconds("ID3" + std::string(100, 'x')), 0);
    for (std::size_t size = 0; size < sound.size() - 12'000; ++size)
        QCOMPARE(wavMilliseconds(std::string_view(sound).substr(0, size)), 0);
    std::string broken = sound;
    broken.replace(28, 4, std::string(4, '\0'));   // No bytes a second.
    QCOMPARE(wavMilliseconds(broken), 0);
}

void TestEndpoints::readsARerank()
{
    std::string documents;
    for (int i = 0; i < 101; ++i)
        documents += (i ? ",\"d" : "\"d") + std::to_string(i) + "\"";
    const auto call = decoded("rerank", R"({"model":"m","query":"q","documents":[)" + documents +
                                            R"(],"top_n":2,"return_documents":true,"max_tokens_per_doc":9})");
    QVERIFY(call.ok());
    QCOMPARE(call.value().billed.searchUnits, 2);   // A hundred documents each.
    const auto &request = std::get<chat::RerankRequest>(*call.value().canonical().value());
    QCOMPARE(request.query.get_string(), "q");
    QCOMPARE(request.documents.size(), 101u);
    QCOMPARE(request.topN, 2);
    QVERIFY(request.returnDocuments);
    QCOMPARE(json::serialize(request.params), std::string(R"({"max_tokens_per_doc":9})"));
}

void TestEndpoints::refusesRerankFields_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("param");
    QTest::newRow("no documents") << QByteArray(R"({"model":"m","query":"q"})") << QByteArray("documents");
    QTest::newRow("documents that are none")
        << QByteArray(R"({"model":"m","query":"q","documents":"d"})") << QByteArray("documents");
    QTest::newRow("no query") << QByteArray(R"({"model":"m","documents":["d"]})") << QByteArray("query");
    QTest::newRow("no results wanted")
        << QByteArray(R"({"model":"m","query":"q","documents":["d"],"top_n":0})") << QByteArray("top_n");
}

void TestEndpoints::refusesRerankFields()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, param);
    const auto call = decoded("rerank", body.toStdString());
    QVERIFY(!call.ok());
    QCOMPARE(call.error().param, param.toStdString());
    const ErrorReply reply = Dialects::all()["rerank"].encodeError(call.error());
    QCOMPARE(reply.status, 400);
    QCOMPARE(at(objectOf(reply.body), "error.param"), param.toStdString());
}

void TestEndpoints::writesARerank()
{
    const auto call = decoded("rerank", R"({"model":"m","query":"q","documents":["d"]})");
    const json::Array results{json::Object{{"index", 0}, {"relevance_score", 0.5}}};
    const chat::Response response =
        folded({startEvent("r-1"), chat::Annotation{json::Object{{"results", results}}}, chat::End()});
    const json::Object answer = objectOf(Dialects::all()["rerank"].encodeWhole(call.value(), response, {}));
    QCOMPARE(at(answer, "id"), std::string("r-1"));
    QCOMPARE(at(answer, "results"), std::string(R"([{"index":0,"relevance_score":0.5}])"));
}

QTEST_GUILESS_MAIN(TestEndpoints)
#include "tst_endpoints.moc"
