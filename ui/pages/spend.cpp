#include "core/client/databaseclient.h"
#include "core/client/forecast.h"
#include "core/client/gatewayclient.h"
#include "core/client/spendclient.h"
#include "ui/charts/spendchart.h"
#include "ui/dialogs/spendarithmetic.h"
#include "ui/dialogs/spendwhatif.h"
#include "ui/framework/actions.h"
#include "ui/framework/controls.h"
#include "ui/framework/format.h"
#include "ui/framework/label.h"
#include "ui/framework/page.h"
#include "ui/framework/rowview.h"
#include "ui/framework/services.h"
#include "ui/framework/surfaces.h"
#include "ui/framework/tiles.h"
#include "ui/models/livemodel.h"
#include "ui/models/spendmodel.h"
#include "ui/models/timerange.h"
#include "ui/pages/spend/legend.h"
#include "ui/pages/spend/report.h"
#include "ui/pages/spend/whosespend.h"

#include <QActionGroup>
#include <QApplication>
#include <QDateTime>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QSaveFile>
#include <QSettings>
#include <QShowEvent>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

PageInfo describe_spend();

namespace {

using client::SpendBy;

constexpr int kAgeMs = 5000;   // How old what is shown may be while requests come in.
constexpr int kChartHeight = 180;
constexpr int kTableRows = 6;   // That are seen without scrolling.
constexpr std::int64_t kEpochJulianDay = 2'440'588;
constexpr std::int64_t kUsPerDay = 86'400'000'000;
const QString kPage = u"spend"_s;
const QString kByKey = u"spend/by"_s;
const QString kOfKey = u"spend/of"_s;
const QString kSpanKey = u"spend/span"_s;

enum Place { Loading, Figures, Empty, Broken };
// As the settings keep them.
enum Whose { ThisGateway, AllGateways, SharedDatabase };

std::int64_t utcToday()
{
    return QDateTime::currentDateTimeUtc().date().toJulianDay();
}

// What was spent, by whom or what, and what it will come to.
class SpendPage final : public PageFrame, public ShowsSubject
{
    Q_OBJECT

public:
    SpendPage(Services &services, QWidget *parent)
        : PageFrame(tr("Spend"), parent)
        , m_services(services)
        , m_client(services.client.spend())
        , m_model(new SpendModel(this))
    {
        m_span = SpendSpan(
            std::clamp(services.settings.value(kSpanKey, 0).toInt(), 0, int(spendSpans().size()) - 1));
        makeHeader();
        m_place = new QStackedWidget;
        body()->addWidget(m_place, 1);
        makePlaces();
        addActions();
        m_age.setSingleShot(true);
        m_age.setInterval(kAgeMs);
        connect(&m_age, &QTimer::timeout, this, [this] {
            if (isVisible() && m_stale)
                ask();
        });
        listenTo(m_client);
        if (m_services.database) {
            listenTo(m_services.database->spend());
            connect(m_services.database, &client::DatabaseClient::changed, this, &SpendPage::ask);
        }
        connect(&services.live, &LiveModel::finished, this, [this] {
            m_stale = true;
            if (!m_age.isActive())
                m_age.start();
        });
        ask();
    }

