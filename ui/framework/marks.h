#pragma once

#include "ui/framework/theme.h"

#include <QWidget>

class QPainter;

namespace gw::ui {

// A state is always a shape and a word; the colour only repeats it.
enum class Mark { Ok, Partial, Off, Blocked, Warning, Error, Busy, Paused, Local };

Colour markColour(Mark mark);
void drawMark(QPainter &painter, const QRectF &rect, Mark mark, const QPalette &palette);

// Shape and word, optionally on a soft pill.
class Badge final : public QWidget
{
    Q_OBJECT

public:
    enum class Look { Plain, Pill };

    Badge(Mark mark, const QString &word, Look look = Look::Plain, QWidget *parent = nullptr);
    void set(Mark mark, const QString &word);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Mark m_mark;
    QString m_word;
    Look m_look;
};

}   // namespace gw::ui
