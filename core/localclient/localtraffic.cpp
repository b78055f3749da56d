#include "core/localclient/localtraffic.h"

#include "core/localclient/trafficvalues.h"

namespace gw::client {

namespace {

constexpr int kSpanRows = 200;

QString problemOf(const Error &error)
{
    // A gateway that has just begun has no ledger: that is no problem, there is nothing in it.
    return error.code == ErrorCode::NotFound ? QString() : QString::fromStdString(error.message);
}

}   // namespace

LocalTraffic::LocalTraffic(const std::string &ledgerFolder, QObject *parent)
    : TrafficClient(parent)
    , m_folder(ledgerFolder)
    , m_rows(ledgerFolder)
    , m_outlines(ledgerFolder)
    , m_sums(ledgerFolder)
{}

LocalTraffic::~LocalTraffic() = default;

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
    const auto found = m_open.find(token);
    if (found == m_open.end())
        return;
    found->second.reader->cancel(found->second.token);
    m_open.erase(found);
}

}   // namespace gw::client
