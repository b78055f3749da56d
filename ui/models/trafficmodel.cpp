#include "ui/models/trafficmodel.h"

#include "core/client/filterlanguage.h"
#include "ui/models/livemodel.h"
#include "ui/models/trafficcells.h"

#include <algorithm>
#include <ranges>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

using client::TrafficRow;
using client::TrafficSpan;

constexpr int kAhead = 60;   // Rows around those looked at that are read too.
// A row that ended longer ago than this is in the ledger.
constexpr std::int64_t kSettleUs = 5'000'000;
constexpr std::size_t kMaxLatest = 5'000;
constexpr std::size_t kMaxRunning = 2'000;
// The head is never larger, whatever runs: then the list is read anew.
constexpr std::size_t kMaxHead = 20'000;

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

bool older(const TrafficRow &a, const TrafficRow &b)
{
    return a.request < b.request;
}

// In a list that is ordered by id; the end when it is not there.
std::vector<TrafficRow>::iterator found(std::vector<TrafficRow> &rows, const Id128 &id)
{
    const auto at = std::ranges::lower_bound(rows, id, {}, &TrafficRow::request);
    return at != rows.end() && at->request == id ? at : rows.end();
}

int countOf(const std::vector<TrafficSpan> &spans)
{
    int count = 0;
    for (const TrafficSpan &span : spans)
        count += span.count;
    return count;
}

TrafficRow rowOfEvent(const events::ExchangeFinished &event)
{
    TrafficRow row;
    static_cast<client::RequestRow &>(row) = finishedRow(event);
    row.overheadUs = event.overheadUs;
    row.group = text(event.modelGroup);
    row.route = text(event.route);
    return row;
}

}   // namespace

TrafficModel::TrafficModel(client::TrafficClient &client, QObject *parent)
    : QAbstractTableModel(parent)
    , m_client(client)
{
    connect(&client, &client::TrafficClient::outlineReady, this, &TrafficModel::onOutline);
    connect(&client, &client::TrafficClient::rowsReady, this, &TrafficModel::onRows);
}

TrafficModel::~TrafficModel()
{
    m_client.cancel(m_outlineToken);
    m_client.cancel(m_firstRowsToken);
    if (m_fold)
        m_client.cancel(m_fold->token);
    for (const auto &[token, slot] : m_asked)
        m_client.cancel(token);
}

void TrafficModel::setFilter(const client::TrafficFilter &filter)
{
    if (filter == m_filter && (m_told || m_outlineToken != 0))
        return;
    m_filter = filter;
    reload();
}

void TrafficModel::reload()
{
    m_client.cancel(m_outlineToken);
    m_client.cancel(std::exchange(m_firstRowsToken, 0));
    if (m_fold)
        m_client.cancel(m_fold->token);
    m_fold.reset();
    m_incoming = true;
    m_incomingSpans.clear();
    m_problem.clear();
    m_outlineToken = m_client.requestOutline(m_filter, {});
    Q_EMIT stateChanged();
}

void TrafficModel::onOutline(client::Token token, const client::TrafficOutline &part)
{
    if (m_fold && token == m_fold->token)
        return onFold(part);
    if (token != m_outlineToken || token == 0)
        return;
    m_reachedUs = part.reachedUs;
    if (part.done)
        m_outlineToken = 0;
    if (!part.problem.isEmpty()) {
        m_problem = part.problem;
        m_incoming = false;
        m_told = true;
        Q_EMIT stateChanged();
        return;
    }
    if (m_incoming) {
        m_incomingSpans.insert(m_incomingSpans.end(), part.spans.begin(), part.spans.end());
        if (!m_incomingSpans.empty() && m_firstRowsToken == 0)
            m_firstRowsToken = m_client.requestRows(m_filter, m_incomingSpans.front());
        else if (part.done && m_incomingSpans.empty())
            commit({});
    } else {
        appendSlots(part.spans);
    }
    tryJump();
    Q_EMIT stateChanged();
}

