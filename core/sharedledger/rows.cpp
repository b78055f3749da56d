#include "core/sharedledger/rows.h"

#include "core/ledger/callnames.h"
#include "core/ledger/store.h"
#include "core/postgres/connection.h"

#include <QString>

#include <algorithm>

namespace gw::sharedledger {

using ledger::CloseRecord;
using ledger::OpenRecord;
using ledger::Row;

namespace {

constexpr const char *kColumns[] = {"id",
                                    "attempt",
                                    "gateway",
                                    "started_us",
                                    "ended_us",
                                    "duration_us",
                                    "first_byte_us",
                                    "overhead_us",
                                    "ending",
                                    "outcome",
                                    "flags",
                                    "http_status",
                                    "upstream_status",
                                    "route",
                                    "requested",
                                    "model_group",
                                    "deployment",
                                    "provider",
                                    "model",
                                    "key_hash",
                                    "key_alias",
                                    "user_id",
                                    "team_id",
                                    "end_user",
                                    "client",
                                    "tags",
                                    "session_id",
                                    "price_version",
                                    "input",
                                    "cache_read",
                                    "cache_write",
                                    "cache_write_1h",
                                    "audio_in",
                                    "image_in",
                                    "output",
                                    "reasoning",
                                    "audio_out",
                                    "accepted",
                                    "rejected",
                                    "total",
                                    "searches",
                                    "cost",
                                    "saved",
                                    "price_input",
                                    "price_output",
                                    "price_cache_read",
                                    "price_cache_write",
                                    "estimated_input",
                                    "estimated_cost",
                                    "call_id",
                                    "answer_id",
                                    "error",
                                    "dropped",
                                    "reason",
                                    "waited_us",
                                    "queued_us",
                                    "trace",
                                    "call_type"};
// What PostgreSQL takes for a text: valid UTF-8 without zeros.
std::string clean(std::string_view text)
{
    if (std::ranges::all_of(text, [](char c) { return c > 0 && c < 127; }))
        return std::string(text);
    QString decoded = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    decoded.remove(QChar(0));
    return decoded.toStdString();
}

// One field after the other, with tabs between them.
class Line
{
public:
    explicit Line(std::string &out)
        : m_out(out)
    {}
    void add(std::string_view text)
    {
        separate();
        m_out += postgres::copyField(clean(text));
    }
    void add(std::int64_t number)
    {
        separate();
        m_out += std::to_string(number);
    }
    void add(ledger::Int128 number)
    {
        separate();
        m_out += toText(number);
    }
    void end() { m_out += '\n'; }

private:
    void separate()
    {
        if (!m_first)
            m_out += '\t';
        m_first = false;
    }
    std::string &m_out;
    bool m_first = true;
};

class Reader
{
public:
    Reader(const postgres::Rows &rows, int row)
        : m_rows(rows)
        , m_row(row)
    {}
    std::int64_t number() { return m_rows.integer(m_row, m_column++); }
    int small() { return static_cast<int>(number()); }
    std::string text() { return m_rows.string(m_row, m_column++); }

private:
    const postgres::Rows &m_rows;
    const int m_row;
    int m_column = 0;
};

template <typename Open>
auto textsOf(Open &open)
{
    return std::array{&open.route,    &open.requestedModel, &open.modelGroup,  &open.deploymentId,
                      &open.provider, &open.upstreamModel,  &open.keyHash,     &open.keyAlias,
                      &open.userId,   &open.teamId,         &open.endUser,     &open.client,
                      &open.tags,     &open.sessionId,      &open.priceVersion};
}

template <typename Usage>
auto countsOf(Usage &usage)
{
    return std::array{&usage.input,
                      &usage.cacheRead,
                      &usage.cacheWrite,
                      &usage.cacheWrite1h,
                      &usage.audioIn,
                      &usage.imageIn,
                      &usage.output,
                      &usage.reasoning,
                      &usage.audioOut,
                      &usage.acceptedPrediction,
                      &usage.rejectedPrediction,
                      &usage.total,
                      &usage.webSearches};
}

}   // namespace

std::string toText(ledger::Int128 number)
{
    const bool negative = number < 0;
    std::string digits;
    do {
        const int digit = static_cast<int>(number % 10);
        digits += static_cast<char>('0' + (digit < 0 ? -digit : digit));
        number /= 10;
    } while (number != 0);
    if (negative)
        digits += '-';
    std::ranges::reverse(digits);
    return digits;
}

ledger::Int128 int128Of(std::string_view digits)
{
    const bool negative = digits.starts_with('-');
    ledger::Int128 number = 0;
    for (const char c : digits.substr(negative ? 1 : 0)) {
        if (c < '0' || c > '9')
            break;
        number = number * 10 + (c - '0');
    }
    return negative ? -number : number;
}

std::string rowColumns(bool qualified)
{
    std::string out;
    for (const char *column : kColumns)
        out += std::string(out.empty() ? "" : ", ") + (qualified ? "a." : "") + column;
    return out;
}

void appendRow(std::string &lines, const Row &row, const std::string &gateway)
{
    const OpenRecord &open = row.open;
    const CloseRecord &close = row.close;
    Line line(lines);
    line.add(open.request.toString());
    line.add(std::int64_t{open.attempt});
    line.add(gateway);
    for (const std::int64_t number :
         {open.startedUs, close.endedUs, close.durationUs, std::int64_t{close.firstByteUs},
          std::int64_t{close.overheadUs}, static_cast<std::int64_t>(close.ending),
          static_cast<std::int64_t>(close.outcome), std::int64_t{ledger::flagsOf(row)},
          std::int64_t{close.httpStatus}, std::int64_t{close.upstreamStatus}})
        line.add(number);
    for (const std::string *text : textsOf(open))
        line.add(*text);
    for (const std::int64_t *count : countsOf(close.usage))
        line.add(*count);
    for (const std::int64_t number :
         {close.costPico, close.savedPico, close.priceInput, close.priceOutput, close.priceCacheRead,
          close.priceCacheWrite, open.estimatedInput, open.estimatedCostPico})
        line.add(number);
    for (const std::string *text :
         {&open.callId, &close.providerId, &close.error, &open.dropped, &open.reason})
        line.add(*text);
    line.add(open.waitedUs);
    line.add(open.queuedUs);
    line.add(open.trace);
    line.add(ledger::callTypeOf(open.route));
    line.end();
}

Row readRow(const postgres::Rows &rows, int number)
{
    Row row;
    OpenRecord &open = row.open;
    CloseRecord &close = row.close;
    Reader reader(rows, number);
    open.request = Id128::fromString(reader.text()).value_or(Id128());
    open.attempt = static_cast<std::uint16_t>(reader.number());
    row.gateway = reader.text();
    close.request = open.request;
    close.attempt = open.attempt;
    open.startedUs = reader.number();
    close.endedUs = reader.number();
    close.durationUs = reader.number();
    close.firstByteUs = reader.small();
    close.overheadUs = reader.small();
    close.ending = static_cast<ledger::Ending>(reader.number());
    close.outcome = static_cast<ledger::Outcome>(reader.number());
    ledger::setFlags(row, reader.small());
    close.httpStatus = reader.small();
    close.upstreamStatus = reader.small();
    for (std::string *text : textsOf(open))
        *text = reader.text();
    for (std::int64_t *count : countsOf(close.usage))
        *count = reader.number();
    for (std::int64_t *amount :
         {&close.costPico, &close.savedPico, &close.priceInput, &close.priceOutput, &close.priceCacheRead,
          &close.priceCacheWrite, &open.estimatedInput, &open.estimatedCostPico})
        *amount = reader.number();
    for (std::string *text : {&open.callId, &close.providerId, &close.error, &open.dropped, &open.reason})
        *text = reader.text();
    open.waitedUs = reader.number();
    open.queuedUs = reader.number();
    open.trace = reader.text();
    return row;
}

void addSums(Sums &sums, const Row &row, const ledger::Totals &totals)
{
    const ledger::Day day = ledger::dayOf(row.open.startedUs);
    ledger::eachSum(row.open, [&](ledger::Dimension dimension, const std::string &name) {
        sums[{dimension, day, clean(name)}] += totals;
    });
}

std::string sumColumns(const std::string &before, const std::string &after)
{
    std::string out;
    for (std::string_view rest = sumsList(); !rest.empty();) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        out += (out.empty() ? "" : ", ") + before + std::string(rest.substr(0, comma)) + after;
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return out;
}

std::string_view sumsList()
{
    return "requests,attempts,failures,estimated,broken,unpriced,input,cache_read,cache_write,output,"
           "reasoning,"
           "duration_us,cost,saved";
}

void appendSums(std::string &lines, const SumKey &key, const ledger::Totals &totals,
                const std::string &gateway)
{
    Line line(lines);
    line.add(static_cast<std::int64_t>(std::get<0>(key)));
    line.add(std::int64_t{std::get<1>(key)});
    line.add(std::get<2>(key));
    line.add(gateway);
    for (const std::int64_t number : {totals.requests, totals.attempts, totals.failures, totals.estimated,
                                      totals.broken, totals.unpriced, totals.input, totals.cacheRead,
                                      totals.cacheWrite, totals.output, totals.reasoning, totals.durationUs})
        line.add(number);
    line.add(totals.costPico);
    line.add(totals.savedPico);
    line.end();
}

ledger::Totals readTotals(const postgres::Rows &rows, int row, int at)
{
    const auto number = [&](int offset) { return rows.integer(row, at + offset); };
    return {.requests = number(0),
            .attempts = number(1),
            .failures = number(2),
            .estimated = number(3),
            .broken = number(4),
            .unpriced = number(5),
            .input = number(6),
            .cacheRead = number(7),
            .cacheWrite = number(8),
            .output = number(9),
            .reasoning = number(10),
            .durationUs = number(11),
            .costPico = int128Of(rows.text(row, at + 12)),
            .savedPico = int128Of(rows.text(row, at + 13))};
}

}   // namespace gw::sharedledger
