#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/accountedit.h"
#include "ui/dialogs/addprovider.h"
#include "ui/dialogs/confirmremoval.h"
#include "ui/dialogs/keychange.h"
#include "ui/framework/application.h"
#include "ui/framework/mainwindow.h"
#include "ui/pages/providers/accountcard.h"

#include <QApplication>
#include <QMenu>
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
    void editsAnAccount();
    void refusesABadAddress();
    void keepsTheModelsOfAnAccountTicked();
    void putsInANewKey();
    void testsANewKeyBeforeItIsSaved();
    void deletesAnAccount();
    void cancelsDeleting();
    void offersNoKeyToForgetThatOthersUse();
    void usesAServerOfThisComputer();
    void tellsWhyAServerWasNotAdded();
    void looksAgainWhenShown();

private:
    void open();
    QStringList cards() const;
    // Opens the menu of the account's card by its button and chooses by keyboard.
    void chooseInMenu(const QString &account, const QString &text);
    template <typename Dialog>
    Dialog *dialog() const;
    test::GuiAccounts &area() const { return m_client->accountsArea; }

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
    for (client::ProviderAccount &account : m_client->known)
        account.id = account.name;
    m_client->known.front().inVault = true;
    area().upstream = {u"gpt-5.1"_s, u"gpt-5.1-mini"_s, u"text-embedding-3-large"_s};
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

void TestProviders::chooseInMenu(const QString &account, const QString &text)
{
    test::click(test::buttonNamed(*m_window, u"More for %1"_s.arg(account)));
    QMenu *menu = nullptr;
    QTRY_VERIFY((menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())));
    for (QAction *action : menu->actions()) {
        if (action->text() != text)
            continue;
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        return;
    }
    menu->close();
    QFAIL("no such item");
}

template <typename Dialog>
Dialog *TestProviders::dialog() const
{
    for (Dialog *found : m_window->findChildren<Dialog *>())
        if (found->isVisible())
            return found;
    return nullptr;
}

void TestProviders::editsAnAccount()
{
    open();
    test::click(test::buttonNamed(*m_window, u"Edit work"_s));
    auto *edit = dialog<ui::AccountEdit>();
    QVERIFY(edit);
    QLineEdit *name = test::fieldNamed(*edit, u"Name"_s);
    QCOMPARE(edit->focusWidget(), name);
    name->selectAll();
    QTest::keyClicks(name, u"team"_s);
    QTest::keyClicks(test::fieldNamed(*edit, u"Filter, or type the name of a model"_s), u"gpt-6"_s);
    test::click(test::buttonNamed(*edit, u"Add"_s));
    test::click(test::buttonNamed(*edit, u"Save"_s));
    QCOMPARE(area().calls, QStringList{u"change work"_s});
    QCOMPARE(area().change->name, u"team"_s);
    QCOMPARE(area().change->baseUrl, u"https://api.openai.com/v1"_s);
    QCOMPARE(area().change->models,
             (QStringList{u"gpt-5.1"_s, u"gpt-5.1-mini"_s, u"text-embedding-3-large"_s, u"gpt-6"_s}));
    area().fail(u"The file is write-protected."_s);
    QVERIFY(edit->isVisible());
    QVERIFY(test::says(*edit, u"The file is write-protected."_s));
    test::click(test::buttonNamed(*edit, u"Save"_s));
    area().succeed();
    QVERIFY(!edit->isVisible());
    QVERIFY(test::says(*m_window, u"“team” was changed."_s));
    test::click(test::buttonNamed(*m_window, u"Undo"_s));
    QCOMPARE(m_client->modelsArea.calls, QStringList{u"undo"_s});
}

