#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/addprovider.h"
#include "ui/framework/application.h"
#include "ui/framework/mainwindow.h"
#include "ui/pages/providers/accountcard.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace gw;
using namespace Qt::StringLiterals;

class TestProviders final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void showsACardForEachAccount();
    void filtersByNameAndModel();
    void testsAnAccount();
    void followsTheConfig();
    void startsWithPresets();

private:
    void open();
    QStringList cards() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<test::GuiClient> m_client;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestProviders::initTestCase()
{
    auto &app = *qobject_cast<QApplication *>(QCoreApplication::instance());
    ui::setUpApplication(app);
    ui::loadTranslation(app, QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestProviders::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_client = std::make_unique<test::GuiClient>();
    test::fillProviders(*m_client);
    test::fillTraffic(*m_client);
}

void TestProviders::cleanup()
{
    m_window.reset();
    m_client.reset();
    m_settings.reset();
    m_folder.reset();
}

void TestProviders::open()
{
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->openPage(u"providers"_s);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QApplication::setActiveWindow(m_window.get());
}

QStringList TestProviders::cards() const
{
    QStringList names;
    for (const ui::AccountCard *card : m_window->findChildren<ui::AccountCard *>())
        if (card->isVisible())
            names << card->accessibleName();
    return names;
}

void TestProviders::showsACardForEachAccount()
{
    open();
    QCOMPARE(cards(), (QStringList{u"work"_s, u"anthropic"_s, u"ollama"_s, u"openrouter"_s}));
    QVERIFY(test::says(*m_window, u"api.openai.com"_s));
    QVERIFY(test::says(*m_window, u"localhost:11434"_s));
    QVERIFY(test::says(*m_window, u"keychain/openai"_s));
    QVERIFY(test::says(*m_window, u"none needed"_s));
    QVERIFY(test::says(*m_window, u"3 models"_s));
    QVERIFY(test::says(*m_window, u"1 model"_s));
    QVERIFY(test::says(*m_window, u"The environment has no ANTHROPIC_API_KEY, so no request can be sent."_s));
}

void TestProviders::filtersByNameAndModel()
{
    open();
    QLineEdit *find = test::fieldNamed(*m_window, u"Filter by name or model"_s);
    QTest::keyClicks(find, u"qwen"_s);
    QTRY_COMPARE(cards(), QStringList{u"ollama"_s});
    find->clear();
    QTest::keyClicks(find, u"WORK"_s);
    QTRY_COMPARE(cards(), QStringList{u"work"_s});
    QTest::keyClicks(find, u"zzz"_s);
    QTRY_VERIFY(test::says(*m_window, u"No provider matches"_s));
    test::click(test::buttonNamed(*m_window, u"Show all"_s));
    QTRY_COMPARE(cards().size(), 4);
}

void TestProviders::testsAnAccount()
{
    open();
    auto *card = m_window->findChild<ui::AccountCard *>();
    QAbstractButton *send = test::buttonNamed(*card, u"Send a test"_s);
    test::click(send);
    QCOMPARE(m_client->calls, QStringList{u"sendTestRequest gpt-5.1"_s});
    QVERIFY(!send->isEnabled());
    Q_EMIT m_client->testRequestFinished(m_client->last + 1, u"another's"_s, {});
    QVERIFY(!send->isEnabled());
    Q_EMIT m_client->testRequestFinished(m_client->last, {}, u"401: the key is refused"_s);
    QVERIFY(test::says(*card, u"401: the key is refused"_s));
    test::click(send);
    Q_EMIT m_client->testRequestFinished(m_client->last, u"Hello"_s, {});
    QVERIFY(test::says(*card, u"It answers: Hello"_s));
}

void TestProviders::followsTheConfig()
{
    open();
    m_client->known.pop_back();
    Q_EMIT m_client->configChanged();
    QTRY_COMPARE(cards().size(), 3);
    m_client->known.clear();
    Q_EMIT m_client->configChanged();
    QTRY_VERIFY(test::says(*m_window, u"No provider yet"_s));
    QCOMPARE(cards(), QStringList());
}

void TestProviders::startsWithPresets()
{
    m_client->known.clear();
    open();
    test::click(test::buttonNamed(*m_window, u"Anthropic"_s));
    auto *dialog = m_window->findChild<ui::AddProvider *>();
    QVERIFY(dialog);
    QTest::keyClicks(dialog->focusWidget(), u"sk-ant"_s);
    test::click(test::buttonNamed(*dialog, u"Test"_s));
    QCOMPARE(m_client->calls, QStringList{u"testProvider anthropic"_s});
    QCOMPARE(m_client->tested->key.reveal(), std::string("sk-ant"));
}

QTEST_MAIN(TestProviders)
#include "tst_providers.moc"
