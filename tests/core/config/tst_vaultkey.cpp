#include "core/config/atomicfile.h"
#include "core/config/vault.h"
#include "core/config/vaultkey.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace gw;
using namespace gw::config;

namespace {

const std::string kHex = std::string(64, 'a');
constexpr const char *kInnerVariable = "GW_TEST_INSIDE_KEYRING";

// A keychain that answers at once.
class FakeKeychain final : public Keychain
{
public:
    bool isAvailable() const override { return available; }
    std::string name() const override { return "Fake"; }
    void read(const std::string &, std::function<void(Answer)> done) override { done(answer); }
    void write(const std::string &, const Secret &secret, std::function<void(Result<void>)> done) override
    {
        if (!writable)
            return done(Error{ErrorCode::SecretAway, "read-only"});
        written = secret.reveal();
        done({});
    }

    bool available = true;
    bool writable = true;
    Answer answer{.outcome = Outcome::Missing};
    std::string written;
};

}   // namespace

class TestVaultKey final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void parseVaultKey();
    void takesNamedSourcesFirst();
    void refusesUnusableNamedSources();
    void makesAnEntryInTheKeychain();
    void neverMakesASecondKeyForAVault();
    void waitsForALockedKeychain();
    void asksForAPassphraseOnlyWhereSomebodyIs();
    void usesTheDesktopsKeyring();

private:
    VaultKey find();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::map<std::string, std::string> m_environment;
    FakeKeychain m_keychain;
    VaultKeyOptions m_options;
};

void TestVaultKey::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_environment.clear();
    m_keychain = FakeKeychain();
    m_options = {.environment = [this](const std::string &name) -> std::optional<std::string> {
                     const auto found = m_environment.find(name);
                     return found == m_environment.end() ? std::nullopt : std::optional(found->second);
                 },
                 .keychain = &m_keychain,
                 .dataFolder = m_folder->path().toStdString()};
}

VaultKey TestVaultKey::find()
{
    VaultKey out;
    int answers = 0;
    findVaultKey(m_options, [&](VaultKey key) {
        out = std::move(key);
        ++answers;
    });
    if (answers != 1)
        qFatal("one answer was expected");
    return out;
}

void TestVaultKey::parseVaultKey()
{
    QCOMPARE(config::parseVaultKey(" " + kHex + "\n").reveal(), std::string(32, '\xaa'));
    QCOMPARE(config::parseVaultKey(std::string(32, 'x')).reveal(), std::string(32, 'x'));
    for (const std::string &bad :
         {std::string(), std::string(63, 'a'), std::string(65, 'a'), std::string(64, 'g')})
        QVERIFY(config::parseVaultKey(bad).isEmpty());
}

void TestVaultKey::takesNamedSourcesFirst()
{
    const std::string folder = m_folder->path().toStdString();
    QVERIFY(createFile(folder + "/vault.key", std::string(64, 'd') + "\n", 0600).ok());
    QVERIFY(find().source == VaultKeySource::CreatedFile);
    m_environment["PORTICO_VAULT_KEY"] = std::string(64, 'c');
    VaultKey key = find();
    QVERIFY(key.source == VaultKeySource::Variable);
    QCOMPARE(key.key.reveal(), std::string(32, '\xcc'));
    m_environment["CREDENTIALS_DIRECTORY"] = folder;
    QVERIFY(find().source == VaultKeySource::Variable);   // The folder holds no credential of ours.
    QVERIFY(createFile(folder + "/portico-vault-key", std::string(64, 'b'), 0440).ok());
    QVERIFY(find().source == VaultKeySource::Credential);
    m_environment["PORTICO_VAULT_KEY_FILE"] = folder + "/named";
    QVERIFY(createFile(folder + "/named", kHex, 0600).ok());
    key = find();
    QVERIFY(key.source == VaultKeySource::NamedFile);
    QCOMPARE(key.key.reveal(), std::string(32, '\xaa'));
    QCOMPARE(key.detail, folder + "/named");
}

void TestVaultKey::refusesUnusableNamedSources()
{
    const std::string path = m_folder->filePath(QStringLiteral("named")).toStdString();
    m_environment["PORTICO_VAULT_KEY_FILE"] = path;
    QVERIFY(find().key.isEmpty() && !find().problem.empty());
    QVERIFY(createFile(path, kHex, 0644).ok());
    QVERIFY(find().key.isEmpty());
    QVERIFY(find().problem.find("chmod 600") != std::string::npos);
    QCOMPARE(::chmod(path.c_str(), 0600), 0);
    QVERIFY(!find().key.isEmpty());
    m_environment = {{"PORTICO_VAULT_KEY", "abc"}};
    QVERIFY(find().key.isEmpty());
    QVERIFY(find().problem.find("abc") == std::string::npos);
}

void TestVaultKey::makesAnEntryInTheKeychain()
{
    const VaultKey made = find();
    QVERIFY(made.source == VaultKeySource::Keychain);
    QCOMPARE(made.detail, std::string("Fake"));
    QCOMPARE(made.key.reveal(), config::parseVaultKey(m_keychain.written).reveal());
    m_keychain.answer = {.outcome = Keychain::Outcome::Found, .secret = Secret(m_keychain.written)};
    m_options.vaultExists = true;
    QCOMPARE(find().key.reveal(), made.key.reveal());
}

