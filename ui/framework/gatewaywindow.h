#pragma once

#include <QWidget>

class QSettings;
class QVBoxLayout;

namespace gw::client {
class PlacesClient;
}

namespace gw::ui {

class MainWindow;

// The window of the program: a MainWindow on the gateway that is looked at, made anew when that is another.
// GUI thread; places and settings must outlive it.
class GatewayWindow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GatewayWindow)

public:
    GatewayWindow(client::PlacesClient &places, QSettings &settings, QWidget *parent = nullptr);
    ~GatewayWindow() override;

    // Lives until another gateway is looked at.
    MainWindow &main() { return *m_main; }
    void raiseWindow();
    // As MainWindow's.
    void quitUnasked();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void rebuild();
    void choose();
    void visit(const QString &id);

    client::PlacesClient &m_places;
    QSettings &m_settings;
    QVBoxLayout *m_column = nullptr;
    MainWindow *m_main = nullptr;
    bool m_left = false;   // Nobody is to be asked any more.
};

}   // namespace gw::ui
