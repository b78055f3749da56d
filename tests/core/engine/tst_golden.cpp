#include "core/base/json.h"
#include "core/providers/registry.h"
#include "core/translation/answer.h"

#include <QDirIterator>
#include <QTest>

using namespace gw;
using namespace Qt::StringLiterals;

namespace {

// A deployment as one case describes it.
config::Deployment deploymentFor(const std::string &provider, const json::Object &test)
{
    config::Deployment deployment;
    deployment.modelName = "m";
    deployment.info.id = "id";
    deployment.params.model = provider + "/" + std::string(json::stringOr(test, "model"));
    deployment.params.apiBase = "http://127.0.0.1:9/v1";
    deployment.params.apiKey = Secret(std::string("sk-test"));
    // The cases are about chat, also where a provider would rather be asked otherwise.
    deployment.params.useChatCompletionsApi = true;
    if (const json::Object *params = json::findObject(test, "params")) {
        deployment.params.dropParams = json::findBool(*params, "drop_params");
        if (const json::Object *defaults = json::findObject(*params, "defaults"))
            deployment.params.defaults = *defaults;
        if (const json::Object *extra = json::findObject(*params, "extra_body"))
            deployment.params.extraBody = *extra;
        if (const json::Array *drops = json::findArray(*params, "additional_drop_params")) {
            for (const json::Value &item : *drops)
                deployment.params.additionalDropParams.emplace_back(item.get_string());
        }
    }
    return deployment;
}

// What a client makes of an answer: read back by the provider-side decoder, which knows OpenAI's shape.
struct Seen
{
    std::string error;
    chat::Response response;
    bool usageChunk = false;
    std::string raw;
};

Seen readAsClient(const chat::Call &call, const std::string &bytes, const std::string &error)
{
    Seen seen;
    seen.raw = bytes;
    seen.error = error;
    if (!error.empty())
        return seen;
    static const providers::Adapters adapters;
    static config::Deployment deployment;
    deployment.params.model = "openai/x";
    deployment.params.apiBase = "http://127.0.0.1:9";
    static const providers::Target target = providers::resolveTarget(
        providers::Catalog::builtIn(), deployment, false, [](std::string_view) { return std::nullopt; });
    auto decoder = adapters.find("openai")->newDecoder(call, target, call.stream);
    for (auto events : {decoder->feed(bytes), decoder->finish()}) {
        if (!events.ok()) {
            seen.error = events.error().message;
            return seen;
        }
        for (chat::Event &event : std::move(events).value()) {
            if (std::holds_alternative<chat::UsageReport>(event))
                seen.usageChunk = true;
            if (const auto *failure = std::get_if<chat::Failure>(&event))
                seen.error = failure->error.message;
            seen.response.fold(std::move(event));
        }
    }
    return seen;
}

std::string text(const std::optional<std::string> &value)
{
    return value ? "\"" + *value + "\"" : "none";
}

// Members in the order of their names: the order they came in is nobody's business.
std::string sorted(const json::Object &object)
{
    std::map<std::string, std::string> members;
    for (const auto &member : object)
        members.emplace(std::string(member.key()), json::serialize(member.value()));
    std::string out;
    for (const auto &[key, value] : members)
        out += " " + key + "=" + value;
    return out;
}

// Everything a client could notice, as text that can be compared.
std::string summary(const Seen &seen)
{
    std::string out = "error=" + seen.error;
    for (const auto &[index, choice] : seen.response.choices) {
        out += "\nchoice " + std::to_string(index) + " text=" + text(choice.text) +
               " refusal=" + text(choice.refusal) + " reasoning=" + text(choice.reasoning);
        for (const auto &[position, call] : choice.toolCalls)
            out += "\n call " + call.id + " " + call.type + " " + call.name + " " + call.arguments;
        out += "\n finish=" + std::string(choice.finish ? chat::stopName(choice.finish->reason) : "none");
        out += "\n extras=" + sorted(choice.extras) + sorted(choice.choiceExtras);
    }
    const chat::Usage usage = seen.response.usage ? seen.response.usage->usage : chat::Usage();
    out += "\nusage " + std::to_string(usage.input) + " " + std::to_string(usage.output) + " " +
           std::to_string(usage.cacheRead) + (seen.usageChunk ? " given" : " kept");
    out += "\nmodel=" + seen.response.start.model + "\nid=" + seen.response.start.id;
    return out;
}

}   // namespace

