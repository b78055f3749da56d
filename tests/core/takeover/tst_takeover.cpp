#include "core/access/sharedstore.h"
#include "core/base/base64.h"
#include "core/takeover/models.h"
#include "core/takeover/takeover.h"
#include "tests/support/postgresserver.h"

#include <QTest>

#include <future>
#include <sodium.h>

using namespace gw;
using namespace gw::access;
using namespace gw::takeover;

namespace {

std::string sealedText(const std::string &plain, const std::string &salt)
{
    unsigned char key[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(key, reinterpret_cast<const unsigned char *>(salt.data()), salt.size());
    std::string out(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain.size(), '\0');
    auto *bytes = reinterpret_cast<unsigned char *>(out.data());
    randombytes_buf(bytes, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(bytes + crypto_secretbox_NONCEBYTES,
                          reinterpret_cast<const unsigned char *>(plain.data()), plain.size(), bytes, key);
    return toBase64(out);
}

constexpr const char *kRows = R"sql(
INSERT INTO "LiteLLM_BudgetTable" (budget_id, max_budget, budget_duration, tpm_limit, created_by, updated_by) VALUES
  ('b-keys', 5, '30d', 1000, 'a', 'a'), ('b-members', 0.5, '7d', NULL, 'a', 'a');
INSERT INTO "LiteLLM_ModelTable" (aliases, created_by, updated_by) VALUES ('{"fast": "gpt-4o"}', 'a', 'a');
INSERT INTO "LiteLLM_TeamTable" (team_id, team_alias, admins, members, members_with_roles, metadata, max_budget, spend, models, model_id)
  VALUES ('t', 'Team', '{u}', '{v}', '[{"role": "admin", "user_id": "u"}, {"role": "user", "user_id": "v", "user_email": null}]',
  '{"team_member_budget_id": "b-members"}', 100, 12.5, '{gpt-4o}', 1);
INSERT INTO "LiteLLM_UserTable" (user_id, user_email, user_role, teams, password, max_budget, spend) VALUES
  ('u', 'u@example.com', 'internal_user', '{t}', 'scrypt:secret', NULL, 0.25),
  ('litellm-proxy-budget', NULL, NULL, '{}', NULL, 1000, 40);
INSERT INTO "LiteLLM_TeamMembership" (user_id, team_id, spend, budget_id) VALUES ('v', 't', 0.125, 'b-members');
INSERT INTO "LiteLLM_VerificationToken" (token, key_name, key_alias, spend, expires, models, aliases, user_id, team_id, metadata,
    blocked, max_budget, budget_duration, budget_reset_at, budget_id, model_max_budget, created_at) VALUES
  ('aa', 'sk-...aaaa', 'first', 0.1, '2099-01-02 03:04:05.678', '{gpt-4o,claude}', '{"x": "y"}', 'u', 't', '{"tags": ["blue"], "n": {"deep": 1}}',
    NULL, 2, '30d', now() + interval '3 days', NULL, '{"gpt-4o": {"budget_limit": 1, "time_period": "1d"}}', '2026-01-02 03:04:05'),
  ('bb', 'sk-...bbbb', NULL, 1e-7, NULL, '{}', '{}', NULL, NULL, '{}', true, NULL, NULL, NULL, 'b-keys', '{}', now()),
  ('cc', 'sk-...cccc', NULL, 7, NULL, '{}', '{"broken": 5}', NULL, NULL, '{}', false, 10, '1d', now() - interval '3 days', NULL, '{}', now()),
  ('dd', 'sk-...dddd', NULL, 0, NULL, '{}', '{}', NULL, 'litellm-dashboard', '{}', false, NULL, NULL, NULL, NULL, '{}', now());
INSERT INTO "LiteLLM_DeprecatedVerificationToken" (id, token, active_token_id, revoke_at) VALUES
  ('1', 'a0', 'aa', now() + interval '1 day'), ('2', 'b0', 'bb', now() - interval '1 day');
INSERT INTO "LiteLLM_EndUserTable" (user_id, alias, spend, budget_id, blocked) VALUES ('customer', 'C', 3, 'b-keys', true);
INSERT INTO "LiteLLM_TagTable" (tag_name, description, models, spend) VALUES ('blue', 'words', '{m}', 0.75);
)sql";

}   // namespace

class TestTakeover final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void takesEverything();
    void goesOnFromWhatWasSpent();
    void leavesTheTablesAsTheyWere();
    void doesItOnce();
    void keepsWhatIsHereAlready();
    void readsAnotherSchema();
    void takesViewsForOurs();
    void opensModels();
    void keepsModelsUnderTheRules();
    void saysWhyNoModelIsKept();

private:
    void fill(const std::string &schema = "public");
    std::unique_ptr<Directory> open();
    std::optional<Taken> take(Directory &directory, When when = When::Once, ModelRules models = {});
    std::unique_ptr<postgres::Connection> connection()
    {
        auto made = postgres::Connection::open(m_settings, "test");
        return made.ok() ? std::move(made).value() : nullptr;
    }

