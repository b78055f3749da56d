#include "core/access/edit.h"
#include "core/limits/admission.h"
#include "core/pricing/money.h"

#include <QTemporaryDir>
#include <QTest>

#include <future>
#include <thread>

using namespace gw;
using namespace gw::limits;
using access::Pico;
using access::Scope;

namespace {

constexpr Pico kDollar = 1'000'000'000'000;

// A dollar a thousand tokens, in and out.
const pricing::Price &dear()
{
    static const pricing::Price price = [] {
        pricing::Price out;
        pricing::Rates &rates = out.tariffs[0].rates;
        rates[static_cast<std::size_t>(pricing::Unit::Input)] = pricing::parseAmount("0.001").value();
        rates[static_cast<std::size_t>(pricing::Unit::Output)] = pricing::parseAmount("0.001").value();
        return out;
    }();
    return price;
}

access::Key keyNamed(const std::string &token)
{
    access::Key key;
    key.token = token;
    key.name = "sk-...abcd";
    return key;
}

// Where no other gateways are asked.
Result<void> begin(Admission &admission, Limiter &limiter, const Question &question)
{
    GW_CHECK(admission.prepare(limiter, question));
    return admission.enter({});
}

class Place
{
public:
    Place()
    {
        auto opened =
            access::Directory::open(m_folder.filePath(QStringLiteral("access.db")).toStdString(), m_clock);
        if (!opened.ok())
            qFatal("%s", opened.error().message.c_str());
        directory = std::move(opened).value();
    }
    template <typename Entity>
    void put(Entity entity)
    {
        std::promise<Result<void>> done;
        directory->edit([&](access::Edit &edit) {
            edit.put(std::move(entity));
            done.set_value(edit.commit("tester"));
        });
        if (const auto result = done.get_future().get(); !result.ok())
            qFatal("%s", result.error().message.c_str());
    }
    auth::Principal caller(const std::string &token) const
    {
        auth::Principal out;
        out.kind = auth::Principal::Kind::Virtual;
        out.key = directory->key(token);
        out.keyHash = token;
        out.userId = out.key->userId;
        out.teamId = out.key->teamId;
        out.user = directory->user(out.userId);
        out.team = directory->team(out.teamId);
        out.directory = directory.get();
        return out;
    }
    // Of a key "k" with these limits and none above it.
    auth::Principal callerWith(const access::Limits &limits)
    {
        access::Key key = keyNamed("k");
        key.limits = limits;
        put(key);
        return caller("k");
    }
    // input and maxOutput in tokens.
    Question question(const auth::Principal &who, std::int64_t input = 100,
                      std::int64_t maxOutput = 100) const
    {
        return {.asker = {who, m_endUser, "model", &m_tags},
                .input = input,
                .maxOutput = maxOutput,
                .price = [] { return &dear(); },
                .nowUs = m_clock.unixUs()};
    }
    void spend(Scope scope, std::string_view name, Pico pico)
    {
        directory->spending().add(scope, name, pico);
    }

    SystemClock m_clock;
    QTemporaryDir m_folder;
    std::string m_endUser;
    std::vector<std::string> m_tags;
    std::unique_ptr<access::Directory> directory;
    Limiter limiter;
};

}   // namespace

class TestAdmission final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesWhatIsSpent_data();
    void refusesWhatIsSpent();
    void putsByWhatARequestIsLikelyToCost();
    void letsOneLargeRequestOfAFreshKeyPass();
    void growsWithAnAnswer();
    void cutsWhatAHardBudgetDoesNotAllow();
    void holdsTeamsAndKeysWithoutLimitsToTheDefaults();
    void holdsEndUsersWithoutABudgetToTheDefault();
    void countsTheTokensThatCount_data();
    void countsTheTokensThatCount();
    void letsAllGatewaysDecide();
    void decidesAloneWhenNobodyAnswers();
    void leavesWhatItHasAskedFor();
    void needsNoBudgetForFreeModels();
    void knowsTheProxysBudget();
    void givesBackWhenARateIsUsedUp();
    void tellsLimitsInHeaders();
    void staysWithinABudgetUnderManyThreads();
};

