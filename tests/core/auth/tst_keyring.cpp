#include "core/access/edit.h"
#include "core/auth/keyring.h"
#include "core/base/ids.h"

#include <QTemporaryDir>
#include <QTest>

#include <future>

using namespace gw;
using namespace gw::auth;

class TestKeyring final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheKey_data();
    void findsTheKey();
    void readsOnlyTheNamedHeader();
    void authenticate_data();
    void authenticate();
    void letsEverybodyInWithoutAMasterKey();
    void neverShowsAWholeKey();
    void knowsVirtualKeys();
    void refusesVirtualKeys_data();
    void refusesVirtualKeys();
    void aChangeCountsFromTheNextRequestOn();
    void admits_data();
    void admits();
    void someRoutesAreOpen();

private:
    std::unique_ptr<access::Directory> open(const QTemporaryDir &folder);

    ManualClock m_clock;
};

namespace {

constexpr const char *kKey = "sk-virtual-0001";

access::Key keyOf(const char *text, const char *teamId = "", const char *userId = "")
{
    access::Key key;
    key.token = sha256Hex(text);
    key.name = "sk-...0001";
    key.alias = "mine";
    key.teamId = teamId;
    key.userId = userId;
    return key;
}

bool put(access::Directory &directory, const std::function<void(access::Edit &)> &work)
{
    std::promise<bool> done;
    directory.edit([&](access::Edit &edit) {
        work(edit);
        done.set_value(edit.commit("test").ok());
    });
    return done.get_future().get();
}

}   // namespace

std::unique_ptr<access::Directory> TestKeyring::open(const QTemporaryDir &folder)
{
    auto directory =
        access::Directory::open(folder.filePath(QStringLiteral("access.db")).toStdString(), m_clock);
    return directory.ok() ? std::move(directory).value() : nullptr;
}

void TestKeyring::findsTheKey_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("bearer") << QByteArray("Authorization") << QByteArray("Bearer sk-1") << QByteArray("sk-1");
    QTest::newRow("bearer in lower case")
        << QByteArray("authorization") << QByteArray("bearer  sk-1 ") << QByteArray("sk-1");
    QTest::newRow("bare value") << QByteArray("Authorization") << QByteArray("sk-1") << QByteArray("sk-1");
    QTest::newRow("basic") << QByteArray("Authorization") << QByteArray("Basic dXNlcjpzay0x")
                           << QByteArray("sk-1");
    QTest::newRow("Azure SDK") << QByteArray("api-key") << QByteArray("sk-1") << QByteArray("sk-1");
    QTest::newRow("Anthropic SDK") << QByteArray("x-api-key") << QByteArray("sk-1") << QByteArray("sk-1");
    QTest::newRow("Google SDK") << QByteArray("x-goog-api-key") << QByteArray("sk-1") << QByteArray("sk-1");
    QTest::newRow("API management") << QByteArray("Ocp-Apim-Subscription-Key") << QByteArray("sk-1")
                                    << QByteArray("sk-1");
    QTest::newRow("LiteLLM's own") << QByteArray("x-litellm-api-key") << QByteArray("Bearer sk-1")
                                   << QByteArray("sk-1");
    QTest::newRow("a bearer without a key")
        << QByteArray("Authorization") << QByteArray("Bearer ") << QByteArray("from-query");
    QTest::newRow("no header at all")
        << QByteArray("x-other") << QByteArray("sk-1") << QByteArray("from-query");
}

void TestKeyring::findsTheKey()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, expected);
    const Keyring keyring({.masterKey = Secret(std::string("sk-master"))});
    const wire::Headers headers{{name.toStdString(), value.toStdString()}};
    QCOMPARE(QByteArray::fromStdString(keyring.keyOf(headers, "from-query")), expected);
}

void TestKeyring::readsOnlyTheNamedHeader()
{
    const Keyring keyring({.masterKey = Secret(std::string("sk-master")), .keyHeaderName = "X-My-Key"});
    QCOMPARE(keyring.keyOf({{"x-my-key", "Bearer sk-1"}, {"authorization", "Bearer sk-2"}}, {}),
             std::string("sk-1"));
    QCOMPARE(keyring.keyOf({{"authorization", "Bearer sk-2"}}, {}), std::string());
}

