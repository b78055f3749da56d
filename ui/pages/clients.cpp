#include "core/client/clientsclient.h"
#include "core/client/gatewayclient.h"
#include "core/client/keysclient.h"
#include "core/client/modelsclient.h"
#include "ui/dialogs/clientcompare.h"
#include "ui/dialogs/clientdiff.h"
#include "ui/dialogs/connectbyhand.h"
#include "ui/dialogs/holderedit.h"
#include "ui/framework/actions.h"
#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/framework/page.h"
#include "ui/framework/secretclipboard.h"
#include "ui/framework/services.h"
#include "ui/framework/surfaces.h"
#include "ui/framework/undostrip.h"
#include "ui/pages/clients/toolline.h"

#include <QHBoxLayout>
#include <QPointer>
#include <QPushButton>
#include <QShowEvent>
#include <QStackedWidget>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace gw::ui {

PageInfo describe_clients();

namespace {

using client::Tool;
using client::ToolState;

constexpr int kPollMs = 5000;
const QString kPage = u"clients"_s;

enum Place { Loading, Rows, Empty, Broken };

void clear(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
}

// Tools of this computer: found, pointed at the gateway and put back.
class ClientsPage final : public PageFrame, public ShowsSubject
{
    Q_OBJECT

public:
    ClientsPage(Services &services, QWidget *parent)
        : PageFrame(tr("Clients"), parent)
        , m_services(services)
        , m_client(services.client.clients())
        , m_clipboard(new SecretClipboard(this))
    {
        m_look = button(tr("Look again"), Emphasis::Secondary, u"refresh"_s);
        QPushButton *byHand = button(tr("Connect by hand…"));
        addAll(header(), {m_look, byHand});
        connect(m_look, &QPushButton::clicked, this, [this] { look(true); });
        connect(byHand, &QPushButton::clicked, this, &ClientsPage::openSnippets);
        m_strip = new UndoStrip(services.client);
        m_strip->setUndo([this] { undo(m_lastDone, client::OnToolDrift::Ask); });
        body()->addWidget(m_strip);
        auto *content = new QWidget;
        auto *column = new QVBoxLayout(content);
        column->setContentsMargins({});
        column->setSpacing(space::kMedium);
        m_fresh = new QVBoxLayout;
        column->addLayout(m_fresh);
        m_place = new QStackedWidget;
        column->addWidget(m_place);
        makePlaces();
        m_others = (new Label({}, TextStyle::Caption, Colour::TextSecondary))->wrapped();
        column->addWidget(m_others);
        addManualCard(column);
        column->addStretch(1);
        QScrollArea *area = scrolled(content);
        area->setAccessibleName(tr("Clients"));
        body()->addWidget(area, 1);
        connectAll();
        addActions();
    }

    // A client's id: opens what would be changed, or how it is connected.
    void showSubject(const QString &subject) override
    {
        m_wanted = subject;
        if (m_known)
            openWanted();
    }

protected:
    void showEvent(QShowEvent *event) override
    {
        PageFrame::showEvent(event);
        look(true);
        m_poll.start();
    }
    void hideEvent(QHideEvent *event) override
    {
        m_poll.stop();
        PageFrame::hideEvent(event);
    }

private:
    void makePlaces()
    {
        auto *loading = new QWidget;
        auto *above = new QVBoxLayout(loading);
        above->setContentsMargins({});
        auto *wait = new Card;
        wait->body()->addWidget(
            new Label(tr("Looking for tools on this computer"), TextStyle::Body, Colour::TextSecondary));
        above->addWidget(wait);
        above->addStretch(1);
        m_place->addWidget(loading);
        m_card = new Card;
        m_card->body()->setSpacing(0);
        m_place->addWidget(m_card);
        QPushButton *byHand = button(tr("Connect by hand…"), Emphasis::Primary);
        connect(byHand, &QPushButton::clicked, this, &ClientsPage::openSnippets);
        m_place->addWidget(new EmptyState(u"quiet"_s, tr("No supported tool was found"),
                                          tr("Any program that lets you set the address of OpenAI, Anthropic "
                                             "or Gemini can use the gateway."),
                                          {byHand}));
        m_broken = new QVBoxLayout;
        auto *broken = new QWidget;
        broken->setLayout(m_broken);
        m_broken->setContentsMargins({});
        m_place->addWidget(broken);
        showPlace(Loading);
    }

    // As high as what is shown; the others do not keep room.
    void showPlace(int place)
    {
        for (int i = 0; i < m_place->count(); ++i)
            m_place->widget(i)->setSizePolicy(QSizePolicy::Preferred,
                                              i == place ? QSizePolicy::Maximum : QSizePolicy::Ignored);
        m_place->setCurrentIndex(place);
    }

