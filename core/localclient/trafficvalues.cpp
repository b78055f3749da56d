#include "core/localclient/trafficvalues.h"

#include "core/localclient/texts.h"

namespace gw::client {

namespace {

ledger::TermField toLedger(TrafficField field)
{
    using To = ledger::TermField;
    switch (field) {
    case TrafficField::Model:
        return To::Model;
    case TrafficField::App:
        return To::Client;
    case TrafficField::Key:
        return To::Key;
    case TrafficField::Provider:
        return To::Provider;
    case TrafficField::Route:
        return To::Route;
    case TrafficField::Session:
        return To::Session;
    case TrafficField::Team:
        return To::Team;
    case TrafficField::Tag:
        return To::Tag;
    case TrafficField::Error:
        return To::Error;
    case TrafficField::Anything:
        return To::Anything;
    case TrafficField::Status:
        return To::Status;
    case TrafficField::Attempts:
        return To::Attempts;
    case TrafficField::Input:
        return To::Input;
    case TrafficField::Cached:
        return To::CacheRead;
    case TrafficField::Output:
        return To::Output;
    case TrafficField::Tokens:
        return To::Tokens;
    case TrafficField::Cost:
        return To::CostPico;
    case TrafficField::Duration:
        return To::DurationUs;
    case TrafficField::FirstByte:
        return To::FirstByteUs;
    case TrafficField::Overhead:
        return To::OverheadUs;
    case TrafficField::IsError:
        return To::Failed;
    case TrafficField::IsStream:
        return To::Stream;
    case TrafficField::IsMock:
        return To::Mock;
    case TrafficField::IsEstimated:
        return To::Estimated;
    case TrafficField::IsUnpriced:
        return To::Unpriced;
    case TrafficField::IsBroken:
        return To::Broken;
    }
    return To::Anything;
}

ledger::TermCompare toLedger(TrafficCompare compare)
{
    using To = ledger::TermCompare;
    switch (compare) {
    case TrafficCompare::Contains:
        return To::Contains;
    case TrafficCompare::Equal:
        return To::Equal;
    case TrafficCompare::Less:
        return To::Less;
    case TrafficCompare::AtMost:
        return To::AtMost;
    case TrafficCompare::Greater:
        return To::Greater;
    case TrafficCompare::AtLeast:
        return To::AtLeast;
    }
    return To::Contains;
}

TrafficAttempt toAttempt(const ledger::Row &row)
{
    const ledger::OpenRecord &open = row.open;
    const ledger::CloseRecord &close = row.close;
    TrafficAttempt out;
    out.number = open.attempt;
    out.startedUs = open.startedUs;
    out.endedUs = close.endedUs;
    out.durationUs = close.durationUs;
    out.firstByteUs = close.firstByteUs;
    out.overheadUs = close.overheadUs;
    out.provider = text(open.provider);
    out.model = text(open.upstreamModel);
    out.deployment = text(open.deploymentId);
    out.status = close.httpStatus;
    out.upstreamStatus = close.upstreamStatus;
    out.error = text(close.error);
    out.clientLeft = close.outcome == ledger::Outcome::ClientGone;
    out.broken = close.ending == ledger::Ending::Broken;
    out.estimated = out.broken || close.ending == ledger::Ending::Estimated;
    out.unpriced = close.unpriced;
    out.mock = close.ending == ledger::Ending::Mock;
    out.cacheHit = close.ending == ledger::Ending::CacheHit;
    out.input = close.usage.input;
    out.cacheRead = close.usage.cacheRead;
    out.cacheWrite = close.usage.cacheWrite;
    out.cacheWrite1h = close.usage.cacheWrite1h;
    out.output = close.usage.output;
    out.reasoning = close.usage.reasoning;
    out.estimatedInput = open.estimatedInput;
    out.costPico = close.costPico;
    out.savedPico = close.savedPico;
    out.priceInput = close.priceInput;
    out.priceOutput = close.priceOutput;
    out.priceCacheRead = close.priceCacheRead;
    out.priceCacheWrite = close.priceCacheWrite;
    out.priceVersion = text(open.priceVersion);
    out.answerId = text(close.providerId);
    out.dropped = text(open.dropped).split(u',', Qt::SkipEmptyParts);
    out.reason = text(open.reason);
    out.waitedUs = open.waitedUs;
    out.queuedUs = open.queuedUs;
    return out;
}

}   // namespace

ledger::RequestFilter toLedger(const TrafficFilter &filter)
{
    ledger::RequestFilter out;
    out.fromUs = filter.fromUs;
    out.untilUs = filter.untilUs;
    for (const TrafficTerm &term : filter.terms)
        out.terms.push_back({toLedger(term.field), toLedger(term.compare), term.negated,
                             term.text.toStdString(), term.number});
    return out;
}

RequestRow toRequestRow(const ledger::Row &row)
{
    RequestRow out;
    out.request = row.open.request;
    out.startedUs = row.open.startedUs;
    out.durationUs = row.close.durationUs;
    out.firstByteUs = row.close.firstByteUs;
    out.client = text(row.open.client);
    out.keyAlias = text(row.open.keyAlias);
    out.requestedModel = text(row.open.requestedModel);
    out.servedModel = text(row.open.upstreamModel);
    out.provider = text(row.open.provider);
    out.status = row.close.httpStatus;
    out.attempts = row.open.attempt + 1;
    out.input = row.close.usage.input;
    out.cached = row.close.usage.cacheRead;
    out.output = row.close.usage.output;
    out.costPico = row.close.costPico;
    out.estimated =
        row.close.ending == ledger::Ending::Estimated || row.close.ending == ledger::Ending::Broken;
    out.unpriced = row.close.unpriced;
    out.mock = row.close.ending == ledger::Ending::Mock;
    out.stream = row.open.stream;
    out.error = text(row.close.error);
    return out;
}

TrafficRow toRow(const ledger::RequestRow &request)
{
    const ledger::OpenRecord &open = request.last.open;
    const ledger::CloseRecord &close = request.last.close;
    TrafficRow out;
    static_cast<RequestRow &>(out) = toRequestRow(request.last);
    // A later attempt started later than its request.
    if (open.attempt != 0)
        out.startedUs = open.request.unixMs() * 1000;
    out.overheadUs = close.overheadUs;
    out.keyHash = text(open.keyHash);
    out.group = text(open.modelGroup);
    out.route = text(open.route);
    out.session = text(open.sessionId);
    out.costPico = request.costPico;
    out.broken = close.ending == ledger::Ending::Broken;
    return out;
}

TrafficDetail toDetail(const std::vector<ledger::Row> &attempts)
{
    TrafficDetail out;
    for (const ledger::Row &row : attempts)
        out.attempts.push_back(toAttempt(row));
    if (attempts.empty())
        return out;
    const ledger::OpenRecord &open = attempts.front().open;
    out.request = open.request;
    out.callId = text(open.callId);
    out.requestedModel = text(open.requestedModel);
    out.modelGroup = text(open.modelGroup);
    out.route = text(open.route);
    out.client = text(open.client);
    out.keyAlias = text(open.keyAlias);
    out.keyHash = text(open.keyHash);
    out.user = text(open.userId);
    out.team = text(open.teamId);
    out.endUser = text(open.endUser);
    out.session = text(open.sessionId);
    out.tags = text(open.tags);
    out.stream = open.stream;
    return out;
}

TrafficSums toSums(const ledger::RequestSums &sums)
{
    constexpr std::int64_t kPicoPerUsd = 1'000'000'000'000;
    constexpr std::int64_t kMostUsd = INT64_MAX / kPicoPerUsd - 1;
    return {.requests = sums.requests,
            .failed = sums.failed,
            .slow = sums.slow,
            .streams = sums.streams,
            .retried = sums.retried,
            .unpriced = sums.unpriced,
            .cached = sums.cached,
            .input = sums.input,
            .output = sums.output,
            .costPico = sums.costUsd > kMostUsd ? INT64_MAX : sums.costUsd * kPicoPerUsd + sums.costPico,
            .done = sums.done};
}

TrafficBodies toBodies(const ledger::KeptBodies &kept)
{
    const auto part = [](ledger::BodyPart from) {
        switch (from) {
        case ledger::BodyPart::UpstreamRequest:
            return BodyPart::UpstreamRequest;
        case ledger::BodyPart::UpstreamAnswer:
            return BodyPart::UpstreamAnswer;
        case ledger::BodyPart::ClientAnswer:
            return BodyPart::ClientAnswer;
        case ledger::BodyPart::ClientRequest:
            break;
        }
        return BodyPart::ClientRequest;
    };
    TrafficBodies out{.request = kept.request};
    for (const ledger::Body &body : kept.bodies)
        out.bodies.push_back({.part = part(body.part),
                              .attempt = body.attempt,
                              .status = body.status,
                              .contentType = text(body.contentType),
                              .bytes = body.bytes,
                              .wholeBytes = static_cast<std::int64_t>(body.wholeBytes),
                              .cut = body.cut});
    return out;
}

}   // namespace gw::client
