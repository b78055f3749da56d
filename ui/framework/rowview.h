#pragma once

#include "ui/framework/marks.h"

#include <QStyledItemDelegate>

class QTableView;

namespace gw::ui {

// What a model may say about a cell besides its text. A model gives none of them for plain text.
enum CellRole {
    CellKindRole = Qt::UserRole + 64,   // CellKind
    CellMarkRole,                       // Mark, drawn before the text
    CellToneRole,                       // Colour of the text
    CellDetailRole,                     // Secondary text after the first, or the served name of a Route
    CellShareRole,                      // 0..1 for Bar
    CellTrendRole,                      // QList<double> for Trend
    CellSeriesRole,                     // Index for seriesColour(), drawn as a swatch
};

enum class CellKind { Text, Strong, Number, Code, Route, Bar, Trend, TwoLines, TwoNumbers };

// Paints every list of the application. It never asks the style for a row, so a visible page of
// 25 rows costs well under a frame; rows are of one height.
class RowDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit RowDelegate(int rowHeight, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    int m_rowHeight;
};

// Qt's own cells (check boxes, icons) as high and as inset as those of RowDelegate, for short tree views.
class InsetDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;
};

// Row height from the font: text + 10, on the 4 px grid (28 at the usual desktop size).
int rowHeight(const QFont &font, int lines = 1);
// Whole-row selection, no grid, no vertical header, fixed row height, hover, smooth scrolling.
void prepareTable(QTableView &view, int height);
// A width that holds the heading of a column and what usually stands in it.
int sampleWidth(const QTableView &view, int column, const QString &sample);

}   // namespace gw::ui
