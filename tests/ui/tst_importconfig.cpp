#include "tests/support/configsamples.h"
#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/importconfig.h"
#include "ui/framework/application.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>
#include <QTreeView>

#include <memory>

using namespace gw;
using namespace Qt::StringLiterals;

class TestImportConfig final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void looksWithoutChangingAnything();
    void addsTickedModels();
    void asksBeforeItReplacesTheConfig();
    void offersNothingOfWhatCannotBeRead();
    void tellsWhyNothingWasWritten();
    void dropsAnAnswerAboutAnotherFile();

private:
    QAbstractButton *button(const QString &text) const { return test::buttonNamed(*m_dialog, text); }
    QTreeView *table(const QString &name) const
    {
        for (QTreeView *view : m_dialog->findChildren<QTreeView *>())
            if (view->accessibleName() == name)
                return view;
        return nullptr;
    }
    void look(const client::ImportPreview &preview);

    std::unique_ptr<test::GuiClient> m_client;
    std::unique_ptr<ui::ImportConfig> m_dialog;
};

void TestImportConfig::initTestCase()
{
    auto &app = *qobject_cast<QApplication *>(QCoreApplication::instance());
    ui::setUpApplication(app);
    ui::loadTranslation(app, QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestImportConfig::init()
{
    m_client = std::make_unique<test::GuiClient>();
    m_dialog = std::make_unique<ui::ImportConfig>(*m_client);
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    QApplication::setActiveWindow(m_dialog.get());
}

void TestImportConfig::cleanup()
{
    m_dialog.reset();
    m_client.reset();
}

void TestImportConfig::look(const client::ImportPreview &preview)
{
    m_client->configArea.preview = preview;
    QLineEdit *path = test::fieldNamed(*m_dialog, u"Path of the config"_s);
    QTRY_VERIFY(path->hasFocus());
    path->clear();
    QTest::keyClicks(path, preview.path);
    QTest::keyClick(path, Qt::Key_Return);
    QTest::qWait(0);
}

void TestImportConfig::looksWithoutChangingAnything()
{
    QVERIFY(!button(u"Copy as my config"_s)->isEnabled());
    look(test::importSample());
    QCOMPARE(m_client->configArea.calls, QStringList{u"previewImport /home/ada/litellm/config.yaml"_s});
    const QAbstractItemModel *models = table(u"Models"_s)->model();
    QCOMPARE(models->rowCount(), 5);
    QCOMPARE(models->index(0, 0).data().toString(), u"gpt-5.1 (you have this name)"_s);
    QCOMPARE(models->index(2, 3).data().toString(), u"os.environ/ANTHROPIC_KEY is not there"_s);
    QCOMPARE(models->index(4, 3).data().toString(), u"the provider's variable"_s);
    const QAbstractItemModel *settings = table(u"Settings"_s)->model();
    QCOMPARE(settings->index(0, 2).data().toString(), u"in effect"_s);
    QCOMPARE(settings->index(3, 2).data().toString(), u"not yet: no callback is called"_s);
    const QAbstractItemModel *problems = table(u"Problems"_s)->model();
    QCOMPARE(problems->index(1, 0).data().toString(), u"23"_s);
    QCOMPARE(test::namelessWidgets(*m_dialog), QStringList());
    QSignalSpy rejected(m_dialog.get(), &QDialog::rejected);
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QCOMPARE(rejected.size(), 1);
    QCOMPARE(m_client->configArea.calls.size(), 1);
}

void TestImportConfig::addsTickedModels()
{
    look(test::importSample());
    // A name that is there already would share its requests; nobody asked for that.
    QTreeView *models = table(u"Models"_s);
    models->setFocus();
    models->setCurrentIndex(models->model()->index(3, 0));
    QTest::keyClick(models, Qt::Key_Space);
    QSignalSpy accepted(m_dialog.get(), &QDialog::accepted);
    test::click(button(u"Add 3 models to mine"_s));
    QCOMPARE(m_client->configArea.calls.last(), u"importConfig /home/ada/litellm/config.yaml 1"_s);
    QCOMPARE(m_client->configArea.rows, (std::vector<int>{1, 2, 4}));
    QTRY_COMPARE(accepted.size(), 1);
}

void TestImportConfig::asksBeforeItReplacesTheConfig()
{
    look(test::importSample());
    test::click(button(u"Copy as my config"_s));
    QCOMPARE(m_client->configArea.calls.size(), 1);
    QSignalSpy accepted(m_dialog.get(), &QDialog::accepted);
    test::click(button(u"Replace my config"_s));
    QCOMPARE(m_client->configArea.calls.last(), u"importConfig /home/ada/litellm/config.yaml 0"_s);
    QTRY_COMPARE(accepted.size(), 1);
}

void TestImportConfig::offersNothingOfWhatCannotBeRead()
{
    client::ImportPreview broken;
    broken.path = u"/tmp/broken.yaml"_s;
    broken.problems = {{true, broken.path, 14, 3, {}, u"illegal map value"_s}};
    broken.errors = 1;
    look(broken);
    QVERIFY(!button(u"Copy as my config"_s)->isEnabled());
    QVERIFY(!button(u"Add to my models"_s)->isEnabled());
    QVERIFY(table(u"Problems"_s)->isVisible());
    QCOMPARE(table(u"Problems"_s)->model()->index(0, 1).data().toString(), u"illegal map value"_s);
}

void TestImportConfig::tellsWhyNothingWasWritten()
{
    look(test::importSample());
    m_client->configArea.next.state = client::ConfigSaved::State::Failed;
    m_client->configArea.next.problem.message = u"the disk is full"_s;
    QSignalSpy finished(m_dialog.get(), &QDialog::finished);
    test::click(button(u"Add 4 models to mine"_s));
    QTRY_VERIFY(test::says(*m_dialog, u"the disk is full"_s));
    QCOMPARE(finished.size(), 0);
    QVERIFY(button(u"Add 4 models to mine"_s)->isEnabled());
}

void TestImportConfig::dropsAnAnswerAboutAnotherFile()
{
    look(test::importSample());
    m_dialog->look(u"/tmp/other.yaml"_s);
    client::ImportPreview late = test::importSample();
    late.models.clear();
    Q_EMIT m_client->configArea.importReady(9999, late);
    QCOMPARE(table(u"Models"_s)->model()->rowCount(), 5);
}

QTEST_MAIN(TestImportConfig)
#include "tst_importconfig.moc"
