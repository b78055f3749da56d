#include "core/client/gatewayclient.h"
#include "ui/dialogs/replay.h"
#include "ui/framework/actions.h"
#include "ui/framework/controls.h"
#include "ui/framework/format.h"
#include "ui/framework/icons.h"
#include "ui/framework/label.h"
#include "ui/framework/page.h"
#include "ui/framework/services.h"
#include "ui/framework/surfaces.h"
#include "ui/models/sharedfilter.h"
#include "ui/models/timerange.h"
#include "ui/models/trafficmodel.h"
#include "ui/pages/traffic/chips.h"
#include "ui/pages/traffic/exportline.h"
#include "ui/pages/traffic/filterfield.h"
#include "ui/pages/traffic/inspector.h"
#include "ui/pages/traffic/jumpto.h"
#include "ui/pages/traffic/keepingbutton.h"
#include "ui/pages/traffic/saverequest.h"
#include "ui/pages/traffic/sums.h"
#include "ui/pages/traffic/trafficview.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QDateTime>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QPointer>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

PageInfo describe_traffic();

namespace {

constexpr int kListShare = 388;
constexpr int kInspectorShare = 260;
constexpr int kThinHeight = 2;
constexpr int kMinuteMs = 60'000;
// A start that is told after its end was: rows of the ledger are closed, so nothing older can still run.
constexpr std::int64_t kLostUs = 5'000'000;
const QString kFollowKey = u"traffic/follow"_s;
const QString kTabKey = u"traffic/inspector"_s;

std::int64_t nowUs()
{
    return QDateTime::currentMSecsSinceEpoch() * 1000;
}

// Reading goes on; the list stays usable under it.
class ThinBar final : public QWidget
{
    Q_OBJECT

public:
    ThinBar()
    {
        setFixedHeight(kThinHeight);
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    // 0 to 1; negative: nothing goes on.
    void setShare(double share)
    {
        m_share = share;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        if (m_share < 0)
            return;
        QPainter painter(this);
        const int done = int(width() * std::clamp(m_share, 0.04, 1.0));
        const QRect part = QStyle::visualRect(layoutDirection(), rect(), QRect(0, 0, done, height()));
        painter.fillRect(part, colour(Colour::Accent, palette()));
    }

private:
    double m_share = -1;
};

enum Place { Rows, Nothing, NoMatch, Loading, Broken };

// Every request: what it asked for, what became of it, what it cost.
class TrafficPage final : public PageFrame, public ShowsSubject
{
    Q_OBJECT

public:
    TrafficPage(Services &services, QWidget *parent)
        : PageFrame(tr("Traffic"), parent)
        , m_services(services)
        , m_client(services.client.traffic())
        , m_model(new TrafficModel(m_client, this))
        , m_sums(new TrafficTotals(m_client, this))
    {
        makeHeader();
        body()->setSpacing(space::kSmall);
        m_banners = new QVBoxLayout;
        body()->addLayout(m_banners);
        m_problem = (new Label({}, TextStyle::Caption, Colour::Error))->wrapped();
        m_problem->hide();
        body()->addWidget(m_problem);
        body()->addLayout(makeChips());
        body()->addWidget(makeList(), 1);
        makeFooter();
        connectFilter();
        connectModel();
        connectList();
        m_filter->put(services.filter.text());
        m_model->seed(services.live, nowUs());
        m_follow->setChecked(services.settings.value(kFollowKey, true).toBool());
        m_inspector->setTab(
            Inspector::Tab(services.settings.value(kTabKey, int(Inspector::Summary)).toInt()));
        applyFilter();
        m_names = m_client.requestNames();
        showBanners();
        refresh();
    }

    // A filter, as it is typed.
    void showSubject(const QString &subject) override
    {
        m_chips->clear();
        m_filter->put(subject);
        applyFilter();
    }

protected:
    void showEvent(QShowEvent *event) override
    {
        PageFrame::showEvent(event);
        catchUp();
    }

private:
    // What nobody looks at is neither summed nor painted.
    void catchUp()
    {
        if (!m_stale || !isVisible())
            return;
        m_stale = false;
        m_sums->growOld();
        refresh();
    }