// The new list replaces the old one.
void TrafficModel::commit(const std::vector<TrafficRow> &firstRows)
{
    beginResetModel();
    for (const auto &[token, slot] : m_asked)
        m_client.cancel(token);
    m_asked.clear();
    m_slots.clear();
    for (const TrafficSpan &span : std::exchange(m_incomingSpans, {}))
        m_slots.push_back({.span = span});
    if (!m_slots.empty()) {
        m_slots.front().rows = firstRows;
        m_slots.front().span.count = int(firstRows.size());
        m_slots.front().used = ++m_clock;
    }
    recount();
    // What runs, and what ended so lately that the ledger was not told yet.
    m_head.clear();
    const auto isTold = [&](const TrafficRow &row) {
        return std::ranges::any_of(firstRows,
                                   [&](const TrafficRow &other) { return other.request == row.request; });
    };
    for (const TrafficRow &row : m_running)
        if (client::matches(m_filter, row) && !isTold(row))
            m_head.push_back(row);
    for (const TrafficRow &row : m_latest)
        // Whether the ledger holds an older one cannot be told from its first page.
        if (client::matches(m_filter, row) && !isTold(row) &&
            (firstRows.empty() || row.request > firstRows.back().request))
            m_head.push_back(row);
    std::ranges::sort(m_head, older);
    m_fresh.clear();
    m_dropped = 0;
    m_incoming = false;
    m_told = true;
    m_touchedFirst = -1;
    m_foldFrom = 2 * kFoldRows;
    endResetModel();
    Q_EMIT newCountChanged();
}

void TrafficModel::appendSlots(const std::vector<TrafficSpan> &spans)
{
    const int count = countOf(spans);
    if (count == 0)
        return;
    beginInsertRows({}, rowCount(), rowCount() + count - 1);
    for (const TrafficSpan &span : spans)
        m_slots.push_back({.span = span});
    recount();
    endInsertRows();
}

void TrafficModel::recount()
{
    m_starts.resize(m_slots.size());
    m_slotRows = 0;
    for (std::size_t i = 0; i < m_slots.size(); ++i) {
        m_starts[i] = m_slotRows;
        m_slotRows += m_slots[i].span.count;
    }
}

std::pair<std::size_t, std::size_t> TrafficModel::place(int row) const
{
    const int below = row - int(m_head.size());
    const auto after = std::ranges::upper_bound(m_starts, below);
    const auto slot = std::size_t(after - m_starts.begin()) - 1;
    return {slot, std::size_t(below - m_starts[slot])};
}

// The slot that holds the id, or would.
std::size_t TrafficModel::slotOf(const Id128 &request) const
{
    const auto at =
        std::ranges::partition_point(m_slots, [&](const Slot &slot) { return slot.span.oldest > request; });
    return std::size_t(at - m_slots.begin());
}

const TrafficRow *TrafficModel::row(int row) const
{
    if (row < 0 || row >= rowCount())
        return nullptr;
    if (row < int(m_head.size()))
        return &m_head[m_head.size() - 1 - std::size_t(row)];
    const auto [slot, at] = place(row);
    return at < m_slots[slot].rows.size() ? &m_slots[slot].rows[at] : nullptr;
}

int TrafficModel::rowOf(const Id128 &request) const
{
    const auto at = std::ranges::lower_bound(m_head, request, {}, &TrafficRow::request);
    if (at != m_head.end() && at->request == request)
        return headRow(std::size_t(at - m_head.begin()));
    const std::size_t slot = slotOf(request);
    if (slot >= m_slots.size())
        return -1;
    const auto &rows = m_slots[slot].rows;
    const auto in = std::ranges::find(rows, request, &TrafficRow::request);
    return in == rows.end() ? -1 : int(m_head.size()) + m_starts[slot] + int(in - rows.begin());
}

