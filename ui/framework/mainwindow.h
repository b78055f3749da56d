#pragma once

#include "ui/framework/services.h"
#include "ui/models/daymodel.h"
#include "ui/models/livemodel.h"
#include "ui/models/timerange.h"

#include <QWidget>

class QSettings;
class QStackedWidget;

namespace gw::ui {

class Sidebar;
class StatusLine;

// The frame of the pages: navigation, the page, the line of facts. Pages are made when first shown. GUI
// thread; client and settings must outlive it.
class MainWindow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    MainWindow(client::GatewayClient &client, QSettings &settings, QWidget *parent = nullptr);
    ~MainWindow() override;

    void openPage(const QString &id);
    QString currentPage() const;
    QStringList pageIds() const { return m_ids; }

protected:
    void closeEvent(QCloseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeSide();
    void addPages();
    void showPage(int index);
    void showStatus();
    void fitSide();
    void restore();

    client::GatewayClient &m_client;
    LiveModel m_live;
    DayModel m_day;
    TimeRange m_range;
    Services m_services;
    QStringList m_ids;
    QWidget *m_side = nullptr;
    Sidebar *m_sidebar = nullptr;
    QStackedWidget *m_stack = nullptr;
    StatusLine *m_status = nullptr;
};

}   // namespace gw::ui
