#include "app/windowparts.h"
#include "core/access/edit.h"
#include "core/client/keysclient.h"
#include "tests/support/preparedbackend.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace gw;
using namespace gw::client;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 15'000;
constexpr std::int64_t kDollar = 1'000'000'000'000;

const QByteArray kConfig = R"(model_list:
  - model_name: chat
    litellm_params: {model: openai/gpt-4o, mock_response: hello, api_key: sk-test}
)";

std::optional<std::string> environment(const std::string &name)
{
    return name == "PORTICO_VAULT_KEY" ? std::optional(std::string(64, 'a')) : std::nullopt;
}

}   // namespace

// Keys over a real gateway: what the window makes, programs can use, and what it takes away they cannot.
class TestKeysClient final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void makesAKeyThatWorks();
    void changesLimitsAndTakesThemAway();
    void refusesASecondKeyOfThatName();
    void blocksAndUnblocks();
    void regeneratesUnderTheSameName();
    void removesAndTakesBack();
    void readsListsInParts();
    void findsByNameAndTeam();
    void makesTeamsUsersAndBudgets();
    void tellsWhatHoldsAKeyBack();
    void tellsWhyItWasRefused();
    void listsEveryBudgetAndRaisesOne();
    void tellsOfChangesByOthers();
    void letsNobodyTakeTheirLimitsAway();

private:
    KeysClient &keys() const { return m_client->keys(); }
    HolderChange wait(Token token);
    HolderChange make(const HolderDraft &draft) { return wait(keys().save(draft)); }
    HolderPage list(const HolderQuery &query);
    HolderDetail detail(HolderKind kind, const QString &id);
    HolderRow only(HolderKind kind);
    // Status of a chat with that key.
    int ask(const Secret &key);
    int post(const Secret &key, const QString &path, const QByteArray &body);
    void spend(const QString &hash, std::int64_t pico)
    {
        m_backend->directory()->spending().add(access::Scope::Key, hash.toStdString(), pico);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<app::Backend> m_backend;
    std::unique_ptr<InProcessClient> m_client;
};

void TestKeysClient::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_backend = test::preparedBackend(m_folder->path(), kConfig, &environment);
    QVERIFY(m_backend);
    m_client = std::make_unique<InProcessClient>(app::windowParts(*m_backend));
    m_client->setRunning(true);
    QVERIFY(m_client->status().state == EngineState::Running);
}

void TestKeysClient::cleanup()
{
    m_client.reset();
    m_backend.reset();
    m_folder.reset();
}

HolderChange TestKeysClient::wait(Token token)
{
    HolderChange result{.problem = u"no answer"_s};
    bool answered = false;
    const QObject scope;
    connect(&keys(), &KeysClient::changed, &scope, [&](Token of, const HolderChange &with) {
        if (of == token) {
            result = with;
            answered = true;
        }
    });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(answered, kPatienceMs); }();
    return result;
}

HolderPage TestKeysClient::list(const HolderQuery &query)
{
    HolderPage page;
    bool answered = false;
    const QObject scope;
    Token token = 0;
    connect(&keys(), &KeysClient::holdersReady, &scope, [&](Token of, const HolderPage &with) {
        if (of == token) {
            page = with;
            answered = true;
        }
    });
    token = keys().requestHolders(query);
    [&] { QTRY_VERIFY_WITH_TIMEOUT(answered, kPatienceMs); }();
    return page;
}

HolderDetail TestKeysClient::detail(HolderKind kind, const QString &id)
{
    HolderDetail out;
    bool answered = false;
    const QObject scope;
    Token token = 0;
    connect(&keys(), &KeysClient::holderReady, &scope, [&](Token of, const HolderDetail &with) {
        if (of == token) {
            out = with;
            answered = true;
        }
    });
    token = keys().requestHolder(kind, id);
    [&] { QTRY_VERIFY_WITH_TIMEOUT(answered, kPatienceMs); }();
    return out;
}

HolderRow TestKeysClient::only(HolderKind kind)
{
    const HolderPage page = list({.kind = kind});
    return page.rows.size() == 1 ? page.rows.front() : HolderRow();
}

int TestKeysClient::post(const Secret &key, const QString &path, const QByteArray &body)
{
    QNetworkAccessManager network;
    QNetworkRequest request(QUrl(u"http://127.0.0.1:%1"_s.arg(m_client->status().port) + path));
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
    request.setRawHeader("Authorization", QByteArray::fromStdString("Bearer " + key.reveal()));
    QNetworkReply *reply = network.post(request, body);
    [&] { QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), kPatienceMs); }();
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

