#include "ui/pages/traffic/exportline.h"

#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/framework/theme.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kBarWidth = 160;
constexpr int kBarHeight = 6;
constexpr int kSteps = 1000;

QString count(std::int64_t number)
{
    return QLocale().toString(qlonglong(number));
}

}   // namespace

ExportLine::ExportLine(client::TrafficClient &client, QWidget *parent)
    : QWidget(parent)
    , m_client(client)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(space::kSmall);
    m_bar = new QProgressBar;
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(kBarWidth, kBarHeight);
    m_bar->setAccessibleName(tr("Progress of the export"));
    m_text = (new Label({}, TextStyle::Caption, Colour::TextSecondary))->elided();
    m_cancel = smallButton(tr("Cancel export"), Emphasis::Quiet, u"close"_s);
    m_open = smallButton(tr("Open folder"), Emphasis::Quiet, u"folder"_s);
    m_close = smallButton(tr("OK"), Emphasis::Quiet);
    row->addWidget(m_bar);
    row->addWidget(m_text, 1);
    addAll(row, {m_cancel, m_open, m_close});
    connect(m_cancel, &QPushButton::clicked, this, &ExportLine::cancel);
    connect(m_open, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(m_path).path())); });
    connect(m_close, &QPushButton::clicked, this, &QWidget::hide);
    connect(&client, &client::TrafficClient::exportMoved, this, &ExportLine::onMoved);
    hide();
}

ExportLine::~ExportLine()
{
    m_client.cancel(m_token);
}

void ExportLine::start(const client::TrafficFilter &filter, client::ExportFormat format, const QString &path)
{
    m_client.cancel(m_token);
    m_path = path;
    m_token = m_client.startExport(filter, format, path);
    m_text->setRole(Colour::TextSecondary);
    m_text->setText(tr("Counting what is to be exported…"));
    m_bar->setRange(0, 0);
    m_bar->show();
    m_cancel->show();
    m_open->hide();
    m_close->hide();
    show();
}

void ExportLine::onMoved(client::Token token, const client::ExportState &state)
{
    if (token != m_token)
        return;
    const QString name = QFileInfo(m_path).fileName();
    if (!state.done) {
        m_bar->setRange(0, kSteps);
        m_bar->setValue(state.total > 0 ? int(state.written * kSteps / state.total) : 0);
        m_text->setText(
            tr("%1 of %2 requests are in %3").arg(count(state.written), count(state.total), name));
        return;
    }
    m_token = 0;
    if (!state.problem.isEmpty())
        tell(tr("The export failed: %1 Nothing was written to %2.").arg(state.problem, name), true);
    else
        tell(tr("%n request(s) were exported to %1", nullptr, int(state.written)).arg(name), false);
}

void ExportLine::cancel()
{
    m_client.cancel(std::exchange(m_token, 0));
    tell(tr("The export was cancelled; no file was left."), false);
    m_open->hide();
}

void ExportLine::tell(const QString &text, bool failed)
{
    m_text->setRole(failed ? Colour::Error : Colour::TextSecondary);
    m_text->setText(text);
    m_bar->hide();
    m_cancel->hide();
    m_open->setVisible(!failed);
    m_close->show();
    m_close->setFocus();
}

}   // namespace gw::ui
