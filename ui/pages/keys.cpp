#include "core/client/databaseclient.h"
#include "core/client/gatewayclient.h"
#include "core/client/keysclient.h"
#include "core/client/modelsclient.h"
#include "ui/dialogs/holderedit.h"
#include "ui/framework/actions.h"
#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/framework/page.h"
#include "ui/framework/rowview.h"
#include "ui/framework/secretclipboard.h"
#include "ui/framework/services.h"
#include "ui/framework/surfaces.h"
#include "ui/framework/undostrip.h"
#include "ui/models/holdermodel.h"
#include "ui/models/sharedfilter.h"
#include "ui/pages/keys/confirmchange.h"
#include "ui/pages/keys/holdercard.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QPointer>
#include <QPushButton>
#include <QShowEvent>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

PageInfo describe_keys();

namespace {

using client::HolderKind;

constexpr int kPollMs = 2000;
constexpr int kDatabasePollMs = 10'000;   // Each time it is asked for all that is shown.
constexpr int kTypingMs = 150;
constexpr int kFindWidth = 220;
const QString kPage = u"keys"_s;

enum Place { Loading, Rows, Empty, NoMatch, Broken };

// Who may use the gateway, and how much.
class KeysPage final : public PageFrame, public ShowsSubject
{
    Q_OBJECT

public:
    KeysPage(Services &services, QWidget *parent)
        : PageFrame(tr("Keys"), parent)
        , m_services(services)
        , m_client(services.client.keys())
        , m_read(&m_client)
        , m_model(new HolderModel(services.client.keys(), this))
        , m_clipboard(new SecretClipboard(this))
    {
        makeHeader();
        m_fresh = new QVBoxLayout;
        body()->addLayout(m_fresh);
        m_strip = new UndoStrip(services.client);
        m_strip->setUndo([this] { m_undoing = m_client.undo(); });
        body()->addWidget(m_strip);
        m_place = new QStackedWidget;
        body()->addWidget(m_place, 1);
        makePlaces();
        m_card = new HolderCard;
        body()->addWidget(m_card);
        m_foot = new Label({}, TextStyle::Caption, Colour::TextSecondary);
        body()->addWidget(m_foot);
        connectAll();
        addActions();
        chooseKind();
    }

    // A key's hash or alias, or "team:ID"; "database": what is read without a gateway.
    void showSubject(const QString &subject) override
    {
        if (subject == u"database"_s) {
            m_of->setCurrentIndex(1);
            return;
        }
        m_of->setCurrentIndex(0);
        m_kinds->setCurrentIndex(subject.startsWith(u"team:"_s) ? int(HolderKind::Team)
                                                                : int(HolderKind::Key));
        m_wanted = subject.section(u':', -1);
        m_find->setText(m_wanted);
        sift();
    }

protected:
    void showEvent(QShowEvent *event) override
    {
        PageFrame::showEvent(event);
        m_model->refresh();
        m_poll.start();
    }
    void hideEvent(QHideEvent *event) override
    {
        m_poll.stop();
        PageFrame::hideEvent(event);
    }

private:
    void makeHeader()
    {
        m_kinds = new Segmented({tr("Keys"), tr("Teams"), tr("Users"), tr("Budgets")});
        m_kinds->setAccessibleName(tr("What is listed"));
        header()->addWidget(m_kinds);
        header()->addSpacing(space::kSmall);
        m_find = new QLineEdit;
        m_find->setPlaceholderText(tr("Search"));
        m_find->setAccessibleName(tr("Search by name, id or team"));
        m_find->setClearButtonEnabled(true);
        m_find->setMinimumWidth(kFindWidth);
        m_find->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
        m_add = button({}, Emphasis::Primary, u"plus"_s);
        addAll(header(), {m_find, m_add});
        // A line of its own, only where there is a database to read: the header is full.
        m_whose = new QWidget;
        auto *row = new QHBoxLayout(m_whose);
        row->setContentsMargins({});
        row->setSpacing(space::kSmall);
        m_of = new Segmented({tr("This gateway"), tr("All gateways (database)")});
        m_of->setAccessibleName(tr("Whose keys"));
        m_of->setObjectName(u"whose"_s);
        m_change = smallButton(tr("PostgreSQL…"), Emphasis::Quiet, u"database"_s);
        m_change->setToolTip(tr("Reads the keys of all gateways that share a database"));
        addAll(row, {m_of, m_change});
        row->addStretch();
        body()->addWidget(m_whose);
    }

