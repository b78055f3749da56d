#pragma once

#include <QDialog>

namespace gw::ui {

// Asks before something that cannot be taken back; Cancel is what Return does.
class ConfirmChange final : public QDialog
{
    Q_OBJECT

public:
    // effect: what it means for others; verb: what stands on the button.
    ConfirmChange(const QString &title, const QString &effect, const QString &verb,
                  QWidget *parent = nullptr);
};

}   // namespace gw::ui
