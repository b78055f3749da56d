#include "tests/support/configsamples.h"
#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/reviewdiff.h"
#include "ui/dialogs/unsaved.h"
#include "ui/framework/application.h"
#include "ui/framework/diffview.h"
#include "ui/framework/mainwindow.h"
#include "ui/framework/theme.h"
#include "ui/pages/settings/codeedit.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QSettings>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QTreeView>

#include <memory>

using namespace gw;
using namespace Qt::StringLiterals;

class TestSettings final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void everySectionHasNamesForAll_data();
    void everySectionHasNamesForAll();
    void keepsTheSectionThatWasOpen();
    void choosesColoursAtOnce();
    void copiesTheMasterKey();
    void showsWhereValuesComeFrom();
    void appliesAndUndoesValues();
    void revertsWhatWasTyped();
    void refusesBadNumbers();
    void opensTheTextWhereAnEditIsRefused();
    void tellsAConflictOfValues();
    void marksProblemsWhileTyping();
    void savesAfterTheDifferenceWasShown();
    void cancellingTheReviewSavesNothing();
    void keepsLineEndsAndMark();
    void followsOutsideChangesWhenNothingIsTyped();
    void tellsOutsideChangesOfTypedTexts();
    void findsPlaces();
    void completesKeys();
    void saysWhenThereIsNoFile();
    void putsACopyBack();
    void asksBeforeTypedTextIsLost();
    void savesWhenClosing();
    void bringsTypedTextBackAfterACrash();

private:
    enum Section { General, Network, Security, Storage, Yaml, Backups, About };

    void open(int section);
    void settle() const { QTest::qWait(0); }
    QAbstractButton *button(const QString &text) const { return test::buttonNamed(*m_window, text); }
    ui::CodeEdit &editor() const { return *m_window->findChild<ui::CodeEdit *>(); }
    QLineEdit *field(const QString &name) const
    {
        for (QLineEdit *edit : m_window->findChildren<QLineEdit *>())
            if (edit->isVisible() && edit->accessibleName() == name)
                return edit;
        return nullptr;
    }
    ui::ReviewDiff *review() const { return m_window->findChild<ui::ReviewDiff *>(); }
    bool shows(const QString &part) const { return test::shows(*m_window, part); }
    void type(QLineEdit *edit, const QString &text) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<test::GuiClient> m_client;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestSettings::initTestCase()
{
    auto &app = *qobject_cast<QApplication *>(QCoreApplication::instance());
    ui::setUpApplication(app);
    ui::loadTranslation(app, QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestSettings::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"s.ini"_s), QSettings::IniFormat);
    m_client = std::make_unique<test::GuiClient>();
    test::fillProviders(*m_client);
    test::fillTraffic(*m_client);
    test::fillConfig(m_client->configArea);
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->openPage(u"settings"_s);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QApplication::setActiveWindow(m_window.get());
}

void TestSettings::cleanup()
{
    m_window.reset();
    m_client.reset();
    m_settings.reset();
}

void TestSettings::open(int section)
{
    for (QTabBar *bar : m_window->findChildren<QTabBar *>())
        if (bar->isVisible() && bar->count() > About)
            bar->setCurrentIndex(section);
    settle();
}

void TestSettings::type(QLineEdit *edit, const QString &text) const
{
    QVERIFY(edit);
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, text);
    if (text.isEmpty())
        QTest::keyClick(edit, Qt::Key_Delete);
}

void TestSettings::everySectionHasNamesForAll_data()
{
    QTest::addColumn<int>("section");
    QTest::newRow("general") << int(General);
    QTest::newRow("network") << int(Network);
    QTest::newRow("security") << int(Security);
    QTest::newRow("storage") << int(Storage);
    QTest::newRow("text") << int(Yaml);
    QTest::newRow("backups") << int(Backups);
    QTest::newRow("about") << int(About);
}

void TestSettings::everySectionHasNamesForAll()
{
    QFETCH(int, section);
    open(section);
    QCOMPARE(test::namelessWidgets(*m_window), QStringList());
    if (section != Yaml) {
        QVERIFY(test::tabOrder(*m_window).size() > 1);
        return;
    }
    // The text takes Tab itself and is left otherwise.
    editor().setFocus();
    QTest::keyClick(&editor(), Qt::Key_Escape);
    QVERIFY(!editor().hasFocus());
    editor().setFocus();
    QTest::keyClick(&editor(), Qt::Key_Backtab);
    QVERIFY(!editor().hasFocus());
}

