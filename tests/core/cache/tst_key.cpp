#include "core/cache/canonicaljson.h"
#include "core/cache/controls.h"
#include "core/cache/key.h"
#include "tests/core/cache/calls.h"

#include <QTest>

using namespace gw;
using namespace gw::cache;

namespace {

std::string keyOf(const QByteArray &body, chat::Shape shape = chat::Shape::OpenAiChat,
                  const KeyParts &parts = {"group", {}, nullptr})
{
    KeyText text;
    return text.write(test::callOf(body.toStdString(), shape), parts) ? std::string(text.text()) : "none";
}

const char *const kBody = R"({"model":"m","messages":[{"role":"user","content":"hi"}],"temperature":0.5})";

}   // namespace

class TestKey final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void appendCanonical_data();
    void appendCanonical();
    void refusesWhatIsNoJson_data();
    void refusesWhatIsNoJson();
    void isTheSame_data();
    void isTheSame();
    void differs_data();
    void differs();
    void countsApiGroupScopeAndBetas();
    void countsFormsByTheirParts();
    void controlsOf_data();
    void controlsOf();
    void cachesOnlyWhatDependsOnTheRequestAlone_data();
    void cachesOnlyWhatDependsOnTheRequestAlone();
    void knowsCallTypes();
};

void TestKey::appendCanonical_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("canonical");
    QTest::newRow("sorted members") << QByteArray(R"({"b":1,"a":{"d":[],"c":{}}})")
                                    << QByteArray(R"({"a":{"c":{},"d":[]},"b":1})");
    QTest::newRow("white space") << QByteArray(" [ 1 ,\n\t2.50 , { } , [ ] , null ] ")
                                 << QByteArray("[1,2.50,{},[],null]");
    QTest::newRow("strings stay") << QByteArray(R"({"a" : " x  \" , } ] \\"})")
                                  << QByteArray(R"({"a":" x  \" , } ] \\"})");
    QTest::newRow("lists keep their order") << QByteArray("[2,1]") << QByteArray("[2,1]");
    QTest::newRow("big numbers stay") << QByteArray("9007199254740993") << QByteArray("9007199254740993");
    QTest::newRow("empty string first") << QByteArray(R"(["","{"])") << QByteArray(R"(["","{"])");
}

void TestKey::appendCanonical()
{
    QFETCH(QByteArray, text);
    std::string out;
    CanonicalJson json;
    const std::string given = text.toStdString();
    QVERIFY(json.append(given, out));
    QTEST(QByteArray::fromStdString(out), "canonical");
    // What is canonical stays so.
    std::string again;
    QVERIFY(json.append(out, again));
    QCOMPARE(again, out);
}

void TestKey::refusesWhatIsNoJson_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"", " ", "{", "[1,", "{\"a\"}", "{\"a\":}", "{a:1}", "\"open", "\"open\\",
                             "[1 2]", "1 2", "{\"a\":1,}", "[,]", "}"})
        QTest::newRow(*text ? text : "nothing") << QByteArray(text);
    QTest::newRow("too deep") << QByteArray(1000, '[') + QByteArray(1000, ']');
}

void TestKey::refusesWhatIsNoJson()
{
    QFETCH(QByteArray, text);
    std::string out;
    CanonicalJson json;
    const std::string given = text.toStdString();
    QVERIFY(!json.append(given, out));
    // A refused text leaves nothing behind.
    out.clear();
    QVERIFY(json.append(R"({"b":[{"d":1,"c":2}],"a":0})", out));
    QCOMPARE(out, std::string(R"({"a":0,"b":[{"c":2,"d":1}]})"));
}

void TestKey::isTheSame_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("members in another order")
        << QByteArray(R"({"temperature":0.5,"messages":[{"content":"hi","role":"user"}],"model":"m"})");
    QTest::newRow("white space") << QByteArray(
        R"( { "model" : "m", "messages" : [ { "role":"user", "content":"hi" } ], "temperature":0.5 } )");
    QTest::newRow("another name of the model")
        << QByteArray(R"({"model":"alias","messages":[{"role":"user","content":"hi"}],"temperature":0.5})");
    for (const char *member : {R"("user":"u")", R"("metadata":{"a":1})", R"("stream":true)",
                               R"("stream_options":{"include_usage":true})", R"("cache":{"ttl":5})",
                               R"("tags":["x"])", R"("timeout":3)", R"("num_retries":2)"})
        QTest::newRow(member) << QByteArray(kBody).chopped(1) + "," + member + "}";
}

void TestKey::isTheSame()
{
    QFETCH(QByteArray, body);
    QCOMPARE(keyOf(body), keyOf(kBody));
}

void TestKey::differs_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("another text") << QByteArray(kBody).replace("hi", "ho");
    QTest::newRow("another number") << QByteArray(kBody).replace("0.5", "0.51");
    QTest::newRow("a string for a number") << QByteArray(kBody).replace("0.5", "\"0.5\"");
    QTest::newRow("a space in a text") << QByteArray(kBody).replace("hi", "h i");
    for (const char *member : {R"("seed":1)", R"("tools":[])", R"("response_format":{"type":"json_object"})",
                               R"("unknown_member":1)", R"("extra_body":{"a":1})"})
        QTest::newRow(member) << QByteArray(kBody).chopped(1) + "," + member + "}";
}

void TestKey::differs()
{
    QFETCH(QByteArray, body);
    QVERIFY(keyOf(body) != keyOf(kBody));
    QVERIFY(keyOf(body) != "none");
}