void TrafficModel::setVisibleRows(int first, int last)
{
    m_firstVisible = first;
    m_lastVisible = last;
    const int head = int(m_head.size());
    const int from = std::max(first - kAhead, head);
    const int to = std::min(last + kAhead, rowCount() - 1);
    std::size_t firstSlot = m_slots.size();
    std::size_t lastSlot = 0;
    if (from <= to && !m_slots.empty()) {
        firstSlot = place(from).first;
        lastSlot = place(to).first;
    }
    // Nobody waits any more for what was scrolled past.
    std::erase_if(m_asked, [&](const auto &asked) {
        const std::size_t slot = slotOf(asked.second);
        const bool wanted = (slot >= firstSlot && slot <= lastSlot) || asked.second == m_jumpSlot;
        if (!wanted) {
            m_client.cancel(asked.first);
            if (slot < m_slots.size())
                m_slots[slot].token = 0;
        }
        return !wanted;
    });
    for (std::size_t slot = firstSlot; slot < m_slots.size() && slot <= lastSlot; ++slot) {
        m_slots[slot].used = ++m_clock;
        askFor(slot);
    }
}

void TrafficModel::askFor(std::size_t index)
{
    Slot &slot = m_slots[index];
    if (slot.token != 0 || !slot.rows.empty() || slot.span.count == 0)
        return;
    slot.token = m_client.requestRows(m_filter, slot.span);
    m_asked[slot.token] = slot.span.newest;
}

void TrafficModel::onRows(client::Token token, const std::vector<TrafficRow> &rows, const QString &problem)
{
    if (token != 0 && token == m_firstRowsToken) {
        m_firstRowsToken = 0;
        if (problem.isEmpty()) {
            commit(rows);
        } else {
            m_incoming = false;
            m_told = true;
            m_problem = problem;
        }
        tryJump();
        Q_EMIT stateChanged();
        return;
    }
    const auto asked = m_asked.find(token);
    if (asked == m_asked.end())
        return;
    const std::size_t slot = slotOf(asked->second);
    m_asked.erase(asked);
    if (slot >= m_slots.size())
        return;
    m_slots[slot].token = 0;
    if (!problem.isEmpty()) {
        m_problem = problem;
        Q_EMIT stateChanged();
        return;
    }
    fillSlot(slot, rows);
    evict();
    tryJump();
}

void TrafficModel::fillSlot(std::size_t index, std::vector<TrafficRow> rows)
{
    // What ran when its row was made stands above, wherever the ledger has put it.
    std::erase_if(rows, [&](const TrafficRow &row) { return found(m_head, row.request) != m_head.end(); });
    const int first = int(m_head.size()) + m_starts[index];
    const int before = m_slots[index].span.count;
    const int now = int(rows.size());
    // Which of its rows are others is not known: all of them are taken out, then put in again.
    if (now != before && before > 0) {
        beginRemoveRows({}, first, first + before - 1);
        m_slots[index].span.count = 0;
        recount();
        endRemoveRows();
    }
    const bool grows = now != before && now > 0;
    if (grows)
        beginInsertRows({}, first, first + now - 1);
    m_slots[index].rows = std::move(rows);
    m_slots[index].used = ++m_clock;
    m_slots[index].span.count = now;
    recount();
    if (grows)
        endInsertRows();
    if (now > 0)
        Q_EMIT dataChanged(this->index(first, 0), this->index(first + now - 1, columnCount() - 1));
}

std::size_t TrafficModel::loadedPages() const
{
    return std::size_t(std::ranges::count_if(m_slots, [](const Slot &slot) { return !slot.rows.empty(); }));
}

void TrafficModel::evict()
{
    for (std::size_t loaded = loadedPages(); loaded > kMaxLoadedPages; --loaded) {
        Slot *oldest = nullptr;
        for (Slot &slot : m_slots)
            if (!slot.rows.empty() && (!oldest || slot.used < oldest->used))
                oldest = &slot;
        std::vector<TrafficRow>().swap(oldest->rows);
    }
}

