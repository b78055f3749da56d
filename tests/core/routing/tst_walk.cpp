#include "tests/core/routing/routingsample.h"

#include <QTest>

#include <set>

using namespace gw;
using namespace gw::routingtest;
using routing::Step;
using routing::Walk;

class TestWalk final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unknownNamesAreToldWithTheirNeighbours();
    void keysUseOnlyTheirModels();
    void pausedDeploymentsGetNothing();
    void filters_data();
    void filters();
    void retriesGoToAnotherDeployment();
    void ordersAreUsedUpBeforeFallbacks();
    void fallsBack_data();
    void fallsBack();
    void everyGroupHasItsRetries();
    void fallbacksMayHaveFallbacks();
    void theKeyChecksFallbacksToo();
    void theClientGetsTheFirstGroupsError();
    void requestOverridesReachTheirTarget();
    void allCooling();
    void anIdIgnoresItsRest();
    void adoptsWhoAnsweredBefore();
    void waitsWhenAllAreBusy();
    void ratesHoldExactly();
    void budgetsCloseProviders();
    void affinities_data();
    void affinities();
    void mockSwitches_data();
    void mockSwitches();
    void streamsFailOverOnlyWhereAllowed();
};

namespace {

using ConfigPtr = std::shared_ptr<config::Config>;

ConfigPtr twoAndOne()
{
    auto config = std::make_shared<config::Config>();
    config->deployments = {deployment("gpt", "openai/gpt-4o", "a"), deployment("gpt", "azure/gpt-4o", "b"),
                           deployment("claude", "anthropic/claude-sonnet-4-5", "c"),
                           deployment("small", "groq/llama", "d")};
    return config;
}

Walk begin(const routing::TablePtr &table, const chat::Call &call, const auth::Principal &principal)
{
    auto walk = Walk::begin(table, call, principal, "/chat/completions");
    if (!walk.ok())
        qFatal("%s", walk.error().message.c_str());
    return std::move(walk).value();
}

// The ids that are tried, in order, when every attempt fails with code.
std::vector<std::string> triedOn(const routing::TablePtr &table, const chat::Call &call, ErrorCode code,
                                 const auth::Principal &principal = {}, Error *end = nullptr)
{
    routing::Random random(5);
    Walk walk = begin(table, call, principal);
    std::vector<std::string> ids;
    double time = 1;
    Step step = walk.choose(at(time), random);
    while (step.kind == Step::Kind::Go) {
        ids.push_back(walk.attempt().target->deployment->info.id);
        const routing::Verdict verdict = walk.failed(failure(code), at(time), random, 60'000);
        if (!verdict.again) {
            step.error = verdict.error;
            break;
        }
        time += 0.001;
        step = walk.choose(at(time), random);
    }
    if (end)
        *end = step.error;
    return ids;
}

}   // namespace

void TestWalk::unknownNamesAreToldWithTheirNeighbours()
{
    auto config = twoAndOne();
    const chat::Call call = callFor("gptt");
    const auto walk = Walk::begin(tableOf(config), call, {}, "/chat/completions");
    QVERIFY(!walk.ok());
    QCOMPARE(walk.error().code, ErrorCode::UnknownModel);
    QVERIFY(walk.error().message.find("Invalid model name passed in model=gptt") != std::string::npos);
    QVERIFY(walk.error().message.find("Did you mean gpt") != std::string::npos);
    const auto empty = tableOf(std::make_shared<config::Config>());
    QCOMPARE(Walk::begin(empty, call, {}, "/x").error().code, ErrorCode::NoModels);
}

void TestWalk::keysUseOnlyTheirModels()
{
    const auto table = tableOf(twoAndOne());
    auth::Principal principal;
    principal.key =
        std::make_shared<const access::Key>(access::Key{.token = {}, .name = {}, .models = {"gp*"}});
    QVERIFY(Walk::begin(table, callFor("gpt"), principal, "/x").ok());
    QCOMPARE(Walk::begin(table, callFor("claude"), principal, "/x").error().code, ErrorCode::ModelDenied);
}

void TestWalk::pausedDeploymentsGetNothing()
{
    const auto config = twoAndOne();
    config->deployments[0].info.blocked = true;
    const chat::Call call = callFor("gpt");
    QCOMPARE(triedOn(tableOf(config), call, ErrorCode::UpstreamBadRequest), std::vector<std::string>{"b"});
    config->deployments[1].info.blocked = true;
    for (const char *name : {"gpt", "a"}) {
        const auto none = Walk::begin(tableOf(config), callFor(name), {}, "/x");
        QVERIFY2(!none.ok(), name);
        QCOMPARE(none.error().code, ErrorCode::Overloaded);
        QVERIFY(none.error().message.find("paused") != std::string::npos);
    }
}

// CONTRACT 6.1, steps 3 to 8: change() makes the difference, ids are who may be used then.
void TestWalk::filters_data()
{
    using Change = std::function<void(config::Config &, routing::State &, routing::Ask &)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<QStringList>("ids");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const Change &change, const QStringList &ids,
                        ErrorCode code = ErrorCode::Internal) {
        QTest::newRow(name) << change << ids << int(code);
    };
    const QString a = QStringLiteral("a");
    const QString b = QStringLiteral("b");
    row("nothing special", [](auto &, auto &, auto &) {}, {a, b});
    row("a failed health check",
        [](auto &c, auto &s, auto &) {
            c.router.healthRouting = true;
            s.deployment("a")->setHealth(routing::Health::Failing, at(1));
        },
        {b});
    row("a health check that is too old",
        [](auto &c, auto &s, auto &) {
            c.router.healthRouting = true;
            c.router.healthStalenessS = 0.5;
            s.deployment("a")->setHealth(routing::Health::Failing, at(1));
        },
        {a, b});
    row("all failed their health checks: as if there were none",
        [](auto &c, auto &s, auto &) {
            c.router.healthRouting = true;
            s.deployment("a")->setHealth(routing::Health::Failing, at(1));
            s.deployment("b")->setHealth(routing::Health::Failing, at(1));
        },
        {a, b});
    row("failed health checks that only count",
        [](auto &c, auto &s, auto &) {
            c.router.healthRouting = true;
            c.router.allowedFailsPolicy.byClass["TimeoutErrorAllowedFails"] = 3;
            s.deployment("a")->setHealth(routing::Health::Failing, at(1));
        },
        {a, b});
    row("health checks that do not route",
        [](auto &, auto &s, auto &) { s.deployment("a")->setHealth(routing::Health::Failing, at(1)); },
        {a, b});
    row("one rests",
        [](auto &, auto &s, auto &) {
            s.deployment("b")->coolDown({"x", 500, at(1).steadyUs, 9});
        },
        {a});
    row("the prompt is too long for one",
        [](auto &c, auto &, auto &ask) {
            c.router.enablePreCallChecks = true;
            c.deployments[0].info.maxInputTokens = 100;
            ask.inputTokens = 101;
        },
        {b});
    row("too long for one, but nobody checks",
        [](auto &c, auto &, auto &ask) {
            c.deployments[0].info.maxInputTokens = 100;
            ask.inputTokens = 101;
        },
        {a, b});
    row(
        "too long for all",
        [](auto &c, auto &, auto &ask) {
            c.router.enablePreCallChecks = true;
            c.deployments[0].info.maxInputTokens = 100;
            c.deployments[1].info.maxInputTokens = 50;
            ask.inputTokens = 101;
        },
        {}, ErrorCode::UpstreamContextWindow);
    row("its requests of this minute are used up",
        [](auto &c, auto &s, auto &) {
            c.router.enablePreCallChecks = true;
            c.deployments[0].params.rpm = 2;
            s.deployment("a")->requests.add(at(2).minute(), 2);
        },
        {b});
    row("only one is in the region",
        [](auto &c, auto &, auto &ask) {
            c.router.enablePreCallChecks = true;
            c.deployments[1].params.regionName = "eu";
            ask.region = "eu";
        },
        {b});
    row(
        "none is in the region",
        [](auto &c, auto &, auto &ask) {
            c.router.enablePreCallChecks = true;
            ask.region = "eu";
        },
        {}, ErrorCode::NoDeployment);
    row("tags that fit one",
        [](auto &c, auto &, auto &ask) {
            c.router.tagFiltering = true;
            c.deployments[0].params.tags = {"paid"};
            ask.tags = {"paid"};
        },
        {a});
    row("no tags: the default ones",
        [](auto &c, auto &, auto &) {
            c.router.tagFiltering = true;
            c.deployments[0].params.tags = {"paid"};
            c.deployments[1].params.tags = {"default"};
        },
        {b});
    row(
        "tags that fit nobody",
        [](auto &c, auto &, auto &ask) {
            c.router.tagFiltering = true;
            c.deployments[0].params.tags = {"paid"};
            c.deployments[1].params.tags = {"free"};
            ask.tags = {"batch"};
        },
        {}, ErrorCode::TagDenied);
    row("tags that nobody filters by",
        [](auto &c, auto &, auto &ask) {
            c.deployments[0].params.tags = {"paid"};
            ask.tags = {"batch"};
        },
        {a, b});
    row("the lowest order first",
        [](auto &c, auto &, auto &) {
            c.deployments[0].params.order = 2;
            c.deployments[1].params.order = 1;
        },
        {b});
    row("those without an order come last",
        [](auto &c, auto &, auto &) { c.deployments[0].params.order = 7; }, {a});
    row("the lowest order rests",
        [](auto &c, auto &s, auto &) {
            c.deployments[0].params.order = 1;
            s.deployment("a")->coolDown({"x", 500, at(1).steadyUs, 9});
        },
        {b});
    row("one without a base URL",
        [](auto &c, auto &, auto &) {
            c.deployments[1].params.apiBase.clear();
            c.deployments[1].params.model = "nobody-knows/x";
        },
        {a});
    row("one that failed this request already", [](auto &, auto &, auto &ask) { ask.tried = {"a"}; }, {b});
    row("both failed it: both may try again",
        [](auto &, auto &, auto &ask) {
            ask.tried = {"a", "b"};
        },
        {a, b});
    row("one is busy",
        [](auto &c, auto &s, auto &) {
            c.deployments[0].params.maxParallelRequests = 1;
            s.deployment("a")->enter(1, at(1));
        },
        {b});
}

