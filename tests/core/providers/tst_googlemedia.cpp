#include "core/base/base64.h"
#include "core/pricing/cost.h"
#include "tests/core/providers/providersupport.h"

#include <QTest>

using namespace gw;
using namespace gw::providertest;

// Pictures and speech by Google's models, for clients of OpenAI's routes.
class TestGoogleMedia final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesPictures_data();
    void writesPictures();
    void writesEdits();
    void addressesModels_data();
    void addressesModels();
    void refusesRequests_data();
    void refusesRequests();
    void dropsWhereTheConfigSaysSo();
    void readsPicturesInAnyCut_data();
    void readsPicturesInAnyCut();
    void writesSpeech_data();
    void writesSpeech();
    void readsSpeechInAnyCut_data();
    void readsSpeechInAnyCut();
    void refusesAnswers_data();
    void refusesAnswers();
    void billsPicturesByTheirTokens();
};

namespace {

const std::string kPng("\x89PNG\r\n\x1a\n\0more", 13);

chat::Call pictures(const std::string &more, const std::string &path = "images/generations")
{
    return call("openaiimages", R"({"model":"m","prompt":"a cat")" + more + "}", path);
}

chat::Call speech(const std::string &more)
{
    return call("openaispeech", R"({"model":"m","input":"Hei på deg")" + more + "}");
}

chat::Call edit()
{
    const std::string body =
        "--B\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nm\r\n"
        "--B\r\nContent-Disposition: form-data; name=\"image[]\"; filename=\"a\"\r\n\r\n" +
        kPng +
        "\r\n--B\r\nContent-Disposition: form-data; name=\"image[]\"; filename=\"b\"\r\n\r\n"
        "\xff\xd8\xff\xe0"
        "\r\n--B\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\n7\r\n"
        "--B\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n1\r\n"
        "--B\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n{}\r\n"
        "--B\r\nContent-Disposition: form-data; name=\"size\"\r\n\r\n1024x1536\r\n--B--\r\n";
    wire::Headers headers{{"Content-Type", "multipart/form-data; boundary=B"}};
    auto decoded = dialects::Dialects::all()["openaiimages"].decode(
        {.action = "images/edits", .headers = &headers, .body = body});
    if (!decoded.ok())
        qFatal("%s", decoded.error().message.c_str());
    return std::move(decoded).value();
}

// A relay's output over all cuts; "" and the error where it fails.
std::string relayed(const providers::Adapter &its, const chat::Call &asked, const providers::Target &to,
                    const std::string &bytes, const std::vector<std::size_t> &sizes, Error &error,
                    providers::AnswerFacts &facts, std::string &type)
{
    const auto relay = its.newRelay(asked, to, {});
    std::string out;
    std::string_view rest = bytes;
    for (const std::size_t size : sizes) {
        if (!relay->feed(rest.substr(0, size), out).ok())
            qFatal("a whole answer is only read at its end");
        rest.remove_prefix(std::min(size, rest.size()));
    }
    if (!relay->feed(rest, out).ok() || !out.empty())
        qFatal("a whole answer is only read at its end");
    if (const auto finished = relay->finish(out); !finished.ok())
        error = finished.error();
    facts = relay->facts();
    type = relay->contentType();
    return out;
}

}   // namespace