void TestKeyring::authenticate_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<bool>("database");
    QTest::addColumn<int>("expectedCode");
    QTest::addColumn<QByteArray>("expectedWords");
    QTest::newRow("no key") << QByteArray() << false << int(ErrorCode::NoKey)
                            << QByteArray("No api key passed in.");
    QTest::newRow("no sk-") << QByteArray("invalid-test-key") << false << int(ErrorCode::MalformedKey)
                            << QByteArray("Received=inva****-key, expected to start with 'sk-'.");
    QTest::newRow("unknown without a database")
        << QByteArray("sk-0123456789abcdef") << false << int(ErrorCode::NoDatabaseKey)
        << QByteArray("No connected db.");
    QTest::newRow("unknown with a database") << QByteArray("sk-0123456789abcdef") << true
                                             << int(ErrorCode::UnknownKey) << QByteArray("sk-...cdef");
    QTest::newRow("almost the master key")
        << QByteArray("sk-maste") << false << int(ErrorCode::NoDatabaseKey) << QByteArray("No connected db.");
}

void TestKeyring::authenticate()
{
    QFETCH(QByteArray, key);
    QFETCH(bool, database);
    QFETCH(int, expectedCode);
    QFETCH(QByteArray, expectedWords);
    const QTemporaryDir folder;
    const auto directory = open(folder);
    QVERIFY(directory);
    const Keyring keyring(
        {.masterKey = Secret(std::string("sk-master")), .directory = database ? directory.get() : nullptr});
    const auto principal = keyring.authenticate(key.toStdString());
    QVERIFY(!principal.ok());
    QCOMPARE(int(principal.error().code), expectedCode);
    QVERIFY2(principal.error().message.find(expectedWords.toStdString()) != std::string::npos,
             principal.error().message.c_str());
    const auto master = keyring.authenticate("sk-master");
    QVERIFY(master.ok());
    QVERIFY(master.value().admin);
    QCOMPARE(master.value().keyHash, sha256Hex("sk-master"));
}

void TestKeyring::letsEverybodyInWithoutAMasterKey()
{
    const Keyring keyring({});
    QVERIFY(keyring.open());
    QVERIFY(keyring.authenticate({}).ok());
    QVERIFY(keyring.authenticate("anything").value().kind == Principal::Kind::Open);
    const Keyring locked({.masterKey = {}, .problem = "the keychain is locked"});
    QVERIFY(!locked.open());
    QVERIFY(locked.authenticate("sk-anything-at-all").error().code == ErrorCode::SecretAway);
}

void TestKeyring::neverShowsAWholeKey()
{
    const QTemporaryDir folder;
    const auto directory = open(folder);
    QVERIFY(directory);
    const Keyring keyring({.masterKey = Secret(std::string("sk-master")), .directory = directory.get()});
    for (const char *key : {"sk-abcdefghijkl", "sk-a", "abcdefgh", "a-very-long-key-without-prefix"}) {
        const auto principal = keyring.authenticate(key);
        QVERIFY(!principal.ok());
        QVERIFY(principal.error().message.find(key) == std::string::npos);
    }
}

void TestKeyring::knowsVirtualKeys()
{
    const QTemporaryDir folder;
    const auto directory = open(folder);
    QVERIFY(put(*directory, [](access::Edit &edit) {
        access::Key key = keyOf(kKey, "t", "u");
        key.models = {"gpt"};
        key.disableFallbacks = true;
        key.metadata["disable_fallbacks"] = true;
        edit.put(std::move(key));
        edit.put(access::Team{.teamId = "t", .alias = "T"});
        edit.put(access::User{.userId = "u", .role = "proxy_admin"});
    }));
    const Keyring keyring({.masterKey = Secret(std::string("sk-master")), .directory = directory.get()});
    const auto found = keyring.authenticate(kKey);
    QVERIFY(found.ok());
    const Principal &principal = found.value();
    QVERIFY(principal.kind == Principal::Kind::Virtual);
    QCOMPARE(principal.keyHash, sha256Hex(kKey));
    QCOMPARE(principal.keyAlias, std::string("mine"));
    QCOMPARE(principal.userId, std::string("u"));
    QCOMPARE(principal.teamId, std::string("t"));
    QCOMPARE(principal.key->models, std::vector<std::string>{"gpt"});
    QCOMPARE(principal.team->alias, std::string("T"));
    QVERIFY(principal.disableFallbacks);
    QVERIFY(principal.admin);
    QCOMPARE(principal.role(), std::string_view("proxy_admin"));
    QCOMPARE(keyring.authenticate("sk-virtual-0002").error().code, ErrorCode::UnknownKey);
    // The hash itself opens nothing.
    QVERIFY(!keyring.authenticate(sha256Hex(kKey)).ok());
}

void TestKeyring::refusesVirtualKeys_data()
{
    QTest::addColumn<int>("what");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("a blocked key") << 0 << int(ErrorCode::BlockedKey)
                                   << QByteArray("Key is blocked. Update via");
    QTest::newRow("an expired key") << 1 << int(ErrorCode::ExpiredKey)
                                    << QByteArray("Authentication Error - Expired Key. Key Expiry time");
    QTest::newRow("a blocked team") << 2 << int(ErrorCode::BlockedKey) << QByteArray("Team=t is blocked");
    QTest::newRow("a blocked user") << 3 << int(ErrorCode::BlockedKey) << QByteArray("User=u is blocked");
}