void TestAdmission::refusesWhatIsSpent_data()
{
    QTest::addColumn<int>("level");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("of the key") << int(Level::Key) << QByteArray("Budget has been exceeded! Current cost: 1");
    QTest::newRow("of the team") << int(Level::Team) << QByteArray("Team=t Current cost: 1, Max budget: 1");
    QTest::newRow("of a member") << int(Level::Member) << QByteArray("User=u in Team=t");
    QTest::newRow("of a user") << int(Level::User)
                               << QByteArray("ExceededBudget: User=u over budget. Spend=1, Budget=1");
    QTest::newRow("of an end user") << int(Level::EndUser)
                                    << QByteArray(
                                           "ExceededBudget: End User=end over budget. Spend=1, Budget=1");
    QTest::newRow("of a tag") << int(Level::Tag) << QByteArray("Tag=batch");
    QTest::newRow("of a model on the key")
        << int(Level::KeyModel) << QByteArray("exceeded budget for model=model");
}

void TestAdmission::refusesWhatIsSpent()
{
    QFETCH(int, level);
    QFETCH(QByteArray, words);
    Place place;
    const auto of = static_cast<Level>(level);
    const access::Limits one{.maxBudget = kDollar};
    access::Key key = keyNamed("k");
    key.userId = "u";
    access::User user{.userId = "u"};
    access::Team team{.teamId = "t"};
    if (of == Level::Team || of == Level::Member)
        key.teamId = "t";
    if (of == Level::Key)
        key.limits = one;
    if (of == Level::KeyModel)
        key.limits.models = std::make_shared<const access::ModelLimitsMap>(
            access::ModelLimitsMap{{"model", {.maxBudget = kDollar}}});
    if (of == Level::User)
        user.limits = one;
    if (of == Level::Team)
        team.limits = one;
    if (of == Level::Member)
        team.memberLimits = one;
    place.put(user);
    place.put(team);
    place.put(key);
    if (of == Level::EndUser) {
        place.m_endUser = "end";
        place.put(access::Customer{.userId = "end", .limits = one});
    }
    if (of == Level::Tag) {
        place.m_tags = {"batch"};
        place.put(access::Tag{.name = "batch", .limits = one});
    }
    const auth::Principal who = place.caller("k");
    {
        Admission before;
        QVERIFY(begin(before, place.limiter, place.question(who)).ok());
    }
    place.spend(Scope::Key, "k", kDollar);
    place.spend(Scope::User, "u", kDollar);
    place.spend(Scope::Team, "t", kDollar);
    place.spend(Scope::Member, access::Membership::idOf("t", "u"), kDollar);
    place.spend(Scope::EndUser, "end", kDollar);
    place.spend(Scope::Tag, "batch", kDollar);
    place.spend(Scope::KeyModel, access::keyModelName("k", "model"), kDollar);
    Admission after;
    const auto refused = begin(after, place.limiter, place.question(who));
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, ErrorCode::BudgetExceeded);
    QVERIFY2(refused.error().message.find(words.toStdString()) != std::string::npos,
             refused.error().message.c_str());
    wire::Headers headers;
    after.addHeaders(headers);
    QCOMPARE(headers.valueOr("x-should-retry"), std::string_view("false"));
}

void TestAdmission::putsByWhatARequestIsLikelyToCost()
{
    Place place;
    const auth::Principal who = place.callerWith({.maxBudget = kDollar});
    // 0.2 dollars each.
    std::array<Admission, 6> requests;
    for (std::size_t i = 0; i < 5; ++i)
        QVERIFY(begin(requests[i], place.limiter, place.question(who)).ok());
    const auto refused = begin(requests[5], place.limiter, place.question(who));
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, ErrorCode::BudgetExceeded);
    // Another one may end well below: trying again is worth it.
    QCOMPARE(refused.error().retryAfterMs, 1000);
    wire::Headers headers;
    requests[5].addHeaders(headers);
    QVERIFY(!headers.contains("x-should-retry"));
    requests[0].end();
    QVERIFY(begin(requests[5], place.limiter, place.question(who)).ok());
    for (Admission &request : requests)
        request.end();
    QCOMPARE(place.directory->spending().account(Scope::Key, "k")->reserved(), 0);
}

