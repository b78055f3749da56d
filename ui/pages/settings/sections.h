#pragma once

#include <QCoreApplication>

#include <functional>

class QPushButton;
class QString;
class QWidget;

namespace gw::ui {

struct Services;

// The sections of the page Settings that are forms; services outlives them.
class SettingsSections
{
    Q_DECLARE_TR_FUNCTIONS(gw::ui::SettingsSections)

public:
    // Shows a place in the text of the config.
    using AskPlace = std::function<void(const QString &file, int line, int column)>;

    static QWidget *general(Services &services, const std::function<void()> &importAsked);
    static QWidget *network(Services &services, const AskPlace &placeAsked);
    static QWidget *security(Services &services, const AskPlace &placeAsked);
    static QWidget *storage(Services &services);
    static QWidget *about(Services &services);

private:
    static QWidget *address(Services &services);
    static QWidget *keys(Services &services);
    static QPushButton *openFolder(const QString &folder, const QString &name);
    // A place on the disk: to copy and to open.
    static QWidget *placeField(const QString &shown, const QString &folder, const QString &name);
};

}   // namespace gw::ui