void TestKeyring::refusesVirtualKeys()
{
    QFETCH(int, what);
    QFETCH(int, code);
    QFETCH(QByteArray, words);
    const QTemporaryDir folder;
    const auto directory = open(folder);
    QVERIFY(put(*directory, [&](access::Edit &edit) {
        access::Key key = keyOf(kKey, "t", "u");
        key.blocked = what == 0;
        key.expires = what == 1 ? m_clock.unixUs() / 1'000'000 : 0;
        edit.put(std::move(key));
        edit.put(access::Team{.teamId = "t", .blocked = what == 2});
        edit.put(access::User{.userId = "u", .blocked = what == 3});
    }));
    const Keyring keyring({.masterKey = Secret(std::string("sk-master")), .directory = directory.get()});
    const auto refused = keyring.authenticate(kKey);
    QVERIFY(!refused.ok());
    QCOMPARE(int(refused.error().code), code);
    QVERIFY2(refused.error().message.find(words.toStdString()) != std::string::npos,
             refused.error().message.c_str());
    QVERIFY(refused.error().param.find(kKey) == std::string::npos);
}

void TestKeyring::aChangeCountsFromTheNextRequestOn()
{
    const QTemporaryDir folder;
    const auto directory = open(folder);
    QVERIFY(put(*directory, [](access::Edit &edit) { edit.put(keyOf(kKey)); }));
    const Keyring keyring({.masterKey = Secret(std::string("sk-master")), .directory = directory.get()});
    const auto before = keyring.authenticate(kKey);
    QVERIFY(before.ok());
    QVERIFY(put(*directory, [](access::Edit &edit) { edit.remove(access::Kind::Key, sha256Hex(kKey)); }));
    QCOMPARE(keyring.authenticate(kKey).error().code, ErrorCode::UnknownKey);
    QCOMPARE(before.value().key->alias, std::string("mine"));   // What has begun goes on.
}

void TestKeyring::admits_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<int>("access");
    QTest::addColumn<bool>("loopback");
    QTest::addColumn<int>("code");   // -1: anonymous, -2: known.
    const auto row = [](const char *name, const char *key, Access access, bool loopback, int code) {
        QTest::newRow(name) << QByteArray(key) << static_cast<int>(access) << loopback << code;
    };
    const int noKey = int(ErrorCode::NoKey);
    const int unknown = int(ErrorCode::UnknownKey);
    row("public without a key", "", Access::Public, false, -1);
    row("public with a wrong key", "sk-wrong-0001", Access::Public, false, -1);
    row("public with a key", kKey, Access::Public, false, -2);
    row("loopback without a key", "", Access::Loopback, true, -1);
    row("loopback with a wrong key", "sk-wrong-0001", Access::Loopback, true, unknown);
    row("from elsewhere without a key", "", Access::Loopback, false, noKey);
    row("a key is needed", "", Access::Key, true, noKey);
    row("a key is there", kKey, Access::Key, true, -2);
    row("management is for keys", kKey, Access::Management, true, -2);
    row("administration is not", kKey, Access::Admin, true, int(ErrorCode::AdminOnly));
    row("but for the master key", "sk-master", Access::Admin, true, -2);
}

void TestKeyring::admits()
{
    QFETCH(QByteArray, key);
    QFETCH(int, access);
    QFETCH(bool, loopback);
    QFETCH(int, code);
    const QTemporaryDir folder;
    const auto directory = open(folder);
    QVERIFY(put(*directory, [](access::Edit &edit) { edit.put(keyOf(kKey)); }));
    const Keyring keyring({.masterKey = Secret(std::string("sk-master")), .directory = directory.get()});
    const std::string text = key.toStdString();
    const auto caller = keyring.admit({"POST", "/x", text, static_cast<Access>(access), loopback});
    if (code >= 0) {
        QVERIFY(!caller.ok());
        QCOMPARE(int(caller.error().code), code);
        return;
    }
    QVERIFY(caller.ok());
    QCOMPARE(caller.value().kind == Principal::Kind::Anonymous, code == -1);
}

void TestKeyring::someRoutesAreOpen()
{
    const Keyring keyring({.masterKey = Secret(std::string("sk-master")),
                           .routes = {.allowed = {}, .adminOnly = {}, .open = {"/open/*"}}});
    QVERIFY(keyring.admit({"GET", "/open/door", "", Access::Admin, false}).ok());
    QCOMPARE(keyring.admit({"GET", "/closed", "", Access::Key, false}).error().code, ErrorCode::NoKey);
}

QTEST_GUILESS_MAIN(TestKeyring)
#include "tst_keyring.moc"
