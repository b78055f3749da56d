#include "ui/framework/mainwindow.h"

#include "core/client/clientsclient.h"
#include "core/client/gatewayclient.h"
#include "core/client/placesclient.h"
#include "core/client/vaultclient.h"
#include "ui/dialogs/databaseconnection.h"
#include "ui/dialogs/doctor.h"
#include "ui/dialogs/unsaved.h"
#include "ui/dialogs/vaultaccess.h"
#include "ui/framework/alerts.h"
#include "ui/framework/commandpalette.h"
#include "ui/framework/format.h"
#include "ui/framework/guide.h"
#include "ui/framework/label.h"
#include "ui/framework/notices.h"
#include "ui/framework/pages.h"
#include "ui/framework/placebutton.h"
#include "ui/framework/sidebar.h"
#include "ui/framework/splitters.h"
#include "ui/framework/tray.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDateTime>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QIcon>
#include <QLocale>
#include <QPainter>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kSideWidth = 208;   // At the usual text size; grows with it.
constexpr int kShortcuts = 10;    // Ctrl+1 to Ctrl+9, then Ctrl+0.
constexpr int kRecentRows = 200;
constexpr QSize kStartSize(1280, 800);
// A start that is told after its end was: rows of the ledger are closed, so nothing older can still run.
constexpr std::int64_t kLostUs = 5'000'000;
const QString kGeometryKey = u"window/geometry"_s;
const QString kPageKey = u"window/page"_s;
const QKeySequence kPaletteKeys(Qt::CTRL | Qt::Key_K);

std::int64_t nowUs()
{
    return QDateTime::currentMSecsSinceEpoch() * 1000;
}

// The product's mark; drawn anew for each scale factor.
class Logo final : public QWidget
{
public:
    Logo() { setFixedSize(24, 24); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        QIcon(u":/app/portico.svg"_s).paint(&painter, rect());
    }
};

}   // namespace

MainWindow::MainWindow(client::GatewayClient &client, QSettings &settings, QWidget *parent,
                       client::PlacesClient *places)
    : QWidget(parent)
    , m_client(client)
    , m_places(places)
    , m_day(client)
    , m_range(settings)
    , m_actions(this)
    , m_services{client,
                 settings,
                 m_live,
                 m_day,
                 m_range,
                 m_filter,
                 [this](const QString &id) { openPage(id); },
                 [this](const QString &id, const QString &subject) { openSubject(id, subject); },
                 m_actions,
                 places ? places->database() : nullptr,
                 [this] { chooseDatabase(); }}
{
    const client::Place place = client.place();
    setWindowTitle(place.elsewhere() ? tr("%1 - Portico").arg(place.name) : u"Portico"_s);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins({});
    all->setSpacing(0);
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    m_side = makeSide();
    row->addWidget(m_side);
    m_stack = new QStackedWidget;
    auto *main = new QVBoxLayout;
    main->setSpacing(0);
    auto *notices = new Notices(client);
    connect(notices, &Notices::placesAsked, this, &MainWindow::placesAsked);
    main->addWidget(notices);
    m_alerts = new Alerts(m_services, new DesktopNotices);
    main->addWidget(m_alerts);
    connect(m_alerts, &Alerts::windowAsked, this, &MainWindow::raiseWindow);
    main->addWidget(m_stack, 1);
    row->addLayout(main, 1);
    all->addLayout(row, 1);
    m_status = new StatusLine;
    all->addWidget(m_status);
    fitSide();
    addPages();
    addActions();
    addCareActions();
    addPlaces();
    countClients();
    m_palette = new CommandPalette(m_actions, this);
    if (QSystemTrayIcon::isSystemTrayAvailable()) {
        m_tray = std::make_unique<Tray>(client, m_actions);
        connect(m_tray.get(), &Tray::openAsked, this, &MainWindow::raiseWindow);
        m_tray->icon().show();
    }

    connect(&client, &client::GatewayClient::happened, this,
            [this](const std::vector<events::Event> &batch) { m_live.apply(batch, nowUs()); });
    connect(&client, &client::GatewayClient::statusChanged, this, [this] {
        const client::Status status = m_client.status();
        if (status.opened == status.closed + status.broken)
            m_live.forgetStartedBefore(nowUs() - kLostUs);
        refreshPause();
        showStatus();
    });
    connect(&m_live, &LiveModel::finished, &m_day, &DayModel::refresh);
    connect(&m_live, &LiveModel::flightsChanged, this, &MainWindow::showStatus);
    connect(&m_day, &DayModel::changed, this, &MainWindow::showStatus);
    connect(&client, &client::GatewayClient::recentReady, this,
            [this](client::Token token, const std::vector<client::RequestRow> &rows) {
                if (token == std::exchange(m_recentToken, 0) && token != 0)
                    offerModels(rows);
            });
    refreshPause();
    showStatus();
    restore();
}

