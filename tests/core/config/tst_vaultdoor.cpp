#include "core/config/atomicfile.h"
#include "core/config/passphrase.h"
#include "core/config/vaultdoor.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

using namespace gw;
using namespace gw::config;

namespace {

constexpr const char *kPassphrase = "correct horse battery";
constexpr int kPatienceMs = 20'000;

class LockableKeychain final : public Keychain
{
public:
    bool locked = false;
    Secret kept;

    bool isAvailable() const override { return true; }
    std::string name() const override { return "Fake"; }
    void read(const std::string &, std::function<void(Answer)> done) override
    {
        if (locked)
            return done({.outcome = Outcome::Away, .problem = "the keychain is locked"});
        if (kept.isEmpty())
            return done({.outcome = Outcome::Missing});
        done({.outcome = Outcome::Found, .secret = kept});
    }
    void write(const std::string &, const Secret &secret, std::function<void(Result<void>)> done) override
    {
        kept = secret;
        done({});
    }
};

}   // namespace

class TestVaultDoor final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void wrapsKeys();
    void refusesDamagedWraps();
    void opensByPassphrase();
    void changesThePassphrase();
    void locksAndUnlocksWithTheKeychain();
    void waitsForALockedKeychain();
    void replacesAKeyFile();
    void choosesNothingForAnotherSource();
    void dropsAnswersAfterLocking();

private:
    std::string path(const char *name) const { return m_folder->path().toStdString() + "/" + name; }
    // What came of a question, once it has come.
    std::optional<Result<void>> wait(const std::function<void(VaultDoor::Done)> &question);
    QByteArray everyFile() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    VaultKeyOptions m_options;
};

void TestVaultDoor::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_options = {.dataFolder = m_folder->path().toStdString(), .mayAsk = true};
}

std::optional<Result<void>> TestVaultDoor::wait(const std::function<void(VaultDoor::Done)> &question)
{
    std::optional<Result<void>> answer;
    question([&answer](Result<void> result) { answer = std::move(result); });
    [[maybe_unused]] const bool came = QTest::qWaitFor([&answer] { return answer.has_value(); }, kPatienceMs);
    return answer;
}

QByteArray TestVaultDoor::everyFile() const
{
    QByteArray all;
    for (const QFileInfo &entry : QDir(m_folder->path()).entryInfoList(QDir::Files | QDir::Hidden)) {
        QFile file(entry.filePath());
        if (file.open(QIODevice::ReadOnly))
            all += file.readAll();
    }
    return all;
}

void TestVaultDoor::wrapsKeys()
{
    const Secret key(std::string(kVaultKeyBytes, 'k'));
    const auto wrapped = wrapKey(key, Secret(std::string(kPassphrase)));
    QVERIFY(wrapped.ok());
    QVERIFY(wrapped.value().find("kkkkkkkk") == std::string::npos);
    QCOMPARE(unwrapKey(wrapped.value(), Secret(std::string(kPassphrase))).value().reveal(), key.reveal());
    const auto wrong = unwrapKey(wrapped.value(), Secret(std::string("correct horse batterz")));
    QVERIFY(!wrong.ok() && wrong.error().code == ErrorCode::SecretAway);
    QCOMPARE(wrong.error().message, std::string("the passphrase is wrong"));
    // Twice the same is never the same file.
    QVERIFY(wrapKey(key, Secret(std::string(kPassphrase))).value() != wrapped.value());
    QVERIFY(!wrapKey(key, Secret(std::string("short"))).ok());
}

void TestVaultDoor::refusesDamagedWraps()
{
    const Secret passphrase{std::string(kPassphrase)};
    const std::string good = wrapKey(Secret(std::string(kVaultKeyBytes, 'k')), passphrase).value();
    for (const std::size_t size : {std::size_t{0}, std::size_t{8}, std::size_t{28}})
        QVERIFY(!unwrapKey(std::string_view(good).substr(0, size), passphrase).ok());
    // Costs that would take the machine's memory are refused before they do.
    std::string costly = good;
    costly[8] = 30;
    QCOMPARE(unwrapKey(costly, passphrase).error().message, std::string("the passphrase's file is damaged"));
    std::string flipped = good;
    flipped.back() = static_cast<char>(flipped.back() ^ 1);
    QVERIFY(!unwrapKey(flipped, passphrase).ok());
}

void TestVaultDoor::opensByPassphrase()
{
    {
        Vault vault(path("vault"));
        VaultDoor door(vault, m_options);
        QSignalSpy changed(&door, &VaultDoor::changed);
        door.open();
        QVERIFY(!vault.isOpen());
        QVERIFY(door.key().mayChoosePassphrase);
        const auto chosen =
            wait([&](auto done) { door.choosePassphrase(Secret(std::string(kPassphrase)), done); });
        QVERIFY(chosen && chosen->ok());
        QVERIFY(vault.isOpen());
        QVERIFY(changed.count() >= 2);
        QVERIFY(vault.store("openai", Secret(std::string("sk-a-real-secret"))).ok());
    }
    // After a restart.
    Vault vault(path("vault"));
    VaultDoor door(vault, m_options);
    door.open();
    QVERIFY(!vault.isOpen() && door.key().needsPassphrase);
    const auto wrong = wait([&](auto done) { door.unlock(Secret(std::string("wrong passphrase")), done); });
    QVERIFY(wrong && !wrong->ok());
    QVERIFY(!vault.isOpen() && door.key().needsPassphrase);
    const auto right = wait([&](auto done) { door.unlock(Secret(std::string(kPassphrase)), done); });
    QVERIFY(right && right->ok());
    QCOMPARE(vault.resolve("openai").value().reveal(), std::string("sk-a-real-secret"));
    const QByteArray files = everyFile();
    QVERIFY(!files.contains("sk-a-real-secret") && !files.contains(kPassphrase));
}

