#pragma once

#include "tests/support/guiclient.h"

#include <functional>

namespace gw::ui {
class MainWindow;
}

namespace gw::test {

// Pictures of page Traffic: what the gateway is like, and what is done once the page is open.
struct TrafficScene
{
    QString name;
    std::function<void(GuiClient &)> set;
    std::function<void(GuiClient &, ui::MainWindow &)> act;
};
QList<TrafficScene> trafficScenes();

}   // namespace gw::test