int TestKeysClient::ask(const Secret &key)
{
    return post(key, u"/v1/chat/completions"_s,
                QByteArrayLiteral(R"({"model":"chat","messages":[{"role":"user","content":"hi"}]})"));
}

void TestKeysClient::makesAKeyThatWorks()
{
    const HolderChange made =
        make({.name = u"notebook"_s,
              .models = {u"chat"_s},
              .allowance = {.budgetPico = 2 * kDollar + 1, .window = u"1d"_s, .requests = 60},
              .lifetime = u"30d"_s});
    QVERIFY2(made.ok, qPrintable(made.problem));
    QVERIFY(made.secret.reveal().starts_with("sk-"));
    QCOMPARE(ask(made.secret), 200);
    const HolderRow row = only(HolderKind::Key);
    QCOMPARE(row.id, made.id);
    QCOMPARE(row.name, u"notebook"_s);
    QVERIFY(row.masked.startsWith(u"sk-..."_s));
    QCOMPARE(row.models, QStringList{u"chat"_s});
    // To the last digit: the amount was text on its way.
    QCOMPARE(row.own.budgetPico, 2 * kDollar + 1);
    QCOMPARE(row.own.window, u"1d"_s);
    QCOMPARE(row.own.requests, 60);
    QCOMPARE(row.own.tokens, -1);
    QVERIFY(row.expiresS > row.createdS);
    QVERIFY(row.resetS > row.createdS);
    QTRY_COMPARE(only(HolderKind::Key).lastUsedDay,
                 QDate(QDateTime::currentDateTimeUtc().date()).toJulianDay());
}

void TestKeysClient::changesLimitsAndTakesThemAway()
{
    const HolderChange made =
        make({.name = u"ci"_s,
              .allowance = {.budgetPico = kDollar, .window = u"7d"_s, .requests = 5, .parallel = 2}});
    const HolderChange changed = make(
        {.id = made.id, .name = u"ci-2"_s, .models = {u"chat"_s}, .allowance = {.budgetPico = 3 * kDollar}});
    QVERIFY2(changed.ok, qPrintable(changed.problem));
    QVERIFY(changed.secret.isEmpty());
    const HolderRow row = only(HolderKind::Key);
    QCOMPARE(row.name, u"ci-2"_s);
    QCOMPARE(row.own, (Allowance{.budgetPico = 3 * kDollar}));
    QCOMPARE(ask(made.secret), 200);
}

void TestKeysClient::refusesASecondKeyOfThatName()
{
    QVERIFY(make({.name = u"ci"_s}).ok);
    const HolderChange second = make({.name = u"ci"_s});
    QVERIFY(!second.ok);
    QVERIFY2(second.problem.contains(u"already exists"_s), qPrintable(second.problem));
}

void TestKeysClient::blocksAndUnblocks()
{
    const HolderChange made = make({.name = u"ci"_s});
    QVERIFY(wait(keys().setBlocked(HolderKind::Key, made.id, true)).ok);
    QVERIFY(only(HolderKind::Key).blocked);
    QCOMPARE(ask(made.secret), 401);
    QVERIFY(wait(keys().setBlocked(HolderKind::Key, made.id, false)).ok);
    QCOMPARE(ask(made.secret), 200);
}

void TestKeysClient::regeneratesUnderTheSameName()
{
    const HolderChange made = make({.name = u"ci"_s, .allowance = {.budgetPico = kDollar}});
    spend(made.id, kDollar / 4);
    const HolderChange again = wait(keys().regenerate(made.id));
    QVERIFY2(again.ok, qPrintable(again.problem));
    QVERIFY(again.id != made.id);
    QCOMPARE(ask(made.secret), 401);
    QCOMPARE(ask(again.secret), 200);
    const HolderRow row = only(HolderKind::Key);
    QCOMPARE(row.name, u"ci"_s);
    QVERIFY(row.spentPico >= kDollar / 4);
}

void TestKeysClient::removesAndTakesBack()
{
    const HolderChange made = make({.name = u"ci"_s, .allowance = {.budgetPico = kDollar}});
    const HolderChange removed = wait(keys().remove(HolderKind::Key, made.id));
    QVERIFY(removed.ok && removed.undoable);
    QCOMPARE(list({}).rows.size(), 0u);
    QCOMPARE(ask(made.secret), 401);
    QVERIFY(wait(keys().undo()).ok);
    QCOMPARE(ask(made.secret), 200);
    QCOMPARE(only(HolderKind::Key).own.budgetPico, kDollar);
    // Once.
    QVERIFY(!wait(keys().undo()).ok);
}

