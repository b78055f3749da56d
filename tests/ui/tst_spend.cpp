#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/charts/spendchart.h"
#include "ui/dialogs/spendarithmetic.h"
#include "ui/dialogs/spendwhatif.h"
#include "ui/framework/application.h"
#include "ui/framework/controls.h"
#include "ui/framework/mainwindow.h"
#include "ui/framework/tiles.h"
#include "ui/models/spendmodel.h"
#include "ui/pages/spend/legend.h"
#include "ui/pages/spend/report.h"
#include "ui/pages/traffic/filterfield.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QFileDialog>
#include <QSettings>
#include <QStackedBarSeries>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace gw;
using namespace gw::client;
using namespace Qt::StringLiterals;

namespace {

constexpr std::int64_t kCent = test::kCent;

}   // namespace

class TestSpendPage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void spansOfDays_data();
    void spansOfDays();
    void tellsPricesExactly_data();
    void tellsPricesExactly();
    void writesExactAmounts();
    void showsWhoSpentWhat();
    void keepsWhatWasChosen();
    void legendTakesBarsOut();
    void barOpensThatDay();
    void lineOpensItsRequests();
    void tellsHowItWasReckoned();
    void asksWhatIf();
    void exports();
    void saysWhenThereIsNothing();
    void saysWhyItCannotRead();
    void namesEverything();
    void offersAllGatewaysWhereThereAreOthers();