void TestGoogleMedia::writesPictures_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("dropped");
    const auto row = [](const char *name, const char *model, const char *more, const char *body,
                        const char *dropped = "") {
        QTest::newRow(name) << QByteArray(model) << QByteArray(more) << QByteArray(body)
                            << QByteArray(dropped);
    };
    row("Imagen, as it comes", "imagen-4.0-generate-001", "",
        R"({"instances":[{"prompt":"a cat"}],"parameters":{"sampleCount":1}})");
    row("Imagen has ratios, not sizes", "imagen-4.0-generate-001",
        R"(,"n":3,"size":"1792x1024","quality":"hd","user":"u","response_format":"b64_json","num_retries":2)",
        R"({"instances":[{"prompt":"a cat"}],"parameters":{"sampleCount":3,"aspectRatio":"16:9"}})",
        "quality");
    row("Imagen's own words go on", "imagen-4.0-generate-001",
        R"(,"size":"2048x2048","aspect_ratio":"3:4","negativePrompt":"dogs","seed":18446744073709551615,"output_format":"jpeg","output_compression":80,"background":"auto")",
        R"({"instances":[{"prompt":"a cat"}],"parameters":{"sampleCount":1,"aspectRatio":"3:4","sampleImageSize":"2K","outputOptions":{"mimeType":"image/jpeg","compressionQuality":80},"negativePrompt":"dogs","seed":18446744073709551615}})");
    row("Gemini", "gemini-2.5-flash-image", R"(,"n":1,"size":"auto","quality":"auto")",
        R"({"contents":[{"role":"user","parts":[{"text":"a cat"}]}],"generationConfig":{"responseModalities":["TEXT","IMAGE"]}})");
    row("Gemini has more ratios", "gemini-2.5-flash-image", R"(,"size":"1024x1536","style":"vivid")",
        R"({"contents":[{"role":"user","parts":[{"text":"a cat"}]}],"generationConfig":{"imageConfig":{"aspectRatio":"2:3"},"responseModalities":["TEXT","IMAGE"]}})",
        "style");
    row("newer ones have sizes too", "gemini-3-pro-image-preview",
        R"(,"size":"4096x4096","safety_settings":[{"category":"c"}],"seed":7)",
        R"({"contents":[{"role":"user","parts":[{"text":"a cat"}]}],"safetySettings":[{"category":"c"}],"generationConfig":{"seed":7,"imageConfig":{"aspectRatio":"1:1","imageSize":"4K"},"responseModalities":["TEXT","IMAGE"]}})");
    row("Gemini's own config wins", "gemini-3-pro-image-preview",
        R"(,"size":"1024x1024","imageConfig":{"aspectRatio":"21:9"},"responseModalities":["IMAGE"])",
        R"({"contents":[{"role":"user","parts":[{"text":"a cat"}]}],"generationConfig":{"responseModalities":["IMAGE"],"imageConfig":{"aspectRatio":"21:9"}}})");
}

void TestGoogleMedia::writesPictures()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, more);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, dropped);
    const config::Deployment row = deployment("gemini/" + model.toStdString());
    const auto request = adapter("gemini").encode(pictures(more.toStdString()), target(row), {});
    QVERIFY2(request.ok(), request.ok() ? "" : request.error().message.c_str());
    QCOMPARE(difference(parsed(request.value().body), parsed(body.toStdString())), std::string());
    std::string left;
    for (const std::string &param : request.value().dropped)
        left += param;
    QCOMPARE(left, dropped.toStdString());
}

void TestGoogleMedia::writesEdits()
{
    const config::Deployment row = deployment("gemini/gemini-2.5-flash-image");
    const providers::Target to = target(row);
    const json::Value wanted = parsed(
        R"({"contents":[{"role":"user","parts":[{"text":"7"},{"inlineData":{"mimeType":"image/png","data":")" +
        toBase64(kPng) +
        R"("}},{"inlineData":{"mimeType":"image/jpeg","data":"/9j/4A=="}}]}],"generationConfig":{"imageConfig":{"aspectRatio":"2:3"},"responseModalities":["TEXT","IMAGE"]}})");
    QVERIFY(adapter("gemini").takes(edit(), to).ok());
    const auto form = adapter("gemini").encode(edit(), to, {});
    QVERIFY(form.ok());
    QCOMPARE(difference(parsed(form.value().body), wanted), std::string());
    QCOMPARE(form.value().headers.valueOr("content-type"), std::string_view("application/json"));
    const chat::Call json = call(
        "openaiimages",
        R"({"model":"m","prompt":"7","size":"1024x1536","images":[{"image_url":"data:image/png;base64,)" +
            toBase64(kPng) + R"("},{"image_url":"data:image/jpeg;base64,/9j/4A=="}]})",
        "images/edits");
    const auto inlined = adapter("gemini").encode(json, to, {});
    QVERIFY(inlined.ok());
    QCOMPARE(difference(parsed(inlined.value().body), wanted), std::string());
}