void TestSettings::keepsTheSectionThatWasOpen()
{
    open(About);
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->openPage(u"settings"_s);
    m_window->show();
    settle();
    QVERIFY(button(u"Copy these facts"_s));
}

void TestSettings::choosesColoursAtOnce()
{
    auto find = [&](const QString &name) -> QComboBox * {
        for (QComboBox *box : m_window->findChildren<QComboBox *>())
            if (box->accessibleName() == name)
                return box;
        return nullptr;
    };
    QComboBox *colours = find(u"Colours"_s);
    QVERIFY(colours);
    colours->setFocus();
    QTest::keyClick(colours, Qt::Key_Down);
    QTest::keyClick(colours, Qt::Key_Down);
    QCOMPARE(ui::schemeOf(QApplication::palette()), ui::Scheme::Dark);
    QTest::keyClick(colours, Qt::Key_Up);
    QCOMPARE(ui::schemeOf(QApplication::palette()), ui::Scheme::Light);
    QCOMPARE(m_settings->value(QLatin1String(ui::kSchemeKey)).toString(), u"light"_s);
    QComboBox *language = find(u"Language"_s);
    language->setFocus();
    QTest::keyClick(language, Qt::Key_Down);
    QTest::keyClick(language, Qt::Key_Down);
    QCOMPARE(m_settings->value(QLatin1String(ui::kLanguageKey)).toString(), u"de"_s);
}

void TestSettings::copiesTheMasterKey()
{
    open(Security);
    QVERIFY(shows(u"sk-...1a2b"_s));
    QVERIFY(shows(u"made by Portico and kept in its vault"_s));
    QVERIFY(!shows(u"sk-master-of-the-test"_s));
    test::click(button(u"Copy: Master key"_s));
    QCOMPARE(QApplication::clipboard()->text(), u"sk-master-of-the-test"_s);
    m_client->state.masterKeyMasked.clear();
    Q_EMIT m_client->statusChanged();
    QVERIFY(!button(u"Copy: Master key"_s));
    QVERIFY(shows(u"only your own programs"_s));
}

void TestSettings::showsWhereValuesComeFrom()
{
    open(Network);
    QVERIFY(shows(u"config.yaml, line 22"_s));
    QVERIFY(shows(u"network.yaml, line 3"_s));
    QVERIFY(shows(u"Comes from the anchor &tries in line 17"_s));
    QVERIFY(!field(u"Further tries"_s)->isEnabled());
    QVERIFY(shows(u"Read from the environment variable ALLOWED"_s));
    QVERIFY(!field(u"Addresses"_s)->isEnabled());
    QCOMPARE(field(u"Further host names"_s)->text(), u"gateway.lan, ada.local"_s);
    QVERIFY(field(u"Further host names"_s)->isEnabled());
    QVERIFY(shows(u"http://proxy.example.com:3128"_s));
}

