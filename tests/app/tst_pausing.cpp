#include "app/windowparts.h"
#include "tests/support/preparedbackend.h"
#include "ui/framework/application.h"
#include "ui/framework/mainwindow.h"
#include "ui/framework/tray.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace gw;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 15'000;
constexpr double kAtOnceMs = 100;

const QByteArray kConfig = R"(model_list:
  - model_name: chat
    litellm_params: {model: openai/gpt-4o, mock_response: hello, api_key: sk-test}
)";

std::optional<std::string> environment(const std::string &name)
{
    return name == "PORTICO_VAULT_KEY" ? std::optional(std::string(64, 'a')) : std::nullopt;
}

struct Answer
{
    int status = 0;
    QByteArray retryAfter;
    QByteArray body;
};

}   // namespace

// All traffic is stopped at once, from the window and from the tray, over a real gateway.
class TestPausing final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void stopsAtOnce_data();
    void stopsAtOnce();

private:
    Answer ask();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<app::Backend> m_backend;
    std::unique_ptr<client::InProcessClient> m_client;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<ui::MainWindow> m_window;
    QNetworkAccessManager m_network;
};

void TestPausing::init()
{
    auto &app = *qobject_cast<QApplication *>(QCoreApplication::instance());
    ui::setUpApplication(app);
    ui::loadTranslation(app, QLocale(QLocale::English, QLocale::UnitedStates));
    m_folder = std::make_unique<QTemporaryDir>();
    m_backend = test::preparedBackend(m_folder->path(), kConfig, &environment);
    QVERIFY(m_backend);
    m_client = std::make_unique<client::InProcessClient>(app::windowParts(*m_backend));
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"window.ini"_s), QSettings::IniFormat);
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QApplication::setActiveWindow(m_window.get());
    m_client->setRunning(true);
    QVERIFY(m_client->status().state == client::EngineState::Running);
}

void TestPausing::cleanup()
{
    m_window.reset();
    m_settings.reset();
    m_client.reset();
    m_backend.reset();
    m_folder.reset();
}

Answer TestPausing::ask()
{
    QNetworkRequest request(QUrl(u"http://127.0.0.1:%1/v1/chat/completions"_s.arg(m_client->status().port)));
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
    request.setRawHeader("Authorization",
                         QByteArray::fromStdString("Bearer " + m_client->masterKey().reveal()));
    const std::unique_ptr<QNetworkReply> reply(m_network.post(
        request, QByteArrayLiteral(R"({"model":"chat","messages":[{"role":"user","content":"hi"}]})")));
    [&] { QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), kPatienceMs); }();
    return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
            reply->rawHeader("retry-after"), reply->readAll()};
}

void TestPausing::stopsAtOnce_data()
{
    QTest::addColumn<bool>("byTray");
    QTest::newRow("Ctrl+Shift+P") << false;
    QTest::newRow("the tray's menu") << true;
}

void TestPausing::stopsAtOnce()
{
    QFETCH(const bool, byTray);
    ui::Tray tray(*m_client, m_window->actions());
    const auto press = [&] {
        if (!byTray)
            return QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        for (QAction *action : tray.menu().actions())
            if (action->text().contains(u"all traffic"_s) && action->isEnabled())
                return action->trigger();
    };
    QCOMPARE(ask().status, 200);
    QElapsedTimer timer;
    timer.start();
    press();
    const double pressedMs = double(timer.nsecsElapsed()) / 1e6;
    const Answer refused = ask();
    const double refusedMs = double(timer.nsecsElapsed()) / 1e6;
    qInfo("FIGURE paused %.1f ms after the key, the next request refused after %.1f ms", pressedMs,
          refusedMs);
    QVERIFY(pressedMs < kAtOnceMs);
    QCOMPARE(refused.status, 503);
    QCOMPARE(refused.retryAfter, QByteArrayLiteral("5"));
    QVERIFY(refused.body.contains("All traffic is paused in Portico"));
    press();
    QCOMPARE(ask().status, 200);
}

QTEST_MAIN(TestPausing)
#include "tst_pausing.moc"
