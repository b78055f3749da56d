#pragma once

#include "ui/framework/actions.h"

#include <QAbstractButton>
#include <QPointer>
#include <QWidget>

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace gw::ui {

class Label;

// A further thing the palette finds: the name of a model, say.
struct PaletteEntry
{
    QString text;
    QString group;
    QString icon;
    std::function<void()> run;
};

// Search or run: everything a user can have done, over the window that it fills. Typing filters, arrows
// choose, Enter runs, Esc or a click beside it closes; the focus goes back where it was. GUI thread; actions
// must outlive it.
class CommandPalette final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CommandPalette)

public:
    CommandPalette(const Actions &actions, QWidget *window);

    void open();
    void close();
    // Shown after the actions; may come while the palette is open.
    void setEntries(std::vector<PaletteEntry> entries);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    class Panel;

    void place();
    void refresh();
    void moveChoice(int steps);
    void runCurrent();
    void announce();

    const Actions &m_actions;
    std::vector<PaletteEntry> m_entries;
    std::vector<std::function<void()>> m_runs;   // By row.
    QPointer<QWidget> m_focusBefore;
    Panel *m_panel = nullptr;
    QLineEdit *m_edit = nullptr;
    QListView *m_list = nullptr;
    QStandardItemModel *m_model = nullptr;
    Label *m_none = nullptr;
};

// Looks like the field that it opens, with its keys at the far end.
class PaletteButton final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit PaletteButton(const QKeySequence &keys, QWidget *parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_keys;
};

}   // namespace gw::ui