    void makeHeader()
    {
        header()->insertSpacing(1, space::kMedium);
        m_filter = new FilterField;
        header()->addWidget(m_filter, 100);
        m_follow = button(tr("Follow"), Emphasis::Secondary, u"follow"_s);
        m_follow->setCheckable(true);
        m_follow->setToolTip(tr("Shows new requests as they come (F)"));
        m_export = button(tr("Export…"), Emphasis::Secondary, u"export"_s);
        m_export->setToolTip(tr("Saves the shown requests as a file (Ctrl+E)"));
        addAll(header(), {m_follow, m_export});
    }

    QLayout *makeChips()
    {
        auto *row = new QHBoxLayout;
        row->setSpacing(space::kSmall);
        m_chips = new TrafficChips;
        row->addWidget(m_chips);
        row->addStretch();
        m_range = smallButton(m_services.range.title(), Emphasis::Quiet, u"clock"_s);
        m_range->setToolTip(tr("Which time is shown"));
        row->addWidget(m_range);
        return row;
    }

    QWidget *makeList()
    {
        auto *box = new Card;
        box->setFlush();
        box->layout()->setContentsMargins(1, 1, 1, 1);
        box->body()->setSpacing(0);
        auto *holder = new QWidget;
        auto *column = new QVBoxLayout(holder);
        column->setContentsMargins({});
        column->setSpacing(0);
        m_thin = new ThinBar;
        m_new = new QPushButton;
        m_new->setIcon(icon(u"arrow-up"_s, Colour::Accent));
        setEmphasis(m_new, Emphasis::Notice);
        setCompact(m_new);
        m_new->hide();
        m_view = new TrafficView(*m_model);
        m_view->setContextMenuPolicy(Qt::CustomContextMenu);
        column->addWidget(m_new);
        column->addWidget(m_thin);
        column->addWidget(m_view, 1);
        m_place = new QStackedWidget;
        m_place->insertWidget(Rows, holder);
        m_place->insertWidget(Nothing, makeNothing());
        m_place->insertWidget(NoMatch, makeNoMatch());
        auto *loading = new Label(tr("loading…"), TextStyle::Body, Colour::TextSecondary);
        loading->setAlignment(Qt::AlignCenter);
        m_place->insertWidget(Loading, loading);
        m_place->insertWidget(Broken, makeBroken());
        m_inspector = new Inspector(m_client);
        m_split = new QSplitter(Qt::Vertical);
        m_split->addWidget(m_place);
        m_split->addWidget(m_inspector);
        m_split->setSizes({kListShare, kInspectorShare});
        m_split->setStretchFactor(0, 1);
        m_split->setStretchFactor(1, 0);
        m_split->setChildrenCollapsible(false);
        box->body()->addWidget(m_split);
        return box;
    }

    QWidget *makeNothing()
    {
        QPushButton *copy = button(tr("Copy the address"), Emphasis::Secondary, u"copy"_s);
        connect(copy, &QPushButton::clicked, this,
                [this] { QApplication::clipboard()->setText(m_services.client.status().url); });
        return new EmptyState(
            u"quiet"_s, tr("Nothing has come in yet"),
            tr("Set a program to this gateway's address: each of its requests appears here, "
               "with what it cost."),
            {copy});
    }

    QWidget *makeNoMatch()
    {
        m_clear = button(tr("Clear the filter"), Emphasis::Secondary, u"close"_s);
        connect(m_clear, &QPushButton::clicked, this, &TrafficPage::clearFilter);
        m_widen = button(tr("Show all time"), Emphasis::Secondary, u"clock"_s);
        connect(m_widen, &QPushButton::clicked, this,
                [this] { m_services.range.setKind(TimeRange::Kind::All); });
        return new EmptyState(u"nomatch"_s, tr("No request matches"),
                              tr("There are requests, but none in this time that the filter lets through."),
                              {m_clear, m_widen});
    }

