#include "tests/ui/pictures/framescenes.h"

#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/framework/mainwindow.h"

using namespace Qt::StringLiterals;

namespace gw::test {

namespace {

void filled(GuiClient &client)
{
    fillProviders(client);
    fillTraffic(client);
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
        {u"lost"_s, u"home"_s,
         [](GuiClient &client) {
             filled(client);
             client.state.lostSinceUs = QDateTime::currentMSecsSinceEpoch() * 1000;
         }},
    };
}

}   // namespace gw::test