    bool ofDatabase() const { return m_read != &m_client; }

    // Where the list comes from; another database is begun anew, too.
    void chooseWhose()
    {
        client::DatabaseClient *database = m_services.database;
        const bool known = database && database->known().isKnown();
        m_whose->setVisible(known);
        if (!known)
            m_of->setCurrentIndex(0);
        m_read = known && m_of->currentIndex() == 1 ? &database->keys() : &m_client;
        m_model->setClient(*m_read);
        m_poll.setInterval(ofDatabase() ? kDatabasePollMs : kPollMs);
        const QString reason =
            ofDatabase() ? tr("The database is only read here; change keys on their gateway.") : QString();
        m_card->setReadOnly(reason);
        m_add->setEnabled(!ofDatabase());
        m_add->setToolTip(reason);
        m_add->setAccessibleDescription(reason);
        chooseKind();
    }

    void makePlaces()
    {
        auto *loading = new QWidget;
        auto *column = new QVBoxLayout(loading);
        column->addWidget(new Label(tr("Reading the list"), TextStyle::Body, Colour::TextSecondary), 0,
                          Qt::AlignCenter);
        m_place->addWidget(loading);
        auto *card = new Card;
        card->setFlush();
        m_view = new QTableView;
        prepareTable(*m_view, rowHeight(QApplication::font(), 2));
        m_view->setModel(m_model);
        m_view->setAccessibleName(tr("Keys"));
        card->body()->addWidget(m_view);
        m_place->addWidget(card);
        m_empty = new QVBoxLayout;
        auto *empty = new QWidget;
        empty->setLayout(m_empty);
        m_empty->setContentsMargins({});
        m_place->addWidget(empty);
        QPushButton *all = button(tr("Show all"));
        connect(all, &QPushButton::clicked, m_find, &QLineEdit::clear);
        m_place->addWidget(new EmptyState(u"nomatch"_s, tr("Nothing matches"),
                                          tr("Neither a name, an id nor a team contains this text."), {all}));
        m_broken = new QVBoxLayout;
        auto *broken = new QWidget;
        broken->setLayout(m_broken);
        m_broken->setContentsMargins({});
        m_place->addWidget(broken);
    }

    void connectAll()
    {
        m_poll.setInterval(kPollMs);
        m_typing.setInterval(kTypingMs);
        m_typing.setSingleShot(true);
        connect(&m_poll, &QTimer::timeout, this, [this] {
            m_model->refresh();
            askDetail();
        });
        connect(&m_typing, &QTimer::timeout, this, &KeysPage::sift);
        connect(m_find, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
        connect(m_kinds, &QTabBar::currentChanged, this, &KeysPage::chooseKind);
        connect(m_of, &QTabBar::currentChanged, this, &KeysPage::chooseWhose);
        connect(m_change, &QPushButton::clicked, this, m_services.chooseDatabase);
        m_whose->setVisible(m_services.database && m_services.database->known().isKnown());
        if (m_services.database) {
            connect(m_services.database, &client::DatabaseClient::changed, this, &KeysPage::chooseWhose);
            connect(&m_services.database->keys(), &client::KeysClient::holderReady, this,
                    [this](client::Token token, const client::HolderDetail &detail) {
                        if (ofDatabase() && token == m_detail && token != 0)
                            m_card->showDetail(detail);
                    });
        }
        connect(m_add, &QPushButton::clicked, this, [this] { edit(nullptr); });
        connect(m_model, &HolderModel::answered, this, &KeysPage::show);
        connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &KeysPage::showCurrent);
        connect(m_view, &QTableView::activated, this, &KeysPage::editCurrent);
        connect(&m_client, &client::KeysClient::holdersChanged, this, [this] {
            if (isVisible())
                m_model->refresh();
            askDetail();
        });
        connect(&m_client, &client::KeysClient::holderReady, this,
                [this](client::Token token, const client::HolderDetail &detail) {
                    if (!ofDatabase() && token == m_detail && token != 0)
                        m_card->showDetail(detail);
                });
        connect(&m_client, &client::KeysClient::changed, this, &KeysPage::handleChanged);
        connect(m_card, &HolderCard::editAsked, this, &KeysPage::editCurrent);
        connect(m_card, &HolderCard::blockAsked, this, &KeysPage::blockCurrent);
        connect(m_card, &HolderCard::regenerateAsked, this, &KeysPage::regenerateCurrent);
        connect(m_card, &HolderCard::deleteAsked, this, &KeysPage::deleteCurrent);
        connect(m_card, &HolderCard::trafficAsked, this, &KeysPage::openTraffic);
    }

