#include "core/access/edit.h"
#include "core/routing/caller.h"
#include "tests/core/routing/routingsample.h"

#include <QTemporaryDir>
#include <QTest>

#include <future>

using namespace gw;
using namespace gw::routingtest;

class TestCaller final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsTheModelOfEveryRequest_data();
    void knowsTheModelOfEveryRequest();
    void findsTheEndUser_data();
    void findsTheEndUser();
    void addsTagsOnce();
    void stopsBlockedCustomers();
    void asksForAUserWhereOneIsNeeded();
};

void TestCaller::findsTheEndUser_data()
{
    QTest::addColumn<QByteArray>("headers");   // "name=value" by commas.
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("the body") << QByteArray() << QByteArray("b") << QByteArray("b");
    QTest::newRow("a header wins") << QByteArray("x-user=h") << QByteArray("b") << QByteArray("h");
    QTest::newRow("a mapped header wins over that")
        << QByteArray("x-user=h,x-customer=c") << QByteArray("b") << QByteArray("c");
    QTest::newRow("the end user's header")
        << QByteArray("x-customer=c,x-litellm-end-user-id=e") << QByteArray("b") << QByteArray("e");
    QTest::newRow("the customer's header first")
        << QByteArray("x-litellm-end-user-id=e,x-litellm-customer-id=l") << QByteArray("b")
        << QByteArray("l");
    QTest::newRow("an empty header says nothing")
        << QByteArray("x-user=") << QByteArray("b") << QByteArray("b");
}

void TestCaller::findsTheEndUser()
{
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, expected);
    config::Config config;
    config.general.userHeaderName = "X-User";
    config.general.customerHeaders = {"x-customer"};
    wire::Headers sent;
    for (const QByteArray &pair : headers.split(',')) {
        if (const qsizetype at = pair.indexOf('='); at > 0)
            sent.add(pair.left(at).toStdString(), pair.mid(at + 1).toStdString());
    }
    chat::Call call = callFor("gpt");
    call.endUser = body.toStdString();
    QVERIFY(routing::applyCaller(config, {}, sent, {}, call).ok());
    QCOMPARE(call.endUser, expected.toStdString());
}

void TestCaller::addsTagsOnce()
{
    auth::Principal principal;
    access::Key key;
    key.tags = {"k", "both"};
    principal.key = std::make_shared<const access::Key>(key);
    access::Team team{.teamId = "t"};
    team.tags = {"t", "both"};
    principal.team = std::make_shared<const access::Team>(team);
    chat::Call call = callFor("gpt");
    call.gateway.tags = {"own", "own", "h"};
    QVERIFY(routing::applyCaller({}, principal, {{"x-litellm-tags", "h, k, h"}}, {}, call).ok());
    QCOMPARE(call.gateway.tags, (std::vector<std::string>{"own", "h", "k", "both", "t"}));
}

void TestCaller::stopsBlockedCustomers()
{
    const QTemporaryDir folder;
    const SystemClock clock;
    const auto directory =
        access::Directory::open(folder.filePath(QStringLiteral("access.db")).toStdString(), clock);
    QVERIFY(directory.ok());
    std::promise<bool> done;
    directory.value()->edit([&](access::Edit &edit) {
        edit.put(access::Customer{.userId = "bad", .blocked = true});
        edit.put(access::Customer{.userId = "good", .allowedModelRegion = "eu"});
        done.set_value(edit.commit("test").ok());
    });
    QVERIFY(done.get_future().get());
    auth::Principal principal;
    principal.directory = directory.value().get();
    chat::Call call = callFor("gpt");
    call.endUser = "bad";
    QCOMPARE(routing::applyCaller({}, principal, {}, {}, call).error().code, ErrorCode::BlockedKey);
    call.endUser = "good";
    QVERIFY(routing::applyCaller({}, principal, {}, {}, call).ok());
    QCOMPARE(call.gateway.region, std::string("eu"));
    call.endUser = "unknown";
    QVERIFY(routing::applyCaller({}, principal, {}, {}, call).ok());
}

void TestCaller::asksForAUserWhereOneIsNeeded()
{
    config::Config config;
    config.general.enforceUserParam = true;
    chat::Call call = callFor("gpt");
    const auto refused = routing::applyCaller(config, {}, {}, {}, call);
    QCOMPARE(refused.error().code, ErrorCode::BadRequest);
    QCOMPARE(refused.error().param, std::string("user"));
}

void TestCaller::knowsTheModelOfEveryRequest_data()
{
    QTest::addColumn<QByteArray>("route");
    QTest::addColumn<QByteArray>("wanted");
    QTest::newRow("chat") << QByteArray("/v1/chat/completions") << QByteArray("chats");
    QTest::newRow("text") << QByteArray("/v1/completions") << QByteArray("chats");
    QTest::newRow("Anthropic's messages") << QByteArray("/v1/messages") << QByteArray("chats");
    QTest::newRow("responses") << QByteArray("/v1/responses") << QByteArray("chats");
    QTest::newRow("vectors") << QByteArray("/v1/embeddings") << QByteArray("vectors");
    QTest::newRow("pictures") << QByteArray("/v1/images/generations") << QByteArray("pictures");
    QTest::newRow("changes of pictures have none")
        << QByteArray("/v1/images/edits") << QByteArray("of the path");
    QTest::newRow("sound has none") << QByteArray("/v1/audio/speech") << QByteArray("of the path");
    QTest::newRow("ranking has none") << QByteArray("/v1/rerank") << QByteArray("of the path");
    QTest::newRow("moderations") << QByteArray("/v1/moderations") << QByteArray("moderations");
}

void TestCaller::knowsTheModelOfEveryRequest()
{
    QFETCH(const QByteArray, route);
    config::General general;
    QCOMPARE(routing::modelFor(general, route.toStdString(), "of the path"), std::string("of the path"));
    general.completionModel = "chats";
    general.embeddingModel = "vectors";
    general.imageModel = "pictures";
    general.moderationModel = "moderations";
    QTEST(QByteArray::fromStdString(routing::modelFor(general, route.toStdString(), "of the path")),
          "wanted");
}

QTEST_GUILESS_MAIN(TestCaller)
#include "tst_caller.moc"
