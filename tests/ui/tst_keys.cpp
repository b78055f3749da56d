#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/holderedit.h"
#include "ui/framework/application.h"
#include "ui/framework/controls.h"
#include "ui/framework/mainwindow.h"
#include "ui/framework/rowview.h"
#include "ui/models/holdermodel.h"
#include "ui/models/holderwords.h"
#include "ui/pages/keys/holdercard.h"
#include "ui/pages/traffic/filterfield.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace gw;
using namespace gw::client;
using namespace Qt::StringLiterals;

class TestKeys final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void saysTheState_data();
    void saysTheState();
    void namesLimits_data();
    void namesLimits();
    void listsKeysInEveryState();
    void readsOnAsOneScrolls();
    void searches();
    void switchesBetweenKinds();
    void showsWhatHoldsAKeyBack();
    void makesAKeyByKeysAlone();
    void refusesWhatIsNoAmount_data();
    void refusesWhatIsNoAmount();
    void keepsTheDialogWhenTheGatewayRefuses();
    void changesAKeyAndLeavesTheRest();
    void showsASecretOnceAndCopiesIt();
    void blocksAndLetsInAgain();
    void deletesAndTakesBack();
    void asksBeforeATeamGoes();
    void opensItsRequests();
    void saysWhyThereIsNothing();
    void namesEverything();

private:
    void open();
    void choose(int row);
    test::FakeKeys *area() const { return &m_client->keysArea; }
    QTableView *table() const;
    // The page's own, not that of another page.
    ui::Segmented *kinds() const
    {
        for (auto *one : m_window->findChildren<ui::Segmented *>())
            if (one->isVisible())
                return one;
        return nullptr;
    }
    ui::HolderCard *card() const { return m_window->findChild<ui::HolderCard *>(); }
    ui::HolderEdit *dialog() const { return m_window->findChild<ui::HolderEdit *>(); }
    QString cell(int row, int column) const { return table()->model()->index(row, column).data().toString(); }
    static void type(QLineEdit *field, const QString &text);
    static QLineEdit *field(const QWidget &in, const QString &label);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<test::GuiClient> m_client;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestKeys::initTestCase()
{
    auto &app = *qobject_cast<QApplication *>(QCoreApplication::instance());
    ui::setUpApplication(app);
    ui::loadTranslation(app, QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestKeys::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_client = std::make_unique<test::GuiClient>();
    test::fillProviders(*m_client);
    test::fillTraffic(*m_client);
    test::fillModels(m_client->modelsArea);
    test::fillKeys(m_client->keysArea);
}

void TestKeys::cleanup()
{
    m_window.reset();
    m_client.reset();
    m_settings.reset();
    m_folder.reset();
}

QTableView *TestKeys::table() const
{
    for (auto *view : m_window->findChildren<QTableView *>())
        if (qobject_cast<ui::HolderModel *>(view->model()))
            return view;
    return nullptr;
}

void TestKeys::open()
{
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->resize(1280, 800);
    m_window->openPage(u"keys"_s);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QApplication::setActiveWindow(m_window.get());
}

void TestKeys::choose(int row)
{
    QTRY_VERIFY(table()->model()->rowCount() > row);
    table()->setFocus();
    table()->setCurrentIndex(table()->model()->index(row, 0));
}

void TestKeys::type(QLineEdit *field, const QString &text)
{
    QVERIFY(field);
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, text);
}

// By the label it is the buddy of.
QLineEdit *TestKeys::field(const QWidget &in, const QString &label)
{
    for (const QLabel *one : in.findChildren<QLabel *>())
        if (one->text() == label)
            return qobject_cast<QLineEdit *>(one->buddy());
    return nullptr;
}