void TestWalk::filters()
{
    using Change = std::function<void(config::Config &, routing::State &, routing::Ask &)>;
    QFETCH(Change, change);
    QFETCH(QStringList, ids);
    QFETCH(int, code);
    const auto config = twoAndOne();
    const auto state = std::make_shared<routing::State>();
    routing::Ask ask;
    change(*config, *state, ask);
    const routing::Table table(
        config, providers::Catalog::builtIn(), [](std::string_view) { return std::optional<std::string>(); },
        state);
    routing::Random random(3);
    std::set<std::string> seen;
    routing::Selection selection;
    for (int i = 0; i < 50; ++i) {
        routing::Account account;
        selection = routing::select(*table.resolve("gpt")->group, ask, config->router, *state, at(2), random,
                                    &account);
        if (selection.member)
            seen.insert(selection.member->id());
        QCOMPARE(qsizetype(account.excluded.size()), 2 - ids.size());
        for (const routing::Excluded &row : account.excluded)
            QVERIFY(!row.why.empty());
    }
    QCOMPARE(qsizetype(seen.size()), ids.size());
    for (const QString &id : ids)
        QVERIFY(seen.contains(id.toStdString()));
    if (ids.isEmpty())
        QCOMPARE(selection.error.code, ErrorCode(code));
}

