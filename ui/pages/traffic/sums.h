#pragma once

#include "core/client/trafficclient.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <optional>

namespace gw::ui {

// Sums of what the list shows, and of the same without its chips. Asked again after requests happened, so
// seldom that it takes a small part of the time. GUI thread; the client must outlive it.
class TrafficTotals final : public QObject
{
    Q_OBJECT

public:
    static constexpr int kPauseMs = 3'000;

    explicit TrafficTotals(client::TrafficClient &client, QObject *parent = nullptr);
    ~TrafficTotals() override;

    // shown: where it is another than base.
    void ask(const client::TrafficFilter &base, const std::optional<client::TrafficFilter> &shown);
    // Something has happened since.
    void growOld();
    const client::TrafficSums &base() const { return m_base.sums; }
    const client::TrafficSums &shown() const { return m_filters.second ? m_shown.sums : m_base.sums; }

Q_SIGNALS:
    void changed();

private:
    struct Answer
    {
        client::Token token = 0;
        client::TrafficSums sums;
    };
    void put();

    client::TrafficClient &m_client;
    std::pair<client::TrafficFilter, std::optional<client::TrafficFilter>> m_filters;
    Answer m_base;
    Answer m_shown;
    QTimer m_again;
    QElapsedTimer m_clock;
    qint64 m_tookMs = 0;
};

}   // namespace gw::ui
