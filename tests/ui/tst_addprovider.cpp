#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/addprovider.h"
#include "ui/dialogs/catalogmodel.h"
#include "ui/dialogs/modelpicker.h"
#include "ui/framework/application.h"
#include "ui/framework/forms.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace gw;
using namespace Qt::StringLiterals;

using Kind = client::TestStep::Kind;
using State = client::TestStep::State;

class TestAddProvider final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void catalogFilters_data();
    void catalogFilters();
    void catalogDisablesWhatIsNotSupported();
    void addsAProviderByKeyboardAlone();
    void addsAProviderByMouse();
    void refusesBadInput();
    void showsTheFailedStepBesideItsField();
    void escapeCancelsARunningTest();
    void dropsAnswersOfAnOlderTest();
    void asksOnceBeforeSavingUntested();
    void showsWhyItWasNotSaved();
    void ticksFewModelsAndLeavesMany();
    void filtersAndTicksModels();

private:
    void type(const QString &text) { QTest::keyClicks(QApplication::focusWidget(), text); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }
    QAbstractButton *button(const QString &text) const { return test::buttonNamed(*m_dialog, text); }
    void passAll(const QStringList &models);

    std::unique_ptr<test::GuiClient> m_client;
    std::unique_ptr<ui::AddProvider> m_dialog;
};

void TestAddProvider::initTestCase()
{
    auto &app = *qobject_cast<QApplication *>(QCoreApplication::instance());
    ui::setUpApplication(app);
    ui::loadTranslation(app, QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestAddProvider::init()
{
    m_client = std::make_unique<test::GuiClient>();
    test::fillCatalog(*m_client);
    m_dialog = std::make_unique<ui::AddProvider>(*m_client);
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    QApplication::setActiveWindow(m_dialog.get());
    QTRY_VERIFY(QApplication::focusWidget());
}

void TestAddProvider::cleanup()
{
    m_dialog.reset();
    m_client.reset();
}

void TestAddProvider::passAll(const QStringList &models)
{
    for (int i = 0; i < 6; ++i)
        m_client->step(Kind(i), State::Passed, 10 + i);
    Q_EMIT m_client->testFinished(m_client->last, {true, {}, models});
}

void TestAddProvider::catalogFilters_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expectedFirst");
    QTest::addColumn<int>("expectedRows");
    QTest::newRow("nothing typed: this computer first") << QString() << u"ollama"_s << 12;
    QTest::newRow("a beginning") << u"open"_s << u"openai"_s << 3;
    QTest::newRow("another case") << u"OPENR"_s << u"openrouter"_s << 1;
    QTest::newRow("an id") << u"lm_"_s << u"lm_studio"_s << 1;
    QTest::newRow("a later word") << u"gemini"_s << u"gemini"_s << 1;
    QTest::newRow("spaces around") << u"  groq "_s << u"groq"_s << 1;
    QTest::newRow("no match") << u"zzz"_s << QString() << 0;
}

void TestAddProvider::catalogFilters()
{
    QFETCH(const QString, text);
    QFETCH(const QString, expectedFirst);
    QFETCH(const int, expectedRows);
    ui::CatalogModel model(m_client->entries);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFilter(text);
    QCOMPARE(model.rowCount(), expectedRows);
    if (expectedRows > 0)
        QCOMPARE(model.entry(0).id, expectedFirst);
}

void TestAddProvider::catalogDisablesWhatIsNotSupported()
{
    ui::CatalogModel model(m_client->entries);
    const int row = model.rowOf(u"sagemaker"_s);
    // Behind everything that can be chosen.
    QCOMPARE(row, model.rowCount() - 1);
    QVERIFY(!(model.flags(model.index(row)) & Qt::ItemIsSelectable));
    QCOMPARE(model.index(row).data(Qt::ToolTipRole).toString(), u"Its signatures are not supported yet."_s);
    m_dialog->choose(u"sagemaker"_s);
    QVERIFY(!test::says(*m_dialog, u"Amazon SageMaker"_s));
}

void TestAddProvider::addsAProviderByKeyboardAlone()
{
    QSignalSpy accepted(m_dialog.get(), &QDialog::accepted);
    type(u"openai"_s);
    press(Qt::Key_Return);
    QVERIFY(qobject_cast<ui::SecretEdit *>(QApplication::focusWidget()));
    type(u"sk-1234"_s);
    QVERIFY(!button(u"Save"_s)->isEnabled());
    press(Qt::Key_Tab);
    type(u"work"_s);
    press(Qt::Key_Return);   // The default button is the test.
    QCOMPARE(m_client->calls, QStringList{u"testProvider openai"_s});
    QCOMPARE(m_client->tested->name, u"work"_s);
    QCOMPARE(m_client->tested->key.reveal(), std::string("sk-1234"));
    QCOMPARE(m_client->tested->baseUrl, QString());
    QVERIFY(!button(u"Save"_s)->isEnabled());
    passAll({u"gpt"_s, u"mini"_s});
    QVERIFY(test::says(*m_dialog, u"It works and lists 2 models."_s));
    QVERIFY(button(u"Save"_s)->isEnabled());
    press(Qt::Key_Return);   // Now it is saving.
    QCOMPARE(m_client->calls.last(), u"addProvider openai"_s);
    QCOMPARE(m_client->addedModels, (QStringList{u"gpt"_s, u"mini"_s}));
    QCOMPARE(accepted.size(), 0);
    Q_EMIT m_client->providerAdded(m_client->last, {true, {}, {u"gpt"_s}});
    QCOMPARE(accepted.size(), 1);
}

void TestAddProvider::addsAProviderByMouse()
{
    auto *list = m_dialog->findChild<QListView *>();
    const QRect first = list->visualRect(list->model()->index(0, 0));
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, first.center());
    QVERIFY(test::says(*m_dialog, u"Ollama"_s));
    // A local program needs no key, so there is no field for one.
    QVERIFY(!m_dialog->findChild<ui::SecretEdit *>()->isVisible());
    test::click(button(u"Test"_s));
    QCOMPARE(m_client->calls, QStringList{u"testProvider ollama"_s});
    passAll({u"qwen3"_s});
    test::click(button(u"Save"_s));
    QCOMPARE(m_client->calls.last(), u"addProvider ollama"_s);
}