void TrafficModel::seed(const LiveModel &live, std::int64_t nowUs)
{
    for (const Flight &flight : live.flights()) {
        TrafficRow row;
        row.request = flight.request;
        row.startedUs = flight.startedUs;
        row.client = flight.client;
        row.keyAlias = flight.keyAlias;
        row.requestedModel = flight.requestedModel;
        row.stream = flight.stream;
        row.firstByteUs = flight.firstByteUs;
        row.costPico = flight.costPico;
        row.output = flight.outputTokens > 0 ? flight.outputTokens : -1;
        m_running.push_back(row);
    }
    std::ranges::sort(m_running, older);
    for (const client::RequestRow &recent : live.recent()) {
        if (recent.startedUs + recent.durationUs <= nowUs - kSettleUs)
            continue;
        TrafficRow row;
        static_cast<client::RequestRow &>(row) = recent;
        m_latest.push_front(row);
    }
}

void TrafficModel::apply(const std::vector<events::Event> &batch, std::int64_t nowUs)
{
    std::vector<TrafficRow> added;
    for (const events::Event &event : batch) {
        if (const auto *started = std::get_if<events::ExchangeStarted>(&event))
            begin(*started, added);
        else if (const auto *progressed = std::get_if<events::ExchangeProgressed>(&event))
            progress(*progressed, added);
        else if (const auto *finished = std::get_if<events::ExchangeFinished>(&event))
            end(*finished, added, nowUs);
    }
    while (!m_latest.empty() &&
           (m_latest.size() > kMaxLatest ||
            m_latest.front().startedUs + m_latest.front().durationUs < nowUs - kSettleUs))
        m_latest.pop_front();
    tellTouched();
    if (!added.empty())
        add(std::move(added));
    fold(nowUs);
}

void TrafficModel::begin(const events::ExchangeStarted &event, std::vector<TrafficRow> &added)
{
    TrafficRow row;
    row.request = event.request;
    row.startedUs = event.startedUs;
    row.route = text(event.route);
    row.requestedModel = text(event.requestedModel);
    row.client = text(event.client);
    row.keyAlias = text(event.keyAlias);
    row.stream = event.stream;
    if (found(m_running, row.request) != m_running.end())
        return;
    // Oldest ones first: of those that never ended the end was lost.
    if (m_running.size() >= kMaxRunning)
        m_running.erase(m_running.begin());
    m_running.insert(std::ranges::upper_bound(m_running, row, older), row);
    if (client::matches(m_filter, row))
        added.push_back(row);
}

void TrafficModel::progress(const events::ExchangeProgressed &event, std::vector<TrafficRow> &added)
{
    const auto running = found(m_running, event.request);
    if (running == m_running.end())
        return;
    running->output = event.outputTokens;
    running->firstByteUs = event.firstByteUs;
    running->costPico = event.costPico;
    const auto begun = std::ranges::find(added, event.request, &TrafficRow::request);
    if (begun != added.end())
        *begun = *running;
    else
        replace(*running);
}

void TrafficModel::end(const events::ExchangeFinished &event, std::vector<TrafficRow> &added,
                       std::int64_t nowUs)
{
    const TrafficRow row = rowOfEvent(event);
    if (const auto running = found(m_running, row.request); running != m_running.end())
        m_running.erase(running);
    if (row.startedUs + row.durationUs > nowUs - kSettleUs)
        m_latest.push_back(row);
    const auto begun = std::ranges::find(added, row.request, &TrafficRow::request);
    if (begun != added.end()) {
        *begun = row;
    } else if (replace(row)) {
        Q_EMIT settled(row.request);
    } else if (client::matches(m_filter, row) && rowOf(row.request) < 0) {
        added.push_back(row);
    }
}

bool TrafficModel::replace(const TrafficRow &row)
{
    if (const auto at = found(m_head, row.request); at != m_head.end()) {
        *at = row;
        touch(headRow(std::size_t(at - m_head.begin())));
        return true;
    }
    const auto waiting = found(m_fresh, row.request);
    if (waiting == m_fresh.end())
        return false;
    *waiting = row;
    return true;
}

