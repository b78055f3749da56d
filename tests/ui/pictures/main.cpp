#include "tests/support/fakeplaces.h"
#include "tests/support/guiclient.h"
#include "tests/ui/pictures/bodyscenes.h"
#include "tests/ui/pictures/clientscenes.h"
#include "tests/ui/pictures/configscenes.h"
#include "tests/ui/pictures/databasescenes.h"
#include "tests/ui/pictures/doctorscenes.h"
#include "tests/ui/pictures/framescenes.h"
#include "tests/ui/pictures/gatewayscenes.h"
#include "tests/ui/pictures/moneyscenes.h"
#include "tests/ui/pictures/playgroundscenes.h"
#include "tests/ui/pictures/routingscenes.h"
#include "tests/ui/pictures/trafficscenes.h"
#include "ui/dialogs/addprovider.h"
#include "ui/framework/application.h"
#include "ui/framework/forms.h"
#include "ui/framework/mainwindow.h"
#include "ui/framework/style.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDialog>
#include <QDir>
#include <QElapsedTimer>
#include <QFontDatabase>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>

#include <functional>
#include <memory>

using namespace Qt::StringLiterals;

// gw_pictures OUTDIR [--only NAME] [--only-scheme dark] [--only-language de] [--scale 2] [--rtl]: a PNG of
// every page and dialog in every state, in both schemes and all languages, from a scripted gateway.
namespace gw::test {

namespace {

using Kind = client::TestStep::Kind;
using State = client::TestStep::State;

struct Scene
{
    QString name;
    QString page;
    std::function<void(GuiClient &)> set;
    // Null: no dialog.
    std::function<void(GuiClient &, ui::AddProvider &)> dialog;
    // Null: nothing is done in the window; a dialog that it opens is shown over it.
    std::function<void(GuiClient &, ui::MainWindow &)> act{};
};

std::int64_t nowUs()
{
    return QDateTime::currentMSecsSinceEpoch() * 1000;
}

void settle(int ms = 60)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < ms)
        QApplication::processEvents(QEventLoop::AllEvents, 20);
}

void filled(GuiClient &client)
{
    fillProviders(client);
    fillTraffic(client);
}

void passUntil(GuiClient &client, int count)
{
    const int times[] = {8, 21, 44, 312, 127, 640};
    for (int i = 0; i < count; ++i)
        client.step(Kind(i), State::Passed, times[i]);
}

void choose(ui::AddProvider &dialog, const QString &id)
{
    dialog.choose(id);
    dialog.findChild<ui::SecretEdit *>()->setText(u"sk-proj-0123456789abcdefghijklmn"_s);
    // What typing would do.
    Q_EMIT dialog.findChild<ui::SecretEdit *>()->textEdited({});
}

void startTest(ui::AddProvider &dialog)
{
    for (QPushButton *push : dialog.findChildren<QPushButton *>())
        if (push->isDefault())
            push->click();
}

