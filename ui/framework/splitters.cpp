#include "ui/framework/splitters.h"

#include <QSettings>
#include <QSplitter>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

QString keyOf(const QString &pageId, const QSplitter &splitter)
{
    return u"splitter/%1/%2"_s.arg(pageId, splitter.objectName());
}

}   // namespace

void saveSplitters(const QWidget &page, const QString &pageId, QSettings &settings)
{
    for (const QSplitter *splitter : page.findChildren<QSplitter *>())
        if (!splitter->objectName().isEmpty())
            settings.setValue(keyOf(pageId, *splitter), splitter->saveState());
}

void restoreSplitters(const QWidget &page, const QString &pageId, const QSettings &settings)
{
    for (QSplitter *splitter : page.findChildren<QSplitter *>())
        if (!splitter->objectName().isEmpty() && settings.contains(keyOf(pageId, *splitter)))
            splitter->restoreState(settings.value(keyOf(pageId, *splitter)).toByteArray());
}

}   // namespace gw::ui