void TrafficModel::forgetRunningBefore(std::int64_t unixUs)
{
    bool shown = false;
    std::erase_if(m_running, [&](const TrafficRow &row) {
        const bool lost = row.startedUs < unixUs;
        shown = shown || (lost && (found(m_head, row.request) != m_head.end() ||
                                   found(m_fresh, row.request) != m_fresh.end()));
        return lost;
    });
    // The ledger knows how they ended.
    if (shown)
        reload();
}

// Changes are told once for all rows of a batch.
void TrafficModel::touch(int row)
{
    m_touchedFirst = m_touchedFirst < 0 ? row : std::min(m_touchedFirst, row);
    m_touchedLast = std::max(m_touchedLast, row);
}

void TrafficModel::tellTouched()
{
    if (m_touchedFirst >= 0)
        Q_EMIT dataChanged(index(m_touchedFirst, 0), index(m_touchedLast, columnCount() - 1));
    m_touchedFirst = -1;
    m_touchedLast = -1;
}

void TrafficModel::add(std::vector<TrafficRow> rows)
{
    std::ranges::sort(rows, older);
    if (m_following || (rowCount() == 0 && m_told && m_fresh.empty()))
        return insert(std::move(rows));
    m_fresh.insert(m_fresh.end(), rows.begin(), rows.end());
    std::ranges::sort(m_fresh, older);
    if (m_fresh.size() > kMaxFresh) {
        const auto ended = std::ranges::stable_partition(m_fresh, &TrafficRow::running);
        m_dropped += int(ended.size());
        m_fresh.erase(ended.begin(), ended.end());
    }
    Q_EMIT newCountChanged();
}

void TrafficModel::insert(std::vector<TrafficRow> rows)
{
    // Nearly all begin after everything that is shown.
    const auto newer = m_head.empty() ? rows.begin() : std::ranges::upper_bound(rows, m_head.back(), older);
    for (auto row = rows.begin(); row != newer; ++row) {
        const auto at = std::ranges::upper_bound(m_head, *row, older);
        const int place = int(m_head.end() - at);
        beginInsertRows({}, place, place);
        m_head.insert(at, *row);
        endInsertRows();
    }
    if (newer != rows.end()) {
        beginInsertRows({}, 0, int(rows.end() - newer) - 1);
        m_head.insert(m_head.end(), newer, rows.end());
        endInsertRows();
    }
    Q_EMIT stateChanged();
}

void TrafficModel::setFollowing(bool on)
{
    if (on == m_following)
        return;
    m_following = on;
    if (on)
        showNew();
}

int TrafficModel::newCount() const
{
    return int(m_fresh.size()) + m_dropped;
}

void TrafficModel::showNew()
{
    if (m_dropped > 0)
        return reload();
    if (m_fresh.empty())
        return;
    insert(std::exchange(m_fresh, {}));
    Q_EMIT newCountChanged();
}

// Turns the older part of the head into pages, which are forgotten when not looked at.
void TrafficModel::fold(std::int64_t nowUs)
{
    if (m_head.size() > kMaxHead && !m_incoming)
        return reload();
    if (m_head.size() < m_foldFrom || m_fold || m_incoming || m_outlineToken != 0)
        return;
    const auto end = std::ranges::find_if(m_head, [&](const TrafficRow &row) {
        return row.running() || row.startedUs + row.durationUs > nowUs - kSettleUs;
    });
    if (std::size_t(end - m_head.begin()) < kFoldRows)
        return;
    m_fold = Fold{0, std::prev(end)->request, {}};
    client::TrafficClient::Bounds bounds;
    bounds.upTo = m_fold->upTo;
    if (!m_slots.empty())
        bounds.after = m_slots.front().span.newest;
    m_fold->token = m_client.requestOutline(m_filter, bounds);
}

void TrafficModel::onFold(const client::TrafficOutline &part)
{
    m_fold->spans.insert(m_fold->spans.end(), part.spans.begin(), part.spans.end());
    if (!part.problem.isEmpty())
        m_fold.reset();
    else if (part.done)
        finishFold();
}

