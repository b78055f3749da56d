#include "core/localclient/localtraffic.h"
#include "tests/support/bulkledger.h"
#include "tests/support/guiclient.h"
#include "ui/framework/application.h"
#include "ui/framework/mainwindow.h"
#include "ui/models/trafficmodel.h"
#include "ui/pages/traffic/filterfield.h"
#include "ui/pages/traffic/trafficview.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <memory>
#include <sys/resource.h>
#include <unistd.h>

using namespace gw;
using namespace Qt::StringLiterals;

namespace {

constexpr int kRequests = 1'000'000;
// On a machine with other work a figure may be this many times the one that is promised.
constexpr int kSlack = 3;

double milliseconds(const QElapsedTimer &timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

// Of the process, in MB.
double residentMb()
{
    QFile status(u"/proc/self/statm"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    return double(status.readAll().split(' ').value(1).toLongLong()) * double(sysconf(_SC_PAGESIZE)) / 1e6;
}

// Of this thread, in seconds.
double cpuSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_THREAD, &usage);
    return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

}   // namespace

// The page over a real ledger of a million requests. Figures are printed; bounds are generous.
class TestTrafficSpeed final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void opens();
    void findsFirstMatches_data();
    void findsFirstMatches();
    void turnsPages();
    void jumpsByTime();
    void takesFiveHundredASecond_data();
    void takesFiveHundredASecond();

private:
    ui::TrafficView *list() const { return m_window->findChild<ui::TrafficView *>(); }
    ui::TrafficModel *model() const { return m_window->findChild<ui::TrafficModel *>(); }
    ui::FilterField *filter() const { return m_window->findChild<ui::FilterField *>(); }

