#include "ui/pages/playground/column.h"

#include "core/client/gatewayclient.h"
#include "core/client/playgroundclient.h"
#include "core/client/trafficclient.h"
#include "ui/framework/controls.h"
#include "ui/framework/fold.h"
#include "ui/framework/format.h"
#include "ui/framework/icons.h"
#include "ui/framework/label.h"
#include "ui/framework/marks.h"
#include "ui/pages/playground/answerview.h"

#include <QClipboard>
#include <QComboBox>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kAgainMs = 250;
constexpr int kMostTries = 20;
constexpr int kFoldHeight = 112;
constexpr int kFactWidth = 52;
constexpr double kUsPerS = 1e6;

// Text to read and to copy from, inside a fold.
QWidget *folded(const QString &text, const QString &name)
{
    auto *view = new AnswerView;
    view->add(text, Colour::TextSecondary);
    view->setAccessibleName(name);
    view->setFixedHeight(kFoldHeight);
    return view;
}

}   // namespace

PlaygroundColumn::PlaygroundColumn(client::GatewayClient &client, QWidget *parent)
    : Card({}, parent)
    , m_client(client)
{
    body()->setSpacing(space::kSmall);
    body()->addLayout(makeHead());
    auto *line = new QHBoxLayout;
    line->setSpacing(space::kSmall);
    m_state = new Badge(Mark::Off, {});
    line->addWidget(m_state);
    line->addStretch();
    m_act = iconButton(u"copy"_s, tr("Copy the answer"));
    setCompact(m_act);
    line->addWidget(m_act);
    body()->addLayout(line);
    m_view = new AnswerView;
    m_view->setAccessibleName(tr("Conversation"));
    body()->addWidget(m_view, 1);
    m_folds = new QVBoxLayout;
    m_folds->setSpacing(0);
    body()->addLayout(m_folds);
    body()->addWidget(new Separator);
    body()->addLayout(makeFacts());
    auto *foot = new QHBoxLayout;
    foot->setSpacing(space::kSmall);
    m_route = (new Label({}, TextStyle::Caption, Colour::TextSecondary))->elided();
    m_traffic = iconButton(u"traffic"_s, tr("Show its requests in Traffic"));
    setCompact(m_traffic);
    foot->addWidget(m_route, 1);
    foot->addWidget(m_traffic);
    body()->addLayout(foot);
    connect(m_act, &QToolButton::clicked, this, [this] {
        if (isRunning())
            stop();
        else
            QGuiApplication::clipboard()->setText(answer());
    });
    connect(m_traffic, &QToolButton::clicked, this, [this] { Q_EMIT trafficAsked(m_session); });
    connect(&client.playground(), &client::PlaygroundClient::moved, this,
            [this](client::Token token, const client::PlaygroundPiece &piece) {
                if (token == m_token && token != 0)
                    handleMoved(piece);
            });
    connect(&client.playground(), &client::PlaygroundClient::ended, this,
            [this](client::Token token, const client::PlaygroundEnd &end) {
                if (token == m_token && token != 0)
                    handleEnded(end);
            });
    connect(&client.traffic(), &client::TrafficClient::detailReady, this,
            [this](client::Token token, const client::TrafficDetail &detail) {
                if (token == m_detail && token != 0)
                    handleDetail(detail);
            });
    m_again.setSingleShot(true);
    m_again.setInterval(kAgainMs);
    connect(&m_again, &QTimer::timeout, this, &PlaygroundColumn::askDetail);
    clear();
}

PlaygroundColumn::~PlaygroundColumn()
{
    if (isRunning())
        m_client.playground().stop(m_token);
}

QLayout *PlaygroundColumn::makeHead()
{
    auto *head = new QHBoxLayout;
    head->setSpacing(space::kSmall);
    m_model = new QComboBox;
    m_model->setAccessibleName(tr("Model"));
    m_model->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_model->setMinimumContentsLength(6);
    m_model->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    head->addWidget(m_model, 1);
    QToolButton *more = iconButton(u"more"_s, tr("More"));
    connect(more, &QToolButton::clicked, this, &PlaygroundColumn::openMenu);
    head->addWidget(more);
    connect(m_model, &QComboBox::currentTextChanged, this, &PlaygroundColumn::changed);
    return head;
}

QLayout *PlaygroundColumn::makeFacts()
{
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(space::kSmall);
    grid->setVerticalSpacing(0);
    const QString names[] = {tr("First"), tr("Speed"), tr("Cost"), tr("In"), tr("Out"), tr("From cache")};
    constexpr int columns = 3;
    for (int fact = 0; fact < FactCount; ++fact) {
        const int row = fact / columns * 3;
        auto *name = new Label(names[fact], TextStyle::Caption, Colour::TextSecondary);
        m_facts[std::size_t(fact)] = (new Label(dash(), TextStyle::BodyStrong))->tabular();
        grid->addWidget(name, row, fact % columns);
        grid->addWidget(m_facts[std::size_t(fact)], row + 1, fact % columns);
    }
    grid->setRowMinimumHeight(2, space::kTight);
    for (int column = 0; column < columns; ++column)
        grid->setColumnMinimumWidth(column, kFactWidth);
    grid->setColumnStretch(columns, 1);
    return grid;
}