void TestGoogleMedia::addressesModels_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<bool>("speaks");
    QTest::addColumn<QByteArray>("url");
    const auto row = [](const char *name, const char *model, bool speaks, const char *url) {
        QTest::newRow(name) << QByteArray(model) << speaks << QByteArray(url);
    };
    const char *studio = "https://generativelanguage.googleapis.com/v1beta/models/";
    const char *vertex =
        "https://europe-west4-aiplatform.googleapis.com/v1/projects/p/locations/europe-west4/"
        "publishers/google/models/";
    row("Imagen", "gemini/imagen-4.0-generate-001", false,
        (std::string(studio) + "imagen-4.0-generate-001:predict").c_str());
    row("Gemini", "gemini/gemini-2.5-flash-image", false,
        (std::string(studio) + "gemini-2.5-flash-image:generateContent").c_str());
    row("speech does not stream", "gemini/gemini-2.5-flash-preview-tts", true,
        (std::string(studio) + "gemini-2.5-flash-preview-tts:generateContent").c_str());
    row("Imagen on Vertex", "vertex_ai/imagen-4.0-generate-001", false,
        (std::string(vertex) + "imagen-4.0-generate-001:predict").c_str());
    row("speech on Vertex", "vertex_ai/gemini-2.5-flash-tts", true,
        (std::string(vertex) + "gemini-2.5-flash-tts:generateContent").c_str());
}

void TestGoogleMedia::addressesModels()
{
    QFETCH(QByteArray, model);
    QFETCH(bool, speaks);
    QFETCH(QByteArray, url);
    const config::Deployment row = deployment(model.toStdString());
    const providers::Target to =
        target(row, {{"VERTEXAI_PROJECT", "p"}, {"VERTEXAI_LOCATION", "europe-west4"}});
    const providers::Adapter &its = adapter(to.row->adapter);
    const chat::Call asked = speaks ? speech("") : pictures("");
    QVERIFY(its.takes(asked, to).ok());
    const auto request = its.encode(asked, to, {});
    QVERIFY(request.ok());
    QCOMPARE(request.value().url, url.toStdString());
    const auto &headers = request.value().headers;
    const bool vertex = model.startsWith("vertex");
    QCOMPARE(headers.valueOr(vertex ? "authorization" : "x-goog-api-key"),
             std::string_view(vertex ? "Bearer sk-test" : "sk-test"));
}

void TestGoogleMedia::refusesRequests_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<bool>("speaks");
    QTest::addColumn<QByteArray>("param");
    const auto row = [](const char *name, const char *model, const char *more, bool speaks,
                        const char *param) {
        QTest::newRow(name) << QByteArray(model) << QByteArray(more) << speaks << QByteArray(param);
    };
    row("several pictures of Gemini", "gemini-2.5-flash-image", R"(,"n":2)", false, "n");
    row("a stream of pictures", "gemini-2.5-flash-image", R"(,"stream":true)", false, "stream");
    row("a size that is none", "imagen-4.0-generate-001", R"(,"size":"big")", false, "size");
    row("half a size", "imagen-4.0-generate-001", R"(,"size":"1024x")", false, "size");
    row("no picture at all", "imagen-4.0-generate-001", R"(,"n":0)", false, "n");
    row("a format that Imagen has not", "imagen-4.0-generate-001", R"(,"output_format":"webp")", false,
        "output_format");
    row("a picture by its address", "gemini-2.5-flash-image", R"(,"image":"http://a/b.png")", false, "image");
    row("sound that has to be packed", "gemini-2.5-flash-preview-tts", R"(,"response_format":"mp3")", true,
        "response_format");
    row("sound as events", "gemini-2.5-flash-preview-tts", R"(,"stream_format":"sse")", true,
        "stream_format");
}

void TestGoogleMedia::refusesRequests()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, more);
    QFETCH(bool, speaks);
    QFETCH(QByteArray, param);
    const config::Deployment row = deployment("gemini/" + model.toStdString());
    const chat::Call asked = speaks ? speech(more.toStdString()) : pictures(more.toStdString());
    const auto request = adapter("gemini").encode(asked, target(row), {});
    QVERIFY(!request.ok());
    QVERIFY(request.error().code == ErrorCode::UnsupportedParam ||
            request.error().code == ErrorCode::BadRequest);
    QCOMPARE(request.error().param, param.toStdString());
}

