#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/framework/application.h"
#include "ui/framework/commandpalette.h"
#include "ui/framework/guide.h"
#include "ui/framework/mainwindow.h"
#include "ui/framework/sidebar.h"
#include "ui/framework/splitters.h"
#include "ui/framework/tray.h"

#include <QApplication>
#include <QClipboard>
#include <QListView>
#include <QSettings>
#include <QSplitter>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace gw;
using namespace Qt::StringLiterals;

// What is around the pages: actions, palette, shortcuts, help, notices, tray, kept state.
class TestFrame final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void noTwoActionsWantTheSameKeys();
    void conflictsAreFound();
    void pagesOpenByDigit();
    void paletteRunsByKeyboard();
    void paletteGoesRoundWithArrows();
    void paletteRunsByMouse();
    void paletteClosesOnEscapeAndGivesTheFocusBack();
    void paletteClosesOnAClickBeside();
    void paletteFindsNothing();
    void paletteOffersRecentModels();
    void paletteIsOpenedByItsButton();
    void pausesAndResumes();
    void tellsOnEveryPage_data();
    void tellsOnEveryPage();
    void resumesFromTheBanner();
    void offersAnotherPort();
    void questionMarkListsTheShortcuts();
    void questionMarkIsTypedInAField();
    void everyPageHasHelp();
    void trayMirrorsTheWindow();
    void keepsSplitters();
    void quits();

private:
    void open();
    void type(const QString &text);
    ui::CommandPalette *palette() const { return m_window->findChild<ui::CommandPalette *>(); }
    QLineEdit *field() const { return test::fieldNamed(*m_window, u"Search or run"_s); }
    QStringList found() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<test::GuiClient> m_client;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestFrame::initTestCase()
{
    auto &app = *qobject_cast<QApplication *>(QCoreApplication::instance());
    ui::setUpApplication(app);
    ui::loadTranslation(app, QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestFrame::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_client = std::make_unique<test::GuiClient>();
    test::fillProviders(*m_client);
    test::fillTraffic(*m_client);
}

void TestFrame::cleanup()
{
    m_window.reset();
    m_client.reset();
    m_settings.reset();
    m_folder.reset();
}

void TestFrame::open()
{
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QApplication::setActiveWindow(m_window.get());
    QTRY_VERIFY(m_window->isActiveWindow());
}

void TestFrame::type(const QString &text)
{
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY(palette()->isVisible());
    QCOMPARE(m_window->focusWidget(), field());
    QTest::keyClicks(field(), text);
}

QStringList TestFrame::found() const
{
    QStringList texts;
    const auto *list = palette()->findChild<QListView *>();
    for (int row = 0; row < list->model()->rowCount(); ++row)
        texts << list->model()->index(row, 0).data().toString();
    return texts;
}

void TestFrame::noTwoActionsWantTheSameKeys()
{
    open();
    for (const QString &id : m_window->pageIds())
        m_window->openPage(id);   // Pages add actions of their own.
    QVERIFY(m_window->actions().all().size() > 5);
    QStringList clashes;
    for (const auto &[a, b] : m_window->actions().conflicts())
        clashes << a + u" and "_s + b;
    QCOMPARE(clashes, QStringList());
}

void TestFrame::conflictsAreFound()
{
    QWidget window;
    ui::Actions actions(&window);
    const QKeySequence keys(u"Ctrl+E"_s);
    actions.add({.id = u"a"_s, .keys = keys, .page = u"traffic"_s, .run = [] {}});
    actions.add({.id = u"b"_s, .keys = keys, .page = u"spend"_s, .run = [] {}});
    QVERIFY(actions.conflicts().empty());   // Never at the same time.
    actions.add({.id = u"c"_s, .keys = keys, .page = u"spend"_s, .run = [] {}});
    QCOMPARE(actions.conflicts().size(), std::size_t(1));
    actions.add({.id = u"c"_s, .keys = keys, .run = [] {}});
    QCOMPARE(actions.conflicts().size(), std::size_t(2));
}

void TestFrame::pagesOpenByDigit()
{
    open();
    const QStringList ids = m_window->pageIds();
    for (int i = 0; i < ids.size() && i < 10; ++i) {
        QTest::keyClick(m_window.get(), Qt::Key(Qt::Key_0 + (i + 1) % 10), Qt::ControlModifier);
        QCOMPARE(m_window->currentPage(), ids[i]);
    }
}

void TestFrame::paletteRunsByKeyboard()
{
    open();
    type(u"prov"_s);
    QCOMPARE(found().value(0), u"Providers"_s);
    QTest::keyClick(field(), Qt::Key_Return);
    QVERIFY(!palette()->isVisible());
    QCOMPARE(m_window->currentPage(), u"providers"_s);
    type(u"pat"_s);
    QCOMPARE(found().value(0), u"Pause all traffic"_s);
    QTest::keyClick(field(), Qt::Key_Return);
    QCOMPARE(m_client->calls, QStringList{u"setPaused 1"_s});
}

void TestFrame::paletteGoesRoundWithArrows()
{
    open();
    type({});
    const QStringList all = found();
    auto *list = palette()->findChild<QListView *>();
    QCOMPARE(list->currentIndex().row(), 0);
    QTest::keyClick(field(), Qt::Key_Up);
    QCOMPARE(list->currentIndex().row(), all.size() - 1);
    QTest::keyClick(field(), Qt::Key_Down);
    QTest::keyClick(field(), Qt::Key_Down);
    QCOMPARE(list->currentIndex().row(), 1);
    // What is chosen is told where the focus is.
    QVERIFY2(field()->accessibleDescription().startsWith(all[1]),
             qPrintable(field()->accessibleDescription()));
    QTest::keyClick(field(), Qt::Key_Return);
    QCOMPARE(m_window->currentPage(), m_window->pageIds()[1]);
}

void TestFrame::paletteRunsByMouse()
{
    open();
    type(u"providers"_s);
    auto *list = palette()->findChild<QListView *>();
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      list->visualRect(list->model()->index(0, 0)).center());
    QCOMPARE(m_window->currentPage(), u"providers"_s);
    QVERIFY(!palette()->isVisible());
}

