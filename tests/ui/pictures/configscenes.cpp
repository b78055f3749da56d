#include "tests/ui/pictures/configscenes.h"

#include "tests/support/configsamples.h"
#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/importconfig.h"
#include "ui/framework/mainwindow.h"
#include "ui/pages/settings/codeedit.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCheckBox>
#include <QTabBar>
#include <QTableView>

using namespace Qt::StringLiterals;

namespace gw::test {

namespace {

enum Section { General, Network, Security, Storage, Yaml, Backups, About };

void filled(GuiClient &client)
{
    fillProviders(client);
    fillTraffic(client);
    client.state.version = u"0.1.0"_s;
    fillConfig(client.configArea);
}

void rest()
{
    for (int i = 0; i < 6; ++i)
        QCoreApplication::processEvents();
}

void openSection(ui::MainWindow &window, int section)
{
    for (QTabBar *bar : window.findChildren<QTabBar *>())
        if (bar->isVisible() && bar->count() > About)
            bar->setCurrentIndex(section);
    rest();
}

ConfigScene section(const QString &name, int which,
                    std::function<void(GuiClient &, ui::MainWindow &)> then = {})
{
    return {name, u"settings"_s, &filled, [which, then](GuiClient &client, ui::MainWindow &window) {
                openSection(window, which);
                if (then)
                    then(client, window);
            }};
}

ui::CodeEdit &editor(const ui::MainWindow &window)
{
    return *window.findChild<ui::CodeEdit *>();
}

void replace(ui::MainWindow &window, const QString &before, const QString &after)
{
    QString text = editor(window).toPlainText();
    text.replace(before, after);
    editor(window).setText(text, true);
    QTest::qWait(400);
}

void import(GuiClient &client, ui::MainWindow &window, const client::ImportPreview &preview)
{
    client.configArea.preview = preview;
    ui::ImportConfig::open(client, u"/home/ada/litellm/config.yaml"_s, &window);
    rest();
}

QList<ConfigScene> importScenes()
{
    return {
        section(
            u"import-choose"_s, General,
            [](GuiClient &client, ui::MainWindow &window) { ui::ImportConfig::open(client, {}, &window); }),
        section(u"import-models"_s, General,
                [](GuiClient &client, ui::MainWindow &window) { import(client, window, importSample()); }),
        section(u"import-settings"_s, General,
                [](GuiClient &client, ui::MainWindow &window) {
                    import(client, window, importSample());
                    window.findChild<ui::ImportConfig *>()->findChild<QTabBar *>()->setCurrentIndex(1);
                }),
        section(u"import-copy"_s, General,
                [](GuiClient &client, ui::MainWindow &window) {
                    import(client, window, importSample());
                    window.findChild<ui::ImportConfig *>()->findChild<QTabBar *>()->setCurrentIndex(2);
                    buttonNamed(*window.findChild<ui::ImportConfig *>(),
                                ui::ImportConfig::tr("Copy as my config"))
                        ->click();
                }),
        section(u"import-broken"_s, General,
                [](GuiClient &client, ui::MainWindow &window) {
                    client::ImportPreview preview;
                    preview.path = u"/home/ada/litellm/config.yaml"_s;
                    preview.problems = {{true, preview.path, 14, 3, {}, u"illegal map value"_s}};
                    preview.errors = 1;
                    import(client, window, preview);
                }),
    };
}

}   // namespace

QList<ConfigScene> configScenes()
{
    QList<ConfigScene> scenes{
        section(u"settings-general"_s, General),
        section(u"settings-network"_s, Network),
        section(u"settings-network-changed"_s, Network,
                [](GuiClient &, ui::MainWindow &window) {
                    for (QLineEdit *edit : window.findChildren<QLineEdit *>())
                        if (edit->isVisible() && edit->text() == u"600"_s) {
                            edit->setFocus();
                            edit->selectAll();
                            QTest::keyClicks(edit, u"soon"_s);
                        }
                }),
        section(u"settings-network-saved"_s, Network,
                [](GuiClient &, ui::MainWindow &window) {
                    for (QLineEdit *edit : window.findChildren<QLineEdit *>())
                        if (edit->isVisible() && edit->text() == u"600"_s) {
                            edit->setFocus();
                            edit->selectAll();
                            QTest::keyClicks(edit, u"120"_s);
                            QTest::keyClick(edit, Qt::Key_Return);
                        }
                    rest();
                }),
        section(u"settings-security"_s, Security),
        section(u"settings-storage"_s, Storage),
        section(u"settings-about"_s, About),
        section(u"settings-backups"_s, Backups,
                [](GuiClient &, ui::MainWindow &window) {
                    auto *table = window.findChild<QTableView *>();
                    for (QTableView *one : window.findChildren<QTableView *>())
                        table = one->isVisible() ? one : table;
                    table->setCurrentIndex(table->model()->index(2, 0));
                    rest();
                }),
        section(u"yaml"_s, Yaml),
        section(u"yaml-problems"_s, Yaml,
                [](GuiClient &, ui::MainWindow &window) {
                    replace(window, u"num_retries: 2"_s, u"num_retires: 2"_s);
                    replace(window, u"fallbacks:"_s, u"fallbacks: ["_s);
                    QTest::keyClick(&editor(window), Qt::Key_F8);
                }),
        section(u"yaml-find"_s, Yaml,
                [](GuiClient &, ui::MainWindow &window) {
                    editor(window).setFocus();
                    QTest::keyClick(&editor(window), Qt::Key_F, Qt::ControlModifier);
                    QTest::keyClicks(QApplication::focusWidget(), u"model"_s);
                }),
        section(u"yaml-save"_s, Yaml,
                [](GuiClient &, ui::MainWindow &window) {
                    replace(window, u"num_retries: 2"_s, u"num_retries: 4"_s);
                    replace(window, u"rpm: 600"_s, u"rpm: 900\n      tpm: 200000"_s);
                    QTest::keyClick(&editor(window), Qt::Key_S, Qt::ControlModifier);
                    rest();
                }),
        section(u"yaml-conflict"_s, Yaml,
                [](GuiClient &client, ui::MainWindow &window) {
                    replace(window, u"num_retries: 2"_s, u"num_retries: 4"_s);
                    client.configArea.texts.files[0].text += u"# from elsewhere\n"_s;
                    client.configArea.texts.files[0].hash = u"other"_s;
                    Q_EMIT client.configChanged();
                    rest();
                }),
        section(u"yaml-complete"_s, Yaml,
                [](GuiClient &, ui::MainWindow &window) {
                    replace(window, u"  num_retries: 2\n"_s, u"  num_retries: 2\n  re\n"_s);
                    editor(window).goTo(18, 5);
                    QTest::keyClick(&editor(window), Qt::Key_Space, Qt::ControlModifier);
                    rest();
                }),
    };
    scenes.append({u"settings-backups-empty"_s, u"settings"_s,
                   [](GuiClient &client) {
                       filled(client);
                       client.configArea.backups.clear();
                   },
                   [](GuiClient &, ui::MainWindow &window) { openSection(window, Backups); }});
    return scenes + importScenes();
}

}   // namespace gw::test