void TestAddProvider::refusesBadInput()
{
    m_dialog->choose(u"azure"_s);
    test::click(button(u"Test"_s));
    QCOMPARE(m_client->calls, QStringList());
    QVERIFY(test::says(*m_dialog, u"This provider needs a key."_s));
    QVERIFY(test::says(*m_dialog, u"This provider needs an address."_s));
    QVERIFY(m_dialog->findChild<ui::SecretEdit *>()->hasFocus());
    type(u"key"_s);
    QVERIFY(!test::says(*m_dialog, u"This provider needs a key."_s));
    QLineEdit *address = test::fieldNamed(*m_dialog, u"Address"_s);
    address->setFocus();
    type(u"name.openai.azure.com"_s);
    press(Qt::Key_Return);
    QCOMPARE(m_client->calls, QStringList());
    QVERIFY(test::says(*m_dialog,
                       u"This is not an address: it must begin with https:// or http:// and name a "
                       "computer."_s));
    address->selectAll();
    type(u"https://name.openai.azure.com"_s);
    press(Qt::Key_Return);
    QCOMPARE(m_client->calls, QStringList{u"testProvider azure"_s});
    QCOMPARE(m_client->tested->baseUrl, u"https://name.openai.azure.com"_s);
}

void TestAddProvider::showsTheFailedStepBesideItsField()
{
    m_dialog->choose(u"openai"_s);
    type(u"wrong"_s);
    press(Qt::Key_Return);
    m_client->step(Kind::Resolve, State::Passed, 8);
    m_client->step(Kind::Key, State::Failed, 300, u"The key is refused."_s);
    client::TestResult result;
    result.problem = u"401"_s;
    Q_EMIT m_client->testFinished(m_client->last, result);
    QVERIFY(test::says(*m_dialog, u"The key is refused."_s));
    QVERIFY(test::says(*m_dialog, u"401"_s));
    QVERIFY(m_dialog->findChild<ui::SecretEdit *>()->hasFocus());
    QVERIFY(m_dialog->findChild<ui::StepStrip *>()->accessibleName().contains(u"Key failed"_s));
    QVERIFY(!button(u"Save"_s)->isEnabled());
    // Typing over it takes the complaint away.
    type(u"right"_s);
    QVERIFY(!test::says(*m_dialog, u"The key is refused."_s));
    press(Qt::Key_Return);
    QCOMPARE(m_client->tested->key.reveal(), std::string("right"));
}