void TestKeysClient::readsListsInParts()
{
    for (int i = 0; i < 7; ++i)
        QVERIFY(make({.name = u"key-%1"_s.arg(i)}).ok);
    QStringList seen;
    QString after;
    int parts = 0;
    do {
        const HolderPage page = list({.after = after, .limit = 3});
        QCOMPARE(page.matches, 7);
        for (const HolderRow &row : page.rows)
            seen << row.name;
        after = page.next;
        ++parts;
    } while (!after.isEmpty() && parts < 10);
    QCOMPARE(parts, 3);
    seen.sort();
    QCOMPARE(seen, (QStringList{u"key-0"_s, u"key-1"_s, u"key-2"_s, u"key-3"_s, u"key-4"_s, u"key-5"_s,
                                u"key-6"_s}));
}

void TestKeysClient::findsByNameAndTeam()
{
    const HolderChange team = make({.kind = HolderKind::Team, .name = u"Website"_s});
    QVERIFY(make({.name = u"claude"_s, .team = team.id}).ok);
    QVERIFY(make({.name = u"codex"_s}).ok);
    QCOMPARE(list({.search = u"COD"_s}).rows.at(0).name, u"codex"_s);
    const HolderPage ofTeam = list({.search = u"website"_s});
    QCOMPARE(ofTeam.matches, 1);
    QCOMPARE(ofTeam.rows.at(0).name, u"claude"_s);
    QCOMPARE(ofTeam.rows.at(0).teamName, u"Website"_s);
    QCOMPARE(list({.search = u"nobody"_s}).matches, 0);
}

void TestKeysClient::makesTeamsUsersAndBudgets()
{
    QVERIFY(make({.kind = HolderKind::Budget,
                  .newId = u"small"_s,
                  .allowance = {.budgetPico = kDollar, .window = u"1d"_s}})
                .ok);
    const HolderChange team = make(
        {.kind = HolderKind::Team, .name = u"Website"_s, .sharedBudget = u"small"_s, .models = {u"chat"_s}});
    QVERIFY2(team.ok, qPrintable(team.problem));
    const HolderChange user = make({.kind = HolderKind::User,
                                    .newId = u"ada"_s,
                                    .name = u"ada@example.org"_s,
                                    .allowance = {.tokens = 1000}});
    QVERIFY2(user.ok, qPrintable(user.problem));
    QVERIFY(make({.name = u"claude"_s, .team = team.id, .user = u"ada"_s}).ok);
    const HolderRow shownTeam = only(HolderKind::Team);
    QCOMPARE(shownTeam.name, u"Website"_s);
    QCOMPARE(shownTeam.keys, 1);
    QCOMPARE(shownTeam.own.budgetPico, -1);
    QCOMPARE(shownTeam.counts.budgetPico, kDollar);
    const HolderRow shownUser = only(HolderKind::User);
    QCOMPARE(shownUser.id, u"ada"_s);
    QCOMPARE(shownUser.name, u"ada@example.org"_s);
    QCOMPARE(shownUser.own.tokens, 1000);
    QCOMPARE(shownUser.keys, 1);
    const HolderRow budget = only(HolderKind::Budget);
    QCOMPARE(budget.keys, 1);
    QVERIFY(budget.resetS > 0);
    QVERIFY(wait(keys().remove(HolderKind::Team, team.id)).ok);
    QVERIFY(wait(keys().remove(HolderKind::User, u"ada"_s)).ok);
    QVERIFY(wait(keys().remove(HolderKind::Budget, u"small"_s)).ok);
    QCOMPARE(list({.kind = HolderKind::Team}).matches + list({.kind = HolderKind::Budget}).matches, 0);
}

void TestKeysClient::tellsWhatHoldsAKeyBack()
{
    const HolderChange team =
        make({.kind = HolderKind::Team, .name = u"Website"_s, .allowance = {.budgetPico = 5 * kDollar}});
    const HolderChange made = make({.name = u"ci"_s,
                                    .team = team.id,
                                    .allowance = {.budgetPico = kDollar, .window = u"1d"_s, .requests = 9}});
    spend(made.id, kDollar / 2);
    QCOMPARE(ask(made.secret), 200);
    const HolderDetail told = detail(HolderKind::Key, made.id);
    QCOMPARE(told.lines.size(), 3u);
    QCOMPARE(told.lines[0].level, LimitLine::Level::Team);
    QCOMPARE(told.lines[0].limit, 5 * kDollar);
    QCOMPARE(told.lines[1].level, LimitLine::Level::Key);
    QCOMPARE(told.lines[1].used, kDollar / 2);
    QVERIFY(!told.lines[1].usedUp());
    QVERIFY(told.lines[1].resetS > 0);
    QCOMPARE(told.lines[2].kind, LimitLine::Kind::Requests);
    QCOMPARE(told.lines[2].limit, 9);
    QCOMPARE(told.lines[2].used, 1);
    QVERIFY(told.refusals.empty());
    QVERIFY(!detail(HolderKind::Key, u"gone"_s).problem.isEmpty());
}

