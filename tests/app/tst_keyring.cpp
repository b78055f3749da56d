#include "app/backend.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace gw;
using namespace Qt::StringLiterals;

namespace {

constexpr const char *kInner = "PORTICO_TEST_KEYRING_INNER";
constexpr const char *kSecret = "sk-a-secret-that-no-file-may-hold";
constexpr int kPatienceMs = 20'000;

// Every byte of every file below a folder.
QByteArray everyFile(const QString &folder)
{
    QByteArray all;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly))
            all += file.readAll();
    }
    return all;
}

}   // namespace

// The ladder of keys over a real keyring: the gateway of a desktop keeps, finds, loses and finds again what
// it was given. Runs itself again under a bus and a keyring of its own, and without any bus.
class TestKeyring final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void keepsASecretOverARestart();
    void waitsWhileTheKeyringIsLocked();
    void locksAndUnlocks();
    void asksForAPassphraseWithoutAKeyring();

private:
    bool inner() const { return qEnvironmentVariableIsSet(kInner); }
    // Of the gateway: the same for every run.
    static QString home() { return qEnvironmentVariable("HOME") + u"/portico"_s; }
    // This program again, with an empty home; an empty bus is one that the program makes itself.
    void runAgain(const QString &program, const QStringList &arguments, const QString &bus,
                  const char *expected);
    std::unique_ptr<app::Backend> start(const QString &folder) const;

    QTemporaryDir m_folder;
};

void TestKeyring::initTestCase()
{
    if (inner())
        return;
    for (const char *program : {"dbus-run-session", "gnome-keyring-daemon"}) {
        if (QStandardPaths::findExecutable(QString::fromLatin1(program)).isEmpty())
            QSKIP(qPrintable(u"%1 is not installed"_s.arg(QLatin1String(program))));
    }
    if (!config::makeKeychain("test"))
        QSKIP("built without QtKeychain");
    const QString self = QCoreApplication::applicationFilePath();
    const auto underKeyring = [&](const QString &daemon, const QString &tests, const char *expected) {
        runAgain(u"dbus-run-session"_s,
                 {u"--"_s, u"sh"_s, u"-c"_s, daemon + u" >/dev/null 2>&1; exec \"$0\" "_s + tests, self}, {},
                 expected);
    };
    const QString unlocked = u"printf secret | gnome-keyring-daemon --unlock --components=secrets"_s;
    underKeyring(unlocked, u"keepsASecretOverARestart locksAndUnlocks"_s, "4 passed, 0 failed, 0 skipped");
    // A session whose keyring nobody has unlocked.
    underKeyring(u"gnome-keyring-daemon --start --components=secrets"_s, u"waitsWhileTheKeyringIsLocked"_s,
                 "3 passed, 0 failed, 0 skipped");
    underKeyring(unlocked, u"locksAndUnlocks"_s, "3 passed, 0 failed, 0 skipped");
    runAgain(self, {u"asksForAPassphraseWithoutAKeyring"_s}, u"unix:path=/nonexistent"_s,
             "3 passed, 0 failed, 0 skipped");
}

void TestKeyring::runAgain(const QString &program, const QStringList &arguments, const QString &bus,
                           const char *expected)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"HOME", "XDG_RUNTIME_DIR"})
        environment.insert(QString::fromLatin1(name), m_folder.path());
    for (const char *name :
         {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY"})
        environment.remove(QString::fromLatin1(name));
    if (!bus.isEmpty())
        environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, bus);
    environment.insert(QString::fromLatin1(kInner), u"1"_s);
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    QVERIFY(process.waitForStarted());
    QVERIFY(process.waitForFinished(4 * kPatienceMs));
    const QByteArray output = process.readAll();
    QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, output.constData());
    QVERIFY2(output.contains(expected), output.constData());
}

std::unique_ptr<app::Backend> TestKeyring::start(const QString &folder) const
{
    app::Options options;
    options.port = 0;
    options.dataFolder = (folder + u"/data"_s).toStdString();
    auto backend = std::make_unique<app::Backend>(
        app::Face::Desktop, options, app::BackendPaths{folder + u"/config.yaml"_s, folder + u"/data"_s},
        [](const std::string &) { return std::optional<std::string>(); });
    return backend->prepare().ok() ? std::move(backend) : nullptr;
}

