#include "core/client/gatewayclient.h"
#include "core/client/modelsclient.h"
#include "core/client/routingclient.h"
#include "ui/dialogs/addprovider.h"
#include "ui/dialogs/confirmremoval.h"
#include "ui/dialogs/deploymentedit.h"
#include "ui/framework/actions.h"
#include "ui/framework/controls.h"
#include "ui/framework/format.h"
#include "ui/framework/icons.h"
#include "ui/framework/label.h"
#include "ui/framework/page.h"
#include "ui/framework/pages.h"
#include "ui/framework/rowview.h"
#include "ui/framework/services.h"
#include "ui/framework/surfaces.h"
#include "ui/framework/undostrip.h"
#include "ui/models/deploymentmodel.h"
#include "ui/pages/models/deploymentcard.h"

#include <QApplication>
#include <QDate>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QPointer>
#include <QPushButton>
#include <QShowEvent>
#include <QStackedWidget>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace gw::ui {

PageInfo describe_models();

namespace {

constexpr int kFindWidth = 260;
constexpr int kPollMs = 1000;
constexpr qsizetype kShownAnswer = 200;
const QString kPage = u"models"_s;

bool hasPage(const QString &id)
{
    const QList<Page> pages = allPages();
    return std::any_of(pages.cbegin(), pages.cend(), [&](const Page &page) { return page.id == id; });
}

// Shades the whole chosen row, the indented part too.
class DeploymentTree final : public QTreeView
{
protected:
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override
    {
        if (selectionModel()->isSelected(index))
            painter->fillRect(rect, colour(Colour::AccentSoft, palette()));
        QTreeView::drawBranches(painter, rect, index);
    }
};

class ModelsPage final : public PageFrame, public ShowsSubject
{
    Q_OBJECT

public:
    ModelsPage(Services &services, QWidget *parent)
        : PageFrame(tr("Models"), parent)
        , m_services(services)
        , m_client(services.client.models())
    {
        makeHeader();
        m_strip = new UndoStrip(services.client);
        body()->addWidget(m_strip);
        m_place = new QStackedWidget;
        body()->addWidget(m_place, 1);
        m_place->addWidget(makeList());
        m_place->addWidget(makeEmpty());
        m_place->addWidget(makeNoMatch());
        addActions();
        connect(&services.client, &client::GatewayClient::configChanged, this, &ModelsPage::reload);
        connect(&m_client, &client::ModelsClient::changed, this, &ModelsPage::handleChanged);
        connect(&m_client, &client::ModelsClient::tested, this, &ModelsPage::handleTested);
        followRouting();
        reload();
    }

    // A public name, or a deployment's id.
    void showSubject(const QString &subject) override
    {
        m_find->clear();
        m_only = DeploymentModel::Only::All;
        makeChips();
        sift();
        QModelIndex index = m_model->indexOf(subject);
        if (!index.isValid())
            index = m_model->indexOfGroup(subject);
        if (!index.isValid())
            return;
        m_tree->setCurrentIndex(index);
        m_tree->scrollTo(index);
        m_tree->setFocus();
    }

protected:
    void showEvent(QShowEvent *event) override
    {
        PageFrame::showEvent(event);
        m_routingToken = m_services.client.routing().requestState();
        m_poll.start();
    }
    void hideEvent(QHideEvent *event) override
    {
        m_poll.stop();
        PageFrame::hideEvent(event);
    }

private:
    void followRouting()
    {
        client::RoutingClient &router = m_services.client.routing();
        m_poll.setInterval(kPollMs);
        connect(&m_poll, &QTimer::timeout, this, [this, &router] { m_routingToken = router.requestState(); });
        connect(&router, &client::RoutingClient::stateReady, this,
                [this](client::Token token, const client::RoutingState &state) {
                    if (token != m_routingToken)
                        return;
                    m_model->setRouting(state);
                    if (const client::DeploymentRow *row = current())
                        m_card->showRouting(m_model->routing(row->id));
                });
    }

    void makeHeader()
    {
        m_find = new QLineEdit;
        m_find->setPlaceholderText(tr("Filter by name or provider"));
        m_find->setAccessibleName(tr("Filter by name or provider"));
        m_find->setClearButtonEnabled(true);
        m_find->setMinimumWidth(kFindWidth);
        m_find->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
        header()->addWidget(m_find);
        m_add = button(tr("Add deployment…"), Emphasis::Primary, u"plus"_s);
        header()->addWidget(m_add);
        connect(m_add, &QPushButton::clicked, this, [this] { edit(nullptr); });
        connect(m_find, &QLineEdit::textChanged, this, &ModelsPage::sift);
        m_filters = new QWidget;
        m_chips = new QHBoxLayout(m_filters);
        m_chips->setContentsMargins({});
        m_chips->setSpacing(space::kSmall);
        body()->addWidget(m_filters);
    }

