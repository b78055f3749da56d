#include "core/access/entities.h"

#include <QTest>

using namespace gw;
using namespace gw::access;

namespace {

json::Object object(const char *text)
{
    auto value = json::parse(text);
    return value.ok() && value.value().is_object() ? value.value().get_object() : json::Object();
}

constexpr Pico kUsd = 1'000'000'000'000;

}   // namespace

class TestEntities final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAmountsExactly_data();
    void readsAmountsExactly();
    void readsAKey();
    void keepsWhatItDoesNotKnow();
    void comesBackTheSame_data();
    void comesBackTheSame();
    void namesTheWrongMember_data();
    void namesTheWrongMember();
    void readsLimitsByModel();
    void takesTagsFromMetadata();
    void grantsMoreForAWhile();
    void mergesLimits();
    void readsMembersOfATeam();
};

void TestEntities::readsAmountsExactly_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("pico");
    QTest::newRow("a tenth") << QByteArray("0.1") << qint64{100'000'000'000};
    QTest::newRow("a third of many digits") << QByteArray("0.333333333333") << qint64{333'333'333'333};
    QTest::newRow("a whole number") << QByteArray("5") << qint64{5 * kUsd};
    QTest::newRow("nothing") << QByteArray("0") << qint64{0};
    QTest::newRow("small") << QByteArray("1e-7") << qint64{100'000};
    QTest::newRow("text") << QByteArray("\"0.07\"") << qint64{70'000'000'000};
    QTest::newRow("more than there is") << QByteArray("1e12") << qint64{INT64_MAX};
    QTest::newRow("above the bound") << QByteArray("99999999") << qint64{INT64_MAX};
}

void TestEntities::readsAmountsExactly()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, pico);
    const auto value = json::parse(text.toStdString());
    QVERIFY(value.ok());
    const auto read = picoOf(value.value());
    QVERIFY(read);
    QCOMPARE(*read, pico);
}

void TestEntities::readsAKey()
{
    const auto key = Key::read(object(R"({"token": "ab", "key_name": "sk-...1234", "key_alias": "mine",
        "user_id": "u", "team_id": "t", "models": ["a", "b/*"], "aliases": {"fast": "a"},
        "max_budget": 0.1, "soft_budget": 0.05, "budget_duration": "30d", "tpm_limit": 100, "rpm_limit": "7",
        "max_parallel_requests": 3.0, "expires": "2026-12-01T00:00:00Z", "blocked": true,
        "allowed_routes": ["llm_api_routes"], "budget_limits": [{"budget_duration": "1d", "max_budget": 1}],
        "metadata": {"team": "x", "fallbacks": ["b"]}})"));
    QVERIFY(key.ok());
    const Key &value = key.value();
    QCOMPARE(value.alias, std::string("mine"));
    QCOMPARE(value.models, (std::vector<std::string>{"a", "b/*"}));
    QCOMPARE(value.aliases.at("fast"), std::string("a"));
    QCOMPARE(*value.limits.maxBudget, kUsd / 10);
    QCOMPARE(*value.limits.softBudget, kUsd / 20);
    QCOMPARE(value.limits.budgetDuration, std::string("30d"));
    QCOMPARE(*value.limits.tpm, 100);
    QCOMPARE(*value.limits.rpm, 7);
    QCOMPARE(*value.limits.maxParallel, 3);
    QVERIFY(value.blocked);
    QCOMPARE(isoText(value.expires), std::string("2026-12-01T00:00:00Z"));
    QVERIFY(!value.expired(value.expires - 1));
    QVERIFY(value.expired(value.expires));
    QCOMPARE(value.budgetWindows.size(), std::size_t{1});
    QCOMPARE(value.budgetWindows[0].maxBudget, kUsd);
    QVERIFY(value.fallbacks);
    QCOMPARE(value.fallbacks->size(), std::size_t{1});
}

void TestEntities::keepsWhatItDoesNotKnow()
{
    const auto key = Key::read(object(R"({"token": "ab", "guardrails": ["pii"], "permissions": {"x": true},
        "from_the_future": [1, {"deep": 9007199254740993}], "models": null})"));
    QVERIFY(key.ok());
    const json::Object written = key.value().write();
    QCOMPARE(json::serialize(written.at("from_the_future")), std::string(R"([1,{"deep":9007199254740993}])"));
    QCOMPARE(json::serialize(written.at("guardrails")), std::string(R"(["pii"])"));
    QVERIFY(written.at("permissions").is_object());
    QVERIFY(!written.contains("models"));
}

void TestEntities::comesBackTheSame_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("key") << 0 << QByteArray(R"({"token":"ab","key_name":"n","models":["m"],"max_budget":"0.1",
        "model_max_budget":{"m":{"budget_limit":1,"time_period":"1d"}},"metadata":{"a":[1]},
        "expires":"2026-12-01T00:00:00Z","temp_budget_increase":"5","temp_budget_expiry":"2027-01-01T00:00:00Z",
        "budget_limits":[{"budget_duration":"1d","max_budget":2.5}],"created_by":"x","config":{"y":1}})");
    QTest::newRow("user") << 1 << QByteArray(R"({"user_id":"u","user_email":"a@b","user_role":"internal_user",
        "teams":["t"],"max_budget":"3","metadata":{"k":null},"sso_user_id":"s"})");
    QTest::newRow("team") << 2 << QByteArray(R"({"team_id":"t","team_alias":"T","members_with_roles":
        [{"role":"admin","user_id":"u","user_email":null}],"team_member_budget":"2","model_aliases":{"a":"b"},
        "blocked":true,"guardrails":["g"]})");
    QTest::newRow("customer") << 3 << QByteArray(R"({"user_id":"c","alias":"C","default_model":"m",
        "allowed_model_region":"eu","budget_id":"b","spend_note":1})");
    QTest::newRow("budget") << 4 << QByteArray(R"({"budget_id":"b","max_budget":"1","budget_duration":"1d",
        "model_max_budget":{"m":1}})");
    QTest::newRow("tag") << 5
                         << QByteArray(R"({"name":"t","description":"d","models":["x"],"max_budget":"1"})");
}