void TestKeysClient::tellsWhyItWasRefused()
{
    const HolderChange made = make({.name = u"ci"_s, .allowance = {.requests = 1}});
    QCOMPARE(ask(made.secret), 200);
    QCOMPARE(ask(made.secret), 429);
    HolderDetail told = detail(HolderKind::Key, made.id);
    QCOMPARE(told.refusals.size(), 1u);
    QCOMPARE(told.refusals[0].model, u"chat"_s);
    QCOMPARE(told.refusals[0].line.kind, LimitLine::Kind::Requests);
    QCOMPARE(told.refusals[0].line.level, LimitLine::Level::Key);
    QCOMPARE(told.refusals[0].line.limit, 1);
    QVERIFY(told.refusals[0].atUs > 0);
    QVERIFY(told.lines.at(0).usedUp());
}

void TestKeysClient::listsEveryBudgetAndRaisesOne()
{
    const HolderChange made =
        make({.name = u"ci"_s, .allowance = {.budgetPico = kDollar, .window = u"1d"_s}});
    QVERIFY(
        make({.kind = HolderKind::Team, .name = u"Website"_s, .allowance = {.budgetPico = 4 * kDollar}}).ok);
    spend(made.id, kDollar);
    const auto read = [this] {
        std::vector<BudgetState> out;
        bool answered = false;
        const QObject scope;
        Token token = 0;
        connect(&keys(), &KeysClient::budgetsReady, &scope,
                [&](Token of, const std::vector<BudgetState> &with) {
                    if (of == token) {
                        out = with;
                        answered = true;
                    }
                });
        token = keys().requestBudgets();
        [&] { QTRY_VERIFY_WITH_TIMEOUT(answered, kPatienceMs); }();
        return out;
    };
    std::vector<BudgetState> all = read();
    QCOMPARE(all.size(), 2u);
    QCOMPARE(all[0].level, LimitLine::Level::Team);
    QCOMPARE(all[0].name, u"Website"_s);
    QCOMPARE(all[1].name, u"ci"_s);
    QCOMPARE(all[1].spentPico, kDollar);
    QVERIFY(all[1].mayRaise && all[1].mayBlock);
    QVERIFY(wait(keys().raise(all[1], 3 * kDollar / 2)).ok);
    all = read();
    QCOMPARE(all[1].limitPico, 3 * kDollar / 2);
    QCOMPARE(all[1].window, u"1d"_s);
    // With another model in the place of a dear one.
    const auto aliases = [&] { return m_backend->directory()->key(all[1].id.toStdString())->aliases; };
    QVERIFY(wait(keys().useInstead(all[1].id, u"opus"_s, u"haiku"_s)).ok);
    QCOMPARE(aliases().at("opus"), std::string("haiku"));
    QVERIFY(wait(keys().useInstead(all[1].id, u"opus"_s, {})).ok);
    QVERIFY(aliases().empty());
}

void TestKeysClient::tellsOfChangesByOthers()
{
    int told = 0;
    connect(&keys(), &KeysClient::holdersChanged, this, [&told] { ++told; });
    m_backend->directory()->edit([](access::Edit &edit) {
        edit.put(access::Budget{.budgetId = "theirs"});
        (void)edit.commit("somebody");
    });
    QTRY_COMPARE(told, 1);
}

void TestKeysClient::letsNobodyTakeTheirLimitsAway()
{
    m_backend->directory()->edit([](access::Edit &edit) {
        edit.put(access::User{.userId = "ada", .role = "internal_user"});
        (void)edit.commit("tester");
    });
    const HolderChange made = make({.name = u"ci"_s, .user = u"ada"_s, .allowance = {.budgetPico = kDollar}});
    const QByteArray id = made.id.toLatin1();
    // Users may change their keys ...
    QCOMPARE(post(made.secret, u"/key/update"_s, R"({"key":")" + id + R"(","key_alias":"mine"})"), 200);
    // ... but not by what they have been given.
    const QByteArray clear = R"({"key":")" + id + R"(","portico_clear":["max_budget"]})";
    QCOMPARE(post(made.secret, u"/key/update"_s, clear), 403);
    QCOMPARE(only(HolderKind::Key).own.budgetPico, kDollar);
    QCOMPARE(post(m_client->masterKey(), u"/key/update"_s, clear), 200);
    QCOMPARE(only(HolderKind::Key).own.budgetPico, -1);
}

QTEST_GUILESS_MAIN(TestKeysClient)
#include "tst_keysclient.moc"