    void makeChips()
    {
        while (QLayoutItem *item = m_chips->takeAt(0)) {
            if (item->widget()) {
                item->widget()->hide();
                item->widget()->deleteLater();
            }
            delete item;
        }
        using Only = DeploymentModel::Only;
        const std::pair<Only, QString> kinds[] = {{Only::All, tr("All")},
                                                  {Only::Problems, tr("Problems")},
                                                  {Only::Paused, tr("Paused")},
                                                  {Only::Local, tr("On this computer")},
                                                  {Only::NoPrice, tr("No price")}};
        for (const auto &[only, text] : kinds) {
            const int count = m_model->count(only);
            // A filter that would leave nothing is only noise, unless it is in force.
            if (count == 0 && only != Only::All && only != m_only)
                continue;
            auto *chip = new Chip(text, QLocale().toString(count));
            chip->setChecked(only == m_only);
            connect(chip, &QAbstractButton::clicked, this, [this, chosen = only] {
                m_only = m_only == chosen ? Only::All : chosen;
                makeChips();
                sift();
                if (QWidget *now = m_chips->itemAt(0)->widget())
                    now->setFocus();
            });
            m_chips->addWidget(chip);
            chip->show();   // At once, so that it can have the focus.
        }
        m_chips->addStretch();
        m_chips->addWidget(
            (new Label(tr("Dollars per million tokens, price table %1").arg(m_client.priceVersion()),
                       TextStyle::Caption, Colour::TextSecondary))
                ->elided());
    }

    QWidget *makeList()
    {
        auto *box = new QWidget;
        auto *column = new QVBoxLayout(box);
        column->setContentsMargins({});
        column->setSpacing(space::kMedium);
        m_model = new DeploymentModel(this);
        m_tree = new DeploymentTree;
        m_tree->setModel(m_model);
        m_tree->setItemDelegate(new RowDelegate(rowHeight(QApplication::font()) + 4, m_tree));
        m_tree->setUniformRowHeights(true);
        m_tree->setFrameShape(QFrame::NoFrame);
        m_tree->setMouseTracking(true);
        m_tree->setIndentation(20);
        m_tree->setAllColumnsShowFocus(true);
        m_tree->setExpandsOnDoubleClick(false);
        m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
        m_tree->setAccessibleName(tr("Models and their deployments"));
        m_tree->header()->setStretchLastSection(true);
        m_tree->header()->setSectionsMovable(false);
        auto *card = new Card;
        card->setFlush();
        card->body()->addWidget(m_tree);
        column->addWidget(card, 1);
        m_card = new DeploymentCard(hasPage(u"traffic"_s));
        column->addWidget(m_card);
        connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
                &ModelsPage::showCurrent);
        connect(m_tree, &QTreeView::activated, this, [this] { editCurrent(); });
        connect(m_tree, &QTreeView::customContextMenuRequested, this, &ModelsPage::openMenu);
        connect(m_card, &DeploymentCard::testAsked, this, &ModelsPage::testCurrent);
        connect(m_card, &DeploymentCard::editAsked, this, &ModelsPage::editCurrent);
        connect(m_card, &DeploymentCard::pauseAsked, this, &ModelsPage::pauseCurrent);
        connect(m_card, &DeploymentCard::deleteAsked, this, &ModelsPage::deleteCurrent);
        connect(m_card, &DeploymentCard::trafficAsked, this, &ModelsPage::openTraffic);
        connect(m_card, &DeploymentCard::addAsked, this, [this] { edit(nullptr); });
        return box;
    }

    QWidget *makeEmpty()
    {
        QPushButton *add = button(tr("Add a provider…"), Emphasis::Primary, u"plus"_s);
        connect(add, &QPushButton::clicked, this,
                [this] { AddProvider::open(m_services.client, {}, window()); });
        return new EmptyState(u"pick"_s, tr("No model yet"),
                              tr("Models come with a provider: a service with a key, or a program on this "
                                 "computer."),
                              {add});
    }

    QWidget *makeNoMatch()
    {
        QPushButton *all = button(tr("Show all"));
        connect(all, &QPushButton::clicked, this, [this] {
            m_only = DeploymentModel::Only::All;
            makeChips();
            m_find->clear();
            sift();
        });
        return new EmptyState(u"nomatch"_s, tr("No model matches"),
                              tr("Neither a name nor a provider contains this text."), {all});
    }

