#include "app/windowparts.h"
#include "core/base/json.h"
#include "core/client/playgroundclient.h"
#include "tests/support/fakeupstream.h"
#include "tests/support/preparedbackend.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace gw;
using namespace gw::client;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 15'000;

std::string chunk(const std::string &delta, const std::string &finish = "null")
{
    return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
           "\"choices\":[{\"index\":0,\"delta\":" +
           delta + ",\"finish_reason\":" + finish + "}]}\n\n";
}

const std::string kHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
const std::string kUsage =
    "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":"
    "\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,"
    "\"total_tokens\":18,\"prompt_tokens_details\":{\"cached_tokens\":3},"
    "\"completion_tokens_details\":{\"reasoning_tokens\":2}}}\n\n";
const std::string kDone = "data: [DONE]\n\n";

test::FakeUpstream::Script streamOf(const std::vector<std::string> &parts)
{
    test::FakeUpstream::Script script{test::send(kHead)};
    for (const std::string &part : parts)
        script.push_back(test::send(part));
    script.push_back(test::closeHere());
    return script;
}

}   // namespace

// Chats of the window through a real gateway, with providers that do what a test says.
class TestPlayground final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void answersPieceByPiece();
    void tellsReasoningAndToolCalls();
    void answersAtOnceWithoutAStream();
    void saysWhatTheProviderSaid();
    void saysThatAStreamBrokeOff();
    void stoppedChatIsAborted();
    void findsItsRequestsBySession();
    void sendsWhatWasSaidBefore();
    void refusesOptionsThatAreNone_data();
    void refusesOptionsThatAreNone();
    void writesACommandThatSaysTheSame();
    void saysThatNobodyListens();

private:
    void answer(const test::FakeUpstream::Script &script) { m_script = script; }
    PlaygroundQuestion question(const QString &model = u"chat"_s) const
    {
        PlaygroundQuestion out;
        out.model = model;
        out.turns = {{.text = u"Why?"_s}};
        return out;
    }
    struct Chat
    {
        QString text;
        QString reasoning;
        std::vector<PlaygroundCall> calls;
        PlaygroundEnd end;
        int pieces = 0;
        bool ended = false;
    };
    Chat run(const PlaygroundQuestion &question);
    std::vector<TrafficAttempt> attemptsOf(const QString &callId);

    test::FakeUpstream::Script m_script;
    std::unique_ptr<test::FakeUpstream> m_upstream;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<app::Backend> m_backend;
    std::unique_ptr<InProcessClient> m_client;
};

void TestPlayground::init()
{
    m_upstream = std::make_unique<test::FakeUpstream>([this](const std::string &) { return m_script; });
    m_folder = std::make_unique<QTemporaryDir>();
    m_backend = test::preparedBackend(
        m_folder->path(),
        u"model_list:\n"
        "  - model_name: chat\n"
        "    litellm_params: {model: openai/gpt-4o, api_base: \"http://127.0.0.1:%1/v1\", api_key: sk-x}\n"
        "    model_info: {id: my-deployment}\n"
        "  - model_name: mock\n"
        "    litellm_params: {model: openai/gpt-4o, mock_response: I am a mock, api_key: sk-x}\n"
        "router_settings: {num_retries: 0}\n"_s.arg(m_upstream->port())
            .toUtf8(),
        [](const std::string &name) -> std::optional<std::string> {
            if (name == "PORTICO_VAULT_KEY")
                return std::string(64, 'a');
            return std::nullopt;
        });
    QVERIFY(m_backend);
    m_client = std::make_unique<InProcessClient>(app::windowParts(*m_backend));
    m_client->setRunning(true);
    QVERIFY(m_client->status().state == EngineState::Running);
}

void TestPlayground::cleanup()
{
    m_client.reset();
    m_backend.reset();
    m_upstream.reset();
    m_folder.reset();
}

TestPlayground::Chat TestPlayground::run(const PlaygroundQuestion &question)
{
    Chat chat;
    PlaygroundClient &client = m_client->playground();
    Token token = 0;
    QObject scope;
    connect(&client, &PlaygroundClient::moved, &scope, [&](Token of, const PlaygroundPiece &piece) {
        if (of != token)
            return;
        ++chat.pieces;
        chat.text += piece.text;
        chat.reasoning += piece.reasoning;
        for (const PlaygroundCallPart &part : piece.calls) {
            chat.calls.resize(std::max<std::size_t>(chat.calls.size(), std::size_t(part.place) + 1));
            PlaygroundCall &call = chat.calls[std::size_t(part.place)];
            call.id += part.call.id;
            call.name += part.call.name;
            call.arguments += part.call.arguments;
        }
    });
    connect(&client, &PlaygroundClient::ended, &scope, [&](Token of, const PlaygroundEnd &end) {
        if (of != token)
            return;
        chat.end = end;
        chat.ended = true;
    });
    token = client.send(question);
    [&] { QTRY_VERIFY_WITH_TIMEOUT(chat.ended, kPatienceMs); }();
    return chat;
}

