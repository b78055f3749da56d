#include "tests/support/guimodels.h"

using namespace Qt::StringLiterals;

namespace gw::test {

namespace {

constexpr std::int64_t kDollar = 1'000'000'000'000;

client::DeploymentRow deployment(const QString &id, const QString &group, const QString &provider,
                                 const QString &account, const QString &model, std::int64_t inCents,
                                 std::int64_t outCents, std::int64_t context, const QStringList &abilities)
{
    client::DeploymentRow row;
    row.id = id;
    row.group = group;
    row.providerId = provider.toLower();
    row.providerName = provider;
    row.accountId = account;
    row.accountName = account;
    row.upstreamModel = model;
    if (inCents >= 0) {
        row.input = inCents * kDollar / 100;
        row.cached = row.input / 10;
        row.output = outCents * kDollar / 100;
        row.priceSource = row.providerId + u':' + model;
        row.priceVersion = u"2026-11-21"_s;
    }
    row.context = context;
    row.abilities = abilities;
    return row;
}

}   // namespace

void fillModels(GuiModels &models)
{
    const QStringList all{u"tools"_s, u"vision"_s, u"reasoning"_s};
    auto sonnet = deployment(u"d1"_s, u"sonnet"_s, u"Anthropic"_s, u"anthropic"_s, u"claude-sonnet-4-5"_s,
                             300, 1500, 200'000, all);
    sonnet.shutdown = u"2026-11-30"_s;
    sonnet.replacement = u"claude-sonnet-5-5"_s;
    auto router = deployment(u"d2"_s, u"sonnet"_s, u"OpenRouter"_s, u"openrouter"_s,
                             u"anthropic/claude-sonnet-4.5"_s, 300, 1500, 200'000, all);
    router.paused = true;
    auto gpt = deployment(u"d3"_s, u"gpt"_s, u"OpenAI"_s, u"work"_s, u"gpt-5.1"_s, 125, 1000, 400'000, all);
    gpt.ownInput = u"1.25"_s;
    gpt.ownOutput = u"10"_s;
    gpt.priceSource = u"config"_s;
    auto azure = deployment(u"d4"_s, u"gpt"_s, u"Azure OpenAI"_s, u"azure"_s, u"gpt-5.1-eu"_s, 125, 1000,
                            400'000, all);
    azure.problem = u"The environment has no AZURE_API_KEY, so no request can be sent."_s;
    auto qwen = deployment(u"d5"_s, u"local"_s, u"LM Studio"_s, u"studio"_s, u"qwen3-coder:30b"_s, 0, 0,
                           256'000, {u"tools"_s});
    qwen.free = true;
    qwen.local = true;
    qwen.priceSource = u"local"_s;
    auto unknown = deployment(u"d6"_s, u"local"_s, u"OpenAI"_s, u"work"_s, u"house-model"_s, -1, -1, 0, {});
    unknown.readOnly = u"Its row in config.yaml makes several deployments; change it there."_s;
    models.rows = {{u"sonnet"_s, {}, {sonnet, router}},
                   {u"gpt"_s, {}, {gpt, azure}},
                   {u"local"_s, {}, {qwen, unknown}},
                   {u"fast"_s, {u"gpt"_s}, {}}};
}

void fillServers(GuiDiscovery &discovery)
{
    discovery.servers = {{u"hosted_vllm"_s,
                          u"Ollama"_s,
                          u"http://localhost:11434/v1"_s,
                          {u"qwen3-coder:30b"_s, u"gpt-oss:20b"_s, u"nomic-embed-text"_s, u"llama3.2:3b"_s},
                          false},
                         {u"lm_studio"_s, u"LM Studio"_s, u"http://localhost:1234/v1"_s, {}, false}};
}

}   // namespace gw::test