MainWindow::~MainWindow() = default;

QWidget *MainWindow::makeSide()
{
    auto *side = new QWidget;
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, space::kLarge, 0, space::kSmall);
    column->setSpacing(space::kLarge);
    auto *brand = new QHBoxLayout;
    brand->setContentsMargins(20, 0, space::kLarge, 0);
    brand->setSpacing(10);
    brand->addWidget(new Logo);
    brand->addWidget(new Label(u"Portico"_s, TextStyle::Heading));
    brand->addStretch();
    column->addLayout(brand);
    auto *find = new PaletteButton(kPaletteKeys);
    connect(find, &QAbstractButton::clicked, this, &MainWindow::openPalette);
    auto *findRow = new QHBoxLayout;
    findRow->setContentsMargins(space::kMedium, 0, space::kMedium, 0);
    findRow->addWidget(find);
    column->addLayout(findRow);
    column->setSpacing(space::kMedium);
    m_sidebar = new Sidebar;
    column->addWidget(m_sidebar, 1);
    if (m_places) {
        m_place = new PlaceButton;
        connect(m_place, &QAbstractButton::clicked, this, &MainWindow::placesAsked);
        auto *placeRow = new QHBoxLayout;
        placeRow->setContentsMargins(space::kSmall, 0, space::kSmall, 0);
        placeRow->addWidget(m_place);
        column->addLayout(placeRow);
    }
    return side;
}

void MainWindow::addPages()
{
    for (const Page &page : allPages()) {
        const int index = int(m_ids.size());
        m_ids << page.id;
        QKeySequence keys;
        if (index < kShortcuts) {
            keys = QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_0 + (index + 1) % kShortcuts));
        }
        m_actions.add({.id = u"page."_s + page.id,
                       .text = page.about.title,
                       .group = tr("Pages"),
                       .icon = page.about.icon,
                       .keys = keys,
                       .run = [this, index] { m_sidebar->setCurrentRow(index); }});
        m_sidebar->addPage(page.about.icon, page.about.title, keys.toString(QKeySequence::NativeText));
        // Filled by showPage(): what nobody opens costs nothing.
        auto *place = new QWidget;
        auto *layout = new QVBoxLayout(place);
        layout->setContentsMargins({});
        m_stack->addWidget(place);
    }
    connect(m_sidebar, &QListWidget::currentRowChanged, this, &MainWindow::showPage);
}

void MainWindow::countClients()
{
    client::ClientsClient &clients = m_client.clients();
    connect(&clients, &client::ClientsClient::found, this,
            [this](client::Token, const client::ToolList &list) {
                const auto count = std::ranges::count_if(list.tools, [](const client::Tool &tool) {
                    return tool.state == client::ToolState::Drifted || tool.moved;
                });
                if (const qsizetype page = m_ids.indexOf(u"clients"_s); page >= 0)
                    m_sidebar->setCount(int(page), int(count));
            });
    // Once the window stands.
    QTimer::singleShot(0, this, [&clients] { clients.look(false); });
}

void MainWindow::showPage(int index)
{
    if (index < 0 || index >= m_stack->count())
        return;
    QWidget *place = m_stack->widget(index);
    if (place->layout()->isEmpty()) {
        const QList<Page> pages = allPages();
        place->layout()->addWidget(pages[index].about.create(m_services, place));
        restoreSplitters(*place, m_ids.value(index), m_services.settings);
    }
    m_stack->setCurrentIndex(index);
    m_actions.setPage(m_ids.value(index));
}

void MainWindow::openPage(const QString &id)
{
    if (const qsizetype index = m_ids.indexOf(id); index >= 0)
        m_sidebar->setCurrentRow(int(index));
}

void MainWindow::openSubject(const QString &id, const QString &subject)
{
    const qsizetype index = m_ids.indexOf(id);
    if (index < 0)
        return;
    m_sidebar->setCurrentRow(int(index));
    if (auto *shows = dynamic_cast<ShowsSubject *>(pageAt(int(index))))
        shows->showSubject(subject);
}

