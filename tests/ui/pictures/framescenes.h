#pragma once

#include <QList>
#include <QString>

#include <functional>

namespace gw::ui {
class MainWindow;
}

namespace gw::test {

class GuiClient;

// A picture of the window that opens no AddProvider.
struct WindowScene
{
    QString name;
    QString page;
    std::function<void(GuiClient &)> set;
    // After the window is shown; a dialog it opens is photographed over the window.
    std::function<void(GuiClient &, ui::MainWindow &)> act{};
};

// Palette, shortcuts, help, notices; Providers and Models.
QList<WindowScene> frameScenes();

}   // namespace gw::test