void PlaygroundColumn::setModels(const QStringList &names)
{
    const QString before = model();
    const QSignalBlocker blocker(m_model);
    m_model->clear();
    m_model->addItems(names);
    setModel(before);
}

void PlaygroundColumn::setModel(const QString &name)
{
    if (const int at = m_model->findText(name); at >= 0)
        m_model->setCurrentIndex(at);
}

QString PlaygroundColumn::model() const
{
    return m_model->currentText();
}

client::PlaygroundQuestion PlaygroundColumn::question() const
{
    client::PlaygroundQuestion out{.model = model(), .session = m_session, .options = m_options};
    out.turns = m_turns;
    // What is asked ends with the user.
    while (!out.turns.empty() && out.turns.back().role == client::PlaygroundTurn::Role::Assistant)
        out.turns.pop_back();
    return out;
}

bool PlaygroundColumn::ask(const client::PlaygroundTurn &turn, const client::PlaygroundOptions &options)
{
    if (isRunning())
        return false;
    if (m_session.isEmpty())
        m_session = u"playground-"_s + QString::fromStdString(randomHex(6));
    m_options = options;
    // A question that got no answer is asked anew with what is added.
    m_turns.push_back(turn);
    QString shown = turn.text;
    for (const client::PlaygroundFile &file : turn.files)
        shown += u"\n📎 "_s + file.name;
    m_view->addQuestion(shown.trimmed());
    m_answer = {.role = client::PlaygroundTurn::Role::Assistant};
    m_reasoning.clear();
    m_callId.clear();
    m_end = {};
    m_stopped = false;
    m_again.stop();
    m_detail = 0;
    m_tries = 0;
    for (int fact = 0; fact < FactCount; ++fact)
        setFact(Fact(fact), dash());
    m_route->setText({});
    showFolds();
    m_token = m_client.playground().send(question());
    showState();
    return true;
}

void PlaygroundColumn::stop()
{
    if (!isRunning())
        return;
    m_client.playground().stop(std::exchange(m_token, 0));
    m_stopped = true;
    if (!m_answer.text.isEmpty())
        m_turns.push_back({.role = client::PlaygroundTurn::Role::Assistant, .text = m_answer.text});
    showFolds();
    showState();
    askDetail();
}

void PlaygroundColumn::clear()
{
    if (isRunning())
        m_client.playground().stop(std::exchange(m_token, 0));
    m_again.stop();
    m_detail = 0;
    m_turns.clear();
    m_answer = {};
    m_reasoning.clear();
    m_session.clear();
    m_callId.clear();
    m_end = {};
    m_stopped = false;
    m_view->clear();
    for (int fact = 0; fact < FactCount; ++fact)
        setFact(Fact(fact), dash());
    m_route->setText({});
    showFolds();
    showState();
}

QString PlaygroundColumn::answer() const
{
    return m_answer.text;
}

void PlaygroundColumn::handleMoved(const client::PlaygroundPiece &piece)
{
    if (!piece.callId.isEmpty())
        m_callId = piece.callId;
    const bool begins = m_answer.text.isEmpty() && !piece.text.isEmpty();
    m_reasoning += piece.reasoning;
    m_answer.text += piece.text;
    for (const client::PlaygroundCallPart &part : piece.calls) {
        if (part.place < 0)
            continue;
        if (std::size_t(part.place) >= m_answer.calls.size())
            m_answer.calls.resize(std::size_t(part.place) + 1);
        client::PlaygroundCall &call = m_answer.calls[std::size_t(part.place)];
        call.id += part.call.id;
        call.name += part.call.name;
        call.arguments += part.call.arguments;
    }
    if (!piece.text.isEmpty())
        m_view->add(piece.text);
    if (begins || m_answer.text.isEmpty())
        showState();
}

void PlaygroundColumn::handleEnded(const client::PlaygroundEnd &end)
{
    m_token = 0;
    m_end = end;
    if (!end.callId.isEmpty())
        m_callId = end.callId;
    if (!m_answer.text.isEmpty() || !m_answer.calls.empty())
        m_turns.push_back(m_answer);
    if (!end.problem.isEmpty())
        m_view->add((m_answer.text.isEmpty() ? QString() : u"\n\n"_s) + end.problem, Colour::Error);
    setFact(First, duration(end.firstUs));
    if (end.output > 0 && end.wholeUs > end.firstUs && end.firstUs >= 0)
        setFact(Speed, tr("%1 tok/s")
                           .arg(QLocale().toString(
                               int(double(end.output) * kUsPerS / double(end.wholeUs - end.firstUs) + 0.5))));
    setFact(In, tokens(end.input));
    setFact(Out, tokens(end.output));
    setFact(Cached, end.input < 0 ? dash() : tokens(std::max<std::int64_t>(end.cached, 0)));
    showFolds();
    showState();
    askDetail();
}

