#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/doctor.h"
#include "ui/dialogs/vaultaccess.h"
#include "ui/framework/application.h"
#include "ui/framework/mainwindow.h"

#include <QApplication>
#include <QClipboard>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace gw;
using namespace gw::test;
using namespace Qt::StringLiterals;
using client::Finding;

// The doctor's dialog: what it shows, and that each click mends what it says.
class TestDoctorDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::setUpApplication(*qApp); }
    void init();
    void opensFromThePalette();
    void takesAnotherPort();
    void unlocksTheVault();
    void copiesLines();
    void goesToThePlace();
    void examinesAnewWhenSomethingChanges();
    void allowsAnOrigin();
    void offersARefusedOriginInTheWindow();

private:
    ui::Doctor *open();
    QPushButton *fix(const QString &id) const { return m_window->findChild<QPushButton *>(u"fix-"_s + id); }

    QTemporaryDir m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<GuiClient> m_client;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestDoctorDialog::init()
{
    m_window.reset();
    m_settings = std::make_unique<QSettings>(m_folder.filePath(u"window.ini"_s), QSettings::IniFormat);
    m_client = std::make_unique<GuiClient>();
    fillProviders(*m_client);
    m_client->state.state = client::EngineState::Running;
    m_client->findings = {
        {.id = u"port"_s,
         .kind = Finding::Kind::Fault,
         .title = u"Port 4000 is used by node (pid 812)"_s,
         .detail = u"Requests do not arrive here."_s,
         .fix = Finding::Fix::UsePort,
         .fixText = u"Use port 4001"_s,
         .value = u"4001"_s},
        {.id = u"vault"_s,
         .kind = Finding::Kind::Fault,
         .title = u"The vault is closed"_s,
         .fix = Finding::Fix::UnlockVault,
         .fixText = u"Unlock…"_s},
        {.id = u"proxy"_s,
         .kind = Finding::Kind::Fault,
         .title = u"A proxy may swallow requests"_s,
         .fix = Finding::Fix::CopyText,
         .fixText = u"Copy the line that helps"_s,
         .value = u"export NO_PROXY=localhost"_s},
        {.id = u"config"_s,
         .kind = Finding::Kind::Note,
         .title = u"No model is set up yet"_s,
         .fix = Finding::Fix::OpenProviders,
         .fixText = u"Open providers"_s},
        {.id = u"space"_s, .title = u"There is room"_s},
    };
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QApplication::setActiveWindow(m_window.get());
}

ui::Doctor *TestDoctorDialog::open()
{
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    QTest::qWait(30);
    QTest::keyClicks(QApplication::focusWidget(), u"doctor"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    [[maybe_unused]] const bool shown =
        QTest::qWaitFor([this] { return m_window->findChild<ui::Doctor *>() != nullptr; }, 5000);
    return m_window->findChild<ui::Doctor *>();
}

void TestDoctorDialog::opensFromThePalette()
{
    ui::Doctor *doctor = open();
    QVERIFY(doctor && doctor->isVisible());
    QVERIFY(!fix(u"space"_s));
    for (QPushButton *each : doctor->findChildren<QPushButton *>())
        QVERIFY(!each->text().isEmpty());
    QTest::keyClick(doctor, Qt::Key_Escape);
    QTRY_VERIFY(!m_window->findChild<ui::Doctor *>());
}

void TestDoctorDialog::takesAnotherPort()
{
    QVERIFY(open());
    QTest::mouseClick(fix(u"port"_s), Qt::LeftButton);
    QVERIFY(m_client->calls.contains(u"setPort 4001"_s));
    QVERIFY(m_client->calls.contains(u"setRunning 1"_s));
}

void TestDoctorDialog::unlocksTheVault()
{
    m_client->vaultArea.now = {.problem = u"the keychain is locked"_s};
    QVERIFY(open());
    QTest::mouseClick(fix(u"vault"_s), Qt::LeftButton);
    QCOMPARE(m_client->vaultArea.calls, QStringList{u"unlock"_s});
    m_client->vaultArea.now = {.needsPassphrase = true, .problem = u"the vault is locked"_s};
    QTest::mouseClick(fix(u"vault"_s), Qt::LeftButton);
    QTRY_VERIFY(m_window->findChild<ui::VaultAccess *>());
}

void TestDoctorDialog::copiesLines()
{
    ui::Doctor *doctor = open();
    QVERIFY(doctor);
    QTest::mouseClick(fix(u"proxy"_s), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"export NO_PROXY=localhost"_s);
    for (QPushButton *each : doctor->findChildren<QPushButton *>()) {
        if (each->text() == u"Copy report"_s)
            QTest::mouseClick(each, Qt::LeftButton);
    }
    const QString report = QGuiApplication::clipboard()->text();
    QVERIFY(report.startsWith(u"FAULT port: Port 4000 is used by node (pid 812)"_s));
    QVERIFY(report.contains(u"ok    space: There is room"_s));
}

void TestDoctorDialog::goesToThePlace()
{
    QVERIFY(open());
    QTest::mouseClick(fix(u"config"_s), Qt::LeftButton);
    QCOMPARE(m_window->currentPage(), u"providers"_s);
    QTRY_VERIFY(!m_window->findChild<ui::Doctor *>());
}

void TestDoctorDialog::examinesAnewWhenSomethingChanges()
{
    QVERIFY(open());
    QVERIFY(fix(u"port"_s));
    m_client->findings.erase(m_client->findings.begin());
    Q_EMIT m_client->statusChanged();
    QTRY_VERIFY(!fix(u"port"_s));
    QVERIFY(fix(u"proxy"_s));
}

void TestDoctorDialog::allowsAnOrigin()
{
    m_client->findings.push_back({.id = u"origin"_s,
                                  .kind = Finding::Kind::Fault,
                                  .title = u"app://obsidian.md asked and was refused"_s,
                                  .fix = Finding::Fix::AllowOrigin,
                                  .fixText = u"Allow it"_s,
                                  .value = u"app://obsidian.md"_s});
    QVERIFY(open());
    QTest::mouseClick(fix(u"origin"_s), Qt::LeftButton);
    QVERIFY(m_client->calls.contains(u"allowOrigin app://obsidian.md"_s));
}

void TestDoctorDialog::offersARefusedOriginInTheWindow()
{
    m_client->state.refusedOrigins = {u"app://obsidian.md"_s, u"null"_s};
    Q_EMIT m_client->statusChanged();
    QTRY_VERIFY(test::shows(*m_window, u"app://obsidian.md asked and was refused"_s));
    test::click(test::buttonNamed(*m_window, u"Ignore app://obsidian.md"_s));
    QTRY_VERIFY(test::shows(*m_window, u"null asked and was refused"_s));
    test::click(test::buttonNamed(*m_window, u"Allow null"_s));
    QVERIFY(m_client->calls.contains(u"allowOrigin null"_s));
    QVERIFY(!test::shows(*m_window, u"asked and was refused"_s));
}

QTEST_MAIN(TestDoctorDialog)
#include "tst_doctor.moc"
