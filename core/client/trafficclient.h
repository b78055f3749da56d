#pragma once

#include "core/client/bodyvalues.h"
#include "core/client/trafficvalues.h"

#include <QObject>

namespace gw::client {

// Questions about single requests. As with GatewayClient: called on the GUI thread, nothing blocks, answers
// come there as signals with the token of their question, and none comes after cancel().
class TrafficClient : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TrafficClient)

public:
    // Requests that took longer count as slow in sums.
    static constexpr std::int64_t kSlowUs = 10'000'000;

    explicit TrafficClient(QObject *parent = nullptr)
        : QObject(parent)
    {}

    // All matches as spans; with bounds only those newer than after, and not newer than upTo. Answered in
    // parts by outlineReady(), the first as soon as there is one span.
    struct Bounds
    {
        std::optional<Id128> after;
        std::optional<Id128> upTo;
    };
    virtual Token requestOutline(const TrafficFilter &filter, const Bounds &bounds) = 0;
    // The rows of a span of this filter's outline, newest first; answered by rowsReady().
    virtual Token requestRows(const TrafficFilter &filter, const TrafficSpan &span) = 0;
    // Answered in parts by sumsReady().
    virtual Token requestSums(const TrafficFilter &filter) = 0;
    // Answered by detailReady().
    virtual Token requestDetail(const Id128 &request) = 0;
    // For completion; answered by namesReady().
    virtual Token requestNames() = 0;
    // Writes all matches to a file, newest first; told by exportMoved(). A cancelled export leaves no file.
    virtual Token startExport(const TrafficFilter &filter, ExportFormat format, const QString &path) = 0;
    virtual void cancel(Token token) = 0;

    // What was said in a request; answered by bodiesReady().
    virtual Token requestBodies(const Id128 &request) = 0;
    // Sends a kept request once more by its own route (TrafficRow::route), to model; answered by replayed().
    // Models are asked only: no tool is called. Its row has the tag "replay".
    virtual Token replay(const Id128 &request, const QString &route, const QString &model) = 0;
    // Whether that is kept of new requests; keepingChanged() tells when that changes.
    virtual bool keepsBodies() const = 0;
    // These three are answered by keepingReady(). The switch survives a restart; what is deleted is gone.
    virtual Token requestKeeping() = 0;
    virtual Token setKeepsBodies(bool on) = 0;
    virtual Token deleteBodies() = 0;

Q_SIGNALS:
    void outlineReady(gw::client::Token token, const gw::client::TrafficOutline &part);
    void rowsReady(gw::client::Token token, const std::vector<gw::client::TrafficRow> &rows,
                   const QString &problem);
    void sumsReady(gw::client::Token token, const gw::client::TrafficSums &sums);
    void detailReady(gw::client::Token token, const gw::client::TrafficDetail &detail);
    void namesReady(gw::client::Token token, const gw::client::TrafficNames &names);
    void bodiesReady(gw::client::Token token, const gw::client::TrafficBodies &bodies);
    void replayed(gw::client::Token token, const gw::client::TrafficReplay &replay);
    void keepingReady(gw::client::Token token, const gw::client::BodyKeeping &keeping);
    void keepingChanged();
    void exportMoved(gw::client::Token token, const gw::client::ExportState &state);
};

}   // namespace gw::client