    void addManualCard(QVBoxLayout *column)
    {
        auto *manual = new Card(tr("Any other program"));
        manual->setNote(tr("anything that speaks the OpenAI or Anthropic API"));
        auto *row = new QHBoxLayout;
        row->setSpacing(space::kMedium);
        m_openAi = new CopyField({}, tr("Address for OpenAI clients"));
        m_anthropic = new CopyField({}, tr("Address for Anthropic clients"));
        row->addWidget(m_openAi, 1);
        row->addWidget(m_anthropic, 1);
        QPushButton *key = button(tr("Make a key…"));
        connect(key, &QPushButton::clicked, this, &ClientsPage::makeKey);
        row->addWidget(key);
        manual->body()->addLayout(row);
        column->addWidget(manual);
        refreshAddress();
    }

    void connectAll()
    {
        m_poll.setInterval(kPollMs);
        connect(&m_poll, &QTimer::timeout, this, [this] { look(false); });
        connect(&m_client, &client::ClientsClient::found, this, &ClientsPage::handleFound);
        connect(&m_client, &client::ClientsClient::changed, this, &ClientsPage::handleChanged);
        connect(&m_client, &client::ClientsClient::snippetsReady, this,
                [this](client::Token token, const client::ToolSnippets &snippets) {
                    if (token == m_snippets && m_byHand)
                        m_byHand->setSnippets(snippets);
                });
        connect(&m_services.client, &client::GatewayClient::statusChanged, this,
                &ClientsPage::refreshAddress);
        connect(&m_services.client.keys(), &client::KeysClient::changed, this,
                [this](client::Token token, const client::HolderChange &change) {
                    if (token != m_pausing || token == 0)
                        return;
                    if (!change.ok)
                        m_strip->tellProblem(change.problem);
                    look(false);
                });
    }

    void addActions()
    {
        m_services.actions.add({.id = u"clients.look"_s,
                                .text = tr("Look for tools again"),
                                .group = tr("Clients"),
                                .icon = u"refresh"_s,
                                .page = kPage,
                                .run = [page = QPointer(this)] {
                                    if (page)
                                        page->look(true);
                                }});
        m_services.actions.add({.id = u"clients.byHand"_s,
                                .text = tr("Connect by hand…"),
                                .group = tr("Clients"),
                                .icon = u"tool"_s,
                                .page = kPage,
                                .run = [page = QPointer(this)] {
                                    if (page)
                                        page->openSnippets();
                                }});
    }

    void refreshAddress()
    {
        QUrl url(m_services.client.status().url);
        if (url.host() == u"localhost"_s)
            url.setHost(u"127.0.0.1"_s);
        const QString v1 = url.toString();
        url.setPath({});
        m_openAi->setText(u"OPENAI_BASE_URL="_s + v1);
        m_anthropic->setText(u"ANTHROPIC_BASE_URL="_s + url.toString());
    }

    void look(bool versions)
    {
        m_looking = m_client.look(versions);
        m_look->setEnabled(!versions);
    }

    void handleFound(client::Token token, const client::ToolList &list)
    {
        if (token != m_looking)
            return;
        if (list.done)
            m_look->setEnabled(true);
        if (!list.problem.isEmpty()) {
            clear(m_broken);
            m_broken->addWidget(new Banner(Mark::Error, tr("Tools cannot be looked for"), list.problem, {}));
            m_broken->addStretch(1);
            showPlace(Broken);
            return;
        }
        m_known = true;
        m_tools = list.tools;
        for (Tool &tool : m_tools) {
            // A short look brings no versions; what was known stays.
            QString &version = m_versions[tool.id];
            if (!tool.version.isEmpty())
                version = tool.version;
            tool.version = version;
        }
        refresh();
        openWanted();
    }

