#include "core/client/gatewayclient.h"
#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/clientcompare.h"
#include "ui/dialogs/clientdiff.h"
#include "ui/dialogs/connectbyhand.h"
#include "ui/framework/application.h"
#include "ui/framework/diffview.h"
#include "ui/framework/mainwindow.h"
#include "ui/framework/sidebar.h"
#include "ui/framework/undostrip.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace gw;
using namespace gw::test;
using namespace Qt::StringLiterals;

class TestClients final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void showsToolsThatAreHere();
    void tellsEachState_data();
    void tellsEachState();
    void countsChangedToolsInTheSidebar();
    void connectsAfterItWasShown();
    void choosesAModelByTyping();
    void saysWhatStandsAgainstIt();
    void showsTheKeyOfAToolThatAsksForIt();
    void undoes();
    void asksAboutChangedValues();
    void comparesChangedTools_data();
    void comparesChangedTools();
    void pausesAndResumes();
    void launchesWithItsModel();
    void givesTextsToCopy();
    void explainsByHandAndNever();
    void makesAKey();
    void leavesLinesAloneWhileNothingChanges();
    void opensAClientThatIsAskedFor();
    void showsProblemsAndNothing();

private:
    QWidget *line(const QString &tool) { return m_window->findChild<QWidget *>(tool); }
    void press(const QString &tool, const QString &text);
    void choose(const QString &tool, const QString &entry);
    template <typename Dialog>
    Dialog *dialog()
    {
        Dialog *found = nullptr;
        [&] { QTRY_VERIFY((found = m_window->findChild<Dialog *>()) && found->isVisible()); }();
        return found;
    }
    static QPushButton *pushOf(QWidget *parent, const QString &text);
    QStringList &calls() { return m_client->clientsArea.calls; }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<GuiClient> m_client;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestClients::initTestCase()
{
    ui::setUpApplication(*qApp);
}

void TestClients::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"window.ini"_s), QSettings::IniFormat);
    m_client = std::make_unique<GuiClient>();
    fillProviders(*m_client);
    m_client->state.url = u"http://localhost:4000/v1"_s;
    fillClients(m_client->clientsArea);
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->resize(1280, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_window->openPage(u"clients"_s);
    QTRY_VERIFY(line(u"codex"_s));
    calls().clear();
}

void TestClients::cleanup()
{
    m_window.reset();
    m_client.reset();
    m_settings.reset();
    m_folder.reset();
}

QPushButton *TestClients::pushOf(QWidget *parent, const QString &text)
{
    for (QPushButton *push : parent->findChildren<QPushButton *>())
        if (push->text() == text && push->isVisible())
            return push;
    return nullptr;
}

void TestClients::press(const QString &tool, const QString &text)
{
    QAbstractButton *found = nullptr;
    for (QAbstractButton *push : line(tool)->findChildren<QAbstractButton *>())
        if (push->text() == text || push->accessibleName() == text || push->toolTip() == text)
            found = push;
    QVERIFY2(found, qPrintable(tool + u": "_s + text));
    QTest::mouseClick(found, Qt::LeftButton);
}

void TestClients::choose(const QString &tool, const QString &entry)
{
    for (QMenu *menu : line(tool)->findChildren<QMenu *>())
        for (QAction *action : menu->actions())
            if (action->text() == entry)
                return action->trigger();
    QFAIL(qPrintable(entry));
}

void TestClients::showsToolsThatAreHere()
{
    for (const char *id :
         {"claude-code", "codex", "aider", "zed", "gemini-cli", "qwen-code", "jetbrains", "cursor"})
        QVERIFY2(line(QString::fromLatin1(id)), id);
    QVERIFY(!line(u"crush"_s));
    QVERIFY(shows(*m_window, u"Not found here, but known: Grok Build, OpenCode, Crush, Goose, llm."_s));
    QTRY_VERIFY(shows(*m_window, u"Claude Code 2.1.14"_s));
    QVERIFY(shows(*m_window, u"OPENAI_BASE_URL=http://127.0.0.1:4000/v1"_s));
    QVERIFY(shows(*m_window, u"ANTHROPIC_BASE_URL=http://127.0.0.1:4000"_s));
}

void TestClients::tellsEachState_data()
{
    QTest::addColumn<QString>("tool");
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("note");
    QTest::newRow("connected") << u"claude-code"_s << u"connected"_s << u" changed on "_s;
    QTest::newRow("changed by somebody else")
        << u"codex"_s << u"changed outside"_s << u"model_provider was changed"_s;
    QTest::newRow("its key is blocked") << u"aider"_s << u"paused"_s << u"its key is blocked"_s;
    QTest::newRow("the port has changed") << u"zed"_s << u"old address"_s << u"another address"_s;
    QTest::newRow("not connected") << u"gemini-cli"_s << u"not connected"_s << u"talks to Google directly"_s;
    QTest::newRow("managed by an administrator")
        << u"qwen-code"_s << u"managed"_s << u"/etc/qwen-code/settings.json"_s;
    QTest::newRow("by hand") << u"jetbrains"_s << u"not connected"_s << u"needs one setting in the IDE"_s;
    QTest::newRow("not at all") << u"cursor"_s << u"cannot be connected"_s
                                << u"its servers make the requests"_s;
}

