#include "app/windowparts.h"
#include "ui/framework/application.h"
#include "ui/framework/mainwindow.h"
#include "ui/pages/traffic/inspector.h"
#include "ui/pages/traffic/trafficview.h"

#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace gw;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 20'000;
constexpr int kMaxTabs = 80;

// A backend of its own folder, whose vault opens without asking any keychain.
std::unique_ptr<app::Backend> makeBackend(app::Face face, const QString &folder, const QString &configText)
{
    app::Options options;
    options.port = 0;
    options.dataFolder = (folder + u"/data"_s).toStdString();
    app::BackendPaths paths;
    paths.data = folder + u"/data"_s;
    paths.config = folder + u"/config.yaml"_s;
    if (!configText.isEmpty()) {
        QFile file(paths.config);
        if (!file.open(QIODevice::WriteOnly) || file.write(configText.toUtf8()) < 0)
            return nullptr;
        options.config = paths.config.toStdString();
    }
    const auto environment = [](const std::string &name) -> std::optional<std::string> {
        if (name == "PORTICO_VAULT_KEY")
            return std::string(64, 'a');
        return std::nullopt;
    };
    return std::make_unique<app::Backend>(face, options, paths, environment);
}

// Presses Tab until a widget that matches has the focus.
template <typename Match>
QWidget *tabTo(QWidget *window, Match match)
{
    for (int i = 0; i < kMaxTabs; ++i) {
        QWidget *focus = window->window()->focusWidget();
        if (focus && match(focus))
            return focus;
        QTest::keyClick(focus ? focus : window, Qt::Key_Tab);
    }
    return nullptr;
}

auto isButton(const QString &text)
{
    return [text](QWidget *widget) {
        const auto *button = qobject_cast<QPushButton *>(widget);
        return button && button->text().contains(text) && button->isEnabled() && button->isVisible();
    };
}

auto isFieldOf(const QWidget *window, const QString &label)
{
    return [window, label](QWidget *widget) {
        for (const QLabel *text : window->findChildren<QLabel *>()) {
            if (text->buddy() == widget && text->text().contains(label))
                return true;
        }
        return false;
    };
}

}   // namespace

// A person with a keyboard and a local server: from an empty window to the first request, on the real
// gateway.
class TestFirstRequest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addsAProviderByKeyboardAndSeesItsFirstRequest();
    void takesAFoundServerAndItsAnswerInTwoClicks();
};

