#include "ui/pages/traffic/trafficview.h"

#include "ui/framework/format.h"
#include "ui/framework/rowview.h"
#include "ui/framework/theme.h"
#include "ui/models/trafficcells.h"
#include "ui/models/trafficmodel.h"

#include <QApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kMarkWidth = 32;

}   // namespace

TrafficView::TrafficView(TrafficModel &model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
{
    setModel(&model);
    setAccessibleName(tr("Requests"));
    prepareTable(*this, ui::rowHeight(QApplication::font()));
    setSelectionMode(QAbstractItemView::SingleSelection);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setColumns();
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        tellVisible();
        if (value > 0 && !m_quiet)
            Q_EMIT scrolledAway();
    });
    connect(&model, &QAbstractItemModel::modelReset, this, &TrafficView::tellVisible);
}

void TrafficView::setColumns()
{
    using namespace trafficcells;
    QHeaderView &header = *horizontalHeader();
    header.setSectionResizeMode(QHeaderView::Fixed);
    header.setMinimumSectionSize(kMarkWidth);
    constexpr std::int64_t wide = 888'000;
    const std::pair<int, QString> samples[] = {
        {Time, u"88:88:88"_s},       {Status, u"888"_s},      {Input, tokens(wide)},
        {Cached, tokens(wide)},      {Output, tokens(wide)},  {Cost, u"≈ %1"_s.arg(money(0, 4))},
        {FirstByte, duration(wide)}, {Total, duration(wide)},
    };
    for (const auto &[column, sample] : samples)
        setColumnWidth(column, sampleWidth(*this, column, sample));
    setColumnWidth(trafficcells::State, kMarkWidth);
    setColumnWidth(App, sampleWidth(*this, App, u"claude-cli/2.0.14 · work"_s));
    header.setSectionResizeMode(Route, QHeaderView::Stretch);
}

void TrafficView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange && model())
        setColumns();
}

void TrafficView::tellVisible()
{
    const int first = std::max(rowAt(0), 0);
    int last = rowAt(viewport()->height() - 1);
    if (last < 0)
        last = m_model.rowCount() - 1;
    m_model.setVisibleRows(first, last);
}

void TrafficView::updateGeometries()
{
    const bool quiet = std::exchange(m_quiet, true);
    QTableView::updateGeometries();
    m_quiet = quiet;
    tellVisible();
}

// The scroll bar counts rows: as many as came above are scrolled past.
void TrafficView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    const int top = verticalScrollBar()->value();
    const int hovered = top > 0 && start <= top ? end - start + 1 : 0;
    QTableView::rowsInserted(parent, start, end);
    if (hovered == 0)
        return;
    const bool quiet = std::exchange(m_quiet, true);
    executeDelayedItemsLayout();
    updateGeometries();
    verticalScrollBar()->setValue(top + hovered);
    m_quiet = quiet;
}

void TrafficView::choose(int row)
{
    const bool quiet = std::exchange(m_quiet, true);
    const QModelIndex index = m_model.index(row, trafficcells::Route);
    setCurrentIndex(index);
    scrollTo(index);
    m_quiet = quiet;
}

int TrafficView::chosenRow() const
{
    // A view that gets the focus makes its first row the current one without choosing it.
    return selectionModel()->hasSelection() ? currentIndex().row() : -1;
}

void TrafficView::move(int by)
{
    const int rows = m_model.rowCount();
    if (rows == 0)
        return;
    const int top = verticalScrollBar()->value();
    const int now = chosenRow() >= 0 ? chosenRow() : by > 0 ? top - 1 : top + 1;
    const int row = std::clamp(now + by, 0, rows - 1);
    choose(row);
    Q_EMIT chosen(row);
}

void TrafficView::keyPressEvent(QKeyEvent *event)
{
    const int page = std::max(viewport()->height() / std::max(ui::rowHeight(QApplication::font()), 1) - 1, 1);
    const bool plain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    if (event->key() == Qt::Key_R && (plain || event->modifiers() == Qt::ShiftModifier)) {
        Q_EMIT replayAsked(!plain);
        return;
    }
    switch (plain ? event->key() : 0) {
    case Qt::Key_J:
    case Qt::Key_Down:
        return move(1);
    case Qt::Key_K:
    case Qt::Key_Up:
        return move(-1);
    case Qt::Key_PageDown:
        return move(page);
    case Qt::Key_PageUp:
        return move(-page);
    case Qt::Key_Home:
        return move(-m_model.rowCount());
    case Qt::Key_End:
        return move(m_model.rowCount());
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT opened();
        return;
    case Qt::Key_Escape:
        Q_EMIT closed();
        return;
    case Qt::Key_F:
        Q_EMIT followAsked();
        return;
    case Qt::Key_C:
        Q_EMIT copyAsked();
        return;
    default:
        break;
    }
    QTableView::keyPressEvent(event);
}

void TrafficView::mousePressEvent(QMouseEvent *event)
{
    const int before = chosenRow();
    QTableView::mousePressEvent(event);
    const QModelIndex hit = indexAt(event->pos());
    if (!hit.isValid() || event->button() != Qt::LeftButton)
        return;
    if (hit.row() != before)
        Q_EMIT chosen(hit.row());
    else
        Q_EMIT opened();
}

}   // namespace gw::ui
