#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/playgroundcases.h"
#include "ui/dialogs/playgroundoptions.h"
#include "ui/framework/application.h"
#include "ui/framework/controls.h"
#include "ui/framework/fold.h"
#include "ui/framework/mainwindow.h"
#include "ui/models/casestore.h"
#include "ui/pages/playground/answerview.h"
#include "ui/pages/playground/column.h"
#include "ui/pages/playground/promptbox.h"
#include "ui/pages/traffic/filterfield.h"

#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QInputDialog>
#include <QListWidget>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace gw;
using namespace gw::test;
using namespace Qt::StringLiterals;

// Chats with one to four models: asking, watching, stopping, going on, and keeping what was asked.
class TestPlaygroundPage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        ui::setUpApplication(*qApp);
        ui::loadTranslation(*qApp, QLocale(QLocale::English, QLocale::UnitedStates));
    }
    void init();
    void cleanup();
    void asksAllColumnsAtOnce();
    void showsTheAnswerAsItComes();
    void tellsFiguresAndRoute();
    void goesOnWithWhatWasSaid();
    void toolCallsAndReasoningAreFolded();
    void saysWhatTheProviderSaid();
    void stopsOneAndAll();
    void opensItsRequests();
    void copiesACommand();
    void takesFilesThatArePasted();
    void refusesFilesThatAreTooLarge();
    void checksParameters();
    void keepsCases();
    void asksNobodyWithoutModels();
    void beginsAnew();
    void offersSamplesAtFirst();
    void staysQuickWithLongAnswers();
    void namesEverything();

private:
    FakePlayground &chats() { return m_client->playgroundArea; }
    ui::PromptEdit *prompt() const { return m_window->findChild<ui::PromptEdit *>(); }
    QList<ui::PlaygroundColumn *> columns() const
    {
        QList<ui::PlaygroundColumn *> out;
        for (auto *each : m_window->findChildren<ui::PlaygroundColumn *>())
            if (each->isVisible())
                out << each;
        return out;
    }
    static QString textOf(const ui::PlaygroundColumn &column)
    {
        return column.findChild<ui::AnswerView *>()->toPlainText();
    }
    void ask(const QString &text)
    {
        prompt()->setFocus();
        QTest::keyClicks(prompt(), text);
        QTest::keyClick(prompt(), Qt::Key_Return, Qt::ControlModifier);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<GuiClient> m_client;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestPlaygroundPage::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"window.ini"_s), QSettings::IniFormat);
    m_client = std::make_unique<GuiClient>();
    fillProviders(*m_client);
    fillTraffic(*m_client);
    fillModels(m_client->modelsArea);
    m_client->state.url = u"http://localhost:4000/v1"_s;
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->resize(1280, 800);
    m_window->openPage(u"playground"_s);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QApplication::setActiveWindow(m_window.get());
}

void TestPlaygroundPage::cleanup()
{
    m_window.reset();
    m_client.reset();
}

void TestPlaygroundPage::asksAllColumnsAtOnce()
{
    QCOMPARE(columns().size(), 2);
    columns()[1]->setModel(columns()[0]->model());
    QVERIFY(!buttonNamed(*m_window, u"Send to 2"_s)->isEnabled());
    ask(u"Why?"_s);
    QCOMPARE(chats().questions.size(), 2U);
    QCOMPARE(chats().questions[0].turns.size(), 1U);
    QCOMPARE(chats().questions[0].turns[0].text, u"Why?"_s);
    QCOMPARE(chats().questions[0].model, columns()[0]->model());
    QVERIFY(chats().questions[0].session != chats().questions[1].session);
    QVERIFY(prompt()->toPlainText().isEmpty());
    QVERIFY(columns()[0]->isRunning());
    // Four of them, by mouse.
    chats().end(0, {.status = 200});
    chats().end(1, {.status = 200});
    for (auto *count : m_window->findChildren<ui::Segmented *>())
        if (count->accessibleName() == u"How many models"_s)
            QTest::mouseClick(count, Qt::LeftButton, {}, count->tabRect(3).center());
    QCOMPARE(columns().size(), 4);
    QTest::keyClicks(prompt(), u"And now?"_s);
    click(buttonNamed(*m_window, u"Send to 4"_s));
    QCOMPARE(chats().questions.size(), 6U);
}

