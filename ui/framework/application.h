#pragma once

#include <QLocale>

class QApplication;

namespace gw::ui {

// Texts in the first language of the locale that there are texts for, numbers in the locale itself. May be
// called again to change the language of windows made afterwards.
void loadTranslation(QApplication &app, const QLocale &locale);

// Style, colours of the desktop's scheme, texts and icon. Once, before the first window.
void setUpApplication(QApplication &app);

}   // namespace gw::ui