void TestFrame::paletteClosesOnEscapeAndGivesTheFocusBack()
{
    m_settings->setValue(u"window/page"_s, u"providers"_s);
    open();
    QLineEdit *find = test::fieldNamed(*m_window, u"Filter by name or model"_s);
    find->setFocus();
    type(u"home"_s);
    QTest::keyClick(field(), Qt::Key_Escape);
    QVERIFY(!palette()->isVisible());
    QCOMPARE(m_window->focusWidget(), find);
    QCOMPARE(m_window->currentPage(), u"providers"_s);
    // The same keys close it too.
    type({});
    QTest::keyClick(field(), Qt::Key_K, Qt::ControlModifier);
    QVERIFY(palette()->isVisible());   // Nothing else is run by its own keys meanwhile.
    QTest::keyClick(field(), Qt::Key_Escape);
    QVERIFY(!palette()->isVisible());
}

void TestFrame::paletteClosesOnAClickBeside()
{
    open();
    type({});
    QTest::mouseClick(palette(), Qt::LeftButton, {}, palette()->rect().bottomLeft() + QPoint(10, -10));
    QVERIFY(!palette()->isVisible());
}

void TestFrame::paletteFindsNothing()
{
    open();
    type(u"qqqq"_s);
    QCOMPARE(found(), QStringList());
    QVERIFY(test::says(*palette(), u"Nothing has this name."_s));
    QTest::keyClick(field(), Qt::Key_Return);
    QVERIFY(palette()->isVisible());
    QCOMPARE(m_client->calls, QStringList());
}

void TestFrame::paletteOffersRecentModels()
{
    open();
    type(u"sonnet"_s);
    QTRY_COMPARE(found().value(0), u"sonnet"_s);
    field()->clear();
    QTest::keyClicks(field(), u"gpt-5.1"_s);
    // Each once, although it was asked for often.
    QCOMPARE(found().count(u"gpt-5.1"_s), 1);
    QTest::keyClick(field(), Qt::Key_Return);
    QVERIFY(!palette()->isVisible());
}