void TestWalk::retriesGoToAnotherDeployment()
{
    chat::Call call = callFor("gpt");
    call.gateway.numRetries = 3;
    const auto ids = triedOn(tableOf(twoAndOne()), call, ErrorCode::UpstreamInternal);
    QCOMPARE(ids.size(), std::size_t(4));
    QVERIFY(ids[0] != ids[1]);
}

void TestWalk::ordersAreUsedUpBeforeFallbacks()
{
    const auto config = twoAndOne();
    config->deployments[0].params.order = 1;
    config->deployments[1].params.order = 2;
    config->router.fallbacks = {{"gpt", {"claude"}}};
    config->router.numRetries = 1;
    const auto ids = triedOn(tableOf(config), callFor("gpt"), ErrorCode::UpstreamInternal);
    QCOMPARE(ids, (std::vector<std::string>{"a", "a", "b", "b", "c", "c"}));
    // The client's own mistake is the same everywhere.
    QCOMPARE(triedOn(tableOf(config), callFor("gpt"), ErrorCode::BadRequest), std::vector<std::string>{"a"});
}

void TestWalk::fallsBack_data()
{
    using Change = std::function<void(config::RouterSettings &, chat::GatewayFields &, auth::Principal &)>;
    QTest::addColumn<int>("code");
    QTest::addColumn<Change>("change");
    QTest::addColumn<QStringList>("ids");   // Behind the first, which is of gpt.
    const auto row = [](const char *name, ErrorCode code, const Change &change, const QStringList &ids) {
        QTest::newRow(name) << int(code) << change << ids;
    };
    const QString c = QStringLiteral("c");
    const QString d = QStringLiteral("d");
    const auto list = [](const char *text) { return json::parse(text).value().as_array(); };
    const auto plain = [](auto &router, auto &, auto &) {
        router.fallbacks = {{"gpt", {"claude", "small"}}};
    };
    const ErrorCode fault = ErrorCode::UpstreamInternal;
    const ErrorCode window = ErrorCode::UpstreamContextWindow;
    const ErrorCode policy = ErrorCode::UpstreamContentPolicy;
    row("without fallbacks", fault, [](auto &, auto &, auto &) {}, {});
    row("in their order", fault, plain, {c, d});
    row("for time-outs", ErrorCode::UpstreamTimeout, plain, {c, d});
    row("for bad requests", ErrorCode::UpstreamBadRequest, plain, {c, d});
    row("for keys that are refused", ErrorCode::UpstreamAuthentication, plain, {c, d});
    row("not for our own 400", ErrorCode::BadRequest, plain, {});
    row("not for budgets of the key", ErrorCode::BudgetExceeded, plain, {});
    row("any other group's row", fault,
        [](auto &r, auto &, auto &) {
            r.fallbacks = {{"claude", {"small"}}};
        },
        {});
    row("the row for every group", fault,
        [](auto &r, auto &, auto &) {
            r.fallbacks = {{"*", {"small"}}};
        },
        {d});
    row("its own row before that for every group", fault,
        [](auto &r, auto &, auto &) {
            r.fallbacks = {{"*", {"small"}}, {"gpt", {"claude"}}};
        },
        {c, d});
    row("a deployment's id", fault, [](auto &r, auto &, auto &) { r.fallbacks = {{"gpt", {"d"}}}; }, {d});
    row("what does not exist is skipped", fault,
        [](auto &r, auto &, auto &) {
            r.fallbacks = {{"gpt", {"nothing", "small"}}};
        },
        {d});
    row("itself is skipped", fault,
        [](auto &r, auto &, auto &) {
            r.fallbacks = {{"gpt", {"gpt", "small"}}};
        },
        {d});
    row("a chain, from the middle", fault,
        [](auto &r, auto &, auto &) {
            r.defaultChain = {"claude", "gpt", "small"};
        },
        {d, c});
    row("a chain without it, from its start", fault,
        [](auto &r, auto &, auto &) {
            r.defaultChain = {"small", "claude"};
        },
        {d, c});
    row("too long: its own list", window,
        [](auto &r, auto &, auto &) {
            r.contextWindowFallbacks = {{"gpt", {"small"}}};
            r.hasContextWindowFallbacks = true;
            r.fallbacks = {{"gpt", {"claude"}}};
        },
        {d});
    row("too long: the general list where its own has no row", window,
        [](auto &r, auto &, auto &) {
            r.contextWindowFallbacks = {{"other", {"small"}}};
            r.hasContextWindowFallbacks = true;
            r.fallbacks = {{"gpt", {"claude"}}};
        },
        {c});
    row("too long: the general list without its own", window, plain, {c, d});
    row("refused: its own list", policy,
        [](auto &r, auto &, auto &) {
            r.contentPolicyFallbacks = {{"*", {"small"}}};
            r.hasContentPolicyFallbacks = true;
        },
        {d});
    row("the special lists are not for other errors", fault,
        [](auto &r, auto &, auto &) {
            r.contentPolicyFallbacks = {{"*", {"small"}}};
            r.contextWindowFallbacks = {{"*", {"claude"}}};
        },
        {});
    row("the request's list instead", fault,
        [=](auto &r, auto &g, auto &) {
            r.fallbacks = {{"gpt", {"claude"}}};
            g.fallbacks = list(R"(["small"])");
        },
        {d});
    row("the request's list by group", fault,
        [=](auto &, auto &g, auto &) { g.fallbacks = list(R"([{"gpt": ["small", "claude"]}])"); }, {d, c});
    row("the request wants none", fault,
        [=](auto &r, auto &g, auto &) {
            r.fallbacks = {{"gpt", {"claude"}}};
            g.disableFallbacks = true;
        },
        {});
    row("the key wants none", fault,
        [](auto &r, auto &, auto &p) {
            r.fallbacks = {{"gpt", {"claude"}}};
            p.disableFallbacks = true;
        },
        {});
    row("the key's own list", fault,
        [=](auto &r, auto &, auto &p) {
            r.fallbacks = {{"gpt", {"claude"}}};
            p.fallbacks = std::make_shared<const json::Array>(list(R"([{"gpt": ["small"]}])"));
        },
        {d});
    row("no more than max_fallbacks deep", fault,
        [](auto &r, auto &, auto &) {
            r.maxFallbacks = 0;
            r.fallbacks = {{"gpt", {"claude"}}};
        },
        {});
}