void TestAdmission::letsOneLargeRequestOfAFreshKeyPass()
{
    Place place;
    const auth::Principal who = place.callerWith({.maxBudget = kDollar});
    Admission large;
    QVERIFY(begin(large, place.limiter, place.question(who, 100, 1'000'000)).ok());
    // Without answers to judge by it is 2,000 tokens that are put by.
    QCOMPARE(place.directory->spending().account(Scope::Key, "k")->reserved(), 2'100'000'000'000);
    Admission next;
    QVERIFY(!begin(next, place.limiter, place.question(who)).ok());
    large.used(100, 10);
    large.end();
    Admission informed;
    QVERIFY(begin(informed, place.limiter, place.question(who, 100, 1'000'000)).ok());
    QCOMPARE(place.directory->spending().account(Scope::Key, "k")->reserved(), 110'000'000'000);
}

void TestAdmission::growsWithAnAnswer()
{
    Place place;
    const auth::Principal who = place.callerWith({.maxBudget = kDollar});
    Admission request;
    QVERIFY(begin(request, place.limiter, place.question(who)).ok());
    QVERIFY(request.spentSoFar(kDollar / 10).ok());
    QCOMPARE(place.directory->spending().account(Scope::Key, "k")->reserved(), kDollar / 5);
    QVERIFY(request.spentSoFar(kDollar / 2).ok());
    QCOMPARE(place.directory->spending().account(Scope::Key, "k")->reserved(), kDollar / 2);
}

void TestAdmission::cutsWhatAHardBudgetDoesNotAllow()
{
    Place place;
    const auth::Principal who = place.callerWith({.maxBudget = kDollar});
    Admission soft;
    QVERIFY(begin(soft, place.limiter, place.question(who)).ok());
    QVERIFY(soft.spentSoFar(2 * kDollar).ok());
    soft.end();
    place.limiter.setHardBudget(true);
    Admission hard;
    QVERIFY(begin(hard, place.limiter, place.question(who)).ok());
    QVERIFY(hard.spentSoFar(kDollar).ok());
    const auto cut = hard.spentSoFar(kDollar + 1);
    QVERIFY(!cut.ok());
    QCOMPARE(cut.error().code, ErrorCode::BudgetExceeded);
    QCOMPARE(place.limiter.refusals().last("k", 10).size(), 1U);
}

void TestAdmission::holdsTeamsAndKeysWithoutLimitsToTheDefaults()
{
    Place place;
    place.directory->setDefaults({.teams = {.rpm = 1}});
    place.put(access::Team{.teamId = "t"});
    place.put(access::Team{.teamId = "own", .limits = {.rpm = 2}});
    for (const char *token : {"alone", "other", "member", "colleague", "ours"}) {
        access::Key key = keyNamed(token);
        if (token == std::string("member") || token == std::string("colleague"))
            key.teamId = "t";
        if (token == std::string("ours"))
            key.teamId = "own";
        place.put(key);
    }
    const auto admitted = [&](const char *token) {
        Admission request;
        return begin(request, place.limiter, place.question(place.caller(token))).ok();
    };
    QVERIFY(admitted("alone") && !admitted("alone"));
    QVERIFY(admitted("other"));   // Each for itself.
    QVERIFY(admitted("member") && !admitted("colleague"));
    QVERIFY(admitted("ours") && admitted("ours") && !admitted("ours"));
    place.directory->setDefaults({});
    QVERIFY(admitted("alone") && admitted("member"));
}

void TestAdmission::holdsEndUsersWithoutABudgetToTheDefault()
{
    Place place;
    place.directory->setDefaults({.endUsers = {.maxBudget = kDollar}, .endUserBudgetId = "b"});
    place.put(access::Budget{.budgetId = "b", .limits = {.rpm = 1}});
    place.put(access::Customer{.userId = "rich", .limits = {.maxBudget = 5 * kDollar, .rpm = 9}});
    place.put(keyNamed("k"));
    const auth::Principal who = place.caller("k");
    for (const char *name : {"rich", "nobody has heard of"}) {
        place.m_endUser = name;
        place.spend(Scope::EndUser, name, 2 * kDollar);
        Admission request;
        const auto begun = begin(request, place.limiter, place.question(who));
        QCOMPARE(begun.ok(), name == std::string("rich"));
        if (!begun.ok())
            QVERIFY(begun.error().message.find("End User=nobody has heard of over budget") !=
                    std::string::npos);
    }
    place.m_endUser = "new";
    Admission first;
    Admission second;
    QVERIFY(begin(first, place.limiter, place.question(who)).ok());
    QCOMPARE(begin(second, place.limiter, place.question(who)).error().code, ErrorCode::RateLimited);
    place.m_endUser.clear();
    Admission unnamed;
    QVERIFY(begin(unnamed, place.limiter, place.question(who)).ok());
}

void TestAdmission::countsTheTokensThatCount_data()
{
    QTest::addColumn<config::LimitDefaults::Tokens>("counted");
    QTest::addColumn<std::int64_t>("tokens");
    QTest::newRow("all of them") << config::LimitDefaults::Tokens::Total << std::int64_t{13};
    QTest::newRow("those of the question") << config::LimitDefaults::Tokens::Input << std::int64_t{10};
    QTest::newRow("those of the answer") << config::LimitDefaults::Tokens::Output << std::int64_t{3};
}

void TestAdmission::countsTheTokensThatCount()
{
    QFETCH(config::LimitDefaults::Tokens, counted);
    QFETCH(std::int64_t, tokens);
    Place place;
    place.limiter.setRates(30, counted);
    const auth::Principal who = place.callerWith({.tpm = 100});
    Admission request;
    const Question question = place.question(who);
    QVERIFY(begin(request, place.limiter, question).ok());
    request.used(10, 3);
    const auto use = place.limiter.useOf(
        {.level = Level::Key, .name = "k", .shown = {}, .requests = {}, .tokens = 100, .parallel = {}},
        question.nowUs);
    QCOMPARE(use.tokens, tokens);
    QCOMPARE(use.resetUs, question.nowUs + 30'000'000);
}

namespace {

// Other gateways that say what they are told to say.
class Others final : public RateShare
{
public:
    bool enter(const std::vector<RateLine> &lines, const std::string &ticket, std::int64_t windowUs,
               Told told) override
    {
        asked = lines;
        entered = ticket;
        window = windowUs;
        waiting = std::move(told);
        return there;
    }
    void addTokens(const std::vector<RateLine> &lines, std::int64_t tokens) override
    {
        added += tokens * static_cast<std::int64_t>(lines.size());
    }
    void leave(const std::vector<RateLine> &lines, const std::string &ticket) override
    {
        left.push_back(ticket + "/" + std::to_string(lines.size()));
    }

    bool there = true;
    std::vector<RateLine> asked;
    std::string entered;
    std::int64_t window = 0;
    Told waiting;
    std::int64_t added = 0;
    std::vector<std::string> left;
};

access::Key rated(std::int64_t rpm)
{
    access::Key key = keyNamed("k");
    key.limits.rpm = rpm;
    key.limits.tpm = 1000;
    return key;
}

}   // namespace

void TestAdmission::letsAllGatewaysDecide()
{
    Place place;
    place.put(rated(10));
    const auth::Principal who = place.caller("k");
    const auto others = std::make_shared<Others>();
    Admission request;
    QVERIFY(request.prepare(place.limiter, place.question(who)).ok());
    QVERIFY(request.ask(others, "ticket", [](const auto &) {}));
    QCOMPARE(others->asked.size(), 1U);
    QCOMPARE(others->window, 60'000'000);
    QVERIFY(request
                .enter(RateShare::Answer{
                    .uses = {{.requests = 7, .tokens = 90, .parallel = 3, .leftUs = 20'000'000}}})
                .ok());
    wire::Headers headers;
    request.addHeaders(headers);
    QCOMPARE(headers.valueOr("x-ratelimit-api_key-remaining-requests"), "3");
    QCOMPARE(headers.valueOr("x-ratelimit-api_key-remaining-tokens"), "910");
    QCOMPARE(headers.valueOr("x-ratelimit-reset-requests"), "20s");
    request.used(5, 6);
    QCOMPARE(others->added, 11);
    request.end();
    QCOMPARE(others->left, std::vector<std::string>{"ticket/1"});

    Admission late;
    QVERIFY(late.prepare(place.limiter, place.question(who)).ok());
    QVERIFY(late.ask(others, "late", [](const auto &) {}));
    const auto refused = late.enter(RateShare::Answer{
        .limited = Limited::Requests, .refused = 0, .uses = {{.requests = 10, .leftUs = 15'000'000}}});
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, ErrorCode::RateLimited);
    QCOMPARE(refused.error().retryAfterMs, 15'000);
    QCOMPARE(others->left.size(), 1U);   // It holds no place there.
}

void TestAdmission::decidesAloneWhenNobodyAnswers()
{
    Place place;
    place.put(rated(1));
    const auth::Principal who = place.caller("k");
    const auto others = std::make_shared<Others>();
    Admission first;
    QVERIFY(first.prepare(place.limiter, place.question(who)).ok());
    QVERIFY(first.ask(others, "1", [](const auto &) {}));
    QVERIFY(first.enter({}).ok());
    others->there = false;
    Admission second;
    QVERIFY(second.prepare(place.limiter, place.question(who)).ok());
    QVERIFY(!second.ask(others, "2", [](const auto &) {}));
    QVERIFY(!second.enter({}).ok());
    // Whoever has no rates asks nobody.
    place.put(keyNamed("k"));
    Admission free;
    others->there = true;
    QVERIFY(free.prepare(place.limiter, place.question(place.caller("k"))).ok());
    QVERIFY(!free.ask(others, "3", [](const auto &) {}));
    QVERIFY(free.enter({}).ok());
}

void TestAdmission::leavesWhatItHasAskedFor()
{
    Place place;
    place.put(rated(5));
    const auth::Principal who = place.caller("k");
    const auto others = std::make_shared<Others>();
    {
        Admission request;
        QVERIFY(request.prepare(place.limiter, place.question(who)).ok());
        QVERIFY(request.ask(others, "gone", [](const auto &) {}));
    }
    QCOMPARE(others->left, std::vector<std::string>{"gone/1"});
}

void TestAdmission::needsNoBudgetForFreeModels()
{
    Place place;
    const auth::Principal who = place.callerWith({.maxBudget = 0});
    static const pricing::Price free = [] {
        pricing::Price out;
        pricing::Rates &rates = out.tariffs[0].rates;
        rates[static_cast<std::size_t>(pricing::Unit::Input)] = pricing::Amount();
        rates[static_cast<std::size_t>(pricing::Unit::Output)] = pricing::Amount();
        return out;
    }();
    Question question = place.question(who);
    Admission request;
    QVERIFY(!begin(request, place.limiter, question).ok());
    question.price = [] { return &free; };
    Admission local;
    QVERIFY(begin(local, place.limiter, question).ok());
}

void TestAdmission::knowsTheProxysBudget()
{
    Place place;
    auth::Principal master;
    master.kind = auth::Principal::Kind::Master;
    master.keyHash = "master";
    master.admin = true;
    master.directory = place.directory.get();
    place.limiter.setProxyBudget("1.5", "30d");
    {
        Admission request;
        QVERIFY(begin(request, place.limiter, place.question(master)).ok());
    }
    place.spend(Scope::Proxy, {}, 2 * kDollar);
    Admission request;
    const auto refused = begin(request, place.limiter, place.question(master));
    QVERIFY(!refused.ok());
    QVERIFY(refused.error().message.find("Max budget: 1.5") != std::string::npos);
    QVERIFY(refused.error().retryAfterMs > 0);
    place.limiter.setProxyBudget({}, {});
    QVERIFY(begin(request, place.limiter, place.question(master)).ok());
}

void TestAdmission::givesBackWhenARateIsUsedUp()
{
    Place place;
    access::Key key = keyNamed("k");
    key.limits.maxBudget = kDollar;
    key.limits.rpm = 1;
    place.put(key);
    const auth::Principal who = place.caller("k");
    Admission first;
    QVERIFY(begin(first, place.limiter, place.question(who)).ok());
    Admission second;
    const auto refused = begin(second, place.limiter, place.question(who));
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, ErrorCode::RateLimited);
    QVERIFY2(refused.error().message.starts_with(
                 "Rate limit exceeded for api_key: sk-...abcd. Limit type: requests. "
                 "Current limit: 1, Remaining: 0. Limit resets at: "),
             refused.error().message.c_str());
    QVERIFY(refused.error().retryAfterMs > 55'000 && refused.error().retryAfterMs <= 60'000);
    wire::Headers headers;
    second.addHeaders(headers);
    QCOMPARE(headers.valueOr("rate_limit_type"), std::string_view("requests"));
    QVERIFY(headers.contains("reset_at"));
    QCOMPARE(place.directory->spending().account(Scope::Key, "k")->reserved(), kDollar / 5);
}

