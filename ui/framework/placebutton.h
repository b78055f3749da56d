#pragma once

#include "ui/framework/marks.h"

#include <QAbstractButton>

namespace gw::ui {

// Which gateway the window looks at, at the foot of the navigation; a click chooses another.
class PlaceButton final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit PlaceButton(QWidget *parent = nullptr);
    // mark: Off for this computer, whose state stands below.
    void setPlace(Mark mark, const QString &name, const QString &address);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Mark m_mark = Mark::Off;
};

}   // namespace gw::ui
