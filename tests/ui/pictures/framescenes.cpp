#include "tests/ui/pictures/framescenes.h"

#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/confirmremoval.h"
#include "ui/framework/mainwindow.h"
#include "ui/pages/providers/accountcard.h"

#include <QDialog>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace gw::test {

namespace {

void filled(GuiClient &client)
{
    fillProviders(client);
    fillTraffic(client);
}

void withModels(GuiClient &client)
{
    filled(client);
    fillModels(client.modelsArea);
    for (auto &account : client.known)
        account.id = account.name;
}

void withServers(GuiClient &client)
{
    withModels(client);
    fillServers(client.discoveryArea);
    client.accountsArea.upstream = {u"gpt-5.1"_s, u"gpt-5.1-mini"_s, u"text-embedding-3-large"_s};
    client.known.front().inVault = true;
}

// The item of the first account's menu.
void chooseInMenu(ui::MainWindow &window, const QString &text)
{
    for (QMenu *menu : window.findChildren<QMenu *>())
        for (QAction *action : menu->actions())
            if (action->text() == text)
                return action->trigger();
}

std::function<void(GuiClient &, ui::MainWindow &)> triggers(const QString &action)
{
    return [action](GuiClient &, ui::MainWindow &window) { window.actions().trigger(action); };
}

void typeInPalette(ui::MainWindow &window, const QString &text)
{
    window.actions().trigger(u"window.palette"_s);
    QCoreApplication::processEvents();
    if (QWidget *field = window.focusWidget())
        QTest::keyClicks(field, text);
}

}   // namespace

QList<WindowScene> frameScenes()
{
    return {
        {u"palette-open"_s, u"home"_s, &filled, triggers(u"window.palette"_s)},
        {u"palette-typed"_s, u"home"_s, &filled,
         [](GuiClient &, ui::MainWindow &window) { typeInPalette(window, u"pr"_s); }},
        {u"palette-nothing"_s, u"home"_s, &filled,
         [](GuiClient &, ui::MainWindow &window) { typeInPalette(window, u"zzz"_s); }},
        {u"shortcuts"_s, u"home"_s, &filled, triggers(u"window.shortcuts"_s)},
        {u"guide"_s, u"providers"_s, &filled, triggers(u"window.guide"_s)},
        {u"paused"_s, u"providers"_s,
         [](GuiClient &client) {
             filled(client);
             client.state.paused = true;
         }},
        {u"models-filled"_s, u"models"_s, &withModels, {}},
        {u"models-empty"_s, u"models"_s, &filled, {}},
        {u"models-group"_s, u"models"_s, &withModels,
         [](GuiClient &, ui::MainWindow &window) { window.openSubject(u"models"_s, u"gpt"_s); }},
        {u"models-tested"_s, u"models"_s, &withModels,
         [](GuiClient &client, ui::MainWindow &window) {
             window.openSubject(u"models"_s, u"d3"_s);
             window.actions().trigger(u"models.test"_s);
             Q_EMIT client.modelsArea.tested(client.modelsArea.last, {true, u"Hello!"_s, {}, 812'000});
         }},
        {u"models-paused"_s, u"models"_s, &withModels,
         [](GuiClient &client, ui::MainWindow &window) {
             window.openSubject(u"models"_s, u"d3"_s);
             window.actions().trigger(u"models.pause"_s);
             client.modelsArea.rows[1].deployments[0].paused = true;
             client.modelsArea.succeed();
             Q_EMIT client.configChanged();
         }},
        {u"models-refused"_s, u"models"_s, &withModels,
         [](GuiClient &client, ui::MainWindow &window) {
             window.openSubject(u"models"_s, u"d4"_s);
             window.actions().trigger(u"models.pause"_s);
             client.modelsArea.fail(u"The configuration file was changed by another program in the meantime. "
                                    u"Nothing was written; "
                                    "look again and repeat the change."_s);
         }},
        {u"models-edit"_s, u"models"_s, &withModels,
         [](GuiClient &, ui::MainWindow &window) {
             window.openSubject(u"models"_s, u"d3"_s);
             window.actions().trigger(u"models.edit"_s);
         }},
        {u"models-add"_s, u"models"_s, &withModels,
         [](GuiClient &, ui::MainWindow &window) {
             window.openSubject(u"models"_s, u"gpt"_s);
             window.actions().trigger(u"models.add"_s);
         }},
        {u"models-delete"_s, u"models"_s, &withModels,
         [](GuiClient &client, ui::MainWindow &window) {
             client.modelsArea.effect = {
                 {u"gpt-5.1"_s}, {u"gpt"_s}, {u"alias fast"_s, u"fallback of sonnet"_s}};
             window.openSubject(u"models"_s, u"d3"_s);
             window.actions().trigger(u"models.delete"_s);
         }},
        {u"providers-found"_s, u"providers"_s, &withServers, {}},
        {u"providers-found-empty"_s,
         u"providers"_s,
         [](GuiClient &client) {
             withServers(client);
             client.known.clear();
         },
         {}},
        {u"providers-edit"_s, u"providers"_s, &withServers,
         [](GuiClient &, ui::MainWindow &window) {
             click(buttonNamed(window, ui::AccountCard::tr("Edit %1").arg(u"work"_s)));
         }},
        {u"providers-key"_s, u"providers"_s, &withServers,
         [](GuiClient &client, ui::MainWindow &window) {
             client.accountsArea.sharers = {u"personal"_s};
             chooseInMenu(window, ui::AccountCard::tr("New key…"));
         }},
        {u"providers-delete"_s, u"providers"_s, &withServers,
         [](GuiClient &client, ui::MainWindow &window) {
             client.accountsArea.effect = {{u"gpt-5.1"_s, u"gpt-5.1-mini"_s, u"text-embedding-3-large"_s},
                                           {u"gpt-5.1-mini"_s, u"text-embedding-3-large"_s},
                                           {u"fallback of sonnet"_s}};
             chooseInMenu(window, ui::AccountCard::tr("Delete…"));
         }},
        {u"providers-deleted"_s, u"providers"_s, &withServers,
         [](GuiClient &client, ui::MainWindow &window) {
             chooseInMenu(window, ui::AccountCard::tr("Delete…"));
             click(buttonNamed(*window.findChild<QDialog *>(), ui::ConfirmRemoval::tr("Delete")));
             client.accountsArea.succeed();
         }},
        {u"home-first-found"_s,
         u"home"_s,
         [](GuiClient &client) {
             fillCatalog(client);
             fillServers(client.discoveryArea);
             client.state.state = client::EngineState::Running;
             client.state.url = u"http://localhost:4000/v1"_s;
             client.state.masterKeyMasked = u"sk-...1a2b"_s;
             client.state.keySource = u"Secret Service"_s;
         },
         {}},
        {u"home-first-used"_s,
         u"home"_s,
         [](GuiClient &client) {
             fillProviders(client);
             fillServers(client.discoveryArea);
             client.discoveryArea.servers[0].used = true;
             client.known = {client.known[2]};
             client.state.deployments = 4;
             client.state.state = client::EngineState::Running;
             client.state.url = u"http://localhost:4000/v1"_s;
             client.state.masterKeyMasked = u"sk-...1a2b"_s;
             client.state.keySource = u"Secret Service"_s;
         },
         {}},
        {u"lost"_s, u"home"_s,
         [](GuiClient &client) {
             filled(client);
             client.state.lostSinceUs = QDateTime::currentMSecsSinceEpoch() * 1000;
         }},
    };
}

}   // namespace gw::test