    // "database": what is read without a gateway.
    void showSubject(const QString &subject) override
    {
        if (subject != u"database"_s)
            return;
        m_of->setCurrentIndex(SharedDatabase);
    }

protected:
    void showEvent(QShowEvent *event) override
    {
        PageFrame::showEvent(event);
        // What was shown last may be of yesterday.
        if (m_stale || (m_report.today != 0 && m_report.today != utcToday()))
            ask();
    }

private:
    void makeHeader()
    {
        QStringList names;
        for (int by = 0; by <= int(SpendBy::Tag); ++by)
            names << spendwords::by(SpendBy(by));
        const int chosen = std::clamp(m_services.settings.value(kByKey, 0).toInt(), 0, int(SpendBy::Tag));
        m_by = new Segmented(names, chosen);
        m_by->setAccessibleName(tr("By whom or what"));
        header()->addWidget(m_by);
        header()->addSpacing(space::kTight);
        // A line of its own, only where there are others: the header is full.
        m_whose = new WhoseSpend(m_services.database, m_services.chooseDatabase);
        m_of = m_whose->choice();
        m_whose->setWanted(
            std::clamp(m_services.settings.value(kOfKey, 0).toInt(), int(ThisGateway), int(SharedDatabase)));
        body()->addWidget(m_whose);
        connect(m_of, &QTabBar::currentChanged, this, [this](int of) {
            m_services.settings.setValue(kOfKey, of);
            m_place->setCurrentIndex(Loading);
            ask();
        });
        connect(m_whose, &WhoseSpend::gatewayChosen, this, &SpendPage::ask);
        connect(&m_services.client, &client::GatewayClient::configChanged, this, [this] {
            if (m_of->isTabVisible(AllGateways) != m_client.hasOthers())
                ask();
        });
        m_range = button(spanTitle(m_span, utcToday()), Emphasis::Secondary, u"clock"_s);
        m_range->setToolTip(tr("Which days are shown"));
        m_whatIf = button(tr("What if…"));
        m_export = button(tr("Export…"), Emphasis::Secondary, u"export"_s);
        addAll(header(), {m_range, m_whatIf, m_export});
        connect(m_by, &QTabBar::currentChanged, this, [this](int by) {
            m_services.settings.setValue(kByKey, by);
            ask();
        });
        connect(m_range, &QPushButton::clicked, this, &SpendPage::chooseSpan);
        connect(m_whatIf, &QPushButton::clicked, this, &SpendPage::openWhatIf);
        connect(m_export, &QPushButton::clicked, this, &SpendPage::chooseExport);
    }

    void makePlaces()
    {
        auto *loading = new QWidget;
        auto *column = new QVBoxLayout(loading);
        column->addWidget(new Label(tr("Reading the ledger"), TextStyle::Body, Colour::TextSecondary), 0,
                          Qt::AlignCenter);
        m_place->addWidget(loading);
        auto *figures = new QWidget;
        auto *all = new QVBoxLayout(figures);
        all->setContentsMargins({});
        all->setSpacing(space::kMedium);
        all->addLayout(makeTiles());
        all->addWidget(makeChart(), 1);
        all->addWidget(makeTable());
        all->addLayout(makeFoot());
        m_place->addWidget(figures);
        QPushButton *home = button(tr("How programs are connected"), Emphasis::Primary);
        connect(home, &QPushButton::clicked, this, [this] { m_services.openPage(u"home"_s); });
        m_place->addWidget(
            new EmptyState(u"quiet"_s, tr("No spend in these days"),
                           tr("Once programs ask through Portico, this page tells what each of them "
                              "costs, and what the month will come to."),
                           {home}));
        m_broken = new QVBoxLayout;
        auto *broken = new QWidget;
        broken->setLayout(m_broken);
        m_broken->setContentsMargins({});
        m_place->addWidget(broken);
    }

    QLayout *makeTiles()
    {
        auto *row = new QHBoxLayout;
        row->setSpacing(space::kMedium);
        for (MetricTile *&tile : m_tiles) {
            tile = new MetricTile(Metric());
            row->addWidget(tile, 1);
        }
        return row;
    }

    QWidget *makeChart()
    {
        auto *card = new Card(tr("Per day"));
        card->setNote(tr("days of UTC"));
        m_legend = new Legend;
        card->addAction(m_legend);
        m_chart = new SpendChart;
        m_chart->setMinimumHeight(kChartHeight);
        m_chart->setToolTip(tr("Click on a day for its requests"));
        card->body()->addWidget(m_chart);
        connect(m_legend, &Legend::changed, this, &SpendPage::draw);
        connect(m_chart, &SpendChart::categoryChosen, this, [this](int category) {
            const std::int64_t day = m_report.days.first + category;
            if (day <= m_report.today && !ofAll())
                openTraffic({}, {day, day});
        });
        return card;
    }

    QWidget *makeTable()
    {
        auto *card = new Card;
        card->setFlush();
        m_view = new QTableView;
        const int height = rowHeight(QApplication::font());
        prepareTable(*m_view, height);
        m_view->setModel(m_model);
        m_view->setAccessibleName(tr("Spend"));
        m_view->setContextMenuPolicy(Qt::CustomContextMenu);
        m_view->setMinimumHeight(2 * height + m_view->horizontalHeader()->sizeHint().height());
        m_view->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        card->body()->addWidget(m_view);
        connect(m_view, &QTableView::activated, this, &SpendPage::openArithmetic);
        connect(m_view, &QTableView::customContextMenuRequested, this, &SpendPage::openMenu);
        return card;
    }