    QWidget *makeBroken()
    {
        QPushButton *again = button(tr("Try again"), Emphasis::Secondary, u"refresh"_s);
        connect(again, &QPushButton::clicked, m_model, &TrafficModel::reload);
        return new EmptyState(
            u"broken"_s, tr("The ledger cannot be read"),
            tr("Requests are still answered and kept. The reason: %1").arg(m_model->problem()), {again});
    }

    // Its text is the reason.
    void showBroken()
    {
        QWidget *old = m_place->widget(Broken);
        m_place->insertWidget(Broken, makeBroken());
        m_place->removeWidget(old);
        old->deleteLater();
    }

    void makeFooter()
    {
        m_exportLine = new ExportLine(m_client);
        body()->addWidget(m_exportLine);
        m_saveRequest = new SaveRequest(m_services.client);
        body()->addWidget(m_saveRequest);
        auto *row = new QHBoxLayout;
        row->setSpacing(space::kLarge);
        m_counted = (new Label({}, TextStyle::Caption, Colour::TextSecondary))->tabular();
        m_totals = (new Label({}, TextStyle::Caption, Colour::TextSecondary))->tabular();
        row->addWidget(m_counted);
        row->addWidget(m_totals);
        row->addStretch();
        row->addWidget(new KeepingButton(m_client));
        row->addWidget(new Label(tr("j/k rows · Enter details · F follow · C curl · Ctrl+G time"),
                                 TextStyle::Caption, Colour::TextSecondary));
        body()->addLayout(row);
    }

    void connectFilter()
    {
        connect(m_filter, &FilterField::termsChanged, this, [this] {
            m_services.filter.setText(m_filter->text());
            applyFilter();
        });
        connect(&m_services.filter, &SharedFilter::changed, this, [this] {
            if (m_services.filter.terms() != m_filter->terms())
                m_filter->put(m_services.filter.text());
        });
        connect(m_filter, &FilterField::problemChanged, this, [this] {
            m_problem->setText(m_filter->problem());
            m_problem->setVisible(!m_filter->problem().isEmpty());
        });
        connect(m_filter, &FilterField::entered, this, [this] { m_names = m_client.requestNames(); });
        connect(m_filter, &FilterField::left, m_view, qOverload<>(&QWidget::setFocus));
        connect(m_chips, &TrafficChips::changed, this, &TrafficPage::applyFilter);
        connect(&m_services.range, &TimeRange::changed, this, [this] {
            m_range->setText(m_services.range.title());
            applyFilter();
        });
        connect(m_range, &QPushButton::clicked, this, &TrafficPage::chooseRange);
        connect(m_follow, &QPushButton::toggled, this, &TrafficPage::setFollowing);
        // Only what one asks for is remembered, not that a look at a row has stopped it.
        connect(m_follow, &QPushButton::clicked, this,
                [this](bool on) { m_services.settings.setValue(kFollowKey, on); });
        connect(m_new, &QPushButton::clicked, this, &TrafficPage::showNew);
        connect(m_export, &QPushButton::clicked, this, &TrafficPage::chooseExport);
    }

