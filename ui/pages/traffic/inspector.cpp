#include "ui/pages/traffic/inspector.h"

#include "core/base/json.h"
#include "core/client/conversation.h"
#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/framework/surfaces.h"
#include "ui/framework/theme.h"
#include "ui/pages/traffic/inspectortabs.h"
#include "ui/pages/traffic/messagesview.h"
#include "ui/pages/traffic/rawview.h"

#include <QHBoxLayout>
#include <QPushButton>
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
    for (const QString &name :
         {tr("Summary"), tr("Messages"), tr("Raw"), tr("Route"), tr("Cost"), tr("Timing")})
        m_tabs->addTab(name);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Parts of the request"));
    top->addWidget(m_tabs);
    top->addStretch();
    m_copy = iconButton(u"copy"_s, tr("Copy as curl"));
    QToolButton *close = iconButton(u"close"_s, tr("Close"));
    m_replay = iconButton(u"replay"_s, tr("Replay on another model"));
    addAll(top, {m_replay, m_copy, close});
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
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_shown = false;
        rebuild();
        Q_EMIT tabChosen(tab);
    });
    connect(m_copy, &QToolButton::clicked, this, &Inspector::copyAsked);
    connect(m_replay, &QToolButton::clicked, this, &Inspector::replayAsked);
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
    connect(&client, &client::TrafficClient::bodiesReady, this,
            [this](client::Token token, const client::TrafficBodies &bodies) {
                if (token != m_bodiesToken || token == 0)
                    return;
                m_bodiesToken = 0;
                m_bodies = bodies;
                m_shown = false;
                rebuild();
            });
    connect(&client, &client::TrafficClient::keepingReady, this,
            [this](client::Token, const client::BodyKeeping &keeping) {
                if (std::exchange(m_keepProblem, keeping.problem) == keeping.problem)
                    return;
                m_shown = false;
                rebuild();
            });
    connect(&client, &client::TrafficClient::keepingChanged, this, [this] {
        m_shown = false;
        rebuild();
    });
    clear();
}

Inspector::~Inspector()
{
    m_client.cancel(m_token);
    m_client.cancel(m_bodiesToken);
}

void Inspector::inspect(const client::TrafficRow &row)
{
    const bool same = m_row && m_row->request == row.request;
    const bool settled = same && m_row->running() && !row.running();
    m_row = row;
    m_copy->setEnabled(true);
    m_replay->setEnabled(!row.running());
    if (!same || settled) {
        m_client.cancel(std::exchange(m_bodiesToken, 0));
        m_bodies.reset();
        m_shown = false;
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
    m_client.cancel(std::exchange(m_bodiesToken, 0));
    m_row.reset();
    m_detail.reset();
    m_bodies.reset();
    m_shown = false;
    m_copy->setEnabled(false);
    m_replay->setEnabled(false);
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

// What to do next, and what a filter can say.
QWidget *Inspector::hints()
{
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins({});
    column->setSpacing(space::kSmall);
    column->addStretch(1);
    column->addWidget(note(tr("Choose a request to see where it went, what it cost and why.")));
    column->addSpacing(space::kSmall);
    auto *head = new Label(tr("Filters join such terms; a minus before one turns it round:"),
                           TextStyle::Caption, Colour::TextSecondary);
    head->setAlignment(Qt::AlignCenter);
    column->addWidget(head);
    for (const QString &terms :
         {u"model:sonnet   app:claude   key:work   provider:openai   session:3f1c"_s,
          u"status>=400   cost>0.05   tokens>10k   duration>2s   ttft>500ms"_s,
          u"is:error   is:retried   is:stream   is:unpriced   -model:haiku   \"some text\""_s}) {
        auto *line = (new Label(terms, TextStyle::Code, Colour::TextSecondary))->wrapped();
        line->setAlignment(Qt::AlignCenter);
        column->addWidget(line);
    }
    column->addStretch(1);
    return box;
}

QWidget *Inspector::content()
{
    if (!m_row)
        return hints();
    const auto tab = Tab(m_tabs->currentIndex());
    const bool told = m_detail && !m_detail->attempts.empty();
    if (tab == Summary)
        return inspectortabs::summary(*m_row, m_detail.value_or(client::TrafficDetail()));
    if (tab == Messages || tab == Raw)
        return bodies(tab);
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

void Inspector::askBodies()
{
    if (m_bodiesToken == 0)
        m_bodiesToken = m_client.requestBodies(m_row->request);
}

QWidget *Inspector::bodies(Tab tab)
{
    if (m_row->running())
        return note(tr("It still runs. This is known when it has ended."));
    if (!m_bodies) {
        askBodies();
        return note(tr("loading…"));
    }
    if (!m_bodies->problem.isEmpty())
        return note(tr("What was kept cannot be read: %1").arg(m_bodies->problem));
    if (m_bodies->bodies.empty())
        return nothingKept();
    m_shown = true;
    if (tab == Raw)
        return new RawView(*m_bodies);
    const client::TrafficBody *request = m_bodies->find(client::BodyPart::ClientRequest);
    const client::TrafficBody *answer = m_bodies->find(client::BodyPart::ClientAnswer);
    client::Conversation said = client::readConversation(request ? request->bytes : std::string(),
                                                         answer ? answer->bytes : std::string());
    if (said.messages.empty() && said.error.isEmpty())
        return note((request && request->cut) || (answer && answer->cut)
                        ? tr("It was longer than what is kept, so only “Raw” can show its beginning.")
                        : tr("This is no conversation. “Raw” shows it as it is."));
    return new MessagesView(std::move(said));
}

// Why, and what can be done.
QWidget *Inspector::nothingKept()
{
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins({});
    column->setSpacing(space::kMedium);
    column->addStretch(1);
    const bool on = m_client.keepsBodies();
    auto *head =
        new Label(on ? tr("Nothing is kept of this request") : tr("Prompts and answers are not kept"),
                  TextStyle::Heading);
    head->setAlignment(Qt::AlignCenter);
    column->addWidget(head);
    column->addWidget(
        note(on ? tr("It came before they were kept, its time is over, or there was no room for it.")
                : tr("Switched on, those of new requests are kept on this computer for a few days, without "
                     "keys. What is past cannot be brought back.")));
    if (!on) {
        if (!m_keepProblem.isEmpty())
            column->addWidget(note(tr("It could not be switched on: %1").arg(m_keepProblem)));
        QPushButton *keep = button(tr("Keep them from now on"), Emphasis::Secondary, u"database"_s);
        column->addWidget(keep, 0, Qt::AlignHCenter);
        connect(keep, &QPushButton::clicked, this, [this, keep] {
            keep->setEnabled(false);
            m_client.setKeepsBodies(true);
        });
    }
    column->addStretch(1);
    return box;
}

void Inspector::rebuild()
{
    // Bodies do not change, and one may have scrolled and unfolded them.
    if (m_shown)
        return;
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