void TrafficModel::finishFold()
{
    const Fold fold = std::move(*m_fold);
    m_fold.reset();
    const auto end = std::ranges::upper_bound(m_head, fold.upTo, {}, &TrafficRow::request);
    const int before = int(end - m_head.begin());
    const int now = countOf(fold.spans);
    const int bottom = int(m_head.size());
    // A ledger that cannot be written has them later; what was refused at the door it never has.
    if (now < before / 2) {
        m_foldFrom = m_head.size() + kFoldRows;
        return;
    }
    m_foldFrom = 2 * kFoldRows;
    std::vector<Slot> slots;
    for (const TrafficSpan &span : fold.spans) {
        Slot &slot = slots.emplace_back(Slot{.span = span, .used = ++m_clock});
        const auto from = std::ranges::lower_bound(m_head, span.oldest, {}, &TrafficRow::request);
        const auto to = std::ranges::upper_bound(m_head, span.newest, {}, &TrafficRow::request);
        if (to - from == span.count)
            slot.rows.assign(std::make_reverse_iterator(to), std::make_reverse_iterator(from));
    }
    // As many as there were: they are the same, and keep their places. Else events were lost.
    if (now != before) {
        beginRemoveRows({}, bottom - before, bottom - 1);
        m_head.erase(m_head.begin(), end);
        endRemoveRows();
        if (now > 0)
            beginInsertRows({}, bottom - before, bottom - before + now - 1);
    } else {
        m_head.erase(m_head.begin(), end);
    }
    m_slots.insert(m_slots.begin(), std::make_move_iterator(slots.begin()),
                   std::make_move_iterator(slots.end()));
    recount();
    if (now != before && now > 0)
        endInsertRows();
    else if (now > 0)
        Q_EMIT dataChanged(index(bottom - before, 0), index(bottom - 1, columnCount() - 1));
    evict();
    setVisibleRows(m_firstVisible, m_lastVisible);
    Q_EMIT stateChanged();
}

void TrafficModel::jumpTo(std::int64_t unixUs)
{
    m_jumpUs = unixUs;
    tryJump();
}

void TrafficModel::tryJump()
{
    if (!m_jumpUs || m_incoming)
        return;
    const auto isNewer = [us = *m_jumpUs](const Id128 &id) { return id.unixMs() * 1000 > us; };
    int target = -1;
    // The first in the list's order that is not newer; the head is ordered the other way.
    const auto inHead =
        std::ranges::find_if_not(m_head.rbegin(), m_head.rend(), isNewer, &TrafficRow::request);
    if (inHead != m_head.rend()) {
        target = int(inHead - m_head.rbegin());
    } else {
        const auto at = std::ranges::partition_point(
            m_slots, [&](const Slot &slot) { return isNewer(slot.span.oldest); });
        if (at == m_slots.end()) {
            if (m_outlineToken != 0)
                return;   // It may lie in what is not counted yet.
            target = rowCount() - 1;
        } else {
            const auto slot = std::size_t(at - m_slots.begin());
            if (at->rows.empty()) {
                m_jumpSlot = at->span.newest;
                return askFor(slot);
            }
            const auto in = std::ranges::find_if_not(at->rows, isNewer, &TrafficRow::request);
            target = int(m_head.size()) + m_starts[slot] + int(in - at->rows.begin());
        }
    }
    m_jumpUs.reset();
    m_jumpSlot.reset();
    if (target >= 0)
        Q_EMIT jumped(target);
}

int TrafficModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_head.size()) + m_slotRows;
}

int TrafficModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(trafficcells::ColumnCount);
}

QVariant TrafficModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((trafficcells::isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft) |
                   Qt::AlignVCenter);
    if (const TrafficRow *known = row(index.row()))
        return trafficcells::cell(*known, index.column(), role);
    // Not read yet.
    return role == Qt::DisplayRole && index.column() == trafficcells::Time ? QVariant(u"…"_s) : QVariant();
}

QVariant TrafficModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::DisplayRole)
        return trafficcells::title(section);
    if (role == Qt::TextAlignmentRole)
        return int((trafficcells::isNumber(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

}   // namespace gw::ui