    void addActions()
    {
        const QString group = tr("Models");
        const auto chosen = [this] { return current() != nullptr; };
        const auto changeable = [this] { return current() && current()->readOnly.isEmpty(); };
        const auto add = [&](const char *id, const QString &text, const QString &iconId, const QString &keys,
                             void (ModelsPage::*run)(), const std::function<bool()> &available) {
            m_services.actions.add({.id = QLatin1StringView(id),
                                    .text = text,
                                    .group = group,
                                    .icon = iconId,
                                    .keys = QKeySequence(keys),
                                    .page = kPage,
                                    .run =
                                        [page = QPointer(this), run] {
                                            if (page)
                                                (page->*run)();
                                        },
                                    .available = available});
        };
        add("models.add", tr("Add a deployment"), u"plus"_s, u"Ctrl+N"_s, &ModelsPage::addNew, {});
        add("models.test", tr("Test the chosen deployment"), u"bolt"_s, u"Ctrl+T"_s, &ModelsPage::testCurrent,
            chosen);
        add("models.edit", tr("Edit the chosen deployment"), u"edit"_s, u"F2"_s, &ModelsPage::editCurrent,
            changeable);
        add("models.pause", tr("Pause or resume the chosen deployment"), u"pause"_s, u"Ctrl+P"_s,
            &ModelsPage::pauseCurrent, changeable);
        add("models.delete", tr("Delete the chosen deployment"), u"trash"_s, u"Del"_s,
            &ModelsPage::deleteCurrent, changeable);
    }

    const client::DeploymentRow *current() const { return m_model->deployment(m_tree->currentIndex()); }

    void reload()
    {
        const auto [id, group] = chosen();
        m_model->setGroups(m_client.groups());
        makeChips();
        siftKeeping(id, group);
    }

    void sift()
    {
        const auto [id, group] = chosen();
        siftKeeping(id, group);
    }

    // The chosen deployment's id, empty for a name; and the name.
    std::pair<QString, QString> chosen() const
    {
        const client::DeploymentRow *row = current();
        const client::ModelGroup *group = m_model->group(m_tree->currentIndex());
        return {row ? row->id : QString(), group ? group->name : QString()};
    }

    void siftKeeping(const QString &id, const QString &group)
    {
        m_model->setFilter(m_find->text(), m_only);
        m_tree->expandAll();
        const bool none = m_model->isEmpty();
        m_place->setCurrentIndex(none ? 1 : m_model->rowCount() == 0 ? 2 : 0);
        m_find->setVisible(!none);
        m_add->setVisible(!none);
        m_filters->setVisible(!none);
        fitColumns();
        QModelIndex index = m_model->indexOf(id);
        if (!index.isValid())
            index = m_model->indexOfGroup(group);
        if (!index.isValid()) {
            index = m_model->index(0, 0);
            if (m_model->rowCount(index) > 0)
                index = m_model->index(0, 0, index);
        }
        m_tree->setCurrentIndex(index);
        showCurrent();
    }

    void fitColumns()
    {
        const QFontMetrics metrics(m_tree->font());
        const auto wide = [&](const QString &sample) { return metrics.horizontalAdvance(sample) + 32; };
        // What is left is for abilities, whose words are long in some languages: numbers stand closer.
        const auto close = [&](const QString &sample) { return metrics.horizontalAdvance(sample) + 24; };
        m_tree->header()->resizeSection(DeploymentModel::Name, wide(u"claude-sonnet-4.5-20250929"_s));
        m_tree->header()->resizeSection(DeploymentModel::Provider, wide(u"OpenRouter · work"_s));
        const QString ends =
            DeploymentModel::tr("ends %1").arg(QLocale().toString(QDate(2028, 12, 28), QLocale::ShortFormat));
        m_tree->header()->resizeSection(
            DeploymentModel::State, std::max(close(DeploymentModel::tr("fixed answer")), close(ends)) + 16);
        for (int column = DeploymentModel::Load; column <= DeploymentModel::Output; ++column)
            m_tree->header()->resizeSection(
                column,
                std::max(close(u"10.00"_s), close(m_model->headerData(column, Qt::Horizontal).toString())));
    }

    void showCurrent()
    {
        m_test.reset();
        if (const client::DeploymentRow *row = current())
            m_card->showDeployment(*row, m_model->routing(row->id));
        else if (const client::ModelGroup *group = m_model->group(m_tree->currentIndex()))
            m_card->showGroup(*group);
        else
            m_card->showNothing();
    }

    void openMenu(const QPoint &at)
    {
        const QModelIndex index = m_tree->indexAt(at);
        if (!index.isValid())
            return;
        m_tree->setCurrentIndex(index);
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        for (const char *id : {"models.test", "models.edit", "models.pause", "models.delete", "models.add"}) {
            const Action *action = m_services.actions.find(QLatin1StringView(id));
            QAction *item = menu->addAction(icon(action->icon), action->text);
            item->setShortcut(action->keys);
            item->setEnabled(m_services.actions.isAvailable(*action));
            connect(item, &QAction::triggered, this,
                    [this, name = action->id] { m_services.actions.trigger(name); });
        }
        menu->popup(m_tree->viewport()->mapToGlobal(at));
    }

