#include "core/client/gatewayclient.h"
#include "core/client/modelsclient.h"
#include "core/client/playgroundclient.h"
#include "ui/dialogs/playgroundcases.h"
#include "ui/dialogs/playgroundoptions.h"
#include "ui/framework/actions.h"
#include "ui/framework/controls.h"
#include "ui/framework/page.h"
#include "ui/framework/services.h"
#include "ui/framework/surfaces.h"
#include "ui/models/casestore.h"
#include "ui/models/sharedfilter.h"
#include "ui/pages/playground/column.h"
#include "ui/pages/playground/promptbox.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

PageInfo describe_playground();

namespace {

constexpr int kColumns = 4;
constexpr qsizetype kNameLength = 40;   // Of a case, as it is proposed.
const QString kPage = u"playground"_s;
const QString kCountKey = u"playground/columns"_s;
const QString kModelsKey = u"playground/models"_s;

enum Place { Chats, NoModels };

// One to four models side by side, asked through the gateway itself.
class PlaygroundPage final : public PageFrame, public ShowsSubject
{
    Q_OBJECT

public:
    PlaygroundPage(Services &services, QWidget *parent)
        : PageFrame(tr("Playground"), parent)
        , m_services(services)
        , m_cases(QFileInfo(services.settings.fileName()).absolutePath() + u"/playground.json"_s)
    {
        makeHeader();
        m_place = new QStackedWidget;
        body()->addWidget(m_place, 1);
        m_place->addWidget(makeChats());
        QPushButton *add = button(tr("Add a provider"), Emphasis::Primary);
        connect(add, &QPushButton::clicked, this, [this] { m_services.openPage(u"providers"_s); });
        m_place->addWidget(new EmptyState(
            u"start"_s, tr("No model to talk to yet"),
            tr("Once a provider is there, its models can be asked here, side by side."), {add}));
        addActions();
        connect(&services.client, &client::GatewayClient::configChanged, this, &PlaygroundPage::offerModels);
        offerModels();
        showCount();
    }

    // The name of a model.
    void showSubject(const QString &subject) override
    {
        m_columns[0]->setModel(subject);
        m_prompt->focusText();
    }

private:
    void makeHeader()
    {
        const int count = std::clamp(m_services.settings.value(kCountKey, 2).toInt(), 1, kColumns);
        m_count = new Segmented({u"1"_s, u"2"_s, u"3"_s, u"4"_s}, count - 1);
        m_count->setAccessibleName(tr("How many models"));
        header()->addWidget(m_count);
        header()->addSpacing(space::kSmall);
        m_clear = button(tr("New chat"), Emphasis::Secondary, u"plus"_s);
        QPushButton *options = button(tr("Parameters…"));
        m_saved = button(tr("Cases…"));
        addAll(header(), {m_clear, options, m_saved});
        connect(m_count, &QTabBar::currentChanged, this, [this](int at) {
            m_services.settings.setValue(kCountKey, at + 1);
            showCount();
        });
        connect(m_clear, &QPushButton::clicked, this, &PlaygroundPage::clearAll);
        connect(options, &QPushButton::clicked, this, &PlaygroundPage::chooseOptions);
        connect(m_saved, &QPushButton::clicked, this, &PlaygroundPage::openCases);
    }

    QWidget *makeChats()
    {
        auto *page = new QWidget;
        auto *all = new QVBoxLayout(page);
        all->setContentsMargins({});
        all->setSpacing(space::kMedium);
        auto *row = new QHBoxLayout;
        row->setSpacing(space::kMedium);
        for (PlaygroundColumn *&column : m_columns) {
            column = new PlaygroundColumn(m_services.client);
            row->addWidget(column, 1);
            connect(column, &PlaygroundColumn::changed, this, &PlaygroundPage::refresh);
            connect(column, &PlaygroundColumn::trafficAsked, this, [this](const QString &session) {
                m_services.openSubject(u"traffic"_s, SharedFilter::term(u"session="_s, session));
            });
            connect(column, &PlaygroundColumn::curlAsked, this, [this, column] { copyCurl(*column); });
        }
        all->addLayout(row, 1);
        m_prompt = new PromptBox;
        all->addWidget(m_prompt);
        connect(m_prompt, &PromptBox::sendAsked, this, &PlaygroundPage::send);
        connect(m_prompt, &PromptBox::stopAsked, this, &PlaygroundPage::stopAll);
        return page;
    }