    QLayout *makeFoot()
    {
        auto *row = new QHBoxLayout;
        row->setSpacing(space::kLarge);
        m_ledger = new Badge(Mark::Ok, {});
        m_note = smallButton({}, Emphasis::Quiet, u"warning"_s);
        m_reckoned = smallButton(tr("How it was reckoned"), Emphasis::Quiet);
        m_requests = smallButton(tr("Its requests"), Emphasis::Quiet, u"traffic"_s);
        m_foot = (new Label({}, TextStyle::Caption, Colour::TextSecondary))->elided();
        row->addWidget(m_ledger);
        row->addWidget(m_note);
        row->addWidget(m_foot, 1);
        m_connect = smallButton(tr("PostgreSQL…"), Emphasis::Quiet, u"database"_s);
        m_connect->setToolTip(tr("Reads what all gateways have spent that share a database"));
        addAll(row, {m_connect, m_reckoned, m_requests});
        connect(m_connect, &QPushButton::clicked, this, m_services.chooseDatabase);
        connect(m_note, &QPushButton::clicked, this,
                [this] { openTraffic(u"is:unpriced"_s, m_report.days); });
        connect(m_reckoned, &QPushButton::clicked, this, &SpendPage::openArithmetic);
        connect(m_requests, &QPushButton::clicked, this, &SpendPage::openRequests);
        connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &SpendPage::showFoot);
        connect(&m_services.client, &client::GatewayClient::statusChanged, this, &SpendPage::showFoot);
        return row;
    }

    void addActions()
    {
        const auto add = [&](const char *id, const QString &text, const QString &iconId, const QString &keys,
                             void (SpendPage::*run)()) {
            m_services.actions.add({.id = QLatin1StringView(id),
                                    .text = text,
                                    .group = tr("Spend"),
                                    .icon = iconId,
                                    .keys = QKeySequence(keys),
                                    .page = kPage,
                                    .run = [page = QPointer(this), run] {
                                        if (page)
                                            (page->*run)();
                                    }});
        };
        add("spend.span", tr("Choose the days"), u"clock"_s, u"Ctrl+G"_s, &SpendPage::chooseSpan);
        add("spend.whatif", tr("What if another model had answered"), u"models"_s, u"Ctrl+I"_s,
            &SpendPage::openWhatIf);
        add("spend.export", tr("Export the table"), u"export"_s, u"Ctrl+E"_s, &SpendPage::chooseExport);
        add("spend.requests", tr("Show the requests of the chosen line"), u"traffic"_s, u"Ctrl+T"_s,
            &SpendPage::openRequests);
    }

    void ask()
    {
        m_stale = false;
        m_range->setText(spanTitle(m_span, utcToday()));
        m_whose->offer(m_client.hasOthers());
        m_connect->setVisible(m_services.database && m_whose->isHidden());
        const int whose = m_of->currentIndex();
        m_asked = whose == SharedDatabase ? &m_services.database->spend() : &m_client;
        m_token = m_asked->requestReport(SpendBy(m_by->currentIndex()), daysOf(m_span, utcToday()),
                                         whose == ThisGateway ? client::SpendOf::ThisGateway
                                                              : client::SpendOf::AllGateways);
    }

    // Tokens of two clients may be the same.
    void listenTo(client::SpendClient &client)
    {
        connect(&client, &client::SpendClient::reportReady, this,
                [this, &client](client::Token token, const client::SpendReport &report) {
                    if (&client == m_asked && token == m_token)
                        show(report);
                });
    }

