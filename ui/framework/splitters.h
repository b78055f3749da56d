#pragma once

#include <QString>

class QSettings;
class QWidget;

namespace gw::ui {

// Keeps where a user has put the splitters of a page: those with an object name, under that of the page.
void saveSplitters(const QWidget &page, const QString &pageId, QSettings &settings);
void restoreSplitters(const QWidget &page, const QString &pageId, const QSettings &settings);

}   // namespace gw::ui
