#pragma once

#include "ui/framework/actions.h"
#include "ui/framework/marks.h"
#include "ui/framework/services.h"
#include "ui/models/daymodel.h"
#include "ui/models/livemodel.h"
#include "ui/models/sharedfilter.h"
#include "ui/models/timerange.h"

#include <QWidget>

#include <memory>

namespace gw::client {
class PlacesClient;
}

class QSettings;
class QStackedWidget;

namespace gw::ui {

class Alerts;
class PlaceButton;
class CommandPalette;
class Sidebar;
class StatusLine;
class Tray;

// The frame of the pages: navigation, notices, the page, the line of facts; actions with their keys, the
// palette and the tray. Pages are made when first shown. Geometry, page and splitters are kept in the
// settings. Stands alone or, for windows that may look at other gateways, in a GatewayWindow. GUI thread;
// what it is given must outlive it.
class MainWindow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    // places: the other gateways there are; null: there is none to choose.
    MainWindow(client::GatewayClient &client, QSettings &settings, QWidget *parent = nullptr,
               client::PlacesClient *places = nullptr);
    ~MainWindow() override;

    void openPage(const QString &id);
    // Calls then at once when nobody has typed what is not saved; else shows that and asks first.
    void leave(std::function<void()> then);
    // Keeps what the next start begins with.
    void keepLook();
    // Quits at once; what was typed and not saved is kept for the next start.
    void quitUnasked();
    void openSubject(const QString &id, const QString &subject);
    // In front of all other windows, as far as the desktop lets it.
    void raiseWindow();
    QString currentPage() const;
    QStringList pageIds() const { return m_ids; }
    Actions &actions() { return m_actions; }
    // Asks where the database is that gateways share; nothing where this window cannot read one.
    void chooseDatabase();

Q_SIGNALS:
    // The user wants to choose a gateway; id: to look at that one without more words (empty: this computer).
    void placesAsked();
    void placeAsked(const QString &id);

protected:
    void closeEvent(QCloseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QWidget *pageAt(int index) const;
    bool askAboutDraft(const std::function<void()> &then);
    void addPlaces();
    void offerPlaces();
    QString placeText(Mark &mark) const;
    QWidget *makeSide();
    void addPages();
    // How many tools do not stand as the gateway has set them, beside their page's name.
    void countClients();
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
    client::PlacesClient *const m_places;
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
    PlaceButton *m_place = nullptr;   // Null without places.
    QStackedWidget *m_stack = nullptr;
    StatusLine *m_status = nullptr;
    CommandPalette *m_palette = nullptr;
    std::unique_ptr<Tray> m_tray;
    Alerts *m_alerts = nullptr;
    client::Token m_recentToken = 0;
};

}   // namespace gw::ui