void TestFrame::paletteIsOpenedByItsButton()
{
    open();
    test::click(test::buttonNamed(*m_window, u"Search or run"_s));
    QVERIFY(palette()->isVisible());
    QCOMPARE(m_window->focusWidget(), field());
}

void TestFrame::pausesAndResumes()
{
    open();
    auto *status = m_window->findChild<ui::StatusLine *>();
    QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(m_client->calls, QStringList{u"setPaused 1"_s});
    QCOMPARE(status->accessibleName(), u"Paused on localhost:4000"_s);
    QCOMPARE(m_window->actions().find(u"traffic.pause"_s)->text, u"Resume all traffic"_s);
    QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(m_client->calls.last(), u"setPaused 0"_s);
    QCOMPARE(status->accessibleName(), u"Listening on localhost:4000"_s);
    QVERIFY(!test::says(*m_window, u"All traffic is paused"_s));
}

void TestFrame::tellsOnEveryPage_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("expectedTitle");
    QTest::newRow("paused") << u"paused"_s << u"All traffic is paused"_s;
    QTest::newRow("lost") << u"lost"_s << u"The gateway does not answer"_s;
    QTest::newRow("port in use") << u"busy"_s << u"Port 4000 is used by node (pid 812)"_s;
    QTest::newRow("failed") << u"failed"_s << u"The gateway could not start"_s;
}

void TestFrame::tellsOnEveryPage()
{
    QFETCH(QString, what);
    QFETCH(QString, expectedTitle);
    open();
    QVERIFY(!test::says(*m_window, expectedTitle));
    m_client->state.paused = what == "paused"_L1;
    if (what == "lost"_L1)
        m_client->state.lostSinceUs = QDateTime::currentMSecsSinceEpoch() * 1000;
    if (what == "busy"_L1) {
        m_client->state.state = client::EngineState::PortBusy;
        m_client->state.portOwner = u"node (pid 812)"_s;
    }
    if (what == "failed"_L1)
        m_client->state.state = client::EngineState::Failed;
    Q_EMIT m_client->statusChanged();
    for (const QString &id : m_window->pageIds()) {
        m_window->openPage(id);
        QVERIFY2(test::says(*m_window, expectedTitle), qPrintable(id));
    }
}

void TestFrame::resumesFromTheBanner()
{
    m_client->state.paused = true;
    open();
    test::click(test::buttonNamed(*m_window, u"Resume"_s));
    QCOMPARE(m_client->calls, QStringList{u"setPaused 0"_s});
    QVERIFY(!test::says(*m_window, u"All traffic is paused"_s));
}

void TestFrame::offersAnotherPort()
{
    m_settings->setValue(u"window/page"_s, u"providers"_s);
    m_client->state.state = client::EngineState::PortBusy;
    open();
    test::click(test::buttonNamed(*m_window, u"Use port 4001"_s));
    QCOMPARE(m_client->calls, (QStringList{u"setPort 4001"_s, u"setRunning 1"_s}));
}

void TestFrame::questionMarkListsTheShortcuts()
{
    open();
    m_window->findChild<ui::Sidebar *>()->setFocus();
    QTest::keyClick(m_window->focusWidget(), '?');
    auto *list = m_window->findChild<ui::ShortcutList *>();
    QVERIFY(list && list->isVisible());
    for (const ui::Action &action : m_window->actions().all()) {
        if (action.keys.isEmpty())
            continue;
        QVERIFY2(test::says(*list, action.text), qPrintable(action.id));
        QVERIFY2(test::says(*list, action.keys.toString(QKeySequence::NativeText)), qPrintable(action.id));
    }
    QTest::keyClick(list, Qt::Key_Escape);
    QVERIFY(!list->isVisible());
}

