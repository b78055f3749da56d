#include "tests/ui/pictures/moneyscenes.h"

#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/framework/controls.h"
#include "ui/framework/mainwindow.h"

#include <QApplication>
#include <QDialog>
#include <QElapsedTimer>
#include <QTableView>
#include <QTest>

using namespace Qt::StringLiterals;

namespace gw::test {

namespace {

constexpr int kSettleMs = 80;

void settle()
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < kSettleMs)
        QApplication::processEvents(QEventLoop::AllEvents, 20);
}

void withKeys(GuiClient &client)
{
    fillProviders(client);
    fillTraffic(client);
    fillModels(client.modelsArea);
    fillKeys(client.keysArea);
}

void chooseRow(const ui::MainWindow &window, int row)
{
    for (auto *view : window.findChildren<QTableView *>())
        if (view->isVisible())
            view->setCurrentIndex(view->model()->index(row, 0));
    settle();
}

void chooseKind(const ui::MainWindow &window, int kind)
{
    for (auto *kinds : window.findChildren<ui::Segmented *>())
        if (kinds->isVisible())
            kinds->setCurrentIndex(kind);
    settle();
}

QList<WindowScene> keyScenes()
{
    return {
        {u"keys-filled"_s, u"keys"_s, &withKeys},
        {u"keys-chosen"_s, u"keys"_s, &withKeys,
         [](GuiClient &, ui::MainWindow &window) { chooseRow(window, 0); }},
        {u"keys-blocked"_s, u"keys"_s, &withKeys,
         [](GuiClient &, ui::MainWindow &window) { chooseRow(window, 6); }},
        {u"keys-fresh"_s, u"keys"_s, &withKeys,
         [](GuiClient &client, ui::MainWindow &window) {
             chooseRow(window, 4);
             click(buttonNamed(window, u"New secret…"_s) ? buttonNamed(window, u"New secret…"_s)
                                                         : buttonNamed(window, u"Neues Geheimnis …"_s));
             for (auto *dialog : window.findChildren<QDialog *>())
                 dialog->accept();
             settle();
             (void)client;
         }},
        {u"keys-new"_s, u"keys"_s, &withKeys,
         [](GuiClient &, ui::MainWindow &window) {
             QTest::keyClick(&window, Qt::Key_N, Qt::ControlModifier);
             settle();
         }},
        {u"keys-edit"_s, u"keys"_s, &withKeys,
         [](GuiClient &, ui::MainWindow &window) {
             chooseRow(window, 0);
             QTest::keyClick(&window, Qt::Key_F2);
             settle();
         }},
        {u"keys-deleted"_s, u"keys"_s, &withKeys,
         [](GuiClient &, ui::MainWindow &window) {
             chooseRow(window, 1);
             QTest::keyClick(&window, Qt::Key_Delete);
             settle();
         }},
        {u"keys-teams"_s, u"keys"_s, &withKeys,
         [](GuiClient &, ui::MainWindow &window) {
             chooseKind(window, 1);
             chooseRow(window, 0);
         }},
        {u"keys-users"_s, u"keys"_s, &withKeys,
         [](GuiClient &, ui::MainWindow &window) { chooseKind(window, 2); }},
        {u"keys-budgets"_s, u"keys"_s, &withKeys,
         [](GuiClient &, ui::MainWindow &window) {
             chooseKind(window, 3);
             chooseRow(window, 0);
         }},
        {u"keys-empty"_s, u"keys"_s,
         [](GuiClient &client) {
             withKeys(client);
             client.keysArea.rows.clear();
         }},
        {u"keys-loading"_s, u"keys"_s,
         [](GuiClient &client) {
             withKeys(client);
             client.keysArea.answers = false;
         }},
        {u"keys-broken"_s, u"keys"_s,
         [](GuiClient &client) {
             withKeys(client);
             client.keysArea.problem = u"The database of keys cannot be opened."_s;
             client.keysArea.rows.clear();
         }},
    };
}

void withSpend(GuiClient &client)
{
    fillProviders(client);
    fillTraffic(client);
    fillSpend(client.spendArea);
}

QList<WindowScene> spendScenes()
{
    const auto chosen = [](GuiClient &, ui::MainWindow &window) {
        chooseRow(window, 0);
        QTest::keyClick(&window, Qt::Key_I, Qt::ControlModifier);
        settle();
    };
    return {
        {u"spend-filled"_s, u"spend"_s, &withSpend},
        {u"spend-reckoned"_s, u"spend"_s, &withSpend,
         [](GuiClient &, ui::MainWindow &window) {
             chooseRow(window, 0);
             for (auto *view : window.findChildren<QTableView *>())
                 if (view->isVisible())
                     QTest::keyClick(view, Qt::Key_Return);
             settle();
         }},
        {u"spend-whatif"_s, u"spend"_s, &withSpend, chosen},
        {u"spend-empty"_s, u"spend"_s,
         [](GuiClient &client) {
             withSpend(client);
             client.spendArea.report = {};
         }},
        {u"spend-loading"_s, u"spend"_s,
         [](GuiClient &client) {
             withSpend(client);
             client.spendArea.answers = false;
         }},
        {u"spend-broken"_s, u"spend"_s,
         [](GuiClient &client) {
             withSpend(client);
             client.spendArea.report.problem = u"database disk image is malformed"_s;
         }},
    };
}

QList<WindowScene> alertScenes()
{
    return {{u"alert-budget"_s, u"home"_s, [](GuiClient &client) {
                 withKeys(client);
                 constexpr std::int64_t dollar = 100 * kCent;
                 client.keysArea.budgets = {{.level = client::LimitLine::Level::Key,
                                             .id = u"hash-claude"_s,
                                             .name = u"claude"_s,
                                             .spentPico = 10 * dollar,
                                             .limitPico = 10 * dollar,
                                             .window = u"1d"_s,
                                             .resetS = QDateTime::currentSecsSinceEpoch() + 20'000,
                                             .mayRaise = true,
                                             .mayBlock = true}};
             }}};
}

}   // namespace

QList<WindowScene> moneyScenes()
{
    return keyScenes() + spendScenes() + alertScenes();
}

}   // namespace gw::test
