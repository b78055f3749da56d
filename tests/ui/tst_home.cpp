#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/addprovider.h"
#include "ui/framework/application.h"
#include "ui/framework/controls.h"
#include "ui/framework/mainwindow.h"
#include "ui/framework/secretclipboard.h"
#include "ui/framework/sidebar.h"
#include "ui/framework/tiles.h"
#include "ui/models/recentmodel.h"
#include "ui/pages/home/snippetcard.h"
#include "ui/pages/traffic/filterfield.h"

#include <QApplication>
#include <QClipboard>
#include <QPlainTextEdit>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace gw;
using namespace Qt::StringLiterals;

class TestHome final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void showsTheDay();
    void keepsOldValuesInGrey();
    void showsLoadingUntilTheLedgerAnswers();
    void switchStartsAndStops();
    void copiesAddressAndKey();
    void takesTheKeyBack();
    void leavesForeignClipboardAlone();
    void offersAnotherPort();
    void explainsAConfigProblem();
    void guidesTheFirstRun();
    void sendsATestAndShowsItsAnswer();
    void reachesTheFirstAnswerInTwoClicks();
    void givesASnippetToPaste();
    void showsWhatRuns();
    void drawsNothingWhileHidden();
    void sharesTheFilterOfTraffic();
    void clicksNarrowTraffic();