void TestPlaygroundPage::showsTheAnswerAsItComes()
{
    ask(u"Why?"_s);
    ui::PlaygroundColumn &column = *columns()[0];
    QVERIFY(shows(column, u"waiting"_s));
    chats().say(0, u"Be"_s);
    QVERIFY(shows(column, u"streaming"_s));
    chats().say(0, u"cause"_s);
    QVERIFY(textOf(column).endsWith(u"Because"_s));
    QVERIFY(!textOf(*columns()[1]).contains(u"Because"_s));
    chats().end(0, {.status = 200, .finish = u"stop"_s});
    QVERIFY(shows(column, u"done"_s));
    click(buttonNamed(column, u"Copy the answer"_s));
    QCOMPARE(QGuiApplication::clipboard()->text(), u"Because"_s);
    // Others have not ended yet.
    QVERIFY(columns()[1]->isRunning());
    QVERIFY(buttonNamed(*m_window, u"Stop all"_s)->isEnabled());
}

void TestPlaygroundPage::tellsFiguresAndRoute()
{
    const QString id = QString::fromStdString(Id128{1, 2}.toString());
    client::TrafficDetail detail;
    client::TrafficAttempt first;
    first.provider = u"openai"_s;
    first.model = u"gpt-4o"_s;
    first.status = 500;
    client::TrafficAttempt second;
    second.number = 1;
    second.provider = u"azure"_s;
    second.model = u"gpt-4o-eu"_s;
    second.input = 61;
    second.output = 300;
    second.costPico = 49 * kCent / 100;
    detail.attempts = {first, second};
    m_client->requests.details[*Id128::fromString(id.toStdString())] = detail;
    ask(u"Why?"_s);
    chats().say(0, u"Because"_s);
    chats().end(0, {.status = 200,
                    .firstUs = 610'000,
                    .wholeUs = 3'610'000,
                    .input = 61,
                    .cached = 12,
                    .output = 300,
                    .callId = id});
    ui::PlaygroundColumn &column = *columns()[0];
    QVERIFY(shows(column, u"610 ms"_s));
    QVERIFY(shows(column, u"100 tok/s"_s));
    QVERIFY(shows(column, u"300"_s));
    QTRY_VERIFY(shows(column, u"$0.0049"_s));
    QVERIFY(shows(column, u"azure"_s));
    QVERIFY(shows(column, u"gpt-4o-eu"_s));
}

void TestPlaygroundPage::goesOnWithWhatWasSaid()
{
    ask(u"Why?"_s);
    chats().say(0, u"Because"_s);
    for (std::size_t i : {0U, 1U})
        chats().end(i, {.status = 200});
    ask(u"Really?"_s);
    QCOMPARE(chats().questions.size(), 4U);
    const client::PlaygroundQuestion &next = chats().questions[2];
    QCOMPARE(next.turns.size(), 3U);
    QCOMPARE(next.turns[1].text, u"Because"_s);
    QVERIFY(next.turns[1].role == client::PlaygroundTurn::Role::Assistant);
    QCOMPARE(next.turns[2].text, u"Really?"_s);
    QCOMPARE(next.session, chats().questions[0].session);
}

