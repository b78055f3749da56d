#include "tests/support/guiclient.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace gw::test {

namespace {

client::CatalogEntry entry(const QString &id, const QString &name, const QString &base, bool local = false)
{
    client::CatalogEntry row;
    row.id = id;
    row.name = name;
    row.category = local ? u"local"_s : u"commercial"_s;
    row.baseUrl = base;
    row.local = local;
    row.needsKey = !local;
    if (!local) {
        row.keyUrl = u"https://example.com/%1/keys"_s.arg(id);
        row.docsUrl = u"https://example.com/%1/docs"_s.arg(id);
    }
    return row;
}

client::RequestRow request(int number, const QString &program, const QString &asked, const QString &served,
                           int status, std::int64_t input, std::int64_t output, std::int64_t costPico)
{
    client::RequestRow row;
    row.request = {std::uint64_t(number), 1};
    row.startedUs = QDateTime::currentMSecsSinceEpoch() * 1000 - 60'000'000 - number * 17'300'000LL;
    row.durationUs = 900'000 + (number * 1'370'000) % 8'000'000;
    row.firstByteUs = status == 200 ? 240'000 + (number * 131'000) % 900'000 : -1;
    row.client = program;
    row.requestedModel = asked;
    row.servedModel = served;
    row.provider = u"openai"_s;
    row.status = status;
    row.input = input;
    row.output = output;
    row.cached = input > 0 ? input / 2 : -1;
    row.costPico = costPico;
    return row;
}

}   // namespace

void fillCatalog(GuiClient &client)
{
    auto ollama = entry(u"ollama"_s, u"Ollama"_s, u"http://localhost:11434"_s, true);
    ollama.defaultPort = 11434;
    auto studio = entry(u"lm_studio"_s, u"LM Studio"_s, u"http://localhost:1234/v1"_s, true);
    studio.defaultPort = 1234;
    auto azure = entry(u"azure"_s, u"Azure OpenAI"_s, {});
    azure.note = u"The address is that of your resource, for example https://name.openai.azure.com."_s;
    auto mistral = entry(u"mistral"_s, u"Mistral AI"_s, u"https://api.mistral.ai/v1"_s);
    mistral.unverified = true;
    auto sage = entry(u"sagemaker"_s, u"Amazon SageMaker"_s, {});
    sage.supported = false;
    sage.reason = u"Its signatures are not supported yet."_s;
    client.entries = {entry(u"openai"_s, u"OpenAI"_s, u"https://api.openai.com/v1"_s),
                      entry(u"anthropic"_s, u"Anthropic"_s, u"https://api.anthropic.com"_s),
                      entry(u"gemini"_s, u"Google Gemini"_s, u"https://generativelanguage.googleapis.com"_s),
                      mistral,
                      azure,
                      entry(u"groq"_s, u"Groq"_s, u"https://api.groq.com/openai/v1"_s),
                      entry(u"openrouter"_s, u"OpenRouter"_s, u"https://openrouter.ai/api/v1"_s),
                      entry(u"deepseek"_s, u"DeepSeek"_s, u"https://api.deepseek.com"_s),
                      entry(u"xai"_s, u"xAI"_s, u"https://api.x.ai/v1"_s),
                      sage,
                      ollama,
                      studio};
}

void fillProviders(GuiClient &client)
{
    fillCatalog(client);
    client.known = {
        {u"openai"_s,
         u"work"_s,
         u"https://api.openai.com/v1"_s,
         u"keychain/openai"_s,
         {},
         {u"gpt-5.1"_s, u"gpt-5.1-mini"_s, u"text-embedding-3-large"_s},
         false},
        {u"anthropic"_s,
         u"anthropic"_s,
         u"https://api.anthropic.com"_s,
         u"environment ANTHROPIC_API_KEY"_s,
         u"The environment has no ANTHROPIC_API_KEY, so no request can be sent."_s,
         {u"sonnet"_s},
         false},
        {u"ollama"_s,
         u"ollama"_s,
         u"http://localhost:11434"_s,
         u"none"_s,
         {},
         {u"qwen3-coder:30b"_s, u"gpt-oss:20b"_s, u"nomic-embed-text"_s, u"llama3.2:3b"_s},
         true},
        {u"openrouter"_s,
         u"openrouter"_s,
         u"https://openrouter.ai/api/v1"_s,
         u"in config.yaml"_s,
         {},
         {u"fast"_s},
         false},
    };
    client.state.deployments = 9;
}

