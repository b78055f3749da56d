#pragma once

#include "core/client/clientsvalues.h"

#include <QDialog>

namespace gw::ui {

// The values of a connected tool that somebody has changed: before, as the gateway set them, and now. Nothing
// is guessed: whoever looks says what is to be. Esc changes nothing.
class ClientCompare final : public QDialog
{
    Q_OBJECT

public:
    enum class Choice {
        None,
        Connect,   // As the gateway set them.
        Accept,    // As they are now, and the tool stays connected.
        Keep,      // As they are now, and the rest is put back.
        PutBack,   // As they were before.
    };

    // undoing: it is to be disconnected; else it is only looked at.
    ClientCompare(const client::Tool &tool, const std::vector<client::ToolDrift> &drifts, bool undoing,
                  QWidget *parent = nullptr);

Q_SIGNALS:
    void chosen(gw::ui::ClientCompare::Choice choice);
};

}   // namespace gw::ui