void TestAddProvider::escapeCancelsARunningTest()
{
    QSignalSpy rejected(m_dialog.get(), &QDialog::rejected);
    m_dialog->choose(u"openai"_s);
    type(u"key"_s);
    press(Qt::Key_Return);
    const client::Token token = m_client->last;
    press(Qt::Key_Escape);
    QCOMPARE(rejected.size(), 1);
    QCOMPARE(m_client->calls.last(), u"cancelTest %1"_s.arg(token));
}

void TestAddProvider::dropsAnswersOfAnOlderTest()
{
    m_dialog->choose(u"openai"_s);
    type(u"key"_s);
    press(Qt::Key_Return);
    const client::Token old = m_client->last;
    type(u"s"_s);   // Another key: the running test says nothing about it.
    QCOMPARE(m_client->calls.last(), u"cancelTest %1"_s.arg(old));
    Q_EMIT m_client->testFinished(old, {true, {}, {u"gpt"_s}});
    QVERIFY(m_dialog->findChild<ui::ModelPicker *>()->ticked().isEmpty());
    QVERIFY(!button(u"Save"_s)->isEnabled());
}

void TestAddProvider::asksOnceBeforeSavingUntested()
{
    m_dialog->choose(u"openai"_s);
    type(u"key"_s);
    QLineEdit *model = test::fieldNamed(*m_dialog, u"Filter, or type the name of a model"_s);
    model->setFocus();
    type(u"gpt-6"_s);
    press(Qt::Key_Return);
    QCOMPARE(m_dialog->findChild<ui::ModelPicker *>()->ticked(), QStringList{u"gpt-6"_s});
    test::click(button(u"Save"_s));
    QCOMPARE(m_client->calls, QStringList());
    QVERIFY(test::says(*m_dialog, u"This was not tested. Save all the same?"_s));
    test::click(button(u"Save anyway"_s));
    QCOMPARE(m_client->calls, QStringList{u"addProvider openai"_s});
    QCOMPARE(m_client->addedModels, QStringList{u"gpt-6"_s});
}

void TestAddProvider::showsWhyItWasNotSaved()
{
    QSignalSpy finished(m_dialog.get(), &QDialog::finished);
    m_dialog->choose(u"ollama"_s);
    test::click(button(u"Test"_s));
    passAll({u"qwen3"_s});
    test::click(button(u"Save"_s));
    QVERIFY(!button(u"Saving…"_s)->isEnabled());
    client::AddResult result;
    result.problem = u"config.yaml cannot be written."_s;
    Q_EMIT m_client->providerAdded(m_client->last, result);
    QCOMPARE(finished.size(), 0);
    QVERIFY(test::says(*m_dialog, u"config.yaml cannot be written."_s));
    QVERIFY(button(u"Save"_s)->isEnabled());
}

void TestAddProvider::ticksFewModelsAndLeavesMany()
{
    ui::ModelPicker picker;
    picker.setModels({u"a"_s, u"b"_s});
    QCOMPARE(picker.ticked(), (QStringList{u"a"_s, u"b"_s}));
    QStringList many;
    for (int i = 0; i <= ui::ModelPicker::kTickAllUpTo; ++i)
        many << u"m%1"_s.arg(i);
    picker.clear();
    picker.setModels(many);
    QCOMPARE(picker.ticked(), QStringList());
}

void TestAddProvider::filtersAndTicksModels()
{
    ui::ModelPicker picker;
    picker.setModels({u"gpt-5"_s, u"gpt-5-mini"_s, u"whisper"_s});
    picker.show();
    test::click(test::buttonNamed(picker, u"None"_s));
    QCOMPARE(picker.ticked(), QStringList());
    QLineEdit *find = picker.findChild<QLineEdit *>();
    QTest::keyClicks(find, u"gpt"_s);
    QCOMPARE(picker.findChild<QListView *>()->model()->rowCount(), 2);
    // Enter does not add what only filters.
    QTest::keyClick(find, Qt::Key_Return);
    QCOMPARE(find->text(), u"gpt"_s);
    test::click(test::buttonNamed(picker, u"All"_s));
    QCOMPARE(picker.ticked(), (QStringList{u"gpt-5"_s, u"gpt-5-mini"_s}));
    // What was added by hand outlives another test.
    find->clear();
    QTest::keyClicks(find, u"own"_s);
    QTest::keyClick(find, Qt::Key_Return);
    picker.setModels({u"gpt-5"_s});
    QCOMPARE(picker.ticked(), (QStringList{u"gpt-5"_s, u"own"_s}));
}

QTEST_MAIN(TestAddProvider)
#include "tst_addprovider.moc"