void TestClients::tellsEachState()
{
    QFETCH(const QString, tool);
    QFETCH(const QString, word);
    QFETCH(const QString, note);
    QStringList names;
    for (ui::Badge *badge : line(tool)->findChildren<ui::Badge *>())
        names << badge->accessibleName();
    QVERIFY2(names.contains(word), qPrintable(names.join(u", "_s)));
    QVERIFY(shows(*line(tool), note));
}

void TestClients::countsChangedToolsInTheSidebar()
{
    auto *sidebar = m_window->findChild<ui::Sidebar *>();
    const int page = int(m_window->pageIds().indexOf(u"clients"_s));
    // Painted beside the name.
    const auto count = [&] {
        for (int role = Qt::UserRole; role < Qt::UserRole + 8; ++role)
            if (sidebar->item(page)->data(role).typeId() == QMetaType::Int)
                return sidebar->item(page)->data(role).toInt();
        return -1;
    };
    QTRY_COMPARE(count(), 2);   // Codex and Zed.
    for (client::Tool &tool : m_client->clientsArea.list.tools) {
        tool.moved = false;
        if (tool.state == client::ToolState::Drifted)
            tool.state = client::ToolState::Connected;
    }
    m_client->clientsArea.look(false);
    QTRY_COMPARE(count(), 0);
}

void TestClients::connectsAfterItWasShown()
{
    press(u"gemini-cli"_s, u"Configure…"_s);
    auto *diff = dialog<ui::ClientDiff>();
    QPushButton *apply = nullptr;
    QTRY_VERIFY((apply = pushOf(diff, ui::ClientDiff::tr("Change %n file(s)", nullptr, 1))) &&
                apply->isEnabled());
    QCOMPARE(calls(), QStringList{u"plan gemini-cli "_s});
    QCOMPARE(diff->findChildren<ui::DiffView *>().size(), 1);
    QTRY_VERIFY(shows(*diff, u"~/.codex/config.toml"_s));
    QTest::keyClick(apply, Qt::Key_Space);
    QTRY_VERIFY(calls().contains(u"apply gemini-cli  seen"_s));
    QTRY_VERIFY(!m_window->findChild<ui::ClientDiff *>());
    QVERIFY(shows(*m_window, u"Gemini CLI uses the gateway from its next start on."_s));
    // What was done is taken back from the strip.
    auto *strip = m_window->findChild<ui::UndoStrip *>();
    QTRY_VERIFY(strip->isVisible());
    QTest::mouseClick(pushOf(strip, u"Undo"_s), Qt::LeftButton);
    QTRY_VERIFY(calls().contains(u"undo gemini-cli 0"_s));
}

void TestClients::choosesAModelByTyping()
{
    press(u"gemini-cli"_s, u"Configure…"_s);
    auto *diff = dialog<ui::ClientDiff>();
    auto *models = diff->findChild<QComboBox *>();
    models->setFocus();
    QTest::keyClicks(models, u"haiku"_s);
    QTRY_VERIFY(calls().contains(u"plan gemini-cli haiku"_s));
    QPushButton *apply = nullptr;
    QTRY_VERIFY((apply = pushOf(diff, ui::ClientDiff::tr("Change %n file(s)", nullptr, 1))) &&
                apply->isEnabled());
    QTest::mouseClick(apply, Qt::LeftButton);
    QTRY_VERIFY(calls().contains(u"apply gemini-cli haiku seen"_s));
}

void TestClients::saysWhatStandsAgainstIt()
{
    m_client->clientsArea.planned_ = {.problem = u"~/.gemini/settings.json is read-only"_s};
    press(u"gemini-cli"_s, u"Configure…"_s);
    auto *diff = dialog<ui::ClientDiff>();
    QTRY_VERIFY(shows(*diff, u"~/.gemini/settings.json is read-only"_s));
    QVERIFY(!pushOf(diff, u"Change files"_s)->isEnabled());
    QTest::keyClick(diff, Qt::Key_Escape);
    QTRY_VERIFY(!m_window->findChild<ui::ClientDiff *>());
    // What fails while it is done is said there, too.
    m_client->clientsArea.planned_ = {};
    fillClients(m_client->clientsArea);
    m_client->clientsArea.change = {.problem = u"the disk is full"_s};
    press(u"gemini-cli"_s, u"Configure…"_s);
    diff = dialog<ui::ClientDiff>();
    QPushButton *apply = nullptr;
    QTRY_VERIFY((apply = pushOf(diff, ui::ClientDiff::tr("Change %n file(s)", nullptr, 1))) &&
                apply->isEnabled());
    m_client->clientsArea.answers = true;
    QTest::mouseClick(apply, Qt::LeftButton);
    QTRY_VERIFY(calls().contains(u"apply gemini-cli  seen"_s));
    QTRY_VERIFY(shows(*diff, u"the disk is full"_s));
    QVERIFY(diff->isVisible());
}