void PlaygroundColumn::askDetail()
{
    if (const auto id = Id128::fromString(m_callId.toStdString()); id && ++m_tries <= kMostTries)
        m_detail = m_client.traffic().requestDetail(*id);
}

// What it has cost, and who answered, as the ledger has it.
void PlaygroundColumn::handleDetail(const client::TrafficDetail &detail)
{
    m_detail = 0;
    if (detail.attempts.empty())
        return m_again.start();
    std::int64_t cost = 0;
    bool unpriced = false;
    for (const client::TrafficAttempt &attempt : detail.attempts) {
        cost += attempt.costPico;
        unpriced = unpriced || attempt.unpriced;
    }
    setFact(Cost, unpriced ? tr("no price") : moneyShort(cost));
    const client::TrafficAttempt &last = detail.attempts.back();
    if (m_end.output < 0) {
        setFact(In, tokens(last.input));
        setFact(Out, tokens(last.output));
    }
    QStringList route;
    if (last.cacheHit)
        route << tr("from the cache");
    route << (last.provider.isEmpty() ? last.model : u"%1 · %2"_s.arg(last.provider, last.model));
    if (last.mock)
        route << tr("mock");
    if (detail.attempts.size() > 1)
        route << tr("%n attempt(s)", nullptr, int(detail.attempts.size()));
    if (!last.reason.isEmpty())
        route << last.reason;
    route.removeAll(QString());
    m_route->setText(route.join(u" · "_s));
}

void PlaygroundColumn::showState()
{
    const bool running = isRunning();
    if (running && m_answer.text.isEmpty() && !m_reasoning.isEmpty())
        m_state->set(Mark::Busy, tr("reasoning"));
    else if (running && m_answer.text.isEmpty() && !m_answer.calls.empty())
        m_state->set(Mark::Busy, tr("calling a tool"));
    else if (running)
        m_state->set(Mark::Busy, m_answer.text.isEmpty() ? tr("waiting") : tr("streaming"));
    else if (m_stopped)
        m_state->set(Mark::Paused, tr("stopped"));
    else if (!m_end.problem.isEmpty())
        m_state->set(Mark::Error, m_end.status > 0 ? tr("error %1").arg(m_end.status) : tr("error"));
    else if (m_turns.empty())
        m_state->set(Mark::Off, tr("nothing asked yet"));
    else if (m_end.finish == "length"_L1)
        m_state->set(Mark::Warning, tr("cut by the token limit"));
    else if (!m_answer.calls.empty())
        m_state->set(Mark::Ok, tr("wants a tool"));
    else
        m_state->set(Mark::Ok, tr("done"));
    m_view->setStreaming(running);
    const QString act = running ? tr("Stop") : tr("Copy the answer");
    m_act->setIcon(icon(running ? u"stop"_s : u"copy"_s));
    m_act->setToolTip(act);
    m_act->setAccessibleName(act);
    m_act->setEnabled(running || !m_answer.text.isEmpty());
    m_model->setEnabled(!running);
    m_traffic->setVisible(!m_session.isEmpty());
    m_route->setVisible(!m_session.isEmpty());
    Q_EMIT changed();
}

void PlaygroundColumn::showFolds()
{
    while (QLayoutItem *item = m_folds->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    if (!m_reasoning.isEmpty())
        m_folds->addWidget(
            new Fold(tr("Reasoning"), [text = m_reasoning] { return folded(text, tr("Reasoning")); }));
    for (const client::PlaygroundCall &call : m_answer.calls)
        m_folds->addWidget(new Fold(tr("Tool call: %1").arg(call.name), [call] {
            return folded(call.arguments, tr("Arguments of %1").arg(call.name));
        }));
}

void PlaygroundColumn::setFact(Fact fact, const QString &text)
{
    m_facts[std::size_t(fact)]->setText(text);
}

void PlaygroundColumn::openMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *copy = menu->addAction(tr("Copy the answer"));
    copy->setEnabled(!answer().isEmpty());
    connect(copy, &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setText(answer()); });
    connect(menu->addAction(tr("Copy as curl")), &QAction::triggered, this, &PlaygroundColumn::curlAsked);
    QAction *traffic = menu->addAction(tr("Show its requests in Traffic"));
    traffic->setEnabled(!m_session.isEmpty());
    connect(traffic, &QAction::triggered, this, [this] { Q_EMIT trafficAsked(m_session); });
    menu->popup(mapToGlobal(QPoint(width() / 2, m_model->geometry().bottom())));
}

}   // namespace gw::ui
