#pragma once

#include "core/client/values.h"
#include "ui/framework/services.h"
#include "ui/framework/surfaces.h"

class QStackedWidget;
class QTableView;

namespace gw::ui {

class RecentModel;

// What ended last, with its cost: the ledger's newest rows, then what ends while one looks.
class RecentCard final : public Card
{
    Q_OBJECT

public:
    explicit RecentCard(Services &services, QWidget *parent = nullptr);
    bool hasRequests() const;
    // The ledger has answered at least once.
    bool isTold() const { return m_told; }

Q_SIGNALS:
    void requestsChanged();

private:
    void makeTable();
    void refresh();

    RecentModel *m_model = nullptr;
    QStackedWidget *m_place = nullptr;
    QTableView *m_table = nullptr;
    client::Token m_token = 0;
    bool m_told = false;
};

}   // namespace gw::ui