void TestClients::showsTheKeyOfAToolThatAsksForIt()
{
    m_client->clientsArea.change = {.ok = true, .key = Secret("sk-key-of-zed-0123456789")};
    press(u"zed"_s, u"Update…"_s);
    auto *diff = dialog<ui::ClientDiff>();
    QPushButton *apply = nullptr;
    QTRY_VERIFY((apply = pushOf(diff, ui::ClientDiff::tr("Change %n file(s)", nullptr, 1))) &&
                apply->isEnabled());
    QTest::mouseClick(apply, Qt::LeftButton);
    QTRY_VERIFY(shows(*diff, u"One thing is left to you: its key."_s));
    QVERIFY(!shows(*diff, u"sk-key-of-zed-0123456789"_s));
    QAbstractButton *copy = nullptr;
    QTRY_VERIFY((copy = buttonNamed(*diff, u"Copy: Key of Zed"_s)));
    QTest::mouseClick(copy, Qt::LeftButton);
    QCOMPARE(QApplication::clipboard()->text(), u"sk-key-of-zed-0123456789"_s);
    QTest::mouseClick(pushOf(diff, u"Close"_s), Qt::LeftButton);
    QTRY_VERIFY(!m_window->findChild<ui::ClientDiff *>());
}

void TestClients::undoes()
{
    press(u"claude-code"_s, u"Undo"_s);
    QTRY_VERIFY(calls().contains(u"undo claude-code 0"_s));
    QTRY_VERIFY(calls().contains(u"look 0"_s));
}

void TestClients::asksAboutChangedValues()
{
    m_client->clientsArea.change = {.drifts = m_client->clientsArea.list.tools[1].drifts};
    press(u"claude-code"_s, u"Undo"_s);
    auto *compare = dialog<ui::ClientCompare>();
    QVERIFY(shows(*compare, u"model_provider"_s));
    QVERIFY(shows(*compare, u"azure"_s));
    m_client->clientsArea.change = {.ok = true};
    QTest::mouseClick(pushOf(compare, u"Put back what was before"_s), Qt::LeftButton);
    QTRY_VERIFY(calls().contains(u"undo claude-code 2"_s));
    QTRY_VERIFY(!m_window->findChild<ui::ClientCompare *>());
    QTRY_VERIFY(calls().last() == u"look 0"_s);   // That is through.
    m_client->clientsArea.change = {.drifts = m_client->clientsArea.list.tools[1].drifts};
    press(u"claude-code"_s, u"Undo"_s);
    compare = dialog<ui::ClientCompare>();
    QTRY_COMPARE(qApp->focusWidget(), pushOf(compare, u"Keep what is now"_s));
    QTest::keyClick(qApp->focusWidget(), Qt::Key_Space);
    QTRY_VERIFY(calls().contains(u"undo claude-code 1"_s));
}

void TestClients::comparesChangedTools_data()
{
    QTest::addColumn<QString>("button");
    QTest::addColumn<QString>("call");
    QTest::newRow("connects it again") << u"Connect again…"_s << u"plan codex "_s;
    QTest::newRow("lets the change stand") << u"Keep what is now"_s << u"accept codex"_s;
    QTest::newRow("disconnects it") << u"Disconnect…"_s << u"undo codex 0"_s;
}

void TestClients::comparesChangedTools()
{
    QFETCH(const QString, button);
    QFETCH(const QString, call);
    press(u"codex"_s, u"Compare…"_s);
    auto *compare = dialog<ui::ClientCompare>();
    for (const char *text : {"Before", "By the gateway", "Now", "openai", "portico", "azure"})
        QVERIFY2(shows(*compare, QString::fromLatin1(text)), text);
    QTest::mouseClick(pushOf(compare, button), Qt::LeftButton);
    QTRY_VERIFY2(calls().contains(call), qPrintable(calls().join(u", "_s)));
}