    void connectModel()
    {
        connect(m_model, &TrafficModel::stateChanged, this, &TrafficPage::refresh);
        connect(m_model, &TrafficModel::newCountChanged, this, &TrafficPage::showNewCount);
        connect(m_model, &TrafficModel::settled, this, &TrafficPage::refreshChosen);
        connect(m_model, &QAbstractItemModel::modelReset, this, &TrafficPage::restoreChoice);
        connect(m_model, &QAbstractItemModel::dataChanged, this,
                [this](const QModelIndex &from, const QModelIndex &to) {
                    const int row = m_view->chosenRow();
                    if (row >= from.row() && row <= to.row())
                        inspect(row);
                });
        connect(m_model, &TrafficModel::jumped, this, &TrafficPage::land);
        connect(m_sums, &TrafficTotals::changed, this, [this] {
            m_chips->setSums(m_sums->base());
            refresh();
        });
        connect(&m_client, &client::TrafficClient::namesReady, this,
                [this](client::Token token, const client::TrafficNames &names) {
                    if (token != m_names)
                        return;
                    m_filter->setNames(names);
                    m_seen = !names.apps.isEmpty() || !names.models.isEmpty();
                    refresh();
                });
        connect(&m_services.client, &client::GatewayClient::happened, this,
                [this](const std::vector<events::Event> &batch) {
                    m_model->apply(batch, nowUs());
                    m_stale = true;
                    catchUp();
                });
        connect(&m_services.client, &client::GatewayClient::statusChanged, this, [this] {
            const client::Status status = m_services.client.status();
            if (status.opened == status.closed + status.broken)
                m_model->forgetRunningBefore(nowUs() - kLostUs);
            showBanners();
        });
        // Today is another day after midnight.
        auto *minute = new QTimer(this);
        connect(minute, &QTimer::timeout, this, [this] {
            if (m_services.range.kind() == TimeRange::Kind::Today &&
                m_services.range.fromUs(nowUs()) != m_model->filter().fromUs)
                applyFilter();
        });
        minute->start(kMinuteMs);
    }

    void connectList()
    {
        connect(m_view, &QWidget::customContextMenuRequested, this, &TrafficPage::showMenu);
        connect(m_view, &TrafficView::chosen, this, [this](int row) {
            m_follow->setChecked(false);
            inspect(row);
        });
        connect(m_view, &TrafficView::scrolledAway, this, [this] { m_follow->setChecked(false); });
        connect(m_view, &TrafficView::opened, this, &TrafficPage::open);
        connect(m_view, &TrafficView::closed, this, &TrafficPage::closeInspector);
        connect(m_view, &TrafficView::followAsked, m_follow, &QPushButton::click);
        connect(m_view, &TrafficView::copyAsked, this, &TrafficPage::copyCurl);
        connect(m_inspector, &Inspector::copyAsked, this, &TrafficPage::copyCurl);
        connect(m_view, &TrafficView::replayAsked, this, &TrafficPage::replay);
        connect(m_inspector, &Inspector::replayAsked, this, [this] { replay(true); });
        connect(m_inspector, &Inspector::tabChosen, this,
                [this](int tab) { m_services.settings.setValue(kTabKey, tab); });
        connect(m_inspector, &Inspector::closed, this, &TrafficPage::closeInspector);
        const auto add = [this](const QString &id, const QString &text, const QString &iconId,
                                const QKeySequence &keys, void (TrafficPage::*run)()) {
            m_services.actions.add({.id = id,
                                    .text = text,
                                    .group = tr("Traffic"),
                                    .icon = iconId,
                                    .keys = keys,
                                    .page = u"traffic"_s,
                                    .run = [page = QPointer(this), run] {
                                        if (page)
                                            (page->*run)();
                                    }});
        };
        add(u"traffic.find"_s, tr("Filter the requests"), u"filter"_s, Qt::CTRL | Qt::Key_F,
            &TrafficPage::focusFilter);
        add(u"traffic.export"_s, tr("Export the requests"), u"export"_s, Qt::CTRL | Qt::Key_E,
            &TrafficPage::chooseExport);
        add(u"traffic.jump"_s, tr("Go to a time"), u"clock"_s, Qt::CTRL | Qt::Key_G,
            &TrafficPage::chooseTime);
    }

    void focusFilter()
    {
        m_filter->setFocus();
        m_filter->selectAll();
    }

    client::TrafficFilter filter(bool withChips) const
    {
        client::TrafficFilter filter;
        filter.fromUs = m_services.range.fromUs(nowUs());
        filter.untilUs = m_services.range.untilUs();
        filter.terms = m_filter->terms();
        if (withChips)
            for (const client::TrafficTerm &term : m_chips->terms())
                filter.terms.push_back(term);
        return filter;
    }

