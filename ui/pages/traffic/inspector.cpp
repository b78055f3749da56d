#include "ui/pages/traffic/inspector.h"

#include "core/base/json.h"
#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/framework/surfaces.h"
#include "ui/framework/theme.h"
#include "ui/pages/traffic/inspectortabs.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

// A request that has ended is in the ledger within about a second.
constexpr int kAgainMs = 600;
constexpr int kTries = 6;

// For a shell's single quotes.
QString quoted(QString text)
{
    return u'\'' + text.replace(u'\'', u"'\\''"_s) + u'\'';
}

}   // namespace

Inspector::Inspector(client::TrafficClient &client, QWidget *parent)
    : QWidget(parent)
    , m_client(client)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(space::kSmall, 0, space::kSmall, space::kSmall);
    all->setSpacing(0);
    auto *top = new QHBoxLayout;
    top->setSpacing(2);
    m_tabs = new QTabBar;
    for (const QString &name : {tr("Summary"), tr("Route"), tr("Cost"), tr("Timing")})
        m_tabs->addTab(name);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Parts of the request"));
    top->addWidget(m_tabs);
    top->addStretch();
    m_copy = iconButton(u"copy"_s, tr("Copy as curl"));
    QToolButton *close = iconButton(u"close"_s, tr("Close"));
    addAll(top, {m_copy, close});
    all->addLayout(top);
    all->addWidget(new Separator);
    m_area = new QScrollArea;
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->viewport()->setAutoFillBackground(false);
    m_area->setAccessibleName(tr("The chosen part"));
    all->addWidget(m_area, 1);
    m_again.setSingleShot(true);
    m_again.setInterval(kAgainMs);
    connect(&m_again, &QTimer::timeout, this, &Inspector::ask);
    connect(m_tabs, &QTabBar::currentChanged, this, &Inspector::rebuild);
    connect(m_copy, &QToolButton::clicked, this, &Inspector::copyAsked);
    connect(close, &QToolButton::clicked, this, &Inspector::closed);
    connect(&client, &client::TrafficClient::detailReady, this,
            [this](client::Token token, const client::TrafficDetail &detail) {
                if (token != m_token || token == 0)
                    return;
                m_token = 0;
                m_detail = detail;
                const bool whole = m_row && int(detail.attempts.size()) >= m_row->attempts;
                if (!whole && m_row && !m_row->running() && m_tries < kTries)
                    m_again.start();
                rebuild();
            });
    clear();
}

Inspector::~Inspector()
{
    m_client.cancel(m_token);
}

void Inspector::inspect(const client::TrafficRow &row)
{
    const bool same = m_row && m_row->request == row.request;
    const bool settled = same && m_row->running() && !row.running();
    m_row = row;
    m_copy->setEnabled(true);
    if (!same || settled) {
        if (!same)
            m_detail.reset();
        m_tries = 0;
        ask();
    }
    rebuild();
}

void Inspector::ask()
{
    if (!m_row)
        return;
    m_client.cancel(m_token);
    ++m_tries;
    m_token = m_client.requestDetail(m_row->request);
}

void Inspector::clear()
{
    m_client.cancel(std::exchange(m_token, 0));
    m_again.stop();
    m_row.reset();
    m_detail.reset();
    m_copy->setEnabled(false);
    rebuild();
}

std::optional<Id128> Inspector::request() const
{
    return m_row ? std::optional(m_row->request) : std::nullopt;
}

void Inspector::setTab(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
}

QWidget *Inspector::note(const QString &text)
{
    auto *label = (new Label(text, TextStyle::Body, Colour::TextSecondary))->wrapped();
    label->setAlignment(Qt::AlignCenter);
    return label;
}

QWidget *Inspector::content()
{
    if (!m_row)
        return note(tr("Choose a request to see where it went, what it cost and why."));
    const auto tab = Tab(m_tabs->currentIndex());
    const bool told = m_detail && !m_detail->attempts.empty();
    if (tab == Summary)
        return inspectortabs::summary(*m_row, m_detail.value_or(client::TrafficDetail()));
    if (m_detail && !m_detail->problem.isEmpty())
        return note(tr("The ledger cannot be read: %1").arg(m_detail->problem));
    if (!told && m_row->running())
        return note(tr("It still runs. This is known when it has ended."));
    if (!told && m_tries >= kTries && !m_again.isActive() && m_token == 0)
        return note(tr("The ledger holds nothing of it: it was refused before any provider was asked."));
    if (!told)
        return note(tr("loading…"));
    switch (tab) {
    case Route:
        return inspectortabs::route(*m_row, *m_detail);
    case Cost:
        return inspectortabs::cost(*m_row, *m_detail);
    default:
        return inspectortabs::timing(*m_row, *m_detail);
    }
}

void Inspector::rebuild()
{
    auto *holder = new QWidget;
    holder->setAutoFillBackground(false);
    auto *column = new QVBoxLayout(holder);
    column->setContentsMargins(space::kLarge, space::kMedium, space::kLarge, space::kSmall);
    column->addWidget(content());
    m_area->setWidget(holder);
    holder->setAutoFillBackground(false);
}

QString Inspector::curl(const QString &address) const
{
    if (!m_row)
        return {};
    QString base = address;
    if (base.endsWith("/v1"_L1))
        base.chop(3);
    const QString route = m_row->route.isEmpty() ? u"/v1/chat/completions"_s : m_row->route;
    json::Object body{{"model", m_row->requestedModel.toStdString()}};
    if (route.contains("embeddings"_L1))
        body["input"] = "Hello";
    else if (route.endsWith("/completions"_L1) && !route.endsWith("/chat/completions"_L1))
        body["prompt"] = "Hello";
    else
        body["messages"] = json::Array{json::Object{{"role", "user"}, {"content", "Hello"}}};
    if (m_row->stream)
        body["stream"] = true;
    return u"curl %1 \\\n  -H 'Content-Type: application/json' \\\n  -H \"Authorization: Bearer "
           "$LITELLM_MASTER_KEY\" \\\n  -d %2\n"_s.arg(quoted(base + route),
                                                       quoted(QString::fromStdString(json::serialize(body))));
}

}   // namespace gw::ui