std::vector<TrafficAttempt> TestPlayground::attemptsOf(const QString &callId)
{
    const auto id = Id128::fromString(callId.toStdString());
    if (!id)
        return {};
    QSignalSpy spy(&m_client->traffic(), &TrafficClient::detailReady);
    for (int i = 0; i < 50; ++i) {
        m_client->traffic().requestDetail(*id);
        if (spy.wait(kPatienceMs))
            if (const auto detail = spy.takeFirst()[1].value<TrafficDetail>(); !detail.attempts.empty())
                return detail.attempts;
        QTest::qWait(100);
    }
    return {};
}

void TestPlayground::answersPieceByPiece()
{
    answer({test::send(kHead), test::send(chunk("{\"role\":\"assistant\",\"content\":\"Be\"}")),
            test::waitFor(120), test::send(chunk("{\"content\":\"cause\"}")),
            test::send(chunk("{}", "\"stop\"") + kUsage + kDone), test::closeHere()});
    const Chat chat = run(question());
    QCOMPARE(chat.end.problem, QString());
    QCOMPARE(chat.text, u"Because"_s);
    QVERIFY(chat.pieces >= 2);
    QCOMPARE(chat.end.status, 200);
    QCOMPARE(chat.end.finish, u"stop"_s);
    QCOMPARE(chat.end.input, 11);
    QCOMPARE(chat.end.cached, 3);
    QCOMPARE(chat.end.output, 7);
    QCOMPARE(chat.end.reasoning, 2);
    QCOMPARE(chat.end.deployment, u"my-deployment"_s);
    QVERIFY(chat.end.firstUs > 0);
    QVERIFY(chat.end.wholeUs > chat.end.firstUs);
    const auto attempts = attemptsOf(chat.end.callId);
    QCOMPARE(attempts.size(), 1U);
    QVERIFY(attempts[0].costPico > 0);
}

void TestPlayground::tellsReasoningAndToolCalls()
{
    answer(streamOf({chunk("{\"reasoning_content\":\"Hm.\"}"),
                     chunk("{\"tool_calls\":[{\"index\":0,\"id\":\"t1\",\"type\":\"function\",\"function\":{"
                           "\"name\":\"clock\",\"arguments\":\"{\\\"zo\"}}]}"),
                     chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"ne\\\":1}\"}}]}"),
                     chunk("{}", "\"tool_calls\""), kUsage, kDone}));
    const Chat chat = run(question());
    QCOMPARE(chat.end.problem, QString());
    QCOMPARE(chat.reasoning, u"Hm."_s);
    QCOMPARE(chat.calls.size(), 1U);
    QCOMPARE(chat.calls[0], (PlaygroundCall{u"t1"_s, u"clock"_s, u"{\"zone\":1}"_s}));
    QCOMPARE(chat.end.finish, u"tool_calls"_s);
}

void TestPlayground::answersAtOnceWithoutAStream()
{
    PlaygroundQuestion whole = question(u"mock"_s);
    whole.options.stream = false;
    const Chat chat = run(whole);
    QCOMPARE(chat.end.problem, QString());
    QCOMPARE(chat.text, u"I am a mock"_s);
    QVERIFY(chat.end.output > 0);
}

void TestPlayground::saysWhatTheProviderSaid()
{
    const std::string body =
        R"({"error":{"message":"The moon is in the way.","type":"invalid_request_error"}})";
    answer({test::send("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: " +
                       std::to_string(body.size()) + "\r\n\r\n" + body)});
    const Chat chat = run(question());
    QCOMPARE(chat.end.status, 400);
    QVERIFY2(chat.end.problem.contains(u"The moon is in the way."_s), qPrintable(chat.end.problem));
    QVERIFY(chat.text.isEmpty());
}

void TestPlayground::saysThatAStreamBrokeOff()
{
    answer(streamOf({chunk("{\"role\":\"assistant\",\"content\":\"Half an\"}")}));
    const Chat chat = run(question());
    QCOMPARE(chat.text, u"Half an"_s);
    QVERIFY(!chat.end.problem.isEmpty());
}

void TestPlayground::stoppedChatIsAborted()
{
    answer({test::send(kHead), test::send(chunk("{\"role\":\"assistant\",\"content\":\"Endless\"}")),
            test::stall()});
    PlaygroundClient &client = m_client->playground();
    QSignalSpy moves(&client, &PlaygroundClient::moved);
    QSignalSpy ends(&client, &PlaygroundClient::ended);
    const Token token = client.send(question());
    QVERIFY(moves.wait(kPatienceMs));
    const QString callId = moves.first()[1].value<PlaygroundPiece>().callId;
    QVERIFY(!callId.isEmpty());
    client.stop(token);
    moves.clear();
    const auto attempts = attemptsOf(callId);
    QCOMPARE(attempts.size(), 1U);
    QVERIFY(attempts[0].clientLeft);
    QCOMPARE(moves.size(), 0);
    QCOMPARE(ends.size(), 0);
}