    void addActions()
    {
        const auto chosen = [page = QPointer(this)] {
            return page && page->current() && !page->ofDatabase();
        };
        const auto changes = [page = QPointer(this)] { return page && !page->ofDatabase(); };
        const auto add = [&](const char *id, const QString &text, const QString &iconId, const QString &keys,
                             void (KeysPage::*run)(), const std::function<bool()> &available = {}) {
            m_services.actions.add({.id = QLatin1StringView(id),
                                    .text = text,
                                    .group = tr("Keys"),
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
        add("keys.add", tr("Make a key, team, user or budget"), u"plus"_s, u"Ctrl+N"_s, &KeysPage::addNew,
            changes);
        add("keys.find", tr("Search the list"), u"search"_s, u"Ctrl+F"_s, &KeysPage::find);
        add("keys.edit", tr("Change the chosen one"), u"edit"_s, u"F2"_s, &KeysPage::editCurrent, chosen);
        add("keys.block", tr("Block the chosen one or let it in again"), u"pause"_s, u"Ctrl+P"_s,
            &KeysPage::blockCurrent, chosen);
        add("keys.traffic", tr("Show the requests of the chosen one"), u"traffic"_s, u"Ctrl+T"_s,
            &KeysPage::openTraffic, chosen);
        add("keys.delete", tr("Delete the chosen one"), u"trash"_s, u"Del"_s, &KeysPage::deleteCurrent,
            chosen);
    }

    HolderKind kind() const { return HolderKind(m_kinds->currentIndex()); }
    const client::HolderRow *current() const { return m_model->row(m_view->currentIndex()); }

    void chooseKind()
    {
        const QString words[] = {tr("New key…"), tr("New team…"), tr("New user…"), tr("New budget…")};
        m_add->setText(words[m_kinds->currentIndex()]);
        m_view->setAccessibleName(m_kinds->tabText(m_kinds->currentIndex()));
        m_chosen.clear();
        m_card->showNothing();
        m_model->ask(kind(), m_find->text().trimmed());
        if (m_model->isLoading())
            m_place->setCurrentIndex(Loading);
        makeEmpty();
    }

    void sift()
    {
        m_typing.stop();
        m_model->ask(kind(), m_find->text().trimmed());
    }

    void find()
    {
        m_find->setFocus();
        m_find->selectAll();
    }

    static void clear(QLayout &layout)
    {
        while (QLayoutItem *item = layout.takeAt(0)) {
            if (item->widget()) {
                item->widget()->hide();
                item->widget()->deleteLater();
            }
            delete item;
        }
    }

    void makeEmpty()
    {
        clear(*m_empty);
        const QString titles[] = {tr("No key yet"), tr("No team yet"), tr("No user yet"),
                                  tr("No shared budget yet")};
        const QString texts[] = {
            tr("Give each program or person a key of its own: with models it may use, a budget and an end. "
               "What it spends is then told by its name, and it can be stopped alone."),
            tr("A team gathers keys under one budget."),
            tr("A user gathers the keys of a person under one budget."),
            tr("Limits with a name that keys, teams and users can share; each of them spends for itself.")};
        QPushButton *make = button(m_add->text(), Emphasis::Primary, u"plus"_s);
        connect(make, &QPushButton::clicked, this, [this] { edit(nullptr); });
        make->setEnabled(m_add->isEnabled());
        make->setToolTip(m_add->toolTip());
        m_empty->addWidget(new EmptyState(u"start"_s, titles[m_kinds->currentIndex()],
                                          texts[m_kinds->currentIndex()], {make}));
    }

    void show()
    {
        const bool none = m_model->rowCount() == 0;
        if (!m_model->problem().isEmpty()) {
            clear(*m_broken);
            QPushButton *again = button(tr("Try again"));
            connect(again, &QPushButton::clicked, m_model, &HolderModel::refresh);
            m_broken->addWidget(new Banner(
                Mark::Error, ofDatabase() ? tr("The database cannot be read") : tr("Keys cannot be read"),
                m_model->problem(), {again}));
            m_broken->addStretch();
            m_place->setCurrentIndex(Broken);
        } else {
            m_place->setCurrentIndex(!none ? Rows : m_model->search().isEmpty() ? Empty : NoMatch);
        }
        m_add->setVisible(m_place->currentIndex() != Empty && m_place->currentIndex() != Broken);
        m_find->setVisible(m_place->currentIndex() != Empty && m_place->currentIndex() != Broken);
        fitColumns();
        const QString wanted = m_wanted.isEmpty() ? m_chosen : m_wanted;
        QModelIndex index = m_model->indexOf(wanted);
        if (!index.isValid() && !m_wanted.isEmpty() && !none)
            index = m_model->index(0, 0);
        m_wanted.clear();
        if (index.isValid() && index != m_view->currentIndex())
            m_view->setCurrentIndex(index);
        showCurrent();
        showFoot();
    }

    void showFoot()
    {
        m_foot->setVisible(m_place->currentIndex() == Rows);
        const int count = int(m_model->matches());
        switch (kind()) {
        case HolderKind::Key:
            m_foot->setText(tr("%n key(s) · the master key has no limits and is not listed", nullptr, count));
            break;
        case HolderKind::Team:
            m_foot->setText(tr("%n team(s)", nullptr, count));
            break;
        case HolderKind::User:
            m_foot->setText(tr("%n user(s)", nullptr, count));
            break;
        case HolderKind::Budget:
            m_foot->setText(
                tr("%n shared budget(s) · each of those that name one spends for itself", nullptr, count));
            break;
        }
    }

    void fitColumns()
    {
        QHeaderView &head = *m_view->horizontalHeader();
        const QString samples[] = {
            {}, tr("paused by budget") + u"MMM"_s, u"MMMMMMMM"_s, u"$1,000.00 / $1,000.00"_s,
            {}, tr("yesterday") + u"MM"_s};
        const bool budgets = kind() == HolderKind::Budget;
        for (int column = 0; column < HolderModel::ColumnCount; ++column) {
            const bool stretches = samples[column].isEmpty();
            m_view->setColumnHidden(
                column, budgets && (column == HolderModel::Share || column == HolderModel::Models));
            head.setSectionResizeMode(column, stretches ? QHeaderView::Stretch : QHeaderView::Fixed);
            if (!stretches)
                head.resizeSection(column, sampleWidth(*m_view, column, samples[column]));
        }
    }

    void showCurrent()
    {
        const client::HolderRow *row = current();
        if (!row || m_place->currentIndex() != Rows)
            return m_card->showNothing();
        const bool other = m_chosen != row->id;
        m_chosen = row->id;
        m_card->showRow(*row);
        if (other)
            askDetail();
    }

    void askDetail()
    {
        if (!m_chosen.isEmpty() && isVisible())
            m_detail = m_read->requestHolder(kind(), m_chosen);
    }

    void addNew() { edit(nullptr); }

    void editCurrent()
    {
        if (const client::HolderRow *row = current(); row && !ofDatabase())
            edit(row);
    }

    void edit(const client::HolderRow *row)
    {
        QStringList names;
        for (const client::ModelGroup &group : m_services.client.models().groups())
            names << group.name;
        auto *dialog = new HolderEdit(m_client, kind(), row, names, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &HolderEdit::saved, this,
                [this, name = row ? row->name : QString()](const client::HolderChange &change) {
                    m_strip->dismiss();
                    m_wanted = change.id;
                    if (!change.secret.isEmpty())
                        showFresh(change.secret, tr("The key is ready. It is shown only now."));
                    m_model->refresh();
                });
        dialog->open();
    }

    void blockCurrent()
    {
        const client::HolderRow *row = current();
        if (!row || (row->kind != HolderKind::Key && row->kind != HolderKind::Team))
            return;
        m_acting = m_client.setBlocked(row->kind, row->id, !row->blocked);
    }

    void regenerateCurrent()
    {
        const client::HolderRow *row = current();
        if (!row || row->kind != HolderKind::Key)
            return;
        auto *ask = new ConfirmChange(tr("A new secret for “%1”?").arg(row->name),
                                      tr("The old one ends at once: programs that use it get 401 until they "
                                         "have the new one. Limits and what "
                                         "was spent stay."),
                                      tr("Make a new secret"), this);
        ask->setAttribute(Qt::WA_DeleteOnClose);
        connect(ask, &QDialog::accepted, this,
                [this, id = row->id] { m_regenerating = m_client.regenerate(id); });
        ask->open();
    }

    void deleteCurrent()
    {
        const client::HolderRow *row = current();
        if (!row)
            return;
        const auto remove = [this, kind = row->kind, id = row->id, name = row->name] {
            m_deleted = name;
            m_deleting = m_client.remove(kind, id);
        };
        // A deleted key can be brought back; what goes with a team or a user cannot.
        if (row->kind == HolderKind::Key)
            return remove();
        QString effect = tr("What was recorded of it stays.");
        if (row->kind == HolderKind::Team && row->keys > 0)
            effect = tr("Its %n key(s) go with it: programs that use them get 401.", nullptr, row->keys);
        if (row->kind == HolderKind::User && row->keys > 0)
            effect = tr("%n key(s) are of this user.", nullptr, row->keys);
        if (row->kind == HolderKind::Budget && row->keys > 0)
            effect = tr("%n of its holders have no limits of it afterwards.", nullptr, row->keys);
        auto *ask = new ConfirmChange(tr("Delete “%1”?").arg(row->name), effect, tr("Delete"), this);
        ask->setAttribute(Qt::WA_DeleteOnClose);
        connect(ask, &QDialog::accepted, this, remove);
        ask->open();
    }

    void openTraffic()
    {
        const client::HolderRow *row = current();
        if (!row)
            return;
        if (row->kind == HolderKind::Team)
            return m_services.openSubject(u"traffic"_s, SharedFilter::term(u"team="_s, row->id));
        if (row->kind == HolderKind::Key)
            m_services.openSubject(
                u"traffic"_s, SharedFilter::term(u"key="_s, row->name == row->masked ? row->id : row->name));
    }

    void handleChanged(client::Token token, const client::HolderChange &change)
    {
        if (token == 0)
            return;
        if (token == m_regenerating && change.ok) {
            m_wanted = change.id;
            showFresh(change.secret, tr("The new secret is ready. It is shown only now."));
        } else if (token == m_deleting && change.ok) {
            m_chosen.clear();
            if (change.undoable)
                m_strip->tell(tr("“%1” is deleted; programs that use it get 401.").arg(m_deleted));
        } else if (token == m_undoing && change.ok) {
            m_strip->dismiss();
            m_wanted = change.id;
        } else if (token != m_acting && token != m_regenerating && token != m_deleting &&
                   token != m_undoing) {
            return;
        }
        if (!change.ok)
            m_strip->tellProblem(change.problem);
        m_model->refresh();
        askDetail();
    }

    void showFresh(const Secret &secret, const QString &title)
    {
        clear(*m_fresh);
        auto *field = new CopyField(QString::fromStdString(secret.reveal()), tr("New key"));
        field->setCopy([this, secret] { m_clipboard->copy(secret); });
        QPushButton *done = button(tr("Done"));
        auto *banner = new Banner(Mark::Ok, title,
                                  tr("Portico keeps only a hash of it. If it is lost, make a new secret."),
                                  {field, done});
        connect(done, &QPushButton::clicked, this, [this] {
            clear(*m_fresh);
            m_view->setFocus();
        });
        m_fresh->addWidget(banner);
    }

    Services &m_services;
    client::KeysClient &m_client;           // Makes the changes.
    client::KeysClient *m_read = nullptr;   // Tells what there is: the same, or the database's.
    HolderModel *m_model = nullptr;
    SecretClipboard *m_clipboard = nullptr;
    Segmented *m_kinds = nullptr;
    QWidget *m_whose = nullptr;   // Hidden without a database.
    Segmented *m_of = nullptr;
    QPushButton *m_change = nullptr;
    QLineEdit *m_find = nullptr;
    QPushButton *m_add = nullptr;
    QVBoxLayout *m_fresh = nullptr;
    UndoStrip *m_strip = nullptr;
    QStackedWidget *m_place = nullptr;
    QTableView *m_view = nullptr;
    QVBoxLayout *m_empty = nullptr;
    QVBoxLayout *m_broken = nullptr;
    HolderCard *m_card = nullptr;
    Label *m_foot = nullptr;
    QTimer m_poll;
    QTimer m_typing;
    QString m_chosen;    // Id of what the card shows.
    QString m_wanted;    // Id of what is to be chosen by the next answer.
    QString m_deleted;   // Name of what is being deleted.
    client::Token m_detail = 0;
    client::Token m_acting = 0;
    client::Token m_regenerating = 0;
    client::Token m_deleting = 0;
    client::Token m_undoing = 0;
};

}   // namespace

PageInfo describe_keys()
{
    return {.order = 70,
            .icon = u"keys"_s,
            .title = KeysPage::tr("Keys"),
            .create = [](Services &services, QWidget *parent) -> QWidget * {
                return new KeysPage(services, parent);
            }};
}

}   // namespace gw::ui

#include "keys.moc"
