#include "tests/ui/pictures/databasescenes.h"

#include "tests/support/guiclient.h"
#include "ui/dialogs/databaseconnection.h"
#include "ui/framework/controls.h"
#include "ui/framework/mainwindow.h"

#include <QPushButton>
#include <QTableView>
#include <QTest>

using namespace Qt::StringLiterals;

namespace gw::test {

namespace {

using Kind = client::DatabaseStep::Kind;
using State = client::DatabaseStep::State;
using Act = std::function<void(GuiClient &, ui::MainWindow &)>;

void unknown(GuiClient &client)
{
    fillProviders(client);
    fillTraffic(client);
    fillModels(client.modelsArea);
    fillSpend(client.spendArea);
    fillKeys(client.keysArea);
}

void known(GuiClient &client)
{
    unknown(client);
    client.databaseArea.now = sharedDatabase();
    fillSpend(client.databaseArea.spendArea);
    fillKeys(client.databaseArea.keysArea);
    for (auto &[id, detail] : client.databaseArea.keysArea.details) {
        detail.refusals.clear();
        std::erase_if(detail.lines, [](const client::LimitLine &line) {
            return line.kind != client::LimitLine::Kind::Budget;
        });
    }
}

ui::DatabaseConnection *openDialog(ui::MainWindow &window)
{
    window.chooseDatabase();
    return window.findChild<ui::DatabaseConnection *>();
}

// Tests what is known; failed: at which step; steps behind it are not told.
Act testing(const client::DatabaseTest &result, Kind failed = Kind::Rights)
{
    return [=](GuiClient &client, ui::MainWindow &window) {
        ui::DatabaseConnection *dialog = openDialog(window);
        for (QPushButton *each : dialog->findChildren<QPushButton *>())
            if (each->objectName() == u"test"_s)
                each->click();
        const bool well = result.fault == client::DatabaseFault::None;
        for (int kind = 0; kind <= int(failed); ++kind) {
            const bool last = Kind(kind) == failed;
            client.databaseArea.step(Kind(kind),
                                     !last             ? State::Passed
                                     : !well           ? State::Failed
                                     : result.mayWrite ? State::Warned
                                                       : State::Passed,
                                     Kind(kind) == Kind::Tls ? result.protocol : QString());
        }
        Q_EMIT client.databaseArea.tested(client.databaseArea.last, result);
    };
}

void chooseWhose(ui::MainWindow &window)
{
    for (auto *each : window.findChildren<ui::Segmented *>())
        if (each->isVisible() && each->objectName() == u"whose"_s)
            each->setCurrentIndex(each->count() - 1);
    QTest::qWait(80);
}

}   // namespace

QList<WindowScene> databaseScenes()
{
    static const client::DatabaseTest good{.server = u"15.14"_s,
                                           .protocol = u"TLSv1.3"_s,
                                           .gateways = {u"berlin"_s, u"build-server"_s, u"tokyo"_s},
                                           .rows = 1'284'311};
    static const client::DatabaseTest writer = [] {
        client::DatabaseTest out = good;
        out.mayWrite = true;
        out.readerSql = u"CREATE ROLE portico_reader LOGIN PASSWORD 'choose one';\n"
                        "GRANT CONNECT ON DATABASE \"portico\" TO portico_reader;\n"
                        "GRANT USAGE ON SCHEMA portico TO portico_reader;\n"
                        "GRANT SELECT ON portico.schema_steps, portico.attempts, portico.rollups,\n"
                        "  portico.keys, portico.teams, portico.users, portico.budgets, portico.customers,\n"
                        "  portico.tags, portico.spent, portico.windows TO portico_reader;\n"_s;
        return out;
    }();
    static const client::DatabaseTest refused{
        .fault = client::DatabaseFault::SignIn,
        .problem = u"connection to server at \"db.example\" (10.0.0.7), port 5432 failed: FATAL:  password "
                   "authentication failed for user \"portico_reader\""_s,
        .protocol = u"TLSv1.3"_s};
    static const client::DatabaseTest empty{.fault = client::DatabaseFault::NoSchema,
                                            .problem = u"there is no schema portico"_s,
                                            .protocol = u"TLSv1.3"_s};
    return {
        {u"database-new"_s, u"spend"_s, &unknown,
         [](GuiClient &, ui::MainWindow &window) { openDialog(window); }},
        {u"database-good"_s, u"spend"_s, &known, testing(good)},
        {u"database-writer"_s, u"spend"_s, &known, testing(writer)},
        {u"database-refused"_s, u"spend"_s, &known, testing(refused, Kind::SignIn)},
        {u"database-empty"_s, u"spend"_s, &known, testing(empty, Kind::Schema)},
        {u"database-spend"_s, u"spend"_s, &known,
         [](GuiClient &, ui::MainWindow &window) { chooseWhose(window); }},
        {u"database-offered"_s, u"spend"_s, &unknown, [](GuiClient &, ui::MainWindow &) {}},
        {u"database-lost"_s, u"spend"_s,
         [](GuiClient &client) {
             known(client);
             client.databaseArea.spendArea.report = {};
             client.databaseArea.spendArea.report.problem =
                 u"connection to server at \"db.example\" (10.0.0.7), port 5432 failed: Connection refused"_s;
         },
         [](GuiClient &, ui::MainWindow &window) { chooseWhose(window); }},
        {u"database-keys"_s, u"keys"_s, &known,
         [](GuiClient &, ui::MainWindow &window) {
             chooseWhose(window);
             for (auto *view : window.findChildren<QTableView *>())
                 if (view->isVisible())
                     view->setCurrentIndex(view->model()->index(0, 0));
             QTest::qWait(80);
         }},
    };
}

}   // namespace gw::test