    void addNew() { edit(nullptr); }

    void editCurrent()
    {
        if (const client::DeploymentRow *row = current(); row && row->readOnly.isEmpty())
            edit(row);
    }

    void edit(const client::DeploymentRow *row)
    {
        const client::ModelGroup *group = m_model->group(m_tree->currentIndex());
        const QString name = group && group->aliasOf.isEmpty() ? group->name : QString();
        auto *dialog = new DeploymentEdit(m_services.client, row, name, window());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &DeploymentEdit::saved, this, [this, added = row == nullptr](const QString &of) {
            m_strip->tell(added ? tr("A deployment of “%1” was added.").arg(of)
                                : tr("A deployment of “%1” was changed.").arg(of));
        });
        dialog->open();
    }

    void pauseCurrent()
    {
        const client::DeploymentRow *row = current();
        if (!row)
            return;
        m_done = row->paused ? tr("“%1” gets traffic again.").arg(row->upstreamModel)
                             : tr("“%1” is paused and gets no traffic.").arg(row->upstreamModel);
        m_card->setBusy(true);
        m_changing = true;
        m_token = m_client.setPaused(row->id, !row->paused);
    }

    void deleteCurrent()
    {
        const client::DeploymentRow *row = current();
        if (!row)
            return;
        auto *ask = new ConfirmRemoval(tr("Delete the deployment “%1”?").arg(row->upstreamModel),
                                       m_client.removalOf(row->id), window());
        ask->setAttribute(Qt::WA_DeleteOnClose);
        connect(ask, &QDialog::accepted, this, [this, id = row->id, name = row->upstreamModel] {
            m_done = tr("“%1” was deleted.").arg(name);
            m_changing = true;
            m_token = m_client.removeDeployment(id);
        });
        ask->open();
    }

    void handleChanged(client::Token token, const client::ChangeResult &result)
    {
        if (!m_changing || token != m_token)
            return;
        m_changing = false;
        if (result.ok)
            m_strip->tell(m_done);
        else
            m_strip->tellProblem(result.problem);
        showCurrent();
    }

    void testCurrent()
    {
        const client::DeploymentRow *row = current();
        if (!row || row->paused)
            return;
        m_card->tellTest(tr("Waiting for the answer"), Colour::TextSecondary);
        m_test = m_client.testDeployment(row->id);
    }

    void handleTested(client::Token token, const client::DeploymentTest &test)
    {
        if (m_test != token)
            return;
        if (!test.ok)
            m_card->tellTest(test.problem, Colour::Error);
        else if (test.answer.isEmpty())
            m_card->tellTest(tr("It works, after %1.").arg(duration(test.tookUs)), Colour::Ok);
        else
            m_card->tellTest(tr("It answers after %1: “%2”")
                                 .arg(duration(test.tookUs), test.answer.simplified().left(kShownAnswer)),
                             Colour::Ok);
    }

    void openTraffic()
    {
        const client::ModelGroup *group = m_model->group(m_tree->currentIndex());
        if (!group)
            return;
        const client::DeploymentRow *row = current();
        const QString model = row ? row->upstreamModel : group->name;
        m_services.openSubject(u"traffic"_s,
                               model.contains(u' ') ? u"model=\"%1\""_s.arg(model) : u"model="_s + model);
    }

    Services &m_services;
    client::ModelsClient &m_client;
    QLineEdit *m_find = nullptr;
    QPushButton *m_add = nullptr;
    QWidget *m_filters = nullptr;
    QHBoxLayout *m_chips = nullptr;
    UndoStrip *m_strip = nullptr;
    QStackedWidget *m_place = nullptr;
    DeploymentModel *m_model = nullptr;
    QTimer m_poll;
    client::Token m_routingToken = 0;
    QTreeView *m_tree = nullptr;
    DeploymentCard *m_card = nullptr;
    DeploymentModel::Only m_only = DeploymentModel::Only::All;
    client::Token m_token = 0;
    bool m_changing = false;
    QString m_done;                        // What the change that runs will have done.
    std::optional<client::Token> m_test;   // Of the shown deployment, while it is awaited or shown.
};

}   // namespace

PageInfo describe_models()
{
    return {.order = 40,
            .icon = u"models"_s,
            .title = ModelsPage::tr("Models"),
            .create = [](Services &services, QWidget *parent) -> QWidget * {
                return new ModelsPage(services, parent);
            }};
}

}   // namespace gw::ui

#include "models.moc"
