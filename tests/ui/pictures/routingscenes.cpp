#include "tests/ui/pictures/routingscenes.h"

#include "tests/support/guiclient.h"
#include "ui/framework/fold.h"
#include "ui/framework/mainwindow.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace gw::test {

namespace {

constexpr int kSettleMs = 80;

void filled(GuiClient &client)
{
    fillProviders(client);
    fillTraffic(client);
    fillRouting(client.routingArea);
    const auto at = [](const char *section, const char *key) {
        return client::ConfigPath{std::string(section), std::string(key)};
    };
    const json::Array general{json::Object{{"sonnet", json::Array{"fast", "local"}}},
                              json::Object{{"*", json::Array{"haiku"}}}};
    client.configArea.known.configPath = u"/home/me/.config/portico/config.yaml"_s;
    client.configArea.values = {{at("router_settings", "fallbacks"),
                                 general,
                                 {client::ConfigOrigin::Kind::Plain, u"config.yaml"_s, 7, 3, {}}},
                                {at("router_settings", "num_retries"),
                                 2,
                                 {client::ConfigOrigin::Kind::Plain, u"config.yaml"_s, 31, 3, {}}}};
}

void settle()
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < kSettleMs)
        QApplication::processEvents(QEventLoop::AllEvents, 20);
}

void simulate(ui::MainWindow &window)
{
    QTest::keyClick(&window, Qt::Key_T, Qt::ControlModifier);
    settle();
}

void openFold(ui::MainWindow &window, int which)
{
    const auto folds = window.findChildren<ui::Fold *>();
    if (which < folds.size())
        folds[which]->setOpen(true);
    settle();
}

}   // namespace

QList<WindowScene> routingScenes()
{
    return {
        {u"routing-filled"_s, u"routing"_s, &filled},
        {u"routing-simulated"_s, u"routing"_s, &filled,
         [](GuiClient &, ui::MainWindow &window) { simulate(window); }},
        {u"routing-simulate-problem"_s, u"routing"_s,
         [](GuiClient &client) {
             filled(client);
             client.routingArea.result = {.problem = u"/v1/chat/completions: Invalid model name passed in "
                                                     "model=sonet. Did you mean sonnet?"_s};
         },
         [](GuiClient &, ui::MainWindow &window) { simulate(window); }},
        {u"routing-resting"_s, u"routing"_s, &filled,
         [](GuiClient &, ui::MainWindow &window) {
             for (auto *view : window.findChildren<QTableView *>())
                 if (view->isVisible())
                     view->setCurrentIndex(view->model()->index(3, 0));
             settle();
         }},
        {u"routing-limits"_s, u"routing"_s, &filled,
         [](GuiClient &, ui::MainWindow &window) { openFold(window, 1); }},
        {u"routing-cache"_s, u"routing"_s, &filled,
         [](GuiClient &, ui::MainWindow &window) {
             openFold(window, 0);
             openFold(window, 3);
         }},
        {u"routing-fallback"_s, u"routing"_s, &filled,
         [](GuiClient &, ui::MainWindow &window) {
             QTest::keyClick(&window, Qt::Key_N, Qt::ControlModifier);
             settle();
         }},
        {u"models-routed"_s, u"models"_s,
         [](GuiClient &client) {
             filled(client);
             fillModels(client.modelsArea);
             client::RoutingState &now = client.routingArea.now;
             std::vector<client::RouteDeployment> states = now.groups[0].deployments;
             states.insert(states.begin(), now.groups[1].deployments.begin(),
                           now.groups[1].deployments.end());
             now.groups.clear();
             std::size_t next = 0;
             for (const client::ModelGroup &group : client.modelsArea.rows) {
                 client::RouteGroup shown{group.name, u"least-busy"_s, 0, {}};
                 for (const client::DeploymentRow &row : group.deployments) {
                     shown.deployments.push_back(states[next++ % states.size()]);
                     shown.deployments.back().id = row.id;
                 }
                 now.groups.push_back(shown);
             }
         },
         [](GuiClient &, ui::MainWindow &window) {
             window.openSubject(u"models"_s, u"local"_s);
             settle();
         }},
        {u"routing-empty"_s, u"routing"_s,
         [](GuiClient &client) {
             fillCatalog(client);
             fillTraffic(client);
         }},
        {u"routing-loading"_s, u"routing"_s,
         [](GuiClient &client) {
             filled(client);
             client.routingArea.answers = false;
         }},
    };
}

}   // namespace gw::test