    test::PostgresServer m_server;
    postgres::Settings m_settings;
    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    int m_databases = 0;
};

void TestTakeover::initTestCase()
{
    if (!test::PostgresServer::installed())
        QSKIP("PostgreSQL is not installed");
    QVERIFY(m_server.start());
}

void TestTakeover::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = m_server.settings("taken" + std::to_string(++m_databases));
    auto made = postgres::Connection::open(m_server.settings(), "test");
    QVERIFY(made.ok());
    QVERIFY(made.value()->run("CREATE DATABASE " + m_settings.database).ok());
}

void TestTakeover::fill(const std::string &schema)
{
    QFile file(QStringLiteral(GW_SOURCE_DIR "/tests/support/litellmtables.sql"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto made = connection();
    QVERIFY(made);
    const auto done = made->script("CREATE SCHEMA IF NOT EXISTS " + schema + "; SET search_path = " + schema +
                                   ";" + file.readAll().toStdString() + kRows);
    QVERIFY2(done.ok(), done.ok() ? "" : done.error().message.c_str());
}

std::unique_ptr<Directory> TestTakeover::open()
{
    auto opened = Directory::open(m_folder->filePath(QStringLiteral("access.db")).toStdString(), m_clock);
    if (!opened.ok())
        return nullptr;
    opened.value()->share(
        {.settings = m_settings, .gateway = "one", .backupFolder = m_folder->path().toStdString()});
    return std::move(opened).value();
}

std::optional<Taken> TestTakeover::take(Directory &directory, When when, ModelRules models)
{
    std::promise<std::optional<Taken>> done;
    directory.edit([&](Edit &edit) {
        auto taken = takeOver(edit, m_settings, when, models);
        if (!taken.ok())
            qWarning("%s", taken.error().message.c_str());
        done.set_value(taken.ok() ? taken.value() : std::nullopt);
    });
    return done.get_future().get();
}

void TestTakeover::takesEverything()
{
    fill();
    const auto directory = open();
    QVERIFY(directory);
    const auto taken = take(*directory);
    QVERIFY(taken);
    QCOMPARE(taken->text(),
             std::string(
                 "3 keys, 2 users, 1 teams, 1 memberships, 1 customers, 2 budgets, 1 tags and 0 models were "
                 "taken over from LiteLLM's tables; not understood and left out: "
                 "LiteLLM_VerificationToken.aliases"));
    const KeyPtr key = directory->key("aa");
    QVERIFY(key);
    QCOMPARE(key->alias, std::string("first"));
    QCOMPARE(key->name, std::string("sk-...aaaa"));
    QCOMPARE(key->userId, std::string("u"));
    QCOMPARE(key->teamId, std::string("t"));
    const std::vector<std::string> models{"gpt-4o", "claude"};
    QCOMPARE(key->models, models);
    QCOMPARE(key->aliases.at("x"), std::string("y"));
    QCOMPARE(key->expires, *timeOf("2099-01-02T03:04:05Z"));
    QCOMPARE(key->createdAt, *timeOf("2026-01-02T03:04:05Z"));
    QCOMPARE(key->tags, std::vector<std::string>{"blue"});
    QCOMPARE(key->limits.maxBudget.value_or(0), 2'000'000'000'000);
    QVERIFY(key->limits.models && key->limits.models->contains("gpt-4o"));
    QVERIFY(!key->blocked);
    QVERIFY(!key->rest.contains("spend"));
    QVERIFY(directory->key("bb")->blocked);
    QVERIFY(directory->key("cc"));
    QVERIFY(!directory->key("dd"));
    QCOMPARE(directory->key("a0"), key);
    QVERIFY(!directory->key("b0"));
    QCOMPARE(directory->limitsOf(*directory->key("bb")).tpm.value_or(0), 1000);
    const UserPtr user = directory->user("u");
    QVERIFY(user);
    QCOMPARE(user->email, std::string("u@example.com"));
    QVERIFY(json::serialize(user->write()).find("secret") == std::string::npos);
    const TeamPtr team = directory->team("t");
    QVERIFY(team);
    QCOMPARE(team->members.size(), std::size_t{2});
    QCOMPARE(team->aliases.at("fast"), std::string("gpt-4o"));
    QCOMPARE(team->memberLimits.maxBudget.value_or(0), 500'000'000'000);
    QCOMPARE(directory->memberLimits(*team, "v").budgetDuration, std::string("7d"));
    QVERIFY(directory->customer("customer")->blocked);
    QCOMPARE(directory->tag("blue")->models, std::vector<std::string>{"m"});
}

void TestTakeover::goesOnFromWhatWasSpent()
{
    fill();
    const auto directory = open();
    QVERIFY(directory);
    QVERIFY(take(*directory));
    const std::int64_t now = m_clock.unixUs() / 1'000'000;
    const auto spent = [&](const auto &entity) { return directory->spentBy(entity, now).pico; };
    QCOMPARE(spent(*directory->key("aa")), 100'000'000'000);
    QCOMPARE(spent(*directory->key("bb")), 100'000);
    // Its day was over long ago.
    QCOMPARE(spent(*directory->key("cc")), 0);
    QCOMPARE(spent(*directory->team("t")), 12'500'000'000'000);
    QCOMPARE(spent(*directory->user("u")), 250'000'000'000);
    QCOMPARE(spent(*directory->customer("customer")), 3'000'000'000'000);
    QCOMPARE(spent(*directory->tag("blue")), 750'000'000'000);
    QCOMPARE(directory->spentByMember(*directory->team("t"), "v", now).pico, 125'000'000'000);
    QCOMPARE(directory->spending().spent(Scope::Proxy, {}, {}, now).pico, 40'000'000'000'000);
    QVERIFY(directory->spentBy(*directory->key("aa"), now).resetAt > now);
    // Also for a gateway that comes later.
    QTemporaryDir folder;
    auto other = Directory::open(folder.filePath(QStringLiteral("access.db")).toStdString(), m_clock);
    QVERIFY(other.ok());
    other.value()->share(
        {.settings = m_settings, .gateway = "two", .backupFolder = folder.path().toStdString()});
    QCOMPARE(other.value()->spentBy(*other.value()->key("aa"), now).pico, 100'000'000'000);
}

void TestTakeover::leavesTheTablesAsTheyWere()
{
    fill();
    const auto made = connection();
    const std::string sum =
        "SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM \"LiteLLM_VerificationToken\" t";
    const auto before = made->query(sum);
    const auto tables =
        made->query("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'");
    const auto directory = open();
    QVERIFY(take(*directory));
    const auto after = made->query(sum);
    const auto tablesAfter =
        made->query("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'");
    QVERIFY(before.ok() && after.ok() && tables.ok() && tablesAfter.ok());
    QCOMPARE(after.value().string(0, 0), before.value().string(0, 0));
    QCOMPARE(tablesAfter.value().integer(0, 0), tables.value().integer(0, 0));
}

void TestTakeover::doesItOnce()
{
    fill();
    const auto directory = open();
    QVERIFY(take(*directory));
    QVERIFY(!take(*directory));
    QVERIFY(connection()->run("INSERT INTO \"LiteLLM_VerificationToken\" (token) VALUES ('late')").ok());
    const auto again = take(*directory, When::Again);
    QVERIFY(again);
    QCOMPARE(again->keys, 1);
    QCOMPARE(again->known, 3 + 2 + 1 + 1 + 1 + 2 + 1);
    QVERIFY(directory->key("late"));
}

void TestTakeover::keepsWhatIsHereAlready()
{
    fill();
    const auto directory = open();
    QVERIFY(take(*directory));
    std::promise<bool> done;
    directory->edit([&](Edit &edit) {
        Key changed = *directory->key("aa");
        changed.blocked = true;
        edit.put(std::move(changed));
        done.set_value(edit.commit("tester").ok());
    });
    QVERIFY(done.get_future().get());
    QVERIFY(take(*directory, When::Again));
    QVERIFY(directory->key("aa")->blocked);
}

void TestTakeover::readsAnotherSchema()
{
    fill("llm");
    const auto directory = open();
    QVERIFY(!take(*directory));
    m_settings.foreignSchema = "llm";
    const auto taken = take(*directory);
    QVERIFY(taken);
    QCOMPARE(taken->keys, 3);
}

void TestTakeover::takesViewsForOurs()
{
    const auto directory = open();
    QVERIFY(connection()
                ->script("CREATE VIEW \"LiteLLM_VerificationToken\" AS SELECT id AS token FROM portico.keys")
                .ok());
    QVERIFY(!take(*directory));
}

void TestTakeover::opensModels()
{
    fill();
    const auto made = connection();
    const std::string params = json::serialize(json::Object{{"model", sealedText("openai/gpt-4o", "sk-salt")},
                                                            {"api_key", sealedText("sk-provider", "sk-salt")},
                                                            {"api_base", sealedText("https://x", "another")},
                                                            {"rpm", 5},
                                                            {"tags", json::Array{"a"}},
                                                            {"api_version", "2024-10-21"}});
    QVERIFY(
        made->run(
                "INSERT INTO \"LiteLLM_ProxyModelTable\" (model_id, model_name, litellm_params, model_info, "
                "created_by, updated_by) VALUES ('m1', 'gpt', $1, '{\"mode\": \"chat\"}', 'a', 'a')",
                {params})
            .ok());
    const auto tables = Tables::find(*made, "public");
    QVERIFY(tables.ok());
    const auto rows = modelRows(tables.value(), Secret("sk-salt"));
    QVERIFY(rows.ok());
    QCOMPARE(rows.value().size(), std::size_t{1});
    const ModelRow &row = rows.value().front();
    QCOMPARE(row.id, std::string("m1"));
    QCOMPARE(row.name, std::string("gpt"));
    const json::Object opened{{"model", "openai/gpt-4o"},
                              {"api_key", "sk-provider"},
                              {"rpm", 5},
                              {"tags", json::Array{"a"}},
                              {"api_version", "2024-10-21"}};
    QVERIFY(json::equal(row.params, opened));
    QCOMPARE(row.closed, std::vector<std::string>{"api_base"});
    QVERIFY(json::equal(row.info, json::Object{{"mode", "chat"}}));
}

void TestTakeover::keepsModelsUnderTheRules()
{
    fill();
    const auto row = [](const char *id, const json::Object &params) {
        return "INSERT INTO \"LiteLLM_ProxyModelTable\" (model_id, model_name, litellm_params, created_by, "
               "updated_by) VALUES ('" +
               std::string(id) + "', 'name of " + id + "', '" + json::serialize(params) + "', 'a', 'a');";
    };
    const auto made = connection();
    QVERIFY(made->script(row("good", {{"model", sealedText("openai/gpt-4o", "sk-salt")},
                                      {"api_key", sealedText("sk-provider", "sk-salt")}}) +
                         row("bad", {{"model", sealedText("forbidden", "sk-salt")}}) +
                         row("closed", {{"model", sealedText("openai/x", "another")}}))
                .ok());
    ModelRules rules{.saltKey = Secret("sk-salt")};
    rules.seal = [](const json::Object &params) {
        json::Object out = params;
        out["sealed"] = true;
        return Result<json::Object>(out);
    };
    rules.problem = [](const json::Object &one) {
        const json::Object &params = one.at("litellm_params").get_object();
        return std::string(json::stringOr(params, "model") == "forbidden" ? "it is forbidden" : "");
    };
    const auto directory = open();
    QVERIFY(directory);
    const auto taken = take(*directory, When::Once, rules);
    QVERIFY(taken);
    QCOMPARE(taken->models, 1);
    QCOMPARE(taken->notes, (std::vector<std::string>{
                               "the model name of bad (bad): it is forbidden",
                               "the model name of closed (closed): LITELLM_SALT_KEY does not open its "
                               "model"}));
    const StoredModelPtr model = directory->model("good");
    QVERIFY(model);
    QCOMPARE(model->name, std::string("name of good"));
    QVERIFY(
        json::equal(model->params,
                    json::Object{{"model", "openai/gpt-4o"}, {"api_key", "sk-provider"}, {"sealed", true}}));
    QCOMPARE(std::string(json::stringOr(model->info, "id")), std::string("good"));
    QVERIFY(!directory->model("bad") && !directory->model("closed"));
    const auto again = take(*directory, When::Again, rules);
    QCOMPARE(again->models, 0);
}

void TestTakeover::saysWhyNoModelIsKept()
{
    fill();
    QVERIFY(connection()
                ->script("INSERT INTO \"LiteLLM_ProxyModelTable\" (model_id, model_name, litellm_params, "
                         "created_by, updated_by) VALUES ('m', 'gpt', '{\"model\": \"openai/x\"}', 'a', 'a')")
                .ok());
    const auto directory = open();
    QVERIFY(directory);
    const auto taken = take(*directory, When::Once, {.saltKey = {}, .whyNot = "none is wanted"});
    QVERIFY(taken);
    QCOMPARE(taken->notes, std::vector<std::string>{"the model gpt (m): none is wanted"});
    QVERIFY(!directory->model("m"));
}

QTEST_GUILESS_MAIN(TestTakeover)
#include "tst_takeover.moc"