void TestKeys::saysTheState_data()
{
    QTest::addColumn<HolderRow>("row");
    QTest::addColumn<QString>("state");
    QTest::addColumn<int>("mark");
    constexpr std::int64_t day = 86'400;
    const HolderRow used{.lastUsedDay = 2'461'000};
    HolderRow row = used;
    QTest::newRow("used") << row << u"active"_s << int(ui::Mark::Ok);
    QTest::newRow("never used") << HolderRow() << u"not used lately"_s << int(ui::Mark::Off);
    row.expiresS = 1000 + 9 * day + 5;
    QTest::newRow("ends soon") << row << u"expires in 9 days"_s << int(ui::Mark::Warning);
    row.counts.budgetPico = row.spentPico = 5;
    QTest::newRow("spent to the last cent") << row << u"paused by budget"_s << int(ui::Mark::Paused);
    row.spentPico = 4;
    row.expiresS = 1000 + 60 * day;
    QTest::newRow("with something left") << row << u"active"_s << int(ui::Mark::Ok);
    row.expired = true;
    QTest::newRow("over") << row << u"expired"_s << int(ui::Mark::Blocked);
    row.blocked = true;
    QTest::newRow("blocked before all") << row << u"blocked"_s << int(ui::Mark::Blocked);
}

void TestKeys::saysTheState()
{
    QFETCH(const HolderRow, row);
    QTEST(ui::holderwords::state(row, 1000).replace(u"day(s)"_s, u"days"_s), "state");
    QTEST(int(ui::holderwords::mark(row, 1000)), "mark");
}

void TestKeys::namesLimits_data()
{
    QTest::addColumn<LimitLine>("line");
    QTest::addColumn<QString>("reason");
    using Level = LimitLine::Level;
    using Kind = LimitLine::Kind;
    constexpr std::int64_t dollar = 1'000'000'000'000;
    QTest::newRow("a daily budget of the key")
        << LimitLine{.level = Level::Key, .limit = 3 * dollar / 2, .used = dollar, .window = u"1d"_s}
        << u"This key: Budget a day, $1.00 of $1.50"_s;
    QTest::newRow("requests of the team")
        << LimitLine{.level = Level::Team, .kind = Kind::Requests, .limit = 60, .used = 60}
        << u"Its team: Requests a minute, 60 of 60"_s;
    QTest::newRow("one model") << LimitLine{.level = Level::KeyModel,
                                            .kind = Kind::Tokens,
                                            .subject = u"ci:sonnet"_s,
                                            .limit = 1000,
                                            .used = 1200}
                               << u"This key, sonnet: Tokens a minute, 1,200 of 1,000"_s;
    QTest::newRow("the whole gateway") << LimitLine{.level = Level::Proxy, .limit = dollar, .used = dollar}
                                       << u"Everything together: Budget in all, $1.00 of $1.00"_s;
}

void TestKeys::namesLimits()
{
    QFETCH(const LimitLine, line);
    QTEST(ui::holderwords::reason(line), "reason");
}