private:
    void open();
    QString tile(int index) const;
    QTableView *table(const QString &name) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<test::GuiClient> m_client;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestHome::initTestCase()
{
    auto &app = *qobject_cast<QApplication *>(QCoreApplication::instance());
    ui::setUpApplication(app);
    ui::loadTranslation(app, QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestHome::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_client = std::make_unique<test::GuiClient>();
    test::fillProviders(*m_client);
    test::fillTraffic(*m_client);
}

void TestHome::cleanup()
{
    m_window.reset();
    m_client.reset();
    m_settings.reset();
    m_folder.reset();
}

void TestHome::open()
{
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QApplication::setActiveWindow(m_window.get());
}

QString TestHome::tile(int index) const
{
    const auto tiles = m_window->findChildren<ui::MetricTile *>();
    return tiles.size() > index
               ? tiles[index]->accessibleName() + u" | "_s + tiles[index]->accessibleDescription()
               : QString();
}

QTableView *TestHome::table(const QString &name) const
{
    for (QTableView *view : m_window->findChildren<QTableView *>())
        if (view->accessibleName() == name)
            return view;
    return nullptr;
}

void TestHome::showsTheDay()
{
    open();
    QTRY_COMPARE(tile(0), u"Requests today: 1,204 | 11 failed"_s);
    QCOMPARE(tile(1), u"Tokens today: 8.1M | 7.8M in, 322k out"_s);
    QCOMPARE(tile(2), u"Spend today: $1.84 | $0.0015 per request"_s);
    QCOMPARE(tile(3), u"Added delay, p95: 0.41 ms | added by the gateway itself"_s);
    QTRY_COMPARE(table(u"Recent requests"_s)->model()->rowCount(), 8);
    QVERIFY(table(u"Recent requests"_s)->isVisible());
    // What a card is called stands before what its axis counts.
    const QLabel *title = nullptr;
    const QLabel *note = nullptr;
    for (const QLabel *label : m_window->findChildren<QLabel *>()) {
        title = label->text() == "Last 60 seconds"_L1 ? label : title;
        note = label->text() == "requests per second"_L1 ? label : note;
    }
    QVERIFY(title && note);
    QVERIFY(title->geometry().right() < note->geometry().left());
    const auto *line = m_window->findChild<ui::StatusLine *>();
    QCOMPARE(line->accessibleName(), u"Listening on localhost:4000"_s);
    QCOMPARE(line->accessibleDescription(),
             u"nothing in flight, $1.84 today, ledger: 1,204 opened, 1,202 closed, keys: Secret Service"_s);
}

void TestHome::keepsOldValuesInGrey()
{
    open();
    QTRY_VERIFY(tile(0).startsWith(u"Requests today: 1,204"_s));
    m_client->state.state = client::EngineState::Failed;
    m_client->state.problem = u"The disk is full."_s;
    Q_EMIT m_client->statusChanged();
    QVERIFY2(tile(0).startsWith(u"Requests today: 1,204 | as of "_s), qPrintable(tile(0)));
    QTRY_VERIFY(test::says(*m_window, u"The gateway could not start"_s));
    QVERIFY(test::says(*m_window, u"The disk is full."_s));
}

void TestHome::showsLoadingUntilTheLedgerAnswers()
{
    m_client->answers = false;
    open();
    QCOMPARE(tile(0), u"Requests today: – | loading…"_s);
    QVERIFY(test::says(*m_window, u"loading…"_s));
    // Not knowing is not the first run.
    QVERIFY(!test::says(*m_window, u"Three steps to the first request"_s));
}

void TestHome::switchStartsAndStops()
{
    open();
    auto *engine = m_window->findChild<ui::Switch *>();
    QVERIFY(engine->isChecked());
    engine->setFocus();
    QTest::keyClick(engine, Qt::Key_Space);
    QCOMPARE(m_client->calls, QStringList{u"setRunning 0"_s});
    m_client->state.state = client::EngineState::Stopped;
    Q_EMIT m_client->statusChanged();
    QVERIFY(!engine->isChecked());
    QVERIFY(test::says(*m_window, u"Gateway is off"_s));
    QTest::mouseClick(engine, Qt::LeftButton);
    QCOMPARE(m_client->calls.last(), u"setRunning 1"_s);
    // What the gateway says counts, not what was asked of it.
    Q_EMIT m_client->statusChanged();
    QVERIFY(!engine->isChecked());
}

void TestHome::copiesAddressAndKey()
{
    open();
    test::click(test::buttonNamed(*m_window, u"Copy: Address for programs"_s));
    QCOMPARE(QApplication::clipboard()->text(), u"http://localhost:4000/v1"_s);
    test::click(test::buttonNamed(*m_window, u"Copy: Key for programs"_s));
    QCOMPARE(QApplication::clipboard()->text(), u"sk-master-of-the-test"_s);
    QVERIFY(!test::says(*m_window, u"sk-master-of-the-test"_s));
    // The window takes it along when it goes.
    m_window.reset();
    QCOMPARE(QApplication::clipboard()->text(), QString());
}

void TestHome::takesTheKeyBack()
{
    ui::SecretClipboard clipboard;
    clipboard.copy(Secret("sk-1"));
    QVERIFY(clipboard.isLent());
    clipboard.takeBack();
    QVERIFY(!clipboard.isLent());
    QCOMPARE(QApplication::clipboard()->text(), QString());
}

void TestHome::leavesForeignClipboardAlone()
{
    ui::SecretClipboard clipboard;
    clipboard.copy(Secret("sk-1"));
    QApplication::clipboard()->setText(u"something else"_s);
    clipboard.takeBack();
    QCOMPARE(QApplication::clipboard()->text(), u"something else"_s);
}

void TestHome::offersAnotherPort()
{
    m_client->state.state = client::EngineState::PortBusy;
    m_client->state.portOwner = u"node (pid 812)"_s;
    open();
    QTRY_VERIFY(test::says(*m_window, u"Port 4000 is used by node (pid 812)"_s));
    test::click(test::buttonNamed(*m_window, u"Try again"_s));
    QCOMPARE(m_client->calls, QStringList{u"setRunning 1"_s});
    m_client->calls.clear();
    test::click(test::buttonNamed(*m_window, u"Use port 4001"_s));
    QCOMPARE(m_client->calls, (QStringList{u"setPort 4001"_s, u"setRunning 1"_s}));
    m_client->state.state = client::EngineState::Running;
    m_client->state.port = 4001;
    Q_EMIT m_client->statusChanged();
    QVERIFY(!test::says(*m_window, u"Port 4000 is used by node (pid 812)"_s));
}

void TestHome::explainsAConfigProblem()
{
    m_client->state.configProblem = u"config.yaml, line 14: model is missing"_s;
    open();
    QTRY_VERIFY(test::says(*m_window, u"The last change of the configuration is not in force"_s));
    m_client->state.configProblem.clear();
    Q_EMIT m_client->statusChanged();
    QVERIFY(!test::says(*m_window, u"The last change of the configuration is not in force"_s));
}

void TestHome::guidesTheFirstRun()
{
    test::GuiClient fresh;
    test::fillCatalog(fresh);
    fresh.state.state = client::EngineState::Running;
    ui::MainWindow window(fresh, *m_settings);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QVERIFY(test::says(window, u"Three steps to the first request"_s));
    QVERIFY(!test::buttonNamed(window, u"Send a test"_s)->isEnabled());
    test::click(test::buttonNamed(window, u"Add a provider…"_s));
    auto *dialog = window.findChild<ui::AddProvider *>();
    QVERIFY(dialog && dialog->isVisible());
    dialog->reject();
    // A preset opens the dialog with the provider chosen.
    test::click(test::buttonNamed(window, u"Ollama"_s));
    QTRY_VERIFY(window.findChild<ui::AddProvider *>() && window.findChild<ui::AddProvider *>() != dialog);
    QVERIFY(test::says(*window.findChild<ui::AddProvider *>(), u"Ollama"_s));
}

void TestHome::sendsATestAndShowsItsAnswer()
{
    test::GuiClient fresh;
    test::fillProviders(fresh);
    fresh.state.state = client::EngineState::Running;
    ui::MainWindow window(fresh, *m_settings);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QTRY_VERIFY(test::says(window, u"Three steps to the first request"_s));
    test::click(test::buttonNamed(window, u"Send a test"_s));
    QCOMPARE(fresh.calls, QStringList{u"sendTestRequest gpt-5.1"_s});
    Q_EMIT fresh.testRequestFinished(fresh.last + 1, u"of another"_s, {});
    QVERIFY(test::says(window, u"Waiting for the answer"_s));
    Q_EMIT fresh.testRequestFinished(fresh.last, {}, u"The key is refused."_s);
    QVERIFY(test::says(window, u"The key is refused."_s));
    test::click(test::buttonNamed(window, u"Send a test"_s));
    Q_EMIT fresh.testRequestFinished(fresh.last, u"Hello!"_s, {});
    QVERIFY(test::says(window, u"It works: “Hello!”"_s));
    // Then the page of every day takes over.
    fresh.state.opened = fresh.state.closed = 1;
    test::click(test::buttonNamed(window, u"Continue"_s));
    QVERIFY(!test::says(window, u"Three steps to the first request"_s));
}

void TestHome::reachesTheFirstAnswerInTwoClicks()
{
    test::GuiClient fresh;
    test::fillCatalog(fresh);
    test::fillServers(fresh.discoveryArea);
    fresh.state.state = client::EngineState::Running;
    ui::MainWindow window(fresh, *m_settings);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QAbstractButton *use = nullptr;
    QTRY_VERIFY((use = test::buttonNamed(window, u"Use Ollama"_s)));
    test::click(use);
    QCOMPARE(fresh.calls, QStringList{u"addProvider hosted_vllm"_s});
    fresh.known = {
        {u"hosted_vllm"_s, u"Ollama"_s, fresh.added->baseUrl, u"none"_s, {}, fresh.addedModels, true}};
    fresh.state.deployments = 4;
    fresh.discoveryArea.servers[0].used = true;
    Q_EMIT fresh.providerAdded(fresh.last, {true, {}, fresh.addedModels});
    Q_EMIT fresh.configChanged();
    QVERIFY(test::says(window, u"In use: Ollama"_s));
    test::click(test::buttonNamed(window, u"Send a test"_s));
    QCOMPARE(fresh.calls.last(), u"sendTestRequest qwen3-coder:30b"_s);
    Q_EMIT fresh.testRequestFinished(fresh.last, u"Hello"_s, {});
    QVERIFY(test::says(window, u"It works: “Hello”"_s));
}

void TestHome::givesASnippetToPaste()
{
    test::GuiClient fresh;
    test::fillProviders(fresh);
    fresh.state.state = client::EngineState::Running;
    fresh.state.url = u"http://localhost:4000/v1"_s;
    fresh.state.masterKeyMasked = u"sk-...test"_s;
    ui::MainWindow window(fresh, *m_settings);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    auto *card = window.findChild<ui::SnippetCard *>();
    QTRY_VERIFY(card->isVisible());
    auto *text = card->findChild<QPlainTextEdit *>();
    auto *kinds = card->findChild<ui::Segmented *>();
    for (int kind = 0; kind < kinds->count(); ++kind) {
        QTest::mouseClick(kinds, Qt::LeftButton, {}, kinds->tabRect(kind).center());
        const QString shown = text->toPlainText();
        QVERIFY(shown.contains(u"http://localhost:4000/v1"_s));
        QVERIFY(shown.contains(u"gpt-5.1"_s));
        QVERIFY(shown.contains(u"sk-...test"_s));
        QVERIFY(!shown.contains(u"sk-master"_s));
        test::click(test::buttonNamed(*card, kind == 0 ? u"Copy"_s : u"Copied"_s));
        QString whole = shown;
        QCOMPARE(QApplication::clipboard()->text(),
                 whole.replace(u"sk-...test"_s, u"sk-master-of-the-test"_s));
    }
}

void TestHome::showsWhatRuns()
{
    open();
    const std::int64_t now = QDateTime::currentMSecsSinceEpoch() * 1000;
    events::ExchangeStarted begun;
    begun.request = {9, 9};
    begun.startedUs = now;
    begun.client = "codex";
    begun.requestedModel = "gpt-5.1";
    Q_EMIT m_client->happened({begun});
    QTableView *running = table(u"Requests in flight"_s);
    QVERIFY(running->isVisible());
    QCOMPARE(running->model()->rowCount(), 1);
    QVERIFY(m_window->findChild<ui::StatusLine *>()->accessibleDescription().startsWith(u"1 in flight"_s));
    events::ExchangeFinished ended;
    ended.request = begun.request;
    ended.startedUs = now;
    ended.status = 200;
    ended.requestedModel = "gpt-5.1";
    QTRY_COMPARE(table(u"Recent requests"_s)->model()->rowCount(), 8);
    Q_EMIT m_client->happened({ended});
    QVERIFY(!running->isVisible());
    QCOMPARE(table(u"Recent requests"_s)->model()->rowCount(), 9);
}

void TestHome::drawsNothingWhileHidden()
{
    open();
    m_window->openPage(u"providers"_s);
    events::ExchangeStarted begun;
    begun.request = {9, 9};
    begun.startedUs = QDateTime::currentMSecsSinceEpoch() * 1000;
    Q_EMIT m_client->happened({begun});
    QCOMPARE(table(u"Requests in flight"_s)->model()->rowCount(), 0);
    m_window->openPage(u"home"_s);
    QCOMPARE(table(u"Requests in flight"_s)->model()->rowCount(), 1);
}

void TestHome::sharesTheFilterOfTraffic()
{
    test::fillRequests(m_client->requests, 200);
    std::int64_t matching = 0;
    for (client::TrafficRow &row : m_client->requests.rows) {
        // All of today, also shortly after midnight.
        row.startedUs = QDateTime::currentMSecsSinceEpoch() * 1000;
        matching += row.client == "zed/0.212"_L1 ? 1 : 0;
    }
    QVERIFY(matching > 0);
    open();
    QTRY_COMPARE(tile(0), u"Requests today: 1,204 | 11 failed"_s);
    m_window->openPage(u"traffic"_s);
    m_window->findChild<ui::FilterField *>()->put(u"app=zed/0.212"_s);
    m_window->openPage(u"home"_s);
    QTRY_COMPARE(tile(0), u"Requests today: %1 | none failed"_s.arg(matching));
    QCOMPARE(tile(3), u"Added delay, p95: 0.41 ms | of all requests, not filtered"_s);
    auto *recent = table(u"Recent requests"_s);
    QTRY_COMPARE(recent->model()->rowCount(),
                 int(std::min<std::int64_t>(matching, ui::RecentModel::kMaxRows)));
    QCOMPARE(recent->model()->index(0, ui::RecentModel::Client).data().toString(), u"zed/0.212"_s);
    QAbstractButton *clear = test::buttonNamed(*m_window, u"Only app=zed/0.212"_s);
    QVERIFY(clear);
    QTest::mouseClick(clear, Qt::LeftButton);
    QTRY_COMPARE(tile(0), u"Requests today: 1,204 | 11 failed"_s);
    QTRY_COMPARE(recent->model()->rowCount(), 8);
    QVERIFY(!clear->isVisible());
    QCOMPARE(m_window->findChild<ui::FilterField *>()->text(), QString());
}

void TestHome::clicksNarrowTraffic()
{
    open();
    QTableView *recent = table(u"Recent requests"_s);
    QTRY_COMPARE(recent->model()->rowCount(), 8);
    const QModelIndex model = recent->model()->index(1, ui::RecentModel::Route);
    QTest::mouseClick(recent->viewport(), Qt::LeftButton, {}, recent->visualRect(model).center());
    auto *filter = m_window->findChild<ui::FilterField *>();
    QVERIFY(filter && filter->isVisible());
    QCOMPARE(filter->text(), u"model="_s + m_client->recent[1].requestedModel);
}

QTEST_MAIN(TestHome)
#include "tst_home.moc"