void TestPlaygroundPage::toolCallsAndReasoningAreFolded()
{
    ask(u"Why?"_s);
    client::PlaygroundPiece piece;
    piece.reasoning = u"Hm."_s;
    chats().move(0, piece);
    ui::PlaygroundColumn &column = *columns()[0];
    QVERIFY(shows(column, u"reasoning"_s));
    piece = {};
    piece.calls = {{.place = 0, .call = {u"t1"_s, u"clock"_s, u"{\"zo"_s}}};
    chats().move(0, piece);
    piece.calls = {{.place = 0, .call = {{}, {}, u"ne\":1}"_s}}};
    chats().move(0, piece);
    chats().end(0, {.status = 200, .finish = u"tool_calls"_s});
    chats().end(1, {.status = 200});
    QVERIFY(shows(column, u"wants a tool"_s));
    QCOMPARE(column.findChildren<ui::Fold *>().size(), 2);
    QVERIFY(!column.findChildren<ui::Fold *>().last()->isOpen());
    QTRY_VERIFY(buttonNamed(column, u"Tool call: clock"_s));
    click(buttonNamed(column, u"Tool call: clock"_s));
    bool found = false;
    for (auto *view : column.findChildren<ui::AnswerView *>())
        found = found || view->toPlainText() == u"{\"zone\":1}"_s;
    QVERIFY(found);
    ask(u"noon"_s);
    const auto &turns = chats().questions[2].turns;
    QCOMPARE(turns[1].calls.size(), 1U);
    QCOMPARE(turns[1].calls[0].id, u"t1"_s);
}

void TestPlaygroundPage::saysWhatTheProviderSaid()
{
    ask(u"Why?"_s);
    chats().end(0, {.problem = u"The moon is in the way."_s, .status = 429});
    QVERIFY(shows(*columns()[0], u"error 429"_s));
    QVERIFY(textOf(*columns()[0]).contains(u"The moon is in the way."_s));
}

void TestPlaygroundPage::stopsOneAndAll()
{
    ask(u"Why?"_s);
    chats().say(0, u"Endless"_s);
    click(buttonNamed(*columns()[0], u"Stop"_s));
    QCOMPARE(chats().stopped, std::vector{chats().tokens[0]});
    QVERIFY(shows(*columns()[0], u"stopped"_s));
    QVERIFY(columns()[1]->isRunning());
    // What still arrives is of nobody.
    chats().say(0, u" more"_s);
    QVERIFY(!textOf(*columns()[0]).contains(u"more"_s));
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    QCOMPARE(chats().stopped.size(), 2U);
    QVERIFY(!columns()[1]->isRunning());
    ask(u"Again"_s);
    QCOMPARE(chats().questions[2].turns.size(), 3U);
}

void TestPlaygroundPage::opensItsRequests()
{
    QVERIFY(!buttonNamed(*columns()[0], u"Show its requests in Traffic"_s));
    ask(u"Why?"_s);
    click(buttonNamed(*columns()[0], u"Show its requests in Traffic"_s));
    QCOMPARE(m_window->currentPage(), u"traffic"_s);
    QVERIFY(m_window->findChild<ui::FilterField *>()->text().contains(u"session="_s +
                                                                      chats().questions[0].session));
}

void TestPlaygroundPage::copiesACommand()
{
    QTest::keyClicks(prompt(), u"It's why"_s);
    click(buttonNamed(*columns()[0], u"More"_s));
    QTRY_VERIFY(QApplication::activePopupWidget());
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    for (QAction *action : menu->actions())
        if (action->text() == u"Copy as curl"_s)
            menu->setActiveAction(action);
    QTest::keyClick(menu, Qt::Key_Return);
    const QString command = QGuiApplication::clipboard()->text();
    QVERIFY2(command.startsWith(u"curl http://localhost:4000/v1/chat/completions"_s), qPrintable(command));
    QVERIFY(command.contains(u"It'\\''s why"_s));
    QVERIFY(!command.contains(u"sk-"_s));
}