void TestGoogleMedia::dropsWhereTheConfigSaysSo()
{
    const config::Deployment row = deployment("gemini/gemini-2.5-flash-image");
    providers::Target to = target(row);
    to.dropParams = true;
    const auto picture = adapter("gemini").encode(pictures(R"(,"n":2)"), to, {});
    QVERIFY(picture.ok());
    QCOMPARE(picture.value().dropped, std::vector<std::string>{"n"});
    const auto sound = adapter("gemini").encode(speech(R"(,"response_format":"mp3")"), to, {});
    QVERIFY(sound.ok());
    QCOMPARE(sound.value().dropped, std::vector<std::string>{"response_format"});
    // Imagen edits nothing here, and nobody makes variations.
    const config::Deployment other = deployment("gemini/imagen-4.0-generate-001");
    const auto taken = adapter("gemini").takes(edit(), target(other));
    QVERIFY(!taken.ok() && taken.error().code == ErrorCode::NotImplemented);
}

void TestGoogleMedia::readsPicturesInAnyCut_data()
{
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("wanted");
    QTest::addColumn<QByteArray>("bill");   // Pictures; tokens in, of pictures, out, of pictures.
    const auto row = [](const char *name, const char *more, const char *answer, const char *wanted,
                        const char *bill) {
        QTest::newRow(name) << QByteArray(more) << QByteArray(answer) << QByteArray(wanted)
                            << QByteArray(bill);
    };
    row("Imagen, of which one was filtered", R"(,"n":3)",
        R"({"predictions":[{"mimeType":"image/png","bytesBase64Encoded":"QUJD","prompt":"a tabby cat"},{"raiFilteredReason":"no"},{"mimeType":"image/png","bytesBase64Encoded":"REVG"}]})",
        R"({"data":[{"b64_json":"QUJD","revised_prompt":"a tabby cat"},{"b64_json":"REVG"}],"output_format":"png"})",
        "2 -1 -1 -1 -1");
    row("a client that wants addresses", R"(,"response_format":"url")",
        R"({"predictions":[{"mimeType":"image/jpeg","bytesBase64Encoded":"QUJD"}]})",
        R"({"data":[{"url":"data:image/jpeg;base64,QUJD"}],"output_format":"jpeg"})", "1 -1 -1 -1 -1");
    row("Gemini, with words and a draft", "",
        R"({"candidates":[{"content":{"parts":[{"thought":true,"inlineData":{"mimeType":"image/png","data":"WA=="}},{"text":"Here:"},{"inlineData":{"mimeType":"image/png","data":"QUJD"}}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":300,"candidatesTokenCount":1300,"totalTokenCount":1600,"promptTokensDetails":[{"modality":"TEXT","tokenCount":42},{"modality":"IMAGE","tokenCount":258}],"candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":1290}]},"responseId":"r","modelVersion":"v"})",
        R"({"data":[{"b64_json":"QUJD"}],"output_format":"png","usage":{"input_tokens":300,"input_tokens_details":{"text_tokens":42,"image_tokens":258},"output_tokens":1300,"output_tokens_details":{"text_tokens":10,"image_tokens":1290},"total_tokens":1600}})",
        "1 300 258 1300 1290");
}

void TestGoogleMedia::readsPicturesInAnyCut()
{
    QFETCH(QByteArray, more);
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, wanted);
    QFETCH(QByteArray, bill);
    const config::Deployment row = deployment("gemini/gemini-2.5-flash-image");
    const providers::Target to = target(row);
    const chat::Call asked = pictures(more.toStdString());
    const std::string bytes = answer.toStdString();
    for (const auto &sizes : cuttings(bytes.size())) {
        Error error;
        providers::AnswerFacts facts;
        std::string type;
        json::Value made = parsed(relayed(adapter("gemini"), asked, to, bytes, sizes, error, facts, type));
        QVERIFY(json::findInt(made.get_object(), "created").value_or(0) > 1'700'000'000);
        made.get_object().erase("created");
        QCOMPARE(difference(made, parsed(wanted.toStdString())), std::string());
        QCOMPARE(type, std::string("application/json"));
        QVERIFY(facts.ended);
        std::string got = std::to_string(facts.billed.images);
        for (const std::int64_t count :
             {facts.usage.input, facts.usage.imageIn, facts.usage.output, facts.usage.imageOut})
            got += " " + std::to_string(count);
        QCOMPARE(got, bill.toStdString());
    }
}

