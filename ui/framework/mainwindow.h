#pragma once

#include "ui/framework/actions.h"
#include "ui/framework/services.h"
#include "ui/models/daymodel.h"
#include "ui/models/livemodel.h"
#include "ui/models/sharedfilter.h"
#include "ui/models/timerange.h"

#include <QWidget>

#include <memory>

class QSettings;
class QStackedWidget;

namespace gw::ui {

class Alerts;
class CommandPalette;
class Sidebar;
class StatusLine;
class Tray;

// The frame of the pages: navigation, notices, the page, the line of facts; actions with their keys, the
// palette and the tray. Pages are made when first shown. Geometry, page and splitters are kept in the
// settings. GUI thread; client and settings must outlive it.
class MainWindow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    MainWindow(client::GatewayClient &client, QSettings &settings, QWidget *parent = nullptr);
    ~MainWindow() override;

    void openPage(const QString &id);
    // Quits at once; what was typed and not saved is kept for the next start.
    void quitUnasked();
    void openSubject(const QString &id, const QString &subject);
    // In front of all other windows, as far as the desktop lets it.
    void raiseWindow();
    QString currentPage() const;
    QStringList pageIds() const { return m_ids; }
    Actions &actions() { return m_actions; }

protected:
    void closeEvent(QCloseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QWidget *pageAt(int index) const;
    bool askAboutDraft();
    QWidget *makeSide();
    void addPages();
    void addActions();
    void addCareActions();
    void addHelpActions();
    void openPalette();
    void offerModels(const std::vector<client::RequestRow> &rows);
    void openGuide();
    void refreshPause();
    void showPage(int index);
    void showStatus();
    void fitSide();
    void restore();

    client::GatewayClient &m_client;
    LiveModel m_live;
    DayModel m_day;
    bool m_asks = true;   // Whether closing asks about drafts.
    TimeRange m_range;
    SharedFilter m_filter;
    Actions m_actions;
    Services m_services;
    QStringList m_ids;
    QWidget *m_side = nullptr;
    Sidebar *m_sidebar = nullptr;
    QStackedWidget *m_stack = nullptr;
    StatusLine *m_status = nullptr;
    CommandPalette *m_palette = nullptr;
    std::unique_ptr<Tray> m_tray;
    Alerts *m_alerts = nullptr;
    client::Token m_recentToken = 0;
};

}   // namespace gw::ui
