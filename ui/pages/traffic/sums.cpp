#include "ui/pages/traffic/sums.h"

#include <algorithm>

namespace gw::ui {

namespace {

// Waits this many times as long as the last answer took.
constexpr qint64 kRest = 30;

}   // namespace

TrafficTotals::TrafficTotals(client::TrafficClient &client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &TrafficTotals::put);
    connect(&client, &client::TrafficClient::sumsReady, this,
            [this](client::Token token, const client::TrafficSums &sums) {
                for (Answer *answer : {&m_base, &m_shown}) {
                    if (answer->token != token || token == 0)
                        continue;
                    // A part says more than nothing, but not more than an older whole.
                    if (!sums.done && sums.requests < answer->sums.requests)
                        continue;
                    answer->sums = sums;
                    if (sums.done) {
                        answer->token = 0;
                        m_tookMs = m_clock.elapsed();
                    }
                    Q_EMIT changed();
                }
            });
}

TrafficTotals::~TrafficTotals()
{
    m_client.cancel(m_base.token);
    m_client.cancel(m_shown.token);
}

void TrafficTotals::ask(const client::TrafficFilter &base, const std::optional<client::TrafficFilter> &shown)
{
    if (base.terms != m_filters.first.terms || base.fromUs != m_filters.first.fromUs)
        m_base.sums = {};
    m_shown.sums = {};
    m_filters = {base, shown};
    put();
}

void TrafficTotals::growOld()
{
    if (m_base.token == 0 && m_shown.token == 0 && !m_again.isActive())
        m_again.start(int(std::max<qint64>(kPauseMs, m_tookMs * kRest)));
}

void TrafficTotals::put()
{
    m_again.stop();
    m_client.cancel(m_base.token);
    m_client.cancel(std::exchange(m_shown.token, 0));
    m_clock.start();
    m_base.token = m_client.requestSums(m_filters.first);
    if (m_filters.second)
        m_shown.token = m_client.requestSums(*m_filters.second);
}

}   // namespace gw::ui
