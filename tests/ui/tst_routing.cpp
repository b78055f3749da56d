#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/fallbackedit.h"
#include "ui/framework/application.h"
#include "ui/framework/fold.h"
#include "ui/framework/mainwindow.h"
#include "ui/models/routemodel.h"
#include "ui/models/routewords.h"
#include "ui/pages/routing/fallbackscard.h"
#include "ui/pages/routing/groupscard.h"
#include "ui/pages/routing/simulatecard.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QPlainTextEdit>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace gw;
using namespace Qt::StringLiterals;

class TestRouting final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void words_data();
    void words();
    void showsHowDeploymentsAre();
    void keepsTheChoiceWhileItCounts();
    void endsARest();
    void followsRests();
    void simulatesByKeysAlone();
    void saysWhyItCannotSimulate();
    void leavesWhatWasTypedAlone();
    void addsAFallbackAndTakesItBack();
    void removesAFallback();
    void refusesALoop();
    void leavesOtherFormsAlone();
    void choosesAStrategy();
    void namesEverything();
    void withoutModelsOffersAProvider();

private:
    void open();
    QTableView *table() const { return m_window->findChild<ui::GroupsCard *>()->findChild<QTableView *>(); }
    QString cell(int row, int column) const { return table()->model()->index(row, column).data().toString(); }
    ui::SimulateCard *simulate() const { return m_window->findChild<ui::SimulateCard *>(); }
    ui::FallbacksCard *fallbacks() const { return m_window->findChild<ui::FallbacksCard *>(); }
    test::FakeConfig &config() const { return m_client->configArea; }
    void setList(const char *key, json::Value value);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<test::GuiClient> m_client;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestRouting::initTestCase()
{
    auto &app = *qobject_cast<QApplication *>(QCoreApplication::instance());
    ui::setUpApplication(app);
    ui::loadTranslation(app, QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestRouting::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_client = std::make_unique<test::GuiClient>();
    test::fillProviders(*m_client);
    test::fillTraffic(*m_client);
    test::fillRouting(m_client->routingArea);
    setList("fallbacks", json::Array{json::Object{{"sonnet", json::Array{"fast", "local"}}},
                                     json::Object{{"*", json::Array{"haiku"}}}});
}

void TestRouting::cleanup()
{
    m_window.reset();
    m_client.reset();
    m_settings.reset();
    m_folder.reset();
}

void TestRouting::setList(const char *key, json::Value value)
{
    const client::ConfigPath path{std::string("router_settings"), std::string(key)};
    std::erase_if(config().values, [&](const client::ConfigValue &one) { return one.path == path; });
    config().values.push_back(
        {path, std::move(value), {client::ConfigOrigin::Kind::Plain, u"config.yaml"_s, 7, 3, {}}});
}

void TestRouting::open()
{
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->resize(1280, 900);
    m_window->openPage(u"routing"_s);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QApplication::setActiveWindow(m_window.get());
    QTRY_COMPARE(table()->model()->rowCount(), 10);
}

void TestRouting::words_data()
{
    QTest::addColumn<QString>("english");
    QTest::addColumn<QString>("expected");
    QTest::newRow("a strategy") << u"least-busy"_s << u"least busy"_s;
    QTest::newRow("parts") << u"retry 2, latency-based-routing"_s << u"retry 2, fastest"_s;
    QTest::newRow("a fallback") << u"fallback from gpt, only deployment"_s
                                << u"fallback from gpt, only deployment"_s;
    QTest::newRow("a sentence with a comma")
        << u"takes 100 tokens, the prompt has about 200"_s << u"takes 100 tokens, the prompt has about 200"_s;
    QTest::newRow("unknown words stay") << u"by the moon"_s << u"by the moon"_s;
}

void TestRouting::words()
{
    QFETCH(const QString, english);
    QTEST(ui::routewords::reason(english), "expected");
}

void TestRouting::showsHowDeploymentsAre()
{
    open();
    const QAbstractItemModelTester tester(table()->model());
    using Column = ui::RouteModel::Column;
    QCOMPARE(cell(0, Column::Name), u"sonnet"_s);
    QCOMPARE(cell(0, Column::State), u"least busy"_s);
    QCOMPARE(cell(1, Column::Name).trimmed(), u"anthropic/claude-sonnet-4-5"_s);
    QCOMPARE(cell(1, Column::State), u"healthy"_s);
    QCOMPARE(cell(1, Column::Load), u"2 of 8"_s);
    QCOMPARE(cell(1, Column::Minute), u"21 of 50"_s);
    QCOMPARE(cell(1, Column::FirstToken), u"610 ms"_s);
    QCOMPARE(cell(3, Column::State), u"rests, 19 s"_s);
    QCOMPARE(cell(4, Column::Load), u"2 waiting"_s);
    QCOMPARE(cell(5, Column::State), u"full"_s);
    QCOMPARE(cell(6, Column::State), u"on trial"_s);
    QCOMPARE(cell(8, Column::State), u"check failed"_s);
    QCOMPARE(cell(9, Column::State), u"problem"_s);
    table()->setCurrentIndex(table()->model()->index(9, 0));
    QVERIFY(test::shows(*m_window, u"AZURE_API_KEY is not set"_s));
    QVERIFY(test::shows(*m_window, u"budget $2.00 of $5.00"_s));
}

void TestRouting::keepsTheChoiceWhileItCounts()
{
    open();
    table()->setCurrentIndex(table()->model()->index(3, 0));
    m_client->routingArea.now.groups[0].deployments[2].restsMs = 3'000;
    QTRY_COMPARE_WITH_TIMEOUT(cell(3, ui::RouteModel::State), u"rests, 3 s"_s, 5000);
    QCOMPARE(table()->currentIndex().row(), 3);
    m_client->routingArea.now.groups.insert(m_client->routingArea.now.groups.begin(),
                                            client::RouteGroup{u"new"_s, u"least-busy"_s, 0, {}});
    QTRY_COMPARE_WITH_TIMEOUT(table()->model()->rowCount(), 11, 5000);
    QTRY_COMPARE(table()->currentIndex().row(), 4);
}

void TestRouting::endsARest()
{
    open();
    QVERIFY(!test::buttonNamed(*m_window, u"Send traffic again"_s));
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Down);
    QTest::keyClick(table(), Qt::Key_Down);
    QCOMPARE(table()->currentIndex().row(), 3);
    QVERIFY(test::shows(*m_window, u"after RateLimitError (status 429)"_s));
    test::click(test::buttonNamed(*m_window, u"Send traffic again"_s));
    QCOMPARE(m_client->routingArea.calls, QStringList{u"endRest d-router"_s});
    QTRY_COMPARE(cell(3, ui::RouteModel::State), u"healthy"_s);
    QVERIFY(!test::buttonNamed(*m_window, u"Send traffic again"_s));
}

