#include "ui/framework/application.h"

#include "ui/framework/desktopscheme.h"
#include "ui/framework/style.h"

#include <QApplication>
#include <QIcon>
#include <QLibraryInfo>
#include <QSettings>
#include <QTranslator>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

QTranslator *translator(QApplication &app, const QString &name)
{
    auto *found = app.findChild<QTranslator *>(name, Qt::FindDirectChildrenOnly);
    if (found) {
        QCoreApplication::removeTranslator(found);
        return found;
    }
    auto *made = new QTranslator(&app);
    made->setObjectName(name);
    return made;
}

}   // namespace

void loadTranslation(QApplication &app, const QLocale &locale)
{
    QLocale::setDefault(locale);
    // The texts of Qt's own menus, where the system has them.
    QTranslator *qt = translator(app, u"gwQtTexts"_s);
    if (qt->load(locale, u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(qt);
    QTranslator *own = translator(app, u"gwTexts"_s);
    // English holds the plurals only.
    if (own->load(locale, u"gateway"_s, u"_"_s, u":/i18n"_s) || own->load(u":/i18n/gateway_en.qm"_s))
        QCoreApplication::installTranslator(own);
}

void setUpApplication(QApplication &app)
{
    QApplication::setStyle(new Style);
    QApplication::setWindowIcon(QIcon(u":/app/portico.svg"_s));
    loadTranslation(app, QLocale::system());
    new DesktopScheme(app);
}

void applyPreferences(QApplication &app, const QSettings &settings)
{
    const QString language = settings.value(QLatin1String(kLanguageKey)).toString();
    loadTranslation(app, language.isEmpty() ? QLocale::system() : QLocale(language));
    applyPreferredScheme(app, settings);
}

void applyPreferredScheme(QApplication &app, const QSettings &settings)
{
    const QString scheme = settings.value(QLatin1String(kSchemeKey)).toString();
    if (auto *desktop = app.findChild<DesktopScheme *>({}, Qt::FindDirectChildrenOnly))
        desktop->choose(scheme == "dark"_L1    ? std::optional(Scheme::Dark)
                        : scheme == "light"_L1 ? std::optional(Scheme::Light)
                                               : std::nullopt);
}

}   // namespace gw::ui