    void addActions()
    {
        const auto add = [&](const char *id, const QString &text, const QString &iconId,
                             const QKeySequence &keys, void (PlaygroundPage::*run)()) {
            m_services.actions.add({.id = QLatin1StringView(id),
                                    .text = text,
                                    .group = tr("Playground"),
                                    .icon = iconId,
                                    .keys = keys,
                                    .page = kPage,
                                    .run = [page = QPointer(this), run] {
                                        if (page)
                                            (page->*run)();
                                    }});
        };
        add("playground.new", tr("Begin a new chat"), u"plus"_s, QKeySequence(u"Ctrl+N"_s),
            &PlaygroundPage::clearAll);
        add("playground.stop", tr("Stop all answers"), u"stop"_s, QKeySequence(Qt::Key_Escape),
            &PlaygroundPage::stopAll);
        add("playground.options", tr("Choose the parameters"), u"settings"_s, QKeySequence(u"Ctrl+G"_s),
            &PlaygroundPage::chooseOptions);
        add("playground.save", tr("Save the prompt as a case"), u"folder"_s, QKeySequence(u"Ctrl+S"_s),
            &PlaygroundPage::saveCase);
        add("playground.open", tr("Open a saved case"), u"folder"_s, QKeySequence(u"Ctrl+O"_s),
            &PlaygroundPage::manageCases);
    }

    int count() const { return m_count->currentIndex() + 1; }

    // Those that can chat.
    void offerModels()
    {
        QStringList names;
        for (const client::ModelGroup &group : m_services.client.models().groups()) {
            const bool chats = std::ranges::any_of(group.deployments, [](const client::DeploymentRow &row) {
                return row.mode == "chat"_L1 || row.mode == "responses"_L1;
            });
            if (chats || !group.aliasOf.isEmpty())
                names << group.name;
        }
        const QStringList wanted = m_services.settings.value(kModelsKey).toStringList();
        for (int i = 0; i < kColumns; ++i) {
            PlaygroundColumn &column = *m_columns[std::size_t(i)];
            const bool first = column.model().isEmpty();
            column.setModels(names);
            if (first && !names.isEmpty())
                column.setModel(names.contains(wanted.value(i)) ? wanted[i] : names[i % names.size()]);
        }
        m_place->setCurrentIndex(names.isEmpty() ? NoModels : Chats);
        m_offered = true;
        refresh();
    }

    void showCount()
    {
        for (int i = 0; i < kColumns; ++i) {
            PlaygroundColumn &column = *m_columns[std::size_t(i)];
            column.setVisible(i < count());
            if (i >= count())
                column.clear();
        }
        refresh();
    }

    bool isRunning() const { return std::ranges::any_of(m_columns, &PlaygroundColumn::isRunning); }

    void refresh()
    {
        if (!m_offered)
            return;
        const bool fresh = std::ranges::all_of(m_columns, &PlaygroundColumn::isEmpty);
        m_prompt->setTarget(count(), isRunning());
        m_prompt->offerSamples(fresh && m_prompt->isEmpty());
        m_clear->setEnabled(!fresh);
    }

    void send()
    {
        if (m_prompt->isEmpty() || isRunning() || m_place->currentIndex() == NoModels)
            return;
        QStringList models;
        for (const PlaygroundColumn *column : m_columns)
            models << column->model();
        m_services.settings.setValue(kModelsKey, models);
        m_last = m_prompt->turn();
        m_prompt->clear();
        for (int i = 0; i < count(); ++i)
            m_columns[std::size_t(i)]->ask(m_last, m_options);
        m_prompt->focusText();
    }

    void stopAll()
    {
        for (PlaygroundColumn *column : m_columns)
            column->stop();
    }

    void clearAll()
    {
        for (PlaygroundColumn *column : m_columns)
            column->clear();
        m_prompt->focusText();
    }

