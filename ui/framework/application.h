#pragma once

#include <QLocale>

class QApplication;
class QSettings;

namespace gw::ui {

// Texts in the first language of the locale that there are texts for, numbers in the locale itself. May be
// called again to change the language of windows made afterwards.
void loadTranslation(QApplication &app, const QLocale &locale);

// Style, colours of the desktop's scheme, texts and icon. Once, before the first window.
void setUpApplication(QApplication &app);

// What the user chose over the desktop's language ("de", "zh_CN"; empty: none) and colours ("light", "dark";
// empty: none), kept in the settings under these keys.
inline constexpr char kLanguageKey[] = "look/language";
inline constexpr char kSchemeKey[] = "look/scheme";
void applyPreferredScheme(QApplication &app, const QSettings &settings);
// Puts both in force; the language counts for windows made afterwards.
void applyPreferences(QApplication &app, const QSettings &settings);

}   // namespace gw::ui