    void applyFilter()
    {
        m_model->setFilter(filter(true));
        m_sums->ask(filter(false), m_chips->areClear() ? std::nullopt : std::optional(filter(true)));
        refresh();
    }

    void clearFilter()
    {
        m_chips->clear();
        m_filter->put({});
        applyFilter();
        m_filter->setFocus();
    }

    void chooseRange()
    {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        auto *group = new QActionGroup(menu);
        for (const TimeRange::Kind kind : TimeRange::kinds()) {
            QAction *action = group->addAction(TimeRange::title(kind));
            menu->addAction(action);
            action->setCheckable(true);
            action->setChecked(kind == m_services.range.kind());
            connect(action, &QAction::triggered, this, [this, kind] { m_services.range.setKind(kind); });
        }
        menu->addSeparator();
        QAction *go = menu->addAction(tr("Go to a time…"));
        go->setShortcut(Qt::CTRL | Qt::Key_G);
        connect(go, &QAction::triggered, this, &TrafficPage::chooseTime);
        // It ends where its button does.
        const int left = isRightToLeft() ? 0 : m_range->width() - menu->sizeHint().width();
        menu->popup(m_range->mapToGlobal(QPoint(left, m_range->height())));
    }

    void chooseTime()
    {
        auto *dialog = new JumpTo(window());
        connect(dialog, &JumpTo::chosen, this, [this](std::int64_t unixUs) {
            m_follow->setChecked(false);
            m_model->jumpTo(unixUs);
        });
        dialog->open();
    }

    void land(int row)
    {
        m_view->choose(row);
        m_view->scrollTo(m_model->index(row, 0), QAbstractItemView::PositionAtTop);
        m_view->setFocus();
        inspect(row);
    }

    void setFollowing(bool on)
    {
        m_model->setFollowing(on);
        if (on)
            m_view->scrollToTop();
        showNewCount();
    }

    void showNew()
    {
        m_model->showNew();
        m_view->scrollToTop();
        m_view->setFocus();
    }

    void showNewCount()
    {
        const int count = m_model->newCount();
        m_new->setVisible(count > 0);
        m_new->setText(tr("%n new request(s) above", nullptr, count));
    }

    void inspect(int row)
    {
        const client::TrafficRow *known = m_model->row(row);
        if (!known)
            return;
        m_inspector->inspect(*known);
    }

    void open()
    {
        const int row = m_view->chosenRow();
        if (row < 0)
            return;
        m_inspector->setVisible(true);
        inspect(row);
    }

    void closeInspector()
    {
        m_view->setFocus();
        m_view->clearSelection();
        m_view->setCurrentIndex({});
        m_inspector->clear();
        m_inspector->setVisible(false);
    }

    void refreshChosen(const Id128 &request)
    {
        if (m_inspector->request() == request)
            inspect(m_model->rowOf(request));
    }

    // The chosen request, where the new list begins with it.
    void restoreChoice()
    {
        const auto request = m_inspector->request();
        const int row = request ? m_model->rowOf(*request) : -1;
        if (row >= 0)
            m_view->choose(row);
        else
            m_view->scrollToTop();
    }

    void copyCurl()
    {
        const QString command = m_inspector->curl(m_services.client.status().url);
        if (command.isEmpty())
            return;
        QApplication::clipboard()->setText(command);
        m_copied = true;
        refresh();
        QTimer::singleShot(kCopiedMs, this, [this] {
            m_copied = false;
            refresh();
        });
    }