void TestVaultKey::neverMakesASecondKeyForAVault()
{
    m_options.vaultExists = true;
    m_options.mayAsk = true;
    QVERIFY(find().key.isEmpty());
    QVERIFY(m_keychain.written.empty());
    m_keychain.available = false;
    QVERIFY(find().key.isEmpty());
    QVERIFY(!QFileInfo::exists(m_folder->filePath(QStringLiteral("vault.key"))));
}

void TestVaultKey::waitsForALockedKeychain()
{
    m_options.mayAsk = true;
    m_keychain.answer = {.outcome = Keychain::Outcome::Away, .problem = "access to the keychain was denied"};
    const VaultKey key = find();
    QVERIFY(key.key.isEmpty());
    QCOMPARE(key.problem, std::string("access to the keychain was denied"));
    QVERIFY(!QFileInfo::exists(m_folder->filePath(QStringLiteral("vault.key"))));
}

void TestVaultKey::asksForAPassphraseOnlyWhereSomebodyIs()
{
    m_keychain.available = false;
    QVERIFY(find().problem.find("PORTICO_VAULT_KEY_FILE") != std::string::npos);
    QVERIFY(!find().mayChoosePassphrase);
    m_options.mayAsk = true;
    for (Keychain *keychain : {static_cast<Keychain *>(&m_keychain), static_cast<Keychain *>(nullptr)}) {
        m_options.keychain = keychain;
        const VaultKey key = find();
        QVERIFY(key.source == VaultKeySource::Passphrase);
        QVERIFY(key.key.isEmpty());
        QVERIFY(key.mayChoosePassphrase && !key.needsPassphrase);
    }
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 0);
    // Once one was chosen, it goes before the keychain.
    m_keychain.available = true;
    m_options.keychain = &m_keychain;
    const std::string path = m_folder->path().toStdString() + "/vault.passphrase";
    QVERIFY(createFile(path, "wrapped", 0600).ok());
    const VaultKey key = find();
    QVERIFY(key.source == VaultKeySource::Passphrase && key.needsPassphrase && !key.mayChoosePassphrase);
    QVERIFY(m_keychain.written.empty());
}

// Runs itself once more under a bus and a keyring of its own, with an empty home.
void TestVaultKey::usesTheDesktopsKeyring()
{
    if (!qEnvironmentVariableIsSet(kInnerVariable)) {
        for (const char *program : {"dbus-run-session", "gnome-keyring-daemon"}) {
            if (QStandardPaths::findExecutable(QString::fromLatin1(program)).isEmpty())
                QSKIP(qPrintable(QStringLiteral("%1 is not installed").arg(QLatin1String(program))));
        }
        if (!makeKeychain("test"))
            QSKIP("built without QtKeychain");
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"HOME", "XDG_RUNTIME_DIR"})
            environment.insert(QString::fromLatin1(name), m_folder->path());
        for (const char *name :
             {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "DBUS_SESSION_BUS_ADDRESS"})
            environment.remove(QString::fromLatin1(name));
        environment.insert(QString::fromLatin1(kInnerVariable), QStringLiteral("1"));
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(
            QStringLiteral("dbus-run-session"),
            {QStringLiteral("--"), QStringLiteral("sh"), QStringLiteral("-c"),
             QStringLiteral("printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null; "
                            "\"$0\" usesTheDesktopsKeyring"),
             QCoreApplication::applicationFilePath()});
        QVERIFY(process.waitForStarted());
        QVERIFY(process.waitForFinished(30'000));
        const QByteArray output = process.readAll();
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, output.constData());
        QVERIFY2(output.contains("2 passed") || output.contains("3 passed"), output.constData());
        return;
    }
    const std::unique_ptr<Keychain> keychain = makeKeychain("gw-test");
    QVERIFY(keychain != nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(keychain->isAvailable(), 10'000);
    m_options.keychain = keychain.get();
    std::vector<VaultKey> keys;
    const auto keep = [&](VaultKey key) { keys.push_back(std::move(key)); };
    findVaultKey(m_options, keep);
    QTRY_COMPARE_WITH_TIMEOUT(keys.size(), std::size_t(1), 10'000);
    QVERIFY2(keys[0].problem.empty(), keys[0].problem.c_str());
    QVERIFY(keys[0].source == VaultKeySource::Keychain);
    QCOMPARE(keys[0].detail, std::string("Secret Service"));
    m_options.vaultExists = true;
    findVaultKey(m_options, keep);
    QTRY_COMPARE_WITH_TIMEOUT(keys.size(), std::size_t(2), 10'000);
    QCOMPARE(keys[1].key.reveal(), keys[0].key.reveal());
    Vault vault(m_folder->filePath(QStringLiteral("vault")).toStdString());
    QVERIFY(vault.open(keys[1].key).ok());
    QVERIFY(vault.store("a", Secret(std::string("b"))).ok());
}

QTEST_GUILESS_MAIN(TestVaultKey)
#include "tst_vaultkey.moc"