    void show(const client::SpendReport &report)
    {
        m_report = report;
        const bool some = report.all.requests > 0 || report.all.costPico > 0;
        if (!report.problem.isEmpty())
            showBroken();
        else
            m_place->setCurrentIndex(some ? Figures : Empty);
        m_whatIf->setEnabled(some && !ofAll());
        m_export->setEnabled(some);
        m_model->setReport(report);
        showTiles();
        QStringList names;
        for (std::size_t i = 0; i < std::min<std::size_t>(report.names.size(), SpendModel::kSeries); ++i)
            names << spendwords::name(report.by, report.names[i]);
        if (report.names.size() > SpendModel::kSeries)
            names << tr("Other");
        m_legend->setNames(names);
        draw();
        fitTable();
        showFoot();
    }

    void showBroken()
    {
        while (QLayoutItem *item = m_broken->takeAt(0)) {
            delete item->widget();
            delete item;
        }
        QPushButton *again = button(tr("Try again"));
        connect(again, &QPushButton::clicked, this, &SpendPage::ask);
        const bool database = m_of->currentIndex() == SharedDatabase;
        std::vector<QWidget *> buttons{again};
        if (database) {
            QPushButton *change = button(tr("PostgreSQL…"), Emphasis::Secondary, u"database"_s);
            connect(change, &QPushButton::clicked, this, m_services.chooseDatabase);
            buttons.push_back(change);
        }
        m_broken->addWidget(new Banner(
            Mark::Error, database ? tr("The database cannot be read") : tr("The ledger cannot be read"),
            m_report.problem, buttons));
        m_broken->addStretch();
        m_place->setCurrentIndex(Broken);
    }

    // Single requests are known of the gateway one looks at alone.
    bool ofAll() const { return m_report.of == client::SpendOf::AllGateways; }

    bool hasForecast() const { return m_span == SpendSpan::ThisMonth; }

    client::Forecast forecast() const
    {
        return client::forecast(m_report.all.costPico, m_report.lastDays,
                                m_report.days.last - m_report.today);
    }

    void showTiles()
    {
        const client::SpendSums &all = m_report.all;
        const std::int64_t more = all.costPico - m_report.beforePico;
        const auto put = [this](int tile, const QString &name, const QString &value, const QString &unit,
                                const QString &note) {
            m_tiles[tile]->setMetric({name, value, unit, note, Mark::Off, {}});
        };
        // The month before was a whole one.
        const QString before = hasForecast()
                                   ? tr("%1 in the %n days before", nullptr, int(m_report.days.count()))
                                         .arg(moneyShort(m_report.beforePico))
                                   : (more >= 0 ? tr("%1 more than before") : tr("%1 less than before"))
                                         .arg(moneyShort(more >= 0 ? more : -more));
        put(0, tr("Spent in %1").arg(spanTitle(m_span, m_report.today)), moneyShort(all.costPico), {},
            before);
        const int cached = all.input > 0 ? int(double(all.cacheRead) * 100 / double(all.input) + 0.5) : 0;
        put(1, tr("Tokens"), tokens(all.input + all.output), {}, tr("%1 % of input from cache").arg(cached));
        if (hasForecast()) {
            const client::Forecast told = forecast();
            put(2, tr("Forecast, whole month"), money(told.pico, 0), u"± "_s + money(told.bandPico, 0),
                tr("%1 a day, the mean of 7 days").arg(moneyShort(told.perDayPico)));
        } else {
            const std::int64_t last = std::min(m_report.days.last, m_report.today);
            const std::int64_t days = std::max<std::int64_t>(1, last - m_report.days.first + 1);
            put(2, tr("A day, on average"), moneyShort(all.costPico / days), {},
                tr("of %n day(s)", nullptr, int(days)));
        }
        put(3, tr("Saved by Portico's cache"), moneyShort(all.savedPico), {}, tr("by repeated requests"));
    }

    // In colours of their own: the first four names; the others together.
    QList<SpendSeries> series(QList<int> &colours) const
    {
        QList<SpendSeries> out;
        SpendSeries rest{tr("Other"), QList<double>(m_report.days.count(), 0.0)};
        for (std::size_t i = 0; i < m_report.names.size(); ++i) {
            const client::SpendName &name = m_report.names[i];
            SpendSeries one{spendwords::name(m_report.by, name), {}};
            for (std::size_t day = 0; day < name.costByDay.size(); ++day) {
                if (i < SpendModel::kSeries)
                    one.amounts << dollars(name.costByDay[day]);
                else if (qsizetype(day) < rest.amounts.size())
                    rest.amounts[qsizetype(day)] += dollars(name.costByDay[day]);
            }
            if (i < SpendModel::kSeries && m_legend->isShown(one.name)) {
                out << one;
                colours << int(i);
            }
        }
        if (m_report.names.size() > SpendModel::kSeries && m_legend->isShown(rest.name)) {
            out << rest;
            colours << SpendModel::kSeries;
        }
        return out;
    }