    // Narrows the list to what the chosen row has in common with others.
    void showMenu(const QPoint &at)
    {
        const client::TrafficRow *row = m_model->row(m_view->chosenRow());
        if (!row)
            return;
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        const auto only = [&](const QString &text, const QString &field, const QString &value) {
            if (value.isEmpty())
                return;
            const QString term = SharedFilter::term(field, value);
            connect(menu->addAction(text), &QAction::triggered, this, [this, term] {
                const QString before = m_filter->text().trimmed();
                m_filter->put(before.isEmpty() ? term : before + u' ' + term);
            });
        };
        only(tr("Only this program"), u"app="_s, row->client);
        only(tr("Only this model"), u"model="_s, row->requestedModel);
        only(tr("Only this provider"), u"provider="_s, row->provider);
        only(tr("Only this session"), u"session="_s, row->session);
        only(tr("Only this status"), u"status:"_s,
             row->status == 0 ? QString() : QString::number(row->status));
        menu->addSeparator();
        QAction *again = menu->addAction(icon(u"replay"_s), tr("Replay on another model…"));
        again->setEnabled(!row->running());
        connect(again, &QAction::triggered, this, [this] { replay(true); });
        connect(menu->addAction(icon(u"copy"_s), tr("Copy as curl")), &QAction::triggered, this,
                &TrafficPage::copyCurl);
        QAction *save = menu->addAction(icon(u"export"_s), tr("Save as HTTP archive…"));
        save->setEnabled(!row->running());
        connect(save, &QAction::triggered, this, [this, chosen = *row] { m_saveRequest->choose(chosen); });
        menu->popup(m_view->viewport()->mapToGlobal(at));
    }

    void replay(bool onAnother)
    {
        const client::TrafficRow *row = m_model->row(m_view->chosenRow());
        if (!row || row->running())
            return;
        auto *dialog = new Replay(m_services.client, *row, onAnother ? QString() : row->requestedModel, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &Replay::openAsked, this,
                [this](const Id128 &request) { m_filter->put(QString::fromStdString(request.toString())); });
        dialog->open();
    }

    void chooseExport()
    {
        const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
        const QString csv = tr("Table (*.csv)");
        const QString lines = tr("JSON lines (*.jsonl)");
        auto *dialog = new QFileDialog(this, tr("Export the shown requests"), folder);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setNameFilters({csv, lines});
        dialog->setDefaultSuffix(u"csv"_s);
        dialog->selectFile(u"requests.csv"_s);
        connect(dialog, &QFileDialog::filterSelected, dialog, [dialog, lines](const QString &chosen) {
            dialog->setDefaultSuffix(chosen == lines ? u"jsonl"_s : u"csv"_s);
        });
        connect(dialog, &QFileDialog::fileSelected, this, [this, dialog, lines](const QString &path) {
            const bool asLines = dialog->selectedNameFilter() == lines || path.endsWith(".jsonl"_L1);
            m_exportLine->start(filter(true),
                                asLines ? client::ExportFormat::JsonLines : client::ExportFormat::Csv, path);
        });
        dialog->open();
    }

    void refresh()
    {
        const bool rows = m_model->rowCount() > 0;
        const bool filtered = !m_filter->terms().empty() || !m_chips->areClear();
        const bool limited = m_services.range.kind() != TimeRange::Kind::All;
        Place place = Rows;
        if (!rows && !m_model->problem().isEmpty())
            place = Broken;
        else if (!rows && !m_model->isTold())
            place = Loading;
        else if (!rows && m_model->isLoading())
            place = Place(m_place->currentIndex());
        else if (!rows)
            place = m_seen || m_services.client.status().opened > 0 ? NoMatch : Nothing;
        if (place == Broken && m_place->currentIndex() != Broken)
            showBroken();
        m_place->setCurrentIndex(place);
        m_clear->setVisible(filtered);
        m_widen->setVisible(limited);
        m_export->setEnabled(rows);
        m_inspector->setEnabled(rows);
        if (!rows)
            m_inspector->hide();
        else if (m_hadNoRows)
            m_inspector->show();
        m_hadNoRows = !rows;
        showProgress();
        showCounts();
        showBanners();
    }

    void showProgress()
    {
        const std::int64_t now = nowUs();
        const auto from = m_services.range.fromUs(now);
        const double share =
            from && m_model->reachedUs() > 0
                ? double(now - m_model->reachedUs()) / double(std::max<std::int64_t>(now - *from, 1))
                : 0.5;
        m_thin->setShare(m_model->isLoading() ? share : -1);
    }