void TestKeyring::keepsASecretOverARestart()
{
    if (!inner())
        return;   // initTestCase() has run it.
    const QString folder = home();
    {
        const auto backend = start(folder);
        QVERIFY(backend);
        QTRY_VERIFY_WITH_TIMEOUT(backend->vault().isOpen(), kPatienceMs);
        QVERIFY(backend->vaultDoor().key().source == config::VaultKeySource::Keychain);
        QCOMPARE(backend->vaultDoor().key().detail, std::string("Secret Service"));
        QVERIFY(backend->vault().store("openai", Secret(std::string(kSecret))).ok());
    }
    const auto backend = start(folder);
    QVERIFY(backend);
    QTRY_VERIFY_WITH_TIMEOUT(backend->vault().isOpen(), kPatienceMs);
    QCOMPARE(backend->vault().resolve("openai").value().reveal(), std::string(kSecret));
    const QByteArray files = everyFile(folder);
    QVERIFY(!files.contains(kSecret));
    QVERIFY(!files.contains(QByteArray::fromStdString(std::string(backend->vaultDoor().key().key.reveal()))));
    QVERIFY(!files.contains(
        QByteArray::fromStdString(std::string(backend->vaultDoor().key().key.reveal())).toHex()));
    QVERIFY(!QFile::exists(folder + u"/data/vault.key"_s));
}

void TestKeyring::waitsWhileTheKeyringIsLocked()
{
    if (!inner())
        return;
    const QString folder = home();
    const auto backend = start(folder);
    QVERIFY(backend);
    QTest::qWait(1500);
    QVERIFY(!backend->vault().isOpen());
    const auto answer = backend->vault().resolve("openai");
    QVERIFY(!answer.ok() && answer.error().code == ErrorCode::SecretAway);
    // Nobody makes a second key in its place.
    QVERIFY(!backend->vaultDoor().key().mayChoosePassphrase);
}

void TestKeyring::locksAndUnlocks()
{
    if (!inner())
        return;
    const auto backend = start(home());
    QVERIFY(backend);
    QTRY_VERIFY_WITH_TIMEOUT(backend->vault().isOpen(), kPatienceMs);
    backend->vaultDoor().lock();
    QVERIFY(!backend->vault().resolve("openai").ok());
    backend->vaultDoor().unlock();
    QTRY_VERIFY_WITH_TIMEOUT(backend->vault().isOpen(), kPatienceMs);
    QCOMPARE(backend->vault().resolve("openai").value().reveal(), std::string(kSecret));
}

void TestKeyring::asksForAPassphraseWithoutAKeyring()
{
    if (!inner())
        return;
    QTRY_VERIFY_WITH_TIMEOUT(!config::makeKeychain("test")->isAvailable(), kPatienceMs);
    QTemporaryDir other;
    const std::string passphrase = "correct horse battery";
    {
        const auto backend = start(other.path());
        QVERIFY(backend);
        QTRY_VERIFY_WITH_TIMEOUT(backend->vaultDoor().key().mayChoosePassphrase, kPatienceMs);
        bool chosen = false;
        backend->vaultDoor().choosePassphrase(Secret(std::string(passphrase)),
                                              [&](Result<void> result) { chosen = result.ok(); });
        QTRY_VERIFY_WITH_TIMEOUT(chosen, kPatienceMs);
        QVERIFY(backend->vault().store("openai", Secret(std::string(kSecret))).ok());
    }
    const auto backend = start(other.path());
    QVERIFY(backend);
    QTRY_VERIFY_WITH_TIMEOUT(backend->vaultDoor().key().needsPassphrase, kPatienceMs);
    QVERIFY(!backend->vault().isOpen());
    bool opened = false;
    backend->vaultDoor().unlock(Secret(std::string(passphrase)),
                                [&](Result<void> result) { opened = result.ok(); });
    QTRY_VERIFY_WITH_TIMEOUT(opened, kPatienceMs);
    QCOMPARE(backend->vault().resolve("openai").value().reveal(), std::string(kSecret));
    const QByteArray files = everyFile(other.path());
    QVERIFY(!files.contains(kSecret) && !files.contains(passphrase.c_str()));
}

QTEST_GUILESS_MAIN(TestKeyring)
#include "tst_keyring.moc"
