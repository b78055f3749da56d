#include "core/config/watcher.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace gw;
using namespace gw::config;

Q_DECLARE_METATYPE(gw::config::ConfigPtr)

class TestWatcher final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<ConfigPtr>("gw::config::ConfigPtr"); }
    void init();
    void startsWithWhatIsThere();
    void seesChanges_data();
    void seesChanges();
    void keepsTheOldConfigOnErrors();
    void watchesIncludedFiles();
    void findsAFileThatComesLater();
    void settlesBeforeItReads();
    void reloadsWhenAsked();

private:
    void write(const QByteArray &text, const QString &name = QStringLiteral("config.yaml"));
    void replace(const QByteArray &text);
    LoadOptions options() const;
    static QByteArray row(const char *name)
    {
        return QByteArray("model_list:\n- {model_name: ") + name + ", litellm_params: {model: openai/x}}\n";
    }
    static QByteArray firstName(const ConfigStore &store)
    {
        const ConfigPtr config = store.current();
        return config->deployments.empty() ? QByteArray()
                                           : QByteArray::fromStdString(config->deployments[0].modelName);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    ConfigWatcher::Pace m_pace{.settleMs = 20, .pollMs = 100};
};

void TestWatcher::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestWatcher::write(const QByteArray &text, const QString &name)
{
    QFile file(m_folder->filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

void TestWatcher::replace(const QByteArray &text)
{
    write(text, QStringLiteral("config.yaml~"));
    QVERIFY(std::rename(m_folder->filePath(QStringLiteral("config.yaml~")).toStdString().c_str(),
                        m_folder->filePath(QStringLiteral("config.yaml")).toStdString().c_str()) == 0);
}

LoadOptions TestWatcher::options() const
{
    LoadOptions out;
    out.path = m_folder->filePath(QStringLiteral("config.yaml")).toStdString();
    return out;
}

void TestWatcher::startsWithWhatIsThere()
{
    write(row("a"));
    ConfigStore store;
    QVERIFY(store.current() != nullptr);
    ConfigWatcher watcher(store, options(), m_pace);
    QVERIFY(watcher.start().ok());
    QCOMPARE(firstName(store), QByteArray("a"));
    QVERIFY(watcher.problem().isEmpty());
}

void TestWatcher::seesChanges_data()
{
    QTest::addColumn<bool>("byRename");
    QTest::newRow("written in place") << false;
    QTest::newRow("replaced by a rename") << true;
}

void TestWatcher::seesChanges()
{
    QFETCH(bool, byRename);
    write(row("a"));
    ConfigStore store;
    ConfigWatcher watcher(store, options(), m_pace);
    QVERIFY(watcher.start().ok());
    const ConfigPtr old = store.current();
    QSignalSpy applied(&watcher, &ConfigWatcher::applied);
    for (const char *name : {"b1", "b22", "b333"}) {
        if (byRename)
            replace(row(name));
        else
            write(row(name));
        QTRY_COMPARE(firstName(store), QByteArray(name));
    }
    QCOMPARE(applied.count(), 3);
    QVERIFY(applied.last().at(1).toString().isEmpty());
    QVERIFY(store.current()->version > old->version);
    // A snapshot taken earlier stays what it was.
    QCOMPARE(old->deployments.at(0).modelName, std::string("a"));
}

void TestWatcher::keepsTheOldConfigOnErrors()
{
    write(row("a"));
    ConfigStore store;
    ConfigWatcher watcher(store, options(), m_pace);
    QVERIFY(watcher.start().ok());
    QSignalSpy applied(&watcher, &ConfigWatcher::applied);
    write("litellm_settings:\n  drop_params: maybe\n");
    QTRY_COMPARE(applied.count(), 1);
    QCOMPARE(firstName(store), QByteArray("a"));
    QVERIFY(
        watcher.problem().contains(QLatin1String("config.yaml:2:16: error: litellm_settings.drop_params")));
    QCOMPARE(applied.at(0).at(1).toString(), watcher.problem());
    write(row("fixed"));
    QTRY_COMPARE(firstName(store), QByteArray("fixed"));
    QVERIFY(watcher.problem().isEmpty());
}

void TestWatcher::watchesIncludedFiles()
{
    write("include: more.yaml\n");
    write(row("a"), QStringLiteral("more.yaml"));
    ConfigStore store;
    ConfigWatcher watcher(store, options(), m_pace);
    QVERIFY(watcher.start().ok());
    QCOMPARE(firstName(store), QByteArray("a"));
    write(row("changed"), QStringLiteral("more.yaml"));
    QTRY_COMPARE(firstName(store), QByteArray("changed"));
}

void TestWatcher::findsAFileThatComesLater()
{
    ConfigStore store;
    ConfigWatcher watcher(store, options(), m_pace);
    QVERIFY(!watcher.start().ok());
    QVERIFY(!watcher.problem().isEmpty());
    write(row("late"));
    QTRY_COMPARE(firstName(store), QByteArray("late"));
}

void TestWatcher::settlesBeforeItReads()
{
    write(row("a"));
    ConfigStore store;
    ConfigWatcher watcher(store, options(), {.settleMs = 200, .pollMs = 10'000});
    QVERIFY(watcher.start().ok());
    QSignalSpy applied(&watcher, &ConfigWatcher::applied);
    for (int i = 0; i < 5; ++i)
        write(row(("b" + std::string(std::size_t(i), 'x')).c_str()));
    QTRY_COMPARE(firstName(store), QByteArray("bxxxx"));
    QCOMPARE(applied.count(), 1);
}

void TestWatcher::reloadsWhenAsked()
{
    write(row("a") + "general_settings: {completion_model: os.environ/MODEL}\n");
    ConfigStore store;
    std::string model = "one";
    LoadOptions load = options();
    load.environment = [&](const std::string &) -> std::optional<std::string> { return model; };
    ConfigWatcher watcher(store, load, m_pace);
    QVERIFY(watcher.start().ok());
    QCOMPARE(store.current()->general.completionModel, std::string("one"));
    model = "two";
    watcher.reload();
    QCOMPARE(store.current()->general.completionModel, std::string("two"));
}

QTEST_GUILESS_MAIN(TestWatcher)
#include "tst_watcher.moc"
