#include "core/localclient/trafficexport.h"

#include "core/base/json.h"
#include "core/pricing/money.h"

#include <QCoreApplication>
#include <QDateTime>

namespace gw::client {

namespace {

constexpr int kTellEveryMs = 100;
constexpr int kSpanRows = 1000;

std::string isoTime(std::int64_t unixUs)
{
    return QDateTime::fromMSecsSinceEpoch(unixUs / 1000, Qt::UTC).toString(Qt::ISODateWithMs).toStdString();
}

json::Value numberOrNull(std::int64_t value)
{
    return value < 0 ? json::Value(nullptr) : json::Value(value);
}

json::Value milliseconds(std::int64_t us)
{
    return us < 0 ? json::Value(nullptr) : json::Value(static_cast<double>(us) / 1000);
}

// The columns of both formats, in their order.
json::Object fieldsOf(const ledger::RequestRow &request)
{
    const ledger::OpenRecord &open = request.last.open;
    const ledger::CloseRecord &close = request.last.close;
    const std::int64_t startedUs = open.attempt == 0 ? open.startedUs : open.request.unixMs() * 1000;
    return {
        {"time", isoTime(startedUs)},
        {"request_id", open.request.toString()},
        {"call_id", open.callId},
        {"app", open.client},
        {"key", open.keyAlias},
        {"route", open.route},
        {"session", open.sessionId},
        {"model_asked", open.requestedModel},
        {"provider", open.provider},
        {"model_served", open.upstreamModel},
        {"status", close.httpStatus},
        {"attempts", open.attempt + 1},
        {"stream", open.stream},
        {"input_tokens", numberOrNull(close.usage.input)},
        {"cached_tokens", numberOrNull(close.usage.cacheRead)},
        {"output_tokens", numberOrNull(close.usage.output)},
        {"cost_usd", pricing::picoToText(request.costPico)},
        {"unpriced", close.unpriced},
        {"estimated", close.ending == ledger::Ending::Estimated || close.ending == ledger::Ending::Broken},
        {"mock", close.ending == ledger::Ending::Mock},
        {"price_table", open.priceVersion},
        {"first_byte_ms", milliseconds(close.firstByteUs)},
        {"total_ms", milliseconds(close.durationUs)},
        {"error", close.error},
        {"dropped_params", open.dropped},
        {"route_reason", open.reason},
        {"queue_ms", milliseconds(open.queuedUs)}};
}

// Quoted where needed. Programs name themselves, so a text that a spreadsheet would take for a formula is
// kept from being one.
std::string csvCell(const json::Value &value)
{
    if (value.is_null())
        return {};
    if (!value.is_string())
        return json::serialize(value);
    std::string text(value.get_string());
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
        text.insert(text.begin(), '\'');
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

}   // namespace

std::string csvHead()
{
    std::string line;
    for (const auto &field : fieldsOf({})) {
        line += line.empty() ? "" : ",";
        line += std::string_view(field.key());
    }
    return line + "\r\n";
}

std::string csvLine(const ledger::RequestRow &row)
{
    std::string line;
    bool first = true;
    for (const auto &field : fieldsOf(row)) {
        line += first ? "" : ",";
        first = false;
        line += csvCell(field.value());
    }
    return line + "\r\n";
}

std::string jsonLine(const ledger::RequestRow &row)
{
    return json::serialize(fieldsOf(row)) + "\n";
}

TrafficExport::TrafficExport(Options options, std::function<void(const ExportState &)> told)
    : m_options(std::move(options))
    , m_told(std::move(told))
    , m_reader(std::make_unique<ledger::LedgerReader>(m_options.folder))
{
    m_reader->outline({m_options.filter, {}, kSpanRows},
                      [this](ledger::QueryToken, const Result<ledger::Outline> &part) { onOutline(part); });
}

TrafficExport::~TrafficExport()
{
    m_stopping = true;
}

void TrafficExport::onOutline(const Result<ledger::Outline> &part)
{
    if (m_stopping)
        return;
    if (!part.ok())
        return end(QString::fromStdString(part.error().message));
    m_spans.insert(m_spans.end(), part.value().spans.begin(), part.value().spans.end());
    if (!part.value().done)
        return;
    m_state.total = 0;
    for (const ledger::OutlineSpan &span : m_spans)
        m_state.total += span.count;
    m_file = std::make_unique<QSaveFile>(m_options.path);
    if (!m_file->open(QIODevice::WriteOnly))
        return end(m_file->errorString());
    if (m_options.format == ExportFormat::Csv)
        m_file->write(QByteArray::fromStdString(csvHead()));
    writeNext();
}

void TrafficExport::writeNext()
{
    if (m_stopping)
        return;
    if (m_next == m_spans.size())
        return end({});
    const ledger::OutlineSpan &span = m_spans[m_next++];
    m_reader->requests({m_options.filter, {span.newest, span.oldest}, span.count},
                       [this](ledger::QueryToken, const Result<std::vector<ledger::RequestRow>> &rows) {
                           if (m_stopping)
                               return;
                           if (!rows.ok())
                               return end(QString::fromStdString(rows.error().message));
                           write(rows.value());
                       });
}

void TrafficExport::write(const std::vector<ledger::RequestRow> &rows)
{
    std::string text;
    for (const ledger::RequestRow &row : rows)
        text += m_options.format == ExportFormat::Csv ? csvLine(row) : jsonLine(row);
    if (m_file->write(text.data(), static_cast<qint64>(text.size())) != static_cast<qint64>(text.size()))
        return end(m_file->errorString());
    m_state.written += static_cast<std::int64_t>(rows.size());
    const std::int64_t now = QDateTime::currentMSecsSinceEpoch();
    if (now - m_toldMs >= kTellEveryMs) {
        m_toldMs = now;
        m_told(m_state);
    }
    writeNext();
}

void TrafficExport::end(const QString &problem)
{
    m_state.problem = problem;
    if (m_file && problem.isEmpty() && !m_file->commit())
        m_state.problem = m_file->errorString();
    m_file.reset();
    m_state.done = true;
    m_told(m_state);
}

}   // namespace gw::client
