#include "ui/pages/traffic/saverequest.h"

#include "core/client/har.h"
#include "ui/framework/controls.h"
#include "ui/framework/marks.h"
#include "ui/framework/theme.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QSaveFile>
#include <QStandardPaths>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace gw::ui {

SaveRequest::SaveRequest(client::GatewayClient &client, QWidget *parent)
    : QWidget(parent)
    , m_client(client)
{
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins({});
    auto *told = new Badge(Mark::Ok, {});
    QToolButton *close = iconButton(u"close"_s, tr("Close"));
    line->addWidget(told);
    line->addStretch();
    line->addWidget(close);
    hide();
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(this, &SaveRequest::saved, this, [this, told](const QString &path, const QString &problem) {
        if (problem.isEmpty())
            told->set(Mark::Ok, tr("Saved as %1").arg(QFileInfo(path).fileName()));
        else
            told->set(Mark::Error, tr("It could not be saved: %1").arg(problem));
        show();
    });
    client::TrafficClient &traffic = client.traffic();
    connect(&traffic, &client::TrafficClient::detailReady, this,
            [this](client::Token token, const client::TrafficDetail &detail) {
                if (token != m_detailToken || token == 0)
                    return;
                m_detailToken = 0;
                m_detail = detail;
                write();
            });
    connect(&traffic, &client::TrafficClient::bodiesReady, this,
            [this](client::Token token, const client::TrafficBodies &bodies) {
                if (token != m_bodiesToken || token == 0)
                    return;
                m_bodiesToken = 0;
                m_bodies = bodies;
                write();
            });
}

SaveRequest::~SaveRequest()
{
    m_client.traffic().cancel(m_detailToken);
    m_client.traffic().cancel(m_bodiesToken);
}

void SaveRequest::choose(const client::TrafficRow &row)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    auto *dialog = new QFileDialog(this, tr("Save the request as an HTTP archive"), folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("HTTP archive (*.har)"));
    dialog->setDefaultSuffix(u"har"_s);
    dialog->selectFile(u"request.har"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this, row](const QString &path) { save(row, path); });
    dialog->open();
}

void SaveRequest::save(const client::TrafficRow &row, const QString &path)
{
    client::TrafficClient &traffic = m_client.traffic();
    traffic.cancel(m_detailToken);
    traffic.cancel(m_bodiesToken);
    m_row = row;
    m_path = path;
    m_detailToken = traffic.requestDetail(row.request);
    m_bodiesToken = traffic.requestBodies(row.request);
}

void SaveRequest::write()
{
    if (m_detailToken != 0 || m_bodiesToken != 0)
        return;
    QString base = m_client.status().url;
    if (base.endsWith("/v1"_L1))
        base.chop(3);
    const std::string har = client::harOf(m_row, m_detail, m_bodies, base, m_client.status().version);
    QSaveFile file(m_path);
    const bool done =
        file.open(QIODevice::WriteOnly) &&
        file.write(har.data(), static_cast<qint64>(har.size())) == static_cast<qint64>(har.size()) &&
        file.commit();
    Q_EMIT saved(m_path, done ? QString() : file.errorString());
}

}   // namespace gw::ui