// Null: nobody has opened it yet.
QWidget *MainWindow::pageAt(int index) const
{
    QLayoutItem *page = m_stack->widget(index)->layout()->itemAt(0);
    return page ? page->widget() : nullptr;
}

void MainWindow::raiseWindow()
{
    QWidget *top = window();
    top->setWindowState(top->windowState() & ~Qt::WindowMinimized);
    top->show();
    top->raise();
    top->activateWindow();
}

void MainWindow::addActions()
{
    const QString general = tr("Everywhere");
    m_actions.add({.id = u"window.palette"_s,
                   .text = tr("Search or run"),
                   .group = general,
                   .icon = u"search"_s,
                   .keys = kPaletteKeys,
                   .run = [this] { openPalette(); },
                   .available = [this] { return !m_palette || !m_palette->isVisible(); }});
    m_actions.add({.id = u"traffic.pause"_s,
                   .text = tr("Pause all traffic"),
                   .group = general,
                   .icon = u"pause"_s,
                   .keys = QKeySequence(u"Ctrl+Shift+P"_s),
                   .run = [this] { m_client.setPaused(!m_client.status().paused); }});
    m_actions.add({.id = u"address.copy"_s,
                   .text = tr("Copy the address for programs"),
                   .group = general,
                   .icon = u"copy"_s,
                   .words = u"url base http localhost"_s,
                   .run = [this] { QGuiApplication::clipboard()->setText(m_client.status().url); },
                   .available = [this] { return !m_client.status().url.isEmpty(); }});
    if (m_ids.contains(u"settings"_s))
        m_actions.add({.id = u"window.settings"_s,
                       .text = tr("Open settings"),
                       .group = general,
                       .icon = u"settings"_s,
                       .keys = QKeySequence(u"Ctrl+,"_s),
                       .run = [this] { openPage(u"settings"_s); }});
    addHelpActions();
}

void MainWindow::addHelpActions()
{
    const QString general = tr("Everywhere");
    m_actions.add({.id = u"window.guide"_s,
                   .text = tr("Help for this page"),
                   .group = general,
                   .icon = u"info"_s,
                   .keys = QKeySequence(Qt::Key_F1),
                   .run = [this] { openGuide(); }});
    m_actions.add({.id = u"window.shortcuts"_s,
                   .text = tr("Keyboard shortcuts"),
                   .group = general,
                   .icon = u"keys"_s,
                   .keys = QKeySequence(u"?"_s),
                   .run = [this] {
                       auto *list = new ShortcutList(m_actions, this);
                       list->setAttribute(Qt::WA_DeleteOnClose);
                       list->open();
                   }});
    m_actions.add({.id = u"window.quit"_s,
                   .text = tr("Quit"),
                   .group = general,
                   .icon = u"close"_s,
                   .keys = QKeySequence(u"Ctrl+Q"_s),
                   .run = [this] { window()->close(); }});
}

// What looks after the installation: the doctor and the vault.
void MainWindow::addCareActions()
{
    const QString general = tr("Everywhere");
    m_actions.add({.id = u"window.doctor"_s,
                   .text = tr("Doctor: find what is wrong"),
                   .group = general,
                   .icon = u"search"_s,
                   .words = tr("problems check diagnose port proxy certificate"),
                   .run = [this] {
                       auto *doctor = new Doctor(m_client, m_services.openSubject, this);
                       doctor->setAttribute(Qt::WA_DeleteOnClose);
                       doctor->open();
                   }});
    m_actions.add({.id = u"vault.lock"_s,
                   .text = tr("Lock the vault"),
                   .group = general,
                   .icon = u"lock"_s,
                   .keys = QKeySequence(u"Ctrl+L"_s),
                   .words = tr("keys secrets close"),
                   .run = [this] { m_client.vault().lock(); },
                   .available = [this] { return m_client.vault().state().open; }});
    m_actions.add({.id = u"vault.passphrase"_s,
                   .text = tr("Change the vault's passphrase…"),
                   .group = general,
                   .icon = u"keys"_s,
                   .run = [this] { VaultAccess::ask(m_client.vault(), VaultAccess::Purpose::Change, this); },
                   .available = [this] { return m_client.vault().state().mayChangePassphrase; }});
}

