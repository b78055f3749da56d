#include "core/config/atomicfile.h"
#include "core/keeping/responsearchive.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <ctime>

using namespace gw;
using namespace gw::keeping;

namespace {

constexpr const char *kSaid = "what nobody else may read";

// One run of the gateway, as far as kept answers are concerned.
struct Run
{
    explicit Run(const QTemporaryDir &folder, char key = 'k')
        : path(folder.filePath(QStringLiteral("responses")))
        , vault(folder.filePath(QStringLiteral("vault")).toStdString())
        , archive(path.toStdString(), vault, store)
    {
        opened = vault.open(Secret(std::string(config::kVaultKeyBytes, key))).ok();
    }
    QStringList files() const { return QDir(path).entryList(QDir::Files | QDir::Hidden); }
    void keep(const std::string &id, std::int64_t atS = std::time(nullptr))
    {
        store.keep({.id = id,
                    .owner = "me",
                    .response = kSaid,
                    .input = "[]",
                    .output = R"([{"id":"item-)" + id + R"("}])",
                    .itemIds = {"item-" + id}},
                   atS);
    }
    bool has(const std::string &id) const { return store.find(id, "me", std::time(nullptr)).has_value(); }
    void switchOn(bool on = true)
    {
        archive.update(on);
        archive.flush();
    }

    QString path;
    bool opened = false;
    config::Vault vault;
    dialects::ResponseStore store;
    ResponseArchive archive;
};

}   // namespace

class TestResponseArchive final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsNothingUnlessSwitchedOn();
    void givesAnswersBackAfterARestart();
    void sealsWhatItWrites();
    void forgetsWhatTheStoreForgets();
    void erasesAllWhenSwitchedOff();
    void waitsForTheVault();
    void dropsWhatItCannotOpen_data();
    void dropsWhatItCannotOpen();
    void dropsWhatIsTooOld();
};

void TestResponseArchive::keepsNothingUnlessSwitchedOn()
{
    QTemporaryDir folder;
    Run run(folder);
    run.keep("a");
    run.switchOn(false);
    run.keep("b");
    run.archive.flush();
    QVERIFY(!QFileInfo::exists(run.path));
    QVERIFY(run.has("a") && run.has("b"));
}

void TestResponseArchive::givesAnswersBackAfterARestart()
{
    QTemporaryDir folder;
    const std::int64_t nowS = std::time(nullptr);
    {
        Run run(folder);
        run.switchOn();
        run.keep("a", nowS - 100);
        run.keep("../b", nowS);
        run.store.note("elsewhere", "me", "deployment-1", nowS);
    }
    Run run(folder);
    QVERIFY(!run.has("a"));
    run.switchOn();
    const auto kept = run.store.find("a", "me", nowS);
    QVERIFY(kept);
    QCOMPARE(kept->response, kSaid);
    QCOMPARE(kept->input, "[]");
    QVERIFY(run.has("../b"));
    QVERIFY(!run.store.find("a", "somebody else", nowS));
    QVERIFY(run.store.findItem("item-a", "me", nowS));
    QCOMPARE(run.store.placeOf("elsewhere", "me", nowS).value_or(""), "deployment-1");
    // Its life did not begin anew.
    QVERIFY(!run.store.find("a", "me", nowS - 100 + 24 * 3600));
    QCOMPARE(run.files().size(), 3);
}

void TestResponseArchive::sealsWhatItWrites()
{
    QTemporaryDir folder;
    Run run(folder);
    run.switchOn();
    run.keep("an-id");
    run.archive.flush();
    QCOMPARE(run.files().size(), 1);
    const QString path = run.path + QLatin1Char('/') + run.files().front();
    const auto bytes = config::readFile(path.toStdString());
    QVERIFY(bytes.ok());
    for (const std::string_view word : {"nobody", "an-id", "owner", "response"})
        QVERIFY(bytes.value().find(word) == std::string::npos);
    QVERIFY(!path.contains(QLatin1String("an-id")));
    QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QCOMPARE(QFile::permissions(run.path) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void TestResponseArchive::forgetsWhatTheStoreForgets()
{
    QTemporaryDir folder;
    {
        Run run(folder);
        run.switchOn();
        run.keep("a");
        run.keep("b");
        run.archive.flush();
        QCOMPARE(run.files().size(), 2);
        QVERIFY(run.store.remove("a", "me"));
        run.archive.flush();
        QCOMPARE(run.files().size(), 1);
    }
    Run run(folder);
    run.switchOn();
    QVERIFY(!run.has("a"));
    QVERIFY(run.has("b"));
}

void TestResponseArchive::erasesAllWhenSwitchedOff()
{
    QTemporaryDir folder;
    Run run(folder);
    run.switchOn();
    run.keep("a");
    run.archive.flush();
    run.switchOn(false);
    QVERIFY(!QFileInfo::exists(run.path));
    QVERIFY(run.has("a"));
}

void TestResponseArchive::waitsForTheVault()
{
    QTemporaryDir folder;
    {
        Run run(folder);
        run.switchOn();
        run.keep("a");
    }
    Run run(folder);
    run.vault.close("locked");
    run.switchOn();
    run.keep("b");
    run.archive.flush();
    QVERIFY(!run.has("a"));
    QCOMPARE(run.files().size(), 1);
    QVERIFY(run.vault.open(Secret(std::string(config::kVaultKeyBytes, 'k'))).ok());
    run.switchOn();
    QVERIFY(run.has("a"));
}

void TestResponseArchive::dropsWhatItCannotOpen_data()
{
    QTest::addColumn<char>("key");
    QTest::addColumn<bool>("damaged");
    QTest::newRow("sealed with another key") << 'x' << false;
    QTest::newRow("cut short") << 'k' << true;
}

void TestResponseArchive::dropsWhatItCannotOpen()
{
    QFETCH(char, key);
    QFETCH(bool, damaged);
    QTemporaryDir folder;
    {
        Run run(folder);
        run.switchOn();
        run.keep("a");
    }
    if (damaged) {
        QDir kept(folder.filePath(QStringLiteral("responses")));
        QFile file(kept.filePath(kept.entryList(QDir::Files).front()));
        QVERIFY(file.resize(file.size() - 1));
    }
    Run run(folder, key);
    QVERIFY(run.opened);
    run.switchOn();
    QVERIFY(!run.has("a"));
    QVERIFY(run.files().isEmpty());
}

void TestResponseArchive::dropsWhatIsTooOld()
{
    QTemporaryDir folder;
    {
        Run run(folder);
        run.switchOn();
        run.keep("a", std::time(nullptr) - 24 * 3600);
    }
    Run run(folder);
    QCOMPARE(run.files().size(), 1);
    run.switchOn();
    QVERIFY(run.files().isEmpty());
}

QTEST_GUILESS_MAIN(TestResponseArchive)
#include "tst_responsearchive.moc"
