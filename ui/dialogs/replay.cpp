#include "ui/dialogs/replay.h"

#include "ui/framework/controls.h"
#include "ui/framework/format.h"
#include "ui/framework/label.h"
#include "ui/framework/surfaces.h"
#include "ui/framework/theme.h"
#include "ui/models/worddiff.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QTextCursor>
#include <QTextEdit>
#include <QVBoxLayout>

#include <cmath>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kWidth = 920;
constexpr int kHeight = 640;
// A request that has ended is in the ledger within about a second.
constexpr int kAgainMs = 600;
constexpr int kTries = 8;

Label *cell(const QString &text, Colour role = Colour::Text, TextStyle style = TextStyle::Body)
{
    Label *label = (new Label(text, style, role))->tabular();
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return label;
}

// "−22 %"; less is better for all that is compared here.
QString share(double before, double after)
{
    if (before <= 0 || after < 0)
        return {};
    const double percent = (after - before) / before * 100;
    if (std::abs(percent) < 0.5)
        return u"="_s;
    return (percent > 0 ? u"+"_s : u"−"_s) + QLocale().toString(std::abs(percent), 'f', 0) + u" %"_s;
}

QTextEdit *textView(const QString &name, const QList<WordRun> &runs, Colour mark)
{
    auto *view = new QTextEdit;
    view->setReadOnly(true);
    view->setTabChangesFocus(true);
    view->setAccessibleName(name);
    view->setPlaceholderText(Replay::tr("nothing"));
    QTextCursor cursor(view->document());
    QTextCharFormat plain;
    QTextCharFormat own;
    own.setBackground(colour(mark, view->palette()));
    // Not by colour alone.
    own.setFontUnderline(true);
    for (const WordRun &run : runs)
        cursor.insertText(run.text, run.own ? own : plain);
    view->moveCursor(QTextCursor::Start);
    return view;
}

QStringList modelNames(const client::GatewayClient &client)
{
    QStringList names;
    for (const client::ProviderAccount &account : client.accounts())
        names += account.models;
    names.removeDuplicates();
    names.sort(Qt::CaseInsensitive);
    return names;
}

}   // namespace

Replay::Replay(client::GatewayClient &client, const client::TrafficRow &row, const QString &model,
               QWidget *parent)
    : QDialog(parent)
    , m_client(client)
    , m_row(row)
    , m_askAtOnce(!model.isEmpty())
{
    setWindowTitle(tr("Replay"));
    resize(kWidth, kHeight);
    m_before = {.model = row.servedModel.isEmpty() ? row.requestedModel : row.servedModel,
                .status = row.status,
                .firstUs = row.firstByteUs,
                .wholeUs = row.durationUs,
                .input = row.input,
                .output = row.output,
                .costPico = row.unpriced ? std::nullopt : std::optional(row.costPico),
                .text = {},
                .tools = {}};
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    column->setSpacing(space::kMedium);
    column->addWidget(new Label(tr("The same request, another model"), TextStyle::Heading));
    column->addWidget((new Label(tr("It goes through the gateway once more and costs what it costs. Models "
                                    "are asked only: no tool is called."),
                                 TextStyle::Body, Colour::TextSecondary))
                          ->wrapped());
    auto *top = new QHBoxLayout;
    m_model = new QComboBox;
    m_model->setEditable(true);
    m_model->setInsertPolicy(QComboBox::NoInsert);
    m_model->addItems(modelNames(client));
    m_model->setCurrentText(model.isEmpty() ? row.requestedModel : model);
    m_model->setAccessibleName(tr("Model to ask"));
    m_model->lineEdit()->setAccessibleName(m_model->accessibleName());
    m_model->setMinimumWidth(280);
    auto *name = new Label(tr("Ask"), TextStyle::Body);
    name->setBuddy(m_model);
    m_go = button(tr("Replay"), Emphasis::Primary, u"replay"_s);
    m_go->setDefault(true);
    addAll(top, {name, m_model, m_go});
    top->addStretch();
    column->addLayout(top);
    m_state = (new Label({}, TextStyle::Body, Colour::TextSecondary))->wrapped();
    m_state->hide();
    column->addWidget(m_state);
    auto *place = new QWidget;
    m_place = new QVBoxLayout(place);
    m_place->setContentsMargins({});
    m_place->setSpacing(space::kMedium);
    column->addWidget(place, 1);
    auto *bottom = new QHBoxLayout;
    m_open = button(tr("Show the new request"));
    m_open->setEnabled(false);
    QPushButton *close = button(tr("Close"));
    bottom->addWidget(m_open);
    bottom->addStretch();
    bottom->addWidget(close);
    column->addLayout(bottom);
    m_again.setSingleShot(true);
    m_again.setInterval(kAgainMs);
    connect(&m_again, &QTimer::timeout, this, &Replay::askDetail);
    connect(m_go, &QPushButton::clicked, this, &Replay::ask);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_open, &QPushButton::clicked, this, [this] {
        Q_EMIT openAsked(m_new);
        accept();
    });
    client::TrafficClient &traffic = client.traffic();
    connect(&traffic, &client::TrafficClient::bodiesReady, this, &Replay::onBodies);
    connect(&traffic, &client::TrafficClient::replayed, this, &Replay::onReplayed);
    connect(&traffic, &client::TrafficClient::detailReady, this, &Replay::onDetail);
    m_go->setEnabled(false);
    say(tr("reading what was said…"));
    m_bodies = traffic.requestBodies(row.request);
    m_model->setFocus();
    m_model->lineEdit()->selectAll();
    refresh();
}