private:
    void open();
    test::FakeSpend &area() const { return m_client->spendArea; }
    QTableView *table() const
    {
        for (auto *view : m_window->findChildren<QTableView *>())
            if (qobject_cast<ui::SpendModel *>(view->model()))
                return view;
        return nullptr;
    }
    QString cell(int row, int column) const { return table()->model()->index(row, column).data().toString(); }
    ui::SpendChart *chart() const
    {
        return m_window->findChild<ui::Legend *>()->parentWidget()->findChild<ui::SpendChart *>();
    }
    qsizetype bars() const
    {
        const auto all = chart()->chart()->series();
        return qobject_cast<QStackedBarSeries *>(all.front())->barSets().size();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<test::GuiClient> m_client;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestSpendPage::initTestCase()
{
    auto &app = *qobject_cast<QApplication *>(QCoreApplication::instance());
    ui::setUpApplication(app);
    ui::loadTranslation(app, QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestSpendPage::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_client = std::make_unique<test::GuiClient>();
    test::fillProviders(*m_client);
    test::fillTraffic(*m_client);
    test::fillSpend(m_client->spendArea);
}

void TestSpendPage::cleanup()
{
    m_window.reset();
    m_client.reset();
    m_settings.reset();
    m_folder.reset();
}

void TestSpendPage::open()
{
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->resize(1280, 800);
    m_window->openPage(u"spend"_s);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QApplication::setActiveWindow(m_window.get());
}

void TestSpendPage::offersAllGatewaysWhereThereAreOthers()
{
    const auto choice = [this]() -> ui::Segmented * {
        for (auto *each : m_window->findChildren<ui::Segmented *>())
            if (each->accessibleName() == u"Whose spend"_s && each->isVisible())
                return each;
        return nullptr;
    };
    open();
    QVERIFY(!choice());
    m_window.reset();
    area().others = true;
    open();
    QVERIFY(choice());
    QTRY_COMPARE(area().calls.last(), u"report 0"_s);
    auto *whatIf = test::buttonNamed(*m_window, u"What if…"_s);
    QTRY_VERIFY(whatIf->isEnabled());
    choice()->setFocus();
    QTest::keyClick(choice(), Qt::Key_Right);
    QCOMPARE(area().calls.last(), u"report 0 of all"_s);
    // Single requests are this gateway's alone.
    QTRY_VERIFY(!whatIf->isEnabled());
    QVERIFY(!test::buttonNamed(*m_window, u"Its requests"_s)->isEnabled());
    // Kept for the next time.
    m_window.reset();
    area().calls.clear();
    open();
    QCOMPARE(area().calls.first(), u"report 0 of all"_s);
}

void TestSpendPage::spansOfDays_data()
{
    QTest::addColumn<int>("span");
    QTest::addColumn<QDate>("first");
    QTest::addColumn<QDate>("last");
    using Span = ui::SpendSpan;
    QTest::newRow("this month, to its end")
        << int(Span::ThisMonth) << QDate(2026, 3, 1) << QDate(2026, 3, 31);
    QTest::newRow("the month before") << int(Span::LastMonth) << QDate(2026, 2, 1) << QDate(2026, 2, 28);
    QTest::newRow("seven days with today") << int(Span::LastWeek) << QDate(2026, 2, 27) << QDate(2026, 3, 5);
    QTest::newRow("thirty days") << int(Span::LastMonthDays) << QDate(2026, 2, 4) << QDate(2026, 3, 5);
    QTest::newRow("the year so far") << int(Span::ThisYear) << QDate(2026, 1, 1) << QDate(2026, 3, 5);
}

void TestSpendPage::spansOfDays()
{
    QFETCH(const int, span);
    const SpendDays days = ui::daysOf(ui::SpendSpan(span), QDate(2026, 3, 5).toJulianDay());
    QTEST(QDate::fromJulianDay(days.first), "first");
    QTEST(QDate::fromJulianDay(days.last), "last");
}

void TestSpendPage::tellsPricesExactly_data()
{
    QTest::addColumn<std::int64_t>("pico");
    QTest::addColumn<QString>("text");
    QTest::newRow("whole dollars") << std::int64_t(3'000'000) << u"$3.00 / M"_s;
    QTest::newRow("cents") << std::int64_t(300'000) << u"$0.30 / M"_s;
    QTest::newRow("less than a cent") << std::int64_t(18'750) << u"$0.01875 / M"_s;
    QTest::newRow("the smallest") << std::int64_t(1) << u"$0.000001 / M"_s;
    QTest::newRow("free") << std::int64_t(0) << u"$0.00 / M"_s;
}

void TestSpendPage::tellsPricesExactly()
{
    QFETCH(const std::int64_t, pico);
    QTEST(ui::spendwords::perMillion(pico), "text");
}

void TestSpendPage::writesExactAmounts()
{
    SpendReport report{.by = SpendBy::Program,
                       .days = {QDate(2026, 3, 1).toJulianDay(), QDate(2026, 3, 2).toJulianDay()}};
    SpendName name{.name = u"=evil, \"quoted\""_s, .costByDay = {1, 2 * kCent}};
    name.sums.costPico = 2 * kCent + 1;
    name.sums.requests = 3;
    report.names = {name};
    QCOMPARE(ui::csvOf(report),
             QByteArray("Program,requests,failed,input_tokens,cached_tokens,output_tokens,cost_usd,without_"
                        "price,estimated,"
                        "2026-03-01,2026-03-02\n"
                        "\"'=evil, \"\"quoted\"\"\",3,0,0,0,0,0.020000000001,0,0,0.000000000001,0.02\n"));
}

void TestSpendPage::showsWhoSpentWhat()
{
    open();
    QTRY_COMPARE(table()->model()->rowCount(), 5);
    const QAbstractItemModelTester tester(table()->model(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(cell(0, ui::SpendModel::Name), u"claude-cli"_s);
    QCOMPARE(cell(0, ui::SpendModel::Requests), u"31,650"_s);
    QCOMPARE(cell(1, ui::SpendModel::Note), u"12 without a price"_s);
    QCOMPARE(cell(2, ui::SpendModel::Note), u"3 estimated"_s);
    double shares = 0;
    for (int row = 0; row < 5; ++row)
        shares += table()->model()->index(row, ui::SpendModel::Share).data(Qt::UserRole + 68).toDouble();
    QVERIFY(shares > 0.99 && shares < 1.01);
    // Four names, the rest together, and what is to come unless the month ends today.
    const QDate now = QDateTime::currentDateTimeUtc().date();
    QTRY_COMPARE(bars(), now.day() == now.daysInMonth() ? 5 : 6);
    QVERIFY(test::buttonNamed(*m_window, u"12 without a price"_s) ||
            test::shows(*m_window, u"without a price"_s));
}

void TestSpendPage::keepsWhatWasChosen()
{
    open();
    QTRY_COMPARE(table()->model()->rowCount(), 5);
    ui::Segmented *by = nullptr;
    for (auto *one : m_window->findChildren<ui::Segmented *>())
        by = one->isVisible() ? one : by;
    QVERIFY(by);
    by->setFocus();
    QTest::keyClick(by, Qt::Key_Right);
    QTRY_COMPARE(area().calls.last(), u"report 1"_s);
    m_window.reset();
    area().calls.clear();
    open();
    QTRY_COMPARE(area().calls, QStringList{u"report 1"_s});
}

void TestSpendPage::legendTakesBarsOut()
{
    open();
    QTRY_COMPARE(table()->model()->rowCount(), 5);
    const qsizetype before = bars();
    const ui::Legend &legend = *m_window->findChild<ui::Legend *>();
    QTRY_VERIFY(test::buttonNamed(legend, u"codex"_s));
    auto *entry = test::buttonNamed(legend, u"codex"_s);
    test::click(entry);
    QCOMPARE(bars(), before - 1);
    entry->setFocus();
    QTest::keyClick(entry, Qt::Key_Space);
    QCOMPARE(bars(), before);
}

void TestSpendPage::barOpensThatDay()
{
    open();
    QTRY_COMPARE(table()->model()->rowCount(), 5);
    QTest::qWait(50);
    QChart &plot = *chart()->chart();
    const QPointF place = plot.mapToPosition({0, 0.1}, plot.series().front());
    QTest::mouseClick(chart()->viewport(), Qt::LeftButton, {}, chart()->mapFromScene(plot.mapToScene(place)));
    QTRY_COMPARE(m_window->currentPage(), u"traffic"_s);
    const TrafficFilter asked = m_client->requests.lastFilter;
    const QDate first(
        QDateTime::currentDateTimeUtc().date().addDays(1 - QDateTime::currentDateTimeUtc().date().day()));
    const std::int64_t fromUs = first.startOfDay(Qt::UTC).toMSecsSinceEpoch() * 1000;
    QCOMPARE(asked.fromUs, std::optional(fromUs));
    QCOMPARE(asked.untilUs, std::optional(fromUs + 86'400'000'000));
}

void TestSpendPage::lineOpensItsRequests()
{
    open();
    QTRY_COMPARE(table()->model()->rowCount(), 5);
    table()->setFocus();
    table()->setCurrentIndex(table()->model()->index(1, 0));
    QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
    QTRY_COMPARE(m_window->currentPage(), u"traffic"_s);
    QCOMPARE(m_window->findChild<ui::FilterField *>()->text(), u"app:codex/"_s);
}

void TestSpendPage::tellsHowItWasReckoned()
{
    open();
    QTRY_COMPARE(table()->model()->rowCount(), 5);
    table()->setFocus();
    table()->setCurrentIndex(table()->model()->index(0, 0));
    QTest::keyClick(table(), Qt::Key_Return);
    auto *dialog = m_window->findChild<ui::SpendArithmetic *>();
    QVERIFY(dialog);
    QTRY_VERIFY(test::says(*dialog, u"× $15.00 / M"_s));
    QCOMPARE(area().calls.last(), u"arithmetic app:claude-cli/"_s);
    QVERIFY(test::says(*dialog, u"1,021,000"_s));
    QVERIFY(test::says(*dialog, u"$15.3150"_s));
    QVERIFY(test::says(*dialog, u"$36.55"_s));
    QVERIFY(test::shows(*dialog, u"3 estimated"_s));
    test::click(test::buttonNamed(*dialog, u"Show its requests"_s));
    QTRY_COMPARE(m_window->currentPage(), u"traffic"_s);
}

void TestSpendPage::asksWhatIf()
{
    open();
    QTRY_COMPARE(table()->model()->rowCount(), 5);
    test::click(test::buttonNamed(*m_window, u"What if…"_s));
    auto *dialog = m_window->findChild<ui::SpendWhatIf *>();
    QVERIFY(dialog);
    QTRY_VERIFY(test::says(*dialog, u"$35.49"_s));
    QVERIFY(test::says(*dialog, u"−$27.37"_s));
    QVERIFY(test::says(*dialog, u"+$0.14"_s));
    QVERIFY(test::says(*dialog, u"$50.54"_s));
    QCOMPARE(area().calls.last(), u"whatIf  d1"_s);
    const auto boxes = dialog->findChildren<QComboBox *>();
    boxes.at(1)->setFocus();
    QTest::keyClick(boxes.at(1), Qt::Key_Down);
    QTRY_COMPARE(area().calls.last(), u"whatIf  d2"_s);
    boxes.at(0)->setCurrentIndex(1);
    QTRY_COMPARE(area().calls.last(), u"whatIf app:claude-cli/ d2"_s);
    QCOMPARE(test::namelessWidgets(*dialog), QStringList());
}

void TestSpendPage::exports()
{
    open();
    QTRY_COMPARE(table()->model()->rowCount(), 5);
    QTest::keyClick(m_window.get(), Qt::Key_E, Qt::ControlModifier);
    auto *dialog = m_window->findChild<QFileDialog *>();
    QVERIFY(dialog);
    const QString path = m_folder->filePath(u"spend.csv"_s);
    Q_EMIT dialog->fileSelected(path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().count('\n'), 6);
    QVERIFY(test::shows(*m_window, u"Written to"_s));
}

void TestSpendPage::saysWhenThereIsNothing()
{
    area().report = {};
    area().report.today = QDateTime::currentDateTimeUtc().date().toJulianDay();
    open();
    QTRY_VERIFY(test::says(*m_window, u"No spend in these days"_s));
    QVERIFY(!test::buttonNamed(*m_window, u"What if…"_s)->isEnabled());
}

void TestSpendPage::saysWhyItCannotRead()
{
    area().report.problem = u"database disk image is malformed"_s;
    open();
    QTRY_VERIFY(test::says(*m_window, u"The ledger cannot be read"_s));
    area().report.problem.clear();
    test::click(test::buttonNamed(*m_window, u"Try again"_s));
    QTRY_VERIFY(test::buttonNamed(*m_window, u"Its requests"_s));
}

void TestSpendPage::namesEverything()
{
    open();
    QTRY_COMPARE(table()->model()->rowCount(), 5);
    QCOMPARE(test::namelessWidgets(*m_window), QStringList());
}

QTEST_MAIN(TestSpendPage)
#include "tst_spend.moc"