    void chooseOptions()
    {
        auto *dialog = new PlaygroundOptionsDialog(m_options, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QDialog::accepted, this, [this, dialog] { m_options = dialog->options(); });
        dialog->open();
    }

    // What this column has asked, or would ask now.
    void copyCurl(const PlaygroundColumn &column)
    {
        client::PlaygroundQuestion question = column.question();
        if (question.turns.empty()) {
            question.turns.push_back(m_prompt->turn());
            question.options = m_options;
        }
        const auto body = client::playgroundBody(question);
        if (body.ok())
            QGuiApplication::clipboard()->setText(
                client::playgroundCurl(m_services.client.status().url, body.value()));
    }

    void openCases()
    {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        for (const PlaygroundCase &one : m_cases.cases())
            connect(menu->addAction(one.name), &QAction::triggered, this,
                    [this, name = one.name] { openCase(name); });
        if (!m_cases.cases().empty())
            menu->addSeparator();
        QAction *save = menu->addAction(tr("Save the prompt as a case…"));
        save->setEnabled(hasPrompt());
        connect(save, &QAction::triggered, this, &PlaygroundPage::saveCase);
        QAction *manage = menu->addAction(tr("Rename or delete cases…"));
        manage->setEnabled(!m_cases.cases().empty());
        connect(manage, &QAction::triggered, this, &PlaygroundPage::manageCases);
        menu->popup(m_saved->mapToGlobal(QPoint(0, m_saved->height())));
    }

    bool hasPrompt() const { return !m_prompt->isEmpty() || !m_last.text.isEmpty() || !m_last.files.empty(); }

    void saveCase()
    {
        if (!hasPrompt())
            return;
        PlaygroundCase one{.options = m_options, .turn = m_prompt->isEmpty() ? m_last : m_prompt->turn()};
        for (int i = 0; i < count(); ++i)
            one.models << m_columns[std::size_t(i)]->model();
        auto *ask = new QInputDialog(this);
        ask->setAttribute(Qt::WA_DeleteOnClose);
        ask->setWindowTitle(tr("Save as a case"));
        ask->setLabelText(tr("Name; one that is there already is replaced."));
        ask->setTextValue(one.turn.text.section(u'\n', 0, 0).left(kNameLength).trimmed());
        connect(ask, &QInputDialog::textValueSelected, this, [this, one](const QString &name) mutable {
            one.name = name.trimmed();
            if (!one.name.isEmpty() && !m_cases.put(one))
                m_prompt->tell(tr("The case cannot be written: %1").arg(m_cases.problem()));
        });
        ask->open();
    }

    void manageCases()
    {
        auto *dialog = new PlaygroundCases(m_cases, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &PlaygroundCases::openAsked, this, &PlaygroundPage::openCase);
        dialog->open();
    }

    void openCase(const QString &name)
    {
        const auto found = std::ranges::find(m_cases.cases(), name, &PlaygroundCase::name);
        if (found == m_cases.cases().end() || isRunning())
            return;
        clearAll();
        const int models = int(found->models.size());
        m_count->setCurrentIndex(std::clamp(models, 1, kColumns) - 1);
        for (int i = 0; i < std::min(models, kColumns); ++i)
            m_columns[std::size_t(i)]->setModel(found->models[i]);
        m_options = found->options;
        m_prompt->setTurn(found->turn);
        refresh();
    }

    Services &m_services;
    CaseStore m_cases;
    Segmented *m_count = nullptr;
    QPushButton *m_clear = nullptr;
    QPushButton *m_saved = nullptr;
    QStackedWidget *m_place = nullptr;
    std::array<PlaygroundColumn *, kColumns> m_columns{};
    PromptBox *m_prompt = nullptr;
    client::PlaygroundOptions m_options;
    client::PlaygroundTurn m_last;   // That was sent.
    bool m_offered = false;          // Everything is there.
};

}   // namespace

PageInfo describe_playground()
{
    return {.order = 90,
            .icon = u"playground"_s,
            .title = PlaygroundPage::tr("Playground"),
            .create = [](Services &services, QWidget *parent) -> QWidget * {
                return new PlaygroundPage(services, parent);
            }};
}

}   // namespace gw::ui

#include "playground.moc"