    void refresh()
    {
        QStringList others;
        std::vector<const Tool *> shown;
        for (const Tool &tool : m_tools) {
            if (tool.state == ToolState::Missing)
                others << tool.name;
            else
                shown.push_back(&tool);
        }
        std::ranges::stable_sort(shown, {}, [](const Tool *tool) {
            return tool->state == ToolState::Never ? 2 : tool->state == ToolState::Manual ? 1 : 0;
        });
        m_others->setText(others.isEmpty() ? QString()
                                           : tr("Not found here, but known: %1.").arg(others.join(u", "_s)));
        m_others->setVisible(!others.isEmpty());
        showPlace(shown.empty() ? Empty : Rows);
        if (!haveLinesChanged(shown))
            return;
        const QString focused = focusedLine();
        int widest = 0;
        std::vector<ToolLine *> linked;
        clear(m_card->body());
        for (const Tool *tool : shown) {
            if (m_card->body()->count() > 0)
                m_card->body()->addWidget(new Separator);
            auto *line = new ToolLine(*tool);
            line->setObjectName(tool->id);
            connect(line, &ToolLine::asked, this, &ClientsPage::handleAsked, Qt::QueuedConnection);
            m_card->body()->addWidget(line);
            if (tool->state == ToolState::Connected || tool->state == ToolState::Drifted) {
                linked.push_back(line);
                widest = std::max(widest, line->actions()->sizeHint().width());
            }
            if (tool->id == focused)
                for (QWidget *child : line->findChildren<QPushButton *>()) {
                    child->setFocus();
                    break;
                }
        }
        // Budgets stand below each other.
        for (ToolLine *line : linked)
            line->actions()->setMinimumWidth(widest);
    }

    // Lines are made anew only when they would say something else, so that nothing moves under the hand.
    bool haveLinesChanged(const std::vector<const Tool *> &shown)
    {
        QString said;
        for (const Tool *tool : shown)
            said += u"%1|%2|%3|%4|%5|%6|%7|%8|%9\n"_s.arg(
                tool->id, tool->version, stateWord(*tool), stateNote(*tool), tool->keyId,
                QString::number(tool->spentPico), QString::number(tool->budgetPico),
                QString::number(tool->canLaunch), tool->model);
        return std::exchange(m_said, said) != said;
    }

    QString focusedLine() const
    {
        for (QWidget *at = focusWidget(); at; at = at->parentWidget()) {
            if (qobject_cast<ToolLine *>(at))
                return at->objectName();
        }
        return {};
    }

    QStringList models() const
    {
        QStringList names;
        for (const client::ModelGroup &group : m_services.client.models().groups())
            names << group.name;
        names.removeDuplicates();
        return names;
    }

    QString modelFor(const Tool &tool) const
    {
        return !tool.model.isEmpty() ? tool.model : tool.needsModel ? models().value(0) : QString();
    }

    void openWanted()
    {
        const QString wanted = std::exchange(m_wanted, {});
        const auto tool = std::ranges::find(m_tools, wanted, &Tool::id);
        if (wanted.isEmpty() || tool == m_tools.end())
            return;
        if (tool->state == ToolState::Drifted)
            compare(*tool);
        else if (tool->state == ToolState::Off || tool->state == ToolState::Connected)
            configure(*tool);
    }

    void handleAsked(ToolLine::Ask ask, const Tool &tool)
    {
        using Ask = ToolLine::Ask;
        client::KeysClient &keys = m_services.client.keys();
        switch (ask) {
        case Ask::Configure:
            return configure(tool);
        case Ask::Launch:
            m_acting = {Act::Launch, tool.name, m_client.launch(tool.id, modelFor(tool))};
            return;
        case Ask::Undo:
            return undo(tool, client::OnToolDrift::Ask);
        case Ask::Accept:
            m_acting = {Act::Accept, tool.name, m_client.accept(tool.id)};
            return;
        case Ask::Compare:
            return compare(tool);
        case Ask::Pause:
        case Ask::Resume:
            m_pausing = keys.setBlocked(client::HolderKind::Key, tool.keyId, ask == Ask::Pause);
            return;
        case Ask::Steps:
            return openSteps(tool);
        case Ask::Reason:
            return openReason(tool);
        case Ask::OpenKey:
            return m_services.openSubject(u"keys"_s, tool.keyId);
        case Ask::OpenTraffic:
            return m_services.openSubject(u"traffic"_s, u"key:"_s + tool.id);
        }
    }

    void configure(const Tool &tool)
    {
        auto *dialog = new ClientDiff(m_client, tool, models(), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &ClientDiff::connected, this, [this, tool] {
            m_lastDone = tool;
            m_strip->tell(tr("%1 uses the gateway from its next start on.").arg(tool.name));
            look(false);
        });
        dialog->open();
    }

    void undo(const Tool &tool, client::OnToolDrift onDrift)
    {
        m_acting = {Act::Undo, tool.name, m_client.undo(tool.id, onDrift), tool};
    }

    void compare(const Tool &tool)
    {
        auto *dialog = new ClientCompare(tool, tool.drifts, false, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &ClientCompare::chosen, this, [this, tool](ClientCompare::Choice choice) {
            if (choice == ClientCompare::Choice::Connect)
                configure(tool);
            else if (choice == ClientCompare::Choice::Accept)
                handleAsked(ToolLine::Ask::Accept, tool);
            else
                undo(tool, client::OnToolDrift::Ask);
        });
        dialog->open();
    }