void TestProviders::refusesABadAddress()
{
    open();
    test::click(test::buttonNamed(*m_window, u"Edit work"_s));
    auto *edit = dialog<ui::AccountEdit>();
    QLineEdit *address = test::fieldNamed(*edit, u"Address"_s);
    address->selectAll();
    QTest::keyClicks(address, u"my computer"_s);
    test::click(test::buttonNamed(*edit, u"Save"_s));
    QCOMPARE(area().calls, QStringList());
    QCOMPARE(edit->focusWidget(), address);
    QTest::keyClick(edit, Qt::Key_Escape);
    QVERIFY(!edit->isVisible());
    QCOMPARE(area().calls, QStringList());
}

void TestProviders::keepsTheModelsOfAnAccountTicked()
{
    open();
    test::click(test::buttonNamed(*m_window, u"Edit work"_s));
    auto *edit = dialog<ui::AccountEdit>();
    test::click(test::buttonNamed(*edit, u"Test"_s));
    QCOMPARE(area().calls, QStringList{u"test work"_s});
    QVERIFY(area().key->isEmpty());   // Its own.
    Q_EMIT m_client->testFinished(area().last, {true, {}, {u"gpt-5.1"_s, u"gpt-7"_s, u"gpt-5.1-mini"_s}});
    QVERIFY(test::says(*edit, u"3 of 4 chosen"_s));
    test::click(test::buttonNamed(*edit, u"Save"_s));
    QCOMPARE(area().change->models,
             (QStringList{u"gpt-5.1"_s, u"gpt-5.1-mini"_s, u"text-embedding-3-large"_s}));
}

void TestProviders::putsInANewKey()
{
    area().sharers = {u"personal"_s};
    open();
    chooseInMenu(u"work"_s, u"New key…"_s);
    auto *change = dialog<ui::KeyChange>();
    QVERIFY(change);
    bool named = false;
    for (const QLabel *label : change->findChildren<QLabel *>())
        named = named || label->text().contains(u"get the new one too: personal."_s);
    QVERIFY(named);
    QVERIFY(!test::buttonNamed(*change, u"Save"_s)->isEnabled());
    QTest::keyClicks(change->focusWidget(), u" sk-new "_s);
    test::click(test::buttonNamed(*change, u"Save"_s));
    QCOMPARE(area().calls, QStringList{u"rotate work"_s});
    QCOMPARE(area().key->reveal(), std::string("sk-new"));
    area().succeed();
    QVERIFY(!change->isVisible());
    QVERIFY(test::says(*m_window, u"“work” has a new key."_s));
}

void TestProviders::testsANewKeyBeforeItIsSaved()
{
    open();
    chooseInMenu(u"work"_s, u"New key…"_s);
    auto *change = dialog<ui::KeyChange>();
    QTest::keyClicks(change->focusWidget(), u"sk-wrong"_s);
    test::click(test::buttonNamed(*change, u"Test"_s));
    QCOMPARE(area().calls, QStringList{u"test work"_s});
    QCOMPARE(area().key->reveal(), std::string("sk-wrong"));
    QVERIFY(!test::buttonNamed(*change, u"Save"_s)->isEnabled());
    client::TestResult result;
    result.problem = u"401: the key is refused"_s;
    Q_EMIT m_client->testFinished(area().last, result);
    QVERIFY(test::says(*change, u"401: the key is refused"_s));
    QVERIFY(test::buttonNamed(*change, u"Save anyway"_s));
    // Another key, and what was said of the old one is gone; a test that runs is given up with the dialog.
    QTest::keyClicks(test::fieldNamed(*change, u"New key"_s), u"2"_s);
    QVERIFY(!test::says(*change, u"401: the key is refused"_s));
    test::click(test::buttonNamed(*change, u"Test"_s));
    const client::Token running = area().last;
    QTest::keyClick(change, Qt::Key_Escape);
    QTRY_VERIFY(m_client->calls.contains(u"cancelTest %1"_s.arg(running)));
    QVERIFY(!area().calls.contains(u"rotate work"_s));
}