void TestClients::pausesAndResumes()
{
    press(u"claude-code"_s, u"Pause Claude Code"_s);
    QTRY_VERIFY2(m_client->keysArea.calls.join(u' ').contains(u"hash-of-claude-code"_s),
                 qPrintable(m_client->keysArea.calls.join(u", "_s)));
    press(u"aider"_s, u"Resume aider"_s);
    QTRY_VERIFY(m_client->keysArea.calls.join(u' ').contains(u"hash-of-aider"_s));
}

void TestClients::launchesWithItsModel()
{
    press(u"gemini-cli"_s, u"Launch once"_s);
    QTRY_VERIFY(calls().contains(u"launch gemini-cli "_s));
    choose(u"aider"_s, u"Launch once"_s);
    QTRY_VERIFY(calls().contains(u"launch aider sonnet"_s));
    m_client->clientsArea.change = {.problem = u"there is no terminal program"_s};
    press(u"gemini-cli"_s, u"Launch once"_s);
    QTRY_VERIFY(shows(*m_window, u"there is no terminal program"_s));
}

void TestClients::givesTextsToCopy()
{
    QTest::mouseClick(pushOf(m_window.get(), u"Connect by hand…"_s), Qt::LeftButton);
    auto *byHand = dialog<ui::ConnectByHand>();
    auto *text = byHand->findChild<QPlainTextEdit *>();
    QTRY_VERIFY(text->toPlainText().startsWith(u"client = OpenAI"_s));
    auto *tabs = byHand->findChild<QTabBar *>();
    tabs->setFocus();
    QTest::keyClick(tabs, Qt::Key_Right);
    QVERIFY(text->toPlainText().startsWith(u"curl"_s));
    QTest::mouseClick(pushOf(byHand, u"Copy"_s), Qt::LeftButton);
    QCOMPARE(QApplication::clipboard()->text(), u"curl text"_s);
    QVERIFY(pushOf(byHand, u"Copied"_s));
}

void TestClients::explainsByHandAndNever()
{
    press(u"jetbrains"_s, u"Steps…"_s);
    auto *byHand = dialog<ui::ConnectByHand>();
    QVERIFY(shows(*byHand, u"1. Open Settings, Tools, AI Assistant"_s));
    QTRY_VERIFY(calls().filter(u"snippets jetbrains"_s).size() == 1);
    QTest::keyClick(byHand, Qt::Key_Escape);
    QTRY_VERIFY(!m_window->findChild<ui::ConnectByHand *>());
    press(u"cursor"_s, u"Why?"_s);
    byHand = dialog<ui::ConnectByHand>();
    QVERIFY(shows(*byHand, u"Cursor sends every request to its own servers"_s));
    QTest::mouseClick(pushOf(byHand, u"Close"_s), Qt::LeftButton);
    QTRY_VERIFY(!m_window->findChild<ui::ConnectByHand *>());
    press(u"qwen-code"_s, u"Why?"_s);
    byHand = dialog<ui::ConnectByHand>();
    QVERIFY(shows(*byHand, u"/etc/qwen-code/settings.json"_s));
}

void TestClients::makesAKey()
{
    QTest::mouseClick(pushOf(m_window.get(), u"Make a key…"_s), Qt::LeftButton);
    QTRY_VERIFY(m_window->findChild<QDialog *>() && m_window->findChild<QDialog *>()->isVisible());
    QTest::keyClick(m_window->findChild<QDialog *>(), Qt::Key_Escape);
}

void TestClients::leavesLinesAloneWhileNothingChanges()
{
    QWidget *before = line(u"gemini-cli"_s);
    m_client->clientsArea.look(false);
    QTest::mouseClick(pushOf(m_window.get(), u"Look again"_s), Qt::LeftButton);
    QTRY_VERIFY(pushOf(m_window.get(), u"Look again"_s)->isEnabled());
    QCOMPARE(line(u"gemini-cli"_s), before);
}

void TestClients::opensAClientThatIsAskedFor()
{
    m_window->openSubject(u"clients"_s, u"gemini-cli"_s);
    auto *diff = dialog<ui::ClientDiff>();
    QCOMPARE(diff->windowTitle(), u"Configure Gemini CLI"_s);
}

void TestClients::showsProblemsAndNothing()
{
    for (client::Tool &tool : m_client->clientsArea.list.tools)
        tool.state = client::ToolState::Missing;
    QTest::mouseClick(pushOf(m_window.get(), u"Look again"_s), Qt::LeftButton);
    QTRY_VERIFY(shows(*m_window, u"No supported tool was found"_s));
    m_client->clientsArea.list = {{}, true, u"This works only on the gateway's own computer."_s};
    QTest::mouseClick(pushOf(m_window.get(), u"Look again"_s), Qt::LeftButton);
    QTRY_VERIFY(shows(*m_window, u"This works only on the gateway's own computer."_s));
}

QTEST_MAIN(TestClients)

#include "tst_clients.moc"
