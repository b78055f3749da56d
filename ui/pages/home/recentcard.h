#pragma once

#include "core/client/values.h"
#include "ui/framework/services.h"
#include "ui/framework/surfaces.h"

class QStackedWidget;
class QTableView;

namespace gw::ui {

class Label;
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
    // Asks for the newest: of all, or of those that the shared filter lets through.
    void ask();
    void connectFilter();
    void showMenu(const QPoint &at);
    void showOnly(const QString &field, const QString &value);
    void refresh();

    Services &m_services;
    RecentModel *m_model = nullptr;
    QStackedWidget *m_place = nullptr;
    QTableView *m_table = nullptr;
    Label *m_empty = nullptr;
    client::Token m_token = 0;
    client::Token m_outline = 0;
    client::Token m_rows = 0;
    bool m_told = false;
};

}   // namespace gw::ui