Replay::~Replay()
{
    for (const client::Token token : {m_bodies, m_replay, m_detail})
        m_client.traffic().cancel(token);
}

void Replay::say(const QString &text, bool problem)
{
    m_state->setRole(problem ? Colour::Error : Colour::TextSecondary);
    m_state->setText(text);
    m_state->setVisible(!text.isEmpty());
}

void Replay::read(Side &side, const std::string &request, const std::string &answer)
{
    const client::Conversation said = client::readConversation(request, answer);
    QStringList texts;
    QStringList tools;
    for (const client::SaidMessage &message : said.messages) {
        if (!message.answer)
            continue;
        for (const client::SaidPart &part : message.parts) {
            if (part.kind == client::SaidPart::Kind::ToolCall)
                tools << part.name + u'\n' + client::prettyJson(part.text.toStdString());
            else if (part.kind == client::SaidPart::Kind::Text ||
                     part.kind == client::SaidPart::Kind::Refusal)
                texts << part.text;
        }
    }
    side.text = said.error.isEmpty() ? texts.join(u"\n\n"_s) : said.error;
    side.tools = tools.join(u"\n\n"_s);
}

void Replay::onBodies(client::Token token, const client::TrafficBodies &bodies)
{
    if (token != m_bodies || token == 0)
        return;
    m_bodies = 0;
    const client::TrafficBody *request = bodies.find(client::BodyPart::ClientRequest);
    const client::TrafficBody *answer = bodies.find(client::BodyPart::ClientAnswer);
    if (!request)
        return say(bodies.problem.isEmpty()
                       ? tr("Nothing is kept of this request, so it cannot be sent again.")
                       : tr("What was kept cannot be read: %1").arg(bodies.problem),
                   true);
    if (request->cut)
        return say(tr("The request was longer than what is kept, so it cannot be sent again."), true);
    m_request = request->bytes;
    if (answer)
        read(m_before, m_request, answer->bytes);
    m_go->setEnabled(true);
    say({});
    refresh();
    if (std::exchange(m_askAtOnce, false))
        ask();
}

void Replay::ask()
{
    const QString model = m_model->currentText().trimmed();
    if (model.isEmpty())
        return say(tr("Which model shall be asked?"), true);
    client::TrafficClient &traffic = m_client.traffic();
    traffic.cancel(std::exchange(m_detail, 0));
    m_again.stop();
    m_after.reset();
    m_open->setEnabled(false);
    m_go->setEnabled(false);
    say(tr("%1 is being asked…").arg(model));
    m_replay = traffic.replay(m_row.request, m_row.route, model);
    refresh();
}

void Replay::onReplayed(client::Token token, const client::TrafficReplay &replay)
{
    if (token != m_replay || token == 0)
        return;
    m_replay = 0;
    m_go->setEnabled(true);
    if (!replay.problem.isEmpty())
        return say(replay.problem, true);
    say(replay.status >= 400 ? tr("It was refused with status %1.").arg(replay.status) : QString(),
        replay.status >= 400);
    m_after = Side{.model = replay.model,
                   .status = replay.status,
                   .firstUs = replay.firstUs,
                   .wholeUs = replay.wholeUs,
                   .costPico = {},
                   .text = {},
                   .tools = {}};
    read(*m_after, m_request, replay.answer.bytes);
    m_new = replay.request;
    m_tries = 0;
    refresh();
    if (m_new != Id128())
        askDetail();
}

void Replay::askDetail()
{
    ++m_tries;
    m_detail = m_client.traffic().requestDetail(m_new);
}