void TestRouting::followsRests()
{
    open();
    client::RouteDeployment &work = m_client->routingArea.now.groups[0].deployments[0];
    work.restsMs = 5'000;
    Q_EMIT m_client->happened({events::DeploymentCooled{"d-work", "Timeout", 408, 5}});
    QTRY_COMPARE_WITH_TIMEOUT(cell(1, ui::RouteModel::State), u"rests, 5 s"_s, 500);
}

void TestRouting::simulatesByKeysAlone()
{
    open();
    QVERIFY(simulate()->field()->toPlainText().contains(u"\"model\": \"sonnet\""_s));
    QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(m_client->routingArea.calls, QStringList{u"simulate"_s});
    QTRY_VERIFY(test::says(*simulate(), u"Asks for “sonnet”"_s));
    QVERIFY(test::says(*simulate(), u"1  bedrock/claude-sonnet-4-5"_s));
    QVERIFY(test::says(*simulate(), u"is tried first, 1 in flight, first token after 940 ms"_s));
    QVERIFY(test::says(*simulate(), u"2  anthropic/claude-sonnet-4-5"_s));
    QVERIFY(test::says(*simulate(), u"rests for 19 s after RateLimitError"_s));
    QVERIFY(test::says(*simulate(), u"If all of them fail"_s));
    QVERIFY(test::says(*simulate(), u"If the prompt is too long"_s));
    QVERIFY(!test::says(*simulate(), u"If the provider refuses the prompt"_s));
    QTest::keyClick(simulate()->field(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(m_client->routingArea.calls.size(), 2);
}

void TestRouting::saysWhyItCannotSimulate()
{
    open();
    m_client->routingArea.result = {.problem = u"This is neither a line for curl nor a JSON object."_s};
    simulate()->field()->setPlainText(u"hello"_s);
    test::click(test::buttonNamed(*simulate(), u"Simulate"_s));
    QCOMPARE(m_client->routingArea.request, u"hello"_s);
    QTRY_VERIFY(test::says(*simulate(), u"This is neither a line for curl nor a JSON object."_s));
}

void TestRouting::leavesWhatWasTypedAlone()
{
    open();
    simulate()->field()->setPlainText(u"curl x"_s);
    m_client->routingArea.now.groups.front().name = u"other"_s;
    Q_EMIT m_client->configChanged();
    QTRY_COMPARE(cell(0, 0), u"other"_s);
    QCOMPARE(simulate()->field()->toPlainText(), u"curl x"_s);
    test::click(test::buttonNamed(*simulate(), u"Sample"_s));
    QVERIFY(simulate()->field()->toPlainText().contains(u"\"model\": \"other\""_s));
}

void TestRouting::addsAFallbackAndTakesItBack()
{
    open();
    QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
    auto *dialog = m_window->findChild<ui::FallbackEdit *>();
    QVERIFY(dialog);
    QTRY_VERIFY(dialog->isVisible());
    const QList<QComboBox *> boxes = dialog->findChildren<QComboBox *>();
    boxes[0]->setCurrentText(u"fast"_s);
    QLineEdit *targets = dialog->findChild<QLineEdit *>();
    QVERIFY(!test::buttonNamed(*dialog, u"Save"_s)->isEnabled());
    QTest::keyClicks(targets, u"local, gone"_s);
    QVERIFY(test::shows(*dialog, u"There is no model “gone” yet"_s));
    test::click(test::buttonNamed(*dialog, u"Save"_s));
    QTRY_VERIFY(test::says(*fallbacks(), u"Saved in config.yaml and in force."_s));
    QCOMPARE(config().edits.size(), 1u);
    QVERIFY(config().edits[0].path ==
            (client::ConfigPath{std::string("router_settings"), std::string("fallbacks")}));
    const json::Array &rows = config().edits[0].value.get_array();
    QCOMPARE(rows.size(), 3u);
    QVERIFY(rows[2] == json::Value(json::Object{{"fast", json::Array{"local", "gone"}}}));
    test::click(test::buttonNamed(*fallbacks(), u"Undo"_s));
    QTRY_VERIFY(test::says(*fallbacks(), u"Taken back."_s));
    QCOMPARE(config().edits[0].value.get_array().size(), 2u);
}

void TestRouting::removesAFallback()
{
    open();
    const auto remove = [this] {
        return test::buttonNamed(*fallbacks(), u"Remove: all others, after any failure"_s);
    };
    QTRY_VERIFY(remove() && remove()->isEnabled());
    QVERIFY(test::shows(*fallbacks(), u"no model “haiku”"_s));
    test::click(remove());
    QTRY_VERIFY(test::says(*fallbacks(), u"Saved in config.yaml and in force."_s));
    QVERIFY(config().edits[0].value ==
            json::Value(json::Array{json::Object{{"sonnet", json::Array{"fast", "local"}}}}));
    QVERIFY(config().edits[0].seen.has_value());
}

void TestRouting::refusesALoop()
{
    open();
    fallbacks()->add();
    auto *dialog = m_window->findChild<ui::FallbackEdit *>();
    QVERIFY(dialog);
    dialog->findChildren<QComboBox *>()[0]->setCurrentText(u"fast"_s);
    QTest::keyClicks(dialog->findChild<QLineEdit *>(), u"fast"_s);
    QVERIFY(test::shows(*dialog, u"A name cannot stand in for itself."_s));
    QVERIFY(!test::buttonNamed(*dialog, u"Save"_s)->isEnabled());
}

void TestRouting::leavesOtherFormsAlone()
{
    setList("fallbacks", json::Array{"sonnet", "fast"});
    m_client->routingArea.now.fallbacks.clear();
    m_client->routingArea.now.defaultChain = {u"sonnet"_s, u"fast"_s};
    m_client->routingArea.now.policyFallbacks = {{u"sonnet"_s, {u"fast"_s}}};
    open();
    QTRY_VERIFY(test::shows(*fallbacks(), u"One chain for all: sonnet → fast"_s));
    fallbacks()->add();
    auto *dialog = m_window->findChild<ui::FallbackEdit *>();
    QVERIFY(dialog);
    QCOMPARE(dialog->kind(), 1);
}

void TestRouting::choosesAStrategy()
{
    open();
    m_window->findChildren<ui::Fold *>()[0]->setOpen(true);
    QComboBox *box = nullptr;
    QTRY_VERIFY((box = m_window->findChild<ui::Fold *>()->findChild<QComboBox *>()) != nullptr);
    QTRY_VERIFY(test::shows(*m_window, u"as in the file"_s));
    box->setCurrentIndex(box->findData(u"least-busy"_s));
    QTRY_VERIFY(test::buttonNamed(*m_window, u"Apply"_s)->isEnabled());
    test::click(test::buttonNamed(*m_window, u"Apply"_s));
    QCOMPARE(config().edits.size(), 1u);
    QVERIFY(config().edits[0].value == json::Value("least-busy"));
}

void TestRouting::namesEverything()
{
    open();
    for (ui::Fold *fold : m_window->findChildren<ui::Fold *>())
        fold->setOpen(true);
    simulate()->run();
    QTRY_VERIFY(test::says(*simulate(), u"If all of them fail"_s));
    QCOMPARE(test::namelessWidgets(*m_window), QStringList());
}

void TestRouting::withoutModelsOffersAProvider()
{
    m_client->routingArea.now = {};
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->openPage(u"routing"_s);
    m_window->show();
    QTRY_VERIFY(test::says(*m_window, u"Nothing to choose from yet"_s));
    QVERIFY(test::buttonNamed(*m_window, u"Add a provider…"_s));
}

QTEST_MAIN(TestRouting)
#include "tst_routing.moc"