void TestSettings::appliesAndUndoesValues()
{
    open(Network);
    type(field(u"Longest answer"_s), u"120"_s);
    type(field(u"First piece of a stream"_s), u"7.5"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    const auto &edits = m_client->configArea.edits;
    QCOMPARE(edits.size(), std::size_t(2));
    QVERIFY(edits[0].value == 120 && *edits[0].seen == 600);
    QVERIFY(edits[1].value == 7.5 && edits[1].seen->is_null());
    settle();
    QVERIFY(shows(u"saved, in force"_s));
    test::click(button(u"Undo"_s));
    QCOMPARE(edits.size(), std::size_t(2));
    QVERIFY(edits[0].value == 600 && *edits[0].seen == 120);
    QCOMPARE(int(edits[1].op), int(client::ConfigEdit::Op::Remove));
    QTRY_COMPARE(field(u"Longest answer"_s)->text(), u"600"_s);
    QCOMPARE(field(u"First piece of a stream"_s)->text(), QString());
}

void TestSettings::revertsWhatWasTyped()
{
    open(Network);
    QLineEdit *origins = field(u"Web pages and apps"_s);
    type(origins, u"app://obsidian.md"_s);
    QVERIFY(shows(u"1 change"_s));
    test::click(button(u"Revert"_s));
    QCOMPARE(origins->text(), QString());
    QCOMPARE(m_client->configArea.calls, QStringList());
}

void TestSettings::refusesBadNumbers()
{
    open(Network);
    for (const auto &[text, problem] : {std::pair(u"soon"_s, u"This is not a number."_s),
                                        std::pair(u"-1"_s, u"This must not be negative."_s),
                                        std::pair(u"100000"_s, u"At most 86,400."_s)}) {
        type(field(u"Longest answer"_s), text);
        QVERIFY2(test::says(*m_window, problem), qPrintable(problem));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    }
    QCOMPARE(m_client->configArea.calls, QStringList());
    type(field(u"Longest answer"_s), QString());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(int(m_client->configArea.edits.at(0).op), int(client::ConfigEdit::Op::Remove));
}

void TestSettings::opensTheTextWhereAnEditIsRefused()
{
    open(Network);
    m_client->configArea.next.state = client::ConfigSaved::State::Refused;
    m_client->configArea.next.problem = {true, m_client->configArea.known.configPath, 17, 3,
                                         {},   u"cannot be changed alone"_s};
    type(field(u"Longest answer"_s), u"120"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_VERIFY(m_window->findChild<ui::CodeEdit *>());
    QTRY_COMPARE(editor().textCursor().blockNumber(), 16);
    QVERIFY(editor().hasFocus());
}

void TestSettings::tellsAConflictOfValues()
{
    open(Network);
    m_client->configArea.next.state = client::ConfigSaved::State::Conflict;
    type(field(u"Longest answer"_s), u"120"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    settle();
    QVERIFY(shows(u"changed by another program"_s));
    // What was typed is still there.
    QCOMPARE(field(u"Longest answer"_s)->text(), u"120"_s);
}

void TestSettings::marksProblemsWhileTyping()
{
    open(Yaml);
    QTRY_VERIFY(shows(u"no errors"_s));
    editor().goTo(17, 6);
    QString text = editor().toPlainText();
    editor().setText(
        text.replace(u"num_retries"_s, u"num_retires"_s).replace(u"  fallbacks:"_s, u"  fallbacks: ["_s),
        true);
    QTRY_VERIFY(shows(u"1 error"_s));
    QVERIFY(shows(u"Line 18: end of sequence flow not found"_s));
    editor().goTo(1, 1);
    QTest::keyClick(&editor(), Qt::Key_F8);
    QCOMPARE(editor().textCursor().blockNumber(), 16);
    QVERIFY(shows(u"Line 17: router_settings.num_retires: is not known"_s));
    QTest::keyClick(&editor(), Qt::Key_F8);
    QCOMPARE(editor().textCursor().blockNumber(), 17);
    QTest::keyClick(&editor(), Qt::Key_F8);
    QCOMPARE(editor().textCursor().blockNumber(), 16);
    // Nothing was saved by all that.
    QCOMPARE(m_client->configArea.calls, QStringList());
}

void TestSettings::savesAfterTheDifferenceWasShown()
{
    open(Yaml);
    editor().goTo(22, 20);
    QVERIFY(!button(u"Save…"_s)->isEnabled());
    QTest::keyClick(&editor(), Qt::Key_1);
    QVERIFY(shows(u"not saved"_s));
    QTest::keyClick(&editor(), Qt::Key_S, Qt::ControlModifier);
    QVERIFY(review());
    QCOMPARE(m_client->configArea.calls, QStringList());
    QVERIFY(review()->findChild<ui::DiffView *>()->accessibleDescription().startsWith(
        u"1 lines added, 1 removed"));
    QTest::keyClick(review()->focusWidget(), Qt::Key_Return);
    QCOMPARE(m_client->configArea.calls, QStringList{u"save /home/ada/.config/portico/config.yaml hash0"_s});
    settle();
    QTRY_VERIFY(shows(u"saved"_s) && !shows(u"not saved"_s));
    QVERIFY(m_client->configArea.texts.files[0].text.contains(u"request_timeout: 1600"));
    // The next save is made from what was written now.
    QTRY_VERIFY(!shows(u"saving"_s));
    QTest::keyClick(&editor(), Qt::Key_2);
    QTest::keyClick(&editor(), Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY(review() && review()->isVisible());
    QTest::keyClick(review()->focusWidget(), Qt::Key_Return);
    QVERIFY2(m_client->configArea.calls.last().endsWith(u"hash1"),
             qPrintable(m_client->configArea.calls.last()));
}

void TestSettings::cancellingTheReviewSavesNothing()
{
    open(Yaml);
    editor().goTo(1, 1);
    QTest::keyClick(&editor(), Qt::Key_X);
    test::click(button(u"Save…"_s));
    QVERIFY(review());
    QTest::keyClick(review(), Qt::Key_Escape);
    QCOMPARE(m_client->configArea.calls, QStringList());
    QVERIFY(shows(u"not saved"_s));
    test::click(button(u"Revert"_s));
    QVERIFY(!shows(u"not saved"_s));
    // Reverting can be taken back.
    QTest::keyClick(&editor(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(editor().toPlainText().startsWith(u"x# Models"));
}

void TestSettings::keepsLineEndsAndMark()
{
    auto &file = m_client->configArea.texts.files[0];
    file.text = u"\ufeffa: 1\r\nb: \u00a02\r\n"_s;
    open(Yaml);
    QCOMPARE(editor().toPlainText().size(), qsizetype(11));
    QVERIFY(shows(u"saved"_s) && !shows(u"not saved"_s));
    editor().goTo(1, 5);
    QTest::keyClick(&editor(), Qt::Key_3);
    QTest::keyClick(&editor(), Qt::Key_S, Qt::ControlModifier);
    QTest::keyClick(review()->focusWidget(), Qt::Key_Return);
    QCOMPARE(file.text, u"\ufeffa: 13\r\nb: \u00a02\r\n"_s);
}

void TestSettings::followsOutsideChangesWhenNothingIsTyped()
{
    open(Yaml);
    m_client->configArea.texts.files[0].text = u"a: 1\n"_s;
    m_client->configArea.texts.files[0].hash = u"other"_s;
    Q_EMIT m_client->configChanged();
    QTRY_COMPARE(editor().toPlainText(), u"a: 1\n"_s);
}

void TestSettings::tellsOutsideChangesOfTypedTexts()
{
    open(Yaml);
    editor().goTo(1, 1);
    QTest::keyClick(&editor(), Qt::Key_X);
    const QString mine = editor().toPlainText();
    m_client->configArea.texts.files[0].text = u"theirs: 1\n"_s;
    m_client->configArea.texts.files[0].hash = u"theirs"_s;
    Q_EMIT m_client->configChanged();
    QTRY_VERIFY(shows(u"Another program has changed this file"_s));
    QCOMPARE(editor().toPlainText(), mine);
    // Saving means comparing first.
    QTest::keyClick(&editor(), Qt::Key_S, Qt::ControlModifier);
    QVERIFY(test::buttonNamed(*review(), u"Save mine"_s));
    QTest::keyClick(review(), Qt::Key_Escape);
    QCOMPARE(m_client->configArea.calls, QStringList());
    test::click(button(u"Load what is there"_s));
    QCOMPARE(editor().toPlainText(), u"theirs: 1\n"_s);
    QVERIFY(!shows(u"Another program has changed this file"_s));
    QTest::keyClick(&editor(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(editor().toPlainText(), mine);
}

void TestSettings::findsPlaces()
{
    open(Yaml);
    editor().goTo(1, 1);
    QTest::keyClick(&editor(), Qt::Key_F, Qt::ControlModifier);
    QLineEdit *find = field(u"Find in this file"_s);
    QVERIFY(find && find->hasFocus());
    QTest::keyClicks(find, u"sonnet"_s);
    QVERIFY(shows(u"3 place"_s));
    QCOMPARE(editor().textCursor().blockNumber(), 7);
    QTest::keyClick(find, Qt::Key_Return);
    QCOMPARE(editor().textCursor().blockNumber(), 9);
    QTest::keyClick(find, Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(editor().textCursor().blockNumber(), 7);
    type(find, u"nowhere"_s);
    QVERIFY(shows(u"not found"_s));
    QTest::keyClick(find, Qt::Key_Escape);
    QVERIFY(!find->isVisible() && editor().hasFocus());
}

void TestSettings::completesKeys()
{
    open(Yaml);
    editor().goTo(16, 200);
    QTest::keyClick(&editor(), Qt::Key_Return);
    QTest::keyClicks(&editor(), u"retry"_s);
    auto *popup = editor().findChild<QTreeView *>();
    for (QWidget *top : QApplication::topLevelWidgets())
        if (top->accessibleName() == u"Keys that fit here"_s)
            popup = qobject_cast<QTreeView *>(top);
    QVERIFY(popup && popup->isVisible());
    // Only keys of this section, with a line about each.
    QCOMPARE(popup->model()->rowCount(), 2);
    QCOMPARE(popup->model()->index(0, 0).data().toString(), u"retry_after"_s);
    QVERIFY(popup->model()->index(0, 1).data().toString().contains(u"Seconds"));
    QTest::keyClick(popup, Qt::Key_Return);
    QCOMPARE(editor().textCursor().block().text(), u"  retry_after: "_s);
    QVERIFY(!popup->isVisible());
}

void TestSettings::saysWhenThereIsNoFile()
{
    m_client->configArea.texts.files = {client::ConfigFile()};
    open(Yaml);
    QTRY_VERIFY(shows(u"no file in use"_s));
    QVERIFY(!editor().isEnabled());
    QVERIFY(!button(u"Save…"_s)->isEnabled());
}

void TestSettings::putsACopyBack()
{
    open(Backups);
    QTableView *table = nullptr;
    for (QTableView *one : m_window->findChildren<QTableView *>())
        table = one->isVisible() ? one : table;
    QVERIFY(table);
    QCOMPARE(table->model()->rowCount(), 4);
    settle();
    // The newest is what the config holds.
    QVERIFY(shows(u"The config is just like this copy"_s));
    QVERIFY(!button(u"Put this text back"_s)->isEnabled());
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Down);
    settle();
    QVERIFY(shows(u"2 lines added, 1 removed"_s));
    test::click(button(u"Put this text back"_s));
    QCOMPARE(m_client->configArea.calls, QStringList{u"save /home/ada/.config/portico/config.yaml hash0"_s});
    QVERIFY(m_client->configArea.texts.files[0].text.contains(u"cooldown_time: 30"));
    settle();
    QTRY_VERIFY(shows(u"put back"_s));
}

void TestSettings::asksBeforeTypedTextIsLost()
{
    open(Yaml);
    QTRY_VERIFY(!editor().toPlainText().isEmpty());
    QTest::keyClicks(&editor(), u"# mine "_s);
    const QString typed = editor().toPlainText();
    m_window->openPage(u"home"_s);
    m_window->close();
    QVERIFY(m_window->isVisible());
    QCOMPARE(m_window->currentPage(), u"settings"_s);
    auto *question = m_window->findChild<ui::Unsaved *>();
    QVERIFY(question);
    QTest::keyClick(question, Qt::Key_Escape);
    QTRY_VERIFY(!m_window->findChild<ui::Unsaved *>());
    QVERIFY(m_window->isVisible());
    QCOMPARE(editor().toPlainText(), typed);
    m_window->close();
    question = m_window->findChild<ui::Unsaved *>();
    QVERIFY(question);
    test::click(test::buttonNamed(*question, u"Discard"_s));
    QTRY_VERIFY(!m_window->isVisible());
    QVERIFY(!QFile::exists(m_folder->filePath(u"draft.yaml"_s)));
    QVERIFY(editor().toPlainText() != typed);
}

void TestSettings::savesWhenClosing()
{
    open(Yaml);
    QTRY_VERIFY(!editor().toPlainText().isEmpty());
    QTest::keyClicks(&editor(), u"# mine "_s);
    m_window->close();
    auto *question = m_window->findChild<ui::Unsaved *>();
    QVERIFY(question);
    test::click(test::buttonNamed(*question, u"Save"_s));
    QTRY_VERIFY(!m_window->isVisible());
    QVERIFY(m_client->configArea.texts.files.front().text.startsWith(u"# mine "_s));
}

void TestSettings::bringsTypedTextBackAfterACrash()
{
    open(Yaml);
    QTRY_VERIFY(!editor().toPlainText().isEmpty());
    QTest::keyClicks(&editor(), u"# mine "_s);
    const QString typed = editor().toPlainText();
    const QString path = m_folder->filePath(u"draft.yaml"_s);
    QTRY_VERIFY(QFile::exists(path));
    QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
    // The program is killed and begins anew.
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->openPage(u"settings"_s);
    m_window->show();
    open(Yaml);
    QTRY_COMPARE(editor().toPlainText(), typed);
    QTRY_VERIFY(shows(u"Text that was not saved is back"_s));
    test::click(button(u"Discard it"_s));
    QVERIFY(editor().toPlainText() != typed);
    QVERIFY(!QFile::exists(path));
}

QTEST_MAIN(TestSettings)
#include "tst_settings.moc"
