#include "core/auth/keyring.h"
#include "core/base/ids.h"

#include <QTest>

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
};

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
    const Keyring keyring({.masterKey = Secret(std::string("sk-master")), .database = database});
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
    const Keyring keyring({.masterKey = Secret(std::string("sk-master")), .database = true});
    for (const char *key : {"sk-abcdefghijkl", "sk-a", "abcdefgh", "a-very-long-key-without-prefix"}) {
        const auto principal = keyring.authenticate(key);
        QVERIFY(!principal.ok());
        QVERIFY(principal.error().message.find(key) == std::string::npos);
    }
}

QTEST_GUILESS_MAIN(TestKeyring)
#include "tst_keyring.moc"