void TestVaultDoor::changesThePassphrase()
{
    Vault vault(path("vault"));
    VaultDoor door(vault, m_options);
    door.open();
    QVERIFY(wait([&](auto done) { door.choosePassphrase(Secret(std::string(kPassphrase)), done); })->ok());
    QVERIFY(vault.store("a", Secret(std::string("b"))).ok());
    QVERIFY(wait([&](auto done) {
                door.choosePassphrase(Secret(std::string("another passphrase")), done);
            })->ok());
    door.lock();
    QVERIFY(!vault.isOpen() && door.isLocked());
    QVERIFY(!vault.resolve("a").ok());
    // While it is locked nobody chooses a new one.
    QVERIFY(!wait([&](auto done) { door.choosePassphrase(Secret(std::string(kPassphrase)), done); })->ok());
    QVERIFY(!wait([&](auto done) { door.unlock(Secret(std::string(kPassphrase)), done); })->ok());
    QVERIFY(wait([&](auto done) { door.unlock(Secret(std::string("another passphrase")), done); })->ok());
    QCOMPARE(vault.resolve("a").value().reveal(), std::string("b"));
    QVERIFY(!door.isLocked());
}

void TestVaultDoor::locksAndUnlocksWithTheKeychain()
{
    LockableKeychain keychain;
    m_options.keychain = &keychain;
    Vault vault(path("vault"));
    VaultDoor door(vault, m_options);
    door.open();
    QVERIFY(vault.isOpen() && door.key().source == VaultKeySource::Keychain);
    QVERIFY(vault.store("a", Secret(std::string("b"))).ok());
    door.lock();
    QVERIFY(!vault.isOpen() && door.key().key.isEmpty());
    QCOMPARE(vault.resolve("a").error().message, std::string("the vault is locked"));
    door.unlock();
    QCOMPARE(vault.resolve("a").value().reveal(), std::string("b"));
}

void TestVaultDoor::waitsForALockedKeychain()
{
    LockableKeychain keychain;
    m_options.keychain = &keychain;
    Vault vault(path("vault"));
    VaultDoor door(vault, m_options);
    door.open();
    QVERIFY(vault.store("a", Secret(std::string("b"))).ok());
    keychain.locked = true;
    door.unlock();
    QVERIFY(!vault.isOpen());
    QCOMPARE(door.key().problem, std::string("the keychain is locked"));
    QVERIFY(!door.key().mayChoosePassphrase);   // It would split the vault.
    keychain.locked = false;
    door.unlock();
    QVERIFY(vault.isOpen());
}

void TestVaultDoor::replacesAKeyFile()
{
    QVERIFY(createFile(path("vault.key"), std::string(64, 'a') + "\n", 0600).ok());
    Vault vault(path("vault"));
    VaultDoor door(vault, m_options);
    door.open();
    QVERIFY(vault.isOpen() && door.key().source == VaultKeySource::CreatedFile);
    QVERIFY(vault.store("a", Secret(std::string("b"))).ok());
    QVERIFY(wait([&](auto done) { door.choosePassphrase(Secret(std::string(kPassphrase)), done); })->ok());
    QVERIFY(!QFile::exists(QString::fromStdString(path("vault.key"))));
    door.lock();
    QVERIFY(wait([&](auto done) { door.unlock(Secret(std::string(kPassphrase)), done); })->ok());
    QCOMPARE(vault.resolve("a").value().reveal(), std::string("b"));
}

void TestVaultDoor::choosesNothingForAnotherSource()
{
    LockableKeychain keychain;
    m_options.keychain = &keychain;
    Vault vault(path("vault"));
    VaultDoor door(vault, m_options);
    door.open();
    const auto chosen =
        wait([&](auto done) { door.choosePassphrase(Secret(std::string(kPassphrase)), done); });
    QVERIFY(chosen && !chosen->ok());
    QVERIFY(!QFile::exists(QString::fromStdString(path("vault.passphrase"))));
}

void TestVaultDoor::dropsAnswersAfterLocking()
{
    Vault vault(path("vault"));
    VaultDoor door(vault, m_options);
    door.open();
    QVERIFY(wait([&](auto done) { door.choosePassphrase(Secret(std::string(kPassphrase)), done); })->ok());
    door.lock();
    std::optional<Result<void>> answer;
    door.unlock(Secret(std::string(kPassphrase)), [&](Result<void> result) { answer = std::move(result); });
    door.lock();   // While the passphrase is being worked on.
    QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), kPatienceMs);
    QVERIFY(!answer->ok() && answer->error().code == ErrorCode::Cancelled);
    QVERIFY(!vault.isOpen());
}

QTEST_GUILESS_MAIN(TestVaultDoor)
#include "tst_vaultdoor.moc"
