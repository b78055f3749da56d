#include "ui/pages/home/firststeps.h"

#include "core/client/gatewayclient.h"
#include "ui/dialogs/importconfig.h"
#include "ui/framework/controls.h"
#include "ui/framework/icons.h"
#include "ui/framework/label.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr qsizetype kShownAnswer = 160;

}   // namespace

// One step: number or tick, what to do, the buttons that do it.
class StepLine final : public QWidget
{
    Q_OBJECT

public:
    enum class State { Later, Current, Done };

    StepLine(int number, const QString &title, std::initializer_list<QWidget *> actions)
        : m_number(number)
        , m_name(title)
    {
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(
            mirrored({kCircle + space::kLarge, space::kTight, 0, space::kTight}, layoutDirection()));
        row->setSpacing(space::kSmall);
        auto *texts = new QVBoxLayout;
        texts->setSpacing(2);
        m_title = (new Label(title, TextStyle::BodyStrong))->wrapped();
        m_text = (new Label({}, TextStyle::Body, Colour::TextSecondary))->wrapped();
        texts->addWidget(m_title);
        texts->addWidget(m_text);
        row->addLayout(texts, 1);
        for (QWidget *action : actions)
            row->addWidget(action, 0, Qt::AlignVCenter);
        setMinimumHeight(kCircle + 2 * space::kTight);
    }

    void set(State state, const QString &text, Colour role = Colour::TextSecondary)
    {
        m_state = state;
        m_title->setRole(state == State::Later ? Colour::TextSecondary : Colour::Text);
        m_text->setRole(role);
        m_text->setText(text);
        setAccessibleName(state == State::Done ? tr("Step %1, done: %2").arg(m_number).arg(m_name)
                                               : tr("Step %1: %2").arg(m_number).arg(m_name));
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const bool done = m_state == State::Done;
        const bool current = m_state == State::Current;
        const QRect circle = QStyle::visualRect(layoutDirection(), rect(),
                                                QRect(0, (height() - kCircle) / 2, kCircle, kCircle));
        const QColor none(Qt::transparent);
        drawPanel(painter, circle, kCircle / 2.0,
                  done      ? colour(Colour::OkSoft, palette())
                  : current ? colour(Colour::Accent, palette())
                            : none,
                  done || current ? none : colour(Colour::BorderStrong, palette()));
        if (done) {
            drawIcon(painter, circle.adjusted(6, 6, -6, -6), u"check"_s, colour(Colour::Ok, palette()));
            return;
        }
        painter.setFont(textFont(TextStyle::BodyStrong, font()));
        painter.setPen(colour(current ? Colour::OnAccent : Colour::TextSecondary, palette()));
        painter.drawText(circle, Qt::AlignCenter, QLocale().toString(m_number));
    }

private:
    static constexpr int kCircle = 28;

    int m_number;
    QString m_name;
    State m_state = State::Later;
    Label *m_title = nullptr;
    Label *m_text = nullptr;
};

FirstSteps::FirstSteps(Services &services, QWidget *parent)
    : Card({}, parent)
    , m_services(services)
{
    addSteps();
    connect(m_use, &QPushButton::clicked, this, &FirstSteps::useFoundAsked);
    connect(m_add, &QPushButton::clicked, this, &FirstSteps::addProviderAsked);
    connect(m_clients, &QPushButton::clicked, this, [this] { m_services.openPage(u"clients"_s); });
    connect(m_copyAddress, &QPushButton::clicked, this, &FirstSteps::copyAddressAsked);
    connect(m_copyKey, &QPushButton::clicked, this, &FirstSteps::copyKeyAsked);
    connect(m_send, &QPushButton::clicked, this, [this] {
        if (!m_answered) {
            sendTest();
            return;
        }
        m_held = false;
        Q_EMIT released();
    });
    const client::GatewayClient &client = services.client;
    connect(&client, &client::GatewayClient::statusChanged, this, &FirstSteps::refresh);
    connect(&client, &client::GatewayClient::configChanged, this, &FirstSteps::refresh);
    connect(&client, &client::GatewayClient::testRequestFinished, this, &FirstSteps::handleAnswer);
    refresh();
}

