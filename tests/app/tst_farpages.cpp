#include "core/client/gatewayclient.h"
#include "core/remoteclient/places.h"
#include "core/remoteclient/remoteclient.h"
#include "tests/support/guifinders.h"
#include "ui/framework/application.h"
#include "ui/framework/gatewaywindow.h"
#include "ui/framework/mainwindow.h"

#include <QApplication>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace gw;
using namespace gw::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 15'000;

using Reach = client::Place::Reach;

constexpr char kConfig[] = R"(model_list:
  - model_name: chat
    litellm_params: {model: openai/gpt-4o, mock_response: I am here, api_key: sk-test-one}
general_settings: {master_key: sk-of-the-administrator}
)";

}   // namespace

// The whole window over a porticod: its pages show what runs there, and what is done in them happens there.
class TestFarPages final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::setUpApplication(*qApp); }
    void showsWhatRunsThere();

private:
    std::uint16_t start(QProcess &gateway, std::uint16_t port);

    QTemporaryDir m_folder;
};

std::uint16_t TestFarPages::start(QProcess &gateway, std::uint16_t port)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"XDG_DATA_HOME"_s, m_folder.filePath(u"data"_s));
    gateway.setProcessEnvironment(environment);
    gateway.start(QStringLiteral(GW_BINARY_DIR "/bin/porticod"),
                  {u"--config"_s, m_folder.filePath(u"config.yaml"_s), u"--port"_s, QString::number(port)});
    static const QRegularExpression listening(u"running on http://[^:]+:(\\d+)"_s);
    QString said;
    const bool runs = QTest::qWaitFor(
        [&] {
            said += QString::fromUtf8(gateway.readAllStandardOutput());
            return listening.match(said).hasMatch();
        },
        kPatienceMs);
    return runs ? listening.match(said).captured(1).toUShort() : 0;
}

void TestFarPages::showsWhatRunsThere()
{
    QFile config(m_folder.filePath(u"config.yaml"_s));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write(kConfig);
    config.close();
    QProcess gateway;
    const std::uint16_t port = start(gateway, 0);
    QVERIFY(port != 0);
    // This computer's, as far as this is about, is another gateway elsewhere that nobody reaches.
    const auto here = client::makeRemoteClient({.url = QUrl(u"http://127.0.0.1:9"_s), .key = {}});
    QSettings settings(m_folder.filePath(u"window.ini"_s), QSettings::IniFormat);
    client::Places places(*here, settings,
                          {.store = [](const std::string &, const Secret &) { return Result<void>(); },
                           .read = [](const std::string &) { return Secret("sk-of-the-administrator"); },
                           .forget = [](const std::string &) {}});
    const auto saved = places.save({{.name = u"Office"_s, .address = u"http://127.0.0.1:%1"_s.arg(port)},
                                    Secret("sk-of-the-administrator")});
    ui::GatewayWindow window(places, settings);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    places.visit(saved.id);
    QTRY_COMPARE_WITH_TIMEOUT(places.gateway().place().reach, Reach::Connected, kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(shows(window, u"Connected to Office"_s), kPatienceMs);
    for (const QString &page : window.main().pageIds()) {
        window.main().openPage(page);
        QTest::qWait(300);
        QVERIFY2(!shows(window, u"No connection"_s), qPrintable(page));
    }
    QVERIFY(window.main().actions().trigger(u"traffic.pause"_s));
    QTRY_VERIFY_WITH_TIMEOUT(shows(window, u"All traffic is paused"_s), kPatienceMs);

    gateway.kill();
    QTRY_VERIFY_WITH_TIMEOUT(shows(window, u"No connection to Office"_s), 2'000);
    for (const QString &page : window.main().pageIds()) {
        window.main().openPage(page);
        QTRY_VERIFY2(shows(window, u"No connection to Office"_s), qPrintable(page));
    }
    gateway.waitForFinished();
    QCOMPARE(start(gateway, port), port);
    QTRY_VERIFY_WITH_TIMEOUT(shows(window, u"Connected to Office"_s), kPatienceMs);
    QVERIFY(!shows(window, u"All traffic is paused"_s));   // Not kept over a restart.
    places.visit({});
    QTRY_VERIFY(places.current().isEmpty());
    gateway.kill();
    gateway.waitForFinished();
}

QTEST_MAIN(TestFarPages)
#include "tst_farpages.moc"