void TestKey::countsApiGroupScopeAndBetas()
{
    const std::string key = keyOf(kBody);
    QVERIFY(keyOf(kBody, chat::Shape::AnthropicMessages) != key);
    QVERIFY(keyOf(kBody, chat::Shape::OpenAiChat, {"other", {}, nullptr}) != key);
    QVERIFY(keyOf(kBody, chat::Shape::OpenAiChat, {"group", "team", nullptr}) != key);
    // "group" + "x" is not "groupx" + "".
    QVERIFY(keyOf(kBody, chat::Shape::OpenAiChat, {"group", "x", nullptr}) !=
            keyOf(kBody, chat::Shape::OpenAiChat, {"groupx", "", nullptr}));
    wire::Headers headers{{"user-agent", "a"}};
    QCOMPARE(keyOf(kBody, chat::Shape::OpenAiChat, {"group", {}, &headers}), key);
    headers.add("Anthropic-Beta", "context-1m");
    QVERIFY(keyOf(kBody, chat::Shape::OpenAiChat, {"group", {}, &headers}) != key);
}

void TestKey::countsFormsByTheirParts()
{
    const auto key = [](std::string boundary, const char *sound) {
        std::string body = "--" + boundary +
                           "\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nm\r\n--" + boundary +
                           "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\n\r\n" +
                           sound + "\r\n--" + boundary + "--\r\n";
        auto form = wire::scanForm(body, "multipart/form-data; boundary=" + boundary);
        if (!form.ok())
            qFatal("no form");
        chat::Call call(
            chat::Shape::OpenAiTranscription, std::move(body), {},
            [](const chat::Call &) -> Result<chat::CanonicalRequest> { return chat::CanonicalRequest(); });
        call.form = std::move(form).value();
        KeyText text;
        return text.write(call, {"group", {}, nullptr}) ? std::string(text.text()) : "none";
    };
    QCOMPARE(key("one", "sound"), key("another", "sound"));
    QVERIFY(key("one", "sound") != key("one", "noise"));
}

void TestKey::controlsOf_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *members, const char *expected) {
        QTest::newRow(*members ? members : "nothing") << QByteArray(members) << QByteArray(expected);
    };
    row("", "");
    row(R"("cache":{"ttl":5,"s-maxage":7.5})", "ttl=5 age=7.5 ");
    row(R"("cache":{"no-cache":true})", "no-cache ");
    row(R"("cache":{"no-store":true,"namespace":"a b"})", "no-store space=a b ");
    row(R"("cache":{"use-cache":true})", "use ");
    row(R"("caching":false)", "no-cache no-store ");
    row(R"("cache":null)", "");
    row(R"("cache":true)", "");
    row(R"("cache":{"no-cache":"yes","ttl":"long"})", "");
}

void TestKey::controlsOf()
{
    QFETCH(QByteArray, members);
    const Controls controls = cache::controlsOf(
        test::callOf("{" + members.toStdString() + (members.isEmpty() ? "" : ",") + "\"a\":1}"));
    QByteArray said;
    if (controls.ttlS)
        said += "ttl=" + QByteArray::number(*controls.ttlS) + " ";
    if (controls.maxAgeS)
        said += "age=" + QByteArray::number(*controls.maxAgeS) + " ";
    said += controls.noCache ? "no-cache " : "";
    said += controls.noStore ? "no-store " : "";
    said += controls.use ? "use " : "";
    if (!controls.nameSpace.empty())
        said += "space=" + QByteArray::fromStdString(controls.nameSpace) + " ";
    QTEST(said, "expected");
}

void TestKey::cachesOnlyWhatDependsOnTheRequestAlone_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("shape");
    QTest::addColumn<bool>("cacheable");
    const auto row = [](const char *name, const char *body, chat::Shape shape, bool cacheable) {
        QTest::newRow(name) << QByteArray(body) << static_cast<int>(shape) << cacheable;
    };
    row("chat", kBody, chat::Shape::OpenAiChat, true);
    row("responses", R"({"input":"hi","previous_response_id":null})", chat::Shape::OpenAiResponses, true);
    row("a turn that the provider keeps", R"({"previous_response_id":"resp_1"})",
        chat::Shape::OpenAiResponses, false);
    row("a conversation", R"({"conversation":"conv_1"})", chat::Shape::OpenAiResponses, false);
    row("in the background", R"({"background":true})", chat::Shape::OpenAiResponses, false);
    row("pictures", R"({"prompt":"x"})", chat::Shape::OpenAiImages, false);
    row("speech", R"({"input":"x"})", chat::Shape::OpenAiSpeech, false);
    row("a member twice", R"({"a":1,"a":2})", chat::Shape::OpenAiChat, false);
}

void TestKey::cachesOnlyWhatDependsOnTheRequestAlone()
{
    QFETCH(QByteArray, body);
    QFETCH(int, shape);
    chat::Call call = test::callOf(body.toStdString(), static_cast<chat::Shape>(shape));
    QTEST(isCacheable(call), "cacheable");
    call.operation = chat::Operation::CountTokens;
    QVERIFY(!isCacheable(call));
}

void TestKey::knowsCallTypes()
{
    const chat::Call call = test::callOf(kBody);
    QVERIFY(isSupported(call, {"aembedding", "acompletion"}));
    QVERIFY(isSupported(call, {"completion"}));
    QVERIFY(!isSupported(call, {"atext_completion", "aembedding"}));
    QVERIFY(!isSupported(call, {}));
    const chat::Call messages = test::callOf(kBody, chat::Shape::AnthropicMessages);
    QVERIFY(isSupported(messages, {"anthropic_messages"}));
    QVERIFY(!isSupported(messages, {"acompletion"}));
}

QTEST_GUILESS_MAIN(TestKey)
#include "tst_key.moc"