void TestWalk::fallsBack()
{
    using Change = std::function<void(config::RouterSettings &, chat::GatewayFields &, auth::Principal &)>;
    QFETCH(int, code);
    QFETCH(Change, change);
    QFETCH(QStringList, ids);
    const auto config = twoAndOne();
    chat::Call call = callFor("gpt");
    auth::Principal principal;
    change(config->router, call.gateway, principal);
    const auto tried = triedOn(tableOf(config), call, ErrorCode(code), principal);
    QVERIFY(!tried.empty());
    QVERIFY(tried.front() == "a" || tried.front() == "b");
    QStringList behind;
    for (std::size_t i = 1; i < tried.size(); ++i)
        behind << QString::fromStdString(tried[i]);
    QCOMPARE(behind, ids);
}

void TestWalk::everyGroupHasItsRetries()
{
    const auto config = twoAndOne();
    config->router.fallbacks = {{"gpt", {"claude", "small"}}};
    config->router.numRetries = 2;
    const auto ids = triedOn(tableOf(config), callFor("gpt"), ErrorCode::UpstreamInternal);
    QCOMPARE(ids.size(), std::size_t(9));
    QCOMPARE(std::vector<std::string>(ids.begin() + 3, ids.end()),
             (std::vector<std::string>{"c", "c", "c", "d", "d", "d"}));
}