    void openSteps(const Tool &tool)
    {
        openByHand(tr("Connect %1").arg(tool.name), {}, tool.steps);
        m_byHand->setLoading();
        m_snippets = m_client.requestSnippets(tool.id, models().value(0));
    }

    void openReason(const Tool &tool)
    {
        if (tool.state == ToolState::Never)
            return openByHand(tr("Why %1 cannot be connected").arg(tool.name), tool.reason, {});
        openByHand(
            tr("%1 is managed").arg(tool.name),
            tr("An administrator has set where %1 sends its requests, in %2. Its own settings do not count "
               "against that file, so that changing them would do nothing.")
                .arg(tool.name, tool.policy),
            {});
    }

    void openSnippets()
    {
        openByHand(tr("Connect by hand"),
                   tr("Make a key for the program first; then its requests can be told apart and limited."),
                   {});
        m_snippets = m_client.requestSnippets({}, models().value(0));
    }

    void openByHand(const QString &title, const QString &text, const QStringList &steps)
    {
        m_byHand = new ConnectByHand(title, text, steps, this);
        m_byHand->setAttribute(Qt::WA_DeleteOnClose);
        m_byHand->open();
    }

    void makeKey()
    {
        auto *dialog =
            new HolderEdit(m_services.client.keys(), client::HolderKind::Key, nullptr, models(), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &HolderEdit::saved, this, [this](const client::HolderChange &change) {
            if (!change.secret.isEmpty())
                showKey(change.secret);
        });
        dialog->open();
    }

    // The key is told once; it stays until the page is left.
    void showKey(const Secret &key)
    {
        clear(m_fresh);
        QPushButton *copy = smallButton(tr("Copy"), Emphasis::Secondary, u"copy"_s);
        connect(copy, &QPushButton::clicked, this, [this, key] { m_clipboard->copy(key); });
        m_fresh->addWidget(new Banner(Mark::Ok,
                                      tr("The key was made: %1").arg(QString::fromStdString(key.masked())),
                                      tr("It is told only now. Copy it to where it is needed."), {copy}));
    }

    void handleChanged(client::Token token, const client::ToolChange &change)
    {
        if (token != m_acting.token || token == 0)
            return;
        const Acting acting = std::exchange(m_acting, {});
        if (!change.drifts.empty() && !change.ok) {
            askAboutDrifts(acting.tool, change.drifts);
            return;
        }
        if (!change.ok)
            m_strip->tellProblem(change.problem);
        else if (acting.act == Act::Undo)
            m_strip->dismiss();
        look(false);
    }

    void askAboutDrifts(const Tool &tool, const std::vector<client::ToolDrift> &drifts)
    {
        auto *dialog = new ClientCompare(tool, drifts, true, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &ClientCompare::chosen, this, [this, tool](ClientCompare::Choice choice) {
            undo(tool, choice == ClientCompare::Choice::PutBack ? client::OnToolDrift::PutBack
                                                                : client::OnToolDrift::Keep);
        });
        dialog->open();
    }

    enum class Act { None, Launch, Undo, Accept };
    // What was asked for last and is not answered.
    struct Acting
    {
        Act act = Act::None;
        QString name = {};
        client::Token token = 0;
        Tool tool = {};
    };

    Services &m_services;
    client::ClientsClient &m_client;
    SecretClipboard *m_clipboard;
    QPushButton *m_look = nullptr;
    UndoStrip *m_strip = nullptr;
    QVBoxLayout *m_fresh = nullptr;
    QStackedWidget *m_place = nullptr;
    Card *m_card = nullptr;
    QVBoxLayout *m_broken = nullptr;
    Label *m_others = nullptr;
    CopyField *m_openAi = nullptr;
    CopyField *m_anthropic = nullptr;
    QPointer<ConnectByHand> m_byHand;
    QTimer m_poll;
    std::vector<Tool> m_tools;
    std::map<QString, QString> m_versions;
    QString m_said;     // What the lines say.
    QString m_wanted;   // A client that is to be opened once it is known.
    bool m_known = false;
    Tool m_lastDone;
    Acting m_acting;
    client::Token m_looking = 0;
    client::Token m_pausing = 0;
    client::Token m_snippets = 0;
};

}   // namespace

PageInfo describe_clients()
{
    return {.order = 80,
            .icon = u"clients"_s,
            .title = ClientsPage::tr("Clients"),
            .create = [](Services &services, QWidget *parent) -> QWidget * {
                return new ClientsPage(services, parent);
            }};
}

}   // namespace gw::ui

#include "clients.moc"
