#include "core/localclient/localtraffic.h"

#include "core/localclient/trafficvalues.h"

#include <mutex>
#include <utility>

namespace gw::client {

namespace {

constexpr int kSpanRows = 200;

QString problemOf(const Error &error)
{
    // A gateway that has just begun has no ledger: that is no problem, there is nothing in it.
    return error.code == ErrorCode::NotFound ? QString() : QString::fromStdString(error.message);
}

}   // namespace

struct LocalTraffic::Mailbox
{
    std::mutex mutex;
    LocalTraffic *owner = nullptr;
};

LocalTraffic::LocalTraffic(const std::string &ledgerFolder, BodyParts bodies, ReplayDoor door,
                           QObject *parent)
    : TrafficClient(parent)
    , m_folder(ledgerFolder)
    , m_bodies(std::move(bodies))
    , m_mailbox(std::make_shared<Mailbox>())
    , m_kept(LocalTraffic::keepsBodies())
    , m_door(std::move(door))
    , m_rows(ledgerFolder)
    , m_outlines(ledgerFolder)
    , m_sums(ledgerFolder)
{
    m_mailbox->owner = this;
}

LocalTraffic::~LocalTraffic()
{
    const std::lock_guard lock(m_mailbox->mutex);
    m_mailbox->owner = nullptr;
}

template <typename Answer, typename Ask, typename Reply>
Token LocalTraffic::put(ledger::LedgerReader &reader, Ask ask, Reply reply)
{
    const Token token = ++m_lastToken;
    const auto callback = [this, token, reply](ledger::QueryToken, Result<Answer> answer) {
        QMetaObject::invokeMethod(
            this,
            [this, token, reply, answer = std::move(answer)] {
                if (isOpen(token) && reply(token, answer))
                    m_open.erase(token);
            },
            Qt::QueuedConnection);
    };
    m_open[token] = {&reader, ask(callback)};
    return token;
}

Token LocalTraffic::requestOutline(const TrafficFilter &filter, const Bounds &bounds)
{
    ledger::OutlineQuery query{toLedger(filter), {bounds.upTo, bounds.after}, kSpanRows};
    if (bounds.after) {
        // The next id there can be.
        if (++query.within.oldest->low == 0)
            ++query.within.oldest->high;
    }
    return put<ledger::Outline>(
        m_outlines, [&](auto callback) { return m_outlines.outline(std::move(query), callback); },
        [this](Token token, const Result<ledger::Outline> &part) {
            TrafficOutline out;
            out.done = !part.ok() || part.value().done;
            if (part.ok()) {
                for (const ledger::OutlineSpan &span : part.value().spans)
                    out.spans.push_back({span.newest, span.oldest, span.count});
                out.scanned = part.value().scanned;
                out.reachedUs = part.value().reachedMs * 1000;
            } else {
                out.problem = problemOf(part.error());
            }
            Q_EMIT outlineReady(token, out);
            return out.done;
        });
}

Token LocalTraffic::requestRows(const TrafficFilter &filter, const TrafficSpan &span)
{
    // Requests that ended since the outline was made may lie within the span too.
    constexpr int kMore = 2;
    ledger::RequestsQuery query{toLedger(filter), {span.newest, span.oldest}, span.count * kMore + kSpanRows};
    return put<std::vector<ledger::RequestRow>>(
        m_rows, [&](auto callback) { return m_rows.requests(std::move(query), callback); },
        [this](Token token, const Result<std::vector<ledger::RequestRow>> &answer) {
            std::vector<TrafficRow> rows;
            if (answer.ok())
                for (const ledger::RequestRow &row : answer.value())
                    rows.push_back(toRow(row));
            Q_EMIT rowsReady(token, rows, answer.ok() ? QString() : problemOf(answer.error()));
            return true;
        });
}

Token LocalTraffic::requestSums(const TrafficFilter &filter)
{
    ledger::SumsQuery query{toLedger(filter), kSlowUs};
    return put<ledger::RequestSums>(
        m_sums, [&](auto callback) { return m_sums.sums(std::move(query), callback); },
        [this](Token token, const Result<ledger::RequestSums> &answer) {
            const bool done = !answer.ok() || answer.value().done;
            TrafficSums sums = answer.ok() ? toSums(answer.value()) : TrafficSums();
            sums.done = done;
            Q_EMIT sumsReady(token, sums);
            return done;
        });
}

Token LocalTraffic::requestDetail(const Id128 &request)
{
    return put<std::vector<ledger::Row>>(
        m_rows, [&](auto callback) { return m_rows.attempts(request, callback); },
        [this, request](Token token, const Result<std::vector<ledger::Row>> &answer) {
            TrafficDetail detail = answer.ok() ? toDetail(answer.value()) : TrafficDetail();
            detail.request = request;
            if (!answer.ok())
                detail.problem = problemOf(answer.error());
            Q_EMIT detailReady(token, detail);
            return true;
        });
}

Token LocalTraffic::requestNames()
{
    return put<ledger::KnownNames>(
        m_rows, [&](auto callback) { return m_rows.names(callback); },
        [this](Token token, const Result<ledger::KnownNames> &answer) {
            TrafficNames names;
            const auto fill = [](QStringList &to, const std::vector<std::string> &from) {
                for (const std::string &name : from)
                    to << QString::fromStdString(name);
            };
            if (answer.ok()) {
                fill(names.models, answer.value().models);
                fill(names.apps, answer.value().clients);
                fill(names.providers, answer.value().providers);
            }
            Q_EMIT namesReady(token, names);
            return true;
        });
}

Token LocalTraffic::startExport(const TrafficFilter &filter, ExportFormat format, const QString &path)
{
    const Token token = ++m_lastToken;
    m_exports[token] =
        std::make_unique<TrafficExport>(TrafficExport::Options{m_folder, toLedger(filter), format, path},
                                        [this, token](const ExportState &state) {
                                            QMetaObject::invokeMethod(
                                                this,
                                                [this, token, state] {
                                                    const auto found = m_exports.find(token);
                                                    if (found == m_exports.end())
                                                        return;
                                                    if (state.done)
                                                        m_exports.erase(found);
                                                    Q_EMIT exportMoved(token, state);
                                                },
                                                Qt::QueuedConnection);
                                        });
    return token;
}

void LocalTraffic::cancel(Token token)
{
    m_exports.erase(token);
    m_replays.erase(token);
    const auto found = m_open.find(token);
    if (found == m_open.end())
        return;
    if (found->second.reader)
        found->second.reader->cancel(found->second.token);
    m_open.erase(found);
}

template <typename Reply>
void LocalTraffic::post(const std::shared_ptr<Mailbox> &mailbox, Token token, Reply reply)
{
    const std::lock_guard lock(mailbox->mutex);
    LocalTraffic *owner = mailbox->owner;
    if (!owner)
        return;
    QMetaObject::invokeMethod(
        owner,
        [owner, token, reply = std::move(reply)] {
            if (owner->m_open.erase(token) > 0)
                reply(*owner);
        },
        Qt::QueuedConnection);
}

Token LocalTraffic::requestBodies(const Id128 &request)
{
    const Token token = ++m_lastToken;
    m_open[token] = {};
    const auto tell = [mailbox = m_mailbox, token, request](Result<ledger::KeptBodies> read) {
        post(mailbox, token, [token, request, read = std::move(read)](LocalTraffic &self) {
            TrafficBodies bodies = read.ok() ? toBodies(read.value()) : TrafficBodies();
            bodies.request = request;
            if (!read.ok())
                bodies.problem = problemOf(read.error());
            Q_EMIT self.bodiesReady(token, bodies);
        });
    };
    if (m_bodies.store)
        m_bodies.store->read(request, tell);
    else
        tell(Error{.code = ErrorCode::NotFound, .message = {}});
    return token;
}

Token LocalTraffic::replay(const Id128 &request, const QString &route, const QString &model)
{
    const Token token = ++m_lastToken;
    m_open[token] = {};
    const auto tell = [mailbox = m_mailbox, token, route, model](Result<ledger::KeptBodies> read) {
        post(mailbox, token, [token, route, model, read = std::move(read)](LocalTraffic &self) {
            TrafficReplay out{.model = model};
            const TrafficBodies bodies = read.ok() ? toBodies(read.value()) : TrafficBodies();
            const TrafficBody *body = bodies.find(BodyPart::ClientRequest);
            auto wire = replayRequest(body, route, model);
            if (!self.m_door.address)
                wire = Error{.message = "there is no gateway here to ask"};
            if (!wire.ok()) {
                out.problem = QString::fromStdString(wire.error().message);
                Q_EMIT self.replayed(token, out);
                return;
            }
            self.m_open[token] = {};   // Until it is answered.
            self.m_replays[token] =
                std::make_unique<Replay>(self.m_door.address(), self.m_door.key(), std::move(wire).value(),
                                         [&self, token, model](TrafficReplay replay) {
                                             replay.model = model;
                                             if (self.m_open.erase(token) > 0)
                                                 Q_EMIT self.replayed(token, replay);
                                         });
        });
    };
    if (m_bodies.store)
        m_bodies.store->read(request, tell);
    else
        tell(Error{.code = ErrorCode::NotFound, .message = {}});
    // What is through is not needed any more.
    std::erase_if(m_replays, [this](const auto &one) { return !isOpen(one.first); });
    return token;
}

bool LocalTraffic::keepsBodies() const
{
    return m_bodies.store && m_bodies.store->keeping();
}

void LocalTraffic::configApplied()
{
    if (std::exchange(m_kept, keepsBodies()) != m_kept)
        Q_EMIT keepingChanged();
}

// Answers a token that is open with what is kept now.
void LocalTraffic::tellKeeping(Token token, const QString &problem)
{
    BodyKeeping keeping;
    keeping.problem = problem;
    ledger::BodyStore *store = m_bodies.store;
    if (!store)
        return post(m_mailbox, token,
                    [token, keeping](LocalTraffic &self) { Q_EMIT self.keepingReady(token, keeping); });
    const ledger::BodyRetention retention = store->retention();
    keeping.days = retention.days;
    keeping.limitBytes = retention.bytes;
    keeping.path = QString::fromStdString(store->path());
    store->measure([mailbox = m_mailbox, token, keeping](Result<ledger::BodySize> size) mutable {
        if (size.ok()) {
            keeping.bytes = size.value().bytes;
            keeping.requests = size.value().requests;
            keeping.oldestUs = size.value().oldestUs;
        } else if (keeping.problem.isEmpty()) {
            keeping.problem = QString::fromStdString(size.error().message);
        }
        post(mailbox, token, [token, keeping](LocalTraffic &self) {
            BodyKeeping told = keeping;
            told.on = self.keepsBodies();
            told.dropped = self.m_bodies.store->dropped();
            Q_EMIT self.keepingReady(token, told);
        });
    });
}

Token LocalTraffic::requestKeeping()
{
    const Token token = ++m_lastToken;
    m_open[token] = {};
    tellKeeping(token, {});
    return token;
}

Token LocalTraffic::setKeepsBodies(bool on)
{
    const Token token = ++m_lastToken;
    m_open[token] = {};
    if (m_bodies.setOn)
        m_bodies.setOn(on, [this, token](const QString &problem) { tellKeeping(token, problem); });
    else
        tellKeeping(token, {});
    return token;
}

Token LocalTraffic::deleteBodies()
{
    const Token token = ++m_lastToken;
    m_open[token] = {};
    if (!m_bodies.store) {
        tellKeeping(token, {});
        return token;
    }
    // The answer is measured behind the deletion: the store does one thing after the other.
    m_bodies.store->clear([mailbox = m_mailbox, token](Result<void> cleared) {
        const QString problem = cleared.ok() ? QString() : QString::fromStdString(cleared.error().message);
        const std::lock_guard lock(mailbox->mutex);
        if (LocalTraffic *owner = mailbox->owner)
            QMetaObject::invokeMethod(
                owner, [owner, token, problem] { owner->tellKeeping(token, problem); }, Qt::QueuedConnection);
    });
    return token;
}

}   // namespace gw::client
