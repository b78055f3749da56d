#include "app/windowparts.h"
#include "tests/support/guifinders.h"
#include "tests/support/rawclient.h"
#include "ui/dialogs/importconfig.h"
#include "ui/dialogs/reviewdiff.h"
#include "ui/framework/application.h"
#include "ui/framework/mainwindow.h"
#include "ui/pages/settings/codeedit.h"

#include <QApplication>
#include <QFile>
#include <QSettings>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace gw;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 20'000;

const char kConfig[] = "# kept by hand\n"
                       "model_list:\n"
                       "  - model_name: tiny   # answers by itself\n"
                       "    litellm_params: {model: openai/tiny, mock_response: hello}\n"
                       "general_settings:\n"
                       "  master_key: sk-of-the-test\n"
                       "  health_check_details: false\n";

const char kOther[] = "model_list:\n"
                      "  - model_name: moved\n"
                      "    litellm_params: {model: openai/moved, mock_response: moved here}\n";

}   // namespace

// The window's settings over a running gateway: what is changed there is in the file and in force.
class TestLiveSettings final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void anOriginIsLetInAtOnce();
    void aTextIsInForceOnceItIsSaved();
    void modelsOfAnotherConfigAnswer();
    void aCopyIsPutBack();

private:
    enum Section { Network = 1, Yaml = 4, Backups = 5 };

    QByteArray read() const
    {
        QFile file(m_folder->filePath(u"config.yaml"_s));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const QString &name, const char *text) const
    {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    void open(int section)
    {
        for (QTabBar *bar : m_window->findChildren<QTabBar *>())
            if (bar->isVisible() && bar->count() > Backups)
                bar->setCurrentIndex(section);
    }
    // Status of GET /v1/models with that Origin.
    int statusFrom(const std::string &origin) const
    {
        test::RawClient client(std::uint16_t(m_client->status().port));
        client.send("GET /v1/models HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk-of-the-test\r\n"
                    "Origin: " +
                    origin + "\r\nConnection: close\r\n\r\n");
        client.waitForClose();
        return QByteArray::fromStdString(client.received()).mid(9, 3).toInt();
    }
    ui::CodeEdit *editor() const { return m_window->findChild<ui::CodeEdit *>(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<app::Backend> m_backend;
    std::unique_ptr<client::InProcessClient> m_client;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestLiveSettings::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    write(u"config.yaml"_s, kConfig);
    write(u"other.yaml"_s, kOther);
    app::BackendPaths paths;
    paths.data = m_folder->filePath(u"data"_s);
    paths.config = m_folder->filePath(u"config.yaml"_s);
    app::Options options;
    options.port = 0;
    options.config = paths.config.toStdString();
    options.dataFolder = paths.data.toStdString();
    const auto environment = [](const std::string &name) -> std::optional<std::string> {
        if (name == "PORTICO_VAULT_KEY")
            return std::string(64, 'a');
        return std::nullopt;
    };
    m_backend = std::make_unique<app::Backend>(app::Face::Desktop, options, paths, environment);
    const auto ready = m_backend->prepare();
    QVERIFY2(ready.ok(), ready.ok() ? "" : ready.error().message.c_str());
    m_client = std::make_unique<client::InProcessClient>(app::windowParts(*m_backend));
    connect(m_backend.get(), &app::Backend::configApplied, m_client.get(),
            &client::InProcessClient::configApplied);
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"window.ini"_s), QSettings::IniFormat);
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->show();
    m_client->setRunning(true);
    QVERIFY(m_client->status().state == client::EngineState::Running);
    m_window->openPage(u"settings"_s);
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QApplication::setActiveWindow(m_window.get());
}

void TestLiveSettings::cleanup()
{
    m_window.reset();
    m_client.reset();
    m_backend.reset();
}

