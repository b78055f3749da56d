#include "core/auth/masterkey.h"

#include <QTemporaryDir>
#include <QTest>

using namespace gw;
using namespace gw::auth;

class TestMasterKey final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesTheFirstSource();
    void readsTheKeyFile();
    void isOpenOnlyWithANamedConfigOnLoopback();
    void refusesWideBindsWithoutAKey_data();
    void refusesWideBindsWithoutAKey();
    void generatesAndKeepsAKeyForTheDesktop();
    void letsNobodyInWhileTheKeyIsAway();
};

void TestMasterKey::takesTheFirstSource()
{
    MasterKeyInputs inputs;
    inputs.fromConfig = Secret(std::string("sk-config"));
    inputs.environment = [](const std::string &name) -> std::optional<std::string> {
        return name == "LITELLM_MASTER_KEY" ? std::optional<std::string>("sk-variable") : std::nullopt;
    };
    inputs.readVault = [] { return Result<Secret>(Secret(std::string("sk-vault"))); };
    MasterKeyChoice choice = chooseMasterKey(inputs);
    QVERIFY(choice.source == MasterKeySource::Config);
    QCOMPARE(choice.key.reveal(), std::string("sk-config"));
    inputs.fromConfig = Secret();
    choice = chooseMasterKey(inputs);
    QVERIFY(choice.source == MasterKeySource::Variable);
    QCOMPARE(choice.key.reveal(), std::string("sk-variable"));
    inputs.environment = {};
    choice = chooseMasterKey(inputs);
    QVERIFY(choice.source == MasterKeySource::Vault);
    QCOMPARE(choice.key.reveal(), std::string("sk-vault"));
}

void TestMasterKey::readsTheKeyFile()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("key")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("  sk-from-file\n");
    file.close();
    std::string path = file.fileName().toStdString();
    MasterKeyInputs inputs;
    inputs.configNamed = true;
    inputs.environment = [&](const std::string &name) -> std::optional<std::string> {
        return name == "LITELLM_MASTER_KEY_FILE" ? std::optional(path) : std::nullopt;
    };
    QCOMPARE(chooseMasterKey(inputs).key.reveal(), std::string("sk-from-file"));
    path += ".gone";
    const MasterKeyChoice gone = chooseMasterKey(inputs);
    QVERIFY(!gone.open);
    QVERIFY(gone.refusal.find(path) != std::string::npos);
}

void TestMasterKey::isOpenOnlyWithANamedConfigOnLoopback()
{
    MasterKeyInputs inputs;
    inputs.configNamed = true;
    for (const char *host : {"", "127.0.0.1", "localhost", "::1"}) {
        inputs.host = host;
        const MasterKeyChoice choice = chooseMasterKey(inputs);
        QVERIFY(choice.open && !choice.wide && choice.refusal.empty() && choice.key.isEmpty());
    }
}

void TestMasterKey::refusesWideBindsWithoutAKey_data()
{
    QTest::addColumn<QByteArray>("host");
    for (const char *host : {"0.0.0.0", "::", "192.168.1.5", "gateway.example", "host.docker.internal"})
        QTest::newRow(host) << QByteArray(host);
}

void TestMasterKey::refusesWideBindsWithoutAKey()
{
    QFETCH(QByteArray, host);
    MasterKeyInputs inputs;
    inputs.configNamed = true;
    inputs.host = host.toStdString();
    const MasterKeyChoice choice = chooseMasterKey(inputs);
    QVERIFY(!choice.open);
    QVERIFY(choice.refusal.find("LITELLM_MASTER_KEY") != std::string::npos);
    inputs.fromConfig = Secret(std::string("sk-1"));
    QVERIFY(chooseMasterKey(inputs).refusal.empty());
    QVERIFY(chooseMasterKey(inputs).wide);
}

void TestMasterKey::generatesAndKeepsAKeyForTheDesktop()
{
    std::string kept;
    MasterKeyInputs inputs;
    inputs.readVault = [&] { return Result<Secret>(Secret(kept)); };
    inputs.writeVault = [&](const Secret &key) {
        kept = key.reveal();
        return Result<void>();
    };
    const MasterKeyChoice first = chooseMasterKey(inputs);
    QVERIFY(first.source == MasterKeySource::Generated);
    QVERIFY(first.key.reveal().starts_with("sk-"));
    QCOMPARE(kept, first.key.reveal());
    QVERIFY(first.notice.find(kept) == std::string::npos);
    const MasterKeyChoice second = chooseMasterKey(inputs);
    QVERIFY(second.source == MasterKeySource::Vault);
    QCOMPARE(second.key.reveal(), kept);
}

void TestMasterKey::letsNobodyInWhileTheKeyIsAway()
{
    MasterKeyInputs inputs;
    inputs.configNamed = true;
    inputs.configProblem = "keychain/master: the vault is locked";
    const MasterKeyChoice choice = chooseMasterKey(inputs);
    QVERIFY(!choice.open);
    QCOMPARE(choice.problem, inputs.configProblem);
    QVERIFY(!choice.key.isEmpty());
    inputs.configProblem.clear();
    inputs.configNamed = false;
    inputs.readVault = [] { return Result<Secret>(Error{ErrorCode::SecretAway, "the keychain is locked"}); };
    QVERIFY(!chooseMasterKey(inputs).open);
    QCOMPARE(chooseMasterKey(inputs).problem, std::string("the keychain is locked"));
}

QTEST_GUILESS_MAIN(TestMasterKey)
#include "tst_masterkey.moc"
