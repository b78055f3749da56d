#include "ui/framework/mainwindow.h"

#include "core/client/gatewayclient.h"
#include "ui/framework/format.h"
#include "ui/framework/label.h"
#include "ui/framework/pages.h"
#include "ui/framework/sidebar.h"

#include <QCloseEvent>
#include <QDateTime>
#include <QHBoxLayout>
#include <QIcon>
#include <QLocale>
#include <QPainter>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kSideWidth = 208;   // At the usual text size; grows with it.
constexpr int kShortcuts = 9;
constexpr QSize kStartSize(1280, 800);
// A start that is told after its end was: rows of the ledger are closed, so nothing older can still run.
constexpr std::int64_t kLostUs = 5'000'000;
const QString kGeometryKey = u"window/geometry"_s;
const QString kPageKey = u"window/page"_s;

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

MainWindow::MainWindow(client::GatewayClient &client, QSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_client(client)
    , m_day(client)
    , m_range(settings)
    , m_services{client, settings, m_live, m_day, m_range, [this](const QString &id) { openPage(id); }}
{
    setWindowTitle(u"Portico"_s);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins({});
    all->setSpacing(0);
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    m_side = makeSide();
    row->addWidget(m_side);
    m_stack = new QStackedWidget;
    row->addWidget(m_stack, 1);
    all->addLayout(row, 1);
    m_status = new StatusLine;
    all->addWidget(m_status);
    fitSide();
    addPages();

    connect(&client, &client::GatewayClient::happened, this,
            [this](const std::vector<events::Event> &batch) { m_live.apply(batch, nowUs()); });
    connect(&client, &client::GatewayClient::statusChanged, this, [this] {
        const client::Status status = m_client.status();
        if (status.opened == status.closed + status.broken)
            m_live.forgetStartedBefore(nowUs() - kLostUs);
        showStatus();
    });
    connect(&m_live, &LiveModel::finished, &m_day, &DayModel::refresh);
    connect(&m_live, &LiveModel::flightsChanged, this, &MainWindow::showStatus);
    connect(&m_day, &DayModel::changed, this, &MainWindow::showStatus);
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
    m_sidebar = new Sidebar;
    column->addWidget(m_sidebar, 1);
    return side;
}

void MainWindow::addPages()
{
    for (const Page &page : allPages()) {
        const int index = int(m_ids.size());
        m_ids << page.id;
        QKeySequence keys;
        if (index < kShortcuts) {
            keys = QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + index));
            auto *shortcut = new QShortcut(keys, this);
            connect(shortcut, &QShortcut::activated, this,
                    [this, index] { m_sidebar->setCurrentRow(index); });
        }
        m_sidebar->addPage(page.about.icon, page.about.title, keys.toString(QKeySequence::NativeText));
        // Filled by showPage(): what nobody opens costs nothing.
        auto *place = new QWidget;
        auto *layout = new QVBoxLayout(place);
        layout->setContentsMargins({});
        m_stack->addWidget(place);
    }
    auto *quit = new QShortcut(QKeySequence::Quit, this);
    connect(quit, &QShortcut::activated, this, &QWidget::close);
    connect(m_sidebar, &QListWidget::currentRowChanged, this, &MainWindow::showPage);
}

void MainWindow::showPage(int index)
{
    if (index < 0 || index >= m_stack->count())
        return;
    QWidget *place = m_stack->widget(index);
    if (place->layout()->isEmpty()) {
        const QList<Page> pages = allPages();
        place->layout()->addWidget(pages[index].about.create(m_services, place));
    }
    m_stack->setCurrentIndex(index);
}

void MainWindow::openPage(const QString &id)
{
    if (const qsizetype index = m_ids.indexOf(id); index >= 0)
        m_sidebar->setCurrentRow(int(index));
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
    if (!restoreGeometry(m_services.settings.value(kGeometryKey).toByteArray()))
        resize(kStartSize);
    const qsizetype page = m_ids.indexOf(m_services.settings.value(kPageKey).toString());
    m_sidebar->setCurrentRow(int(std::max<qsizetype>(0, page)));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_services.settings.setValue(kGeometryKey, saveGeometry());
    m_services.settings.setValue(kPageKey, currentPage());
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