void TestWalk::fallbacksMayHaveFallbacks()
{
    const auto config = twoAndOne();
    config->router.fallbacks = {{"gpt", {"claude"}}, {"claude", {"small"}}, {"small", {"gpt"}}};
    const auto ids = triedOn(tableOf(config), callFor("gpt"), ErrorCode::UpstreamInternal);
    QCOMPARE(ids.size(), std::size_t(3));   // Nobody is asked twice in a circle.
    QCOMPARE(ids.back(), std::string("d"));
    config->router.maxFallbacks = 1;
    QCOMPARE(triedOn(tableOf(config), callFor("gpt"), ErrorCode::UpstreamInternal).size(), std::size_t(2));
}

void TestWalk::theKeyChecksFallbacksToo()
{
    const auto config = twoAndOne();
    config->router.fallbacks = {{"gpt", {"claude", "small"}}};
    auth::Principal principal;
    principal.key =
        std::make_shared<const access::Key>(access::Key{.token = {}, .name = {}, .models = {"gpt", "small"}});
    const auto ids = triedOn(tableOf(config), callFor("gpt"), ErrorCode::UpstreamInternal, principal);
    QCOMPARE(ids.size(), std::size_t(2));
    QCOMPARE(ids.back(), std::string("d"));
}

void TestWalk::theClientGetsTheFirstGroupsError()
{
    const auto config = twoAndOne();
    config->router.fallbacks = {{"gpt", {"claude"}}};
    Error end;
    triedOn(tableOf(config), callFor("gpt"), ErrorCode::UpstreamTimeout, {}, &end);
    QCOMPARE(end.code, ErrorCode::UpstreamTimeout);
    QVERIFY(end.message.find("Received Model Group=gpt\nAvailable Model Group Fallbacks=['claude']") !=
            std::string::npos);
    QVERIFY(end.message.find("Error doing the fallback: litellm.Timeout: AnthropicException") !=
            std::string::npos);
}

void TestWalk::requestOverridesReachTheirTarget()
{
    const auto table = tableOf(twoAndOne());
    chat::Call call = callFor("gpt");
    call.gateway.fallbacks =
        json::parse(R"([{"model": "claude", "max_tokens": 5}, {"model": "gpt", "temperature": 0}])")
            .value()
            .as_array();
    const auth::Principal principal;
    routing::Random random(1);
    Walk walk = begin(table, call, principal);
    QCOMPARE(walk.choose(at(1), random).kind, Step::Kind::Go);
    QVERIFY(!walk.overrides());
    QVERIFY(walk.failed(failure(ErrorCode::UpstreamInternal), at(1), random, 9999).again);
    QCOMPARE(walk.choose(at(1), random).kind, Step::Kind::Go);
    QVERIFY(walk.overrides());
    QCOMPARE(json::findInt(*walk.overrides(), "max_tokens").value_or(0), 5);
    QVERIFY(!walk.overrides()->contains("model"));
    QVERIFY(walk.failed(failure(ErrorCode::UpstreamInternal), at(1), random, 9999).again);
    // The same group again, with other members.
    QCOMPARE(walk.choose(at(1), random).kind, Step::Kind::Go);
    QCOMPARE(walk.group(), std::string("gpt"));
    QVERIFY(walk.overrides()->contains("temperature"));
    QCOMPARE(walk.fallbacks(), 2);
}

