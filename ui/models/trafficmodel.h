#pragma once

#include "core/client/trafficclient.h"
#include "core/events/bus.h"
#include "ui/models/livemodel.h"

#include <QAbstractTableModel>

#include <deque>
#include <map>
#include <optional>

namespace gw::ui {

// All requests that match a filter, newest first: those that the ledger holds, as pages that are read when
// looked at and forgotten again, and above them those that happen now. A row keeps its place: what is new
// waits (newCount) until showNew(), unless the list follows or is empty. Running requests settle in their
// row. GUI thread; the client must outlive it.
class TrafficModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    static constexpr std::size_t kMaxLoadedPages = 40;
    // New rows that wait; past this they are counted and read from the ledger when wanted.
    static constexpr std::size_t kMaxFresh = 2'000;
    // Rows above the pages that make it worth while to turn them into pages.
    static constexpr std::size_t kFoldRows = 1'000;

    explicit TrafficModel(client::TrafficClient &client, QObject *parent = nullptr);
    ~TrafficModel() override;

    // The list stays until the first rows of the new one are there. Does nothing for an equal filter.
    void setFilter(const client::TrafficFilter &filter);
    const client::TrafficFilter &filter() const { return m_filter; }
    void reload();

    // What runs already when the list is made.
    void seed(const QList<Flight> &flights);
    void apply(const std::vector<events::Event> &batch, std::int64_t nowUs);
    void setFollowing(bool on);
    bool isFollowing() const { return m_following; }
    int newCount() const;
    void showNew();

    // Which rows are looked at; their pages are read.
    void setVisibleRows(int first, int last);
    // Null: not read yet.
    const client::TrafficRow *row(int row) const;
    // -1: it is not among the rows that are read.
    int rowOf(const Id128 &request) const;
    // Tells jumped() for the newest row that is not newer than this, once it is known.
    void jumpTo(std::int64_t unixUs);

    // Reading, or counting on.
    bool isLoading() const { return m_outlineToken != 0; }
    // All matches are counted.
    bool isCounted() const { return m_outlineToken == 0 && m_told; }
    // The ledger has answered at least once.
    bool isTold() const { return m_told; }
    std::int64_t reachedUs() const { return m_reachedUs; }
    QString problem() const { return m_problem; }
    std::size_t loadedPages() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    // Loading, counts or the problem are others.
    void stateChanged();
    void newCountChanged();
    // A request that is in the list has ended.
    void settled(const gw::Id128 &request);
    void jumped(int row);

private:
    struct Slot
    {
        client::TrafficSpan span;
        std::vector<client::TrafficRow> rows = {};   // Empty until read.
        client::Token token = 0;                     // Of the open question for them.
        std::uint64_t used = 0;
    };
    struct Fold
    {
        client::Token token = 0;
        Id128 upTo;
        std::vector<client::TrafficSpan> spans;
    };

    void onOutline(client::Token token, const client::TrafficOutline &part);
    void onFold(const client::TrafficOutline &part);
    void onRows(client::Token token, const std::vector<client::TrafficRow> &rows, const QString &problem);
    void commit(const std::vector<client::TrafficRow> &firstRows);
    void appendSlots(const std::vector<client::TrafficSpan> &spans);
    void fillSlot(std::size_t index, std::vector<client::TrafficRow> rows);
    void recount();
    void askFor(std::size_t slot);
    void evict();
    void fold(std::int64_t nowUs);
    void finishFold();
    void begin(const events::ExchangeStarted &event, std::vector<client::TrafficRow> &added);
    void progress(const events::ExchangeProgressed &event, std::vector<client::TrafficRow> &added);
    void end(const events::ExchangeFinished &event, std::vector<client::TrafficRow> &added,
             std::int64_t nowUs);
    // Replaces the shown or waiting row of that id; false: there is none.
    bool replace(const client::TrafficRow &row);
    void add(std::vector<client::TrafficRow> rows);
    void insert(std::vector<client::TrafficRow> rows);
    void touch(int row);
    void tellTouched();
    void tryJump();
    // Of a row below the head: its slot, and its place in it.
    std::pair<std::size_t, std::size_t> place(int row) const;
    std::size_t slotOf(const Id128 &request) const;
    int headRow(std::size_t index) const { return int(m_head.size() - 1 - index); }

    client::TrafficClient &m_client;
    client::TrafficFilter m_filter;
    bool m_following = false;
    bool m_told = false;
    QString m_problem;
    std::int64_t m_reachedUs = 0;

    client::Token m_outlineToken = 0;
    // The list that is to come, until its first rows are there.
    bool m_incoming = false;
    std::vector<client::TrafficSpan> m_incomingSpans;
    client::Token m_firstRowsToken = 0;

    std::vector<client::TrafficRow> m_head;   // Oldest first; above the slots.
    std::vector<Slot> m_slots;                // Newest first.
    std::vector<int> m_starts;                // Rows of the slots before.
    int m_slotRows = 0;
    std::uint64_t m_clock = 0;   // For what was used last.
    int m_firstVisible = 0;
    int m_lastVisible = -1;
    std::map<client::Token, Id128> m_asked;   // By the newest id of the slot.
    std::optional<Fold> m_fold;
    std::optional<std::int64_t> m_jumpUs;
    std::optional<Id128> m_jumpSlot;   // Its slot, which is being read.

    std::vector<client::TrafficRow> m_fresh;     // Oldest first; waiting.
    int m_dropped = 0;                           // More that wait, not kept.
    std::vector<client::TrafficRow> m_running;   // Whatever the filter.
    std::deque<client::TrafficRow> m_latest;     // Ended so lately that the ledger may not hold them.
    int m_touchedFirst = -1;
    int m_touchedLast = -1;
};

}   // namespace gw::ui
