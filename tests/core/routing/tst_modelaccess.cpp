#include "core/access/edit.h"
#include "core/routing/modelaccess.h"
#include "tests/core/routing/routingsample.h"

#include <QTemporaryDir>
#include <QTest>

#include <future>

using namespace gw;
using namespace gw::routingtest;
using routing::Walk;

namespace {

using Names = std::vector<std::string>;

std::shared_ptr<config::Config> sample()
{
    auto config = std::make_shared<config::Config>();
    config->deployments = {deployment("gpt", "openai/gpt-4o", "a"),
                           deployment("claude", "anthropic/claude-sonnet-4-5", "b"),
                           deployment("small", "groq/llama", "c"), deployment("openai/*", "openai/*", "d")};
    config->deployments[2].info.accessGroups = {"cheap"};
    return config;
}

struct Who
{
    std::optional<Names> key = Names();
    std::optional<Names> team = {};
    std::optional<Names> user = {};
};

auth::Principal principalOf(const Who &who)
{
    auth::Principal principal;
    access::Key key;
    key.models = *who.key;
    principal.key = std::make_shared<const access::Key>(std::move(key));
    if (who.team)
        principal.team =
            std::make_shared<const access::Team>(access::Team{.teamId = "t", .models = *who.team});
    if (who.user)
        principal.user =
            std::make_shared<const access::User>(access::User{.userId = "u", .models = *who.user});
    return principal;
}

}   // namespace

class TestModelAccess final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void intersectsTheLists_data();
    void intersectsTheLists();
    void saysWhoseListItIs_data();
    void saysWhoseListItIs();
    void followsAliases();
    void knowsGroupsOfTheDirectory();
    void listsExactlyWhatMayBeUsed();
    void masterMayUseEverything();
    void keepsPassedRequestsToTheLists_data();
    void keepsPassedRequestsToTheLists();
};

void TestModelAccess::intersectsTheLists_data()
{
    QTest::addColumn<QStringList>("key");
    QTest::addColumn<QStringList>("team");   // "-": none.
    QTest::addColumn<QStringList>("user");
    QTest::addColumn<QString>("model");
    QTest::addColumn<bool>("allowed");
    const QStringList none{QStringLiteral("-")};
    const auto row = [](const char *name, const QStringList &key, const QStringList &team,
                        const QStringList &user, const char *model, bool allowed) {
        QTest::newRow(name) << key << team << user << QString::fromLatin1(model) << allowed;
    };
    const auto list = [](const char *words) { return QString::fromLatin1(words).split(QLatin1Char(' ')); };
    row("an empty list allows all", {}, none, none, "gpt", true);
    row("a name", list("gpt"), none, none, "gpt", true);
    row("another name", list("gpt"), none, none, "claude", false);
    row("a pattern", list("openai/*"), none, none, "openai/gpt-5", true);
    row("a pattern of others", list("openai/*"), none, none, "gpt", false);
    row("a star", list("*"), none, none, "claude", true);
    row("all-proxy-models", list("all-proxy-models"), none, none, "claude", true);
    row("an access group", list("cheap"), none, none, "small", true);
    row("outside of the group", list("cheap"), none, none, "gpt", false);
    row("the team allows less", {}, list("gpt"), none, "claude", false);
    row("both allow it", list("gpt claude"), list("claude"), none, "claude", true);
    row("only the key allows it", list("gpt claude"), list("claude"), none, "gpt", false);
    row("all-team-models", list("all-team-models"), list("claude"), none, "claude", true);
    row("all-team-models and no more", list("all-team-models"), list("claude"), none, "gpt", false);
    row("the user counts without a team", {}, none, list("gpt"), "claude", false);
    row("the user does not count in a team", {}, QStringList(), list("gpt"), "claude", true);
    row("no-default-models", {}, none, list("no-default-models"), "gpt", false);
    row("no-default-models in a team", {}, list("gpt"), list("no-default-models"), "gpt", true);
}

void TestModelAccess::intersectsTheLists()
{
    QFETCH(QStringList, key);
    QFETCH(QStringList, team);
    QFETCH(QStringList, user);
    QFETCH(QString, model);
    QFETCH(bool, allowed);
    const auto names = [](const QStringList &texts) -> std::optional<Names> {
        Names out;
        for (const QString &text : texts) {
            if (text == QLatin1String("-"))
                return std::nullopt;
            out.push_back(text.toStdString());
        }
        return out;
    };
    const auto table = tableOf(sample());
    const auth::Principal principal = principalOf({names(key), names(team), names(user)});
    const auto resolution = table->resolve(model.toStdString());
    QVERIFY(resolution);
    QCOMPARE(routing::mayUse(*table, principal, model.toStdString(), *resolution->group).ok(), allowed);
    QCOMPARE(Walk::begin(table, callFor(model.toStdString()), principal, "/x").ok(), allowed);
}

void TestModelAccess::saysWhoseListItIs_data()
{
    QTest::addColumn<int>("who");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("key") << 0 << QByteArray("key_model_access_denied")
                         << QByteArray("key not allowed to access model. This key can only access "
                                       "models=['gpt']. Tried to access claude");
    QTest::newRow("team") << 1 << QByteArray("team_model_access_denied")
                          << QByteArray("Team not allowed to access model. This team can only access "
                                        "models=['gpt']. Tried to access claude");
    QTest::newRow("user") << 2 << QByteArray("user_model_access_denied")
                          << QByteArray("User not allowed to access model.");
}

