#pragma once

#include "core/client/trafficclient.h"

#include <QWidget>

class QProgressBar;
class QPushButton;

namespace gw::ui {

class Label;

// An export that runs, or how it ended. Hidden when there is nothing to tell.
class ExportLine final : public QWidget
{
    Q_OBJECT

public:
    explicit ExportLine(client::TrafficClient &client, QWidget *parent = nullptr);
    ~ExportLine() override;

    void start(const client::TrafficFilter &filter, client::ExportFormat format, const QString &path);
    bool isRunning() const { return m_token != 0; }

private:
    void onMoved(client::Token token, const client::ExportState &state);
    void cancel();
    void tell(const QString &text, bool failed);

    client::TrafficClient &m_client;
    client::Token m_token = 0;
    QString m_path;
    Label *m_text = nullptr;
    QProgressBar *m_bar = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_open = nullptr;
    QPushButton *m_close = nullptr;
};

}   // namespace gw::ui