QList<Scene> ownScenes()
{
    const auto dialogScene = [](const QString &name,
                                std::function<void(GuiClient &, ui::AddProvider &)> dialog) {
        return Scene{name, u"providers"_s, &filled, std::move(dialog)};
    };
    return {
        {u"home-filled"_s, u"home"_s, &filled, {}},
        {u"home-first-run"_s,
         u"home"_s,
         [](GuiClient &client) {
             fillCatalog(client);
             client.state.state = client::EngineState::Running;
             client.state.url = u"http://localhost:4000/v1"_s;
             client.state.masterKeyMasked = u"sk-...1a2b"_s;
             client.state.keySource = u"Secret Service"_s;
         },
         {}},
        {u"home-second-step"_s,
         u"home"_s,
         [](GuiClient &client) {
             fillProviders(client);
             client.state.state = client::EngineState::Running;
             client.state.url = u"http://localhost:4000/v1"_s;
             client.state.masterKeyMasked = u"sk-...1a2b"_s;
         },
         {}},
        {u"home-loading"_s,
         u"home"_s,
         [](GuiClient &client) {
             filled(client);
             client.answers = false;
         },
         {}},
        {u"home-port-busy"_s,
         u"home"_s,
         [](GuiClient &client) {
             filled(client);
             client.state.state = client::EngineState::PortBusy;
             client.state.portOwner = u"node (pid 812)"_s;
         },
         {}},
        {u"home-failed"_s,
         u"home"_s,
         [](GuiClient &client) {
             filled(client);
             client.state.state = client::EngineState::Failed;
             client.state.problem = u"The ledger cannot be opened: the disk is full."_s;
         },
         {}},
        {u"home-config-problem"_s,
         u"home"_s,
         [](GuiClient &client) {
             filled(client);
             client.state.configPath = u"/home/me/.config/portico/config.yaml"_s;
             client.state.configProblem =
                 u"config.yaml, line 14: model_list[2].litellm_params.model is missing"_s;
         },
         {}},
        {u"providers-filled"_s, u"providers"_s, &filled, {}},
        {u"providers-empty"_s,
         u"providers"_s,
         [](GuiClient &client) {
             filled(client);
             client.known.clear();
         },
         {}},
        dialogScene(u"addprovider-start"_s, [](GuiClient &, ui::AddProvider &) {}),
        dialogScene(u"addprovider-fields"_s,
                    [](GuiClient &, ui::AddProvider &dialog) { dialog.choose(u"mistral"_s); }),
        dialogScene(u"addprovider-azure"_s,
                    [](GuiClient &, ui::AddProvider &dialog) {
                        dialog.choose(u"azure"_s);
                        startTest(dialog);
                    }),
        dialogScene(u"addprovider-testing"_s,
                    [](GuiClient &client, ui::AddProvider &dialog) {
                        choose(dialog, u"openai"_s);
                        startTest(dialog);
                        passUntil(client, 4);
                        client.step(Kind::Models, State::Running);
                    }),
        dialogScene(u"addprovider-failed"_s,
                    [](GuiClient &client, ui::AddProvider &dialog) {
                        choose(dialog, u"openai"_s);
                        startTest(dialog);
                        passUntil(client, 3);
                        client.step(Kind::Key, State::Failed, 312,
                                    u"The key is refused (401). Is it complete, and of this provider?"_s);
                        client::TestResult result;
                        result.problem = u"OpenAI answered 401: Incorrect API key provided."_s;
                        Q_EMIT client.testFinished(client.last, result);
                    }),
        dialogScene(u"addprovider-models"_s,
                    [](GuiClient &client, ui::AddProvider &dialog) {
                        choose(dialog, u"openai"_s);
                        startTest(dialog);
                        passUntil(client, 6);
                        Q_EMIT client.testFinished(
                            client.last,
                            {true,
                             {},
                             {u"gpt-5.1"_s, u"gpt-5.1-mini"_s, u"gpt-5.1-nano"_s, u"o4-mini"_s,
                              u"text-embedding-3-large"_s, u"text-embedding-3-small"_s, u"whisper-1"_s}});
                    }),
    };
}

QList<Scene> scenes()
{
    QList<Scene> all = ownScenes();
    for (const ConfigScene &scene : configScenes())
        all.append({scene.name, scene.page, scene.set, {}, scene.act});
    for (const WindowScene &scene : doctorScenes())
        all.append({scene.name, scene.page, scene.set, {}, scene.act});
    for (const WindowScene &scene : routingScenes())
        all.append({scene.name, scene.page, scene.set, {}, scene.act});
    for (const WindowScene &scene : moneyScenes())
        all.append({scene.name, scene.page, scene.set, {}, scene.act});
    for (const WindowScene &scene : clientScenes())
        all.append({scene.name, scene.page, scene.set, {}, scene.act});
    for (const WindowScene &scene : gatewayScenes())
        all.append({scene.name, scene.page, scene.set, {}, scene.act});
    for (const WindowScene &scene : databaseScenes())
        all.append({scene.name, scene.page, scene.set, {}, scene.act});
    for (const WindowScene &scene : playgroundScenes())
        all.append({scene.name, scene.page, scene.set, {}, scene.act});
    for (const WindowScene &scene : frameScenes())
        all.append({scene.name, scene.page, scene.set, {}, scene.act});
    return all;
}

// The dialog over its window, with the shadow that any window manager gives.
QPixmap overlaid(QPixmap under, const QPixmap &dialog, const QPalette &palette)
{
    QPainter painter(&under);
    QRectF box({}, QSizeF(dialog.size()) / dialog.devicePixelRatio());
    box.moveCenter(QRectF(QPointF(), QSizeF(under.size()) / under.devicePixelRatio()).center());
    box = box.toRect();
    for (int i = 24; i > 0; i -= 2)
        ui::drawPanel(painter, box.adjusted(-i, -i + 10, i, i + 10), 8 + i, QColor(0, 0, 0, 3),
                      Qt::transparent);
    painter.drawPixmap(box.topLeft(), dialog);
    painter.setPen(ui::colour(ui::Colour::BorderStrong, palette));
    painter.drawRect(box.adjusted(0, 0, -1, -1));
    return under;
}