void MainWindow::addPlaces()
{
    if (!m_places)
        return;
    m_actions.add({.id = u"window.gateways"_s,
                   .text = tr("Look at another gateway…"),
                   .group = tr("Everywhere"),
                   .icon = u"network"_s,
                   .keys = QKeySequence(u"Ctrl+Shift+O"_s),
                   .words = tr("connect remote server elsewhere address"),
                   .run = [this] { Q_EMIT placesAsked(); }});
    if (m_services.database)
        m_actions.add({.id = u"window.database"_s,
                       .text = tr("Read a PostgreSQL of gateways…"),
                       .group = tr("Everywhere"),
                       .icon = u"database"_s,
                       .words = tr("postgres database sql connect all gateways spend keys"),
                       .run = [this] { chooseDatabase(); }});
    connect(m_places, &client::PlacesClient::changed, this, &MainWindow::offerPlaces);
    offerPlaces();
}

void MainWindow::chooseDatabase()
{
    if (!m_services.database || findChild<DatabaseConnection *>())
        return;
    auto *dialog = new DatabaseConnection(*m_services.database, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &DatabaseConnection::connected, this, [this] {
        // Keys shows it too: who asked there stays there.
        openSubject(currentPage() == u"keys"_s ? u"keys"_s : u"spend"_s, u"database"_s);
    });
    dialog->open();
}

// Those that one can go to by the palette.
void MainWindow::offerPlaces()
{
    const auto offer = [this](const QString &id, const QString &text) {
        m_actions.add({.id = u"place."_s + id,
                       .text = text,
                       .group = tr("Gateways"),
                       .icon = u"network"_s,
                       .run = [this, id] { Q_EMIT placeAsked(id); },
                       .available =
                           [this, id] {
                               const auto known = m_places->known();
                               return id != m_places->current() &&
                                      (id.isEmpty() ||
                                       std::ranges::find(known, id, &client::KnownPlace::id) != known.end());
                           }});
    };
    offer({}, tr("Look at this computer's gateway"));
    for (const client::KnownPlace &place : m_places->known())
        offer(place.id, tr("Look at %1").arg(place.shownName()));
}

// Of a gateway elsewhere, for the line of facts.
QString MainWindow::placeText(Mark &mark) const
{
    using Reach = client::Place::Reach;
    const client::Place place = m_client.place();
    switch (place.reach) {
    case Reach::Here:
        break;
    case Reach::Connecting:
        mark = Mark::Busy;
        return tr("Connecting to %1").arg(place.name);
    case Reach::Connected:
        mark = m_client.status().paused ? Mark::Paused : Mark::Ok;
        return m_client.status().paused ? tr("Paused on %1").arg(place.name)
                                        : tr("Connected to %1").arg(place.name);
    case Reach::Lost:
        mark = Mark::Error;
        return tr("No connection to %1").arg(place.name);
    case Reach::Refused:
        mark = Mark::Error;
        return tr("%1 cannot be looked at").arg(place.name);
    }
    return {};
}

void MainWindow::openPalette()
{
    m_palette->setEntries({});
    m_palette->open();
    m_recentToken = m_client.requestRecent(kRecentRows);
}

// The models that were asked for last; their traffic is what one looks for.
void MainWindow::offerModels(const std::vector<client::RequestRow> &rows)
{
    std::vector<PaletteEntry> entries;
    QStringList seen;
    for (const client::RequestRow &row : rows) {
        const QString model = row.requestedModel;
        if (model.isEmpty() || seen.contains(model))
            continue;
        seen << model;
        entries.push_back(
            {model, tr("Recent model"), u"models"_s, [this, model] { openSubject(u"models"_s, model); }});
    }
    m_palette->setEntries(std::move(entries));
}

void MainWindow::openGuide()
{
    const QList<Page> pages = allPages();
    const int index = m_sidebar->currentRow();
    if (index < 0)
        return;
    auto *guide = new PageGuide(m_actions, m_ids.value(index), pages[index].about.title, this);
    guide->setAttribute(Qt::WA_DeleteOnClose);
    guide->open();
}

void MainWindow::refreshPause()
{
    m_actions.setText(u"traffic.pause"_s,
                      m_client.status().paused ? tr("Resume all traffic") : tr("Pause all traffic"));
}

QString MainWindow::currentPage() const
{
    return m_ids.value(m_sidebar->currentRow());
}

