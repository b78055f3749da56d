#pragma once

#include "ui/framework/services.h"
#include "ui/framework/surfaces.h"

#include <QTimer>

class QStackedWidget;
class QTableView;

namespace gw::ui {

class FlightModel;

// What runs now. While it is seen it also lets the minute of the LiveModel move on, once a second.
class NowCard final : public Card
{
    Q_OBJECT

public:
    explicit NowCard(Services &services, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void tick();
    void refresh();

    Services &m_services;
    FlightModel *m_flights = nullptr;
    QStackedWidget *m_place = nullptr;
    Label *m_text = nullptr;
    QTableView *m_table = nullptr;
    QTimer m_second;
};

}   // namespace gw::ui
