#pragma once

#include <QToolButton>
#include <QWidget>

#include <functional>

namespace gw::ui {

// A line that shows more when it is clicked. What it shows is made at the first time.
class Fold final : public QWidget
{
    Q_OBJECT

public:
    Fold(const QString &title, std::function<QWidget *()> make, QWidget *parent = nullptr);
    void setOpen(bool open);
    bool isOpen() const { return m_open; }

private:
    QToolButton *m_head = nullptr;
    QWidget *m_body = nullptr;
    bool m_open = false;
    std::function<QWidget *()> m_make;
};

}   // namespace gw::ui