void TestFrame::questionMarkIsTypedInAField()
{
    m_settings->setValue(u"window/page"_s, u"providers"_s);
    open();
    QLineEdit *find = test::fieldNamed(*m_window, u"Filter by name or model"_s);
    find->setFocus();
    QTest::keyClick(find, '?');
    QCOMPARE(find->text(), u"?"_s);
    QVERIFY(!m_window->findChild<ui::ShortcutList *>());
}

void TestFrame::everyPageHasHelp()
{
    open();
    for (const QString &id : m_window->pageIds()) {
        m_window->openPage(id);
        QTest::keyClick(m_window.get(), Qt::Key_F1);
        auto *guide = m_window->findChild<ui::PageGuide *>();
        QVERIFY2(guide && guide->isVisible(), qPrintable(id));
        QVERIFY2(ui::pageHelp(id).size() > 80, qPrintable(id));
        QVERIFY(test::says(*guide, ui::pageHelp(id)));
        QTest::keyClick(guide, Qt::Key_Escape);
        delete guide;
    }
    QCOMPARE(ui::pageHelp(u"none"_s), QString());
}

void TestFrame::trayMirrorsTheWindow()
{
    open();
    ui::Tray tray(*m_client, m_window->actions());
    const auto item = [&](const QString &text) {
        for (QAction *action : tray.menu().actions())
            if (action->text() == text)
                return action;
        return static_cast<QAction *>(nullptr);
    };
    QVERIFY(item(u"Listening on localhost:4000"_s));
    QVERIFY(tray.icon().toolTip().contains(u"Listening"_s));
    QVERIFY(item(u"Pause all traffic"_s));
    item(u"Pause all traffic"_s)->trigger();
    QCOMPARE(m_client->calls, QStringList{u"setPaused 1"_s});
    QVERIFY(item(u"All traffic is paused"_s));
    item(u"Resume all traffic"_s)->trigger();
    QCOMPARE(m_client->calls.last(), u"setPaused 0"_s);
    item(u"Copy address"_s)->trigger();
    QCOMPARE(QApplication::clipboard()->text(), m_client->state.url);
    m_window->showMinimized();
    connect(&tray, &ui::Tray::openAsked, m_window.get(), &ui::MainWindow::raiseWindow);
    item(u"Open Portico"_s)->trigger();
    QVERIFY(!m_window->isMinimized());
    QVERIFY(m_window->isVisible());
    m_client->state.state = client::EngineState::Stopped;
    Q_EMIT m_client->statusChanged();
    QVERIFY(item(u"Switched off"_s));
    item(u"Quit"_s)->trigger();
    QVERIFY(!m_window->isVisible());
}

void TestFrame::keepsSplitters()
{
    const auto page = [] {
        auto made = std::make_unique<QSplitter>(Qt::Horizontal);
        auto *inner = new QSplitter(Qt::Horizontal);
        inner->setObjectName(u"lists"_s);
        inner->addWidget(new QWidget);
        inner->addWidget(new QWidget);
        made->addWidget(inner);
        made->resize(600, 200);
        made->show();
        return made;
    };
    const auto first = page();
    auto *inner = first->findChild<QSplitter *>();
    inner->setSizes({100, 400});
    const QList<int> kept = inner->sizes();
    QVERIFY(kept[0] < kept[1] / 2);
    ui::saveSplitters(*first, u"traffic"_s, *m_settings);
    const auto second = page();
    QVERIFY(second->findChild<QSplitter *>()->sizes() != kept);
    ui::restoreSplitters(*second, u"spend"_s, *m_settings);
    QVERIFY(second->findChild<QSplitter *>()->sizes() != kept);
    ui::restoreSplitters(*second, u"traffic"_s, *m_settings);
    QCOMPARE(second->findChild<QSplitter *>()->sizes(), kept);
}

void TestFrame::quits()
{
    open();
    QTest::keyClick(m_window.get(), Qt::Key_Q, Qt::ControlModifier);
    QVERIFY(!m_window->isVisible());
}

QTEST_MAIN(TestFrame)
#include "tst_frame.moc"
