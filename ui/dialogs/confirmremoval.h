#pragma once

#include "core/client/modelsvalues.h"

#include <QDialog>

class QCheckBox;

namespace gw::ui {

// Asks before something is deleted from the config, and names what goes with it. Cancel is the default.
class ConfirmRemoval final : public QDialog
{
    Q_OBJECT

public:
    ConfirmRemoval(const QString &title, const client::RemovalEffect &effect, QWidget *parent);

    // Offers to forget the key as well; why it is kept instead, if it is.
    void offerKey(const QString &offer);
    void tellKey(const QString &reason);
    bool forgetsKey() const;

private:
    QCheckBox *m_key = nullptr;
};

}   // namespace gw::ui