void TestPlayground::findsItsRequestsBySession()
{
    PlaygroundQuestion asked = question(u"mock"_s);
    asked.session = u"playground-1"_s;
    const Chat chat = run(asked);
    QVERIFY(!attemptsOf(chat.end.callId).empty());
    QSignalSpy spy(&m_client->traffic(), &TrafficClient::detailReady);
    m_client->traffic().requestDetail(*Id128::fromString(chat.end.callId.toStdString()));
    QVERIFY(spy.wait(kPatienceMs));
    QCOMPARE(spy.first()[1].value<TrafficDetail>().session, u"playground-1"_s);
}

void TestPlayground::sendsWhatWasSaidBefore()
{
    answer(streamOf({chunk("{\"content\":\"ok\"}"), chunk("{}", "\"stop\""), kDone}));
    PlaygroundQuestion asked = question();
    asked.options.system = u"Be short."_s;
    asked.options.temperature = u"0.20"_s;
    asked.options.maxTokens = u"9007199254740993"_s;
    asked.options.tools = u"[{\"type\":\"function\",\"function\":{\"name\":\"clock\"}}]"_s;
    asked.turns = {{.text = u"What time is it?"_s},
                   {.role = PlaygroundTurn::Role::Assistant, .calls = {{u"t1"_s, u"clock"_s, u"{}"_s}}},
                   {.text = u"noon"_s, .files = {{u"a.png"_s, u"image/png"_s, u"QUJD"_s}}}};
    QCOMPARE(run(asked).text, u"ok"_s);
    const std::string request = m_upstream->requests.back();
    const auto body = json::parse(request.substr(request.find("\r\n\r\n") + 4));
    QVERIFY(body.ok());
    const json::Object &sent = body.value().get_object();
    QCOMPARE(json::findInt(sent, "max_tokens").value_or(0), 9007199254740993);
    const json::Array &messages = *json::findArray(sent, "messages");
    QStringList roles;
    for (const json::Value &message : messages)
        roles << QString::fromStdString(std::string(json::stringOr(message.get_object(), "role")));
    QCOMPARE(roles, (QStringList{u"system"_s, u"user"_s, u"assistant"_s, u"tool"_s, u"user"_s}));
    QCOMPARE(json::stringOr(messages[3].get_object(), "content"), std::string_view("noon"));
    const json::Value *url = json::find(messages[4].get_object(), "content");
    QVERIFY(url && json::serialize(*url).find("data:image/png;base64,QUJD") != std::string::npos);
}

void TestPlayground::refusesOptionsThatAreNone_data()
{
    QTest::addColumn<PlaygroundOptions>("options");
    QTest::addColumn<QString>("option");
    const auto row = [](const char *name, QString PlaygroundOptions::*member, const QString &value,
                        const QString &option) {
        PlaygroundOptions options;
        options.*member = value;
        QTest::newRow(name) << options << option;
    };
    row("a temperature in words", &PlaygroundOptions::temperature, u"hot"_s, u"temperature"_s);
    row("half a token", &PlaygroundOptions::maxTokens, u"1.5"_s, u"max_tokens"_s);
    row("a seed that is a list", &PlaygroundOptions::seed, u"[1]"_s, u"seed"_s);
    row("tools that are no JSON", &PlaygroundOptions::tools, u"[{"_s, u"tools"_s);
    row("tools that are no list", &PlaygroundOptions::tools, u"{}"_s, u"tools"_s);
    row("a tool without a name", &PlaygroundOptions::tools, u"[{\"type\":\"function\",\"function\":{}}]"_s,
        u"tools"_s);
    row("a schema that is none", &PlaygroundOptions::tools,
        u"[{\"type\":\"function\",\"function\":{\"name\":\"a\",\"parameters\":1}}]"_s, u"tools"_s);
}

void TestPlayground::refusesOptionsThatAreNone()
{
    QFETCH(PlaygroundOptions, options);
    QFETCH(QString, option);
    PlaygroundQuestion asked = question(u"mock"_s);
    asked.options = options;
    const auto body = playgroundBody(asked);
    QVERIFY(!body.ok());
    QCOMPARE(QString::fromStdString(body.error().param), option);
    const Chat chat = run(asked);
    QVERIFY(!chat.end.problem.isEmpty());
    QCOMPARE(chat.end.status, 0);
}

void TestPlayground::writesACommandThatSaysTheSame()
{
    PlaygroundQuestion asked = question();
    asked.turns[0].text = u"It's $HOME"_s;
    const QString command = playgroundCurl(u"http://localhost:4000/v1"_s, playgroundBody(asked).value());
    QVERIFY(command.startsWith(u"curl http://localhost:4000/v1/chat/completions"_s));
    QVERIFY(command.contains(u"It'\\''s $HOME"_s));
    QVERIFY(command.contains(u"$LITELLM_MASTER_KEY"_s));
}

void TestPlayground::saysThatNobodyListens()
{
    m_client->setRunning(false);
    QTRY_VERIFY_WITH_TIMEOUT(!test::canConnect(std::uint16_t(m_client->status().port)), kPatienceMs);
    const Chat chat = run(question());
    QCOMPARE(chat.end.status, 0);
    QVERIFY(!chat.end.problem.isEmpty());
}

QTEST_GUILESS_MAIN(TestPlayground)
#include "tst_playground.moc"