void FirstSteps::addSteps()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kPage);
    auto *left = new QVBoxLayout;
    left->setSpacing(space::kSmall);
    left->addWidget(new Label(tr("Three steps to the first request"), TextStyle::Heading));
    left->addWidget(
        (new Label(tr("Each step ticks itself as soon as it works."), TextStyle::Body, Colour::TextSecondary))
            ->wrapped());
    left->addSpacing(space::kSmall);
    m_add = smallButton(tr("Add a provider…"));
    m_use = smallButton({});
    m_provider = new StepLine(1, tr("Add a provider"), {m_add, m_use});
    left->addWidget(m_provider);
    left->addWidget(new Separator);
    m_copyAddress = smallButton(tr("Copy address"), Emphasis::Secondary, u"copy"_s);
    m_copyKey = smallButton(tr("Copy key"), Emphasis::Secondary, u"copy"_s);
    m_clients = smallButton(tr("Choose a tool…"));
    m_program = new StepLine(2, tr("Connect a program"), {m_clients, m_copyAddress, m_copyKey});
    left->addWidget(m_program);
    left->addWidget(new Separator);
    m_send = smallButton(tr("Send a test"));
    m_test = new StepLine(3, tr("Send a test"), {m_send});
    left->addWidget(m_test);
    auto *moving = new QHBoxLayout;
    QPushButton *import = smallButton(tr("Import its config…"), Emphasis::Quiet);
    connect(import, &QPushButton::clicked, this,
            [this] { ImportConfig::open(m_services.client, {}, window()); });
    moving->addWidget(new Label(tr("Coming from LiteLLM?"), TextStyle::Body, Colour::TextSecondary));
    moving->addWidget(import);
    moving->addStretch();
    left->addLayout(moving);
    row->addLayout(left, 1);
    row->addWidget(new Artwork(u"start"_s), 0, Qt::AlignCenter);
    row->addSpacing(space::kLarge);
    body()->addLayout(row);
}

void FirstSteps::setSeenRequest(bool seen)
{
    m_seen = seen;
    refresh();
}

void FirstSteps::setFound(const client::FoundServer *server, bool adding)
{
    m_found = server ? std::optional(*server) : std::nullopt;
    m_adding = adding;
    refresh();
}

void FirstSteps::refresh()
{
    using State = StepLine::State;
    const client::Status status = m_services.client.status();
    const bool running = status.state == client::EngineState::Running;
    const auto accounts = m_services.client.accounts();
    const bool provider = status.deployments > 0;
    const auto emphasise = [](QPushButton *push, bool on) {
        setEmphasis(push, on ? Emphasis::Primary : Emphasis::Secondary);
        push->updateGeometry();
        push->update();
    };

    QStringList names;
    for (const client::ProviderAccount &account : accounts)
        names << account.name;
    m_provider->set(provider ? State::Done : State::Current,
                    provider  ? tr("In use: %1").arg(names.join(u", "_s))
                    : m_found ? tr("%1 runs on this computer with %n model(s) and needs no key.", nullptr,
                                   int(m_found->models.size()))
                                    .arg(m_found->name)
                              : tr("A service that answers: with a key, or a program on this computer that "
                                   "needs none."));
    m_use->setVisible(!provider && m_found.has_value());
    m_use->setEnabled(!m_adding);
    m_use->setText(m_adding ? tr("Adding…") : m_found ? tr("Use %1").arg(m_found->name) : QString());
    emphasise(m_use, true);
    emphasise(m_add, !provider && !m_found);

    m_program->set(m_seen                ? State::Done
                   : provider && running ? State::Current
                                         : State::Later,
                   tr("A tool that was found here, or any program by address and key."));
    emphasise(m_clients, provider && running && !m_seen);
    m_copyAddress->setEnabled(running);
    m_copyKey->setEnabled(!status.masterKeyMasked.isEmpty());

    QString text = tr("A request of one word, to see it arrive, be answered and be billed.");
    Colour role = Colour::TextSecondary;
    if (m_sending)
        text = tr("Waiting for the answer");
    else if (!m_problem.isEmpty()) {
        text = m_problem;
        role = Colour::Error;
    } else if (m_answered)
        text = m_answer.isEmpty() ? tr("It works: the answer is empty.") : tr("It works: “%1”").arg(m_answer);
    m_test->set(m_answered ? State::Done : provider ? State::Current : State::Later, text, role);
    m_send->setText(m_answered ? tr("Continue") : tr("Send a test"));
    m_send->setEnabled(m_answered || (provider && running && !m_sending && !accounts.empty()));
    emphasise(m_send, provider);
}

void FirstSteps::sendTest()
{
    QString model;
    for (const client::ProviderAccount &account : m_services.client.accounts())
        if (model.isEmpty() && account.problem.isEmpty() && !account.models.isEmpty())
            model = account.models.first();
    m_problem.clear();
    if (model.isEmpty()) {
        m_problem = tr("No provider offers a model that can be asked.");
        refresh();
        return;
    }
    m_sending = true;
    m_held = true;
    m_token = m_services.client.sendTestRequest(model);
    refresh();
}

void FirstSteps::handleAnswer(client::Token token, const QString &answer, const QString &problem)
{
    if (!m_sending || token != m_token)
        return;
    m_sending = false;
    m_problem = problem;
    m_answered = problem.isEmpty();
    m_answer = answer.simplified().left(kShownAnswer);
    refresh();
}

}   // namespace gw::ui

#include "firststeps.moc"