void fillTraffic(GuiClient &client)
{
    client.state.state = client::EngineState::Running;
    client.state.url = u"http://localhost:4000/v1"_s;
    client.state.keySource = u"Secret Service"_s;
    client.state.masterKeyMasked = u"sk-...1a2b"_s;
    client.state.opened = 1204;
    client.state.closed = 1202;
    client::Today &today = client.today;
    today.requests = 1204;
    today.failures = 11;
    today.input = 7'810'000;
    today.output = 322'000;
    today.costPico = 184 * kCent;
    today.overheadP95Us = 410;
    for (int hour = 0; hour < 24; ++hour) {
        const int now = QTime::currentTime().hour();
        const bool work = hour <= now && hour > now - 7;
        const auto level = work ? std::int64_t(40 + 30 * std::sin(hour * 1.7)) : 0;
        today.requestsByHour.push_back(level * 3);
        today.tokensByHour.push_back(level * 21'000);
        today.costPicoByHour.push_back(level * kCent * 6 / 10);
    }
    client.recent = {
        request(0, u"claude-code"_s, u"sonnet"_s, u"claude-sonnet-4-5"_s, 200, 41'015, 1'021, 35'490'000'000),
        request(1, u"codex"_s, u"gpt-5.1"_s, u"gpt-5.1"_s, 200, 12'300, 2'104, 44'100'000'000),
        request(2, u"python-openai"_s, u"fast"_s, u"fast"_s, 429, -1, -1, 0),
        request(3, u"aider"_s, u"fast"_s, u"claude-haiku-4-5"_s, 200, 3'120, 412, 5'180'000'000),
        request(4, u"claude-code"_s, u"sonnet"_s, u"claude-sonnet-4-5"_s, 200, 38'400, 640, 21'120'000'000),
        request(5, u"curl"_s, u"gpt-oss:20b"_s, u"gpt-oss:20b"_s, 200, 88, 64, 0),
        request(6, u"codex"_s, u"gpt-5.1"_s, u"gpt-5.1"_s, 200, 9'700, 900, 21'125'000'000),
        request(7, u"open-webui"_s, u"mistral-large-latest"_s, u"mistral-large-latest"_s, 200, 1'204, 388, 0),
    };
    client.recent[2].error = u"The provider refused: too many requests (retry after 18 s)."_s;
    client.recent[7].unpriced = true;
    client.recent[6].estimated = true;
}

std::vector<events::Event> liveEvents(const GuiClient &client, std::int64_t nowUs)
{
    std::vector<events::Event> batch;
    std::uint64_t number = 1000;
    for (int second = 58; second > 3; --second) {
        const int count =
            int(std::lround(1.6 + 1.4 * std::sin(second * 0.21) + 0.7 * std::sin(second * 0.9)));
        for (int i = 0; i < count; ++i) {
            const client::RequestRow &like = client.recent[number % client.recent.size()];
            events::ExchangeStarted begun;
            begun.request = {++number, 2};
            begun.startedUs = nowUs - second * 1'000'000LL + i * 200'000;
            batch.emplace_back(begun);
            events::ExchangeFinished ended;
            ended.request = begun.request;
            ended.startedUs = begun.startedUs;
            ended.durationUs = like.durationUs / 3;
            ended.firstByteUs = like.firstByteUs;
            ended.client = like.client.toStdString();
            ended.requestedModel = like.requestedModel.toStdString();
            ended.upstreamModel = like.servedModel.toStdString();
            ended.status = like.status;
            ended.usage.input = like.input;
            ended.usage.output = like.output;
            ended.usage.cacheRead = like.cached;
            ended.costPico = like.costPico;
            ended.estimated = like.estimated;
            ended.unpriced = like.unpriced;
            ended.error = like.error.toStdString();
            batch.emplace_back(ended);
        }
    }
    const auto run = [&](const char *program, const char *model, int seconds, std::int64_t tokens,
                         std::int64_t costPico) {
        events::ExchangeStarted begun;
        begun.request = {++number, 3};
        begun.startedUs = nowUs - seconds * 1'000'000LL;
        begun.client = program;
        begun.requestedModel = model;
        batch.emplace_back(begun);
        if (tokens > 0)
            batch.emplace_back(events::ExchangeProgressed{begun.request, tokens, 600'000, costPico});
    };
    run("claude-code", "sonnet", 14, 1'500, 2 * kCent);
    run("claude-code", "fast", 5, 810, kCent / 2);
    run("codex", "gpt-5.1", 3, 0, 0);
    return batch;
}

}   // namespace gw::test