    void draw()
    {
        QStringList days;
        QList<double> forecasts;
        const bool more = hasForecast() && m_report.days.last > m_report.today;
        const double perDay = more ? dollars(forecast().perDayPico) : 0;
        for (std::int64_t day = m_report.days.first; day <= m_report.days.last; ++day) {
            days << dayTitle(day);
            if (more)
                forecasts << (day > m_report.today ? perDay : 0.0);
        }
        QList<int> colours;
        const QList<SpendSeries> bars = series(colours);
        m_chart->setColours(colours);
        m_chart->setSpend(days, bars, forecasts);
        m_chart->setPlaceholder(bars.isEmpty() ? tr("Every name is taken out of the chart.") : QString());
    }

    void fitTable()
    {
        QHeaderView &head = *m_view->horizontalHeader();
        const QString samples[] = {u"MMMMMMMMMMMM"_s, u"MMMMMMMM"_s,   u"100 %"_s,
                                   u"100,000"_s,      u"400.0M"_s,     u"400.0M"_s,
                                   u"400.0M"_s,       u"$10,000.00"_s, {}};
        for (int column = 0; column < SpendModel::ColumnCount; ++column) {
            const bool stretches = samples[column].isEmpty();
            head.setSectionResizeMode(column, stretches ? QHeaderView::Stretch : QHeaderView::Fixed);
            if (!stretches)
                head.resizeSection(column, sampleWidth(*m_view, column, samples[column]));
        }
        const int rows = std::clamp(m_model->rowCount(), 1, kTableRows);
        m_view->setFixedHeight(rows * m_view->verticalHeader()->defaultSectionSize() +
                               head.sizeHint().height() + 2);
        if (!m_view->currentIndex().isValid() && m_model->rowCount() > 0)
            m_view->setCurrentIndex(m_model->index(0, 0));
    }

    const client::SpendName *current() const { return m_model->row(m_view->currentIndex()); }

    void showFoot()
    {
        m_ledger->setVisible(!ofAll());
        const client::Status status = m_services.client.status();
        const QLocale locale;
        const bool settled = status.opened == status.closed + status.broken;
        m_ledger->set(settled ? Mark::Ok : Mark::Busy,
                      tr("%1 opened, %2 closed")
                          .arg(locale.toString(qulonglong(status.opened)),
                               locale.toString(qulonglong(status.closed + status.broken))));
        m_ledger->setToolTip(
            tr("Requests of this run in the ledger: each that was opened is closed in the end"));
        m_note->setVisible(m_report.all.unpriced > 0 && !ofAll());
        m_note->setText(
            tr("%n without a price", nullptr, int(std::min<std::int64_t>(m_report.all.unpriced, INT_MAX))));
        m_foot->setText(m_report.by == SpendBy::Tag
                            ? tr("A request with several tags counts for each of them.")
                            : QString());
        m_reckoned->setEnabled(current() && !ofAll());
        m_requests->setEnabled(current() && !ofAll());
    }

    void openTraffic(const QString &filter, const client::SpendDays &days)
    {
        const std::int64_t last = std::min(days.last, m_report.today);
        const QString title =
            days.first == last ? dayTitle(last) : u"%1 – %2"_s.arg(dayTitle(days.first), dayTitle(last));
        m_services.range.setSpan((days.first - kEpochJulianDay) * kUsPerDay,
                                 (last + 1 - kEpochJulianDay) * kUsPerDay, title);
        m_services.openSubject(u"traffic"_s, filter);
    }

    void openRequests()
    {
        if (const client::SpendName *one = current(); one && !ofAll())
            openTraffic(one->filter, m_report.days);
    }