void TestGoogleMedia::writesSpeech_data()
{
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("config");
    const auto row = [](const char *name, const char *more, const char *text, const char *config) {
        QTest::newRow(name) << QByteArray(more) << QByteArray(text) << QByteArray(config);
    };
    row("a voice of Google's", R"(,"voice":"Puck")", "Hei på deg",
        R"({"speechConfig":{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Puck"}}},"responseModalities":["AUDIO"]})");
    row("a voice of OpenAI's, and how to say it",
        R"(,"voice":"alloy","instructions":"Whisper","response_format":"pcm","user":"u","timeout":3)",
        "Whisper:\nHei på deg",
        R"({"speechConfig":{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Kore"}}},"responseModalities":["AUDIO"]})");
    row("two speakers, in Google's own words",
        R"(,"voice":"alloy","temperature":0.5,"speechConfig":{"multiSpeakerVoiceConfig":{"speakerVoiceConfigs":[]}})",
        "Hei på deg",
        R"({"temperature":0.5,"speechConfig":{"multiSpeakerVoiceConfig":{"speakerVoiceConfigs":[]}},"responseModalities":["AUDIO"]})");
}

void TestGoogleMedia::writesSpeech()
{
    QFETCH(QByteArray, more);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, config);
    const config::Deployment row = deployment("gemini/gemini-2.5-flash-preview-tts");
    const auto request = adapter("gemini").encode(speech(more.toStdString()), target(row), {});
    QVERIFY(request.ok());
    const json::Object wanted{
        {"contents",
         json::Array{json::Object{{"role", "user"},
                                  {"parts", json::Array{json::Object{{"text", text.toStdString()}}}}}}},
        {"generationConfig", parsed(config.toStdString())}};
    QCOMPARE(difference(parsed(request.value().body), json::Value(wanted)), std::string());
}

void TestGoogleMedia::readsSpeechInAnyCut_data()
{
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QByteArray>("mime");
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QByteArray>("type");
    const auto wav = [](const char *rate, const char *bytesPerSecond) {
        return QByteArray("RIFF\x2a\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0", 24) + QByteArray(rate, 4) +
               QByteArray(bytesPerSecond, 4) + QByteArray("\x02\0\x10\0data\x06\0\0\0", 12);
    };
    QTest::newRow("a file by itself") << QByteArray() << QByteArray("audio/L16;codec=pcm;rate=24000")
                                      << wav("\xc0\x5d\0\0", "\x80\xbb\0\0") << QByteArray("audio/wav");
    QTest::newRow("another rate") << QByteArray(R"(,"response_format":"wav")")
                                  << QByteArray("audio/L16;codec=pcm;rate=16000")
                                  << wav("\x80\x3e\0\0", "\0\x7d\0\0") << QByteArray("audio/wav");
    QTest::newRow("bare samples") << QByteArray(R"(,"response_format":"pcm")")
                                  << QByteArray("audio/L16;codec=pcm;rate=24000") << QByteArray()
                                  << QByteArray("audio/pcm");
    QTest::newRow("a form of its own")
        << QByteArray() << QByteArray("audio/mpeg") << QByteArray() << QByteArray("audio/mpeg");
}

