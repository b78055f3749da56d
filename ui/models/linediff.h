#pragma once

#include "ui/framework/diffview.h"

#include <QList>
#include <QString>

namespace gw::ui {

// What changes from before to after, by lines, with that many unchanged lines around each change. Empty when
// nothing changes. Texts that differ in very many lines are shown as one exchange.
QList<DiffView::Line> lineDiff(const QString &before, const QString &after, int around = 3);
// "+5 -1"
QString diffCounts(const QList<DiffView::Line> &lines);

}   // namespace gw::ui
