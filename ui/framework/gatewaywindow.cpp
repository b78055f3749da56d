#include "ui/framework/gatewaywindow.h"

#include "core/client/gatewayclient.h"
#include "core/client/placesclient.h"
#include "ui/dialogs/gatewaychoice.h"
#include "ui/framework/mainwindow.h"

#include <QCloseEvent>
#include <QSettings>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr QSize kStartSize(1280, 800);
const QString kGeometryKey = u"window/geometry"_s;

}   // namespace

GatewayWindow::GatewayWindow(client::PlacesClient &places, QSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_places(places)
    , m_settings(settings)
{
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins({});
    if (!restoreGeometry(settings.value(kGeometryKey).toByteArray()))
        resize(kStartSize);
    connect(&places, &client::PlacesClient::currentChanged, this, &GatewayWindow::rebuild);
    rebuild();
}

GatewayWindow::~GatewayWindow()
{
    // Before the gateways that its pages speak to.
    delete m_main;
}

void GatewayWindow::rebuild()
{
    setUpdatesEnabled(false);
    if (m_main)
        m_main->keepLook();
    delete m_main;
    m_main = new MainWindow(m_places.gateway(), m_settings, this, &m_places);
    m_column->addWidget(m_main);
    m_main->show();
    setWindowTitle(m_main->windowTitle());
    connect(m_main, &MainWindow::placesAsked, this, &GatewayWindow::choose);
    connect(m_main, &MainWindow::placeAsked, this, &GatewayWindow::visit);
    setUpdatesEnabled(true);
}

void GatewayWindow::choose()
{
    if (findChild<GatewayChoice *>())
        return;
    auto *dialog = new GatewayChoice(m_places, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &GatewayChoice::visitAsked, this, &GatewayWindow::visit);
    connect(dialog, &GatewayChoice::databaseAsked, m_main, &MainWindow::chooseDatabase);
    dialog->open();
}

void GatewayWindow::visit(const QString &id)
{
    m_main->leave([this, id] { m_places.visit(id); });
}

void GatewayWindow::raiseWindow()
{
    m_main->raiseWindow();
}

void GatewayWindow::quitUnasked()
{
    m_main->quitUnasked();
}

void GatewayWindow::closeEvent(QCloseEvent *event)
{
    if (!m_left) {
        event->ignore();
        m_main->leave([this] {
            m_left = true;
            QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
        });
        return;
    }
    m_main->keepLook();
    QWidget::closeEvent(event);
}

}   // namespace gw::ui
