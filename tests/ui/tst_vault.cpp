#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/vaultaccess.h"
#include "ui/framework/application.h"
#include "ui/framework/forms.h"
#include "ui/framework/mainwindow.h"

#include <QApplication>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace gw;
using namespace gw::test;
using namespace Qt::StringLiterals;

// The vault as the window shows it: closed, opened by keychain or passphrase, locked again.
class TestVault final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::setUpApplication(*qApp); }
    void init();
    void showsNothingWhileItIsOpen();
    void locksByKeysAndUnlocks();
    void opensByPassphrase();
    void keepsTheDialogAfterAWrongPassphrase();
    void leavesEverythingOnCancel();
    void choosesAPassphrase();
    void wantsTheSamePassphraseTwice();

private:
    QPushButton *button(const QString &text) const;
    ui::VaultAccess *dialog() const;
    QList<ui::SecretEdit *> fields() const { return dialog()->findChildren<ui::SecretEdit *>(); }

    QTemporaryDir m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<GuiClient> m_client;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestVault::init()
{
    m_window.reset();
    m_settings = std::make_unique<QSettings>(m_folder.filePath(u"window.ini"_s), QSettings::IniFormat);
    m_client = std::make_unique<GuiClient>();
    fillProviders(*m_client);
    m_client->state.state = client::EngineState::Running;
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QApplication::setActiveWindow(m_window.get());
}

QPushButton *TestVault::button(const QString &text) const
{
    for (QPushButton *each : m_window->findChildren<QPushButton *>()) {
        if (each->isVisible() && each->text() == text)
            return each;
    }
    return nullptr;
}

ui::VaultAccess *TestVault::dialog() const
{
    for (auto *each : m_window->findChildren<ui::VaultAccess *>()) {
        if (each->isVisible())
            return each;
    }
    return nullptr;
}

void TestVault::showsNothingWhileItIsOpen()
{
    QVERIFY(!button(u"Unlock"_s) && !button(u"Unlock…"_s) && !button(u"Choose a passphrase…"_s));
}

void TestVault::locksByKeysAndUnlocks()
{
    QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier);
    QCOMPARE(m_client->vaultArea.calls, QStringList{u"lock"_s});
    QTRY_VERIFY(button(u"Unlock"_s));
    QTest::mouseClick(button(u"Unlock"_s), Qt::LeftButton);
    QCOMPARE(m_client->vaultArea.calls.last(), u"unlock"_s);
    QTRY_VERIFY(!button(u"Unlock"_s));
}

void TestVault::opensByPassphrase()
{
    m_client->vaultArea.become(
        {.needsPassphrase = true, .source = u"passphrase"_s, .problem = u"the vault is locked"_s});
    QTRY_VERIFY(button(u"Unlock…"_s));
    QTest::mouseClick(button(u"Unlock…"_s), Qt::LeftButton);
    QTRY_VERIFY(dialog());
    QCOMPARE(fields().size(), 1);
    QTest::keyClicks(fields().first(), u"correct horse battery"_s);
    QTest::keyClick(fields().first(), Qt::Key_Return);
    QCOMPARE(m_client->vaultArea.calls, QStringList{u"unlockWith"_s});
    QCOMPARE(m_client->vaultArea.passphrase.reveal(), std::string("correct horse battery"));
    m_client->vaultArea.become({.open = true, .source = u"passphrase"_s});
    m_client->vaultArea.answer({});
    QTRY_VERIFY(!dialog());
    QTRY_VERIFY(!button(u"Unlock…"_s));
}

void TestVault::keepsTheDialogAfterAWrongPassphrase()
{
    m_client->vaultArea.become({.needsPassphrase = true, .problem = u"the vault is locked"_s});
    QTRY_VERIFY(button(u"Unlock…"_s));
    QTest::mouseClick(button(u"Unlock…"_s), Qt::LeftButton);
    QTRY_VERIFY(dialog());
    QTest::keyClicks(fields().first(), u"wrong passphrase"_s);
    QTest::keyClick(fields().first(), Qt::Key_Return);
    m_client->vaultArea.answer(u"the passphrase is wrong"_s);
    QVERIFY(dialog());
    QVERIFY(fields().first()->isEnabled());
    QCOMPARE(fields().first()->selectedText().size(), fields().first()->text().size());
    // The answer to a question of somebody else is none of this dialog's.
    Q_EMIT m_client->vaultArea.answered(999, {});
    QVERIFY(dialog());
}

void TestVault::leavesEverythingOnCancel()
{
    m_client->vaultArea.become({.mayChoosePassphrase = true, .problem = u"no keychain is available"_s});
    QTRY_VERIFY(button(u"Choose a passphrase…"_s));
    QTest::mouseClick(button(u"Choose a passphrase…"_s), Qt::LeftButton);
    QTRY_VERIFY(dialog());
    QTest::keyClicks(fields().first(), u"correct horse battery"_s);
    QTest::keyClick(dialog(), Qt::Key_Escape);
    QTRY_VERIFY(!dialog());
    QCOMPARE(m_client->vaultArea.calls.size(), 0);
    QVERIFY(button(u"Choose a passphrase…"_s));
}

void TestVault::choosesAPassphrase()
{
    m_client->vaultArea.become({.mayChoosePassphrase = true, .problem = u"no keychain is available"_s});
    QTRY_VERIFY(button(u"Choose a passphrase…"_s));
    QTest::mouseClick(button(u"Choose a passphrase…"_s), Qt::LeftButton);
    QTRY_VERIFY(dialog());
    for (ui::SecretEdit *field : fields())
        QTest::keyClicks(field, u"correct horse battery"_s);
    QTest::keyClick(fields().last(), Qt::Key_Return);
    QCOMPARE(m_client->vaultArea.calls, QStringList{u"choose"_s});
    m_client->vaultArea.answer({});
    QTRY_VERIFY(!dialog());
}

void TestVault::wantsTheSamePassphraseTwice()
{
    m_client->vaultArea.become({.mayChoosePassphrase = true, .problem = u"no keychain is available"_s});
    QTRY_VERIFY(button(u"Choose a passphrase…"_s));
    QTest::mouseClick(button(u"Choose a passphrase…"_s), Qt::LeftButton);
    QTRY_VERIFY(dialog());
    QPushButton *save = nullptr;
    for (QPushButton *each : dialog()->findChildren<QPushButton *>()) {
        if (each->isDefault())
            save = each;
    }
    QVERIFY(save);
    QTest::keyClicks(fields()[0], u"correct horse battery"_s);
    QVERIFY(!save->isEnabled());
    QTest::keyClicks(fields()[1], u"correct horse batterz"_s);
    QVERIFY(!save->isEnabled());
    QTest::keyClick(fields()[1], Qt::Key_Backspace);
    QTest::keyClicks(fields()[1], u"y"_s);
    QVERIFY(save->isEnabled());
    for (ui::SecretEdit *field : fields()) {
        field->clear();
        QTest::keyClicks(field, u"short"_s);
    }
    QVERIFY(!save->isEnabled());
    QCOMPARE(m_client->vaultArea.calls.size(), 0);
}

QTEST_MAIN(TestVault)
#include "tst_vault.moc"