void TestModelAccess::saysWhoseListItIs()
{
    QFETCH(int, who);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, words);
    Who lists;
    (who == 0 ? lists.key : who == 1 ? lists.team : lists.user) = Names{"gpt"};
    const auto walk = Walk::begin(tableOf(sample()), callFor("claude"), principalOf(lists), "/x");
    QCOMPARE(walk.error().code, ErrorCode::ModelDenied);
    QCOMPARE(walk.error().upstreamType, type.toStdString());
    QVERIFY2(walk.error().message.starts_with(words.toStdString()), walk.error().message.c_str());
}

void TestModelAccess::followsAliases()
{
    const auto table = tableOf(sample());
    auth::Principal principal;
    access::Key key;
    key.models = {"claude"};
    key.aliases = {{"best", "claude"}, {"gpt", "claude"}, {"other", "small"}};
    principal.key = std::make_shared<const access::Key>(key);
    auto walk = Walk::begin(table, callFor("best"), principal, "/x");
    QVERIFY(walk.ok());
    QCOMPARE(walk.value().group(), std::string("claude"));
    QCOMPARE(Walk::begin(table, callFor("gpt"), principal, "/x").value().group(), std::string("claude"));
    QCOMPARE(Walk::begin(table, callFor("other"), principal, "/x").error().code, ErrorCode::ModelDenied);
    // An alias that is listed itself may stand for anything.
    key.models = {"other"};
    principal.key = std::make_shared<const access::Key>(key);
    QCOMPARE(Walk::begin(table, callFor("other"), principal, "/x").value().group(), std::string("small"));
    access::Team team{.teamId = "t"};
    team.aliases = {{"ours", "gpt"}};
    principal.key = std::make_shared<const access::Key>();
    principal.team = std::make_shared<const access::Team>(team);
    QCOMPARE(Walk::begin(table, callFor("ours"), principal, "/x").value().group(), std::string("gpt"));
}

void TestModelAccess::knowsGroupsOfTheDirectory()
{
    const QTemporaryDir folder;
    const SystemClock clock;
    const auto directory =
        access::Directory::open(folder.filePath(QStringLiteral("access.db")).toStdString(), clock);
    QVERIFY(directory.ok());
    std::promise<bool> done;
    directory.value()->edit([&](access::Edit &edit) {
        edit.put(access::AccessGroup{.name = "good", .models = {"claude"}});
        done.set_value(edit.commit("test").ok());
    });
    QVERIFY(done.get_future().get());
    const auto table = tableOf(sample());
    auth::Principal principal = principalOf({Names{"good"}});
    principal.directory = directory.value().get();
    QVERIFY(Walk::begin(table, callFor("claude"), principal, "/x").ok());
    QVERIFY(!Walk::begin(table, callFor("gpt"), principal, "/x").ok());
    access::Key key;
    key.accessGroups = {"good"};
    principal.key = std::make_shared<const access::Key>(key);
    QVERIFY(Walk::begin(table, callFor("claude"), principal, "/x").ok());
    QVERIFY(!Walk::begin(table, callFor("gpt"), principal, "/x").ok());
}

void TestModelAccess::listsExactlyWhatMayBeUsed()
{
    const auto table = tableOf(sample());
    QCOMPARE(routing::usableNames(*table, principalOf({Names{"gpt", "cheap"}})), (Names{"gpt", "small"}));
    QCOMPARE(routing::usableNames(*table, principalOf({Names{"gpt"}, Names{"claude"}})), Names());
    auth::Principal principal;
    access::Key key;
    key.models = {"claude"};
    key.aliases = {{"best", "claude"}, {"worst", "small"}};
    principal.key = std::make_shared<const access::Key>(key);
    QCOMPARE(routing::usableNames(*table, principal), (Names{"claude", "best"}));
}

void TestModelAccess::masterMayUseEverything()
{
    const auto table = tableOf(sample());
    QCOMPARE(routing::usableNames(*table, {}), table->names());
    QVERIFY(Walk::begin(table, callFor("claude"), {}, "/x").ok());
}

void TestModelAccess::keepsPassedRequestsToTheLists_data()
{
    QTest::addColumn<QByteArray>("entry");   // "": no list.
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("no list") << QByteArray() << QByteArray() << true;
    QTest::newRow("the model by name") << QByteArray("gpt-5") << QByteArray("gpt-5") << true;
    QTest::newRow("the model with its provider") << QByteArray("openai/gpt-5") << QByteArray("gpt-5") << true;
    QTest::newRow("another model") << QByteArray("gpt-5") << QByteArray("o3") << false;
    QTest::newRow("an unknown model") << QByteArray("gpt-5") << QByteArray() << false;
    QTest::newRow("all of the provider") << QByteArray("openai/*") << QByteArray() << true;
    QTest::newRow("all of another provider") << QByteArray("anthropic/*") << QByteArray("gpt-5") << false;
    QTest::newRow("everything") << QByteArray("*") << QByteArray() << true;
}

void TestModelAccess::keepsPassedRequestsToTheLists()
{
    QFETCH(QByteArray, entry);
    QFETCH(QByteArray, model);
    QFETCH(bool, allowed);
    const auth::Principal principal = principalOf({entry.isEmpty() ? Names() : Names{entry.toStdString()}});
    QCOMPARE(routing::mayPass(*tableOf(sample()), principal, "openai", model.toStdString()).ok(), allowed);
}

QTEST_GUILESS_MAIN(TestModelAccess)
#include "tst_modelaccess.moc"
