#include "tests/support/fakeplaces.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/databaseconnection.h"
#include "ui/dialogs/gatewaychoice.h"
#include "ui/framework/application.h"
#include "ui/framework/controls.h"
#include "ui/framework/forms.h"
#include "ui/framework/gatewaywindow.h"
#include "ui/framework/mainwindow.h"
#include "ui/models/holdermodel.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace gw;
using namespace gw::test;
using namespace Qt::StringLiterals;

namespace {

using Kind = client::DatabaseStep::Kind;
using State = client::DatabaseStep::State;

}   // namespace

// A database of gateways in the window: connecting it, what the test of it says, and Spend and Keys that read
// it.
class TestDatabaseConnection final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::setUpApplication(*qApp); }
    void init();
    void cleanup();
    void connectsByKeyboard();
    void tellsATestStepByStep();
    void offersToMakeAReader();
    void saysWhatWentWrong_data();
    void saysWhatWentWrong();
    void dropsAnAnswerToWhatWasTypedBefore();
    void warnsOfWhatIsNotEncrypted();
    void saysWhyItWasNotSaved();
    void refusesWhatIsNoPort();
    void forgetsIt();
    void opensFromWhereOneLooksForIt_data();
    void opensFromWhereOneLooksForIt();
    void showsSpendOfOneGateway();
    void showsThatItIsLostAndTriesAgain();
    void comesBackToTheGatewayWhenForgotten();
    void listsKeysWithoutChangingThem();
    void namesEverything();

private:
    ui::DatabaseConnection *dialog() const { return m_window->findChild<ui::DatabaseConnection *>(); }
    ui::DatabaseConnection *choose()
    {
        m_window->main().actions().trigger(u"window.database"_s);
        return dialog();
    }
    FakeDatabase &database() { return m_here->databaseArea; }
    void type(const QString &field, const QString &text);
    ui::Segmented *whose() const
    {
        for (auto *each : m_window->findChildren<ui::Segmented *>())
            if (each->objectName() == u"whose"_s && each->isVisible())
                return each;
        return nullptr;
    }
    void know()
    {
        database().now = sharedDatabase();
        fillSpend(database().spendArea);
        fillKeys(database().keysArea);
        Q_EMIT database().changed();
    }
    // As a mouse does.
    void clickTab(ui::Segmented &choice, int index)
    {
        QTest::mouseClick(&choice, Qt::LeftButton, {}, choice.tabRect(index).center());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<GuiClient> m_here;
    std::unique_ptr<FakePlaces> m_places;
    std::unique_ptr<ui::GatewayWindow> m_window;
};

void TestDatabaseConnection::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"window.ini"_s), QSettings::IniFormat);
    m_here = std::make_unique<GuiClient>();
    fillProviders(*m_here);
    fillTraffic(*m_here);
    fillModels(m_here->modelsArea);
    fillSpend(m_here->spendArea);
    fillKeys(m_here->keysArea);
    m_places = std::make_unique<FakePlaces>(*m_here, *m_here);
    m_places->shared = &m_here->databaseArea;
    m_window = std::make_unique<ui::GatewayWindow>(*m_places, *m_settings);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QApplication::setActiveWindow(m_window.get());
}

void TestDatabaseConnection::cleanup()
{
    m_window.reset();
    m_places.reset();
}

void TestDatabaseConnection::type(const QString &field, const QString &text)
{
    QLineEdit *edit = fieldNamed(*dialog(), field);
    QVERIFY2(edit, qPrintable(field));
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, text);
}

void TestDatabaseConnection::connectsByKeyboard()
{
    QVERIFY(choose());
    QTRY_VERIFY(dialog()->isVisible());
    QVERIFY(!buttonNamed(*dialog(), u"Save and show"_s)->isEnabled());
    type(u"Server"_s, u"db.example"_s);
    type(u"Port"_s, u"6432"_s);
    type(u"Database"_s, u"portico"_s);
    type(u"User"_s, u"reader"_s);
    type(u"Password"_s, u"a secret word"_s);
    QTest::keyClick(dialog(), Qt::Key_Return);
    QVERIFY(database().saved);
    QCOMPARE(database().saved->database.host, u"db.example"_s);
    QCOMPARE(database().saved->database.port, 6432);
    QCOMPARE(database().saved->database.user, u"reader"_s);
    QCOMPARE(database().saved->database.tls, client::DatabaseTls::Required);
    QCOMPARE(database().saved->password.reveal(), std::string("a secret word"));
    QCOMPARE(m_window->main().currentPage(), u"spend"_s);
    QCOMPARE(whose()->tabText(whose()->currentIndex()), u"Database"_s);
    QTRY_COMPARE(database().spendArea.calls.last(), u"report 0 of all"_s);
    m_settings->sync();
    QFile file(m_settings->fileName());
    QVERIFY(!file.open(QIODevice::ReadOnly) || !file.readAll().contains("secret"));
}

