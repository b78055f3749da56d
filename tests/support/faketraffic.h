#pragma once

#include "core/client/filterlanguage.h"
#include "core/client/trafficclient.h"
#include "core/events/bus.h"

#include <QStringList>

#include <algorithm>
#include <map>
#include <utility>

// A ledger that is a list: answers come with the next turn of the event loop, or when a test says so.
namespace gw::test {

class FakeTraffic final : public client::TrafficClient
{
    Q_OBJECT

public:
    using client::TrafficClient::TrafficClient;

    // Newest first.
    std::vector<client::TrafficRow> rows;
    std::map<Id128, client::TrafficDetail> details;
    client::TrafficNames names;
    // What every question is answered with, if set.
    QString problem;
    // Whether questions are answered by themselves.
    bool answers = true;
    // Whether an outline ends; false: more is always to come.
    bool ends = true;
    int spanRows = 200;
    // What was asked, as "rows 200".
    QStringList calls;
    client::TrafficFilter lastFilter;
    QString exportPath;
    client::ExportFormat exportFormat = client::ExportFormat::Csv;
    client::Token lastExport = 0;

    client::Token requestOutline(const client::TrafficFilter &filter, const Bounds &bounds) override
    {
        const client::Token token = ++m_last;
        calls << QStringLiteral("outline");
        lastFilter = filter;
        if (!answers)
            return token;
        client::TrafficOutline outline;
        outline.problem = problem;
        outline.done = ends || !problem.isEmpty();
        for (const client::TrafficRow &row : rows) {
            if (!problem.isEmpty() || !client::matches(filter, row) ||
                (bounds.after && row.request <= *bounds.after) || (bounds.upTo && row.request > *bounds.upTo))
                continue;
            if (outline.spans.empty() || outline.spans.back().count == spanRows)
                outline.spans.push_back({row.request, row.request, 0});
            outline.spans.back().oldest = row.request;
            ++outline.spans.back().count;
            ++outline.scanned;
            outline.reachedUs = row.startedUs;
        }
        later(token, [this, token, outline] { Q_EMIT outlineReady(token, outline); });
        return token;
    }

    client::Token requestRows(const client::TrafficFilter &filter, const client::TrafficSpan &span) override
    {
        const client::Token token = ++m_last;
        calls << QStringLiteral("rows %1").arg(span.count);
        std::vector<client::TrafficRow> found;
        for (const client::TrafficRow &row : rows)
            if (row.request <= span.newest && row.request >= span.oldest && client::matches(filter, row))
                found.push_back(row);
        if (answers)
            later(token, [this, token, found] { Q_EMIT rowsReady(token, found, problem); });
        return token;
    }

    client::Token requestSums(const client::TrafficFilter &filter) override
    {
        const client::Token token = ++m_last;
        client::TrafficSums sums;
        for (const client::TrafficRow &row : rows) {
            if (!client::matches(filter, row))
                continue;
            ++sums.requests;
            sums.failed += row.failed() ? 1 : 0;
            sums.slow += row.durationUs > kSlowUs ? 1 : 0;
            sums.streams += row.stream ? 1 : 0;
            sums.retried += row.attempts > 1 ? 1 : 0;
            sums.unpriced += row.unpriced ? 1 : 0;
            sums.cached += row.cached > 0 ? 1 : 0;
            sums.input += std::max<std::int64_t>(row.input, 0);
            sums.output += std::max<std::int64_t>(row.output, 0);
            sums.costPico += row.costPico;
        }
        sums.done = true;
        if (answers && problem.isEmpty())
            later(token, [this, token, sums] { Q_EMIT sumsReady(token, sums); });
        return token;
    }

    client::Token requestDetail(const Id128 &request) override
    {
        const client::Token token = ++m_last;
        calls << QStringLiteral("detail");
        client::TrafficDetail detail;
        detail.request = request;
        if (const auto known = details.find(request); known != details.end())
            detail = known->second;
        if (answers)
            later(token, [this, token, detail] { Q_EMIT detailReady(token, detail); });
        return token;
    }

    client::Token requestNames() override
    {
        const client::Token token = ++m_last;
        if (answers)
            later(token, [this, token] { Q_EMIT namesReady(token, names); });
        return token;
    }

    client::Token startExport(const client::TrafficFilter &filter, client::ExportFormat format,
                              const QString &path) override
    {
        calls << QStringLiteral("export");
        lastFilter = filter;
        exportFormat = format;
        exportPath = path;
        return lastExport = ++m_last;
    }

    // What is kept, by request; and whether anything is.
    std::map<Id128, client::TrafficBodies> said;
    client::BodyKeeping keeping;
    // What the next wish about keeping is refused with.
    QString keepingProblem;

    client::Token requestBodies(const Id128 &request) override
    {
        const client::Token token = ++m_last;
        calls << QStringLiteral("bodies");
        client::TrafficBodies bodies;
        if (const auto known = said.find(request); known != said.end())
            bodies = known->second;
        bodies.request = request;
        if (answers)
            later(token, [this, token, bodies] { Q_EMIT bodiesReady(token, bodies); });
        return token;
    }
    // What replays are answered with, and of which model and route they were asked.
    client::TrafficReplay replayAnswer;
    QString replayModel;
    QString replayRoute;
    client::Token replay(const Id128 &request, const QString &route, const QString &model) override
    {
        const client::Token token = ++m_last;
        calls << QStringLiteral("replay %1").arg(QString::fromStdString(request.toString()));
        replayModel = model;
        replayRoute = route;
        client::TrafficReplay out = replayAnswer;
        out.model = model;
        if (answers)
            later(token, [this, token, out] { Q_EMIT replayed(token, out); });
        return token;
    }
    bool keepsBodies() const override { return keeping.on; }
    client::Token requestKeeping() override { return tellKeeping(); }
    client::Token setKeepsBodies(bool on) override
    {
        calls << QStringLiteral("keep %1").arg(on);
        const bool changes = keepingProblem.isEmpty() && keeping.on != on;
        if (changes)
            keeping.on = on;
        const client::Token token = tellKeeping();
        if (changes)
            Q_EMIT keepingChanged();
        return token;
    }
    client::Token deleteBodies() override
    {
        calls << QStringLiteral("delete bodies");
        said.clear();
        keeping.bytes = keeping.requests = keeping.oldestUs = 0;
        return tellKeeping();
    }

    void cancel(client::Token token) override
    {
        if (token == 0)
            return;
        calls << QStringLiteral("cancel %1").arg(token);
        m_cancelled.insert({token, true});
    }

private:
    template <typename Call>
    void later(client::Token token, Call call)
    {
        QMetaObject::invokeMethod(
            this,
            [this, token, call] {
                if (!m_cancelled.contains(token))
                    call();
            },
            Qt::QueuedConnection);
    }

    client::Token tellKeeping()
    {
        const client::Token token = ++m_last;
        client::BodyKeeping told = keeping;
        told.problem = std::exchange(keepingProblem, {});
        later(token, [this, token, told] { Q_EMIT keepingReady(token, told); });
        return token;
    }

    client::Token m_last = 0;
    std::map<client::Token, bool> m_cancelled;
};

// What a person has done on a morning: count requests that end now, one every 7 seconds, with details.
void fillRequests(FakeTraffic &traffic, int count);
// A request like those of programs, begun at that moment.
client::TrafficRow requestAt(std::int64_t startedUs, std::uint64_t number);
// What the bus tells of it.
events::Event startedEvent(const client::TrafficRow &row);
events::Event finishedEvent(const client::TrafficRow &row);

}   // namespace gw::test
