#include "tests/support/fakebodies.h"
#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/keepprompts.h"
#include "ui/framework/application.h"
#include "ui/framework/controls.h"
#include "ui/framework/fold.h"
#include "ui/framework/mainwindow.h"
#include "ui/pages/traffic/inspector.h"
#include "ui/pages/traffic/keepingbutton.h"
#include "ui/pages/traffic/messagesview.h"
#include "ui/pages/traffic/rawview.h"
#include "ui/pages/traffic/saverequest.h"
#include "ui/pages/traffic/trafficview.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <memory>

using namespace gw;
using namespace Qt::StringLiterals;

// What was said in a request, in the window.
class TestBodies final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void readsNothingUntilOneLooks();
    void showsTheConversation();
    void foldsToolsWithTheirResults();
    void showsBodiesAsTheyWere();
    void copiesABody();
    void saysThatNothingIsKeptAndSwitchesItOn();
    void saysWhyItCannotBeSwitchedOn();
    void tellsHowMuchIsKept();
    void deletesOnlyWhenOneIsSure();
    void showsTheEndOfALongConversation();
    void offersTheRestOfALongText();
    void savesARequestAsAnArchive();

private:
    void open(ui::Inspector::Tab tab);
    QStringList texts(const QWidget *in) const;
    template <typename View>
    View *view() const
    {
        return m_window->findChild<View *>();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<test::GuiClient> m_client;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestBodies::initTestCase()
{
    auto &app = *qobject_cast<QApplication *>(QCoreApplication::instance());
    ui::setUpApplication(app);
    ui::loadTranslation(app, QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestBodies::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_settings->setValue(u"window/timeRange"_s, u"All"_s);
    m_client = std::make_unique<test::GuiClient>();
    test::fillProviders(*m_client);
    test::fillTraffic(*m_client);
    test::fillRequests(m_client->requests, 20);
    m_client->requests.keeping = {
        .on = true, .days = 7, .limitBytes = 2'000'000'000, .bytes = 12'000'000, .requests = 412};
    m_client->requests.keeping.path = u"/home/me/.local/share/portico/bodies.db"_s;
}

void TestBodies::cleanup()
{
    m_window.reset();
    m_client.reset();
    m_settings.reset();
    m_folder.reset();
}

void TestBodies::open(ui::Inspector::Tab tab)
{
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->resize(1280, 800);
    m_window->openPage(u"traffic"_s);
    m_window->show();
    QApplication::setActiveWindow(m_window.get());
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    auto *list = m_window->findChild<ui::TrafficView *>();
    QTRY_COMPARE(list->model()->rowCount(), 20);
    QTest::keyClick(list, Qt::Key_J);
    auto *inspector = m_window->findChild<ui::Inspector *>();
    QTRY_VERIFY(inspector->request());
    auto *tabs = inspector->findChild<QTabBar *>();
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(tab).center());
}

QStringList TestBodies::texts(const QWidget *in) const
{
    QStringList all;
    for (const QLabel *label : in->findChildren<QLabel *>())
        all << label->text();
    for (const QToolButton *button : in->findChildren<QToolButton *>())
        all << button->text();
    return all;
}

void TestBodies::readsNothingUntilOneLooks()
{
    open(ui::Inspector::Cost);
    QVERIFY(!m_client->requests.calls.contains(u"bodies"_s));
    auto *tabs = m_window->findChild<ui::Inspector *>()->findChild<QTabBar *>();
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(ui::Inspector::Raw).center());
    QCOMPARE(m_client->requests.calls.count(u"bodies"_s), 1);
}

void TestBodies::showsTheConversation()
{
    const Id128 id = m_client->requests.rows.front().request;
    m_client->requests.said[id] = test::agentTurn(id);
    open(ui::Inspector::Messages);
    QTRY_VERIFY(view<ui::MessagesView>());
    const QStringList shown = texts(view<ui::MessagesView>());
    QVERIFY(shown.contains(u"System"_s));
    QVERIFY(shown.contains(u"You help with a desktop program in C++ and Qt. Answer briefly."_s));
    QVERIFY(shown.filter(u"2 tool"_s).size() == 1);
    QVERIFY(shown.contains(
        u"Two places name a colour themselves: plotview.cpp, line 41, and ratechart.cpp, line 77. "
        "Both should ask the palette for a series colour."_s));
    int pictures = 0;
    for (const QLabel *label : view<ui::MessagesView>()->findChildren<QLabel *>())
        pictures += label->pixmap(Qt::ReturnByValue).isNull() ? 0 : 1;
    QCOMPARE(pictures, 1);
    for (const QWidget *widget : view<ui::MessagesView>()->findChildren<QWidget *>())
        QVERIFY(widget->focusPolicy() == Qt::NoFocus || !widget->accessibleName().isEmpty() ||
                !qobject_cast<const QLabel *>(widget));
}

void TestBodies::foldsToolsWithTheirResults()
{
    const Id128 id = m_client->requests.rows.front().request;
    m_client->requests.said[id] = test::agentTurn(id);
    open(ui::Inspector::Messages);
    QTRY_VERIFY(view<ui::MessagesView>());
    const QString result = u"ui/charts/plotview.cpp:41: #3366cc\nui/charts/ratechart.cpp:77: #dd4444"_s;
    QVERIFY(!texts(view<ui::MessagesView>()).contains(result));
    QToolButton *call = nullptr;
    for (QToolButton *button : view<ui::MessagesView>()->findChildren<QToolButton *>())
        if (button->text().startsWith("Calls grep"_L1))
            call = button;
    QVERIFY(call);
    call->setFocus();
    QTest::keyClick(call, Qt::Key_Space);
    QVERIFY(texts(view<ui::MessagesView>()).contains(result));
    QVERIFY(texts(view<ui::MessagesView>())
                .contains(u"{\n  \"pattern\": \"#[0-9a-f]{6}\",\n  \"path\": \"ui/charts\"\n}"_s));
    // What one has opened stays so while the list goes on.
    Q_EMIT m_client->happened({test::finishedEvent(m_client->requests.rows.front())});
    QVERIFY(texts(view<ui::MessagesView>()).contains(result));
}

void TestBodies::showsBodiesAsTheyWere()
{
    const Id128 id = m_client->requests.rows.front().request;
    m_client->requests.said[id] = test::failedOver(id);
    open(ui::Inspector::Raw);
    QTRY_VERIFY(view<ui::RawView>());
    auto *choice = view<ui::RawView>()->findChild<ui::Segmented *>();
    QCOMPARE(choice->count(), 5);
    QCOMPARE(choice->tabText(2), u"From the provider, 1"_s);
    auto *text = view<ui::RawView>()->findChild<QPlainTextEdit *>();
    QVERIFY(text->toPlainText().startsWith("{\n  \"model\": \"fast\",\n"_L1));
    choice->setFocus();
    QTest::keyClick(choice, Qt::Key_Right);
    QTest::keyClick(choice, Qt::Key_Right);
    QVERIFY(text->toPlainText().contains("Rate limit reached"_L1));
    QVERIFY(texts(view<ui::RawView>()).join(u' ').contains(u"429 · application/json"_s));
}

void TestBodies::copiesABody()
{
    const Id128 id = m_client->requests.rows.front().request;
    m_client->requests.said[id] = test::agentTurn(id);
    open(ui::Inspector::Raw);
    QTRY_VERIFY(view<ui::RawView>());
    QVERIFY(texts(view<ui::RawView>()).join(u' ').contains("keys were taken out"_L1));
    auto *choice = view<ui::RawView>()->findChild<ui::Segmented *>();
    choice->setCurrentIndex(1);
    for (QToolButton *button : view<ui::RawView>()->findChildren<QToolButton *>())
        if (button->accessibleName() == "Copy the body"_L1)
            QTest::mouseClick(button, Qt::LeftButton);
    const QString copied = QApplication::clipboard()->text();
    QVERIFY(copied.startsWith(u"── 1 content_block_start ──\n{\n  \"type\": \"content_block_start\","_s));
    QVERIFY(copied.contains(u"── 4 message_delta ──"_s));
}

void TestBodies::saysThatNothingIsKeptAndSwitchesItOn()
{
    m_client->requests.keeping.on = false;
    open(ui::Inspector::Messages);
    QTRY_VERIFY(test::buttonNamed(*m_window, u"Keep them from now on"_s));
    QTest::mouseClick(test::buttonNamed(*m_window, u"Keep them from now on"_s), Qt::LeftButton);
    QVERIFY(m_client->requests.calls.contains(u"keep 1"_s));
    QTRY_VERIFY(texts(m_window.get()).contains(u"Nothing is kept of this request"_s));
    QTRY_COMPARE(view<ui::KeepingButton>()->text(), u"Prompts kept: 12 MB of 2.0 GB"_s);
}

void TestBodies::saysWhyItCannotBeSwitchedOn()
{
    m_client->requests.keeping.on = false;
    open(ui::Inspector::Messages);
    QTRY_VERIFY(test::buttonNamed(*m_window, u"Keep them from now on"_s));
    m_client->requests.keepingProblem = u"config.yaml cannot be written."_s;
    QTest::mouseClick(test::buttonNamed(*m_window, u"Keep them from now on"_s), Qt::LeftButton);
    QTRY_VERIFY(
        texts(m_window.get()).contains(u"It could not be switched on: config.yaml cannot be written."_s));
    QVERIFY(test::buttonNamed(*m_window, u"Keep them from now on"_s)->isEnabled());
}

void TestBodies::tellsHowMuchIsKept()
{
    m_client->requests.keeping.oldestUs = 1'794'000'000'000'000;
    open(ui::Inspector::Summary);
    QTest::mouseClick(view<ui::KeepingButton>(), Qt::LeftButton);
    auto *dialog = view<ui::KeepPrompts>();
    QVERIFY(dialog);
    QTRY_VERIFY(texts(dialog).join(u' ').contains("12 MB of 2.0 GB. The oldest came on"_L1));
    auto *toggle = dialog->findChild<ui::Switch *>();
    QVERIFY(toggle->isChecked());
    QTest::mouseClick(toggle, Qt::LeftButton);
    QVERIFY(m_client->requests.calls.contains(u"keep 0"_s));
    QTRY_COMPARE(view<ui::KeepingButton>()->text(), u"Prompts are not kept"_s);
}

void TestBodies::deletesOnlyWhenOneIsSure()
{
    open(ui::Inspector::Summary);
    QTest::mouseClick(view<ui::KeepingButton>(), Qt::LeftButton);
    auto *dialog = view<ui::KeepPrompts>();
    QPushButton *ask = nullptr;
    QPushButton *sure = nullptr;
    QPushButton *cancel = nullptr;
    for (QPushButton *button : dialog->findChildren<QPushButton *>()) {
        ask = button->text().startsWith("Delete what"_L1) ? button : ask;
        sure = button->text() == "Delete all"_L1 ? button : sure;
        cancel = button->text() == "Cancel"_L1 ? button : cancel;
    }
    QTRY_VERIFY(ask->isEnabled());
    QVERIFY(!sure->isVisible());
    QTest::mouseClick(ask, Qt::LeftButton);
    QVERIFY(sure->isVisible());
    QVERIFY(cancel->hasFocus());
    QTest::mouseClick(cancel, Qt::LeftButton);
    QVERIFY(!m_client->requests.calls.contains(u"delete bodies"_s));
    QTest::mouseClick(ask, Qt::LeftButton);
    QTest::mouseClick(sure, Qt::LeftButton);
    QVERIFY(m_client->requests.calls.contains(u"delete bodies"_s));
    QTRY_VERIFY(texts(dialog).contains(u"Nothing is kept."_s));
    QVERIFY(!ask->isEnabled());
}

void TestBodies::showsTheEndOfALongConversation()
{
    client::Conversation said;
    for (int i = 0; i < 100; ++i)
        said.messages.push_back({.role = u"user"_s, .parts = {{.text = u"number %1"_s.arg(i)}}});
    ui::MessagesView view(said);
    view.show();
    QVERIFY(!texts(&view).contains(u"number 59"_s));
    QVERIFY(texts(&view).contains(u"number 60"_s));
    auto *more = view.findChild<QPushButton *>();
    QVERIFY(more && more->text().contains(u"60"_s));
    QTest::mouseClick(more, Qt::LeftButton);
    QVERIFY(texts(&view).contains(u"number 0"_s));
}

void TestBodies::offersTheRestOfALongText()
{
    client::Conversation said;
    const QString whole(10'000, u'x');
    said.messages.push_back({.role = u"user"_s, .parts = {{.text = whole}}});
    ui::MessagesView view(said);
    view.resize(600, 400);
    view.show();
    QVERIFY(!texts(&view).contains(whole));
    QTest::mouseClick(test::buttonNamed(view, u"Show all 10,000 characters"_s), Qt::LeftButton);
    QVERIFY(texts(&view).contains(whole));
}

void TestBodies::savesARequestAsAnArchive()
{
    const client::TrafficRow &row = m_client->requests.rows.front();
    m_client->requests.said[row.request] = test::agentTurn(row.request);
    open(ui::Inspector::Cost);
    auto *saving = m_window->findChild<ui::SaveRequest *>();
    QVERIFY(saving && !saving->isVisible());
    const QString path = m_folder->filePath(u"one.har"_s);
    saving->save(row, path);
    QTRY_VERIFY(saving->isVisible());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("Two places name a colour themselves"));
    // A folder that is not there: told, and nothing is left.
    saving->hide();
    saving->save(row, m_folder->filePath(u"nowhere/one.har"_s));
    QTRY_VERIFY(saving->isVisible());
    QVERIFY(!QFileInfo::exists(m_folder->filePath(u"nowhere"_s)));
}

QTEST_MAIN(TestBodies)
#include "tst_bodies.moc"
