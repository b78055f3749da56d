#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/confirmremoval.h"
#include "ui/dialogs/deploymentedit.h"
#include "ui/framework/application.h"
#include "ui/framework/controls.h"
#include "ui/framework/mainwindow.h"
#include "ui/framework/undostrip.h"
#include "ui/models/deploymentmodel.h"
#include "ui/pages/models/deploymentcard.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include <memory>

using namespace gw;
using namespace Qt::StringLiterals;

class TestModels final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void showsGroupsAndDeployments();
    void cells_data();
    void cells();
    void saysWhatTheRouterKnows();
    void filters();
    void chipsFilterByState();
    void tellsWhereAPriceComesFrom();
    void testsTheChosenDeployment();
    void pausesAndTakesItBack();
    void tellsWhyNotPaused();
    void addsADeployment();
    void editsADeployment();
    void refusesABadPrice();
    void showsWhyItWasNotSaved();
    void cancelsWithoutAChange();
    void deletesAfterNamingWhatDependsOnIt();
    void cancelIsTheDefaultOfDeleting();
    void leavesReadOnlyOnesAlone();
    void keepsTheChoiceWhenTheConfigChanges();
    void showsASubject();
    void opensItsTraffic();
    void withoutModelsOffersAProvider();

private:
    void open();
    void choose(const QString &id) { m_window->openSubject(u"models"_s, id); }
    QTreeView *tree() const { return m_window->findChild<QTreeView *>(); }
    ui::DeploymentModel *model() const { return m_window->findChild<ui::DeploymentModel *>(); }
    ui::DeploymentCard *card() const { return m_window->findChild<ui::DeploymentCard *>(); }
    test::GuiModels &area() const { return m_client->modelsArea; }
    QStringList shown() const;
    template <typename Dialog>
    Dialog *dialog() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<test::GuiClient> m_client;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestModels::initTestCase()
{
    auto &app = *qobject_cast<QApplication *>(QCoreApplication::instance());
    ui::setUpApplication(app);
    ui::loadTranslation(app, QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestModels::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_client = std::make_unique<test::GuiClient>();
    test::fillProviders(*m_client);
    test::fillTraffic(*m_client);
    test::fillModels(m_client->modelsArea);
    for (client::ProviderAccount &account : m_client->known)
        account.id = account.name;
}

void TestModels::cleanup()
{
    m_window.reset();
    m_client.reset();
    m_settings.reset();
    m_folder.reset();
}

void TestModels::open()
{
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->openPage(u"models"_s);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QApplication::setActiveWindow(m_window.get());
}

// "sonnet: claude-sonnet-4-5, ..." for what the tree shows.
QStringList TestModels::shown() const
{
    QStringList lines;
    for (int i = 0; i < model()->rowCount(); ++i) {
        const QModelIndex group = model()->index(i, 0);
        QStringList children;
        for (int j = 0; j < model()->rowCount(group); ++j)
            children << model()->index(j, 0, group).data().toString();
        lines << group.data().toString() + u": "_s + children.join(u", "_s);
    }
    return lines;
}

template <typename Dialog>
Dialog *TestModels::dialog() const
{
    for (Dialog *found : m_window->findChildren<Dialog *>())
        if (found->isVisible())
            return found;
    return nullptr;
}

void TestModels::showsGroupsAndDeployments()
{
    open();
    QCOMPARE(shown(), (QStringList{u"sonnet: claude-sonnet-4-5, anthropic/claude-sonnet-4.5"_s,
                                   u"gpt: gpt-5.1, gpt-5.1-eu"_s, u"local: qwen3-coder:30b, house-model"_s,
                                   u"fast: "_s}));
    const QAbstractItemModelTester tester(model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(tree()->isExpanded(model()->index(0, 0)));
    // The first deployment is chosen.
    QVERIFY(test::says(*card(), u"claude-sonnet-4-5"_s));
}

void TestModels::cells_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("ends soon") << u"d1"_s
                               << QStringList{u"claude-sonnet-4-5"_s,
                                              u"Anthropic"_s,
                                              u"ends 11/30/26"_s,
                                              u"–"_s,
                                              u"–"_s,
                                              u"200k"_s,
                                              u"3.00"_s,
                                              u"0.30"_s,
                                              u"15.00"_s,
                                              u"tools, vision, reasoning"_s};
    QTest::newRow("paused") << u"d2"_s
                            << QStringList{u"anthropic/claude-sonnet-4.5"_s,
                                           u"OpenRouter"_s,
                                           u"paused"_s,
                                           u"–"_s,
                                           u"–"_s,
                                           u"200k"_s,
                                           u"3.00"_s,
                                           u"0.30"_s,
                                           u"15.00"_s,
                                           u"tools, vision, reasoning"_s};
    QTest::newRow("an account of its own name, three places of price")
        << u"d3"_s
        << QStringList{
               u"gpt-5.1"_s, u"OpenAI · work"_s, u"ready"_s, u"–"_s,     u"–"_s,
               u"400k"_s,    u"1.25"_s,          u"0.125"_s, u"10.00"_s, u"tools, vision, reasoning"_s};
    QTest::newRow("problem") << u"d4"_s << QStringList{u"gpt-5.1-eu"_s, u"Azure OpenAI · azure"_s,
                                                       u"problem"_s,    u"–"_s,
                                                       u"–"_s,          u"400k"_s,
                                                       u"1.25"_s,       u"0.125"_s,
                                                       u"10.00"_s,      u"tools, vision, reasoning"_s};
    QTest::newRow("nothing known") << u"d6"_s << QStringList{u"house-model"_s, u"OpenAI · work"_s,
                                                             u"ready"_s,       u"–"_s,
                                                             u"–"_s,           u"–"_s,
                                                             u"–"_s,           u"–"_s,
                                                             u"–"_s,           QString()};
}

void TestModels::cells()
{
    QFETCH(QString, id);
    QFETCH(QStringList, expected);
    open();
    const QModelIndex index = model()->indexOf(id);
    QStringList found;
    for (int column = 0; column < ui::DeploymentModel::ColumnCount; ++column)
        found << index.siblingAtColumn(column).data().toString();
    QCOMPARE(found, expected);
}

void TestModels::saysWhatTheRouterKnows()
{
    client::RouteDeployment resting;
    resting.id = u"d3"_s;
    resting.restsMs = 17'500;
    resting.restReason = u"RateLimitError"_s;
    resting.restStatus = 429;
    resting.inFlight = 2;
    resting.capacity = 8;
    resting.firstTokenS = 0.61;
    m_client->routingArea.now.groups = {{u"gpt"_s, u"least-busy"_s, 0, {resting}}};
    open();
    using Column = ui::DeploymentModel::Column;
    const auto cell = [this](Column column) {
        return model()->indexOf(u"d3"_s).siblingAtColumn(column).data().toString();
    };
    QTRY_COMPARE(cell(Column::State), u"rests, 18 s"_s);
    QCOMPARE(cell(Column::Load), u"2 of 8"_s);
    QCOMPARE(cell(Column::FirstToken), u"610 ms"_s);
    QCOMPARE(model()->indexOfGroup(u"gpt"_s).siblingAtColumn(Column::State).data().toString(),
             u"least busy"_s);
    choose(u"d3"_s);
    QVERIFY(test::shows(*card(), u"after RateLimitError (status 429)"_s));
    m_client->routingArea.now.groups[0].deployments[0].restsMs = 0;
    QTRY_COMPARE_WITH_TIMEOUT(cell(Column::State), u"ready"_s, 3000);
}

void TestModels::filters()
{
    open();
    QLineEdit *find = test::fieldNamed(*m_window, u"Filter by name or provider"_s);
    QTest::keyClicks(find, u"qwen"_s);
    QCOMPARE(shown(), QStringList{u"local: qwen3-coder:30b"_s});
    find->clear();
    QTest::keyClicks(find, u"azure"_s);
    QCOMPARE(shown(), QStringList{u"gpt: gpt-5.1-eu"_s});
    QTest::keyClicks(find, u"zzz"_s);
    QVERIFY(test::says(*m_window, u"No model matches"_s));
    test::click(test::buttonNamed(*m_window, u"Show all"_s));
    QCOMPARE(shown().size(), 4);
}

void TestModels::chipsFilterByState()
{
    open();
    test::click(test::buttonNamed(*m_window, u"Paused"_s));
    QCOMPARE(shown(), QStringList{u"sonnet: anthropic/claude-sonnet-4.5"_s});
    test::click(test::buttonNamed(*m_window, u"No price"_s));
    QCOMPARE(shown(), QStringList{u"local: house-model"_s});
    test::click(test::buttonNamed(*m_window, u"Problems"_s));
    QCOMPARE(shown(), (QStringList{u"sonnet: claude-sonnet-4-5"_s, u"gpt: gpt-5.1-eu"_s}));
    test::click(test::buttonNamed(*m_window, u"All"_s));
    QCOMPARE(shown().size(), 4);
}

void TestModels::tellsWhereAPriceComesFrom()
{
    open();
    const auto facts = [&](const QString &id) {
        choose(id);
        QStringList texts;
        for (const QLabel *label : card()->findChildren<QLabel *>())
            if (label->isVisible())
                texts << label->text();
        return texts.join(u"\n"_s);
    };
    QVERIFY(facts(u"d1"_s).contains(u"price of anthropic:claude-sonnet-4-5, table 2026-11-21"_s));
    QVERIFY(facts(u"d1"_s).contains(u"Its successor: claude-sonnet-5-5."_s));
    QVERIFY(facts(u"d3"_s).contains(u"price set in config.yaml"_s));
    QVERIFY(facts(u"d4"_s).contains(u"The environment has no AZURE_API_KEY"_s));
    QVERIFY(facts(u"d5"_s).contains(u"free: it runs on this computer"_s));
    QVERIFY(facts(u"d6"_s).contains(u"no price: what it costs is not counted"_s));
}

void TestModels::testsTheChosenDeployment()
{
    open();
    choose(u"d3"_s);
    test::click(test::buttonNamed(*card(), u"Test"_s));
    QCOMPARE(area().calls, QStringList{u"test d3"_s});
    QVERIFY(test::says(*card(), u"Waiting for the answer"_s));
    Q_EMIT area().tested(area().last + 1, {true, u"of another"_s, {}, 1});
    QVERIFY(test::says(*card(), u"Waiting for the answer"_s));
    Q_EMIT area().tested(area().last, {true, u" Hello!\n"_s, {}, 812'000});
    QVERIFY(test::says(*card(), u"It answers after 812 ms: “Hello!”"_s));
    QTest::keyClick(tree(), Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(area().calls.size(), 2);
    Q_EMIT area().tested(area().last, {false, {}, u"401: the key is refused"_s, 1});
    QVERIFY(test::says(*card(), u"401: the key is refused"_s));
    // A paused one gets no traffic, not even this.
    choose(u"d2"_s);
    QVERIFY(!test::buttonNamed(*card(), u"Test"_s)->isEnabled());
    QTest::keyClick(tree(), Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(area().calls.size(), 2);
}

void TestModels::pausesAndTakesItBack()
{
    open();
    choose(u"d3"_s);
    QTest::keyClick(tree(), Qt::Key_P, Qt::ControlModifier);
    QCOMPARE(area().calls, QStringList{u"setPaused d3 1"_s});
    area().rows[1].deployments[0].paused = true;
    area().succeed();
    Q_EMIT m_client->configChanged();
    QVERIFY(test::says(*m_window, u"“gpt-5.1” is paused and gets no traffic."_s));
    QVERIFY(test::buttonNamed(*card(), u"Resume"_s));
    QCOMPARE(model()->indexOf(u"d3"_s).siblingAtColumn(ui::DeploymentModel::State).data().toString(),
             u"paused"_s);
    auto *strip = m_window->findChild<ui::UndoStrip *>();
    test::click(test::buttonNamed(*strip, u"Undo"_s));
    QCOMPARE(area().calls.last(), u"undo"_s);
    area().succeed();
    QVERIFY(!strip->isVisible());
    test::click(test::buttonNamed(*card(), u"Resume"_s));
    QCOMPARE(area().calls.last(), u"setPaused d3 0"_s);
}

void TestModels::tellsWhyNotPaused()
{
    open();
    choose(u"d3"_s);
    test::click(test::buttonNamed(*card(), u"Pause"_s));
    area().fail(u"The file is write-protected."_s);
    QVERIFY(test::says(*m_window, u"The file is write-protected."_s));
    QVERIFY(!test::buttonNamed(*m_window, u"Undo"_s));
    QVERIFY(test::buttonNamed(*card(), u"Pause"_s)->isEnabled());
    auto *strip = m_window->findChild<ui::UndoStrip *>();
    test::click(test::buttonNamed(*strip, u"Dismiss"_s));
    QVERIFY(!strip->isVisible());
}

void TestModels::addsADeployment()
{
    open();
    choose(u"gpt"_s);
    QTest::keyClick(tree(), Qt::Key_N, Qt::ControlModifier);
    auto *edit = dialog<ui::DeploymentEdit>();
    QVERIFY(edit);
    // The name of the chosen group is filled in, so the model is asked for.
    QAbstractButton *save = test::buttonNamed(*edit, u"Save"_s);
    QVERIFY(!save->isEnabled());
    QTest::keyClicks(edit->focusWidget(), u"gpt-5.1-mini"_s);
    QTest::keyClicks(test::fieldNamed(*edit, u"Input price"_s), u"0.25"_s);
    QTest::keyClick(edit->focusWidget(), Qt::Key_Return);
    QCOMPARE(area().calls, QStringList{u"add"_s});
    QCOMPARE(area().draft->group, u"gpt"_s);
    QCOMPARE(area().draft->accountId, u"work"_s);
    QCOMPARE(area().draft->upstreamModel, u"gpt-5.1-mini"_s);
    QCOMPARE(area().draft->ownInput, u"0.25"_s);
    QCOMPARE(area().draft->ownOutput, QString());
    area().succeed();
    QVERIFY(!edit->isVisible());
    QVERIFY(test::says(*m_window, u"A deployment of “gpt” was added."_s));
}

void TestModels::editsADeployment()
{
    open();
    choose(u"d3"_s);
    QTest::keyClick(tree(), Qt::Key_F2);
    auto *edit = dialog<ui::DeploymentEdit>();
    QVERIFY(edit);
    QLineEdit *input = test::fieldNamed(*edit, u"Input price"_s);
    QCOMPARE(input->text(), u"1.25"_s);
    input->selectAll();
    QTest::keyClicks(input, u"2"_s);
    test::click(test::buttonNamed(*edit, u"Save"_s));
    QCOMPARE(area().calls, QStringList{u"change d3"_s});
    QCOMPARE(area().draft->group, u"gpt"_s);
    QCOMPARE(area().draft->upstreamModel, u"gpt-5.1"_s);
    QCOMPARE(area().draft->ownInput, u"2"_s);
    QCOMPARE(area().draft->ownOutput, u"10"_s);
    area().succeed();
    QVERIFY(test::says(*m_window, u"A deployment of “gpt” was changed."_s));
}

void TestModels::refusesABadPrice()
{
    open();
    choose(u"d3"_s);
    test::click(test::buttonNamed(*card(), u"Edit…"_s));
    auto *edit = dialog<ui::DeploymentEdit>();
    QLineEdit *output = test::fieldNamed(*edit, u"Output price"_s);
    output->selectAll();
    QTest::keyClicks(output, u"cheap"_s);
    test::click(test::buttonNamed(*edit, u"Save"_s));
    QCOMPARE(area().calls, QStringList());
    QVERIFY(test::says(*edit, u"This is not a price in dollars, as 2.50."_s));
    QCOMPARE(edit->focusWidget(), output);
    output->selectAll();
    QTest::keyClicks(output, u"12"_s);
    test::click(test::buttonNamed(*edit, u"Save"_s));
    QCOMPARE(area().calls.size(), 1);
}

void TestModels::showsWhyItWasNotSaved()
{
    open();
    choose(u"d3"_s);
    test::click(test::buttonNamed(*card(), u"Edit…"_s));
    auto *edit = dialog<ui::DeploymentEdit>();
    test::click(test::buttonNamed(*edit, u"Save"_s));
    QVERIFY(!test::buttonNamed(*edit, u"Saving…"_s)->isEnabled());
    area().fail(u"The value comes through an alias."_s);
    QVERIFY(edit->isVisible());
    QVERIFY(test::says(*edit, u"The value comes through an alias."_s));
    QVERIFY(test::buttonNamed(*edit, u"Save"_s)->isEnabled());
}

void TestModels::cancelsWithoutAChange()
{
    open();
    choose(u"d3"_s);
    QTest::keyClick(tree(), Qt::Key_F2);
    auto *edit = dialog<ui::DeploymentEdit>();
    QTest::keyClicks(test::fieldNamed(*edit, u"Model"_s), u"-other"_s);
    QTest::keyClick(edit, Qt::Key_Escape);
    QVERIFY(!edit->isVisible());
    QCOMPARE(area().calls, QStringList());
}

void TestModels::deletesAfterNamingWhatDependsOnIt()
{
    area().effect = {{u"gpt-5.1"_s}, {u"gpt"_s}, {u"alias fast"_s}};
    open();
    choose(u"d3"_s);
    QTest::keyClick(tree(), Qt::Key_Delete);
    auto *ask = dialog<ui::ConfirmRemoval>();
    QVERIFY(ask);
    QVERIFY(test::says(
        *ask, u"Nobody answers these names afterwards: gpt. Programs that ask for them get an error."_s));
    QVERIFY(test::says(*ask, u"These still name them and lead nowhere then: alias fast."_s));
    QCOMPARE(area().calls, QStringList());
    test::click(test::buttonNamed(*ask, u"Delete"_s));
    QCOMPARE(area().calls, QStringList{u"remove d3"_s});
    area().succeed();
    QVERIFY(test::says(*m_window, u"“gpt-5.1” was deleted."_s));
    QVERIFY(test::buttonNamed(*m_window, u"Undo"_s));
}

void TestModels::cancelIsTheDefaultOfDeleting()
{
    open();
    choose(u"d3"_s);
    test::click(test::buttonNamed(*card(), u"Delete…"_s));
    auto *ask = dialog<ui::ConfirmRemoval>();
    QVERIFY(test::says(*ask, u"Every name that programs ask for is still answered."_s));
    QTest::keyClick(ask, Qt::Key_Return);
    QVERIFY(!ask->isVisible());
    QCOMPARE(area().calls, QStringList());
}

void TestModels::leavesReadOnlyOnesAlone()
{
    open();
    choose(u"d6"_s);
    for (const QString &text : {u"Edit…"_s, u"Pause"_s, u"Delete…"_s})
        QVERIFY2(!test::buttonNamed(*card(), text)->isEnabled(), qPrintable(text));
    QVERIFY(test::says(*card(), u"Its row in config.yaml makes several deployments; change it there."_s));
    QTest::keyClick(tree(), Qt::Key_Delete);
    QTest::keyClick(tree(), Qt::Key_F2);
    QVERIFY(!dialog<QDialog>());
    QCOMPARE(area().calls, QStringList());
}

void TestModels::keepsTheChoiceWhenTheConfigChanges()
{
    open();
    choose(u"d5"_s);
    area().rows.erase(area().rows.begin());
    Q_EMIT m_client->configChanged();
    QCOMPARE(tree()->currentIndex().data().toString(), u"qwen3-coder:30b"_s);
    QCOMPARE(shown().size(), 3);
}

void TestModels::showsASubject()
{
    open();
    QTest::keyClicks(test::fieldNamed(*m_window, u"Filter by name or provider"_s), u"qwen"_s);
    choose(u"gpt"_s);
    QCOMPARE(tree()->currentIndex().data().toString(), u"gpt"_s);
    QVERIFY(test::says(*card(), u"gpt"_s));
    QVERIFY(test::buttonNamed(*card(), u"Add deployment…"_s));
    choose(u"fast"_s);
    QVERIFY(test::says(*card(), u"Another name for gpt, set under router_settings.model_group_alias."_s));
    choose(u"nobody"_s);
    QCOMPARE(tree()->currentIndex().data().toString(), u"fast"_s);
}

void TestModels::opensItsTraffic()
{
    open();
    choose(u"d3"_s);
    test::click(test::buttonNamed(*card(), u"Its traffic"_s));
    QCOMPARE(m_window->currentPage(), u"traffic"_s);
    bool filtered = false;
    for (const QLineEdit *edit : m_window->findChildren<QLineEdit *>())
        filtered = filtered || (edit->isVisible() && edit->text() == "model=gpt-5.1"_L1);
    QVERIFY(filtered);
}

void TestModels::withoutModelsOffersAProvider()
{
    area().rows.clear();
    open();
    QVERIFY(test::says(*m_window, u"No model yet"_s));
    test::click(test::buttonNamed(*m_window, u"Add a provider…"_s));
    QVERIFY(dialog<QDialog>());
}

QTEST_MAIN(TestModels)
#include "tst_models.moc"