void TestLiveSettings::anOriginIsLetInAtOnce()
{
    QCOMPARE(statusFrom("app://notes"), 403);
    open(Network);
    QLineEdit *origins = nullptr;
    QTRY_VERIFY((origins = test::fieldNamed(*m_window, u"Web pages and apps"_s)) && origins->isVisible());
    QTRY_VERIFY(test::shows(*m_window, u"as in the file"_s));
    origins->setFocus();
    QTest::keyClicks(origins, u"app://notes, https://example.com"_s);
    QTest::keyClick(origins, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(
        read(),
        QByteArray(kConfig) + "portico_settings:\n  origins: [\"app://notes\", \"https://example.com\"]\n",
        kPatienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(statusFrom("app://notes"), 200, kPatienceMs);
    QAbstractButton *undo = nullptr;
    QTRY_VERIFY((undo = test::buttonNamed(*m_window, u"Undo"_s)));
    undo->click();
    QTRY_VERIFY_WITH_TIMEOUT(!read().contains("app://notes"), kPatienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(statusFrom("app://notes"), 403, kPatienceMs);
}

void TestLiveSettings::aTextIsInForceOnceItIsSaved()
{
    open(Yaml);
    QTRY_COMPARE(editor()->toPlainText(), QString::fromUtf8(kConfig));
    editor()->goTo(4, 200);
    QTest::keyClick(editor(), Qt::Key_Return);
    QTest::keyClick(editor(), Qt::Key_Home);
    QTest::keyClicks(editor(),
                     u"  - {model_name: second, litellm_params: {model: openai/x, mock_response: y}}"_s);
    QTest::keyClick(editor(), Qt::Key_S, Qt::ControlModifier);
    auto *review = m_window->findChild<ui::ReviewDiff *>();
    QVERIFY(review);
    QCOMPARE(read(), QByteArray(kConfig));
    QTest::keyClick(review->focusWidget(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_client->status().deployments, 2, kPatienceMs);
    QVERIFY(read().startsWith("# kept by hand\nmodel_list:\n  - model_name: tiny   # answers by itself\n"));
    // A broken text is not taken over; the old one stays in force.
    editor()->goTo(1, 1);
    QTest::keyClicks(editor(), u"[ "_s);
    QTRY_VERIFY(test::buttonNamed(*m_window, u"Save…"_s)->isEnabled());
    QTest::qWait(600);
    QTest::keyClick(editor(), Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY((review = m_window->findChild<ui::ReviewDiff *>()) && review->isVisible() &&
                test::buttonNamed(*review, u"Save anyway"_s));
    QTest::keyClick(review->focusWidget(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!m_client->status().configProblem.isEmpty(), kPatienceMs);
    QCOMPARE(m_client->status().deployments, 2);
}

void TestLiveSettings::modelsOfAnotherConfigAnswer()
{
    auto *dialog = ui::ImportConfig::open(*m_client, m_folder->filePath(u"other.yaml"_s), m_window.get());
    QAbstractButton *add = nullptr;
    QTRY_VERIFY((add = test::buttonNamed(*dialog, u"Add 1 models to mine"_s)) ||
                (add = test::buttonNamed(*dialog, u"Add 1 model to mine"_s)));
    QVERIFY(add->isEnabled());
    add->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_client->status().deployments, 2, kPatienceMs);
    QByteArray expected(kConfig);
    expected.insert(expected.indexOf("general_settings"),
                    "  - model_name: moved\n    litellm_params:\n      model: openai/moved\n"
                    "      mock_response: moved here\n");
    QCOMPARE(read(), expected);
}

void TestLiveSettings::aCopyIsPutBack()
{
    open(Yaml);
    QTRY_COMPARE(editor()->toPlainText(), QString::fromUtf8(kConfig));
    QTest::keyClicks(editor(), u"# "_s);
    QTest::keyClick(editor(), Qt::Key_S, Qt::ControlModifier);
    QTest::keyClick(m_window->findChild<ui::ReviewDiff *>()->focusWidget(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(read(), QByteArray("# ") + kConfig, kPatienceMs);
    open(Backups);
    QAbstractButton *back = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT(
        (back = test::buttonNamed(*m_window, u"Put this text back"_s)) && back->isEnabled(), kPatienceMs);
    back->click();
    QTRY_COMPARE_WITH_TIMEOUT(read(), QByteArray(kConfig), kPatienceMs);
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    ui::setUpApplication(application);
    ui::loadTranslation(application, QLocale(QLocale::English, QLocale::UnitedStates));
    TestLiveSettings test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_livesettings.moc"
