#pragma once

#include <QList>
#include <QString>

#include <functional>

namespace gw::ui {
class MainWindow;
}

namespace gw::test {

class GuiClient;

struct ConfigScene
{
    QString name;
    QString page;
    std::function<void(GuiClient &)> set;
    // After the window is shown; a dialog it opens is photographed over the window.
    std::function<void(GuiClient &, ui::MainWindow &)> act{};
};

// Settings with its sections, the text of the config and the import of another one.
QList<ConfigScene> configScenes();

}   // namespace gw::test