// Every case of tests/data/golden goes through the splice and relay path and through the hub: both must send
// the same and both clients must see the same.
class TestGolden final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void passesBothPaths_data();
    void passesBothPaths();

private:
    Seen answer(const chat::Call &call, const providers::Target &target, const json::Object &test,
                bool hubOnly, std::size_t step) const;

    providers::Adapters m_adapters;
    const dialects::Dialect *m_dialect = nullptr;
};

void TestGolden::initTestCase()
{
    QVERIFY(QDir(QString::fromUtf8(GW_SOURCE_DIR) + u"/tests/data/golden"_s).exists());
}

void TestGolden::passesBothPaths_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QString>("file");
    QDirIterator it(QString::fromUtf8(GW_SOURCE_DIR) + u"/tests/data/golden"_s, {u"*.json"_s}, QDir::Files,
                    QDirIterator::Subdirectories);
    int count = 0;
    while (it.hasNext()) {
        const QFileInfo info(it.next());
        const QString provider = info.dir().dirName();
        QTest::newRow(qPrintable(provider + u": "_s + info.completeBaseName()))
            << provider << info.filePath();
        ++count;
    }
    QVERIFY(count >= 40);
}

Seen TestGolden::answer(const chat::Call &call, const providers::Target &target, const json::Object &test,
                        bool hubOnly, std::size_t step) const
{
    const bool streamed = test.contains("stream");
    const std::string bytes =
        streamed ? std::string(json::stringOr(test, "stream")) : json::serialize(*json::find(test, "answer"));
    translation::AnswerSetup setup;
    setup.dialect = m_dialect;
    setup.adapter = m_adapters.find("openai");
    setup.call = &call;
    setup.target = &target;
    setup.providerStreams = streamed;
    setup.hubOnly = hubOnly;
    setup.options.model = "m";
    setup.options.giveUsage = call.wantsUsage;
    translation::Answer answer(setup);
    std::string out;
    std::string error;
    for (std::size_t at = 0; at < bytes.size() && error.empty(); at += step) {
        if (const auto fed = answer.feed(std::string_view(bytes).substr(at, step), out); !fed.ok())
            error = fed.error().message;
    }
    if (error.empty()) {
        if (const auto finished = answer.finish(out); !finished.ok())
            error = finished.error().message;
    }
    return readAsClient(call, out, error);
}

