#pragma once

#include <QDialog>

namespace gw::ui {

// Asks what becomes of a text that was typed and not saved. Cancel is what Esc does.
class Unsaved final : public QDialog
{
    Q_OBJECT

public:
    explicit Unsaved(const QString &what, QWidget *parent = nullptr);

Q_SIGNALS:
    void saveAsked();
    void dropAsked();
};

}   // namespace gw::ui