void TestGoogleMedia::readsSpeechInAnyCut()
{
    QFETCH(QByteArray, more);
    QFETCH(QByteArray, mime);
    QFETCH(QByteArray, head);
    QFETCH(QByteArray, type);
    const config::Deployment row = deployment("gemini/gemini-2.5-flash-preview-tts");
    const providers::Target to = target(row);
    const chat::Call asked = speech(more.toStdString());
    // Two pieces, each base64 of its own.
    const std::string bytes =
        R"({"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":")" + mime.toStdString() +
        R"(","data":"AAECAw=="}},{"inlineData":{"mimeType":")" + mime.toStdString() +
        R"(","data":"BP8="}}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":50,"totalTokenCount":55,"candidatesTokensDetails":[{"modality":"AUDIO","tokenCount":50}]}})";
    for (const auto &sizes : cuttings(bytes.size())) {
        Error error;
        providers::AnswerFacts facts;
        std::string got;
        const std::string out = relayed(adapter("gemini"), asked, to, bytes, sizes, error, facts, got);
        QCOMPARE(out, head.toStdString() + std::string("\0\1\2\3\4\xff", 6));
        QCOMPARE(got, type.toStdString());
        QVERIFY(facts.ended && facts.contentStarted);
        QCOMPARE(facts.billed.characters, 10);
        QCOMPARE(facts.usage.input, 5);
        QCOMPARE(facts.usage.audioOut, 50);
    }
}

void TestGoogleMedia::refusesAnswers_data()
{
    QTest::addColumn<bool>("speaks");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, bool speaks, const char *answer, ErrorCode code) {
        QTest::newRow(name) << speaks << QByteArray(answer) << static_cast<int>(code);
    };
    row("no JSON", false, "<html>", ErrorCode::UpstreamMalformed);
    row("half an answer", false, R"({"predictions":[{"bytesBase64Encoded":"QU)",
        ErrorCode::UpstreamMalformed);
    row("an empty one", false, "{}", ErrorCode::UpstreamMalformed);
    row("all filtered", false, R"({"predictions":[{"raiFilteredReason":"no"}]})",
        ErrorCode::UpstreamContentPolicy);
    row("words alone", false,
        R"({"candidates":[{"content":{"parts":[{"text":"no"}]},"finishReason":"STOP"}]})",
        ErrorCode::UpstreamMalformed);
    row("a refusal", false, R"({"candidates":[{"finishReason":"IMAGE_SAFETY"}]})",
        ErrorCode::UpstreamContentPolicy);
    row("a blocked prompt", true, R"({"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"}})",
        ErrorCode::UpstreamContentPolicy);
    row("an error inside a 200", true, R"({"error":{"code":503,"message":"busy","status":"UNAVAILABLE"}})",
        ErrorCode::UpstreamUnavailable);
    row("silence", true, R"({"candidates":[{"finishReason":"OTHER"}]})", ErrorCode::UpstreamMalformed);
    row("sound that is no base64", true,
        R"({"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"audio/L16","data":"%"}}]}}]})",
        ErrorCode::UpstreamMalformed);
}

void TestGoogleMedia::refusesAnswers()
{
    QFETCH(bool, speaks);
    QFETCH(QByteArray, answer);
    QFETCH(int, code);
    const config::Deployment row = deployment("gemini/gemini-2.5-flash-image");
    const providers::Target to = target(row);
    const chat::Call asked = speaks ? speech("") : pictures("");
    Error error;
    error.code = ErrorCode::Cancelled;
    providers::AnswerFacts facts;
    std::string type;
    QCOMPARE(relayed(adapter("gemini"), asked, to, answer.toStdString(), {}, error, facts, type),
             std::string());
    QCOMPARE(static_cast<int>(error.code), code);
    QVERIFY(!facts.ended);
}

void TestGoogleMedia::billsPicturesByTheirTokens()
{
    const auto price = pricing::withOverrides({}, {{"input_cost_per_token", "0.0000003"},
                                                   {"output_cost_per_token", "0.0000025"},
                                                   {"output_cost_per_image_token", "0.00003"}});
    QVERIFY(price.ok());
    chat::Usage usage;
    usage.input = 100;
    usage.output = 1300;
    usage.imageOut = 1290;
    // 100 * 3e-7 + 10 * 2.5e-6 + 1290 * 3e-5
    QCOMPARE(pricing::cost(usage, price.value(), {.images = 1}).pico, 38'755'000'000);
}

QTEST_GUILESS_MAIN(TestGoogleMedia)
#include "tst_googlemedia.moc"