bool take(const Scene &scene, const QString &file)
{
    QTemporaryDir folder;
    QSettings settings(folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
    GuiClient client;
    scene.set(client);
    FakePlaces places(client, client);
    places.looked = client.where.elsewhere() ? office().id : QString();
    places.places = {office()};
    places.shared = &client.databaseArea;
    ui::MainWindow window(client, settings, nullptr, &places);
    window.resize(1280, 800);
    window.openPage(scene.page);
    window.show();
    settle();
    if (scene.name == "home-filled"_L1 || scene.name == "home-config-problem"_L1) {
        Q_EMIT client.happened(liveEvents(client, nowUs()));
        settle();
    }
    if (scene.name == "home-loading"_L1) {
        client.today.requests = 1;
        settle();
    }
    if (scene.act) {
        QApplication::setActiveWindow(&window);
        scene.act(client, window);
        settle();
    }
    QPixmap picture = window.grab();
    // A list that has popped up is a window of its own.
    for (QWidget *popup : QApplication::topLevelWidgets())
        if (popup->isVisible() && popup->windowType() == Qt::Popup)
            QPainter(&picture).drawPixmap(window.mapFromGlobal(popup->pos()), popup->grab());
    for (QDialog *dialog : window.findChildren<QDialog *>())
        if (scene.act && dialog->isVisible())
            picture = overlaid(picture, dialog->grab(), window.palette());
    if (scene.dialog) {
        const std::unique_ptr<ui::AddProvider> dialog(ui::AddProvider::open(client, {}, &window));
        dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        QApplication::setActiveWindow(dialog.get());
        scene.dialog(client, *dialog);
        settle();
        picture = overlaid(picture, dialog->grab(), window.palette());
    }
    return picture.save(file, "PNG");
}

QList<Scene> allScenes()
{
    QList<Scene> all = scenes();
    for (const TrafficScene &scene : trafficScenes() + bodyScenes())
        all << Scene{scene.name, u"traffic"_s, scene.set, {}, scene.act};
    return all;
}

}   // namespace

int run(QApplication &app)
{
    QCommandLineParser options;
    options.addPositionalArgument(u"outdir"_s, u"Where the pictures go"_s);
    options.addOptions({{u"only"_s, u"Scenes whose name contains this"_s, u"name"_s},
                        {u"scale"_s, u"Device pixels per pixel"_s, u"factor"_s},
                        {u"only-scheme"_s, u"light or dark alone"_s, u"scheme"_s},
                        {u"only-language"_s, u"en, de or zh_CN alone"_s, u"code"_s},
                        {u"rtl"_s, u"Laid out from right to left"_s},
                        {u"font"_s, u"Font family"_s, u"family"_s, u"DejaVu Sans"_s}});
    options.addHelpOption();
    options.process(app);
    if (options.positionalArguments().size() != 1)
        options.showHelp(2);
    const QDir out(options.positionalArguments().constFirst());
    if (!out.mkpath(u"."_s))
        return 1;
    ui::setUpApplication(app);
    const bool rightToLeft = options.isSet(u"rtl"_s);
    int failed = 0;
    const std::pair<QString, QLocale> languages[] = {
        {u"en"_s, QLocale(QLocale::English, QLocale::UnitedStates)},
        {u"de"_s, QLocale(QLocale::German, QLocale::Germany)},
        {u"zh_CN"_s, QLocale(QLocale::Chinese, QLocale::China)},
    };
    for (const auto &[code, locale] : languages) {
        ui::loadTranslation(app, locale);
        if (rightToLeft)
            QGuiApplication::setLayoutDirection(Qt::RightToLeft);
        // The first font with the glyphs would be any weight of any country's forms.
        QFont font(code == "zh_CN"_L1 ? u"Noto Sans CJK SC"_s : options.value(u"font"_s));
        font.setPointSizeF(10);
        font.setHintingPreference(QFont::PreferNoHinting);
        QApplication::setFont(font);
        for (const ui::Scheme scheme : {ui::Scheme::Light, ui::Scheme::Dark}) {
            ui::applyScheme(app, scheme);
            for (const Scene &scene : allScenes()) {
                const QString name =
                    u"%1-%2-%3"_s.arg(scene.name, scheme == ui::Scheme::Dark ? u"dark"_s : u"light"_s, code);
                if (!name.contains(options.value(u"only"_s)) ||
                    !name.contains(options.value(u"only-scheme"_s)) ||
                    !name.endsWith(options.value(u"only-language"_s)))
                    continue;
                if (!take(scene, out.filePath(name + u".png"_s))) {
                    qCritical("cannot write %s", qPrintable(name));
                    ++failed;
                }
            }
        }
    }
    return failed == 0 ? 0 : 1;
}

}   // namespace gw::test

int main(int argc, char **argv)
{
    // The scale is read by QApplication, so it is looked for before that.
    for (int i = 1; i + 1 < argc; ++i)
        if (qstrcmp(argv[i], "--scale") == 0)
            qputenv("QT_SCALE_FACTOR", argv[i + 1]);
    // Pictures need no screen, and those of different machines should be alike.
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    return gw::test::run(app);
}