void TestGolden::passesBothPaths()
{
    QFETCH(QString, provider);
    QFETCH(QString, file);
    QFile source(file);
    QVERIFY(source.open(QIODevice::ReadOnly));
    const json::Value value = json::parse(source.readAll().toStdString()).value();
    const json::Object &test = value.get_object();
    const std::string_view shape = json::stringOr(test, "shape");
    m_dialect = &dialects::Dialects::all()["openai" + std::string(shape)];
    const config::Deployment deployment = deploymentFor(provider.toStdString(), test);
    const providers::Target target = providers::resolveTarget(
        providers::Catalog::builtIn(), deployment, false, [](std::string_view) { return std::nullopt; });
    QCOMPARE(target.problem, std::string());
    auto decoded = m_dialect->decode({.body = json::serialize(*json::find(test, "request"))});
    QVERIFY2(decoded.ok(), decoded.ok() ? "" : decoded.error().message.c_str());
    const chat::Call &call = decoded.value();

    for (const bool hubOnly : {false, true}) {
        const auto wire = m_adapters.find("openai")->encode(call, target, {.hubOnly = hubOnly});
        if (const auto refused = json::findString(test, "error")) {
            QVERIFY(!wire.ok());
            QVERIFY(wire.error().code == ErrorCode::UnsupportedParam);
            QVERIFY(wire.error().param == *refused);
            continue;
        }
        QVERIFY2(wire.ok(), wire.ok() ? "" : wire.error().message.c_str());
        QVERIFY(!hubOnly || !wire.value().spliced);
        const auto sent = json::parse(wire.value().body);
        QVERIFY(sent.ok());
        std::string where;
        QVERIFY2(json::equal(sent.value(), *json::find(test, "wire"), &where),
                 (where + (hubOnly ? " (hub) " : " (splice) ") + wire.value().body).c_str());
        QVERIFY(wire.value().headers.valueOr("authorization") == "Bearer sk-test");
    }
    if (!test.contains("answer") && !test.contains("stream"))
        return;

    const Seen fast = answer(call, target, test, false, SIZE_MAX / 2);
    for (const auto &[hubOnly, step] : {std::pair(true, SIZE_MAX / 2), std::pair(false, std::size_t(1)),
                                        std::pair(true, std::size_t(1)), std::pair(true, std::size_t(7))}) {
        const Seen other = answer(call, target, test, hubOnly, step);
        QCOMPARE(QString::fromStdString(summary(other)), QString::fromStdString(summary(fast)));
    }
    const json::Object *client = json::findObject(test, "client");
    if (!client)
        return;
    if (const auto error = json::findString(*client, "error")) {
        QVERIFY2(fast.error.find(*error) != std::string::npos, fast.error.c_str());
        return;
    }
    QCOMPARE(fast.error, std::string());
    const chat::Usage usage = fast.response.usage ? fast.response.usage->usage : chat::Usage();
    if (const auto prompt = json::findInt(*client, "prompt"))
        QCOMPARE(usage.input, *prompt);
    if (const auto completion = json::findInt(*client, "completion"))
        QCOMPARE(usage.output, *completion);
    if (const auto cached = json::findInt(*client, "cached"))
        QCOMPARE(usage.cacheRead, *cached);
    if (const auto given = json::findBool(*client, "usage"))
        QCOMPARE(fast.usageChunk, *given);
    if (shape == "embeddings")
        return;
    QCOMPARE(fast.response.start.model, std::string("m"));
    const chat::Choice &choice = fast.response.choices.at(0);
    if (const json::Value *wanted = json::find(*client, "text"))
        QCOMPARE(text(choice.text),
                 wanted->is_null() ? std::string("none") : "\"" + std::string(wanted->get_string()) + "\"");
    if (const auto reasoning = json::findString(*client, "reasoning"))
        QCOMPARE(text(choice.reasoning), "\"" + std::string(*reasoning) + "\"");
    if (const auto refusal = json::findString(*client, "refusal"))
        QCOMPARE(text(choice.refusal), "\"" + std::string(*refusal) + "\"");
    if (const auto finish = json::findString(*client, "finish")) {
        QVERIFY(choice.finish);
        QCOMPARE(choice.finish->native, std::string(*finish));
    }
    if (const json::Array *calls = json::findArray(*client, "calls")) {
        QCOMPARE(choice.toolCalls.size(), calls->size());
        for (std::size_t i = 0; i < calls->size(); ++i) {
            const json::Array &wanted = (*calls)[i].get_array();
            const chat::FoldedToolCall &call_ = choice.toolCalls.at(static_cast<int>(i));
            QCOMPARE(call_.id, std::string(wanted[0].get_string()));
            QCOMPARE(call_.name, std::string(wanted[1].get_string()));
            QCOMPARE(call_.arguments, std::string(wanted[2].get_string()));
        }
    }
}

QTEST_GUILESS_MAIN(TestGolden)
#include "tst_golden.moc"