void TestWalk::allCooling()
{
    const auto config = twoAndOne();
    const auto table = tableOf(config);
    table->state().deployment("a")->coolDown({"RateLimitError", 429, at(1).steadyUs, 30});
    table->state().deployment("b")->coolDown({"RateLimitError", 429, at(1).steadyUs, 20});
    Error end;
    QVERIFY(triedOn(table, callFor("gpt"), ErrorCode::UpstreamInternal, {}, &end).empty());
    QCOMPARE(end.code, ErrorCode::NoDeployment);
    QCOMPARE(QByteArray::fromStdString(end.message),
             QByteArray("No deployments available for selected model, Try again in 20 seconds. Passed "
                        "model=gpt. pre-call-checks=False, cooldown_list=['a', 'b']"));
    QVERIFY(end.retryAfterMs > 19'900 && end.retryAfterMs <= 20'001);
    config->router.fallbacks = {{"gpt", {"claude"}}};
    QCOMPARE(triedOn(table, callFor("gpt"), ErrorCode::UpstreamInternal), std::vector<std::string>{"c"});
}

void TestWalk::anIdIgnoresItsRest()
{
    const auto config = twoAndOne();
    const auto table = tableOf(config);
    table->state().deployment("a")->coolDown({"RateLimitError", 429, at(1).steadyUs, 30});
    QCOMPARE(triedOn(table, callFor("a"), ErrorCode::UpstreamBadRequest), std::vector<std::string>{"a"});
    config->router.fallbacks = {{"claude", {"a"}}};
    QCOMPARE(triedOn(table, callFor("claude"), ErrorCode::UpstreamBadRequest),
             (std::vector<std::string>{"c", "a"}));
}

void TestWalk::adoptsWhoAnsweredBefore()
{
    const auto config = twoAndOne();
    config->router.defaultMaxParallel = 1;
    const auto table = tableOf(config);
    const chat::Call call = callFor("gpt");
    const auth::Principal principal;
    routing::Random random(1);
    // Busy and resting deployments give what they gave before all the same, and no slot is taken.
    Walk busy = begin(table, call, principal);
    QCOMPARE(busy.choose(at(1), random).kind, Step::Kind::Go);
    const std::string id = busy.attempt().target->deployment->info.id;
    const std::string model = busy.attempt().target->upstreamModel;
    Walk walk = begin(table, call, principal);
    QVERIFY(walk.adopt(id, model));
    QVERIFY(walk.hasAttempt());
    QCOMPARE(walk.attempt().target->deployment->info.id, id);
    QCOMPARE(walk.attempt().group, std::string("gpt"));
    const auto state = table->state().deployment(id);
    const auto successes = state->successes.value(at(1).minute());
    walk.succeeded({.outputTokens = 5, .totalTokens = 9, .seconds = 0.001}, at(1));
    QCOMPARE(state->successes.value(at(1).minute()), successes);
    // Of another group that shares answers with this one.
    QVERIFY(walk.adopt("c", "claude-sonnet-4-5"));
    QVERIFY(!walk.adopt("c", "another-model"));
    QVERIFY(!walk.adopt("gone", model));
}

void TestWalk::waitsWhenAllAreBusy()
{
    const auto config = twoAndOne();
    config->router.defaultMaxParallel = 1;
    const auto table = tableOf(config);
    const chat::Call call = callFor("gpt");
    const auth::Principal principal;
    routing::Random random(1);
    Walk first = begin(table, call, principal);
    Walk second = begin(table, call, principal);
    Walk third = begin(table, call, principal);
    QCOMPARE(first.choose(at(1), random).kind, Step::Kind::Go);
    QCOMPARE(second.choose(at(1), random).kind, Step::Kind::Go);
    QVERIFY(first.attempt().target != second.attempt().target);
    QCOMPARE(third.choose(at(1), random).kind, Step::Kind::Queue);
    bool called = false;
    const auto ticket = third.line().join("k", 0, 10, [&called] { called = true; });
    // A newcomer does not overtake, even when a slot is free by then.
    Walk late = begin(table, call, principal);
    second.succeeded({}, at(2));
    QVERIFY(called);
    QCOMPARE(late.choose(at(2), random).kind, Step::Kind::Queue);
    QCOMPARE(third.choose(at(2), random, true).kind, Step::Kind::Go);
    third.line().served(ticket);
    first.dropped();
    QCOMPARE(late.choose(at(2), random).kind, Step::Kind::Go);
    // Whoever waited too long falls back, or learns why.
    Walk unlucky = begin(table, call, principal);
    QCOMPARE(unlucky.choose(at(3), random).kind, Step::Kind::Queue);
    const Step end = unlucky.gaveUp(at(3), random);
    QCOMPARE(end.kind, Step::Kind::Stop);
    QCOMPARE(end.error.code, ErrorCode::NoDeployment);
    QVERIFY(end.error.retryAfterMs > 0);
}