    void openArithmetic()
    {
        const client::SpendName *one = current();
        if (!one || ofAll() || findChild<SpendArithmetic *>())
            return;
        auto *dialog = new SpendArithmetic(m_client, spendwords::name(m_report.by, *one), one->filter,
                                           m_report.days, spanTitle(m_span, m_report.today), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &SpendArithmetic::requestsAsked, this, &SpendPage::openRequests);
        dialog->open();
    }

    void openWhatIf()
    {
        if (m_place->currentIndex() != Figures || ofAll())
            return;
        QList<SpendWhatIf::Part> parts{{tr("everything"), {}}};
        for (const client::SpendName &name : m_report.names)
            if (!name.filter.isEmpty())
                parts.append({spendwords::name(m_report.by, name), name.filter});
        auto *dialog =
            new SpendWhatIf(m_client, parts, m_report.days, spanTitle(m_span, m_report.today), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    }

    void openMenu(const QPoint &at)
    {
        if (!current())
            return;
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        connect(menu->addAction(tr("How it was reckoned")), &QAction::triggered, this,
                &SpendPage::openArithmetic);
        connect(menu->addAction(tr("Show its requests")), &QAction::triggered, this,
                &SpendPage::openRequests);
        menu->popup(m_view->viewport()->mapToGlobal(at));
    }

    void chooseSpan()
    {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        auto *group = new QActionGroup(menu);
        for (const SpendSpan span : spendSpans()) {
            QAction *action = group->addAction(spanTitle(span, utcToday()));
            menu->addAction(action);
            action->setCheckable(true);
            action->setChecked(span == m_span);
            connect(action, &QAction::triggered, this, [this, span] {
                m_span = span;
                m_services.settings.setValue(kSpanKey, int(span));
                ask();
            });
        }
        menu->popup(m_range->mapToGlobal(QPoint(0, m_range->height())));
    }

    void chooseExport()
    {
        if (m_place->currentIndex() != Figures)
            return;
        auto *dialog = new QFileDialog(this, tr("Export the table"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setNameFilters({tr("Comma-separated values (*.csv)")});
        dialog->setDefaultSuffix(u"csv"_s);
        dialog->selectFile(u"spend.csv"_s);
        connect(dialog, &QFileDialog::fileSelected, this, &SpendPage::exportTo);
        dialog->open();
    }

    void exportTo(const QString &path)
    {
        QSaveFile file(path);
        const bool written =
            file.open(QIODevice::WriteOnly) && file.write(csvOf(m_report)) >= 0 && file.commit();
        m_foot->setText(written ? tr("Written to %1").arg(path)
                                : tr("%1 could not be written: %2").arg(path, file.errorString()));
        m_foot->setRole(written ? Colour::TextSecondary : Colour::Error);
    }

    Services &m_services;
    client::SpendClient &m_client;
    SpendModel *m_model = nullptr;
    Segmented *m_by = nullptr;
    WhoseSpend *m_whose = nullptr;   // Hidden where there are no others.
    Segmented *m_of = nullptr;       // Its choice: Whose.
    QPushButton *m_connect = nullptr;
    client::SpendClient *m_asked = nullptr;   // Whose answer is waited for.
    QPushButton *m_range = nullptr;
    QPushButton *m_whatIf = nullptr;
    QPushButton *m_export = nullptr;
    QStackedWidget *m_place = nullptr;
    MetricTile *m_tiles[4] = {};
    Legend *m_legend = nullptr;
    SpendChart *m_chart = nullptr;
    QTableView *m_view = nullptr;
    QVBoxLayout *m_broken = nullptr;
    Badge *m_ledger = nullptr;
    QPushButton *m_note = nullptr;
    QPushButton *m_reckoned = nullptr;
    QPushButton *m_requests = nullptr;
    Label *m_foot = nullptr;
    QTimer m_age;
    client::SpendReport m_report;
    SpendSpan m_span = SpendSpan::ThisMonth;
    client::Token m_token = 0;
    bool m_stale = false;
};

}   // namespace

PageInfo describe_spend()
{
    return {.order = 30,
            .icon = u"spend"_s,
            .title = SpendPage::tr("Spend"),
            .create = [](Services &services, QWidget *parent) -> QWidget * {
                return new SpendPage(services, parent);
            }};
}

}   // namespace gw::ui

#include "spend.moc"
