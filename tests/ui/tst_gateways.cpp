#include "tests/support/fakeplaces.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/gatewaychoice.h"
#include "ui/framework/application.h"
#include "ui/framework/controls.h"
#include "ui/framework/forms.h"
#include "ui/framework/gatewaywindow.h"
#include "ui/framework/mainwindow.h"
#include "ui/framework/placebutton.h"

#include <QApplication>
#include <QListWidget>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace gw;
using namespace gw::test;
using namespace Qt::StringLiterals;

namespace {

using Reach = client::Place::Reach;

}   // namespace

// Looking at a gateway elsewhere: choosing it, seeing that one does, and what is said when it is lost.
class TestGateways final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::setUpApplication(*qApp); }
    void init();
    void cleanup();
    void addsOneByKeyboard();
    void testsBeforeItSaves();
    void saysWhyATestFailed();
    void dropsAnAnswerToWhatWasTypedBefore();
    void readsAddressesAsTheyAreMeant_data();
    void readsAddressesAsTheyAreMeant();
    void warnsOfKeysThatAnybodyCanRead();
    void saysWhyItWasNotSaved();
    void forgetsOne();
    void makesTheWindowAnewOnTheOtherOne();
    void comesBackToThisComputer();
    void goesByThePalette();
    void keepsThePageThatWasShown();
    void offersToTryAgainWhenLost();
    void offersNoSwitchForAGatewayElsewhere();
    void tellsWhatWasNotDone();
    void namesEverythingInTheDialog();

private:
    ui::GatewayChoice *choose();
    QListWidget *list() const
    {
        return m_window->findChild<ui::GatewayChoice *>()->findChild<QListWidget *>();
    }
    void type(const QString &field, const QString &text);
    // After what is queued.
    void visitsOffice();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<GuiClient> m_here;
    std::unique_ptr<GuiClient> m_far;
    std::unique_ptr<FakePlaces> m_places;
    std::unique_ptr<ui::GatewayWindow> m_window;
};

void TestGateways::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"window.ini"_s), QSettings::IniFormat);
    m_here = std::make_unique<GuiClient>();
    m_far = std::make_unique<GuiClient>();
    for (GuiClient *client : {m_here.get(), m_far.get()}) {
        fillProviders(*client);
        client->state.state = client::EngineState::Running;
    }
    putElsewhere(*m_far, Reach::Connected);
    m_places = std::make_unique<FakePlaces>(*m_here, *m_far);
    m_places->places = {office()};
    m_window = std::make_unique<ui::GatewayWindow>(*m_places, *m_settings);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QApplication::setActiveWindow(m_window.get());
}

void TestGateways::cleanup()
{
    m_window.reset();
    m_places.reset();
}

ui::GatewayChoice *TestGateways::choose()
{
    QTest::keyClick(&m_window->main(), Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
    return m_window->findChild<ui::GatewayChoice *>();
}

void TestGateways::type(const QString &field, const QString &text)
{
    ui::GatewayChoice *dialog = m_window->findChild<ui::GatewayChoice *>();
    QLineEdit *edit = fieldNamed(*dialog, field);
    QVERIFY2(edit, qPrintable(field));
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, text);
}

void TestGateways::visitsOffice()
{
    m_places->visit(u"office"_s);
    QTRY_COMPARE(m_places->looked, u"office"_s);
}

void TestGateways::addsOneByKeyboard()
{
    ui::GatewayChoice *dialog = choose();
    QVERIFY(dialog);
    QTRY_VERIFY(dialog->isVisible());
    QTest::keyClick(list(), Qt::Key_End);
    type(u"Name"_s, u"Home"_s);
    type(u"Address"_s, u"nas.example:8443"_s);
    type(u"Key"_s, u"sk-of-home"_s);
    QTest::keyClick(dialog, Qt::Key_Return);
    QVERIFY(m_places->saved);
    QCOMPARE(m_places->saved->place.name, u"Home"_s);
    QCOMPARE(m_places->places.back().address, u"https://nas.example:8443"_s);
    QCOMPARE(m_places->saved->key.reveal(), std::string("sk-of-home"));
    QCOMPARE(m_places->visits, QStringList{u"saved"_s});
    QVERIFY(!m_settings->allKeys().join(u' ').contains(u"sk-"_s));
}