void MainWindow::showStatus()
{
    using client::EngineState;
    const client::Status status = m_client.status();
    switch (status.state) {
    case EngineState::Running:
        if (status.lostSinceUs > 0)
            m_status->setState(Mark::Error, tr("The gateway does not answer"));
        else if (status.paused)
            m_status->setState(Mark::Paused, tr("Paused on localhost:%1").arg(status.port));
        else
            m_status->setState(Mark::Ok, tr("Listening on localhost:%1").arg(status.port));
        break;
    case EngineState::Starting:
        m_status->setState(Mark::Busy, tr("Starting"));
        break;
    case EngineState::PortBusy:
        m_status->setState(Mark::Blocked, tr("Not listening: port %1 is in use").arg(status.port));
        break;
    case EngineState::Failed:
        m_status->setState(Mark::Error, tr("Not listening"));
        break;
    case EngineState::Stopped:
        m_status->setState(Mark::Off, tr("Switched off"));
        break;
    }
    Mark mark = Mark::Off;
    const client::Place place = m_client.place();
    if (const QString text = placeText(mark); !text.isEmpty())
        m_status->setState(mark, text);
    if (m_place)
        m_place->setPlace(mark, place.elsewhere() ? place.name : tr("This computer"),
                          place.elsewhere() ? place.address : QString());
    QStringList facts;
    const int running = int(m_live.flights().size());
    facts << (running == 0 ? tr("nothing in flight") : tr("%n in flight", nullptr, running));
    if (m_day.hasAnswer())
        facts << tr("%1 today").arg(moneyShort(m_day.today().costPico));
    const QLocale locale;
    if (status.opened > 0) {
        QString ledger =
            tr("ledger: %1 opened, %2 closed")
                .arg(locale.toString(qulonglong(status.opened)), locale.toString(qulonglong(status.closed)));
        if (status.broken > 0)
            ledger += tr(", %1 broken").arg(locale.toString(qulonglong(status.broken)));
        facts << ledger;
    }
    if (!status.keySource.isEmpty())
        facts << tr("keys: %1").arg(status.keySource);
    m_status->setFacts(facts);
}

void MainWindow::fitSide()
{
    const int wanted = std::max(kSideWidth, QFontMetrics(font()).height() * 12);
    if (m_side && m_side->width() != wanted)
        m_side->setFixedWidth(wanted);
}

void MainWindow::restore()
{
    if (isWindow() && !restoreGeometry(m_services.settings.value(kGeometryKey).toByteArray()))
        resize(kStartSize);
    const qsizetype page = m_ids.indexOf(m_services.settings.value(kPageKey).toString());
    m_sidebar->setCurrentRow(int(std::max<qsizetype>(0, page)));
    m_sidebar->setFocus();
}

void MainWindow::quitUnasked()
{
    m_asks = false;
    QApplication::quit();
}

// Shows the page that holds a draft and asks about it; true when there is one.
bool MainWindow::askAboutDraft(const std::function<void()> &then)
{
    for (int i = 0; m_asks && i < m_stack->count(); ++i) {
        auto *page = dynamic_cast<HoldsDraft *>(pageAt(i));
        if (!page || page->draftOf().isEmpty())
            continue;
        if (findChild<Unsaved *>())
            return true;
        openPage(m_ids.value(i));
        auto *dialog = new Unsaved(page->draftOf(), this);
        connect(dialog, &Unsaved::saveAsked, this, [page, then] { page->saveDraft(then); });
        connect(dialog, &Unsaved::dropAsked, this, [this, page, then] {
            page->dropDraft();
            QMetaObject::invokeMethod(this, then, Qt::QueuedConnection);
        });
        dialog->open();
        return true;
    }
    return false;
}

void MainWindow::leave(std::function<void()> then)
{
    if (!askAboutDraft(then))
        then();
}

void MainWindow::keepLook()
{
    m_services.settings.setValue(kGeometryKey, window()->saveGeometry());
    m_services.settings.setValue(kPageKey, currentPage());
    for (int page = 0; page < m_stack->count(); ++page)
        saveSplitters(*m_stack->widget(page), m_ids.value(page), m_services.settings);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (askAboutDraft([this] { close(); })) {
        event->ignore();
        return;
    }
    keepLook();
    QWidget::closeEvent(event);
}

void MainWindow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::FontChange)
        fitSide();
}

void MainWindow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QRect side = QStyle::visualRect(layoutDirection(), rect(), QRect(0, 0, m_side->width(), height()));
    painter.fillRect(rect(), colour(Colour::Window, palette()));
    painter.fillRect(side, colour(Colour::Sidebar, palette()));
    const int edge = layoutDirection() == Qt::RightToLeft ? side.left() : side.right();
    painter.fillRect(QRect(edge, 0, 1, height()), colour(Colour::Border, palette()));
}

}   // namespace gw::ui