void Replay::onDetail(client::Token token, const client::TrafficDetail &detail)
{
    if (token != m_detail || token == 0 || !m_after)
        return;
    m_detail = 0;
    if (detail.attempts.empty()) {
        if (m_tries < kTries)
            m_again.start();
        return;
    }
    const client::TrafficAttempt &last = detail.attempts.back();
    m_after->model = last.model.isEmpty() ? m_after->model : last.model;
    m_after->input = last.input;
    m_after->output = last.output;
    if (last.durationUs > 0)
        m_after->wholeUs = last.durationUs;
    if (last.firstByteUs >= 0)
        m_after->firstUs = last.firstByteUs;
    std::int64_t cost = 0;
    bool unpriced = false;
    for (const client::TrafficAttempt &attempt : detail.attempts) {
        cost += attempt.costPico;
        unpriced = unpriced || attempt.unpriced;
    }
    if (!unpriced)
        m_after->costPico = cost;
    m_open->setEnabled(true);
    refresh();
}

QWidget *Replay::facts() const
{
    auto *box = new QWidget;
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(space::kLarge);
    grid->setVerticalSpacing(space::kTight);
    grid->setColumnStretch(4, 1);
    const auto head = [](const QString &text) {
        Label *label = cell(text, Colour::TextSecondary, TextStyle::CaptionStrong);
        return label->elided();
    };
    grid->addWidget(head(m_before.model), 0, 1);
    grid->addWidget(head(m_after ? m_after->model : tr("replay")), 0, 2);
    grid->addWidget(head(tr("Difference")), 0, 3);
    int at = 1;
    const auto line = [&](const QString &name, const QString &before, const QString &after,
                          const QString &change) {
        grid->addWidget(new Label(name, TextStyle::Body, Colour::TextSecondary), at, 0);
        grid->addWidget(cell(before), at, 1);
        grid->addWidget(cell(m_after ? after : dash()), at, 2);
        const bool less = change.startsWith(u'−');
        grid->addWidget(cell(m_after ? change : QString(), less ? Colour::Ok : Colour::Text), at, 3);
        ++at;
    };
    const Side after = m_after.value_or(Side());
    const auto count = [](const Side &side, std::int64_t value) {
        return side.status >= 400 && value < 0 ? dash() : tokens(value);
    };
    line(tr("Time to first token"), duration(m_before.firstUs), duration(after.firstUs),
         share(double(m_before.firstUs), double(after.firstUs)));
    line(tr("Time altogether"), duration(m_before.wholeUs), duration(after.wholeUs),
         share(double(m_before.wholeUs), double(after.wholeUs)));
    line(tr("Tokens read"), count(m_before, m_before.input), count(after, after.input),
         share(double(m_before.input), double(after.input)));
    line(tr("Tokens written"), count(m_before, m_before.output), count(after, after.output),
         share(double(m_before.output), double(after.output)));
    const auto price = [](const Side &side) { return side.costPico ? money(*side.costPico, 4) : dash(); };
    line(tr("Cost"), price(m_before), price(after),
         m_before.costPico && after.costPico ? share(double(*m_before.costPico), double(*after.costPico))
                                             : QString());
    return box;
}

QWidget *Replay::texts() const
{
    auto *box = new QWidget;
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(space::kMedium);
    grid->setVerticalSpacing(space::kTight);
    int row = 0;
    const auto pair = [&](const QString &name, const QString &before, const QString &after, int stretch) {
        const auto [left, right] = wordDiff(before, m_after ? after : before);
        const QString like =
            m_after ? tr("%1: %2 % of the words in common")
                          .arg(name, QLocale().toString(std::floor(likeness(left, right) * 100), 'f', 0))
                    : name;
        grid->addWidget(new Label(like, TextStyle::CaptionStrong, Colour::TextSecondary), row, 0, 1, 2);
        grid->addWidget(textView(tr("%1 of %2").arg(name, m_before.model), left, Colour::ErrorSoft), row + 1,
                        0);
        if (m_after)
            grid->addWidget(textView(tr("%1 of %2").arg(name, m_after->model), right, Colour::OkSoft),
                            row + 1, 1);
        grid->setRowStretch(row + 1, stretch);
        row += 2;
    };
    const bool tools = !m_before.tools.isEmpty() || (m_after && !m_after->tools.isEmpty());
    const bool text = !m_before.text.isEmpty() || (m_after && !m_after->text.isEmpty());
    if (text || !tools)
        pair(tr("Answer"), m_before.text, m_after ? m_after->text : QString(), 2);
    if (tools)
        pair(tr("Tools"), m_before.tools, m_after ? m_after->tools : QString(), text ? 1 : 2);
    return box;
}

void Replay::refresh()
{
    while (QLayoutItem *item = m_place->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_place->addWidget(facts());
    m_place->addWidget(new Separator);
    m_place->addWidget(texts(), 1);
}

}   // namespace gw::ui