void TestPlaygroundPage::takesFilesThatArePasted()
{
    const QString path = m_folder->filePath(u"notes.md"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("# Notes");
    file.close();
    auto *data = new QMimeData;
    data->setUrls({QUrl::fromLocalFile(path)});
    QGuiApplication::clipboard()->setMimeData(data);
    prompt()->setFocus();
    QTest::keyClick(prompt(), Qt::Key_V, Qt::ControlModifier);
    QImage picture(2, 2, QImage::Format_RGB32);
    picture.fill(Qt::red);
    QGuiApplication::clipboard()->setImage(picture);
    QTest::keyClick(prompt(), Qt::Key_V, Qt::ControlModifier);
    QTRY_VERIFY(buttonNamed(*m_window, u"Take out notes.md"_s));
    ask(u"What is it?"_s);
    const auto &files = chats().questions[0].turns[0].files;
    QCOMPARE(files.size(), 2U);
    QVERIFY(files[0].isText());
    QCOMPARE(files[0].content, u"# Notes"_s);
    QCOMPARE(files[1].type, u"image/png"_s);
    QVERIFY(QByteArray::fromBase64(files[1].content.toLatin1()).startsWith("\x89PNG"));
}

void TestPlaygroundPage::refusesFilesThatAreTooLarge()
{
    const QString path = m_folder->filePath(u"huge.png"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.resize(client::PlaygroundFile::kMostBytes + 1));
    file.close();
    m_window->findChild<ui::PromptBox *>()->attach({path, m_folder->filePath(u"away.txt"_s)});
    QVERIFY(shows(*m_window, u"away.txt cannot be read"_s));
    m_window->findChild<ui::PromptBox *>()->attach({path});
    QVERIFY(shows(*m_window, u"huge.png is larger than 15 MiB"_s));
    QVERIFY(!buttonNamed(*m_window, u"Take out huge.png"_s));
}

void TestPlaygroundPage::checksParameters()
{
    QTest::keyClick(m_window.get(), Qt::Key_G, Qt::ControlModifier);
    auto *dialog = m_window->findChild<ui::PlaygroundOptionsDialog *>();
    QVERIFY(dialog);
    QTRY_VERIFY(dialog->isVisible());
    QLineEdit *temperature = fieldNamed(*dialog, u"Temperature"_s);
    QTest::keyClicks(temperature, u"warm"_s);
    QVERIFY(!buttonNamed(*dialog, u"Use these"_s)->isEnabled());
    QVERIFY(shows(*dialog, u"Temperature: this is no number."_s));
    temperature->selectAll();
    QTest::keyClicks(temperature, u"0.2"_s);
    QVERIFY(buttonNamed(*dialog, u"Use these"_s)->isEnabled());
    QPlainTextEdit *tools = dialog->findChildren<QPlainTextEdit *>().last();
    tools->setFocus();
    QTest::keyClicks(tools, u"{}"_s);
    QVERIFY(shows(*dialog, u"Tools: they are a list"_s));
    tools->selectAll();
    QTest::keyClicks(tools, u"[]"_s);
    QCOMPARE(namelessWidgets(*dialog), QStringList());
    click(buttonNamed(*dialog, u"Use these"_s));
    ask(u"Why?"_s);
    QCOMPARE(chats().questions[0].options.temperature, u"0.2"_s);
    QVERIFY(chats().questions[0].options.stream);
}

void TestPlaygroundPage::keepsCases()
{
    columns()[1]->setModel(u"fast"_s);
    const QString first = columns()[0]->model();
    const QString second = columns()[1]->model();
    QTest::keyClicks(prompt(), u"Why is the sky blue?"_s);
    QTest::keyClick(prompt(), Qt::Key_S, Qt::ControlModifier);
    auto *name = m_window->findChild<QInputDialog *>();
    QVERIFY(name);
    QCOMPARE(name->textValue(), u"Why is the sky blue?"_s);
    name->setTextValue(u"Sky"_s);
    QTest::keyClick(name, Qt::Key_Return);
    const QString path = m_folder->filePath(u"playground.json"_s);
    QTRY_VERIFY(QFile::exists(path));
    QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    prompt()->clear();
    QTest::keyClick(prompt(), Qt::Key_O, Qt::ControlModifier);
    auto *cases = m_window->findChild<ui::PlaygroundCases *>();
    QVERIFY(cases);
    QTRY_VERIFY(cases->isVisible());
    auto *list = cases->findChild<QListWidget *>();
    QCOMPARE(list->count(), 1);
    click(buttonNamed(*cases, u"Rename"_s));
    auto *editor = list->findChild<QLineEdit *>();
    QVERIFY(editor);
    editor->selectAll();
    QTest::keyClicks(editor, u"Blue"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(ui::CaseStore(path).cases().front().name, u"Blue"_s);
    QTRY_COMPARE(list->item(0)->text(), u"Blue"_s);
    QCOMPARE(namelessWidgets(*cases), QStringList());
    click(buttonNamed(*cases, u"Open"_s));
    QCOMPARE(prompt()->toPlainText(), u"Why is the sky blue?"_s);
    QCOMPARE(columns()[0]->model(), first);
    QCOMPARE(columns()[1]->model(), second);
    QTRY_VERIFY(!m_window->findChild<ui::PlaygroundCases *>());
    QApplication::setActiveWindow(m_window.get());
    QTest::keyClick(prompt(), Qt::Key_O, Qt::ControlModifier);
    cases = m_window->findChild<ui::PlaygroundCases *>();
    QVERIFY(cases);
    QTRY_VERIFY(cases->isVisible());
    click(buttonNamed(*cases, u"Delete"_s));
    QVERIFY(ui::CaseStore(path).cases().empty());
    QVERIFY(!buttonNamed(*cases, u"Open"_s)->isEnabled());
}

void TestPlaygroundPage::asksNobodyWithoutModels()
{
    m_client->modelsArea.rows.clear();
    Q_EMIT m_client->configChanged();
    QVERIFY(shows(*m_window, u"No model to talk to yet"_s));
    click(buttonNamed(*m_window, u"Add a provider"_s));
    QCOMPARE(m_window->currentPage(), u"providers"_s);
}

void TestPlaygroundPage::beginsAnew()
{
    ask(u"Why?"_s);
    const QString session = chats().questions[0].session;
    QTest::keyClick(prompt(), Qt::Key_N, Qt::ControlModifier);
    QCOMPARE(chats().stopped.size(), 2U);
    QVERIFY(textOf(*columns()[0]).isEmpty());
    ask(u"What?"_s);
    QCOMPARE(chats().questions[2].turns.size(), 1U);
    QVERIFY(chats().questions[2].session != session);
}

void TestPlaygroundPage::offersSamplesAtFirst()
{
    click(buttonNamed(*m_window, u"Explain a term"_s));
    QVERIFY(prompt()->toPlainText().contains(u"race condition"_s));
    QTest::keyClick(prompt(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(chats().questions.size(), 2U);
    QVERIFY(!buttonNamed(*m_window, u"Explain a term"_s));
}

void TestPlaygroundPage::staysQuickWithLongAnswers()
{
    ask(u"Why?"_s);
    const QString line = u"A line of an answer that goes on and on, as they do.\n"_s;
    const QString part = line.repeated(20);
    const auto costOf = [&](int pieces) {
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < pieces; ++i) {
            chats().say(0, part);
            QApplication::processEvents();
        }
        return timer.elapsed();
    };
    costOf(50);
    const qint64 early = std::max<qint64>(costOf(100), 1);
    costOf(800);
    const qint64 late = costOf(100);
    // About a megabyte by now: a piece costs what it cost at first, give or take what the machine does.
    QVERIFY2(late < early * 4 + 200, qPrintable(u"%1 ms, then %2 ms"_s.arg(early).arg(late)));
}

void TestPlaygroundPage::namesEverything()
{
    ask(u"Why?"_s);
    chats().say(0, u"Because"_s);
    chats().end(0, {.status = 200});
    QCOMPARE(namelessWidgets(*columns()[0]), QStringList());
    QCOMPARE(namelessWidgets(*m_window->findChild<ui::PromptBox *>()), QStringList());
}

QTEST_MAIN(TestPlaygroundPage)
#include "tst_playground.moc"
