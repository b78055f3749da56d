#pragma once

#include "core/client/values.h"
#include "ui/framework/services.h"

#include <QTimer>
#include <QWidget>

class QStackedWidget;
class QTableView;

namespace gw::ui {

class Card;
class FlightModel;
class Label;
class RecentModel;

// What runs now and what ended last, with its cost.
class Activity final : public QWidget
{
    Q_OBJECT

public:
    explicit Activity(Services &services, QWidget *parent = nullptr);
    bool hasRequests() const;
    // The ledger has answered at least once.
    bool isTold() const { return m_told; }

Q_SIGNALS:
    // The ledger told its newest requests, or a request ended.
    void requestsChanged();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeNow();
    QWidget *makeRecent();
    void showFlights();
    void showPlaces();

    Services &m_services;
    FlightModel *m_flights = nullptr;
    RecentModel *m_recent = nullptr;
    QStackedWidget *m_nowPlace = nullptr;
    QStackedWidget *m_recentPlace = nullptr;
    Label *m_nowText = nullptr;
    QTableView *m_nowTable = nullptr;
    QTableView *m_recentTable = nullptr;
    QTimer m_second;
    client::Token m_token = 0;
    bool m_told = false;
};

}   // namespace gw::ui
