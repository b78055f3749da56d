#pragma once

#include <QDialog>

class QDateTimeEdit;

namespace gw::ui {

// Asks for a moment of the past.
class JumpTo final : public QDialog
{
    Q_OBJECT

public:
    explicit JumpTo(QWidget *parent);

Q_SIGNALS:
    // Unix microseconds.
    void chosen(qint64 unixUs);

private:
    QDateTimeEdit *m_moment = nullptr;
};

}   // namespace gw::ui