    QTemporaryDir m_folder;
    std::int64_t m_newestUs = 0;
    std::unique_ptr<client::LocalTraffic> m_traffic;
    std::unique_ptr<test::GuiClient> m_client;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestTrafficSpeed::initTestCase()
{
    auto &app = *qobject_cast<QApplication *>(QCoreApplication::instance());
    ui::setUpApplication(app);
    m_newestUs = QDateTime::currentMSecsSinceEpoch() * 1000 - 60'000'000;
    QVERIFY(ledger::test::makeBulkLedger(m_folder.path(), kRequests, m_newestUs));
    m_settings = std::make_unique<QSettings>(m_folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_settings->setValue(u"window/timeRange"_s, u"All"_s);
    m_client = std::make_unique<test::GuiClient>();
    test::fillProviders(*m_client);
    test::fillTraffic(*m_client);
    m_traffic = std::make_unique<client::LocalTraffic>(m_folder.path().toStdString());
    m_client->otherRequests = m_traffic.get();
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->resize(1280, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestTrafficSpeed::cleanupTestCase()
{
    m_window.reset();
    m_client.reset();
    m_traffic.reset();
}

void TestTrafficSpeed::opens()
{
    const double before = residentMb();
    QElapsedTimer timer;
    timer.start();
    m_window->openPage(u"traffic"_s);
    QVERIFY(QTest::qWaitFor([this] { return model()->row(0) != nullptr; }, 10'000));
    const double firstMs = milliseconds(timer);
    QVERIFY(QTest::qWaitFor([this] { return model()->isCounted(); }, 20'000));
    qInfo("FIGURE page open: first rows after %.0f ms, all %d after %.0f ms", firstMs, model()->rowCount(),
          milliseconds(timer));
    QCOMPARE(model()->rowCount(), kRequests + 4);
    qInfo("FIGURE the page with a million rows: %.0f MB", residentMb() - before);
    QVERIFY(residentMb() - before < 100);
    // The page itself is made meanwhile.
    QVERIFY(firstMs < 200 * kSlack);
}

void TestTrafficSpeed::findsFirstMatches_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("expected");
    QTest::newRow("errors") << u"status>=400"_s << kRequests / 50;
    QTest::newRow("a rare model") << u"model:rare"_s << 100;
    QTest::newRow("free text") << u"rate_limit"_s << kRequests / 50 + 1;
    QTest::newRow("everything again") << u""_s << kRequests + 4;
}

void TestTrafficSpeed::findsFirstMatches()
{
    QFETCH(const QString, text);
    QFETCH(const int, expected);
    bool first = false;
    double firstMs = 0;
    QElapsedTimer timer;
    const QObject scope;
    connect(model(), &QAbstractItemModel::modelReset, &scope, [&] {
        firstMs = first ? firstMs : milliseconds(timer);
        first = true;
    });
    timer.start();
    filter()->put(text);
    QVERIFY(QTest::qWaitFor([&] { return first && model()->isCounted(); }, 20'000));
    qInfo("FIGURE filter %s: first matches after %.1f ms, all %d after %.0f ms", QTest::currentDataTag(),
          firstMs, model()->rowCount(), milliseconds(timer));
    QCOMPARE(model()->rowCount(), expected);
    QVERIFY(firstMs < 100 * kSlack);
}

void TestTrafficSpeed::turnsPages()
{
    double most = 0;
    for (int i = 1; i <= 40; ++i) {
        const int row = int(std::int64_t(i) * 7'919 * 31 % kRequests);
        QElapsedTimer timer;
        timer.start();
        list()->verticalScrollBar()->setValue(row);
        // Not qWaitFor(): it sleeps for 10 ms between two looks, which is longer than all the rest.
        QEventLoop waiting;
        QTimer::singleShot(5'000, &waiting, &QEventLoop::quit);
        connect(model(), &QAbstractItemModel::dataChanged, &waiting, [&] {
            if (model()->row(row))
                waiting.quit();
        });
        if (!model()->row(row))
            waiting.exec();
        QVERIFY(model()->row(row));
        list()->viewport()->repaint();
        most = std::max(most, milliseconds(timer));
    }
    qInfo("FIGURE page switch, slowest of 40 anywhere in the list: %.1f ms; %zu pages are held", most,
          model()->loadedPages());
    QVERIFY(most < 50 * kSlack);
    QVERIFY(model()->loadedPages() <= ui::TrafficModel::kMaxLoadedPages);
}

void TestTrafficSpeed::jumpsByTime()
{
    int landed = -1;
    const QObject scope;
    connect(model(), &ui::TrafficModel::jumped, &scope, [&](int row) { landed = row; });
    QElapsedTimer timer;
    timer.start();
    model()->jumpTo(m_newestUs - std::int64_t(kRequests) / 3 * ledger::test::kBulkStepUs);
    QVERIFY(QTest::qWaitFor([&] { return landed >= 0; }, 5'000));
    qInfo("FIGURE jump by time: %.1f ms", milliseconds(timer));
    QVERIFY(std::abs(landed - kRequests / 3) <= 2);
    QVERIFY(milliseconds(timer) < 100 * kSlack);
}

void TestTrafficSpeed::takesFiveHundredASecond_data()
{
    QTest::addColumn<bool>("follow");
    QTest::newRow("kept back") << false;
    QTest::newRow("followed") << true;
}

void TestTrafficSpeed::takesFiveHundredASecond()
{
    QFETCH(const bool, follow);
    constexpr int seconds = 4;
    constexpr int batch = 50;   // Ten a second.
    list()->verticalScrollBar()->setValue(0);
    model()->setFollowing(follow);
    QTest::qWait(300);
    static std::uint64_t number = 0;
    double longest = 0;
    double inserting = 0;
    QElapsedTimer gap;
    QTimer beat;
    const QObject scope;
    connect(&beat, &QTimer::timeout, &scope, [&] {
        longest = std::max(longest, milliseconds(gap));
        gap.restart();
    });
    int batches = 0;
    QTimer feed;
    connect(&feed, &QTimer::timeout, &scope, [&] {
        const std::int64_t now = QDateTime::currentMSecsSinceEpoch() * 1000;
        std::vector<events::Event> happened;
        for (int i = 0; i < batch; ++i, ++number) {
            const auto row = test::requestAt(now - 100'000 + i * 2'000, 10'000'000 + number);
            happened.push_back(test::startedEvent(row));
            happened.push_back(test::finishedEvent(row));
        }
        const double before = cpuSeconds();
        Q_EMIT m_client->happened(happened);
        inserting += cpuSeconds() - before;
        if (++batches == seconds * 10)
            feed.stop();
    });
    const int rows = model()->rowCount();
    gap.start();
    beat.start(2);
    const double before = cpuSeconds();
    QElapsedTimer wall;
    wall.start();
    feed.start(100);
    QVERIFY(QTest::qWaitFor([&] { return !feed.isActive(); }, 60'000));
    QTest::qWait(100);
    const double elapsed = milliseconds(wall) / 1e3;
    beat.stop();
    // The timer that watches costs too: its part is measured alone.
    const double whole = cpuSeconds() - before;
    const double quietBefore = cpuSeconds();
    wall.restart();
    beat.start(2);
    QTest::qWait(1'000);
    beat.stop();
    const double quiet = (cpuSeconds() - quietBefore) / (milliseconds(wall) / 1e3);
    const double share = std::max(0.0, whole / elapsed - quiet) * 100;
    qInfo("FIGURE 500 requests a second, %s: %.1f %% CPU (of which taking them in %.1f %%), longest pause of "
          "the event loop %.0f ms",
          QTest::currentDataTag(), share, inserting / elapsed * 100, longest);
    QCOMPARE(model()->rowCount() - rows + model()->newCount(), seconds * 10 * batch);
    QVERIFY(longest < 50 * kSlack * 2);
    QVERIFY(share < 10 * kSlack);
}

QTEST_MAIN(TestTrafficSpeed)
#include "tst_trafficspeed.moc"