void TestWalk::ratesHoldExactly()
{
    const auto config = twoAndOne();
    config->router.strategy = "usage-based-routing-v2";
    config->deployments[0].params.rpm = 3;
    config->deployments[1].params.rpm = 2;
    const auto table = tableOf(config);
    const chat::Call call = callFor("gpt");
    const auth::Principal principal;
    routing::Random random(1);
    int gone = 0;
    Step last;
    for (int i = 0; i < 10; ++i) {
        Walk walk = begin(table, call, principal);
        last = walk.choose(at(1), random);
        gone += last.kind == Step::Kind::Go ? 1 : 0;
    }
    QCOMPARE(gone, 5);
    QCOMPARE(last.error.code, ErrorCode::NoDeployment);
    QCOMPARE(last.error.retryAfterMs, 60'000);
    Walk walk = begin(table, call, principal);
    QCOMPARE(walk.choose(at(61), random).kind, Step::Kind::Go);   // A new minute.
}

void TestWalk::budgetsCloseProviders()
{
    const auto config = twoAndOne();
    config->router.providerBudgets["openai"] = {"1.5", 3600};
    config->deployments[1].params.maxBudget = "2";
    config->deployments[1].params.budgetPeriodS = 60;
    config->router.tagBudgets["batch"] = {"0.5", 3600};
    const auto table = tableOf(config);
    const auth::Principal principal;
    routing::Random random(1);
    const auto spend = [&](const char *id, double usd, double seconds, const std::vector<std::string> &tags) {
        chat::Call call = callFor(id);
        call.gateway.tags = tags;
        Walk walk = begin(table, call, principal);
        QCOMPARE(walk.choose(at(seconds), random).kind, Step::Kind::Go);
        const auto pico = static_cast<std::int64_t>(usd * 1e12);
        const routing::Attempt attempt = walk.attempt();
        access::Spending &accounts = table->state().budgets.accounts();
        accounts.add(access::Scope::Provider, attempt.target->provider, pico);
        accounts.add(access::Scope::Deployment, attempt.target->deployment->info.id, pico);
        for (const std::string &tag : tags)
            accounts.add(access::Scope::Tag, tag, pico);
        walk.succeeded({}, at(seconds));
    };
    spend("a", 1.5, 10, {});
    QCOMPARE(triedOn(table, callFor("gpt"), ErrorCode::UpstreamBadRequest), std::vector<std::string>{"b"});
    spend("b", 2.5, 20, {});
    Error end;
    QVERIFY(triedOn(table, callFor("gpt"), ErrorCode::UpstreamBadRequest, {}, &end).empty());
    QCOMPARE(end.code, ErrorCode::NoDeployment);
    QVERIFY(end.message.find("Exceeded budget for provider openai: 1.5 >= 1.5") != std::string::npos);
    QVERIFY(end.message.find("Exceeded budget for deployment b: 2.5 >= 2") != std::string::npos);
    spend("c", 0.5, 30, {"batch"});
    chat::Call batch = callFor("claude");
    batch.gateway.tags = {"batch"};
    QVERIFY(triedOn(table, batch, ErrorCode::UpstreamBadRequest, {}, &end).empty());
    QCOMPARE(triedOn(table, callFor("claude"), ErrorCode::UpstreamBadRequest), std::vector<std::string>{"c"});
    // b's window is over after its minute; it began with the first spending.
    Walk walk = begin(table, callFor("b"), principal);
    QCOMPARE(walk.choose(at(81), random).kind, Step::Kind::Go);
}

void TestWalk::affinities_data()
{
    QTest::addColumn<QString>("check");
    QTest::addColumn<QString>("session");
    QTest::addColumn<bool>("longPrompt");
    QTest::addColumn<bool>("sticks");
    QTest::newRow("no check, no memory") << QString() << QStringLiteral("s") << true << false;
    QTest::newRow("the key's deployment")
        << QStringLiteral("deployment_affinity") << QString() << false << true;
    QTest::newRow("the session's deployment")
        << QStringLiteral("session_affinity") << QStringLiteral("s") << false << true;
    QTest::newRow("no session, no memory")
        << QStringLiteral("session_affinity") << QString() << false << false;
    QTest::newRow("the prompt's deployment") << QStringLiteral("prompt_caching") << QString() << true << true;
    QTest::newRow("a short prompt is cached nowhere")
        << QStringLiteral("prompt_caching") << QString() << false << false;
}

void TestWalk::affinities()
{
    QFETCH(QString, check);
    QFETCH(QString, session);
    QFETCH(bool, longPrompt);
    QFETCH(bool, sticks);
    const auto config = twoAndOne();
    if (!check.isEmpty())
        config->router.optionalChecks = {check.toStdString()};
    const auto table = tableOf(config);
    auth::Principal principal;
    principal.keyHash = "k";
    routing::Random random(11);
    std::set<std::string> seen;
    for (int i = 0; i < 30; ++i) {
        std::string body = R"({"model":"gpt","messages":[{"role":"user","content":")" +
                           std::string(longPrompt ? 8000 : 10, 'x') + R"("}]})";
        auto members = chat::scanMembers(body).value();
        chat::Call call(chat::Shape::OpenAiChat, body, std::move(members), nullptr);
        call.model = "gpt";
        call.gateway.sessionId = session.toStdString();
        Walk walk = begin(table, call, principal);
        QCOMPARE(walk.choose(at(1 + i), random).kind, Step::Kind::Go);
        seen.insert(walk.member().id());
        walk.succeeded({}, at(1 + i));
    }
    QCOMPARE(seen.size(), std::size_t(sticks ? 1 : 2));
    // Who rests is not waited for.
    table->state().deployment(*seen.begin())->coolDown({"x", 500, at(40).steadyUs, 9});
    QCOMPARE(triedOn(table, callFor("gpt"), ErrorCode::UpstreamBadRequest).size(), std::size_t(1));
}