void TestGateways::testsBeforeItSaves()
{
    ui::GatewayChoice *dialog = choose();
    list()->setCurrentRow(1);
    type(u"Key"_s, u"sk-other"_s);
    click(buttonNamed(*dialog, u"Test"_s));
    QVERIFY(m_places->tried);
    QCOMPARE(m_places->tried->place.id, u"office"_s);
    QCOMPARE(m_places->tried->key.reveal(), std::string("sk-other"));
    QVERIFY(!buttonNamed(*dialog, u"Test"_s)->isEnabled());
    Q_EMIT m_places->tested(
        m_places->last,
        {.version = u"0.1.0"_s, .computer = u"office-server"_s, .deployments = 12, .tookMs = 14});
    QVERIFY(shows(*dialog, u"Portico 0.1.0 on office-server, 12 "_s));
    QVERIFY(shows(*dialog, u"answered in 14 ms."_s));
    QVERIFY(buttonNamed(*dialog, u"Test"_s)->isEnabled());
    QVERIFY(!m_places->saved);
}

void TestGateways::saysWhyATestFailed()
{
    ui::GatewayChoice *dialog = choose();
    list()->setCurrentRow(1);
    click(buttonNamed(*dialog, u"Test"_s));
    Q_EMIT m_places->tested(m_places->last, {.problem = u"Nothing listens there."_s});
    QVERIFY(says(*dialog, u"Nothing listens there."_s));
}

void TestGateways::dropsAnAnswerToWhatWasTypedBefore()
{
    ui::GatewayChoice *dialog = choose();
    list()->setCurrentRow(1);
    click(buttonNamed(*dialog, u"Test"_s));
    type(u"Address"_s, u"https://other.example"_s);
    Q_EMIT m_places->tested(m_places->last, {.problem = u"Nothing listens there."_s});
    QVERIFY(!says(*dialog, u"Nothing listens there."_s));
}

void TestGateways::readsAddressesAsTheyAreMeant_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("meant");
    QTest::newRow("without a scheme: safely") << u"gw.example:4000"_s << u"https://gw.example:4000"_s;
    QTest::newRow("this computer needs no TLS") << u"localhost:4000"_s << u"http://localhost:4000"_s;
    QTest::newRow("the address for programs") << u"https://gw.example/v1"_s << u"https://gw.example"_s;
    QTest::newRow("below a path") << u"https://gw.example/portico/"_s << u"https://gw.example/portico"_s;
    QTest::newRow("without what is private")
        << u"https://me:pw@gw.example?key=1"_s << u"https://gw.example"_s;
    QTest::newRow("another scheme") << u"ftp://gw.example"_s << QString();
    QTest::newRow("no computer") << u"https://"_s << QString();
    QTest::newRow("nothing") << u"  "_s << QString();
}

void TestGateways::readsAddressesAsTheyAreMeant()
{
    QFETCH(QString, typed);
    QFETCH(QString, meant);
    QCOMPARE(client::placeAddress(typed), meant);
}

void TestGateways::warnsOfKeysThatAnybodyCanRead()
{
    ui::GatewayChoice *dialog = choose();
    list()->setCurrentRow(list()->count() - 1);
    type(u"Address"_s, u"http://gw.example:4000"_s);
    QVERIFY(shows(*dialog, u"everybody on the way"_s));
    type(u"Address"_s, u"https://gw.example:4000"_s);
    QVERIFY(!shows(*dialog, u"everybody on the way"_s));
    type(u"Address"_s, u"gopher://gw"_s);
    QVERIFY(shows(*dialog, u"names no computer"_s));
    QVERIFY(!buttonNamed(*dialog, u"Save and look at it"_s)->isEnabled());
}

void TestGateways::saysWhyItWasNotSaved()
{
    m_places->saveProblem = u"The key cannot be kept: the vault is locked"_s;
    ui::GatewayChoice *dialog = choose();
    list()->setCurrentRow(1);
    click(buttonNamed(*dialog, u"Save and look at it"_s));
    QVERIFY(says(*dialog, m_places->saveProblem));
    QVERIFY(dialog->isVisible());
    QVERIFY(m_places->visits.isEmpty());
}

void TestGateways::forgetsOne()
{
    ui::GatewayChoice *dialog = choose();
    list()->setCurrentRow(1);
    click(buttonNamed(*dialog, u"Forget"_s));
    QVERIFY(m_places->places.empty());
    QCOMPARE(list()->count(), 2);
    QVERIFY(!buttonNamed(*dialog, u"Forget"_s));
}