void TestDatabaseConnection::tellsATestStepByStep()
{
    database().now = sharedDatabase();
    choose();
    auto *strip = dialog()->findChild<ui::StepStrip *>();
    click(buttonNamed(*dialog(), u"Test"_s));
    QVERIFY(database().tried);
    QVERIFY(database().tried->password.isEmpty());
    QVERIFY(!buttonNamed(*dialog(), u"Test"_s)->isEnabled());
    database().step(Kind::Reach, State::Running);
    QVERIFY(strip->accessibleName().contains(u"Reached trying…"_s));
    database().step(Kind::Reach, State::Passed);
    database().step(Kind::Tls, State::Passed, u"TLSv1.3"_s);
    QVERIFY(strip->accessibleName().startsWith(u"Reached good, Encryption TLSv1.3, Signed in "_s));
    Q_EMIT database().tested(database().last, {.server = u"15.4"_s,
                                               .protocol = u"TLSv1.3"_s,
                                               .gateways = {u"berlin"_s, u"tokyo"_s},
                                               .rows = 12'345});
    QVERIFY(shows(*dialog(), u"It can be read"_s));
    QVERIFY(shows(*dialog(), u"PostgreSQL 15.4: "_s));
    QVERIFY(shows(*dialog(), u"berlin"_s));
    QVERIFY(!dialog()->findChild<QPlainTextEdit *>()->isVisible());
    QVERIFY(buttonNamed(*dialog(), u"Test"_s)->isEnabled());
    QVERIFY(!database().saved);
}

void TestDatabaseConnection::offersToMakeAReader()
{
    database().now = sharedDatabase();
    choose();
    click(buttonNamed(*dialog(), u"Test"_s));
    Q_EMIT database().tested(
        database().last,
        {.server = u"15.4"_s, .mayWrite = true, .readerSql = u"CREATE ROLE portico_reader;"_s});
    auto *sql = dialog()->findChild<QPlainTextEdit *>();
    QTRY_VERIFY(sql->isVisible());
    QCOMPARE(sql->toPlainText(), u"CREATE ROLE portico_reader;"_s);
    QVERIFY(shows(*dialog(), u"a read-only one is enough"_s));
    click(buttonNamed(*dialog(), u"Copy the SQL"_s));
    QCOMPARE(QGuiApplication::clipboard()->text(), u"CREATE ROLE portico_reader;"_s);
}

void TestDatabaseConnection::saysWhatWentWrong_data()
{
    using Fault = client::DatabaseFault;
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<QString>("words");
    QTest::addColumn<bool>("verbatim");
    QTest::newRow("nothing listens") << Fault::Unreachable << u"Nothing answers there."_s << true;
    QTest::newRow("not encrypted as wanted") << Fault::Tls << u"encrypted as you want it"_s << true;
    QTest::newRow("a wrong password") << Fault::SignIn << u"does not let this user in"_s << true;
    QTest::newRow("no database") << Fault::NoDatabase << u"no database of this name"_s << true;
    QTest::newRow("no schema") << Fault::NoSchema << u"no schema “portico”"_s << false;
    QTest::newRow("an older schema") << Fault::OlderSchema << u"Update one of them first"_s << false;
    QTest::newRow("a newer schema") << Fault::NewerSchema << u"Update Portico"_s << false;
    QTest::newRow("not allowed") << Fault::NotAllowed << u"may not read what is needed"_s << true;
    QTest::newRow("something else") << Fault::Other << u"as the server says"_s << true;
}

void TestDatabaseConnection::saysWhatWentWrong()
{
    QFETCH(client::DatabaseFault, fault);
    QFETCH(QString, words);
    QFETCH(bool, verbatim);
    database().now = sharedDatabase();
    choose();
    click(buttonNamed(*dialog(), u"Test"_s));
    Q_EMIT database().tested(database().last, {.fault = fault, .problem = u"as the server says"_s});
    QVERIFY(shows(*dialog(), u"It cannot be read"_s));
    QVERIFY(shows(*dialog(), words));
    QCOMPARE(shows(*dialog(), u"as the server says"_s), verbatim);
}

void TestDatabaseConnection::dropsAnAnswerToWhatWasTypedBefore()
{
    database().now = sharedDatabase();
    choose();
    click(buttonNamed(*dialog(), u"Test"_s));
    type(u"Server"_s, u"other.example"_s);
    Q_EMIT database().tested(database().last, {.problem = u"as the server says"_s});
    QVERIFY(!shows(*dialog(), u"It can"_s));
    QVERIFY(buttonNamed(*dialog(), u"Test"_s)->isEnabled());
}

void TestDatabaseConnection::warnsOfWhatIsNotEncrypted()
{
    choose();
    QTRY_VERIFY(dialog()->isVisible());
    ui::Segmented *tls = dialog()->findChild<ui::Segmented *>();
    QVERIFY(shows(*dialog(), u"stays unproven"_s));
    QVERIFY(!fieldNamed(*dialog(), u"Authority"_s)->isVisible());
    tls->setFocus();
    QTest::keyClick(tls, Qt::Key_Left);
    QVERIFY(shows(*dialog(), u"Everybody on the way can read"_s));
    QTest::keyClick(tls, Qt::Key_Right);
    QTest::keyClick(tls, Qt::Key_Right);
    QVERIFY(shows(*dialog(), u"signed for this name"_s));
    QVERIFY(fieldNamed(*dialog(), u"Authority"_s)->isVisible());
}

void TestDatabaseConnection::saysWhyItWasNotSaved()
{
    database().now = sharedDatabase();
    database().saveProblem = u"The password cannot be kept: the vault is locked"_s;
    choose();
    click(buttonNamed(*dialog(), u"Save and show"_s));
    QVERIFY(says(*dialog(), database().saveProblem));
    QVERIFY(dialog()->isVisible());
}

void TestDatabaseConnection::refusesWhatIsNoPort()
{
    database().now = sharedDatabase();
    choose();
    for (const QString &port : {u"0"_s, u"65536"_s, u"db"_s}) {
        type(u"Port"_s, port);
        QVERIFY2(!buttonNamed(*dialog(), u"Save and show"_s)->isEnabled(), qPrintable(port));
        QVERIFY(shows(*dialog(), u"1 to 65535"_s));
    }
    type(u"Port"_s, u"65535"_s);
    QVERIFY(buttonNamed(*dialog(), u"Save and show"_s)->isEnabled());
}

void TestDatabaseConnection::forgetsIt()
{
    know();
    choose();
    click(buttonNamed(*dialog(), u"Forget"_s));
    QVERIFY(!database().now.isKnown());
    QVERIFY(fieldNamed(*dialog(), u"Server"_s)->text().isEmpty());
    QVERIFY(!buttonNamed(*dialog(), u"Forget"_s));
}

void TestDatabaseConnection::opensFromWhereOneLooksForIt_data()
{
    QTest::addColumn<QString>("from");
    QTest::newRow("below the figures of Spend") << u"foot"_s;
    QTest::newRow("beside the choice of gateways on Spend") << u"spend"_s;
    QTest::newRow("on Keys") << u"keys"_s;
    QTest::newRow("in the dialog of gateways") << u"gateways"_s;
}

void TestDatabaseConnection::opensFromWhereOneLooksForIt()
{
    QFETCH(QString, from);
    if (from == u"spend"_s || from == u"keys"_s)
        know();
    if (from == u"gateways"_s) {
        QTest::keyClick(&m_window->main(), Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
        auto *gateways = m_window->findChild<ui::GatewayChoice *>();
        QTRY_VERIFY(gateways->isVisible());
        click(buttonNamed(*gateways, u"PostgreSQL of gateways…"_s));
    } else {
        m_window->main().openPage(from == u"keys"_s ? from : u"spend"_s);
        QTRY_VERIFY(buttonNamed(*m_window, u"PostgreSQL…"_s));
        click(buttonNamed(*m_window, u"PostgreSQL…"_s));
    }
    QVERIFY(dialog());
    QTRY_VERIFY(dialog()->isVisible());
}

void TestDatabaseConnection::showsSpendOfOneGateway()
{
    m_window->main().openPage(u"spend"_s);
    QVERIFY(!whose());
    know();
    QTRY_VERIFY(whose());
    QVERIFY(!whose()->isTabVisible(1));
    clickTab(*whose(), 2);
    QTRY_COMPARE(database().spendArea.calls.last(), u"report 0 of all"_s);
    QAbstractButton *which = buttonNamed(*m_window, u"All of db.example"_s);
    click(which);
    QTRY_VERIFY(QApplication::activePopupWidget());
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QCOMPARE(menu->actions().size(), 3);
    QTest::keyClick(menu, Qt::Key_Down);
    while (menu->activeAction()->text() != u"tokyo"_s)
        QTest::keyClick(menu, Qt::Key_Down);
    const qsizetype before = database().spendArea.calls.size();
    QTest::keyClick(menu, Qt::Key_Return);
    QCOMPARE(database().chosen, u"tokyo"_s);
    QTRY_VERIFY(database().spendArea.calls.size() > before);
    QCOMPARE(which->text(), u"tokyo"_s);
    QVERIFY(!buttonNamed(*m_window, u"What if…"_s)->isEnabled());
}

void TestDatabaseConnection::showsThatItIsLostAndTriesAgain()
{
    know();
    database().spendArea.report.problem = u"Connection refused"_s;
    m_window->main().openSubject(u"spend"_s, u"database"_s);
    QTRY_VERIFY(shows(*m_window, u"The database cannot be read"_s));
    QVERIFY(shows(*m_window, u"Connection refused"_s));
    database().spendArea.report.problem.clear();
    click(buttonNamed(*m_window, u"Try again"_s));
    QTRY_VERIFY(!shows(*m_window, u"The database cannot be read"_s));
}

void TestDatabaseConnection::comesBackToTheGatewayWhenForgotten()
{
    know();
    m_window->main().openSubject(u"spend"_s, u"database"_s);
    QTRY_COMPARE(database().spendArea.calls.last(), u"report 0 of all"_s);
    const qsizetype before = m_here->spendArea.calls.size();
    database().forget();
    QTRY_VERIFY(m_here->spendArea.calls.size() > before);
    QVERIFY(!whose());
}

void TestDatabaseConnection::listsKeysWithoutChangingThem()
{
    m_window->main().openPage(u"keys"_s);
    know();
    database().keysArea.rows[client::HolderKind::Key].resize(1);
    database().keysArea.rows[client::HolderKind::Key][0].name = u"of the database"_s;
    clickTab(*whose(), 1);
    QTableView *table = nullptr;
    for (auto *view : m_window->findChildren<QTableView *>())
        if (qobject_cast<ui::HolderModel *>(view->model()))
            table = view;
    QTRY_COMPARE(table->model()->rowCount(), 1);
    QCOMPARE(table->model()->index(0, 0).data().toString(), u"of the database"_s);
    QVERIFY(!buttonNamed(*m_window, u"New key…"_s)->isEnabled());
    QVERIFY(buttonNamed(*m_window, u"New key…"_s)->toolTip().contains(u"only read here"_s));
    table->setCurrentIndex(table->model()->index(0, 0));
    QTRY_VERIFY(buttonNamed(*m_window, u"Block"_s) || buttonNamed(*m_window, u"Let in again"_s));
    QVERIFY(!buttonNamed(*m_window, u"Delete"_s)->isEnabled());
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Delete);
    QTest::keyClick(table, Qt::Key_F2);
    QVERIFY(m_here->keysArea.calls.isEmpty());
    QVERIFY(database().keysArea.calls.isEmpty());
    QVERIFY(!m_window->findChild<QDialog *>());
    clickTab(*whose(), 0);
    QTRY_VERIFY(table->model()->rowCount() > 1);
    QVERIFY(buttonNamed(*m_window, u"New key…"_s)->isEnabled());
}

void TestDatabaseConnection::namesEverything()
{
    know();
    choose();
    click(buttonNamed(*dialog(), u"Test"_s));
    Q_EMIT database().tested(database().last, {.mayWrite = true, .readerSql = u"x"_s});
    QCOMPARE(namelessWidgets(*dialog()), QStringList());
    m_window->main().openSubject(u"spend"_s, u"database"_s);
    QCOMPARE(namelessWidgets(*whose()->parentWidget()), QStringList());
}

QTEST_MAIN(TestDatabaseConnection)
#include "tst_databaseconnection.moc"