void TestWalk::mockSwitches_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("id");
    QTest::newRow("mock_testing_fallbacks") << int(ErrorCode::UpstreamInternal) << QStringLiteral("c");
    QTest::newRow("mock_testing_rate_limit_error")
        << int(ErrorCode::UpstreamRateLimit) << QStringLiteral("c");
    QTest::newRow("mock_testing_context_window_fallbacks")
        << int(ErrorCode::UpstreamContextWindow) << QStringLiteral("d");
    QTest::newRow("mock_testing_content_policy_fallbacks")
        << int(ErrorCode::UpstreamContentPolicy) << QStringLiteral("c");
}

void TestWalk::mockSwitches()
{
    QFETCH(int, code);
    QFETCH(QString, id);
    const auto config = twoAndOne();
    config->router.fallbacks = {{"gpt", {"claude"}}};
    config->router.contextWindowFallbacks = {{"gpt", {"small"}}};
    const auto table = tableOf(config);
    chat::Call call = callFor("gpt");
    call.gateway.mockFailure = ErrorCode(code);
    const auth::Principal principal;
    routing::Random random(1);
    Walk walk = begin(table, call, principal);
    QCOMPARE(walk.choose(at(1), random).kind, Step::Kind::Go);
    QCOMPARE(QString::fromStdString(walk.member().id()), id);
    QCOMPARE(walk.fallbacks(), 1);
}

void TestWalk::streamsFailOverOnlyWhereAllowed()
{
    const auto config = twoAndOne();
    config->router.fallbacks = {{"gpt", {"claude"}}};
    config->router.numRetries = 3;
    const chat::Call call = callFor("gpt");
    const auth::Principal principal;
    routing::Random random(1);
    const auto broken = [&](bool midstream) {
        Walk walk = begin(tableOf(config), call, principal);
        walk.choose(at(1), random);
        const bool may = walk.mayFailOver();
        const auto verdict =
            walk.failed(failure(ErrorCode::UpstreamConnection), at(1), random, 9999, true, midstream && may);
        return verdict.again ? walk.group() : std::string();
    };
    QCOMPARE(broken(true), std::string("claude"));   // The chain, without retries.
    QCOMPARE(broken(false), std::string());
    config->router.midstreamFallback = false;
    QCOMPARE(broken(true), std::string());
    config->router.midstreamFallback = true;
    config->router.fallbacks.clear();
    QCOMPARE(broken(true), std::string());
}

QTEST_GUILESS_MAIN(TestWalk)
#include "tst_walk.moc"