void TestGateways::makesTheWindowAnewOnTheOtherOne()
{
    QCOMPARE(m_window->windowTitle(), u"Portico"_s);
    auto *place = m_window->findChild<ui::PlaceButton *>();
    QCOMPARE(place->text(), u"This computer"_s);
    click(place);
    ui::GatewayChoice *dialog = m_window->findChild<ui::GatewayChoice *>();
    QVERIFY(dialog);
    list()->setCurrentRow(1);
    click(buttonNamed(*dialog, u"Save and look at it"_s));
    QTRY_COMPARE(m_places->looked, u"office"_s);
    QVERIFY(m_window->windowTitle().contains(u"Office"_s));
    QCOMPARE(m_window->findChild<ui::PlaceButton *>()->text(), u"Office"_s);
    QVERIFY(shows(*m_window, u"Connected to Office"_s));
    m_window->main().actions().trigger(u"traffic.pause"_s);
    QCOMPARE(m_far->calls, QStringList{u"setPaused 1"_s});
    QVERIFY(m_here->calls.isEmpty());
}

void TestGateways::comesBackToThisComputer()
{
    visitsOffice();
    ui::GatewayChoice *dialog = choose();
    QVERIFY(dialog);
    QTest::keyClick(list(), Qt::Key_Home);
    QTest::keyClick(dialog, Qt::Key_Return);
    QTRY_COMPARE(m_places->looked, QString());
    QCOMPARE(m_window->windowTitle(), u"Portico"_s);
}

void TestGateways::goesByThePalette()
{
    ui::Actions &actions = m_window->main().actions();
    QVERIFY(!actions.trigger(u"place."_s));   // It is here already.
    QCOMPARE(actions.find(u"place.office"_s)->text, u"Look at Office"_s);
    QVERIFY(actions.trigger(u"place.office"_s));
    QTRY_COMPARE(m_places->looked, u"office"_s);
    QVERIFY(m_window->main().actions().trigger(u"place."_s));
    QTRY_COMPARE(m_places->looked, QString());
    QVERIFY(m_window->main().actions().conflicts().empty());
}

void TestGateways::keepsThePageThatWasShown()
{
    m_window->main().openPage(u"models"_s);
    const QSize size(1111, 777);
    m_window->resize(size);
    visitsOffice();
    QCOMPARE(m_window->main().currentPage(), u"models"_s);
    QCOMPARE(m_window->size(), size);
}

void TestGateways::offersToTryAgainWhenLost()
{
    visitsOffice();
    putElsewhere(*m_far, Reach::Lost, u"The connection to the gateway was cut."_s);
    for (const QString &page : m_window->main().pageIds()) {
        m_window->main().openPage(page);
        QVERIFY2(shows(*m_window, u"The connection to the gateway was cut."_s), qPrintable(page));
    }
    QVERIFY(shows(*m_window, u"No connection to Office"_s));
    click(buttonNamed(*m_window, u"Try again"_s));
    QCOMPARE(m_far->calls, QStringList{u"reconnect"_s});
    putElsewhere(*m_far, Reach::Refused, u"The gateway does not know this key."_s);
    QVERIFY(shows(*m_window, u"Office cannot be looked at"_s));
    QTRY_VERIFY(buttonNamed(*m_window, u"Gateways…"_s));
    click(buttonNamed(*m_window, u"Gateways…"_s));
    QVERIFY(m_window->findChild<ui::GatewayChoice *>());
    putElsewhere(*m_far, Reach::Connected);
    QVERIFY(!shows(*m_window, u"Office cannot be looked at"_s));
}

void TestGateways::offersNoSwitchForAGatewayElsewhere()
{
    m_window->main().openPage(u"home"_s);
    const auto shownSwitch = [&] {
        for (const ui::Switch *each : m_window->findChildren<ui::Switch *>())
            if (each->accessibleName() == u"Gateway on or off"_s && each->isVisible())
                return true;
        return false;
    };
    QVERIFY(shownSwitch());
    visitsOffice();
    QVERIFY(!shownSwitch());
}

void TestGateways::tellsWhatWasNotDone()
{
    visitsOffice();
    Q_EMIT m_far->callFailed(u"This works only on the gateway's own computer."_s);
    QVERIFY(shows(*m_window, u"only on the gateway's own computer"_s));
    click(buttonNamed(*m_window, u"Dismiss"_s));
    QVERIFY(!shows(*m_window, u"only on the gateway's own computer"_s));
}

void TestGateways::namesEverythingInTheDialog()
{
    ui::GatewayChoice *dialog = choose();
    QTRY_VERIFY(dialog->isVisible());
    list()->setCurrentRow(1);
    QCOMPARE(namelessWidgets(*dialog), QStringList());
}

QTEST_MAIN(TestGateways)
#include "tst_gateways.moc"