void TestEntities::comesBackTheSame()
{
    QFETCH(int, kind);
    QFETCH(QByteArray, text);
    const json::Object given = object(text.constData());
    QVERIFY(!given.empty());
    const auto again = [&]() -> json::Object {
        switch (kind) {
        case 0:
            return Key::read(Key::read(given).value().write()).value().write();
        case 1:
            return User::read(User::read(given).value().write()).value().write();
        case 2:
            return Team::read(Team::read(given).value().write()).value().write();
        case 3:
            return Customer::read(Customer::read(given).value().write()).value().write();
        case 4:
            return Budget::read(Budget::read(given).value().write()).value().write();
        default:
            return Tag::read(Tag::read(given).value().write()).value().write();
        }
    }();
    std::string where;
    QVERIFY2(json::equal(again, given, &where), (where + ": " + json::serialize(again)).c_str());
}

void TestEntities::namesTheWrongMember_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("member");
    const auto row = [](const char *text, const char *member) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(member);
    };
    row(R"({"max_budget": "much"})", "max_budget");
    row(R"({"max_budget": -1})", "max_budget");
    row(R"({"models": "gpt-4"})", "models");
    row(R"({"models": [1]})", "models");
    row(R"({"tpm_limit": 1.5})", "tpm_limit");
    row(R"({"rpm_limit": -1})", "rpm_limit");
    row(R"({"blocked": "yes"})", "blocked");
    row(R"({"metadata": []})", "metadata");
    row(R"({"aliases": {"a": 1}})", "aliases");
    row(R"({"key_alias": 5})", "key_alias");
    row(R"({"expires": "tomorrow"})", "expires");
    row(R"({"model_max_budget": {"m": "x"}})", "model_max_budget");
    row(R"({"model_rpm_limit": {"m": "x"}})", "model_rpm_limit");
    row(R"({"budget_limits": [{"max_budget": 1}]})", "budget_limits");
}

void TestEntities::namesTheWrongMember()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, member);
    const auto key = Key::read(object(text.constData()));
    QVERIFY(!key.ok());
    QCOMPARE(key.error().param, member.toStdString());
}

void TestEntities::readsLimitsByModel()
{
    const auto key = Key::read(object(R"({"model_max_budget": {"a": {"budget_limit": 0.5, "time_period": "1d",
        "rpm_limit": 9}, "b": 2, "c": {"max_budget": "1", "budget_duration": "30d"}},
        "model_rpm_limit": {"a": 3}, "metadata": {"model_tpm_limit": {"d": 100}}})"));
    QVERIFY(key.ok());
    const ModelLimitsMap &models = *key.value().limits.models;
    QCOMPARE(*models.at("a").maxBudget, kUsd / 2);
    QCOMPARE(models.at("a").budgetDuration, std::string("1d"));
    QCOMPARE(*models.at("a").rpm, 3);
    QCOMPARE(*models.at("b").maxBudget, 2 * kUsd);
    QCOMPARE(models.at("c").budgetDuration, std::string("30d"));
    QCOMPARE(*models.at("d").tpm, 100);
}

void TestEntities::takesTagsFromMetadata()
{
    const auto in = Key::read(object(R"({"metadata": {"tags": ["x", "y"]}})"));
    QCOMPARE(in.value().tags, (std::vector<std::string>{"x", "y"}));
    const auto given = Key::read(object(R"({"tags": ["z"], "metadata": {"a": 1}})"));
    QCOMPARE(given.value().tags, (std::vector<std::string>{"z"}));
    QCOMPARE(Key::read(given.value().write()).value().tags, given.value().tags);
}

void TestEntities::grantsMoreForAWhile()
{
    Key key;
    key.limits.maxBudget = 10;
    key.tempIncrease = 5;
    key.tempExpiry = 100;
    QCOMPARE(*key.granted(key.limits.maxBudget, 99), 15);
    QCOMPARE(*key.granted(key.limits.maxBudget, 100), 10);
    key.tempIncrease = INT64_MAX;
    QCOMPARE(*key.granted(key.limits.maxBudget, 99), INT64_MAX);
}

void TestEntities::mergesLimits()
{
    Limits own;
    own.tpm = 5;
    Limits shared;
    shared.maxBudget = 7;
    shared.budgetDuration = "1d";
    shared.tpm = 6;
    const Limits both = merged(own, shared);
    QCOMPARE(*both.maxBudget, 7);
    QCOMPARE(both.budgetDuration, std::string("1d"));
    QCOMPARE(*both.tpm, 5);
    own.maxBudget = 1;
    QCOMPARE(merged(own, shared).budgetDuration, std::string());
}

void TestEntities::readsMembersOfATeam()
{
    const auto team = Team::read(object(R"({"team_id": "t", "members_with_roles": [{"role": "admin",
        "user_id": "u"}, {"user_email": "a@b"}]})"));
    QVERIFY(team.ok());
    QCOMPARE(team.value().members.size(), std::size_t{2});
    QCOMPARE(team.value().member("u")->role, std::string("admin"));
    QVERIFY(!team.value().member(""));
    const auto bad = Team::read(object(R"({"members_with_roles": [{"role": "admin"}]})"));
    QVERIFY(!bad.ok());
    QCOMPARE(bad.error().param, std::string("members_with_roles"));
}

QTEST_APPLESS_MAIN(TestEntities)
#include "tst_entities.moc"