void TestProviders::deletesAnAccount()
{
    area().effect = {{u"gpt-5.1"_s, u"gpt-5.1-mini"_s}, {u"gpt-5.1"_s}, {}};
    open();
    chooseInMenu(u"work"_s, u"Delete…"_s);
    auto *ask = dialog<ui::ConfirmRemoval>();
    QVERIFY(ask);
    QVERIFY(test::says(*ask, u"Its models: gpt-5.1, gpt-5.1-mini."_s));
    test::click(test::buttonNamed(*ask, u"Forget its key as well"_s));
    test::click(test::buttonNamed(*ask, u"Delete"_s));
    QCOMPARE(area().calls, QStringList{u"remove work 1"_s});
    area().succeed();
    QVERIFY(test::says(*m_window, u"“work” was deleted."_s));
}

void TestProviders::cancelsDeleting()
{
    open();
    chooseInMenu(u"work"_s, u"Delete…"_s);
    auto *ask = dialog<ui::ConfirmRemoval>();
    test::click(test::buttonNamed(*ask, u"Cancel"_s));
    QVERIFY(!ask->isVisible());
    QCOMPARE(area().calls, QStringList());
}

void TestProviders::offersNoKeyToForgetThatOthersUse()
{
    area().sharers = {u"personal"_s};
    open();
    chooseInMenu(u"work"_s, u"Delete…"_s);
    auto *ask = dialog<ui::ConfirmRemoval>();
    QVERIFY(!test::buttonNamed(*ask, u"Its key is kept: personal needs it."_s)->isEnabled());
    test::click(test::buttonNamed(*ask, u"Delete"_s));
    QCOMPARE(area().calls, QStringList{u"remove work 0"_s});
}

void TestProviders::usesAServerOfThisComputer()
{
    test::fillServers(m_client->discoveryArea);
    open();
    QTRY_VERIFY(test::says(*m_window, u"Found on this computer"_s));
    QVERIFY(!test::buttonNamed(*m_window, u"Use LM Studio"_s)->isEnabled());   // No model is loaded.
    test::click(test::buttonNamed(*m_window, u"Use Ollama"_s));
    QCOMPARE(m_client->calls, QStringList{u"addProvider hosted_vllm"_s});
    QCOMPARE(m_client->added->baseUrl, u"http://localhost:11434/v1"_s);
    QCOMPARE(m_client->addedModels.size(), 4);
    m_client->discoveryArea.servers[0].used = true;
    Q_EMIT m_client->providerAdded(m_client->last, {true, {}, m_client->addedModels});
    QTRY_VERIFY(!test::buttonNamed(*m_window, u"Use Ollama"_s));
}

void TestProviders::tellsWhyAServerWasNotAdded()
{
    test::fillServers(m_client->discoveryArea);
    open();
    QTRY_VERIFY(test::buttonNamed(*m_window, u"Use Ollama"_s));
    test::click(test::buttonNamed(*m_window, u"Use Ollama"_s));
    QVERIFY(!test::buttonNamed(*m_window, u"Use Ollama"_s)->isEnabled());
    Q_EMIT m_client->providerAdded(m_client->last, {false, u"The file is write-protected."_s, {}});
    QVERIFY(test::says(*m_window, u"The file is write-protected."_s));
    QVERIFY(test::buttonNamed(*m_window, u"Use Ollama"_s)->isEnabled());
}

void TestProviders::looksAgainWhenShown()
{
    open();
    QCoreApplication::processEvents();
    QVERIFY(!test::says(*m_window, u"Found on this computer"_s));
    test::fillServers(m_client->discoveryArea);
    m_window->openPage(u"home"_s);
    m_window->openPage(u"providers"_s);
    QTRY_VERIFY(test::says(*m_window, u"Found on this computer"_s));
    m_client->discoveryArea.servers.clear();
    test::click(test::buttonNamed(*m_window, u"Look again"_s));
    QTRY_VERIFY(!test::says(*m_window, u"Found on this computer"_s));
}

QTEST_MAIN(TestProviders)
#include "tst_providers.moc"
