#include "tests/support/fakebodies.h"
#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/replay.h"
#include "ui/framework/application.h"
#include "ui/framework/mainwindow.h"
#include "ui/pages/traffic/filterfield.h"
#include "ui/pages/traffic/inspector.h"
#include "ui/pages/traffic/trafficview.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTextCursor>
#include <QTextEdit>
#include <QToolButton>

#include <memory>

using namespace gw;
using namespace Qt::StringLiterals;

// A request asked again of another model.
class TestReplay final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void shiftRAsksWhichModel();
    void rAsksTheSameModelAtOnce();
    void theButtonOfTheInspectorOpensIt();
    void showsBothAnswersAndTheirDifferences();
    void waitsForTheLedger();
    void tellsWhyItCannot_data();
    void tellsWhyItCannot();
    void showsWhatTheProviderComplainsOf();
    void opensTheNewRequest();
    void asksNothingMoreWhenClosed();

private:
    void open(Qt::KeyboardModifiers with = Qt::ShiftModifier);
    ui::Replay *dialog() const { return m_window->findChild<ui::Replay *>(); }
    QAbstractButton *go() const { return test::buttonNamed(*dialog(), u"Replay"_s); }
    QStringList texts() const;
    const client::TrafficRow &row() const { return m_client->requests.rows.front(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<test::GuiClient> m_client;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestReplay::initTestCase()
{
    auto &app = *qobject_cast<QApplication *>(QCoreApplication::instance());
    ui::setUpApplication(app);
    ui::loadTranslation(app, QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestReplay::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_settings->setValue(u"window/timeRange"_s, u"All"_s);
    m_client = std::make_unique<test::GuiClient>();
    test::fillProviders(*m_client);
    test::fillTraffic(*m_client);
    test::fillRequests(m_client->requests, 5);
    m_client->requests.keeping.on = true;
    m_client->requests.said[row().request] = test::agentTurn(row().request);
    test::fillReplay(m_client->requests);
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->resize(1280, 800);
    m_window->openPage(u"traffic"_s);
    m_window->show();
    QApplication::setActiveWindow(m_window.get());
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    auto *list = m_window->findChild<ui::TrafficView *>();
    QTRY_COMPARE(list->model()->rowCount(), 5);
    QTest::keyClick(list, Qt::Key_J);
}

void TestReplay::cleanup()
{
    m_window.reset();
    m_client.reset();
    m_settings.reset();
    m_folder.reset();
}

void TestReplay::open(Qt::KeyboardModifiers with)
{
    QTest::keyClick(m_window->findChild<ui::TrafficView *>(), Qt::Key_R, with);
    QTRY_VERIFY(dialog() && dialog()->isVisible());
}

QStringList TestReplay::texts() const
{
    QStringList all;
    for (const QLabel *label : dialog()->findChildren<QLabel *>())
        all << label->text();
    return all;
}

void TestReplay::shiftRAsksWhichModel()
{
    open();
    auto *model = dialog()->findChild<QComboBox *>();
    QTRY_VERIFY(model->hasFocus() || model->lineEdit()->hasFocus());
    QCOMPARE(model->currentText(), row().requestedModel);
    QVERIFY(model->count() > 1);
    QTRY_VERIFY(go()->isEnabled());
    QTest::keyClicks(model, u"gemini"_s);
    QTest::keyClick(model, Qt::Key_Return);
    QTRY_COMPARE(m_client->requests.replayModel, u"gemini"_s);
    QCOMPARE(m_client->requests.replayRoute, row().route);
}

void TestReplay::rAsksTheSameModelAtOnce()
{
    open(Qt::NoModifier);
    QTRY_COMPARE(m_client->requests.replayModel, row().requestedModel);
}

void TestReplay::theButtonOfTheInspectorOpensIt()
{
    auto *inspector = m_window->findChild<ui::Inspector *>();
    QToolButton *again = nullptr;
    for (QToolButton *button : inspector->findChildren<QToolButton *>())
        if (button->accessibleName() == u"Replay on another model"_s)
            again = button;
    QVERIFY(again && again->isEnabled());
    QTest::mouseClick(again, Qt::LeftButton);
    QTRY_VERIFY(dialog() && dialog()->isVisible());
}

void TestReplay::showsBothAnswersAndTheirDifferences()
{
    open();
    QTRY_VERIFY(go()->isEnabled());
    QTest::mouseClick(go(), Qt::LeftButton);
    QTRY_COMPARE(dialog()->findChildren<QTextEdit *>().size(), 4);
    const auto sides = dialog()->findChildren<QTextEdit *>();
    QVERIFY(sides[0]->toPlainText().contains(u"Two places name a colour themselves"_s));
    QVERIFY(sides[1]->toPlainText().contains(u"Two files name a colour themselves"_s));
    // What only one of them says is marked there, by a line under it as well as by its ground.
    QTextCursor cursor = sides[1]->document()->find(u"files"_s);
    QVERIFY(cursor.charFormat().fontUnderline());
    cursor = sides[1]->document()->find(u"colour"_s);
    QVERIFY(!cursor.charFormat().fontUnderline());
    QVERIFY(sides[3]->toPlainText().contains(u"read"_s));
    // 0.6 s and 9.1 s against 0.3 s and 4.55 s; half the price.
    QTRY_VERIFY(texts().contains(u"$0.0100"_s));
    QVERIFY(!texts().filter(u"%"_s).isEmpty());
    QVERIFY(texts().contains(u"gemini-2.5-pro"_s));
    QCOMPARE(test::namelessWidgets(*dialog()), QStringList());
}

void TestReplay::waitsForTheLedger()
{
    const client::TrafficDetail known = m_client->requests.details[m_client->requests.replayAnswer.request];
    m_client->requests.details.erase(m_client->requests.replayAnswer.request);
    open();
    QTRY_VERIFY(go()->isEnabled());
    QTest::mouseClick(go(), Qt::LeftButton);
    QTRY_VERIFY(dialog()->findChildren<QTextEdit *>().size() == 4);
    QAbstractButton *show = test::buttonNamed(*dialog(), u"Show the new request"_s);
    QVERIFY(!show->isEnabled());
    m_client->requests.details[known.request] = known;
    QTRY_VERIFY(show->isEnabled());
}

void TestReplay::tellsWhyItCannot_data()
{
    QTest::addColumn<QString>("said");
    QTest::newRow("nothing is kept") << u"Nothing is kept of this request"_s;
    QTest::newRow("it was too long") << u"longer than what is kept"_s;
    QTest::newRow("it cannot be read") << u"the disk is gone"_s;
}

void TestReplay::tellsWhyItCannot()
{
    QFETCH(QString, said);
    client::TrafficBodies &bodies = m_client->requests.said[row().request];
    const QByteArray which = QTest::currentDataTag();
    if (which == "it was too long")
        bodies.bodies.front().cut = true;
    else
        bodies.bodies.clear();
    if (which == "it cannot be read")
        bodies.problem = u"the disk is gone"_s;
    open();
    QTRY_VERIFY(!texts().filter(said).isEmpty());
    QVERIFY(!go()->isEnabled());
}

void TestReplay::showsWhatTheProviderComplainsOf()
{
    m_client->requests.replayAnswer.status = 404;
    m_client->requests.replayAnswer.answer.bytes =
        R"({"type":"error","error":{"type":"not_found_error","message":"model: gemini is not known"}})";
    open();
    QTRY_VERIFY(go()->isEnabled());
    QTest::mouseClick(go(), Qt::LeftButton);
    QTRY_VERIFY(!texts().filter(u"404"_s).isEmpty());
    QTRY_VERIFY(dialog()->findChildren<QTextEdit *>().size() >= 2);
    QVERIFY(dialog()->findChildren<QTextEdit *>()[1]->toPlainText().contains(u"gemini is not known"_s));
}

void TestReplay::opensTheNewRequest()
{
    open();
    QTRY_VERIFY(go()->isEnabled());
    QTest::mouseClick(go(), Qt::LeftButton);
    QAbstractButton *show = test::buttonNamed(*dialog(), u"Show the new request"_s);
    QTRY_VERIFY(show->isEnabled());
    QTest::mouseClick(show, Qt::LeftButton);
    const QString id = QString::fromStdString(m_client->requests.replayAnswer.request.toString());
    QTRY_COMPARE(m_window->findChild<ui::FilterField *>()->text(), id);
}

void TestReplay::asksNothingMoreWhenClosed()
{
    m_client->requests.answers = false;
    open();
    const int before = int(m_client->requests.calls.filter(u"cancel"_s).size());
    QTest::keyClick(dialog(), Qt::Key_Escape);
    QTRY_VERIFY(!dialog());
    QVERIFY(m_client->requests.calls.filter(u"cancel"_s).size() > before);
}

QTEST_MAIN(TestReplay)
#include "tst_replay.moc"
