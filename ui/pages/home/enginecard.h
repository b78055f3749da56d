#pragma once

#include "ui/framework/services.h"
#include "ui/framework/surfaces.h"

#include <QPointer>

namespace gw::ui {

class SecretClipboard;
class Switch;

// Is it on, and what does a program need: the switch, the address, the key.
class EngineCard final : public Card
{
    Q_OBJECT

public:
    explicit EngineCard(Services &services, QWidget *parent = nullptr);
    void copyAddress();
    void copyKey();

private:
    void refresh();
    void showFlights();

    Services &m_services;
    SecretClipboard *m_clipboard = nullptr;
    Switch *m_switch = nullptr;
    Label *m_title = nullptr;
    Label *m_detail = nullptr;
    Badge *m_flights = nullptr;
    CopyField *m_address = nullptr;
    CopyField *m_key = nullptr;
};

}   // namespace gw::ui