void TestKeys::listsKeysInEveryState()
{
    open();
    QTRY_COMPARE(table()->model()->rowCount(), 7);
    const QAbstractItemModelTester tester(table()->model(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(cell(0, ui::HolderModel::Name), u"claude"_s);
    QCOMPARE(cell(0, ui::HolderModel::State), u"active"_s);
    QCOMPARE(cell(0, ui::HolderModel::Amount), u"$1.32 / $1.50"_s);
    QCOMPARE(table()->model()->index(0, ui::HolderModel::Share).data(ui::CellShareRole).toDouble(), 0.88);
    QCOMPARE(cell(2, ui::HolderModel::State), u"paused by budget"_s);
    QCOMPARE(cell(3, ui::HolderModel::Amount), u"$0.12"_s);
    QCOMPARE(cell(3, ui::HolderModel::Models), u"every model"_s);
    QCOMPARE(cell(4, ui::HolderModel::State), u"not used lately"_s);
    QCOMPARE(cell(5, ui::HolderModel::Last), u"yesterday"_s);
    QCOMPARE(cell(6, ui::HolderModel::State), u"blocked"_s);
}

void TestKeys::readsOnAsOneScrolls()
{
    std::vector<HolderRow> &keys = area()->rows[HolderKind::Key];
    const HolderRow like = keys.front();
    for (int i = 0; i < 250; ++i) {
        keys.push_back(like);
        keys.back().id = keys.back().name = u"key-%1"_s.arg(i);
    }
    open();
    QTRY_VERIFY(table()->model()->rowCount() >= 100);
    QVERIFY(table()->model()->rowCount() < 257);
    for (int i = 0; i < 20 && table()->model()->rowCount() < 257; ++i) {
        table()->scrollToBottom();
        QTest::qWait(20);
    }
    QCOMPARE(table()->model()->rowCount(), 257);
    QCOMPARE(cell(256, 0), u"key-249"_s);
}

void TestKeys::searches()
{
    open();
    QTRY_COMPARE(table()->model()->rowCount(), 7);
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
    auto *find = qobject_cast<QLineEdit *>(m_window->focusWidget());
    QVERIFY(find);
    QTest::keyClicks(find, u"idea"_s);
    QTRY_COMPARE(table()->model()->rowCount(), 1);
    QCOMPARE(cell(0, 0), u"idea"_s);
    QTest::keyClicks(find, u"xyz"_s);
    QTRY_VERIFY(test::says(*m_window, u"Nothing matches"_s));
    test::click(test::buttonNamed(*m_window, u"Show all"_s));
    QTRY_COMPARE(table()->model()->rowCount(), 7);
}

void TestKeys::switchesBetweenKinds()
{
    open();
    QVERIFY(kinds());
    kinds()->setFocus();
    QTest::keyClick(kinds(), Qt::Key_Right);
    QTRY_COMPARE(cell(0, 0), u"Website"_s);
    QCOMPARE(cell(0, ui::HolderModel::Last), u"3"_s);
    QVERIFY(test::buttonNamed(*m_window, u"New team…"_s));
    QTest::keyClick(kinds(), Qt::Key_Right);
    QTRY_COMPARE(cell(0, 0), u"ada@example.org"_s);
    QTest::keyClick(kinds(), Qt::Key_Right);
    QTRY_COMPARE(cell(0, 0), u"small"_s);
    QCOMPARE(cell(0, ui::HolderModel::Amount), u"$5.00"_s);
    QVERIFY(table()->isColumnHidden(ui::HolderModel::Share));
}

void TestKeys::showsWhatHoldsAKeyBack()
{
    open();
    choose(0);
    QTRY_VERIFY(test::says(*card(), u"$1.32 of $1.50 + $0.0300 under way"_s));
    QVERIFY(test::says(*card(), u"60 of 60"_s));
    QVERIFY(test::says(*card(), u"This key: Requests a minute, 60 of 60"_s));
    QVERIFY(test::shows(*card(), u"used up, anew in"_s));
    choose(3);
    QTRY_VERIFY(test::says(*card(), u"Nothing: it has no limit, and neither has anything above it."_s));
    QVERIFY(test::says(*card(), u"No limit has refused it since Portico started."_s));
    choose(6);
    QTRY_VERIFY(test::says(*card(), u"It is blocked: every request gets 401 until it is let in again."_s));
}

void TestKeys::makesAKeyByKeysAlone()
{
    open();
    QTRY_COMPARE(table()->model()->rowCount(), 7);
    QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
    QVERIFY(dialog());
    QApplication::setActiveWindow(dialog());
    const QAbstractButton *create = test::buttonNamed(*dialog(), u"Create"_s);
    QVERIFY(!create->isEnabled());
    QTest::keyClicks(dialog()->focusWidget(), u"laptop"_s);
    QTest::keyClick(dialog()->focusWidget(), Qt::Key_Tab);
    QTest::keyClicks(dialog()->focusWidget(), u"fast, sonnet,fast"_s);
    type(field(*dialog(), u"Budget in dollars"_s), u"2,5"_s);
    type(field(*dialog(), u"Tokens a minute"_s), u"5000"_s);
    QVERIFY(create->isEnabled());
    QTest::keyClick(dialog(), Qt::Key_Return);
    QTRY_COMPARE(area()->drafts.size(), 1u);
    const HolderDraft &draft = area()->drafts.front();
    QCOMPARE(draft.name, u"laptop"_s);
    QCOMPARE(draft.models, (QStringList{u"fast"_s, u"sonnet"_s}));
    QCOMPARE(draft.allowance.budgetPico, 2'500'000'000'000);
    QCOMPARE(draft.allowance.tokens, 5000);
    QCOMPARE(draft.allowance.requests, -1);
    QTRY_VERIFY(test::says(*m_window, u"The key is ready. It is shown only now."_s));
}

void TestKeys::refusesWhatIsNoAmount_data()
{
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    QTest::newRow("a word for a budget") << u"Budget in dollars"_s << u"five"_s << false;
    QTest::newRow("a negative budget") << u"Budget in dollars"_s << u"-5"_s << false;
    QTest::newRow("a budget of nothing") << u"Budget in dollars"_s << u"0"_s << true;
    QTest::newRow("half a request") << u"Requests a minute"_s << u"0.5"_s << false;
    QTest::newRow("no requests at all") << u"Requests a minute"_s << u"0"_s << false;
    QTest::newRow("requests") << u"Requests a minute"_s << u"60"_s << true;
}

void TestKeys::refusesWhatIsNoAmount()
{
    QFETCH(const QString, label);
    QFETCH(const QString, text);
    open();
    QTRY_COMPARE(table()->model()->rowCount(), 7);
    test::click(test::buttonNamed(*m_window, u"New key…"_s));
    type(field(*dialog(), u"Name"_s), u"laptop"_s);
    type(field(*dialog(), label), text);
    QTEST(test::buttonNamed(*dialog(), u"Create"_s)->isEnabled(), "good");
}

void TestKeys::keepsTheDialogWhenTheGatewayRefuses()
{
    open();
    QTRY_COMPARE(table()->model()->rowCount(), 7);
    test::click(test::buttonNamed(*m_window, u"New key…"_s));
    type(field(*dialog(), u"Name"_s), u"claude"_s);
    area()->problem = u"Key with alias 'claude' already exists."_s;
    test::click(test::buttonNamed(*dialog(), u"Create"_s));
    QTRY_VERIFY(test::says(*dialog(), u"Key with alias 'claude' already exists."_s));
    QVERIFY(dialog()->isVisible());
    QVERIFY(test::buttonNamed(*dialog(), u"Create"_s)->isEnabled());
    area()->problem.clear();
    type(field(*dialog(), u"Name"_s), u"claude-2"_s);
    QVERIFY(!test::says(*dialog(), u"Key with alias 'claude' already exists."_s));
}

void TestKeys::changesAKeyAndLeavesTheRest()
{
    open();
    choose(0);
    QTest::keyClick(m_window.get(), Qt::Key_F2);
    QVERIFY(dialog());
    QCOMPARE(field(*dialog(), u"Name"_s)->text(), u"claude"_s);
    QCOMPARE(field(*dialog(), u"Budget in dollars"_s)->text(), u"1.5"_s);
    type(field(*dialog(), u"Budget in dollars"_s), u"2"_s);
    QTest::qWait(0);
    test::click(test::buttonNamed(*dialog(), u"Save"_s));
    QTRY_COMPARE(area()->drafts.size(), 1u);
    const HolderDraft &draft = area()->drafts.front();
    QCOMPARE(draft.id, u"hash-claude"_s);
    QCOMPARE(draft.team, u"t-web"_s);
    QCOMPARE(draft.models, (QStringList{u"sonnet"_s, u"fast"_s}));
    QCOMPARE(draft.allowance, (Allowance{.budgetPico = 2'000'000'000'000, .window = u"1d"_s}));
    QCOMPARE(draft.lifetime, QString());
}

void TestKeys::showsASecretOnceAndCopiesIt()
{
    open();
    choose(1);
    test::click(test::buttonNamed(*m_window, u"New secret…"_s));
    for (QDialog *ask : m_window->findChildren<QDialog *>())
        test::click(test::buttonNamed(*ask, u"Make a new secret"_s));
    QTRY_VERIFY(test::says(*m_window, u"The new secret is ready. It is shown only now."_s));
    QCOMPARE(area()->calls, QStringList{u"regenerate hash-codex"_s});
    auto *copy = test::buttonNamed(*m_window, u"Copy new key"_s);
    if (!copy)
        copy = test::buttonNamed(*m_window, u"Copy New key"_s);
    for (QAbstractButton *one : m_window->findChildren<QAbstractButton *>())
        if (!copy && one->accessibleName().contains(u"New key"_s))
            copy = one;
    test::click(copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"sk-again-0123456789abcdef"_s);
    test::click(test::buttonNamed(*m_window, u"Done"_s));
    QVERIFY(!test::shows(*m_window, u"sk-again"_s));
}

void TestKeys::blocksAndLetsInAgain()
{
    open();
    choose(0);
    test::click(test::buttonNamed(*card(), u"Block"_s));
    QTRY_COMPARE(cell(0, ui::HolderModel::State), u"blocked"_s);
    QTRY_VERIFY(test::buttonNamed(*card(), u"Let in again"_s));
    QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier);
    QTRY_COMPARE(cell(0, ui::HolderModel::State), u"active"_s);
    QCOMPARE(area()->calls, (QStringList{u"setBlocked 1 hash-claude"_s, u"setBlocked 0 hash-claude"_s}));
}

void TestKeys::deletesAndTakesBack()
{
    open();
    choose(1);
    QTest::keyClick(m_window.get(), Qt::Key_Delete);
    QTRY_COMPARE(table()->model()->rowCount(), 6);
    QVERIFY(test::says(*m_window, u"“codex” is deleted; programs that use it get 401."_s));
    test::click(test::buttonNamed(*m_window, u"Undo"_s));
    QTRY_COMPARE(table()->model()->rowCount(), 7);
    QTRY_COMPARE(card()->isVisible(), true);
    QVERIFY(!test::buttonNamed(*m_window, u"Undo"_s));
}

void TestKeys::asksBeforeATeamGoes()
{
    open();
    kinds()->setCurrentIndex(1);
    QTRY_COMPARE(cell(0, 0), u"Website"_s);
    choose(0);
    test::click(test::buttonNamed(*card(), u"Delete"_s));
    QDialog *ask = m_window->findChild<QDialog *>();
    QVERIFY(ask);
    QVERIFY(test::shows(*ask, u"programs that use them get 401"_s));
    // Return is not the way to lose something.
    QTest::keyClick(ask, Qt::Key_Return);
    QVERIFY(area()->calls.isEmpty());
    test::click(test::buttonNamed(*card(), u"Delete"_s));
    for (QDialog *one : m_window->findChildren<QDialog *>())
        if (one->isVisible())
            ask = one;
    test::click(test::buttonNamed(*ask, u"Delete"_s));
    QTRY_COMPARE(area()->calls, QStringList{u"remove t-web"_s});
    QTRY_COMPARE(table()->model()->rowCount(), 1);
}

void TestKeys::opensItsRequests()
{
    open();
    choose(1);
    test::click(test::buttonNamed(*card(), u"Its requests"_s));
    QCOMPARE(m_window->currentPage(), u"traffic"_s);
    QCOMPARE(m_window->findChild<ui::FilterField *>()->text(), u"key=codex"_s);
}

void TestKeys::saysWhyThereIsNothing()
{
    area()->rows.clear();
    area()->problem = u"The database of keys cannot be opened."_s;
    open();
    QTRY_VERIFY(test::says(*m_window, u"Keys cannot be read"_s));
    area()->problem.clear();
    test::click(test::buttonNamed(*m_window, u"Try again"_s));
    QTRY_VERIFY(test::says(*m_window, u"No key yet"_s));
    QVERIFY(test::buttonNamed(*m_window, u"New key…"_s));
}

void TestKeys::namesEverything()
{
    open();
    choose(0);
    QTRY_VERIFY(card()->isVisible());
    QCOMPARE(test::namelessWidgets(*m_window), QStringList());
    test::click(test::buttonNamed(*card(), u"Edit…"_s));
    QCOMPARE(test::namelessWidgets(*dialog()), QStringList());
}

QTEST_MAIN(TestKeys)
#include "tst_keys.moc"