void TestAdmission::tellsLimitsInHeaders()
{
    Place place;
    access::Key key = keyNamed("k");
    key.limits = {.maxBudget = kDollar, .tpm = 1000, .rpm = 10};
    key.limits.models =
        std::make_shared<const access::ModelLimitsMap>(access::ModelLimitsMap{{"model", {.rpm = 4}}});
    place.put(key);
    Admission request;
    QVERIFY(begin(request, place.limiter, place.question(place.caller("k"))).ok());
    request.used(30, 12);
    wire::Headers headers{{"x-ratelimit-limit-requests", "of the provider"}};
    request.addHeaders(headers);
    const std::pair<const char *, const char *> expected[] = {
        {"x-litellm-key-max-budget", "1"},
        {"x-litellm-key-rpm-limit", "10"},
        {"x-litellm-key-tpm-limit", "1000"},
        {"x-ratelimit-limit-requests", "10"},
        {"x-ratelimit-remaining-requests", "9"},
        {"x-ratelimit-remaining-tokens", "958"},
        {"x-ratelimit-api_key-remaining-requests", "9"},
        {"x-ratelimit-model_per_key-limit-requests", "4"},
        {"x-litellm-key-remaining-requests-model", "3"}};
    for (const auto &[name, value] : expected)
        QCOMPARE(headers.valueOr(name), std::string_view(value));
}

void TestAdmission::staysWithinABudgetUnderManyThreads()
{
    Place place;
    const auth::Principal who = place.callerWith({.maxBudget = kDollar});
    std::atomic<int> served = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread)
        threads.emplace_back([&] {
            for (int i = 0; i < 500; ++i) {
                Admission request;
                // 0.02 dollars each.
                if (!begin(request, place.limiter, place.question(who, 10, 10)).ok())
                    continue;
                place.spend(Scope::Key, "k", kDollar / 50);
                ++served;
            }
        });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(served.load(), 50);
    QCOMPARE(place.directory->spending().account(Scope::Key, "k")->total(), kDollar);
}

QTEST_GUILESS_MAIN(TestAdmission)
#include "tst_admission.moc"