    void showCounts()
    {
        const QLocale locale;
        const int rows = m_model->rowCount();
        if (rows == 0)
            m_counted->setText({});
        else if (m_model->isCounted())
            m_counted->setText(tr("%n request(s)", nullptr, rows));
        else
            m_counted->setText(tr("%1 requests or more").arg(locale.toString(rows)));
        const client::TrafficSums &sums = m_sums->shown();
        m_totals->setText(m_copied ? tr("Copied. What was said is not kept: an example stands in its place.")
                          : sums.requests == 0
                              ? QString()
                              : tr("%1 · %2 tokens in, %3 out")
                                    .arg(moneyShort(sums.costPico), tokens(sums.input), tokens(sums.output)));
    }

    // Made anew only when what they say has changed.
    void showBanners()
    {
        const client::Status status = m_services.client.status();
        // Without rows the reason stands where they would.
        const QString ledger = m_model->rowCount() > 0 ? m_model->problem() : QString();
        const QString key = u"%1|%2|%3"_s.arg(int(status.state)).arg(status.problem, ledger);
        if (key == m_shownBanners)
            return;
        m_shownBanners = key;
        while (QLayoutItem *item = m_banners->takeAt(0)) {
            item->widget()->hide();
            item->widget()->deleteLater();
            delete item;
        }
        using client::EngineState;
        const bool off = status.state != EngineState::Running && status.state != EngineState::Starting;
        if (off) {
            QPushButton *home = smallButton(tr("Show Home"));
            connect(home, &QPushButton::clicked, this, [this] { m_services.openPage(u"home"_s); });
            m_banners->addWidget(new Banner(
                status.state == EngineState::Stopped ? Mark::Warning : Mark::Error,
                status.state == EngineState::Stopped ? tr("The gateway is switched off")
                                                     : tr("The gateway does not run"),
                status.problem.isEmpty() ? tr("Requests do not arrive. The list shows what came before.")
                                         : status.problem,
                {home}));
        }
        if (!ledger.isEmpty()) {
            QPushButton *again = smallButton(tr("Try again"), Emphasis::Secondary, u"refresh"_s);
            connect(again, &QPushButton::clicked, m_model, &TrafficModel::reload);
            m_banners->addWidget(
                new Banner(Mark::Error, tr("The ledger cannot be read"),
                           tr("The list shows what was read before. The reason: %1").arg(ledger), {again}));
        }
    }

    static constexpr int kCopiedMs = 4'000;

    Services &m_services;
    client::TrafficClient &m_client;
    TrafficModel *m_model = nullptr;
    TrafficTotals *m_sums = nullptr;
    client::Token m_names = 0;
    QString m_shownBanners;
    bool m_hadNoRows = false;
    bool m_copied = false;
    bool m_stale = false;   // Requests have happened since the sums were asked for.
    bool m_seen = false;    // The ledger has ever held a request.

    QVBoxLayout *m_banners = nullptr;
    Label *m_problem = nullptr;
    FilterField *m_filter = nullptr;
    QPushButton *m_follow = nullptr;
    QPushButton *m_export = nullptr;
    TrafficChips *m_chips = nullptr;
    QPushButton *m_range = nullptr;
    QSplitter *m_split = nullptr;
    QStackedWidget *m_place = nullptr;
    QPushButton *m_clear = nullptr;
    QPushButton *m_widen = nullptr;
    ThinBar *m_thin = nullptr;
    QPushButton *m_new = nullptr;
    TrafficView *m_view = nullptr;
    Inspector *m_inspector = nullptr;
    ExportLine *m_exportLine = nullptr;
    SaveRequest *m_saveRequest = nullptr;
    Label *m_counted = nullptr;
    Label *m_totals = nullptr;
};

}   // namespace

PageInfo describe_traffic()
{
    return {.order = 20,
            .icon = u"traffic"_s,
            .title = TrafficPage::tr("Traffic"),
            .create = [](Services &services, QWidget *parent) -> QWidget * {
                return new TrafficPage(services, parent);
            }};
}

}   // namespace gw::ui

#include "traffic.moc"
