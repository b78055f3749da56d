#include "core/config/atomicfile.h"
#include "core/config/vault.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

using namespace gw;
using namespace gw::config;

namespace {

Secret key(char c = 'k')
{
    return Secret(std::string(kVaultKeyBytes, c));
}

}   // namespace

class TestVault final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsSecretsOverRestarts();
    void isClosedUntilOpened();
    void refusesAnotherKey();
    void refusesEveryFlippedBit();
    void refusesEveryTruncation();
    void neverRepeatsANonce();
    void writesNothingReadable();
    void usesThePreviousFileWhenAWriteWasCut();
    void survivesBeingKilledWhileWriting();
    void keepsTheOldStateWhenWritingFails();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_path;
};

void TestVault::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(QStringLiteral("vault")).toStdString();
}

void TestVault::keepsSecretsOverRestarts()
{
    {
        Vault vault(m_path);
        QVERIFY(!vault.exists());
        QVERIFY(vault.open(key()).ok());
        QVERIFY(vault.store("openai", Secret(std::string("sk-1 \"\n\xc3\xa4"))).ok());
        QVERIFY(vault.store("other", Secret(std::string("x"))).ok());
        QVERIFY(vault.remove("other").ok());
        QVERIFY(vault.remove("never there").ok());
    }
    QCOMPARE(QFileInfo(QString::fromStdString(m_path)).permissions() & QFile::Permissions(0x0077),
             QFile::Permissions());
    Vault vault(m_path);
    QVERIFY(vault.exists());
    QVERIFY(vault.open(key()).ok());
    QCOMPARE(vault.names(), std::vector<std::string>{"openai"});
    QCOMPARE(vault.resolve("openai").value().reveal(), std::string("sk-1 \"\n\xc3\xa4"));
    QVERIFY(vault.resolve("other").error().code == ErrorCode::SecretAway);
}

void TestVault::isClosedUntilOpened()
{
    Vault vault(m_path);
    QVERIFY(!vault.isOpen());
    QCOMPARE(vault.resolve("a").error().message, std::string("the vault is not open"));
    QVERIFY(!vault.store("a", Secret(std::string("b"))).ok());
    vault.close("the keychain is locked");
    QCOMPARE(vault.resolve("a").error().message, std::string("the keychain is locked"));
}

void TestVault::refusesAnotherKey()
{
    Vault first(m_path);
    QVERIFY(first.open(key('a')).ok());
    QVERIFY(first.store("n", Secret(std::string("v"))).ok());
    const std::string sealed = readFile(m_path).value();
    Vault second(m_path);
    const auto opened = second.open(key('b'));
    QVERIFY(!opened.ok());
    QVERIFY(opened.error().message.find("another key") != std::string::npos);
    QVERIFY(!second.isOpen());
    QVERIFY(!second.store("x", Secret(std::string("y"))).ok());
    QCOMPARE(readFile(m_path).value(), sealed);
    QVERIFY(!second.open(Secret(std::string("short"))).ok());
}

void TestVault::refusesEveryFlippedBit()
{
    const std::string sealed = sealBytes(key(), R"({"name":"secret"})").value();
    QCOMPARE(openBytes(key(), sealed).value(), std::string(R"({"name":"secret"})"));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string damaged = sealed;
            damaged[i] = static_cast<char>(damaged[i] ^ (1 << bit));
            QVERIFY2(!openBytes(key(), damaged).ok(), std::to_string(i).c_str());
        }
    }
}

void TestVault::refusesEveryTruncation()
{
    const std::string sealed = sealBytes(key(), R"({"name":"secret"})").value();
    for (std::size_t size = 0; size < sealed.size(); ++size)
        QVERIFY(!openBytes(key(), std::string_view(sealed).substr(0, size)).ok());
    QVERIFY(!openBytes(key(), sealed + "x").ok());
}

void TestVault::neverRepeatsANonce()
{
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i)
        seen.insert(sealBytes(key(), "same").value());
    QCOMPARE(seen.size(), std::size_t(200));
}

void TestVault::writesNothingReadable()
{
    Vault vault(m_path);
    QVERIFY(vault.open(key()).ok());
    QVERIFY(vault.store("provider-name", Secret(std::string("sk-visible-text"))).ok());
    const std::string text = readFile(m_path).value();
    QVERIFY(text.find("visible") == std::string::npos);
    QVERIFY(text.find("provider") == std::string::npos);
}

void TestVault::usesThePreviousFileWhenAWriteWasCut()
{
    {
        Vault vault(m_path);
        QVERIFY(vault.open(key()).ok());
        QVERIFY(vault.store("a", Secret(std::string("1"))).ok());
        QVERIFY(vault.store("b", Secret(std::string("2"))).ok());
    }
    QVERIFY(QFile::remove(QString::fromStdString(m_path)));
    Vault vault(m_path);
    QVERIFY(vault.exists());
    QVERIFY(vault.open(key()).ok());
    QCOMPARE(vault.names(), std::vector<std::string>{"a"});
}

void TestVault::survivesBeingKilledWhileWriting()
{
    {
        Vault vault(m_path);
        QVERIFY(vault.open(key()).ok());
        QVERIFY(vault.store("steady", Secret(std::string("value"))).ok());
    }
    for (int round = 0; round < 12; ++round) {
        const pid_t child = fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            Vault vault(m_path);
            if (!vault.open(key()).ok())
                _exit(1);
            for (int i = 0;; ++i)
                static_cast<void>(vault.store("n" + std::to_string(i % 50), Secret(std::string(2000, 'x'))));
        }
        QTest::qWait(3 + 4 * round);
        QCOMPARE(kill(child, SIGKILL), 0);
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY2(WIFSIGNALED(status), "the writer ended by itself: it could not open the vault");
        Vault vault(m_path);
        const auto opened = vault.open(key());
        QVERIFY2(opened.ok(), opened.ok() ? "" : opened.error().message.c_str());
        QCOMPARE(vault.resolve("steady").value().reveal(), std::string("value"));
    }
}

void TestVault::keepsTheOldStateWhenWritingFails()
{
    Vault vault(m_folder->filePath(QStringLiteral("gone/vault")).toStdString());
    QVERIFY(vault.open(key()).ok());
    QVERIFY(!vault.store("a", Secret(std::string("1"))).ok());
    QVERIFY(vault.names().empty());
}

QTEST_GUILESS_MAIN(TestVault)
#include "tst_vault.moc"
