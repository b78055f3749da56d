#include "ui/models/livemodel.h"

#include <algorithm>

namespace gw::ui {

namespace {

constexpr int kFirstFailure = 400;

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

}   // namespace

LiveModel::LiveModel(QObject *parent)
    : QObject(parent)
{}

void LiveModel::apply(const std::vector<events::Event> &batch, std::int64_t nowUs)
{
    moveOn(nowUs);
    QList<client::RequestRow> ended;
    bool flights = false;
    for (const events::Event &event : batch) {
        if (const auto *started = std::get_if<events::ExchangeStarted>(&event)) {
            begin(*started);
            flights = true;
        } else if (const auto *progressed = std::get_if<events::ExchangeProgressed>(&event)) {
            progress(*progressed);
            flights = true;
        } else if (const auto *finishedOne = std::get_if<events::ExchangeFinished>(&event)) {
            ended.prepend(end(*finishedOne));
            flights = true;
        }
    }
    if (!ended.isEmpty()) {
        m_recent = ended + m_recent;
        if (m_recent.size() > kMaxRecent)
            m_recent.resize(kMaxRecent);
        Q_EMIT finished(ended);
    }
    if (flights)
        Q_EMIT flightsChanged();
    Q_EMIT ratesChanged();
}

void LiveModel::advance(std::int64_t nowUs)
{
    if (moveOn(nowUs))
        Q_EMIT ratesChanged();
}

bool LiveModel::moveOn(std::int64_t nowUs)
{
    const std::int64_t now = nowUs / kBucketUs;
    if (now <= m_newest)
        return false;
    const bool quiet = isQuiet();
    for (std::int64_t number = std::max(m_newest + 1, now - kBuckets + 1); number <= now; ++number)
        m_buckets[std::size_t(number % kBuckets)] = {};
    m_newest = now;
    return !quiet;
}

void LiveModel::forgetStartedBefore(std::int64_t us)
{
    if (m_flights.removeIf([us](const Flight &flight) { return flight.startedUs < us; }) > 0)
        Q_EMIT flightsChanged();
}

LiveModel::Bucket *LiveModel::bucketAt(std::int64_t us)
{
    // A clock that runs a little ahead counts as now.
    const std::int64_t number = std::min(us / kBucketUs, m_newest);
    return number <= m_newest - kBuckets ? nullptr : &m_buckets[std::size_t(number % kBuckets)];
}

void LiveModel::begin(const events::ExchangeStarted &event)
{
    if (Bucket *bucket = bucketAt(event.startedUs))
        ++bucket->started;
    if (indexOf(event.request) >= 0 || m_flights.size() >= kMaxFlights)
        return;
    Flight flight;
    flight.request = event.request;
    flight.startedUs = event.startedUs;
    flight.client = text(event.client);
    flight.keyAlias = text(event.keyAlias);
    flight.requestedModel = text(event.requestedModel);
    flight.stream = event.stream;
    m_flights.append(flight);
}

void LiveModel::progress(const events::ExchangeProgressed &event)
{
    const qsizetype index = indexOf(event.request);
    if (index < 0)
        return;
    Flight &flight = m_flights[index];
    flight.outputTokens = event.outputTokens;
    flight.firstByteUs = event.firstByteUs;
    flight.costPico = event.costPico;
}

client::RequestRow finishedRow(const events::ExchangeFinished &event)
{
    client::RequestRow row;
    row.request = event.request;
    row.startedUs = event.startedUs;
    row.durationUs = event.durationUs;
    row.firstByteUs = event.firstByteUs;
    row.client = text(event.client);
    row.keyAlias = text(event.keyAlias);
    row.requestedModel = text(event.requestedModel);
    row.servedModel = text(event.upstreamModel);
    row.provider = text(event.provider);
    row.status = event.status;
    row.attempts = event.attempts;
    row.input = event.usage.input;
    row.cached = event.usage.cacheRead;
    row.output = event.usage.output;
    row.costPico = event.costPico;
    row.estimated = event.estimated;
    row.unpriced = event.unpriced;
    row.mock = event.mock;
    row.stream = event.stream;
    row.error = text(event.error);
    return row;
}

client::RequestRow LiveModel::end(const events::ExchangeFinished &event)
{
    if (const qsizetype index = indexOf(event.request); index >= 0)
        m_flights.removeAt(index);
    if (event.status >= kFirstFailure || !event.error.empty())
        if (Bucket *bucket = bucketAt(event.startedUs + event.durationUs))
            ++bucket->failed;
    return finishedRow(event);
}

qsizetype LiveModel::indexOf(const Id128 &request) const
{
    const auto found = std::find_if(m_flights.cbegin(), m_flights.cend(),
                                    [&](const Flight &flight) { return flight.request == request; });
    return found == m_flights.cend() ? -1 : found - m_flights.cbegin();
}

QList<double> LiveModel::rates() const
{
    constexpr double seconds = double(kSmoothing) * double(kBucketUs) / 1e6;
    QList<double> values;
    values.reserve(kBuckets);
    const auto started = [this](std::int64_t number) {
        return number < 0 ? 0 : m_buckets[std::size_t(number % kBuckets)].started;
    };
    const std::int64_t oldest = m_newest - kBuckets + 1;
    int sum = 0;
    for (std::int64_t number = oldest; number <= m_newest; ++number) {
        sum += started(number);
        if (number - kSmoothing >= oldest)
            sum -= started(number - kSmoothing);
        values.append(double(sum) / seconds);
    }
    return values;
}

QList<double> LiveModel::errorsAt() const
{
    QList<double> seconds;
    for (std::int64_t number = std::max<std::int64_t>(0, m_newest - kBuckets + 1); number <= m_newest;
         ++number)
        if (m_buckets[std::size_t(number % kBuckets)].failed > 0)
            seconds.append(double(number - m_newest) * double(kBucketUs) / 1e6);
    return seconds;
}

int LiveModel::errorCount() const
{
    int count = 0;
    for (const Bucket &bucket : m_buckets)
        count += bucket.failed;
    return count;
}

bool LiveModel::isQuiet() const
{
    return std::all_of(m_buckets.cbegin(), m_buckets.cend(),
                       [](const Bucket &bucket) { return bucket.started == 0 && bucket.failed == 0; });
}

double LiveModel::speed(const Flight &flight, std::int64_t nowUs)
{
    if (flight.firstByteUs < 0 || flight.outputTokens <= 0)
        return 0;
    const double seconds = double(nowUs - flight.startedUs - flight.firstByteUs) / 1e6;
    return seconds < 0.1 ? 0 : double(flight.outputTokens) / seconds;
}

}   // namespace gw::ui
