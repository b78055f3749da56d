#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/addprovider.h"
#include "ui/framework/application.h"
#include "ui/framework/mainwindow.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace gw;
using namespace Qt::StringLiterals;

// Opens every page and the dialog, with and without data.
class TestPages final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void everyFocusableWidgetHasAName_data();
    void everyFocusableWidgetHasAName();
    void tabReachesEveryControl_data();
    void tabReachesEveryControl();
    void shortcutsOpenPages();
    void fitsItsDesignSize_data();
    void fitsItsDesignSize();
    void remembersPageAndSize();
    void closesWhileRequestsRun();

private:
    static void addRows();
    void open(bool filled);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<test::GuiClient> m_client;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestPages::initTestCase()
{
    ui::setUpApplication(*qobject_cast<QApplication *>(QCoreApplication::instance()));
}

void TestPages::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_client = std::make_unique<test::GuiClient>();
}

void TestPages::cleanup()
{
    m_window.reset();
    m_client.reset();
    m_settings.reset();
    m_folder.reset();
}

void TestPages::open(bool filled)
{
    if (filled) {
        test::fillProviders(*m_client);
        test::fillTraffic(*m_client);
        test::fillRequests(m_client->requests, 100);
        test::fillModels(m_client->modelsArea);
        test::fillServers(m_client->discoveryArea);
        m_client->state.configProblem = u"line 3: unknown key"_s;
    } else {
        test::fillCatalog(*m_client);
        m_client->state.state = client::EngineState::PortBusy;
    }
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->resize(1280, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QApplication::setActiveWindow(m_window.get());
}

void TestPages::addRows()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<bool>("filled");
    QTest::newRow("Home with data") << u"home"_s << true;
    QTest::newRow("Home at the first start") << u"home"_s << false;
    QTest::newRow("Traffic with requests") << u"traffic"_s << true;
    QTest::newRow("Traffic before the first") << u"traffic"_s << false;
    QTest::newRow("Models with deployments") << u"models"_s << true;
    QTest::newRow("Models without any") << u"models"_s << false;
    QTest::newRow("Providers with accounts") << u"providers"_s << true;
    QTest::newRow("Providers without any") << u"providers"_s << false;
}

void TestPages::everyFocusableWidgetHasAName_data()
{
    addRows();
    QTest::newRow("the dialog") << u"dialog"_s << true;
}

void TestPages::everyFocusableWidgetHasAName()
{
    QFETCH(const QString, page);
    QFETCH(const bool, filled);
    open(filled);
    if (page == "dialog"_L1) {
        ui::AddProvider dialog(*m_client);
        dialog.show();
        dialog.choose(u"openai"_s);
        QCOMPARE(test::namelessWidgets(dialog).join(u' '), QString());
        return;
    }
    m_window->openPage(page);
    QCOMPARE(m_window->currentPage(), page);
    QTRY_VERIFY(!m_client->answers || m_client->last > 0);
    QApplication::processEvents();
    QCOMPARE(test::namelessWidgets(*m_window).join(u' '), QString());
}

void TestPages::tabReachesEveryControl_data()
{
    addRows();
}

void TestPages::tabReachesEveryControl()
{
    QFETCH(const QString, page);
    QFETCH(const bool, filled);
    open(filled);
    m_window->openPage(page);
    QApplication::processEvents();
    const QList<QWidget *> order = test::tabOrder(*m_window);
    QStringList missed;
    for (QAbstractButton *button : m_window->findChildren<QAbstractButton *>())
        if (button->isVisibleTo(m_window.get()) && button->isEnabled() &&
            (button->focusPolicy() & Qt::TabFocus) && !order.contains(button))
            missed << button->text() + button->accessibleName();
    QCOMPARE(missed.join(u' '), QString());
    QVERIFY(order.size() >= 2);
}

void TestPages::shortcutsOpenPages()
{
    open(true);
    const QStringList ids = m_window->pageIds();
    QCOMPARE(ids.first(), u"home"_s);
    QVERIFY(ids.size() >= 3);
    QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(m_window->currentPage(), ids[1]);
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(m_window->currentPage(), u"home"_s);
}

void TestPages::fitsItsDesignSize_data()
{
    QTest::addColumn<QLocale>("locale");
    QTest::newRow("English") << QLocale(QLocale::English);
    QTest::newRow("German") << QLocale(QLocale::German);
    QTest::newRow("Chinese") << QLocale(QLocale::Chinese, QLocale::China);
}

void TestPages::fitsItsDesignSize()
{
    QFETCH(const QLocale, locale);
    auto &app = *qobject_cast<QApplication *>(QCoreApplication::instance());
    ui::loadTranslation(app, locale);
    open(true);
    for (const QString &id : m_window->pageIds())
        m_window->openPage(id);
    m_window->openPage(u"home"_s);
    QApplication::processEvents();
    const QSize least = m_window->minimumSizeHint();
    ui::loadTranslation(app, QLocale(QLocale::English));
    QVERIFY2(least.width() <= 1280 && least.height() <= 800,
             qPrintable(u"%1 x %2"_s.arg(least.width()).arg(least.height())));
}

void TestPages::remembersPageAndSize()
{
    open(true);
    m_window->openPage(u"providers"_s);
    m_window->resize(1300, 820);
    m_window->close();
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    QCOMPARE(m_window->currentPage(), u"providers"_s);
    QCOMPARE(m_window->size(), QSize(1300, 820));
}

void TestPages::closesWhileRequestsRun()
{
    open(true);
    Q_EMIT m_client->happened(test::liveEvents(*m_client, QDateTime::currentMSecsSinceEpoch() * 1000));
    QVERIFY(m_window->close());
    m_window.reset();
    // Nobody is left to be told.
    Q_EMIT m_client->statusChanged();
    Q_EMIT m_client->happened({});
}

QTEST_MAIN(TestPages)
#include "tst_pages.moc"
