#include "tests/support/fakerouting.h"

using namespace Qt::StringLiterals;

namespace gw::test {

namespace {

constexpr std::int64_t kDollar = 1'000'000'000'000;

client::RouteDeployment deployment(const QString &id, const QString &group, const QString &provider,
                                   const QString &model, int inFlight, double firstTokenS)
{
    client::RouteDeployment out;
    out.id = id;
    out.group = group;
    out.provider = provider;
    out.model = model;
    out.health = client::RouteDeployment::Health::Well;
    out.inFlight = inFlight;
    out.requests = inFlight * 9 + 3;
    out.tokens = out.requests * 1840;
    out.successes = out.requests;
    out.firstTokenS = firstTokenS;
    out.costPico = 18 * kDollar;
    return out;
}

client::SimulatedDeployment simulated(const client::RouteDeployment &like, double chance, int turn = 0,
                                      const QString &why = {})
{
    return {.id = like.id,
            .model = like.model,
            .provider = like.provider,
            .usable = why.isEmpty(),
            .chance = chance,
            .turn = turn,
            .why = why,
            .inFlight = like.inFlight,
            .firstTokenS = like.firstTokenS,
            .retries = 2,
            .connectS = 10,
            .firstS = 30,
            .gapS = 60,
            .totalS = 600};
}

}   // namespace

void fillRouting(FakeRouting &routing)
{
    auto work = deployment(u"d-work"_s, u"sonnet"_s, u"anthropic"_s, u"claude-sonnet-4-5"_s, 2, 0.61);
    work.capacity = 8;
    work.requestLimit = 50;
    auto bedrock = deployment(u"d-eu"_s, u"sonnet"_s, u"bedrock"_s, u"claude-sonnet-4-5"_s, 1, 0.94);
    auto router = deployment(u"d-router"_s, u"sonnet"_s, u"openrouter"_s, u"claude-sonnet-4.5"_s, 0, 1.2);
    router.restsMs = 18'200;
    router.restReason = u"RateLimitError"_s;
    router.restStatus = 429;
    router.failures = 4;
    auto mini = deployment(u"d-mini"_s, u"fast"_s, u"openai"_s, u"gpt-5.1-mini"_s, 4, 0.34);
    mini.capacity = 4;
    auto flash = deployment(u"d-flash"_s, u"fast"_s, u"gemini"_s, u"gemini-3-flash"_s, 0, 0.41);
    flash.onProbation = true;
    auto local = deployment(u"d-local"_s, u"local"_s, u"ollama"_s, u"qwen3-coder:30b"_s, 0, 0);
    local.health = client::RouteDeployment::Health::Failing;
    local.costPico = 0;
    auto azure = deployment(u"d-azure"_s, u"local"_s, u"azure"_s, u"gpt-5.1"_s, 0, 0);
    azure.problem = u"AZURE_API_KEY is not set in the environment"_s;
    azure.budgets = {{u"deployment d-azure"_s, 2 * kDollar, 5 * kDollar, 86'400, 1'800'000'000}};
    client::RoutingState &now = routing.now;
    now.strategy = u"simple-shuffle"_s;
    now.groups = {{u"sonnet"_s, u"least-busy"_s, 0, {work, bedrock, router}},
                  {u"fast"_s, u"latency-based-routing"_s, 2, {mini, flash}},
                  {u"local"_s, u"simple-shuffle"_s, 0, {local, azure}}};
    now.aliases = {{u"gpt-4o"_s, {u"fast"_s}}, {u"opus"_s, {u"sonnet"_s, u"local"_s}, true}};
    now.fallbacks = {{u"sonnet"_s, {u"fast"_s, u"local"_s}}, {u"*"_s, {u"haiku"_s}}};
    now.contextFallbacks = {{u"sonnet"_s, {u"fast"_s}}};
    now.budgets = {{u"provider openai"_s, 410 * kDollar / 100, 5 * kDollar, 86'400, 1'800'000'000}};
    now.names = {u"sonnet"_s, u"fast"_s, u"local"_s, u"gpt-4o"_s, u"opus"_s};
    routing.result = {
        .model = u"sonnet"_s,
        .route = u"/v1/chat/completions"_s,
        .stream = true,
        .inputTokens = 41'015,
        .groups = {{.name = u"sonnet"_s,
                    .strategy = u"least-busy"_s,
                    .deployments = {simulated(bedrock, 1), simulated(work, 0),
                                    simulated(router, 0, 0, u"rests for 19 s after RateLimitError"_s)}}},
        .general =
            {{.name = u"fast"_s,
              .strategy = u"latency-based-routing"_s,
              .waits = false,
              .deployments = {simulated(flash, 1), simulated(mini, 0, 0, u"is busy with 4 requests"_s)}},
             {.name = u"local"_s, .strategy = u"simple-shuffle"_s, .deployments = {simulated(local, 1)}}},
        .context = {{.name = u"fast"_s,
                     .strategy = u"latency-based-routing"_s,
                     .deployments = {simulated(flash, 1)}}},
        .policy = {
            {.name = u"fast"_s,
             .strategy = u"latency-based-routing"_s,
             .deployments = {simulated(flash, 1), simulated(mini, 0, 0, u"is busy with 4 requests"_s)}},
            {.name = u"local"_s, .strategy = u"simple-shuffle"_s, .deployments = {simulated(local, 1)}}}};
}

}   // namespace gw::test