void TestFirstRequest::addsAProviderByKeyboardAndSeesItsFirstRequest()
{
    // The local server is a gateway whose model answers by itself.
    QTemporaryDir upstreamFolder;
    const auto upstream = makeBackend(
        app::Face::Headless, upstreamFolder.path(),
        u"model_list:\n  - model_name: tiny-model\n    litellm_params:\n      model: openai/tiny\n"
        "      mock_response: Hello from next door\n"_s);
    QVERIFY(upstream);
    const auto prepared = upstream->prepare();
    QVERIFY2(prepared.ok(), prepared.ok() ? "" : prepared.error().message.c_str());
    const auto upstreamPort = upstream->listen();
    QVERIFY(upstreamPort.ok());

    QTemporaryDir folder;
    const auto backend = makeBackend(app::Face::Desktop, folder.path(), {});
    const auto ready = backend->prepare();
    QVERIFY2(ready.ok(), ready.ok() ? "" : ready.error().message.c_str());
    client::InProcessClient client(app::windowParts(*backend));
    connect(backend.get(), &app::Backend::configApplied, &client, &client::InProcessClient::configApplied);
    QSettings settings(folder.filePath(u"window.ini"_s), QSettings::IniFormat);
    ui::MainWindow window(client, settings);
    window.show();
    client.setRunning(true);
    QVERIFY(client.status().state == client::EngineState::Running);
    QVERIFY(QTest::qWaitForWindowActive(&window));

    const auto openPage = [&window](const QString &id) {
        QTest::keyClick(&window, Qt::Key(Qt::Key_1 + window.pageIds().indexOf(id)), Qt::ControlModifier);
        QTRY_COMPARE(window.currentPage(), id);
    };
    openPage(u"providers"_s);
    QWidget *add = tabTo(&window, isButton(u"Add provider"_s));
    QVERIFY(add);
    QTest::keyClick(add, Qt::Key_Space);
    QPointer<QDialog> dialog;
    QTRY_VERIFY((dialog = window.findChild<QDialog *>()) && dialog->isVisible());

    QTest::keyClicks(dialog->focusWidget(), u"lm studio"_s);
    QTest::keyClick(dialog->focusWidget(), Qt::Key_Down);
    QWidget *address = tabTo(dialog, isFieldOf(dialog, u"Address"_s));
    QVERIFY(address);
    QTest::keyClicks(address, u"http://127.0.0.1:%1/v1"_s.arg(upstreamPort.value()));
    QSignalSpy tested(&client, &client::GatewayClient::testFinished);
    QWidget *test = tabTo(dialog, isButton(u"Test"_s));
    QVERIFY(test);
    QTest::keyClick(test, Qt::Key_Space);
    QVERIFY(tested.wait(kPatienceMs));
    const auto result = tested.front().at(1).value<client::TestResult>();
    QVERIFY2(result.ok, qPrintable(result.problem));
    QCOMPARE(result.models, QStringList{u"tiny-model"_s});

    QSignalSpy added(&client, &client::GatewayClient::providerAdded);
    QWidget *save = tabTo(dialog, isButton(u"Save"_s));
    QVERIFY(save);
    QTest::keyClick(save, Qt::Key_Space);
    QVERIFY(added.wait(kPatienceMs));
    const auto addition = added.front().at(1).value<client::AddResult>();
    QVERIFY2(addition.ok, qPrintable(addition.problem));
    QTRY_COMPARE(client.status().deployments, 1);
    // Keys reach the window again once the dialog is gone.
    QTRY_VERIFY(!dialog || !dialog->isVisible());
    window.activateWindow();
    QTRY_VERIFY(window.isActiveWindow());

    openPage(u"home"_s);
    QSignalSpy answered(&client, &client::GatewayClient::testRequestFinished);
    QWidget *send = tabTo(&window, isButton(u"Send a test"_s));
    QVERIFY(send);
    QTest::keyClick(send, Qt::Key_Space);
    QVERIFY(answered.wait(kPatienceMs));
    QCOMPARE(answered.front().at(1).toString(), u"Hello from next door"_s);

    const auto recent = [&window]() -> QTableView * {
        for (QTableView *table : window.findChildren<QTableView *>()) {
            if (table->accessibleName() == u"Recent requests"_s)
                return table;
        }
        return nullptr;
    };
    QTRY_VERIFY_WITH_TIMEOUT(recent() && recent()->model()->rowCount() > 0, kPatienceMs);
    QString row;
    for (int column = 0; column < recent()->model()->columnCount(); ++column)
        row += recent()->model()->index(0, column).data().toString() + u' ';
    QVERIFY2(row.contains(u"tiny-model"_s), qPrintable(row));

    // The ledger tells the same on page Traffic, with the attempt behind it.
    openPage(u"traffic"_s);
    auto *list = window.findChild<ui::TrafficView *>();
    QVERIFY(list);
    QTRY_COMPARE_WITH_TIMEOUT(list->model()->rowCount(), 1, kPatienceMs);
    QTest::keyClick(list, Qt::Key_J);
    auto *inspector = window.findChild<ui::Inspector *>();
    inspector->setTab(ui::Inspector::Route);
    const auto says = [inspector](const QString &text) {
        const auto labels = inspector->findChildren<QLabel *>();
        return std::any_of(labels.cbegin(), labels.cend(),
                           [&](const QLabel *label) { return label->text().contains(text); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(says(u"lm_studio · tiny-model"_s), kPatienceMs);
    QVERIFY(says(u"200"_s));
    inspector->setTab(ui::Inspector::Cost);
    QTRY_VERIFY(says(u"Price table"_s));
}

void TestFirstRequest::takesAFoundServerAndItsAnswerInTwoClicks()
{
    QTemporaryDir upstreamFolder;
    const auto upstream = makeBackend(
        app::Face::Headless, upstreamFolder.path(),
        u"model_list:\n  - model_name: tiny-model\n    litellm_params:\n      model: openai/tiny\n"
        "      mock_response: Hello from this computer\n"_s);
    QVERIFY(upstream && upstream->prepare().ok());
    const auto upstreamPort = upstream->listen();
    QVERIFY(upstreamPort.ok());

    QTemporaryDir folder;
    const auto backend = makeBackend(app::Face::Desktop, folder.path(), {});
    QVERIFY(backend->prepare().ok());
    client::InProcessParts parts = app::windowParts(*backend);
    parts.localPorts = {{upstreamPort.value(), tools::ServerKind::Jan}};
    client::InProcessClient client(std::move(parts));
    connect(backend.get(), &app::Backend::configApplied, &client, &client::InProcessClient::configApplied);
    QSettings settings(folder.filePath(u"window.ini"_s), QSettings::IniFormat);
    ui::MainWindow window(client, settings);
    window.show();
    client.setRunning(true);
    QVERIFY(QTest::qWaitForWindowActive(&window));

    const auto shown = [&](const QString &text) -> QPushButton * {
        for (QPushButton *push : window.findChildren<QPushButton *>())
            if (push->isVisible() && push->isEnabled() && push->text() == text)
                return push;
        return nullptr;
    };
    QTRY_VERIFY_WITH_TIMEOUT(shown(u"Use Jan"_s), kPatienceMs);
    QTest::mouseClick(shown(u"Use Jan"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(shown(u"Send a test"_s), kPatienceMs);
    QCOMPARE(client.accounts().size(), std::size_t(1));
    QCOMPARE(client.accounts().front().name, u"Jan"_s);
    QSignalSpy answered(&client, &client::GatewayClient::testRequestFinished);
    QTest::mouseClick(shown(u"Send a test"_s), Qt::LeftButton);
    QVERIFY(answered.wait(kPatienceMs));
    QCOMPARE(answered.front().at(1).toString(), u"Hello from this computer"_s);
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    ui::setUpApplication(application);
    QLocale::setDefault(QLocale::c());
    TestFirstRequest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_firstrequest.moc"
